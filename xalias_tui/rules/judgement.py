"""What the checks of this room share: their shape, and sentences filled from the record they are about."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from xalias_tui.domain.findings import Finding, Rule, Severity
from xalias_tui.domain.plans import Case
from xalias_tui.domain.records import RecordKey, RecordSet
from xalias_tui.domain.zone_ids import reverse

Check = Callable[[Case], Iterator[Finding]]
"""Yields what is wrong, or worth knowing, about the changes of a case; nothing where they are none of its business."""

_HOSTED_ZONE_PREFIX = "/hostedzone/"


def about(
    case: Case,
    rule: Rule,
    record: RecordSet | RecordKey,
    *,
    severity: Severity | None = None,
    message: str | None = None,
    remedy: str | None = None,
    target: str | None = None,
    **values: object,
) -> Finding:
    """A finding about one record; ``{name}``, ``{type}``, ``{zone}`` and ``{zid}`` are always filled in.

    ``message`` and ``remedy`` are templates that replace the rule's usual sentences.
    """
    key = record.key if isinstance(record, RecordSet) else record
    filled: dict[str, object] = {
        "name": key.name.bare,
        "type": key.type,
        "zone": case.zone.name.bare,
        "zid": case.zone.id,
        **values,
    }
    return Finding(
        id=rule.id,
        severity=severity or rule.severity,
        message=(message or rule.message).format_map(filled),
        remedy=(rule.remedy if remedy is None else remedy).format_map(filled),
        record=key,
        zone_id=case.zone.id,
        target=target,
    )


def once_a_name(records: Iterable[RecordSet]) -> tuple[RecordSet, ...]:
    """The first record of each name: what holds for a name is not said again for each of its types."""
    first: dict[object, RecordSet] = {}
    for record in records:
        first.setdefault(record.name, record)
    return tuple(first.values())


def once_a_member(records: Iterable[RecordSet]) -> tuple[RecordSet, ...]:
    """The first record of each name and set identifier, whatever its type."""
    first: dict[object, RecordSet] = {}
    for record in records:
        first.setdefault((record.name, record.set_identifier), record)
    return tuple(first.values())


def alias_zone_id(record: RecordSet) -> str:
    """The alias's hosted zone id without a path prefix; empty where the record is no alias."""
    return record.alias.zone_id.removeprefix(_HOSTED_ZONE_PREFIX) if record.alias else ""


def leads_to_service(record: RecordSet, service: str) -> bool:
    """Whether a record is an alias into the zone of an AWS service, as the table of alias zone ids calls it."""
    return any(entry.service == service for entry in reverse(alias_zone_id(record)))


def leads_to_cloudfront(record: RecordSet) -> bool:
    """Whether a record is an alias to CloudFront or to anything that CloudFront serves: they share one zone id."""
    return leads_to_service(record, "cloudfront")


def leads_to_same_zone(case: Case, record: RecordSet) -> bool:
    """Whether a record is an alias to another record of the case's zone."""
    return record.alias is not None and alias_zone_id(record) == case.zone.id
