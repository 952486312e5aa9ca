"""Text of several widgets; pure functions."""
