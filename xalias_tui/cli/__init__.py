"""The command line: one small module a command; neither boto3 nor Textual is imported until a command needs it."""

from __future__ import annotations

from xalias_tui.cli.entry import main

__all__ = ["main"]
