"""Two hosted zones record by record: twins, public against private, stale against live. Pure.

SOA and NS of the apex are each zone's own, and are not compared. Zones of different names are compared by what comes
before the zone's name. An alias to a record of its own zone equals one that does the same in the other zone.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from xalias_tui.domain.dataclass import dataclass
from xalias_tui.domain.documents import Document, record_document, zone_document
from xalias_tui.domain.names import DnsName
from xalias_tui.domain.records import RecordSet, sorted_as_route53
from xalias_tui.domain.zones import Zone, ZoneRecords

_Key = tuple[str, str, str | None]


@dataclass(frozen=True, slots=True)
class Difference:
    """What two zones do not share.

    Attributes:
        left: The one zone.
        right: The other.
        only_left: Records that only the first one has, in the order of Route 53.
        only_right: Records that only the second one has.
        different: Records of both that differ, in pairs.
        same: How many records are the same.
    """

    left: Zone
    right: Zone
    only_left: tuple[RecordSet, ...]
    only_right: tuple[RecordSet, ...]
    different: tuple[tuple[RecordSet, RecordSet], ...]
    same: int

    @property
    def is_none(self) -> bool:
        """Whether they are the same."""
        return not (self.only_left or self.only_right or self.different)


def difference(left: ZoneRecords, right: ZoneRecords) -> Difference:
    """What two zones do not share."""
    mine, its = dict(_keyed(left)), dict(_keyed(right))
    shared = [key for key in mine if key in its]
    pairs = [(mine[key], its[key]) for key in shared if _meaning(mine[key], left) != _meaning(its[key], right)]
    return Difference(
        left=left.zone,
        right=right.zone,
        only_left=sorted_as_route53(record for key, record in mine.items() if key not in its),
        only_right=sorted_as_route53(record for key, record in its.items() if key not in mine),
        different=tuple(pairs),
        same=len(shared) - len(pairs),
    )


def difference_document(found: Difference) -> Document:
    """The ``data`` of ``diff``."""
    return {
        "left": zone_document(found.left),
        "right": zone_document(found.right),
        "only_left": [record_document(record) for record in found.only_left],
        "only_right": [record_document(record) for record in found.only_right],
        "different": [
            {
                "name": left.name.text,
                "type": left.type,
                "set_identifier": left.set_identifier,
                "left": record_document(left),
                "right": record_document(right),
            }
            for left, right in found.different
        ],
        "same": found.same,
    }


def _keyed(records: ZoneRecords) -> Iterator[tuple[_Key, RecordSet]]:
    apex = records.zone.name
    for record in records.records:
        if record.name != apex or record.type not in {"SOA", "NS"}:
            yield (_within(record.name, apex), record.type, record.set_identifier), record


def _within(name: DnsName, apex: DnsName) -> str:
    """A name without that of its zone; whole, with its final dot, where it is not in the zone."""
    if name == apex:
        return ""
    return name.text.removesuffix(f".{apex.text}") if name.is_inside(apex) else name.text


def _meaning(record: RecordSet, records: ZoneRecords) -> tuple[Any, ...]:
    """What a record says, whatever zone it is in; the order of its values does not matter."""
    alias, zone = record.alias, records.zone
    own = alias is not None and alias.bare_zone_id == zone.id
    return (
        record.ttl,
        tuple(sorted(record.values)),
        alias
        and (
            _within(alias.dns_name, zone.name) if own else alias.dns_name.text,
            "" if own else alias.zone_id,
            alias.evaluate_target_health,
        ),
        record.routing,
        record.health_check_id,
        record.traffic_policy_instance_id,
        record.unknown,
    )
