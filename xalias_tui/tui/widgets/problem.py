"""Why an answer can't be taken, below what was filled in."""

from __future__ import annotations

from textual.widgets import Static

from xalias_tui.tui.terminal.untrusted_text import safe


class Problem(Static):
    """One sentence of a form; empty until something is refused."""

    def say(self, why: str) -> None:
        """Say why; the text may be untrusted."""
        self.update(safe(why, "$text-error", limit=400))
