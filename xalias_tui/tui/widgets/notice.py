"""What a pane shows instead of rows: empty, loading, denied and error states that say what to do next."""

from __future__ import annotations

from textual.content import Content
from textual.widgets import Static

from xalias_tui.tui.terminal.untrusted_text import safe


class Notice(Static):
    """A centred headline, an explanation, and what to do."""

    _said: tuple[str, ...] = ()

    def show(self, headline: str, detail: str = "", remedy: str = "") -> None:
        """Show it instead of the rows; the texts may be untrusted."""
        self.display = True
        if self._said == (headline, detail, remedy):
            return  # everything around it would be laid out again
        self._said = headline, detail, remedy
        parts = [safe(headline, "bold", limit=300)]
        if detail:
            parts += [Content("\n"), safe(detail, limit=600)]
        if remedy:
            parts += [Content("\n\n"), safe(remedy, "$text-accent", limit=300)]
        self.update(Content("").join(parts))

    @property
    def headline(self) -> str:
        """What is said now instead of rows; untrusted, empty where rows are shown."""
        return self._said[0] if self.display and self._said else ""

    def hide(self) -> None:
        """Give the place back to the rows."""
        self.display = False
