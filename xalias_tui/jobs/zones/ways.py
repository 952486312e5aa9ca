"""Where a record points to in the end: through aliases of its zone, CNAMEs from zone to zone, and wildcards."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Literal

from xalias_tui.domain.dataclass import dataclass
from xalias_tui.domain.names import DnsName
from xalias_tui.domain.records import RecordSet
from xalias_tui.domain.zones import ZoneRecords, answering, best_zones, passes_on, stays_inside

Stop = Literal["outside", "values", "loop", "missing", "other-type", "unread", "delegated"]
"""Why a way ends where it does: at a name of no zone that was read, at plain values, in a circle, at a name without
records, at a name without records of the type, at a name of a zone that was not read whole, or below a delegation."""


@dataclass(frozen=True, slots=True)
class Way:
    """One way from a record to its end.

    Attributes:
        through: The records after the first one, in order; empty where the first one is the last.
        last: The last record: what it points to is outside every zone that was read, or no record comes after it.
        records: The zone of the last record.
        stop: Why it ends there.
    """

    through: tuple[RecordSet, ...]
    last: RecordSet
    records: ZoneRecords
    stop: Stop


class Ways:
    """Follows records through all zones that were read; each record is followed once, however long its way."""

    def __init__(self, zones: Iterable[ZoneRecords]) -> None:
        self._zones = {records.zone.id: records for records in zones}
        self._known: dict[int, tuple[Way, ...]] = {}  # by identity: keys of records are dear to hash
        self._beside = {
            private: tuple(records.zone for records in self._zones.values() if records.zone.private == private)
            for private in (False, True)
        }

    def of(self, record: RecordSet, records: ZoneRecords) -> tuple[Way, ...]:
        """Every way from a record of a zone; several where routing groups or several types answer on the way."""
        known = self._known.get(id(record))
        return self._follow(record, records) if known is None else known

    def _follow(self, first: RecordSet, zone: ZoneRecords) -> tuple[Way, ...]:
        """The ways of a record, and of every record on them: a stack, since chains may be longer than Python's."""
        stack: list[tuple[RecordSet, ZoneRecords, list[tuple[RecordSet, ZoneRecords]], Iterator[int]]] = []

        def enter(record: RecordSet, records: ZoneRecords) -> None:
            following = self._next(record, records)
            if isinstance(following, str):
                self._known[id(record)] = (Way((), record, records, following),)
                return
            self._known[id(record)] = (Way((), record, records, "loop"),)  # holds for what points back here meanwhile
            stack.append((record, records, following, iter(range(len(following)))))

        enter(first, zone)
        while stack:
            record, _, following, rest = stack[-1]
            ahead = next((at for at in rest if id(following[at][0]) not in self._known), None)
            if ahead is not None:
                enter(*following[ahead])
                continue
            stack.pop()
            self._known[id(record)] = tuple(
                Way((row, *way.through), way.last, way.records, way.stop)
                for row, _ in following
                for way in self._known[id(row)]
            )
        return self._known[id(first)]

    def _next(self, record: RecordSet, records: ZoneRecords) -> list[tuple[RecordSet, ZoneRecords]] | Stop:
        """The records that a record points to, or why its way ends with it."""
        alias, name = record.alias, record.leads_to
        if name is None:
            return "values"
        if alias is None:
            return self._behind_cname(name, records)
        if not stays_inside(alias, records.zone):
            return "outside"
        there = records.at(name)
        fitting = [(row, records) for row in there if row.type == record.type]
        if fitting:
            return fitting
        if not records.complete or (not there and records.wildcards_above(name)):
            return "unread"
        return "other-type" if there else "missing"

    def _behind_cname(self, name: DnsName, here: ZoneRecords) -> list[tuple[RecordSet, ZoneRecords]] | Stop:
        zone = self._holding(name, here)
        if zone is None:
            return "outside"
        if any(name.is_inside(cut) for cut in zone.delegations):
            return "delegated"
        there = [(row, zone) for row in answering(zone, name) if row.type != "HTTPS"]
        if there:
            return there
        return "missing" if zone.complete else "unread"

    def _holding(self, name: DnsName, here: ZoneRecords) -> ZoneRecords | None:
        """The zone of a name: of the same privacy; a private name is also looked up on the internet."""
        for private in (True, False) if here.zone.private else (False,):
            found = best_zones(name, self._beside[private])
            same = any(zone.id == here.zone.id for zone in found)
            records = here if same else self._zones[found[0].id] if found else None
            if records is not None and not passes_on(records, name):
                return records
        return None
