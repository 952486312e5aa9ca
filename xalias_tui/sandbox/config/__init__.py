"""AWS Config's aggregator: configuration items of many accounts, and the query language that reads them.

``aggregator`` says what is aggregated and what goes wrong, ``items`` writes resources as configuration items, ``query``
reads the language; ``services.config`` answers the operations.
"""
