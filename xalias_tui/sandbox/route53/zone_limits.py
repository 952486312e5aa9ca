"""What a hosted zone refuses for its own sake: locked, private, or full.

That it is refused stands in the Developer Guide (accelerated-recovery, hosted-zone-private-considerations,
DNSLimitations) and in botocore's model (HostedZoneFeatures, GetHostedZoneLimit); the wording is not published.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from xalias_tui.sandbox.route53.judgement import Attempt, Rule
from xalias_tui.sandbox.route53.records import POLICIES, policy_of
from xalias_tui.sandbox.route53.zones import Draft, Zone

_LOCKED: Final = frozenset({"ENABLING_HOSTED_ZONE_LOCKED", "DISABLING_HOSTED_ZONE_LOCKED"})
_ONLY_PUBLIC: Final = frozenset({"CidrRoutingConfig", "GeoProximityLocation"})


def locked(zone: Zone) -> Iterator[str]:
    """Nothing changes while accelerated recovery is being switched on or off."""
    if zone.accelerated_recovery in _LOCKED:
        yield f"The hosted zone {zone.id} is locked: its accelerated recovery is {zone.accelerated_recovery}."


def private_limits(attempt: Attempt) -> Iterator[str]:
    """A private zone delegates nothing, and routes neither by IP address nor by distance."""
    record, zone = attempt.record, attempt.zone
    if not zone.private:
        return
    subject = f"RRSet with DNS name {record['Name']}, type {record['Type']}"
    if record["Type"] == "NS" and record["Name"] != zone.name:
        yield f"{subject} cannot be created as a private hosted zone does not delegate."
    policy = policy_of(record)
    if policy in _ONLY_PUBLIC:
        yield f"{subject} cannot be created as a private hosted zone has no {POLICIES[policy]} routing."


def exceeded(draft: Draft) -> Iterator[str]:
    """More records than the zone may hold; one that was over its limit before may still shrink."""
    zone = draft.zone
    if len(draft) > max(zone.record_limit, len(zone)):
        yield f"Exceeded limit of {zone.record_limit} RRSets in zone {zone.name}"


RULES: tuple[Rule, ...] = (private_limits,)
