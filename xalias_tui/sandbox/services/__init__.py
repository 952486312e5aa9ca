"""The simulated services beside Route 53 and STS: a module that has ``SERVICE`` and ``OPERATIONS`` is one.

Only the read operations that the program asks are answered; each answer has the shape that the SDK shows.
"""
