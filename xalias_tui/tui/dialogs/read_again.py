"""Chooses how much is read again: one of what is listed, its account, or all."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar, Final, Literal

from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from xalias_tui.domain.dataclass import dataclass
from xalias_tui.domain.text import shown
from xalias_tui.tui.dialogs.base import Dialog
from xalias_tui.tui.widgets.row_list import RowList
from xalias_tui.tui.widgets.rows import Column, Spec

One = Literal["target", "account"]
What = One | Literal["all"]

_LETTERS: Final[Mapping[What, str]] = {"target": "t", "account": "a", "all": "p"}


@dataclass(frozen=True, slots=True)
class _Row:
    """A choice, with its key and its words."""

    what: What
    key: str
    words: str


_ROWS: Final[Spec[_Row]] = Spec(
    columns=(
        Column("", lambda row: row.key, 1),
        Column("Read again", lambda row: shown(row.words, 160), 20, share=1),
    ),
    key=lambda row: row.what,
    haystack=lambda row: row.words,
)


class ReadAgainDialog(Dialog[What]):
    """Gives what is to be read again.

    Args:
        choices: What can be, each in words; untrusted. The first is highlighted.
    """

    TITLE = "Read again"
    HELP = """\
## Read again

One target, everything in its account, or all accounts of its side; of zones the list of one account, or of all.
Everything else stays as it is known.
"""
    KEYS: ClassVar[str] = "its letter or enter reads again · esc closes"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("t", "read('target')", "Target", show=False, id="again-target", tooltip="Read this target again"),
        Binding("a", "read('account')", "Account", show=False, id="again-account", tooltip="Read its account again"),
        Binding("p", "read('all')", "Pane", show=False, id="again-all", tooltip="Read the whole pane again"),
    ]

    def __init__(self, choices: Mapping[What, str]) -> None:
        super().__init__()
        self._choices = tuple(_Row(what, _LETTERS[what], words) for what, words in choices.items())

    def body(self) -> ComposeResult:
        """The choices."""
        yield RowList(_ROWS, id="again")

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Only what is offered can be chosen."""
        if action == "read":
            return any(row.what in parameters for row in self._choices)
        return super().check_action(action, parameters)

    def on_mount(self) -> None:
        """The first one highlighted."""
        self.query_one(RowList).show(self._choices)

    def on_row_list_highlighted(self, event: RowList.Highlighted) -> None:
        """Nothing is done before it is chosen."""
        event.stop()

    def on_row_list_chosen(self, event: RowList.Chosen) -> None:
        """Read it."""
        event.stop()
        self.dismiss(event.row.what)

    def action_read(self, what: What) -> None:
        """Read it."""
        self.dismiss(what)
