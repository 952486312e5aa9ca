"""Routing groups: read as they stand, edited as a whole, and judged as the plan that leads from one to the other."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Final, get_args

from xalias_tui import rules
from xalias_tui.domain.error_rules import SET_IDENTIFIER_REQUIRED
from xalias_tui.domain.errors import UsageError
from xalias_tui.domain.findings import Finding, by_severity
from xalias_tui.domain.groups import RoutingGroup, regroup
from xalias_tui.domain.health_checks import Referable
from xalias_tui.domain.lookups import Unscanned
from xalias_tui.domain.names import DnsName
from xalias_tui.domain.plans import Case, Draft, Plan, Surroundings, without_name
from xalias_tui.domain.records import AliasRef, RecordKey, RecordSet, Routing
from xalias_tui.domain.routing import Policy, read_routing
from xalias_tui.domain.targets import Target
from xalias_tui.domain.zones import Zone
from xalias_tui.jobs.plans.plan import default_evaluation, default_types, surroundings, target_named
from xalias_tui.jobs.session.workspace import Workspace
from xalias_tui.jobs.targets.inspect import inspect
from xalias_tui.jobs.zones.read import choose_zone, read_zones, zone_for
from xalias_tui.jobs.zones.referable import by_id, referable
from xalias_tui.targets import kind as target_kind

SIMPLE: Final = "simple"


@dataclass(frozen=True, slots=True)
class GroupEdit:
    """What shall become of a group; members are named by their set identifiers.

    Attributes:
        policy: The policy of the whole group; None for the one that it has.
        values: Values of members, as people write them.
        targets: Where members shall lead; one that is not there yet is added.
        health_checks: Health checks of members; None for none.
        evaluations: Whether Route 53 follows the health of members' targets.
        removed: Members to remove.
        simple: The one member that stays, with simple routing; None to keep a group.
        types: Record types concerned; empty for all of the group, or those that a first target takes.
    """

    policy: Policy | None = None
    values: Mapping[str, str] = field(default_factory=dict)
    targets: Mapping[str, str | Target] = field(default_factory=dict)
    health_checks: Mapping[str, str | None] = field(default_factory=dict)
    evaluations: Mapping[str, bool] = field(default_factory=dict)
    removed: tuple[str, ...] = ()
    simple: str | None = None
    types: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether nothing shall change."""
        return self == GroupEdit(types=self.types)


@dataclass(frozen=True, slots=True)
class GroupRead:
    """A group as it stands, with what it is judged by.

    Attributes:
        group: The group.
        around: What stands around its name, and what its records may refer to.
        unscanned: What could not be read.
    """

    group: RoutingGroup
    around: Surroundings
    unscanned: tuple[Unscanned, ...] = ()

    @property
    def zone(self) -> Zone:
        """The zone of the name."""
        return self.around.records.zone


def read_group(workspace: Workspace, name: str, *, zone: str | None = None, types: tuple[str, ...] = ()) -> GroupRead:
    """The group at a name as it stands now; the one member of a simple name, and none where nothing is there.

    Raises:
        UsageError: when name or zone can't be understood.
        AwsError: when the zone side could not be asked.
        LookupFailedError: when the records could not be read.
    """
    wanted = DnsName.parse(name)
    read = read_zones(workspace)
    chosen = choose_zone(read, zone) if zone is not None else zone_for(read, wanted, prefer_private=None)
    around, missed = surroundings(workspace, chosen, wanted, read=read)
    return GroupRead(RoutingGroup.of(wanted, around.records.at(wanted), types), around, missed)


def knowing(workspace: Workspace, read: GroupRead, *, health: bool, cidr: bool) -> GroupRead:
    """The same with the health checks and CIDR collections of the zone's account, as far as they could be read.

    Raises:
        AwsError: when the profile can't sign in.
    """
    known, missed = referable(workspace, read.zone.profile, health=health, cidr=cidr)
    return replace(read, around=replace(read.around, referable=known), unscanned=(*read.unscanned, *missed))


def plan_group(workspace: Workspace, read: GroupRead, edit: GroupEdit) -> tuple[Plan, tuple[Unscanned, ...]]:
    """The judged plan of an edit; nothing is changed.

    Raises:
        UsageError: when the edit can't be made, or a target is not known.
        AwsError: when nobody could be asked.
    """
    read = knowing(workspace, read, health=any(edit.health_checks.values()), cidr=_is_of_cidr(read.group, edit))
    targets: dict[str, Target] = {}
    missed: list[Unscanned] = []
    for identifier, wanted in edit.targets.items():
        target, gaps = target_named(workspace, wanted, read.group.name, read.around)
        targets[identifier] = inspect(workspace, target, read.group.name)
        missed.extend(gaps)
    after = edited(read.group, edit, targets, read.around.referable)
    return judge_group(read, after, targets), (*read.unscanned, *dict.fromkeys(missed))


def edited(
    before: RoutingGroup, edit: GroupEdit, targets: Mapping[str, Target], known: Referable | None = None
) -> RoutingGroup:
    """The group after an edit; pure.

    A simple name becomes a group by naming a policy, and with a value the identifier of what stands there.

    Raises:
        UsageError: when the edit can't be made.
    """
    group = before
    for identifier in edit.removed:
        group = group.without(identifier)
    policy = _policy_of(group, edit)
    values = {identifier: routing_of(policy, text, known) for identifier, text in edit.values.items()} if policy else {}
    if policy and group.members and group.policy == SIMPLE:
        group = group.identified(None, _first_identifier(edit, targets))
    if policy and group.members and group.policies != (policy,):
        group = group.under(policy, {identifier: routing.value for identifier, routing in values.items()})
    types = edit.types or group.types
    for identifier, target in targets.items():
        fitting = types_for(target, types)
        if group.member(identifier) is None:
            group = added(group, identifier, target, _given(policy, values, identifier), fitting)
        else:
            group = led_to(group, identifier, target, fitting)
    for identifier, routing in values.items():
        group = group.valued(identifier, routing)
    for identifier, check in edit.health_checks.items():
        group = group.checked(identifier, check)
    for identifier, evaluates in edit.evaluations.items():
        group = group.evaluating(identifier, value=evaluates)
    return group if edit.simple is None else group.simple(edit.simple)


def judge_group(read: GroupRead, after: RoutingGroup, targets: Mapping[str, Target]) -> Plan:
    """The judged plan that leads from the group that was read to another; pure.

    Args:
        read: What stands.
        after: What is wanted.
        targets: The targets that members were newly led to, by set identifier.
    """
    single = next(iter(targets.values())) if len(targets) == 1 else None
    plan = regroup(read.around.records, read.group, after, target=single)
    around = replace(read.around, targets=tuple(targets.values()))
    drafts = [_draft(read, after, identifier, target) for identifier, target in targets.items()]
    findings: dict[Finding, None] = {}
    for draft in drafts or [Draft(read.zone, after.name, after.types, None, replace=True)]:
        case = Case(draft, around, plan.changes)
        findings |= dict.fromkeys(rules.judge(case))
        if draft.target is not None:
            findings |= dict.fromkeys(target_kind(draft.target.kind).judge(case))
    return plan.judged(by_severity(findings))


def types_for(target: Target, types: tuple[str, ...]) -> tuple[str, ...]:
    """The types that a member to a target gets: those of its group that the target takes, else the target's default."""
    fitting = tuple(type_ for type_ in types if not target.record_types or type_ in target.record_types)
    return fitting or default_types(target)


def added(
    group: RoutingGroup, identifier: str, target: Target, routing: Routing, types: tuple[str, ...]
) -> RoutingGroup:
    """The group with one more member that leads to a target; it follows the target's health where that is worth it.

    Raises:
        UsageError: when there is such a member already, or the target has no name that an alias can point to.
    """
    evaluates = default_evaluation(target, routing)
    alias = _alias(target, evaluates=evaluates)
    records = [RecordSet.alias_record(RecordKey(group.name, type_, identifier), alias) for type_ in types]
    return group.added(routing, identifier, records)


def led_to(group: RoutingGroup, identifier: str, target: Target, types: tuple[str, ...]) -> RoutingGroup:
    """The group with another target for one member.

    Raises:
        UsageError: when there is no such member, or the target has no name that an alias can point to.
    """
    member = group.member(identifier)
    routing = member.routing if member else None
    return group.led_to(identifier, _alias(target, evaluates=default_evaluation(target, routing)), types)


def _alias(target: Target, *, evaluates: bool) -> AliasRef:
    if target.dns_name is None or not target.zone_id:
        raise without_name(target)
    return AliasRef(target.dns_name, target.zone_id, evaluate_target_health=evaluates)


def _draft(read: GroupRead, after: RoutingGroup, identifier: str, target: Target) -> Draft:
    member = after.member(identifier)
    return Draft(
        zone=read.zone,
        name=after.name,
        types=member.types if member else (),
        target=target,
        evaluate_target_health=bool(member and member.evaluate_target_health),
        routing=member.routing if member else None,
        set_identifier=identifier,
        health_check_id=member.health_check_id if member else None,
        replace=True,
    )


def _policy_of(group: RoutingGroup, edit: GroupEdit) -> Policy | None:
    """The policy that values are of; None where the edit touches none."""
    if edit.policy is not None:
        return edit.policy
    known: tuple[Policy, ...] = get_args(Policy)
    standing = next((policy for policy in known if group.policies == (policy,)), None)
    if standing is None and (edit.values or edit.targets):
        why = "has no routing policy yet" if group.policy == SIMPLE else f"is routed by {group.policy}"
        raise UsageError(
            "usage", f"{group.name} {why}.", "Name one with --policy, or one record type of several with --type."
        )
    return standing


def routing_of(policy: Policy, text: str, known: Referable | None = None) -> Routing:
    """A value as people write it; a CIDR collection may be called by its name, where it is known.

    Raises:
        UsageError: when it is no value of the policy.
    """
    routing = read_routing(policy, text)
    return by_id(routing, known or Referable()) or routing


def _given(policy: Policy | None, values: Mapping[str, Routing], identifier: str) -> Routing:
    if policy == "multivalue":
        return Routing(policy, value=True)
    if identifier not in values:
        raise UsageError(
            "routing-value", f"The new member {identifier} has no value.", f"Give it one: --value {identifier}=…"
        )
    return values[identifier]


def _first_identifier(edit: GroupEdit, targets: Mapping[str, Target]) -> str:
    """The set identifier that the record of simple routing gets: the one with a value and without a target."""
    fresh = [identifier for identifier in edit.values if identifier not in targets]
    if len(fresh) != 1:
        remedy = "Give the record that exists with simple routing one more --value ID=VALUE without a --target."
        raise UsageError.of(SET_IDENTIFIER_REQUIRED, remedy=remedy, policy=edit.policy or "routed")
    return fresh[0]


def _is_of_cidr(group: RoutingGroup, edit: GroupEdit) -> bool:
    return edit.policy == "cidr" or (edit.policy is None and "cidr" in group.policies and bool(edit.values))
