"""The validation records that a target waits for as plans of their own, zone by zone. Nothing is sent from here."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final

from xalias_tui.domain.errors import UsageError
from xalias_tui.domain.lookups import Unscanned
from xalias_tui.domain.names import DnsName
from xalias_tui.domain.plans import Draft, Plan, Surroundings
from xalias_tui.domain.targets import Target
from xalias_tui.domain.validations import Placed
from xalias_tui.domain.zones import ZoneRecords
from xalias_tui.jobs.plans.plan import PlanRequest, draft_of, judged, surroundings
from xalias_tui.jobs.plans.repair import create, join
from xalias_tui.jobs.plans.validation_records import awaited, placed, read_awaited
from xalias_tui.jobs.session.workspace import Workspace
from xalias_tui.jobs.targets.discover import discover
from xalias_tui.jobs.targets.find import find_target, scope_of
from xalias_tui.jobs.targets.inspect import inspect
from xalias_tui.jobs.zones.read import choose_zone, read_zones, zone_for

COMMENT: Final = "xalias: create validation records"

_FOLLOWED: Final = frozenset({"A", "AAAA", "HTTPS", "CNAME"})


def plan_and_others(workspace: Workspace, request: PlanRequest) -> tuple[Plan, tuple[Plan, ...], tuple[Unscanned, ...]]:
    """The plan of a request, and one for each other zone that misses records which its target waits for.

    Raises:
        UsageError, AwsError, LookupFailedError: as ``make_plan``.
    """
    draft, around, missed = draft_of(workspace, request)
    return judged(request, draft, around), elsewhere(draft, around), missed


def elsewhere(draft: Draft, around: Surroundings) -> tuple[Plan, ...]:
    """A plan for each other zone that misses records which the draft's target waits for."""
    items = placed(awaited(draft.target, draft.name), around)
    others = [item for item in items if item.zone is not None and item.zone.id != around.records.zone.id]
    return _plans(others, around, draft.target, may_replace=draft.replace)


def _plans(
    items: Iterable[Placed], around: Surroundings, target: Target | None, *, may_replace: bool
) -> tuple[Plan, ...]:
    """One plan a zone; large ones are divided."""
    by_zone: dict[str, list[Placed]] = defaultdict(list)
    for item in items:
        if item.zone is not None and item.offered(replace=may_replace):
            by_zone[item.zone.id].append(item)
    known = {read.zone.id: read for read in (around.records, *around.others)}
    found: list[Plan] = []
    for zone_id, of_zone in by_zone.items():
        there = replace(around, records=known[zone_id], others=())
        single = {item.record.wanted: create(item.record.wanted, there, may_replace=may_replace) for item in of_zone}
        waits = tuple(item.record for item in of_zone if not item.record.renews)
        joined = join(single.values(), there, comment=COMMENT)
        found += [replace(plan, target=target, comment=COMMENT, awaits=waits) for plan in joined]
    return tuple(found)


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
    def waits(self) -> dict[str, Target]:
        """What its records shall prove for the first time, as they call it; a renewal is not waited for."""
        return {item.record.resource: self.target for item in self.items if not item.record.renews}


def validate(
    workspace: Workspace, name: str, target: str | None = None, *, zone: str | None = None, may_replace: bool = False
) -> Validations:
    """Work out the records that a target waits for, or needs for renewal; nothing is changed.

    Args:
        workspace: Whose zones are read and whose target side is asked.
        name: The name that the target shall serve.
        target: The target as in ``plan``; None for what the alias or CNAME at the name leads to.
        zone: Zone id or name; None for the zone that matches most labels.
        may_replace: Whether another record may be replaced where one of them belongs.

    Raises:
        UsageError: when name, zone or target can't be understood, don't exist, or nothing there leads to a target.
        AwsError: when no side could be asked.
        LookupFailedError: when the zone's records could not be read.
    """
    wanted = DnsName.parse(name)
    read = read_zones(workspace)
    chosen = choose_zone(read, zone) if zone is not None else zone_for(read, wanted, prefer_private=False)
    around, missed = surroundings(workspace, chosen, wanted, read=read)
    meant = target or _led_to(around.records, wanted)
    found = discover(workspace, scope=scope_of(meant))
    picked = inspect(workspace, find_target(meant, found.targets, wanted), wanted)
    around = read_awaited(workspace, picked, wanted, around, renewals=True)
    items = placed(awaited(picked, wanted), around)
    plans = _plans(items, around, picked, may_replace=may_replace)
    return Validations(wanted, picked, items, plans, (*missed, *found.unscanned))


def _led_to(records: ZoneRecords, name: DnsName) -> str:
    """Where the record at a name leads.

    Raises:
        UsageError: when there is none, or several lead to different places.
    """
    standing = [record for record in records.at(name) if record.type in _FOLLOWED]
    ends = {record.alias.dns_name.bare for record in standing if record.alias is not None}
    ends |= {record.values[0].rstrip(".") for record in standing if record.type == "CNAME" and record.values}
    if len(ends) == 1:
        return ends.pop()
    why = "lead to different targets" if ends else "are no alias and no CNAME"
    raise UsageError(
        "target-unknown", f"The records at {name} {why}.", "Name the target that shall serve it: --target."
    )
