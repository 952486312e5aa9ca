"""The simulated services beside Route 53 and STS: a module that has ``SERVICE`` and ``OPERATIONS`` is one.

Only the read operations that the program calls are answered, most of them as rows of ``tables``; each answer has the
shape that the SDK shows.
"""
