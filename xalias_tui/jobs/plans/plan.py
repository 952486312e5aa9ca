"""From what the operator wants to a judged plan."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Final

from xalias_tui import rules
from xalias_tui.domain.errors import AwsError, InvalidNameError, UsageError
from xalias_tui.domain.findings import by_severity
from xalias_tui.domain.lookups import LookupFailedError, Unscanned
from xalias_tui.domain.names import DnsName
from xalias_tui.domain.plans import MOST_TTL, Case, Cname, Draft, Plan, Surroundings, propose, without_name
from xalias_tui.domain.records import RecordSet, Routing, sorted_as_route53
from xalias_tui.domain.targets import Target
from xalias_tui.domain.zones import Zone, ZoneRecords
from xalias_tui.jobs.plans.validation_records import awaited, companions, read_awaited
from xalias_tui.jobs.session.accounts import check_sides
from xalias_tui.jobs.session.workspace import Workspace
from xalias_tui.jobs.targets.discover import discover
from xalias_tui.jobs.targets.find import find_target, looks_like_dns_name, scope_of
from xalias_tui.jobs.targets.inspect import inspect
from xalias_tui.jobs.zones.evidence import gap_findings, with_state, with_world
from xalias_tui.jobs.zones.ownership import custody
from xalias_tui.jobs.zones.read import ZonesRead, choose_zone, detail, read_records, read_zones, zone_for
from xalias_tui.jobs.zones.referable import by_id, referable
from xalias_tui.rules.record_name import judge_text
from xalias_tui.targets import kind as target_kind
from xalias_tui.targets.kinds import record, traffic_policy

WHOLE_ZONE_RECORDS: Final = 1_000
"""Zones up to this size are read whole: at most four requests. Of larger ones the neighbourhood of the name is read."""

DEFAULT_TYPES: Final = ("A", "AAAA")

_NOT_IN_LABEL: Final = re.compile(r"[^a-z0-9-]+")


@dataclass(frozen=True, slots=True)
class PlanRequest:
    """What the operator wants.

    Attributes:
        name: The record's name.
        target: A DNS name, an ARN, a discovered target's name, or the target itself; None to remove the alias.
        zone: Zone id or name; None for the zone that matches most labels.
        types: Record types; empty for what the target supports.
        evaluate_target_health: None for what fits the kind and the routing policy.
        routing: None for simple routing.
        set_identifier: Needed by every policy but simple.
        replace: Whether an existing record may be replaced.
        cname_ttl: Seconds of a CNAME that is wanted instead of an alias; None for an alias.
        health_check_id: The health check that decides whether Route 53 answers with the record.
        with_validation: Whether the batch also creates the validation records that the target waits for.
    """

    name: str
    target: str | Target | None
    zone: str | None = None
    types: tuple[str, ...] = ()
    evaluate_target_health: bool | None = None
    routing: Routing | None = None
    set_identifier: str | None = None
    replace: bool = False
    cname_ttl: int | None = None
    health_check_id: str | None = None
    with_validation: bool = False


def make_plan(workspace: Workspace, request: PlanRequest) -> tuple[Plan, tuple[Unscanned, ...]]:
    """Read what decides, and judge; nothing is changed.

    Raises:
        UsageError: when name, zone or target can't be understood or don't exist.
        AwsError: when the zone side could not be asked.
        LookupFailedError: when the zone's records could not be read.
    """
    draft, around, missed = draft_of(workspace, request)
    return judged(request, draft, around), missed


def judged(request: PlanRequest, draft: Draft, around: Surroundings) -> Plan:
    """The plan of a request's draft, with what is said of the name as it was typed."""
    plan = preview(draft, around)
    return plan.judged(by_severity((*judge_text(request.name), *plan.findings)))


def draft_of(workspace: Workspace, request: PlanRequest) -> tuple[Draft, Surroundings, tuple[Unscanned, ...]]:
    """What a request means, what stands around it, and what could not be asked.

    Raises:
        UsageError, AwsError, LookupFailedError: as ``make_plan``.
    """
    name = DnsName.parse(request.name)
    if isinstance(request.target, str):
        check_sides(workspace)
    read = read_zones(workspace)
    target, known, missed = _target(workspace, request.target, name)
    zone = (
        choose_zone(read, request.zone)
        if request.zone is not None
        else zone_for(read, name, prefer_private=target.internal if target else None)
    )
    around, more = surroundings(workspace, zone, name, read=read)
    of_cidr = request.routing is not None and request.routing.policy == "cidr"
    known_ids, missed_ids = referable(workspace, zone.profile, health=bool(request.health_check_id), cidr=of_cidr)
    around = replace(around, targets=known, referable=known_ids)
    if request.target is not None:
        around = with_world(workspace, with_state(workspace, around))
    if target is not None:
        target = inspect(workspace, _in_a_zone(workspace, target, around), name)
        around = read_awaited(workspace, target, name, around)
    draft = Draft(
        zone=around.records.zone,
        name=name,
        types=_types(request, target),
        target=target,
        evaluate_target_health=_evaluates(request, target),
        routing=by_id(request.routing, known_ids),
        set_identifier=request.set_identifier,
        health_check_id=request.health_check_id,
        replace=request.replace,
        cname=None if request.cname_ttl is None else Cname(name, request.cname_ttl),
    )
    if request.with_validation:
        draft = replace(draft, companions=companions(draft, around))
    return draft, around, (*missed, *more, *missed_ids)


def preview(draft: Draft, around: Surroundings) -> Plan:
    """The judged plan of a draft; pure.

    Raises:
        UsageError: when an alias is to be removed and there is none, or the target has no name to point to.
    """
    if draft.cname is not None and draft.target is not None:
        draft = replace(draft, cname=cname_to(draft.target, draft.name, draft.cname.ttl))
    plan = propose(draft, around.records)
    case = Case(draft, around, plan.changes)
    of_target = target_kind(draft.target.kind).judge(case) if draft.target is not None else ()
    waits = tuple(record for record in awaited(draft.target, draft.name) if not record.renews)
    return replace(plan, awaits=waits).judged(by_severity((*rules.judge(case), *of_target, *gap_findings(case))))


def surroundings(
    workspace: Workspace, zone: Zone, name: DnsName, *, read: ZonesRead | None = None
) -> tuple[Surroundings, tuple[Unscanned, ...]]:
    """What stands around a name, read now with as few calls as decide.

    Raises:
        LookupFailedError: when the records could not be read.
        AwsError: when the zone side could not be asked.
    """
    zones = read or read_zones(workspace)
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


def default_types(target: Target) -> tuple[str, ...]:
    """A, and AAAA where the target has IPv6; what was typed, A, where nothing is known."""
    types = tuple(type_ for type_ in DEFAULT_TYPES if type_ in target.record_types)
    return types or target.record_types[:1] or ("A",)


def cname_to(target: Target, name: DnsName, ttl: int) -> Cname:
    """The CNAME that leads a name to a target.

    Raises:
        UsageError: when the target has no DNS name, or the TTL is none.
    """
    if not 0 <= ttl <= MOST_TTL:
        raise UsageError("ttl-invalid", f"{ttl} is no TTL.", f"Give seconds from 0 to {MOST_TTL}.")
    leads_to = target_kind(target.kind).cname_of(target, name)
    if leads_to is None:
        raise without_name(target)
    return Cname(leads_to, ttl)


def default_evaluation(target: Target, routing: Routing | None) -> bool:
    """Whether evaluate target health is worth setting: Route 53 ignores it for simple routing, failover needs it."""
    if routing is not None and routing.policy == "failover":
        return target.evaluate_target_health != "forbidden"
    return routing is not None and target.evaluate_target_health == "allowed"


def suggest_names(target: Target, zone: Zone) -> tuple[DnsName, ...]:
    """Names inside the zone that the target is configured for, explicit ones first, then one made of its own name."""
    configured: list[DnsName] = []
    for hostname in target.hostnames:
        try:
            name = DnsName.parse(hostname)
        except InvalidNameError:
            continue
        if name.is_inside(zone.name):
            configured.append(name)
    configured.sort(key=lambda name: name.is_wildcard)
    label = _NOT_IN_LABEL.sub("-", target.name.lower()).strip("-")[:63].strip("-")
    with contextlib.suppress(InvalidNameError):  # a long name in a long zone is no name at all
        configured += [zone.name.child(label)] if label else []
    return tuple(dict.fromkeys(configured))


def target_named(
    workspace: Workspace, wanted: str | Target, name: DnsName, around: Surroundings
) -> tuple[Target, tuple[Unscanned, ...]]:
    """The target that a record called ``name`` shall lead to, as ``make_plan`` understands it.

    Raises:
        UsageError: when nothing is called so, or several targets are.
        AwsError: when nobody could be asked.
    """
    target, _, missed = _target(workspace, wanted, name)
    assert target is not None  # noqa: S101 -- something was wanted
    return _in_a_zone(workspace, target, around), missed


def _target(
    workspace: Workspace, wanted: str | Target | None, name: DnsName
) -> tuple[Target | None, tuple[Target, ...], tuple[Unscanned, ...]]:
    """The target meant, every target that was found on the way, and what could not be asked."""
    if wanted is None or isinstance(wanted, Target):
        return wanted, (), ()
    try:
        found = discover(workspace, scope=scope_of(wanted))
    except AwsError as error:
        if not looks_like_dns_name(wanted):
            raise
        return find_target(wanted, ()), (), (Unscanned("", "", "", "targets", error.code, error.message),)
    return find_target(wanted, found.targets, name), found.targets, found.unscanned


def _types(request: PlanRequest, target: Target | None) -> tuple[str, ...]:
    if request.cname_ttl is not None:
        return ("CNAME",)
    return request.types or (default_types(target) if target else ())


def _in_a_zone(workspace: Workspace, target: Target, around: Surroundings) -> Target:
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


def _evaluates(request: PlanRequest, target: Target | None) -> bool:
    if request.evaluate_target_health is not None:
        return request.evaluate_target_health
    return target is not None and default_evaluation(target, request.routing)


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
