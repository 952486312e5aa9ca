"""The filter line of a pane."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.keys import REPLACED_KEYS, key_to_character
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Input


class FilterBar(Input):
    """Opens with ``/``; filters while it is typed in."""

    HELP = """\
## Filter

Rows that contain every word you type stay. `!word` leaves out rows that contain it; `column:word` looks in one column,
such as `kind:alb`, `account:shop`, `state:active`, `verdict:broken` or `zone:example.com`, and `!column:word` leaves
out what it finds. The beginning of a column's title is enough; what no column is called says which there are.
`enter` keeps the filter and goes back to the rows, `escape` removes it.
In *Targets* a DNS name that matches nothing is recognised offline and offered as a target.
"""
    FOOTER = ("submit", "close", "earlier", "save")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "submit", "Keep", id="filter-keep", tooltip="Keep the filter, go to the rows"),
        Binding("escape", "close", "Clear filter", id="filter-close", tooltip="Remove the filter"),
        Binding("up", "earlier", "Earlier", id="filter-earlier", tooltip="A saved or earlier filter"),
        Binding("ctrl+s", "save", "Save", id="filter-save", tooltip="Save the filter, or forget it"),
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

        def __init__(self, pane: str, text: str) -> None:
            super().__init__()
            self.pane = pane
            self.text = text

    class Saved(Kept):
        """The filter is to be saved, or forgotten where it is saved."""

    def __init__(self, placeholder: str, rows: Callable[[], Widget]) -> None:
        super().__init__(placeholder=placeholder, compact=True, select_on_focus=False)
        self._rows_in_front = rows
        self._known: tuple[str, ...] = ()
        self._earlier = -1

    def check_consume_key(self, key: str, character: str | None) -> bool:
        """What is typed is no key of the pane: Textual knows no character of a few keys that it has names for."""
        return super().check_consume_key(key, character or key_to_character(REPLACED_KEYS.get(key, key)))

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
        self._earlier = -1
        self.post_message(self.Kept(self._pane, self.value.strip()))

    @property
    def _pane(self) -> str:
        return (self.parent.id if isinstance(self.parent, Widget) else None) or ""

    def know(self, saved: Sequence[str], earlier: Sequence[str]) -> None:
        """Filters that can be gone back to: saved ones first, then the latest."""
        self._known = tuple(dict.fromkeys((*saved, *earlier)))

    def action_earlier(self) -> None:
        """Go back to a saved filter, then to the latest, one after the other."""
        if self._known:
            self._earlier = (self._earlier + 1) % len(self._known)
            self.value = self._known[self._earlier]

    def action_save(self) -> None:
        """Save the filter, or forget it."""
        self.post_message(self.Saved(self._pane, self.value.strip()))

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
