"""Routing groups: read as they stand, edited as a whole, and judged as the plan that leads from one to the other."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field, replace
from typing import Final, get_args

from xalias_tui.domain.dataclass import dataclass
from xalias_tui.domain.error_rules import SET_IDENTIFIER_REQUIRED
from xalias_tui.domain.errors import UsageError
from xalias_tui.domain.groups import RoutingGroup, regroup
from xalias_tui.domain.health_checks import Referable
from xalias_tui.domain.lookups import Unscanned
from xalias_tui.domain.names import DnsName
from xalias_tui.domain.plans import Draft, Plan, Surroundings, without_name
from xalias_tui.domain.records import AliasRef, RecordKey, RecordSet, Routing
from xalias_tui.domain.routing import Policy, read_routing
from xalias_tui.domain.targets import Target
from xalias_tui.domain.weights import read_percent, shifted
from xalias_tui.domain.zones import Zone
from xalias_tui.jobs.plans.pipeline import Proposal, Wanted, judged, planned
from xalias_tui.jobs.plans.plan import default_evaluation, default_types, find
from xalias_tui.jobs.plans.surroundings import surroundings
from xalias_tui.jobs.session.workspace import Workspace
from xalias_tui.jobs.zones.evidence import with_state, with_world
from xalias_tui.jobs.zones.read import choose_zone, read_zones, zone_for
from xalias_tui.jobs.zones.referable import by_id

SIMPLE: Final = "simple"


@dataclass(frozen=True, slots=True)
class GroupEdit:
    """What is to become of a group; members are named by their set identifiers.

    Attributes:
        policy: The policy of the whole group; None for the one that it has.
        values: Values of members, as people write them.
        targets: What members are to point to; one that does not exist yet is added.
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
        """Whether nothing is to change."""
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
    read = read_zones(workspace, zone)
    chosen = choose_zone(read, zone) if zone is not None else zone_for(read, wanted, prefer_private=None)
    around, missed = surroundings(workspace, chosen, wanted, read=read)
    return GroupRead(RoutingGroup.of(wanted, around.records.at(wanted), types), around, missed)


def with_evidence(workspace: Workspace, read: GroupRead, target: Target | None) -> tuple[GroupRead, Target | None]:
    """The same with all that its edits are judged by, and the target that may join it, inspected for its name.

    Raises:
        AwsError: when a profile can't sign in.
    """

    def untouched(_: tuple[Target, ...], around: Surroundings) -> Proposal:
        return _proposal(replace(read, around=around), read.group, {})

    targets = () if target is None else (target,)
    wanted = Wanted(read.zone, read.group.name, untouched, targets, health=True, cidr=True, unscanned=read.unscanned)
    last = planned(workspace, wanted, with_world(workspace, with_state(workspace, read.around)))
    return replace(read, around=last.around, unscanned=last.unscanned), next(iter(last.around.targets), None)


def plan_group(workspace: Workspace, read: GroupRead, edit: GroupEdit) -> tuple[Plan, tuple[Unscanned, ...]]:
    """The judged plan of an edit; nothing is changed.

    Raises:
        UsageError: when the edit can't be made, or a target is not known.
        AwsError: when no account could be asked.
    """
    meant: dict[str, Target] = {}
    known: dict[str, Target] = {}
    missed = list(read.unscanned)
    for identifier, given in edit.targets.items():
        target, found, gaps = find(workspace, given, read.group.name)
        assert target is not None  # noqa: S101 -- something was given
        meant[identifier] = target
        known |= {other.key: other for other in found}
        missed.extend(gaps)

    def proposed(better: tuple[Target, ...], around: Surroundings) -> Proposal:
        targets = dict(zip(meant, better, strict=True))
        after = edited(read.group, edit, targets, around.referable)
        return _proposal(replace(read, around=around), after, targets)

    wanted = Wanted(
        read.zone,
        read.group.name,
        proposed,
        targets=tuple(meant.values()),
        known=tuple(known.values()),
        health=any(edit.health_checks.values()),
        cidr=_is_of_cidr(read.group, edit),
        unscanned=tuple(dict.fromkeys(missed)),
    )
    last = planned(workspace, wanted, read.around)
    return last.plan, last.unscanned


def edited(
    before: RoutingGroup, edit: GroupEdit, targets: Mapping[str, Target], known: Referable | None = None
) -> RoutingGroup:
    """The group after an edit; pure.

    A simple name becomes a group by naming a policy, and with a value the identifier of what exists there.

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


def shift(group: RoutingGroup, shares: Mapping[str, str]) -> dict[str, str]:
    """The weights that give members of a weighted group their shares, as ``GroupEdit.values``; pure.

    Args:
        group: The group as it stands.
        shares: Percent, as people write it, by set identifier; the others keep their proportion.

    Raises:
        UsageError: when the group is not weighted, has no such member, or weights differ between its types.
    """
    if not group.members:
        why = f"Nothing is at {group.name.bare}, so there are no shares to shift."
        raise UsageError(
            "routing-value", why, "'xalias group NAME --policy weighted' makes a group, in the explorer m."
        )
    if group.policies != ("weighted",):
        why = f"{group.name.bare} has {group.policy} routing, so its members have no shares."
        raise UsageError(
            "routing-value", why, "Shares are of weighted routing: see --policy and --value, in the explorer m."
        )
    for identifier in shares:
        group.known(identifier)
    weights: dict[str, int] = {}
    for member in group.members:
        values = {int(record.routing.value) for record in member.records if record.routing is not None}
        if len(values) > 1:
            why = f"The records of member {member.set_identifier} have different weights."
            raise UsageError("routing-value", why, "Name the record type with --type, or give both the same weight.")
        weights[member.set_identifier or ""] = values.pop()
    return {
        identifier: str(weight)
        for identifier, weight in shifted(weights, {who: read_percent(text) for who, text in shares.items()}).items()
    }


def judge_group(read: GroupRead, after: RoutingGroup, targets: Mapping[str, Target]) -> Plan:
    """The judged plan that leads from the group that was read to another; pure.

    Args:
        read: What stands.
        after: What is wanted.
        targets: The targets that members were newly pointed at, by set identifier.
    """
    return judged(_proposal(read, after, targets), read.around)


def _proposal(read: GroupRead, after: RoutingGroup, targets: Mapping[str, Target]) -> Proposal:
    single = next(iter(targets.values())) if len(targets) == 1 else None
    drafts = [_draft(read, after, identifier, target) for identifier, target in targets.items()]
    plan = regroup(read.around.records, read.group, after, target=single)
    return Proposal(tuple(drafts) or (Draft(read.zone, after.name, after.types, None, replace=True),), plan)


def types_for(target: Target, types: tuple[str, ...]) -> tuple[str, ...]:
    """The types that a member to a target gets: those of its group that the target takes, else the target's default."""
    fitting = tuple(type_ for type_ in types if not target.record_types or type_ in target.record_types)
    return fitting or default_types(target)


def added(
    group: RoutingGroup, identifier: str, target: Target, routing: Routing, types: tuple[str, ...]
) -> RoutingGroup:
    """The group with one more member that points to a target; it follows the target's health where that is worth it.

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
