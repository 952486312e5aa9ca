"""Sending plans: admission, commit (a batch of one or many), undo, waiting for issuance, verification."""
