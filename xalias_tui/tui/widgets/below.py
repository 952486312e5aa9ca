"""What lies below of a text that is longer than its place: how much, said anew whenever that is another number."""

from __future__ import annotations

from collections.abc import Callable

from textual.widget import Widget

from xalias_tui.tui.text.phrases import count


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
