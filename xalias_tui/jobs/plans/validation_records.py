"""The DNS records that a target waits for: read where they belong, and put beside an alias."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from xalias_tui.domain.errors import XaliasError
from xalias_tui.domain.lookups import LookupFailedError
from xalias_tui.domain.names import DnsName
from xalias_tui.domain.plans import Draft, Surroundings
from xalias_tui.domain.records import RecordSet, sorted_as_route53
from xalias_tui.domain.targets import Target
from xalias_tui.domain.validations import Placed, ValidationRecord, place
from xalias_tui.domain.zones import Zone, ZoneRecords
from xalias_tui.jobs.session.workspace import Workspace
from xalias_tui.targets import kind as target_kind


def awaited(target: Target | None, name: DnsName) -> tuple[ValidationRecord, ...]:
    """The records that a target waits for before it serves a name, or is renewed by."""
    return () if target is None else target_kind(target.kind).awaited(target, name)


def placed(records: Iterable[ValidationRecord], around: Surroundings) -> tuple[Placed, ...]:
    """The state of each record in what was read."""
    return tuple(place(record, around.records, around.others, around.zones) for record in dict.fromkeys(records))


def read_awaited(
    workspace: Workspace, target: Target | None, name: DnsName, around: Surroundings, *, renewals: bool = False
) -> Surroundings:
    """The surroundings with what exists at the names of the records that a target waits for, in whichever zone.

    What can't be read stays unread, and is said to be.

    Args:
        workspace: Whose zones are read.
        target: The inspected target.
        name: The alias's name.
        around: What was read so far.
        renewals: Whether the records that a renewal needs are worth reading too.
    """
    wanted = [record for record in awaited(target, name) if renewals or not record.renews]
    unread: dict[str, tuple[Zone, set[DnsName]]] = {}
    for item in placed(wanted, around):
        if item.standing == "unknown" and item.zone is not None:
            unread.setdefault(item.zone.id, (item.zone, set()))[1].add(item.record.name)
    for zone, names in unread.values():
        home = zone.id == around.records.zone.id
        before = around.records if home else ZoneRecords(zone, (), complete=False)
        try:
            read = _with_names(workspace, before, names)
        except (LookupFailedError, XaliasError):
            continue  # it stays unknown, which a finding says
        around = replace(around, records=read) if home else replace(around, others=(*around.others, read))
    return around


def _with_names(workspace: Workspace, known: ZoneRecords, names: Iterable[DnsName]) -> ZoneRecords:
    """What was read of a zone, and some more names with all that could be delegated above them."""
    zone = known.zone
    hosted = workspace.accounts.hosted_zones(zone.profile)
    wanted = {above for name in names for above in _up_to(zone, name)} - known.names
    found = [record for name in sorted(wanted) for record in hosted.records_at(zone, name)]
    every = sorted_as_route53((*known.records, *found))
    return replace(known, records=every, complete=False, names=known.names | wanted)


def _up_to(zone: Zone, name: DnsName) -> Iterable[DnsName]:
    above: DnsName | None = name
    while above is not None and above != zone.name and above.is_inside(zone.name):
        yield above
        above = above.parent


# -- beside an alias


def companions(draft: Draft, around: Surroundings) -> tuple[RecordSet, ...]:
    """The records that the batch of a draft can create beside its alias."""
    items = placed(awaited(draft.target, draft.name), around)
    offered = [item for item in items if item.zone is not None and item.zone.id == around.records.zone.id]
    return tuple(item.record.wanted for item in offered if item.offered(replace=draft.replace))
