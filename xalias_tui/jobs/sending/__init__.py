"""Sending plans: commit, undo, waiting for INSYNC, verification."""
