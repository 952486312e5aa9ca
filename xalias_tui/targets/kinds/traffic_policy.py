"""A traffic policy instance of the same hosted zone: an alias points to the record that it owns."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from xalias_tui.domain.names import DnsName
from xalias_tui.domain.records import RecordSet
from xalias_tui.domain.targets import Target
from xalias_tui.domain.zones import Zone
from xalias_tui.targets.kinds.record import ZoneRecordKind


class TrafficPolicyInstances(ZoneRecordKind):
    """The kind ``traffic-policy``."""

    key = "traffic-policy"
    title = "Traffic policy instance"
    order = 270
    inspects = "the instance's record"

    def target_at(self, zone: Zone, name: DnsName, standing: Iterable[RecordSet]) -> Target | None:
        """The instance that owns the records at a name; None where none does."""
        owned = [record for record in standing if record.traffic_policy_instance_id is not None]
        target = super().target_at(zone, name, owned)
        return None if target is None else replace(target, label=owned[0].traffic_policy_instance_id or "")


KIND = TrafficPolicyInstances()
