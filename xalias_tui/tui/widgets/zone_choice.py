"""What is highlighted and marked in the two lists of the left pane."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from xalias_tui.domain.records import RecordSet, same_alias
from xalias_tui.domain.zones import Zone
from xalias_tui.tui.widgets.arranged_list import ArrangedList
from xalias_tui.tui.widgets.columns import ZoneRow
from xalias_tui.tui.widgets.open_zone import OpenZone

_TWO: Final = 2


class ZoneChoice:
    """Answers which zones and records are meant.

    Args:
        zones: The list of zones.
        records: The list of the open zone's records.
        opened: The open zone; None where the zones are in front.
    """

    def __init__(
        self, zones: ArrangedList[ZoneRow], records: ArrangedList[RecordSet], opened: Callable[[], OpenZone | None]
    ) -> None:
        self._zones = zones
        self._records = records
        self._opened = opened

    @property
    def zone(self) -> Zone | None:
        """The open zone, else the highlighted one."""
        opened, row = self._opened(), self._zones.highlighted
        return opened.zone if opened is not None else (row.zone if row is not None else None)

    @property
    def record(self) -> RecordSet | None:
        """The highlighted record of the open zone."""
        return self._records.highlighted if self._opened() is not None else None

    @property
    def marked(self) -> tuple[RecordSet, ...]:
        """The records that are marked in the open zone."""
        return self._records.marked if self._opened() is not None else ()

    @property
    def alike(self) -> tuple[RecordSet, ...]:
        """The marked records; else the highlighted one with those of its name that point to the same target."""
        record = self.record
        if self.marked or record is None:
            return self.marked
        types = same_alias(record, self._records.all_rows) if record.alias is not None else (record.type,)
        return tuple(
            row
            for row in self._records.all_rows
            if (row.name, row.set_identifier) == (record.name, record.set_identifier) and row.type in types
        )

    @property
    def pair(self) -> tuple[Zone, Zone] | None:
        """Two zones to compare: the marked ones, the marked one and this, or this and its only twin."""
        here, marked = self.zone, tuple(row.zone for row in self._zones.marked)
        meant = tuple({zone.id: zone for zone in (*marked, *((here,) if here is not None else ()))}.values())[:_TWO]
        twins = tuple(row.zone for row in self._zones.all_rows if here is not None and row.zone.name == here.name)
        found = meant if len(meant) == _TWO else twins
        return (found[0], found[1]) if len(found) == _TWO and len(marked) <= _TWO else None

    @property
    def text(self) -> str:
        """The id of the highlighted zone, or the highlighted record; of all that are marked, a line each."""
        if self._opened() is None:
            return "\n".join(row.zone.id for row in self._zones.chosen)
        return "\n".join(f"{record.key} {record.summary()}" for record in self._records.chosen)
