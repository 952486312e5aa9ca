"""The records of the zone that is open, with what is known of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from xalias_tui.domain.lookups import Unscanned
from xalias_tui.domain.names import DnsName
from xalias_tui.domain.records import RecordKey, RecordSet
from xalias_tui.domain.verdicts import AliasVerdict
from xalias_tui.domain.zones import Zone
from xalias_tui.tui.text.phrases import count
from xalias_tui.tui.widgets.columns import records_of, shares_of
from xalias_tui.tui.widgets.pane import Pane
from xalias_tui.tui.widgets.row_list import RowList
from xalias_tui.tui.widgets.rows import Spec

if TYPE_CHECKING:
    from xalias_tui.domain.custody import Protection


class OpenZone:
    """Lists the records of one zone in a pane.

    Args:
        zone: The zone.
        pane: Says how far reading is.
        rows: The list.
        name: The cursor goes to the records of this name as soon as they are read.
    """

    def __init__(self, zone: Zone, pane: Pane, rows: RowList[RecordSet], name: DnsName | None = None) -> None:
        self.zone = zone
        self._wanted = name
        self._pane = pane
        self._rows = rows
        self._verdicts: Mapping[RecordKey, AliasVerdict] = {}
        self._protections: tuple[Protection, ...] = ()
        self._shares: Mapping[RecordKey, float] = {}
        self._again: int | None = None
        """How many records were read again so far; None while they are read for the first time, or not at all."""
        self.unscanned: tuple[Unscanned, ...] = ()
        rows.show((), records_of(zone.name))

    def loading(self) -> None:
        """Records are being read from the first page; those shown stay, with the cursor on its row, until all are."""
        self._again = 0 if self._rows.all_rows else None
        self._pane.status("reading records…")
        self._pane.explain_if_empty("Reading records…")

    def add(self, records: Sequence[RecordSet]) -> None:
        """A page of records."""
        if self._again is None:
            self._rows.add(records)
        else:
            self._again += len(records)
        self._go_to_wanted()
        so_far = len(self._rows.all_rows) if self._again is None else self._again
        self._pane.status(f"{self.zone.visibility} · {count(so_far, 'record')} so far")
        self._pane.show_rows()

    def show(self, records: Sequence[RecordSet], at: datetime, *, complete: bool) -> None:
        """All records that could be read."""
        self._shares = shares_of(records)
        self._rows.show(records, self._spec())
        self._go_to_wanted()
        incomplete = "" if complete else " · not all could be read"
        self._pane.status(f"{self.zone.visibility} · {count(len(records), 'record')}{incomplete}", at)
        if records:
            self._pane.show_rows()
        else:
            self._pane.explain("No record could be read.", "", "R reads again")

    @property
    def absent(self) -> DnsName | None:
        """The name that was wanted, where no record of that name was read."""
        return self._wanted

    def _go_to_wanted(self) -> None:
        if self._wanted is None:
            return
        found = next((record for record in self._rows.all_rows if record.name == self._wanted), None)
        if found is not None:
            self._wanted = None
            self._rows.put_cursor(str(found.key))

    def failed(self, message: str, remedy: str) -> None:
        """The records could not be read: what was shown may not be there any more."""
        self._rows.show(())
        self._pane.status("could not be read")
        self._pane.explain("The records could not be read.", message, remedy or "R reads again · backspace goes back")

    def show_verdicts(self, verdicts: Mapping[RecordKey, AliasVerdict]) -> None:
        """What is known of its aliases."""
        self._verdicts = verdicts
        self._rows.show(self._rows.all_rows, self._spec())

    def show_protections(self, protections: Sequence[Protection], unscanned: Sequence[Unscanned]) -> None:
        """Which records are protected, and the look-up where it failed."""
        self._protections, self.unscanned = tuple(protections), tuple(unscanned)
        self._rows.show(self._rows.all_rows, self._spec())

    def _spec(self) -> Spec[RecordSet]:
        return records_of(self.zone.name, self._verdicts, self._protections, self._shares)
