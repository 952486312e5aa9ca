"""Repairs of aliases as plans: repoint, delete, create a missing record. Nothing is sent from here.

Records of one zone are repaired together in one plan, as long as one request can carry it; larger ones are divided.
"""

from __future__ import annotations

import contextlib
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Final, Literal

from xalias_tui.domain.commands import joined, within_sentence
from xalias_tui.domain.dataclass import dataclass
from xalias_tui.domain.error_rules import DELETE_NOT_FOUND
from xalias_tui.domain.errors import AwsError, UsageError
from xalias_tui.domain.findings import Finding, Topic, by_severity
from xalias_tui.domain.lookups import LookupFailedError, Unscanned
from xalias_tui.domain.names import DnsName
from xalias_tui.domain.pasted import Pasted
from xalias_tui.domain.plans import Change, Draft, Plan, Surroundings
from xalias_tui.domain.policies import what_to_do
from xalias_tui.domain.records import RecordKey, RecordSet, sorted_as_route53
from xalias_tui.domain.targets import Target
from xalias_tui.domain.verdicts import AliasVerdict
from xalias_tui.domain.zones import Zone, ZoneRecords
from xalias_tui.jobs.audit.used_by import uses_of
from xalias_tui.jobs.plans.pipeline import Proposal, Wanted, planned, proposal
from xalias_tui.jobs.session.accounts import check_sides
from xalias_tui.jobs.session.workspace import Workspace
from xalias_tui.jobs.targets.find import seek, seek_all
from xalias_tui.jobs.zones.all_records import read_everything
from xalias_tui.jobs.zones.evidence import with_state, with_world
from xalias_tui.jobs.zones.ownership import custody
from xalias_tui.jobs.zones.read import ZonesRead, detail, read_records, read_zones
from xalias_tui.rules import dangling

MOST_ELEMENTS: Final = 1_000
"""ResourceRecord elements of one request, where an alias counts as one (Route 53 Developer Guide: DNSLimitations)."""
MOST_CHARACTERS: Final = 32_000
"""Characters of all Value elements of one request (as above)."""

Propose = Callable[[tuple[RecordSet, ...], tuple[Target, ...], Surroundings], Proposal]
"""The changes of some record sets of one name, given the targets as far as they are known and what stands around."""


@dataclass(frozen=True, slots=True)
class Place:
    """A record that is to be repaired, and where it is to point; None where it is removed."""

    zone: Zone
    key: RecordKey
    target: Target | None = None


# -- one name


def repointed(records: tuple[RecordSet, ...], targets: tuple[Target, ...], around: Surroundings) -> Proposal:
    """Point each alias to its target; type, routing, health check and evaluation stay as they are.

    Raises:
        UsageError: when a record is not an alias, or a target has no name to point to.
    """
    pairs = zip(records, targets, strict=True)
    return merged([_repointed(record, around, target) for record, target in pairs], around)


def _repointed(record: RecordSet, around: Surroundings, target: Target) -> Proposal:
    if record.alias is None:
        raise UsageError("not-an-alias", f"{record.key} is not an alias: there is nothing to repoint.", "")
    draft = Draft(
        zone=around.records.zone,
        name=record.name,
        types=(record.type,),
        target=target,
        evaluate_target_health=record.alias.evaluate_target_health and target.evaluate_target_health != "forbidden",
        routing=record.routing,
        set_identifier=record.set_identifier,
        health_check_id=record.health_check_id,
        replace=True,
    )
    return proposal(draft, around)


def deleted(records: tuple[RecordSet, ...], targets: tuple[Target, ...], around: Surroundings) -> Proposal:
    """Remove aliases.

    Raises:
        UsageError: when one is not there any more.
    """
    del targets
    zone = around.records.zone
    drafts = [Draft(zone, one.name, (one.type,), None, set_identifier=one.set_identifier) for one in records]
    return merged([proposal(draft, around) for draft in drafts], around)


def created(records: tuple[RecordSet, ...], around: Surroundings, *, may_replace: bool = False) -> Proposal:
    """Create plain records of one name that are missing, such as one by which a certificate is validated.

    What is under their keys is deleted in the same batch where it may be replaced.
    """
    return merged([_created(record, around, may_replace=may_replace) for record in records], around)


def _created(record: RecordSet, around: Surroundings, *, may_replace: bool) -> Proposal:
    before = around.records.at(record.name, record.type)
    gone = tuple(row for row in before if may_replace and row.key == record.key)
    draft = Draft(around.records.zone, record.name, (record.type,), None, replace=may_replace)
    changes = (*(Change("DELETE", row) for row in gone), Change("CREATE", record))
    after = (*(row for row in before if row not in gone), record)
    plan = Plan(around.records.zone, record.name, None, before, after, changes, comment="xalias: create record")
    return Proposal((draft,), plan)


def merged(proposals: list[Proposal], around: Surroundings) -> Proposal:
    """Proposals of one name as one: its records are judged together, as they change together."""
    if len(proposals) == 1:
        return proposals[0]
    plan = _joined([each.plan for each in proposals], around, proposals[0].plan.comment)
    return Proposal(tuple(draft for each in proposals for draft in each.drafts), plan)


# -- many


def repair_all(
    workspace: Workspace,
    places: Iterable[Place],
    *,
    comment: str,
    known: tuple[Target, ...] = (),
    read: ZonesRead | None = None,
    beside: Callable[[RecordSet], Iterable[Finding]] = lambda _: (),
) -> tuple[Plan, ...]:
    """One judged plan for each zone, from its records as they stand now; several where one request can't carry it.

    Args:
        workspace: Whose zones are read, and whose target side is asked.
        places: The records, each with where it is to point.
        comment: Comment of the change batches.
        known: What else was found on the target side.
        read: Zones that were read already.
        beside: More findings about the change of a record.

    Raises:
        UsageError: when a record is gone, or can't be repaired so.
        AwsError: when the zone side could not be asked.
        LookupFailedError: when a zone can't be read.
    """
    by_zone: dict[str, list[Place]] = defaultdict(list)
    for place in dict.fromkeys(places):
        by_zone[place.zone.id].append(place)
    zones = read or read_zones(workspace)
    plans: list[Plan] = []
    for of_zone in by_zone.values():
        records = read_records(workspace, of_zone[0].zone)
        around = around_zone(workspace, records, zones.zones, complete=not zones.unscanned)
        by_name: dict[DnsName, list[Place]] = defaultdict(list)
        for place in of_zone:
            by_name[place.key.name].append(place)
        judged = [_repaired(workspace, around, tuple(of_name), known, beside) for of_name in by_name.values()]
        plans.extend(join(judged, around, comment=comment))
    return tuple(plans)


def around_zone(workspace: Workspace, records: ZoneRecords, zones: tuple[Zone, ...], *, complete: bool) -> Surroundings:
    """What stands around every name of a zone, once for all of them, with what judges the zone itself.

    Args:
        workspace: Who is asked.
        records: The zone's records.
        zones: Every zone of the zone accounts, as far as they could be read.
        complete: Whether all zone accounts could be read.

    Raises:
        AwsError: when the zone's profile cannot sign in.
    """
    with contextlib.suppress(LookupFailedError):  # without its name servers less is said of the zone
        records = replace(records, zone=detail(workspace, records.zone))
    around = Surroundings(records, zones, zones_complete=complete, custody=custody(workspace, records.zone))
    return with_world(workspace, with_state(workspace, around))


def _repaired(
    workspace: Workspace,
    around: Surroundings,
    places: tuple[Place, ...],
    known: tuple[Target, ...],
    beside: Callable[[RecordSet], Iterable[Finding]],
) -> Plan:
    """The judged plan of the records of one name."""
    records = tuple(_standing(around.records, place) for place in places)
    targets = tuple(place.target for place in places if place.target is not None)
    change: Propose = repointed if targets else deleted

    distinct = {target.key: target for target in targets}

    def proposed(better: tuple[Target, ...], now: Surroundings) -> Proposal:
        by_key = dict(zip(distinct, better, strict=True))
        return change(records, tuple(by_key[target.key] for target in targets), now)

    wanted = Wanted(
        zone=around.records.zone,
        name=places[0].key.name,
        propose=proposed,
        targets=tuple(distinct.values()),
        known=known,
        health=any(record.health_check_id for record in records),
    )
    plan = planned(workspace, wanted, around).plan
    return plan.judged(by_severity((*plan.findings, *(item for record in records for item in beside(record)))))


def repair_verdicts(
    workspace: Workspace, kind: Literal["repoint", "delete"], verdicts: Iterable[AliasVerdict], target: Target | None
) -> tuple[Plan, ...]:
    """Plans that delete the aliases of some verdicts, or point them to a target.

    Without a target each is pointed to the load balancer that was recreated in its place.

    Raises:
        UsageError: when an alias has no such successor, is gone meanwhile, or can't be pointed there.
        AwsError: when the zone side could not be asked.
        LookupFailedError: when a zone can't be read.
    """
    chosen = {(verdict.zone.id, verdict.record.key): verdict for verdict in verdicts}
    places = [
        Place(verdict.zone, verdict.record.key, None if kind == "delete" else _end(verdict, target))
        for verdict in chosen.values()
    ]
    lost = {
        verdict.record: Topic.of_alias(verdict.zone, verdict.record).finding(dangling.UNDO_MAY_BE_REFUSED)
        for verdict in chosen.values()
        if any(finding.rule and finding.rule.no_way_back for finding in verdict.findings)
    }
    comment = "xalias: remove alias" if kind == "delete" else "xalias: repoint"
    return repair_all(
        workspace, places, comment=comment, beside=lambda record: [lost[record]] if record in lost else []
    )


def _end(verdict: AliasVerdict, target: Target | None) -> Target:
    end = target or verdict.successor
    if end is None:
        raise UsageError(
            "target-unknown",
            f"No load balancer was recreated in place of what {verdict.record.key} points to.",
            "Choose the new target.",
        )
    return end


@dataclass(frozen=True, slots=True)
class Repointed:
    """Plans that point every alias of one target at another.

    Attributes:
        plans: One a zone, or several where one request can't carry it.
        unscanned: Look-ups that failed: aliases in what they hide stay.
        cnames: CNAMEs that point to the old target and stay as they are.
    """

    plans: tuple[Plan, ...]
    unscanned: tuple[Unscanned, ...]
    cnames: tuple[RecordSet, ...] = ()


def repoint_all(workspace: Workspace, old: str, new: str) -> Repointed:
    """Plans that point every alias of every zone that points to ``old`` itself at ``new``.

    Raises:
        UsageError: when nothing is called so, or no alias points to the old target.
        AwsError: when no zone could be read, or the new target could not be looked up.
        LookupFailedError: when a zone can't be read.
    """
    check_sides(workspace)
    wanted = seek(workspace, Pasted.read(new))
    target, sources = wanted.target, seek_all(workspace, Pasted.read(old))[0]
    read, zones = read_everything(workspace)
    if read.unscanned and not any(zone.records for zone in zones):
        first = read.unscanned[0]
        remedy = what_to_do(first.code, first.action, said=first.message)
        raise AwsError(first.code, f"No zone's records could be read: {first.message}", remedy)
    found = uses_of(zones, sources)
    uses = [use for source in sources for use in found.get(source.key, ()) if not use.through]
    direct = [use for use in uses if use.record.alias]
    if not direct:
        raise UsageError(
            "nothing-to-do",
            f"No alias of the zones that were read points to {sources[0].name}.",
            f"See {within_sentence(joined('xalias', 'usedby', old))}.",
        )
    plans = repair_all(
        workspace,
        [Place(use.zone, use.record.key, target) for use in direct],
        comment=f"xalias: repoint to {target.name}"[:256],
        known=wanted.targets,
        read=read,
    )
    cnames = tuple(use.record for use in uses if not use.record.alias)
    return Repointed(plans, (*read.unscanned, *wanted.unscanned), cnames)


def join(plans: Iterable[Plan], around: Surroundings, *, comment: str) -> tuple[Plan, ...]:
    """Plans of one zone as few requests; what belongs to one name is never divided."""
    by_name: dict[DnsName, list[Plan]] = defaultdict(list)
    for plan in plans:
        if plan.changes:
            by_name[plan.name].append(plan)
    parts: list[list[Plan]] = [[]]
    for of_name in by_name.values():
        if parts[-1] and _too_large((*parts[-1], *of_name)):
            parts.append([])
        parts[-1].extend(of_name)
    return tuple(_joined(part, around, comment) for part in parts if part)


def _too_large(plans: Iterable[Plan]) -> bool:
    records = [change.record for plan in plans for change in plan.changes]
    elements = sum(max(1, len(record.values)) for record in records)
    characters = sum(len(value) for record in records for value in record.values)
    return elements > MOST_ELEMENTS or characters > MOST_CHARACTERS


def _joined(plans: list[Plan], around: Surroundings, comment: str) -> Plan:
    """One plan that does what several do; its name is the zone's where they are of several names.

    It has a target if all point to the same.
    """
    if len(plans) == 1:
        return plans[0]
    changes = tuple(dict.fromkeys(change for plan in plans for change in plan.changes))
    deletes = tuple(change for change in changes if change.action == "DELETE")
    creates = _targets_first(tuple(change for change in changes if change.action == "CREATE"))
    names = sorted({change.record.name for change in changes})
    types = {(record.name, record.type) for plan in plans for record in (*plan.before, *plan.after)}
    before = [record for name in names for record in around.records.at(name) if (name, record.type) in types]
    gone = {change.record.key for change in deletes}
    after = {record.key: record for record in before if record.key not in gone}
    after |= {change.record.key: change.record for change in creates}
    zone = plans[0].zone
    whole = Plan(
        zone=zone,
        name=zone.name if len(names) > 1 else plans[0].name,
        target=plans[0].target if all(plan.target == plans[0].target for plan in plans) else None,
        before=sorted_as_route53(before),
        after=sorted_as_route53(after.values()),
        changes=(*deletes, *creates),
        comment=comment,
        awaits=tuple(dict.fromkeys(record for plan in plans for record in plan.awaits)),
        made_at=around.records.read_at,
    )
    return whole.judged(by_severity(finding for plan in plans for finding in plan.findings))


def _targets_first(creates: tuple[Change, ...]) -> tuple[Change, ...]:
    """Each alias behind the records that it points to: Route 53 looks for them in the order of the batch."""
    ordered: list[Change] = []
    pending = list(creates)
    while pending:
        names = {change.record.name for change in pending}
        ready = [change for change in pending if _target_of(change.record) not in names] or pending
        ordered += ready
        pending = [change for change in pending if change not in ready]
    return tuple(ordered)


def _target_of(record: RecordSet) -> DnsName | None:
    """The name that an alias points to, unless it is its own."""
    name = None if record.alias is None else record.alias.dns_name
    return None if name == record.name else name


def _standing(records: ZoneRecords, place: Place) -> RecordSet:
    for record in records.at(place.key.name, place.key.type):
        if record.key == place.key:
            return record
    zone = place.zone
    raise UsageError.of(
        DELETE_NOT_FOUND,
        remedy="Run the audit again.",
        zone=zone.name.bare,
        zone_id=zone.id,
        record=f"record {place.key} any more",
    )
