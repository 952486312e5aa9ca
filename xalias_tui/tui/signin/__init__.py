"""Signing in: multi-factor codes and the login command."""
