"""What a hosted zone refuses because of its own state: locked, or full.

A private zone refuses nothing for being private: it takes records with every routing policy, IP-based ones without
supporting them (resource-record-sets-values-ipbased-alias), and NS records below its apex, which Resolver follows where
a DELEGATE rule exists (outbound-delegation-tutorial).

The refusals are documented in the Developer Guide (accelerated-recovery, DNSLimitations) and in
botocore's model (HostedZoneFeatures, GetHostedZoneLimit); their wording is not published.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from xalias_tui.sandbox.route53.zones import Draft, Zone

_LOCKED: Final = frozenset({"ENABLING_HOSTED_ZONE_LOCKED", "DISABLING_HOSTED_ZONE_LOCKED"})


def locked(zone: Zone) -> Iterator[str]:
    """Nothing changes while accelerated recovery is being switched on or off."""
    if zone.accelerated_recovery in _LOCKED:
        yield f"The hosted zone {zone.id} is locked: its accelerated recovery is {zone.accelerated_recovery}."


def exceeded(draft: Draft) -> Iterator[str]:
    """More records than the zone may hold; one that was over its limit before may still shrink."""
    zone = draft.zone
    if len(draft) > max(zone.record_limit, len(zone)):
        yield f"Exceeded limit of {zone.record_limit} RRSets in zone {zone.name}"
