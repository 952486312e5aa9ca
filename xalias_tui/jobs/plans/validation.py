"""The validation records that a target waits for as plans of their own, zone by zone. Nothing is sent from here."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from xalias_tui.domain.dataclass import dataclass
from xalias_tui.domain.errors import UsageError
from xalias_tui.domain.lookups import Unscanned
from xalias_tui.domain.names import DnsName
from xalias_tui.domain.pasted import Pasted
from xalias_tui.domain.plans import Plan, Surroundings
from xalias_tui.domain.records import RecordSet
from xalias_tui.domain.targets import Target
from xalias_tui.domain.validations import Placed
from xalias_tui.domain.zones import ZoneRecords
from xalias_tui.jobs.plans.pipeline import Proposal, Wanted, planned
from xalias_tui.jobs.plans.plan import PlanRequest, make_plan, plan_of, wanted_of
from xalias_tui.jobs.plans.repair import around_zone, created, join
from xalias_tui.jobs.plans.surroundings import in_a_zone, surroundings
from xalias_tui.jobs.plans.validation_records import awaited, placed, read_awaited
from xalias_tui.jobs.session.workspace import Workspace
from xalias_tui.jobs.targets.find import seek
from xalias_tui.jobs.targets.inspect import inspect
from xalias_tui.jobs.zones.read import choose_zone, read_zones, zone_for
from xalias_tui.targets import kind as target_kind

COMMENT: Final = "xalias: create validation records"

_FOLLOWED: Final = frozenset({"A", "AAAA", "HTTPS", "CNAME"})


def plan_and_others(workspace: Workspace, request: PlanRequest) -> tuple[Plan, tuple[Plan, ...], tuple[Unscanned, ...]]:
    """The plan of a request, and with validation one for each other zone that misses records its target waits for.

    Raises:
        UsageError, AwsError, LookupFailedError: as ``make_plan``.
    """
    if not request.with_validation:
        plan, unscanned = make_plan(workspace, request)
        return plan, (), unscanned
    last = planned(workspace, wanted_of(workspace, request))
    (draft,) = last.proposal.drafts
    around = last.around
    items = placed(awaited(draft.target, draft.name), around)
    others = [item for item in items if item.zone is not None and item.zone.id != around.records.zone.id]
    also = _plans(workspace, others, around, draft.target, may_replace=draft.replace)
    return plan_of(last, request), also, last.unscanned


def _plans(
    workspace: Workspace, items: Iterable[Placed], around: Surroundings, target: Target | None, *, may_replace: bool
) -> tuple[Plan, ...]:
    """One plan a zone; large ones are divided."""
    by_zone: dict[str, list[Placed]] = defaultdict(list)
    for item in items:
        if item.zone is not None and item.offered(replace=may_replace):
            by_zone[item.zone.id].append(item)
    known = {read.zone.id: read for read in (around.records, *around.others)}
    found: list[Plan] = []
    for zone_id, of_zone in by_zone.items():
        there = around_zone(workspace, known[zone_id], around.zones, complete=around.zones_complete)
        by_name: dict[DnsName, list[RecordSet]] = defaultdict(list)
        for record in dict.fromkeys(item.record.wanted for item in of_zone):
            by_name[record.name].append(record)
        single = [
            planned(workspace, _creating(there, name, tuple(records), may_replace=may_replace), there).plan
            for name, records in by_name.items()
        ]
        waits = tuple(item.record for item in of_zone if not item.record.renews)
        joined = join(single, there, comment=COMMENT)
        found += [replace(plan, target=target, comment=COMMENT, awaits=waits) for plan in joined]
    return tuple(found)


def _creating(around: Surroundings, name: DnsName, records: tuple[RecordSet, ...], *, may_replace: bool) -> Wanted:
    def proposed(_: tuple[Target, ...], now: Surroundings) -> Proposal:
        return created(records, now, may_replace=may_replace)

    return Wanted(around.records.zone, name, proposed)


# -- on their own


@dataclass(frozen=True, slots=True)
class Validations:
    """What a target waits for before it serves a name, and the plans that create what is missing.

    Attributes:
        name: The name.
        target: The target.
        items: Each record, and how it stands.
        plans: One for each zone that misses some.
        unscanned: What could not be asked.
    """

    name: DnsName
    target: Target
    items: tuple[Placed, ...]
    plans: tuple[Plan, ...]
    unscanned: tuple[Unscanned, ...] = ()

    @property
    def unread(self) -> tuple[str, ...]:
        """What of the target was not read, permissions or in words: it may wait for records that only that tells."""
        facts = self.target.facts
        if facts is not None and self.target.inspected:
            return facts.unread
        return (target_kind(self.target.kind).inspects,) if self.target.kind else ("what it is",)

    @property
    def waits(self) -> dict[str, Target]:
        """What its records are to prove for the first time, as they call it; a renewal is not waited for."""
        return {item.record.resource: self.target for item in self.items if not item.record.renews}


def validate(
    workspace: Workspace, name: str, target: str | None = None, *, zone: str | None = None, may_replace: bool = False
) -> Validations:
    """Work out the records that a target waits for, or needs for renewal; nothing is changed.

    Args:
        workspace: Whose zones are read and whose target side is asked.
        name: The name that the target is to serve.
        target: The target as in ``plan``; None for what the alias or CNAME at the name points to.
        zone: Zone id or name; None for the zone that matches most labels.
        may_replace: Whether another record may be replaced where one of them belongs.

    Raises:
        UsageError: when name, zone or target can't be understood, don't exist, or nothing there points to a target.
        AwsError: when no side could be asked.
        LookupFailedError: when the zone's records could not be read.
    """
    wanted = DnsName.looked_up(name)
    read = read_zones(workspace, zone)
    chosen = choose_zone(read, zone) if zone is not None else zone_for(read, wanted, prefer_private=False)
    around, missed = surroundings(workspace, chosen, wanted, read=read)
    meant = target or _led_to(around.records, wanted)
    sought = seek(workspace, Pasted.read(meant), wanted)
    picked = inspect(workspace, in_a_zone(workspace, sought.target, around), wanted)
    around = read_awaited(workspace, picked, wanted, around, renewals=True)
    items = placed(awaited(picked, wanted), around)
    plans = _plans(workspace, items, around, picked, may_replace=may_replace)
    return Validations(wanted, picked, items, plans, (*missed, *sought.unscanned))


def _led_to(records: ZoneRecords, name: DnsName) -> str:
    """Where the record at a name leads.

    Raises:
        UsageError: when there is none, or several point to different places.
    """
    standing = [record for record in records.at(name) if record.type in _FOLLOWED]
    ends = {record.alias.dns_name.bare for record in standing if record.alias is not None}
    ends |= {record.values[0].rstrip(".") for record in standing if record.type == "CNAME" and record.values}
    if len(ends) == 1:
        return ends.pop()
    why = "point to different targets" if ends else "are neither an alias nor a CNAME"
    said = f"The records at {name.bare} {why}." if records.at(name) else f"There is no record at {name.bare}."
    raise UsageError("target-unknown", said, "Name the target that is to serve it: --target.")
