"""The highlighted row of a list in full, below the list; and what any text says that is longer than its place."""

from __future__ import annotations

from collections.abc import Callable

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from xalias_tui.tui.text.page import Page
from xalias_tui.tui.text.phrases import count


def scroll_by(widget: Widget, lines: int) -> None:
    """Scroll once what is shown now is laid out: several keys of one moment add up, and count in the new text."""
    widget.call_after_refresh(widget.scroll_relative, y=lines, animate=False, immediate=True)


def rows_below(scrolled: Widget) -> int:
    """Rows that are out of sight, below."""
    return round(scrolled.max_scroll_y - scrolled.scroll_y) if scrolled.max_scroll_y else 0


def lines_below(rows: int) -> str:
    """The same in words; empty where there are none."""
    return f"↓ {count(rows, 'line')} below" if rows else ""


def watch_below(scrolled: Widget, say: Callable[[], None]) -> None:
    """Say what lies below whenever that may have changed; it is known once everything has its place.

    Textual sets the size of what is scrolled without a word to those who watch it, but moves the scroll bar.
    """

    def look() -> None:
        scrolled.call_after_refresh(say)

    scrolled.watch(scrolled, "scroll_y", look, init=False)
    scrolled.watch(scrolled, "show_vertical_scrollbar", look, init=False)
    for size in ("window_virtual_size", "window_size"):
        scrolled.watch(scrolled.vertical_scrollbar, size, look, init=False)
    look()


class Details(VerticalScroll, can_focus=False):
    """Scrolls what does not fit; the keyboard stays on the list."""

    def __init__(self) -> None:
        super().__init__(id="details")
        self._of = ""

    def compose(self) -> ComposeResult:
        """What is known of the row."""
        yield Static()

    def on_mount(self) -> None:
        """Say that it can be scrolled, where it can."""
        watch_below(self, self._say_below)

    def show(self, title: str, content: Content | Page | None, of: str = "") -> None:
        """Show a row, or nothing; another row than before from its top.

        Args:
            title: For the frame.
            content: What is known of it.
            of: Its key.
        """
        if of != self._of:
            self._of = of
            self.scroll_home(animate=False)
        self.display = content is not None
        self.border_title = Content(title)
        if content is not None:
            self.query_one(Static).update(content)

    def _say_below(self) -> None:
        rows = rows_below(self)
        self.border_subtitle = Content(
            f"{lines_below(rows)} · J scrolls" if rows else "K scrolls up" if self.scroll_y else ""
        )
