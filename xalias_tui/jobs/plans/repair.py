"""Repairs of aliases as plans: repoint, delete, create a missing record. Nothing is sent from here.

Records of one zone are repaired together in one plan, as long as one request can carry it; larger ones are divided.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final, Literal

from xalias_tui import rules
from xalias_tui.domain.error_rules import DELETE_NOT_FOUND
from xalias_tui.domain.errors import UsageError
from xalias_tui.domain.findings import Topic, by_severity
from xalias_tui.domain.lookups import Unscanned
from xalias_tui.domain.names import DnsName
from xalias_tui.domain.plans import Case, Change, Draft, Plan, Surroundings, propose
from xalias_tui.domain.records import RecordKey, RecordSet, sorted_as_route53
from xalias_tui.domain.targets import Target
from xalias_tui.domain.verdicts import AliasVerdict
from xalias_tui.domain.zones import Zone, ZoneRecords
from xalias_tui.jobs.audit.run import read_everything
from xalias_tui.jobs.audit.used_by import uses_of
from xalias_tui.jobs.session.accounts import check_sides
from xalias_tui.jobs.session.workspace import Workspace
from xalias_tui.jobs.targets.discover import discover
from xalias_tui.jobs.targets.find import find_target, scope_of
from xalias_tui.jobs.zones.ownership import custody
from xalias_tui.jobs.zones.read import read_records
from xalias_tui.rules import dangling
from xalias_tui.targets import kind as target_kind

MOST_ELEMENTS: Final = 1_000
"""ResourceRecord elements of one request, where an alias counts as one (Route 53 Developer Guide: DNSLimitations)."""
MOST_CHARACTERS: Final = 32_000
"""Characters of all Value elements of one request (as above)."""

Repair = Callable[[RecordSet, Surroundings], Plan]
"""The plan of one record, given what stands around it."""


@dataclass(frozen=True, slots=True)
class Place:
    """A record that shall be repaired."""

    zone: Zone
    key: RecordKey


# -- one record


def repoint(record: RecordSet, around: Surroundings, target: Target) -> Plan:
    """Lead an alias to another target; type, routing, health check and evaluation stay as they are.

    Raises:
        UsageError: when the record is no alias, or the target has no name to point to.
    """
    if record.alias is None:
        raise UsageError("not-an-alias", f"{record.key} is no alias: there is nothing to repoint.", "")
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
    plan = propose(draft, around.records)
    case = Case(draft, around, plan.changes)
    return plan.judged(by_severity((*rules.judge(case), *target_kind(target.kind).judge(case))))


def delete(record: RecordSet, around: Surroundings) -> Plan:
    """Remove an alias, with what comes first and what after.

    Raises:
        UsageError: when it does not stand there any more.
    """
    draft = Draft(around.records.zone, record.name, (record.type,), None, set_identifier=record.set_identifier)
    plan = propose(draft, around.records)
    case = Case(draft, around, plan.changes)
    return plan.judged(rules.judge(case))


def create(record: RecordSet, around: Surroundings, *, may_replace: bool = False) -> Plan:
    """Create a plain record that is missing, as one by which a certificate is validated.

    What stands under its key is deleted in the same batch where it may be replaced.
    """
    before = around.records.at(record.name, record.type)
    gone = tuple(row for row in before if may_replace and row.key == record.key)
    draft = Draft(around.records.zone, record.name, (record.type,), None, replace=may_replace)
    changes = (*(Change("DELETE", row) for row in gone), Change("CREATE", record))
    after = (*(row for row in before if row not in gone), record)
    plan = Plan(around.records.zone, record.name, None, before, after, changes, comment="xalias: create record")
    return plan.judged(rules.judge(Case(draft, around, changes)))


# -- many


def repair_all(workspace: Workspace, places: Iterable[Place], repair: Repair, *, comment: str) -> tuple[Plan, ...]:
    """One judged plan for each zone, from its records as they stand now; several where one request can't carry it.

    Args:
        workspace: Whose zones are read.
        places: The records.
        repair: The plan of one record.
        comment: Comment of the change batches.

    Raises:
        UsageError: when a record is gone, or can't be repaired so.
        LookupFailedError: when a zone can't be read.
    """
    by_zone: dict[str, list[Place]] = defaultdict(list)
    for place in places:
        by_zone[place.zone.id].append(place)
    plans: list[Plan] = []
    for of_zone in by_zone.values():
        records = read_records(workspace, of_zone[0].zone)
        zone = of_zone[0].zone
        around = Surroundings(records, zones=(zone,), zones_complete=False, custody=custody(workspace, zone))
        single = [repair(_standing(records, place), around) for place in dict.fromkeys(of_zone)]
        plans.extend(join(single, around, comment=comment))
    return tuple(plans)


def repair_verdicts(
    workspace: Workspace, kind: Literal["repoint", "delete"], verdicts: Iterable[AliasVerdict], target: Target | None
) -> tuple[Plan, ...]:
    """Plans that delete the aliases of some verdicts, or lead them to a target.

    Without a target each is led to the load balancer that was recreated in its place.

    Raises:
        UsageError: when an alias has no such successor, is gone meanwhile, or can't be led there.
        LookupFailedError: when a zone can't be read.
    """
    chosen = {(verdict.zone.id, verdict.record.key): verdict for verdict in verdicts}
    places = [Place(verdict.zone, verdict.record.key) for verdict in chosen.values()]

    def remove(record: RecordSet, around: Surroundings) -> Plan:
        return _with_way_back(delete(record, around), record, chosen[around.records.zone.id, record.key])

    def lead(record: RecordSet, around: Surroundings) -> Plan:
        verdict = chosen[around.records.zone.id, record.key]
        end = target or verdict.successor
        if end is None:
            raise UsageError(
                "target-unknown",
                f"Nothing was recreated in the place of what {record.key} leads to.",
                "Choose the new target in the explorer (1), then come back and press r.",
            )
        return _with_way_back(repoint(record, around, end), record, verdict)

    if kind == "delete":
        return repair_all(workspace, places, remove, comment="xalias: remove alias")
    return repair_all(workspace, places, lead, comment="xalias: repoint")


def _with_way_back(plan: Plan, record: RecordSet, verdict: AliasVerdict) -> Plan:
    """The plan, saying so where undo will not bring back what it takes away."""
    if not any(finding.rule and finding.rule.no_way_back for finding in verdict.findings):
        return plan
    return plan.judged(
        by_severity((*plan.findings, Topic.of_alias(verdict.zone, record).finding(dangling.UNDO_MAY_BE_REFUSED)))
    )


def repoint_all(workspace: Workspace, old: str, new: str) -> tuple[tuple[Plan, ...], tuple[Unscanned, ...]]:
    """Plans that lead every alias of every zone that leads to ``old`` itself to ``new``.

    Raises:
        UsageError: when nothing is called so, or no alias leads to the old target.
        AwsError: when no zone could be read, or the new target could not be looked up.
        LookupFailedError: when a zone can't be read.
    """
    check_sides(workspace)
    scopes = discover(workspace, scope=scope_of(new))
    target = find_target(new, scopes.targets)
    known = discover(workspace, scope=scope_of(old)) if scope_of(old) != scope_of(new) else scopes
    source = find_target(old, known.targets)
    read, zones = read_everything(workspace)
    direct = [use for use in uses_of(zones, (source,)).get(source.key, ()) if use.record.alias and not use.through]
    if not direct:
        raise UsageError(
            "nothing-to-do",
            f"No alias of the zones that were read leads to {source.name}.",
            f"See 'xalias usedby {old}'.",
        )
    plans = repair_all(
        workspace,
        [Place(use.zone, use.record.key) for use in direct],
        lambda record, around: repoint(record, around, target),
        comment=f"xalias: repoint to {target.name}"[:256],
    )
    return plans, (*read.unscanned, *scopes.unscanned)


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

    It has a target where all lead to the same.
    """
    if len(plans) == 1:
        return plans[0]
    changes = tuple(dict.fromkeys(change for plan in plans for change in plan.changes))
    deletes = tuple(change for change in changes if change.action == "DELETE")
    creates = tuple(change for change in changes if change.action == "CREATE")
    names = sorted({change.record.name for change in changes})
    types = {(record.name, record.type) for plan in plans for record in (*plan.before, *plan.after)}
    before = [record for name in names for record in around.records.at(name) if (name, record.type) in types]
    gone = {change.record.key for change in deletes}
    after = {record.key: record for record in before if record.key not in gone}
    after |= {change.record.key: change.record for change in creates}
    zone = plans[0].zone
    whole = Plan(
        zone=zone,
        name=zone.name if len(names) > 1 else names[0],
        target=plans[0].target if all(plan.target == plans[0].target for plan in plans) else None,
        before=sorted_as_route53(before),
        after=sorted_as_route53(after.values()),
        changes=(*deletes, *creates),
        comment=comment,
        made_at=around.records.read_at,
    )
    return whole.judged(by_severity(finding for plan in plans for finding in plan.findings))


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
