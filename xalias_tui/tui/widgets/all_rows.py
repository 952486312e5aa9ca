"""Rows of the records of every zone; pure functions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from xalias_tui.domain.accounts import digits
from xalias_tui.domain.dataclass import dataclass
from xalias_tui.domain.records import RecordKey, RecordSet
from xalias_tui.domain.targets import Target
from xalias_tui.domain.text import shown
from xalias_tui.domain.zones import Zone, ZoneRecords
from xalias_tui.tui.widgets.columns import by_labels, record_summary, zone_owner
from xalias_tui.tui.widgets.rows import Column, Spec

_CELL: Final = 120


@dataclass(frozen=True, slots=True)
class ZoneRecord:
    """A record with its zone, and what it points to.

    Attributes:
        zone: Its zone.
        record: The record.
        target: What it points to, also through other records; None where it is not among the targets found.
    """

    zone: Zone
    record: RecordSet
    target: Target | None = None

    @property
    def points_into(self) -> str:
        """The account that it points into; empty where that is not known."""
        target = self.target
        return "" if target is None else target.profile or digits(target.account_id)


Ends = Mapping[tuple[str, RecordKey], Target]
"""What records point to, by zone id and record."""


def zone_records(read: Iterable[ZoneRecords], ends: Ends) -> tuple[ZoneRecord, ...]:
    """A row for each record, zone by zone."""
    return tuple(
        ZoneRecord(records.zone, record, ends.get((records.zone.id, record.key)))
        for records in sorted(read, key=lambda one: (by_labels(one.zone.name), one.zone.id))
        for record in records.records
    )


def _record(row: ZoneRecord) -> str:
    return shown(row.record.name.text, _CELL)


def _zone(row: ZoneRecord) -> str:
    return shown(f"{row.zone.name.bare}{' (private)' if row.zone.private else ''}", _CELL)


def _account(row: ZoneRecord) -> str:
    return shown(row.zone.profile or digits(row.zone.account_id), _CELL)


def _haystack(row: ZoneRecord) -> str:
    record = row.record
    values = "" if record.alias is not None else record.summary()
    return f"{record.name} {record.type} {values} {record.set_identifier or ''}".lower()


def _common(row: ZoneRecord) -> str:
    zone, leads_to = row.zone, "" if row.record.alias is None else row.record.summary()
    target = "" if row.target is None else f"{row.target.name} {row.target.kind} {row.target.account_id}"
    whose = f"{zone.name} {zone.id} {zone.visibility} {zone.account_id} {zone.profile}"
    return f"{leads_to} {whose} {row.points_into} {target}".lower()


ALL_RECORDS: Final[Spec[ZoneRecord]] = Spec(
    columns=(
        Column("Record", _record, 18, share=4, order=lambda row: by_labels(row.record.name)),
        Column("Type", lambda row: row.record.type, 5),
        Column("Points to", lambda row: record_summary(row.record), 16, share=4),
        Column("Zone", lambda row: row.zone.visibility, 7, drops=70, until=100),
        Column("Zone", _zone, 14, share=2, drops=100, order=lambda row: (by_labels(row.zone.name), row.zone.private)),
        Column("Account", _account, 11, drops=90),
        Column("Points into", lambda row: shown(row.points_into, _CELL), 12, drops=60),
    ),
    key=lambda row: f"{row.zone.id} {row.record.key}",
    haystack=_haystack,
    common=_common,
    fields={
        "zone": lambda row: f"{row.zone.name} {row.zone.id} {row.zone.visibility}",
        "account": lambda row: zone_owner(row.zone),
        "kind": lambda row: "" if row.target is None else row.target.kind,
    },
)
