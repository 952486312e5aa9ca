"""The go-to box: one line that finds zones, records, targets, accounts, screens, commands, findings and themes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar, Final

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Input, Static

from xalias_tui.domain.text import shown
from xalias_tui.tui.dialogs.base import Dialog
from xalias_tui.tui.state.places import Place
from xalias_tui.tui.widgets.row_list import RowList, Step
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
        Binding("up,ctrl+k", "move(-1)", "Up", show=False, id="goto-up", tooltip="The place above"),
        Binding("down,ctrl+j", "move(1)", "Down", show=False, id="goto-down", tooltip="The place below"),
        Binding("pageup", "move(-1, 'page')", "Page up", show=False, id="goto-page-up", tooltip="One page up"),
        Binding("pagedown", "move(1, 'page')", "Page down", show=False, id="goto-page-down", tooltip="One page down"),
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
        self._find = find
        self._searched = searched
        self._read_rest = read_rest
        self._text = text
        self._try_out = try_out
        self._moved = False

    def body(self) -> ComposeResult:
        """A line, and what it finds."""
        yield Input(self._text, placeholder="letters of a name, or a whole host name", compact=True, id="goto")
        yield RowList(_PLACES, id="places")
        yield Static(id="goto-says", classes="dialog-keys")

    def on_mount(self) -> None:
        """What is there without a letter, or what the first text finds."""
        self.query_one(RowList).can_focus = False
        self.search()

    @property
    def _rows(self) -> RowList[Place]:
        return self.query_one(RowList)

    def search(self) -> None:
        """Look again: another text, or more is known by now."""
        if not self.is_mounted:
            return
        rows, self._moved = self._rows, False
        rows.show(self._find(self.query_one(Input).value))
        self._rows.action_move(-1, "all")
        self.say(self._searched() if rows.rows else f"Nothing is called so. {self._searched()}")

    def say(self, text: str) -> None:
        """A line below what was found."""
        for line in self.query("#goto-says").results(Static):
            line.update(Content(shown(text, 300)))

    def on_input_changed(self, event: Input.Changed) -> None:
        """Every letter finds something else."""
        event.stop()
        self.search()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Go to the highlighted place."""
        event.stop()
        self._rows.action_choose()

    def on_row_list_chosen(self, event: RowList.Chosen) -> None:
        """Go there."""
        event.stop()
        self.dismiss(event.row)

    def on_row_list_highlighted(self, event: RowList.Highlighted) -> None:
        """A theme is tried out once the operator has moved to it: not because a letter that was typed found it."""
        event.stop()
        self._try_out(event.row if self._moved else None)

    def action_move(self, by: int, step: Step = "row") -> None:
        """Move the cursor by rows or pages."""
        self._moved = True
        self._rows.action_move(by, step)

    def action_read_rest(self) -> None:
        """Read the zones that were not read yet."""
        self._read_rest()
