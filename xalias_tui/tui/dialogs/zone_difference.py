"""Two zones side by side: what only one of them has, and what both have differently."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING, ClassVar, Final

from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Static

from xalias_tui.domain.dataclass import dataclass
from xalias_tui.domain.records import RecordSet
from xalias_tui.domain.text import shown
from xalias_tui.domain.zones import Zone
from xalias_tui.tui.dialogs.base import Dialog
from xalias_tui.tui.state.session import Session
from xalias_tui.tui.terminal.untrusted_text import safe
from xalias_tui.tui.text.page import Hanging, Line, Page
from xalias_tui.tui.text.phrases import count
from xalias_tui.tui.widgets.row_list import RowList
from xalias_tui.tui.widgets.rows import Column, Spec

if TYPE_CHECKING:
    from xalias_tui.domain.errors import XaliasError
    from xalias_tui.domain.zone_difference import Difference
    from xalias_tui.jobs.session.workspace import Workspace

_CELL: Final = 160
_FULL: Final = 400


@dataclass(frozen=True, slots=True)
class DifferenceRow:
    """A record of two zones; None where one has it not."""

    left: RecordSet | None
    right: RecordSet | None

    @property
    def record(self) -> RecordSet:
        """The one that is there, of two the left one."""
        found = self.left or self.right
        assert found is not None  # noqa: S101 -- a row is made of at least one
        return found

    @property
    def sign(self) -> str:
        """In a word."""
        return "only left" if self.right is None else "only right" if self.left is None else "differs"


def _summary(record: RecordSet | None) -> str:
    return "–" if record is None else shown(record.summary(), _CELL)


_ROWS: Final[Spec[DifferenceRow]] = Spec(
    columns=(
        Column("Record", lambda row: shown(row.record.name.text, _CELL), 18, share=2),
        Column("Type", lambda row: row.record.type, 5),
        Column("", lambda row: row.sign, 10),
        Column("Left", lambda row: _summary(row.left), 14, share=3),
        Column("Right", lambda row: _summary(row.right), 14, share=3),
    ),
    key=lambda row: f"{row.record.key} {row.sign}",
    haystack=lambda row: row.record.name.text,
)


class Differences(RowList[DifferenceRow]):
    """Rows that are only looked at."""

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002 -- Textual's signature
        """Nothing is chosen in it."""
        return action != "choose"


class DifferenceDialog(Dialog[None]):
    """Reads two zones and lists what differs.

    Args:
        session: Asks.
        left: The first zone.
        right: The second.
    """

    TITLE = "Two zones compared"
    HELP = """\
## Two zones compared

Records that only one of two zones has, or that both have differently; zones of different names are compared by what
comes before the zone's name. SOA and NS of the apex are each zone's own and are not compared. What both zones have at
the highlighted row is below the list, in full.
"""
    KEYS: ClassVar[str] = "↑ ↓ moves · esc closes"

    def __init__(self, session: Session, left: Zone, right: Zone) -> None:
        super().__init__()
        self._session = session
        self._pair = left, right

    def body(self) -> ComposeResult:
        """The two zones, then the rows."""
        for side, zone in zip(("left ", "right"), self._pair, strict=True):
            owner = zone.profile or zone.account_id
            yield Static(safe(f"{side}  {zone.name}  {zone.visibility}, {zone.id}, {owner}", limit=300))
        yield Static(safe("Reading both zones…", "dim"), id="difference-says")
        yield Differences(_ROWS, id="differences")

    def foot(self) -> ComposeResult:
        """The highlighted row, where the list cuts it."""
        yield Static(id="difference-row")

    def on_mount(self) -> None:
        """Read both."""
        self._session.ask(self, "difference", partial(compare, *self._pair), self._show, on_failed=self._failed)

    def on_row_list_highlighted(self, event: RowList.Highlighted) -> None:
        """Show it in full."""
        event.stop()
        row = self.query_one(Differences).highlighted
        self.query_one("#difference-row", Static).update("" if row is None else Page(_in_full(row)))

    def _show(self, found: Difference) -> None:
        rows = tuple(_rows(found))
        sides = ((found.only_left, "only left"), (found.only_right, "only right"), (found.different, "different"))
        words = ", ".join(f"{len(each)} {word}" for each, word in sides)
        whole = f"{count(len(rows), 'difference')}: {words}." if rows else "The zones hold the same records."
        self.query_one("#difference-says", Static).update(safe(whole, "bold"))
        self.query_one(Differences).show(rows)

    def _failed(self, error: XaliasError) -> None:
        self.query_one("#difference-says", Static).update(safe(str(error), "$text-error", limit=400))


def _in_full(row: DifferenceRow) -> list[Line]:
    sides = (("left   ", row.left), ("right  ", row.right))
    lines: list[Line] = [safe(str(row.record.key), "bold", limit=_FULL)]
    return [*lines, *(Hanging(Content(side), safe(_said(record), limit=_FULL)) for side, record in sides)]


def _said(record: RecordSet | None) -> str:
    return "no record" if record is None else " · ".join(filter(None, (record.summary(), record.details)))


def _rows(found: Difference) -> Iterator[DifferenceRow]:
    yield from (DifferenceRow(left, right) for left, right in found.different)
    yield from (DifferenceRow(record, None) for record in found.only_left)
    yield from (DifferenceRow(None, record) for record in found.only_right)


def compare(left: Zone, right: Zone, workspace: Workspace, _tell: object) -> Difference:
    """Two zones record by record, as they are now."""
    from xalias_tui.domain.zone_difference import difference
    from xalias_tui.jobs.zones.read import read_records

    return difference(read_records(workspace, left), read_records(workspace, right))
