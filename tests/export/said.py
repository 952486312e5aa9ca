"""A record set as an export says it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from xalias_tui.domain.plans import Plan
from xalias_tui.domain.records import RecordSet

Document = dict[str, Any]


@dataclass(frozen=True)
class Said:
    """A record set as an export says it; ``zone_id`` is None where the format has no place for it."""

    zone_id: str | None
    record: RecordSet

    @property
    def alias(self) -> Said:
        """Only what makes an alias: what hostile routing values become is not the same everywhere."""
        wire = self.record.wire
        kept = ("Name", "Type", "SetIdentifier", "AliasTarget", "HealthCheckId")
        return Said(self.zone_id, RecordSet.from_wire({key: wire[key] for key in kept if key in wire}))


def said_of(plan: Plan, record: RecordSet, *, with_zone: bool = True) -> Said:
    return Said(plan.zone.id if with_zone else None, record_of(record.wire))


def record_of(wire: Mapping[str, Any]) -> RecordSet:
    """A record set without the elements that say nothing, its host names with their final dot."""
    found = {key: value for key, value in wire.items() if value not in (None, [])}
    if found["Type"] == "CNAME":
        values = [item["Value"] for item in found.get("ResourceRecords", [])]
        found["ResourceRecords"] = [{"Value": value.removesuffix(".") + "."} for value in values]
    alias = found.get("AliasTarget")
    if alias is not None:
        found["AliasTarget"] = {**alias, "DNSName": alias["DNSName"].removesuffix(".") + "."}
    return RecordSet.from_wire(found)


def values_of(texts: Iterable[str]) -> list[dict[str, str]]:
    return [{"Value": text} for text in texts]


def alias_of(dns_name: str, zone_id: str, health: object) -> Document:
    assert isinstance(health, bool)
    return {"DNSName": dns_name, "HostedZoneId": zone_id, "EvaluateTargetHealth": health}
