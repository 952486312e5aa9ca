"""What stands around a name, and where a target belongs that only a name tells."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Final

from xalias_tui.domain.errors import InvalidNameError
from xalias_tui.domain.lookups import LookupFailedError, Unscanned
from xalias_tui.domain.names import DnsName
from xalias_tui.domain.plans import Surroundings
from xalias_tui.domain.records import RecordSet, sorted_as_route53
from xalias_tui.domain.targets import Target
from xalias_tui.domain.zones import Zone, ZoneRecords
from xalias_tui.jobs.session.workspace import Workspace
from xalias_tui.jobs.zones.ownership import custody
from xalias_tui.jobs.zones.read import ZonesRead, detail, read_records, read_zones
from xalias_tui.targets.kinds import record, traffic_policy

WHOLE_ZONE_RECORDS: Final = 1_000
"""Zones up to this size are read whole: at most four requests. Of larger ones the neighbourhood of the name is read."""


def surroundings(
    workspace: Workspace, zone: Zone, name: DnsName, *, read: ZonesRead | None = None
) -> tuple[Surroundings, tuple[Unscanned, ...]]:
    """What stands around a name, read now with as few calls as decide.

    Raises:
        LookupFailedError: when the records could not be read.
        AwsError: when the zone side could not be asked.
    """
    zones = read or read_zones(workspace, zone.id)
    missed = list(zones.unscanned)
    try:
        zone = detail(workspace, zone)
    except LookupFailedError as error:
        missed.append(Unscanned(zone.account_id, zone.profile, "", "zones", error.code, error.message, error.needed))
    if zone.record_count is not None and zone.record_count <= WHOLE_ZONE_RECORDS:
        records = read_records(workspace, zone)
    else:
        records = _neighbourhood(workspace, zone, name)
    held = custody(workspace, zone)
    around = Surroundings(records=records, zones=zones.zones, zones_complete=not zones.unscanned, custody=held)
    return around, (*missed, *held.unread)


def in_a_zone(workspace: Workspace, target: Target, around: Surroundings) -> Target:
    """The target, or what a name that is nothing else means: a record of the plan's zone, or one of another zone."""
    zone, leads_to = around.records.zone, target.dns_name
    if target.kind or target.arn or leads_to is None:
        return target
    standing: tuple[RecordSet, ...] = ()
    if leads_to.is_inside(zone.name):
        standing = around.records.at(leads_to)
        if not standing and not around.records.complete:
            standing = workspace.accounts.hosted_zones(zone.profile).records_at(zone, leads_to)
    found = traffic_policy.KIND.target_at(zone, leads_to, standing) or record.KIND.target_at(zone, leads_to, standing)
    if found is not None:
        return found
    holder = max(
        (one for one in (zone, *around.zones) if leads_to.is_inside(one.name)),
        key=lambda one: len(one.name.labels),
        default=None,
    )
    return target if holder is None else record.KIND.missing_at(holder, leads_to)


def _neighbourhood(workspace: Workspace, zone: Zone, name: DnsName) -> ZoneRecords:
    """What decides in DNS, and who else may own the name.

    The name itself, every name above it up to the apex, the wildcards beside them, and where external-dns and ACME
    clients leave their marks by default.
    """
    names = {name, *_marks(name)}
    above = name
    while above.is_inside(zone.name) and above != zone.name and above.parent is not None:
        above = above.parent
        names |= {above, above.child("*")}
    hosted = workspace.accounts.hosted_zones(zone.profile)
    records: list[RecordSet] = []
    began = datetime.now(UTC)
    for neighbour in sorted(names):
        records.extend(hosted.records_at(zone, neighbour))
    return ZoneRecords(zone, sorted_as_route53(records), complete=False, names=frozenset(names), read_at=began)


def _marks(name: DnsName) -> Iterator[DnsName]:
    for spelt in (f"a-{name.text}", f"cname-{name.text}", f"_acme-challenge.{name.text}"):
        with contextlib.suppress(InvalidNameError):  # the name is so long that no mark fits before it
            yield DnsName.from_route53(spelt)
