"""What the checks of this room share: their shape, and sentences filled from the record they are about."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Final

from xalias_tui.domain.findings import Finding, Topic
from xalias_tui.domain.names import DnsName
from xalias_tui.domain.plans import Case
from xalias_tui.domain.records import AliasRef, RecordSet
from xalias_tui.domain.zone_ids import reverse

_SHOWN: Final = 5

Check = Callable[[Case], Iterator[Finding]]
"""Yields what is wrong, or worth knowing, about the changes of a case; nothing if the check does not apply."""


def about(case: Case, record: RecordSet, target: DnsName | None = None) -> Topic:
    """A record of a case, for findings about it; ``target`` is where it points to, where that matters."""
    return Topic.of_record(case.zone, record, target)


def once_a_name(records: Iterable[RecordSet]) -> tuple[RecordSet, ...]:
    """The first record of each name: what holds for a name is not said again for each of its types."""
    first: dict[object, RecordSet] = {}
    for record in records:
        first.setdefault(record.name, record)
    return tuple(first.values())


def once_a_member(records: Iterable[RecordSet]) -> tuple[RecordSet, ...]:
    """The first of record sets that differ in type only: what holds for all types of a member is said once."""
    first: dict[object, RecordSet] = {}
    for record in records:
        value = record.routing.value if record.routing else None
        first.setdefault(
            (record.name, record.set_identifier, record.policy, str(value), record.health_check_id), record
        )
    return tuple(first.values())


def aliases(case: Case, *, once_a_member: bool = False) -> Iterator[tuple[RecordSet, AliasRef]]:
    """The created aliases, each with where it points.

    Args:
        case: The case.
        once_a_member: Whether records that differ in type only are given once, for what holds for all their types.
    """
    given: set[object] = set()
    for record in case.created:
        if record.alias is not None:
            same = (record.name, record.set_identifier, record.alias)
            if not once_a_member or same not in given:
                yield record, record.alias
            given.add(same)


def delegation_over(case: Case, record: RecordSet) -> DnsName | None:
    """The closest delegation that hides a record from every resolver once the changes are applied; None without one.

    NS and DS records at the delegated name itself are not hidden.
    """
    gone = {deleted.name for deleted in case.deleted if deleted.type == "NS"}
    cuts = [name for name in case.around.records.delegations if name not in gone and hidden_by(record, name)]
    return max(cuts, key=lambda name: len(name.labels), default=None)


def hidden_by(record: RecordSet, cut: DnsName) -> bool:
    """Whether no resolver asks for a record that is at a delegated name, or below it."""
    return record.name.is_inside(cut) and not (record.name == cut and record.type in ("NS", "DS"))


def alias_zone_id(record: RecordSet) -> str:
    """The alias's hosted zone id without a path prefix; empty where the record is no alias."""
    return record.alias.bare_zone_id if record.alias else ""


def leads_to_service(record: RecordSet, service: str) -> bool:
    """Whether a record is an alias into the zone of an AWS service, as the table of alias zone ids calls it."""
    return any(entry.service == service for entry in reverse(alias_zone_id(record)))


def leads_to_cloudfront(record: RecordSet) -> bool:
    """Whether a record is an alias to CloudFront or to anything that CloudFront serves: they share one zone id."""
    return leads_to_service(record, "cloudfront")


def closest_encloser(case: Case, name: DnsName) -> DnsName | None:
    """The nearest ancestor that exists: only the wildcard beside it answers for the name. None outside the zone.

    A name exists also where records exist only below it (RFC 4592 section 2.2.2).
    """
    ancestor = name.parent
    while ancestor is not None and ancestor.is_inside(case.zone.name):
        if ancestor in case.around.records.nodes or case.after(wildcard_of(ancestor)):
            return ancestor
        ancestor = ancestor.parent
    return None


def wildcard_of(name: DnsName) -> DnsName:
    """The wildcard that answers for what is directly below a name."""
    return DnsName.from_route53(f"*.{name}")


def same_zone_target(case: Case, record: RecordSet) -> DnsName | None:
    """Where an alias to another record of the case's zone points; None for every other record."""
    return record.alias.dns_name if record.alias is not None and alias_zone_id(record) == case.zone.id else None


def aliases_to(case: Case, record: RecordSet) -> tuple[RecordSet, ...]:
    """The zone's aliases that point to a record's name and type, those that the case deletes left out."""
    gone = {deleted.key for deleted in case.deleted}
    return tuple(
        row
        for row in case.around.records.records
        if row.key not in gone and row.type == record.type and same_zone_target(case, row) == record.name
    )


def left_pointing(case: Case) -> Iterator[tuple[RecordSet, tuple[RecordSet, ...]]]:
    """Deleted records that leave none of their name and type, each with the zone's aliases that point there."""
    for record in case.deleted:
        pointing = () if case.after(record.name, record.type) else aliases_to(case, record)
        if pointing:
            yield record, pointing


def named(records: tuple[RecordSet, ...]) -> str:
    """Record sets in a sentence, the first of many."""
    more = len(records) - _SHOWN
    return ", ".join(str(record.key) for record in records[:_SHOWN]) + (f" and {more} more" if more > 0 else "")
