"""The screen of accounts."""
