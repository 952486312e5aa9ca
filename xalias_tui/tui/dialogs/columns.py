"""Chooses which columns of a list are shown."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll

from xalias_tui.tui.dialogs.base import Dialog
from xalias_tui.tui.widgets.problem import Problem
from xalias_tui.tui.widgets.toggle import Toggle


class ColumnsDialog(Dialog[frozenset[str]]):
    """Gives the titles of the columns that are left out.

    Args:
        titles: Of every column, from left to right.
        hidden: Those left out now.
    """

    TITLE = "Columns"
    HELP = """\
## Columns

The columns of the list. One that has no room in a narrow terminal is left out whatever is chosen here.
"""
    KEYS: ClassVar[str] = "tab next · space toggles · ctrl+s applies · esc closes"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "apply", "Apply", id="columns-apply", tooltip="Show the columns that are ticked"),
    ]

    def __init__(self, titles: Sequence[str], hidden: frozenset[str]) -> None:
        super().__init__()
        self._titles = tuple(titles)
        self._hidden = hidden

    def body(self) -> ComposeResult:
        """One box a column."""
        with VerticalScroll(classes="dialog-body", can_focus=False):
            for at, title in enumerate(self._titles):
                yield Toggle(title, title not in self._hidden, id=f"column-{at}")
            yield Problem()

    def action_apply(self) -> None:
        """Give what is chosen, if anything is left to show."""
        boxes = [self.query_one(f"#column-{at}", Toggle) for at in range(len(self._titles))]
        hidden = frozenset(title for title, box in zip(self._titles, boxes, strict=True) if not box.value)
        if len(hidden) == len(self._titles):
            self.query_one(Problem).say("Leave at least one column.")
        else:
            self.dismiss(hidden)
