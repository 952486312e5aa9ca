"""The filter line of a pane."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Input


class FilterBar(Input):
    """Opens with ``/``; filters while it is typed in."""

    HELP = """\
## Filter

Rows that contain every word you type stay. `enter` keeps the filter and goes back to the rows, `escape` removes it.
In *Targets* a DNS name that matches nothing is recognised offline and offered as a target.
"""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "close", "Clear filter", show=False, id="filter-close", tooltip="Remove the filter"),
        Binding(
            "down", "leave", "To the rows", show=False, id="filter-leave", tooltip="Keep the filter, go to the rows"
        ),
    ]

    class Typed(Message):
        """The text is another one."""

        def __init__(self, text: str) -> None:
            super().__init__()
            self.text = text

    class Kept(Message):
        """Enter: the filter stays as it is."""

        def __init__(self, text: str) -> None:
            super().__init__()
            self.text = text

    def __init__(self, placeholder: str, rows: Callable[[], Widget]) -> None:
        super().__init__(placeholder=placeholder, compact=True, select_on_focus=False)
        self._rows_in_front = rows

    def open(self) -> None:
        """Show and focus at once: keys typed right behind the slash already belong here."""
        self.display = True
        self.screen.set_focus(self)

    def fill(self, text: str) -> None:
        """Filter by a text; an empty one is no filter."""
        self.value = text
        self.display = bool(text)

    def action_close(self) -> None:
        """Remove the filter."""
        self.remove_filter()
        self._to_rows()

    def remove_filter(self) -> None:
        """Show every row, wherever the keyboard is."""
        self.clear()
        self.display = False

    def action_leave(self) -> None:
        """Keep the filter and go to the rows."""
        if not self.value:
            self.display = False
        self._to_rows()

    async def action_submit(self) -> None:
        """Enter goes to the rows."""
        self.action_leave()
        self.post_message(self.Kept(self.value))

    def _to_rows(self) -> None:
        """At once: what is typed next belongs to the rows."""
        self.screen.set_focus(self._rows_in_front())

    def on_input_changed(self, event: Input.Changed) -> None:
        """Every keystroke filters."""
        event.stop()
        self.post_message(self.Typed(event.value))

    def on_paste(self, event: events.Paste) -> None:
        """A pasted name often carries blanks or a line end."""
        if event.text != event.text.strip():
            event.stop()
            event.prevent_default()
            self.insert_text_at_cursor(event.text.strip())
