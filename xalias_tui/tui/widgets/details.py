"""The highlighted row of a list in full, below the list."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from xalias_tui.tui.text.page import Page


def scroll_by(widget: Widget, lines: int) -> None:
    """Scroll once what is shown now is laid out: several keys of one moment add up, and count in the new text."""
    widget.call_after_refresh(widget.scroll_relative, y=lines, animate=False, immediate=True)


class Details(VerticalScroll, can_focus=False):
    """Scrolls what does not fit; the keyboard stays on the list."""

    def __init__(self) -> None:
        super().__init__(id="details")

    def compose(self) -> ComposeResult:
        """What is known of the row."""
        yield Static()

    def show(self, title: str, content: Content | Page | None) -> None:
        """Show a row, or nothing."""
        self.display = content is not None
        self.border_title = Content(title)
        if content is not None:
            self.query_one(Static).update(content)
