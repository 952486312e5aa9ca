"""The go-to box: one line that finds zones, records, targets, accounts, screens, commands, findings and themes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar, Final

from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from xalias_tui.domain.text import shown
from xalias_tui.tui.dialogs.base import Dialog
from xalias_tui.tui.dialogs.picker import Picker, best_of
from xalias_tui.tui.state.places import MOST_SHOWN, Place
from xalias_tui.tui.widgets.rows import Column, Spec

_CELL: Final = 160

_PLACES: Final[Spec[Place]] = Spec(
    columns=(
        Column("", lambda place: place.kind, 8),
        Column("Name", lambda place: shown(place.name, _CELL), 20, share=4, middle=True),
        Column("", lambda place: shown(place.detail, _CELL), 16, share=5, drops=60),
    ),
    key=lambda place: place.key,
    haystack=lambda place: place.name,
)


class GotoDialog(Dialog[Place]):
    """Gives the place to go to.

    Args:
        find: What a text finds, best first.
        searched: Says which records are searched.
        read_rest: Reads the zones that were not read yet; None where all were.
        text: What is looked for at first.
        try_out: Told which place is highlighted.
    """

    TITLE = "Go to"
    STARTS_WITH_INPUT = True
    KEYS: ClassVar[str] = "↑ ↓ choose · enter goes there · esc closes"
    HELP = """\
## Go to

Letters of the name of anything: a zone, a record of the zones that were read, a target, an account, a screen, a
command, a finding, a theme. A host name or URL, typed or pasted, can be traced, opened in its zone, or given an alias.
"""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "ctrl+r", "read_rest", "Read", show=False, id="goto-read", tooltip="Read the zones that were not read yet"
        ),
    ]

    def __init__(
        self,
        find: Callable[[str], Sequence[Place]],
        searched: Callable[[], str],
        read_rest: Callable[[], None],
        *,
        text: str = "",
        try_out: Callable[[Place | None], None],
    ) -> None:
        super().__init__()
        self._searched = searched
        self._read_rest = read_rest
        self._try_out = try_out
        placeholder = "letters of a name, or a whole host name"
        self._picker = Picker(_PLACES, find, self._says, placeholder=placeholder, text=text)

    def body(self) -> ComposeResult:
        """A line, and what it finds."""
        yield self._picker

    def search(self) -> None:
        """Look again: more is known by now."""
        self._picker.search()

    def say(self, text: str) -> None:
        """A line below what was found."""
        self._picker.say(text)

    def _says(self, rows: Sequence[Place]) -> str:
        most = MOST_SHOWN if self._picker.text else len(rows) + 1  # without a letter it is a choice of everything
        first = best_of(rows, most) if rows else "Nothing is called so."
        return f"{first} {self._searched()}".strip()

    def on_picker_chosen(self, event: Picker.Chosen) -> None:
        """Go there."""
        event.stop()
        self.dismiss(event.row)

    def on_picker_highlighted(self, event: Picker.Highlighted) -> None:
        """A theme is tried out once the operator has moved to it: not because a letter that was typed found it."""
        event.stop()
        self._try_out(event.row if event.by_hand else None)

    def action_read_rest(self) -> None:
        """Read the zones that were not read yet."""
        self._read_rest()
