"""From what the operator wants to a judged plan."""

from __future__ import annotations

import contextlib
import re
from typing import Final

from xalias_tui.domain.dataclass import dataclass
from xalias_tui.domain.errors import InvalidNameError, UsageError
from xalias_tui.domain.lookups import Unscanned
from xalias_tui.domain.names import DnsName
from xalias_tui.domain.pasted import Pasted
from xalias_tui.domain.plans import Cname, Draft, Plan, Surroundings
from xalias_tui.domain.records import RecordSet, Routing, same_alias
from xalias_tui.domain.targets import Target
from xalias_tui.domain.zones import Zone
from xalias_tui.jobs.plans.pipeline import Planned, Proposal, Wanted, planned, proposal
from xalias_tui.jobs.session.accounts import check_sides
from xalias_tui.jobs.session.workspace import Workspace
from xalias_tui.jobs.targets.find import find_target, seek
from xalias_tui.jobs.zones.read import ZonesRead, choose_zone, read_zones, zone_for
from xalias_tui.jobs.zones.referable import by_id

DEFAULT_TYPES: Final = ("A", "AAAA")

Gaps = tuple[Unscanned, ...]
"""Look-ups that failed."""

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
    last = planned(workspace, wanted_of(workspace, request))
    return plan_of(last, request), last.unscanned


def plan_removal(workspace: Workspace, zone: Zone, record: RecordSet) -> Plan:
    """The removal of an alias, and of those of other types at its name that point to the same target.

    Raises:
        UsageError: when it no longer exists.
        AwsError: when the zone side could not be asked.
        LookupFailedError: when the records could not be read.
    """
    current = workspace.accounts.hosted_zones(zone.profile).records_at(zone, record.name)
    types = same_alias(record, current) or (record.type,)
    request = PlanRequest(record.name.route53, None, zone=zone.id, types=types, set_identifier=record.set_identifier)
    return make_plan(workspace, request)[0]


def plan_of(stage: Planned, request: PlanRequest) -> Plan:
    """The plan of a stage that a request means: with validation records where they are wanted and can be created."""
    return (request.with_validation and stage.validated) or stage.plan


def wanted_of(workspace: Workspace, request: PlanRequest) -> Wanted:
    """What a request means: its zone and target are looked up.

    Raises:
        UsageError: when name, zone or target can't be understood or don't exist.
        AwsError: when the zone side could not be asked.
    """
    name = DnsName.parse(request.name)
    if isinstance(request.target, str):
        check_sides(workspace)
    read = read_zones(workspace, request.zone)
    return wanted_among(request, name, read, find(workspace, request.target, name))


def wanted_among(
    request: PlanRequest, name: DnsName, read: ZonesRead, found: tuple[Target | None, tuple[Target, ...], Gaps]
) -> Wanted:
    """What a request means among zones and targets that were looked up already; pure.

    Args:
        request: What the operator wants.
        name: Its name, parsed.
        read: The zones to choose from.
        found: Its target, as ``find`` gives it.

    Raises:
        UsageError: when no zone, or more than one, is meant.
    """
    target, known, missed = found
    zone = (
        choose_zone(read, request.zone)
        if request.zone is not None
        else zone_for(read, name, prefer_private=target.internal if target else None)
    )

    def proposed(targets: tuple[Target, ...], around: Surroundings) -> Proposal:
        return proposal(_draft(request, name, targets[0] if targets else None, around), around)

    return Wanted(
        zone=zone,
        name=name,
        propose=proposed,
        targets=() if target is None else (target,),
        known=known,
        text=request.name,
        health=bool(request.health_check_id),
        cidr=request.routing is not None and request.routing.policy == "cidr",
        read=read,
        unscanned=missed,
    )


def _draft(request: PlanRequest, name: DnsName, target: Target | None, around: Surroundings) -> Draft:
    return Draft(
        zone=around.records.zone,
        name=name,
        types=_types(request, target),
        target=target,
        evaluate_target_health=_evaluates(request, target),
        routing=by_id(request.routing, around.referable),
        set_identifier=request.set_identifier,
        health_check_id=request.health_check_id,
        replace=request.replace,
        cname=None if request.cname_ttl is None else Cname(name, request.cname_ttl),
    )


def default_types(target: Target) -> tuple[str, ...]:
    """A, and AAAA where the target has IPv6; what was typed, A, where nothing is known."""
    types = tuple(type_ for type_ in DEFAULT_TYPES if type_ in target.record_types)
    return types or target.record_types[:1] or ("A",)


def default_evaluation(target: Target, routing: Routing | None) -> bool:
    """Whether evaluate target health is worth setting: Route 53 ignores it for simple routing, failover needs it."""
    if routing is not None and routing.policy == "failover":
        return target.evaluate_target_health != "forbidden"
    return routing is not None and target.evaluate_target_health == "allowed"


def suggest_names(target: Target, zone: Zone) -> tuple[DnsName, ...]:
    """Names inside the zone that the target is configured for, explicit ones first, then one made of its own name.

    Of a target that is known by its DNS name alone no name is made.
    """
    configured: list[DnsName] = []
    for hostname in target.hostnames:
        try:
            name = DnsName.parse(hostname)
        except InvalidNameError:
            continue
        if name.is_inside(zone.name):
            configured.append(name)
    configured.sort(key=lambda name: name.is_wildcard)
    own = "" if target.dns_name is not None and target.name.rstrip(".") == target.dns_name.bare else target.name
    label = _NOT_IN_LABEL.sub("-", own.lower()).strip("-")[:63].strip("-")
    with contextlib.suppress(InvalidNameError):  # a long name in a long zone is no name at all
        configured += [zone.name.child(label)] if label else []
    return tuple(dict.fromkeys(configured))


def find(
    workspace: Workspace, wanted: str | Target | None, name: DnsName
) -> tuple[Target | None, tuple[Target, ...], tuple[Unscanned, ...]]:
    """The target meant for a record called ``name``, every target found on the way, and what could not be asked.

    Raises:
        UsageError: when nothing is called so, or several targets are.
        AwsError: when no account could be asked.
    """
    if wanted is None or isinstance(wanted, Target):
        return wanted, (), ()
    sought = seek(workspace, Pasted.read(wanted), name)
    return sought.target, sought.targets, sought.unscanned


def target_at(workspace: Workspace, dns_name: DnsName, record: DnsName) -> Target:
    """What an alias pointed to: found in an account, else what its DNS name alone says; a doubt stops no undo."""
    try:
        found = find(workspace, dns_name.bare, record)[0]
    except UsageError:
        found = None
    return found or find_target(Pasted.read(dns_name.bare), (), record)


def _types(request: PlanRequest, target: Target | None) -> tuple[str, ...]:
    if request.cname_ttl is not None:
        return ("CNAME",)
    return request.types or (default_types(target) if target else ())


def _evaluates(request: PlanRequest, target: Target | None) -> bool:
    if request.evaluate_target_health is not None:
        return request.evaluate_target_health
    return target is not None and default_evaluation(target, request.routing)
