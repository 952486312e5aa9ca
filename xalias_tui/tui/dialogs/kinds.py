"""Chooses the kinds of target that are listed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar, Final

from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from xalias_tui.domain.dataclass import dataclass
from xalias_tui.domain.text import shown
from xalias_tui.tui.dialogs.base import Dialog
from xalias_tui.tui.widgets.row_list import RowList
from xalias_tui.tui.widgets.rows import Column, Spec


@dataclass(frozen=True, slots=True)
class KindRow:
    """A kind, how many targets of it were found, and whether it is chosen."""

    kind: str
    found: int
    chosen: bool = False


_KINDS: Final[Spec[KindRow]] = Spec(
    columns=(
        Column("", lambda row: "●" if row.chosen else " ", 1),
        Column("Kind", lambda row: shown(row.kind, 60), 20, share=1),
        Column("Found", lambda row: f"{row.found:,}", 6, number=True),
    ),
    key=lambda row: row.kind,
    haystack=lambda row: row.kind,
)


class KindsDialog(Dialog[frozenset[str]]):
    """Gives the kinds to list; empty means all."""

    TITLE = "Kinds of target"
    HELP = """\
## Kinds of target

Which kinds are listed: enter lists the marked ones, or only the highlighted one where none is marked.
"""
    KEYS: ClassVar[str] = "space marks · enter lists these · a all kinds · esc closes"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space", "mark", "Mark", show=False, id="kinds-mark", tooltip="Mark the kind, or take its mark away"),
        Binding("a", "all", "All", show=False, id="kinds-all", tooltip="List all kinds"),
    ]

    def __init__(self, counts: Mapping[str, int], chosen: frozenset[str]) -> None:
        super().__init__()
        self._counts = counts
        self._chosen = chosen

    def body(self) -> ComposeResult:
        """The kinds that were found."""
        yield RowList(_KINDS, id="kinds")

    def on_mount(self) -> None:
        """Those that are listed now are marked."""
        self._show()

    def _show(self) -> None:
        rows = [KindRow(kind, found, kind in self._chosen) for kind, found in self._counts.items()]
        self.query_one(RowList).show(rows)

    def action_mark(self) -> None:
        """Mark the kind, or take its mark away, and go to the next."""
        rows: RowList[KindRow] = self.query_one(RowList)
        if rows.highlighted is not None:
            self._chosen ^= {rows.highlighted.kind}
            self._show()
            rows.action_move(1)

    def action_all(self) -> None:
        """List all kinds."""
        self.dismiss(frozenset())

    def on_row_list_chosen(self, event: RowList.Chosen) -> None:
        """List the marked ones, else the highlighted one."""
        event.stop()
        self.dismiss(self._chosen or frozenset({event.row.kind}))
