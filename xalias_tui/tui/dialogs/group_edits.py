"""What was edited of a routing group so far, as one frozen value with pure methods."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field, replace
from typing import TYPE_CHECKING, Final

from xalias_tui.domain.dataclass import dataclass
from xalias_tui.domain.groups import Member, RoutingGroup, may_evaluate
from xalias_tui.domain.plans import Plan
from xalias_tui.domain.records import Policy, Routing
from xalias_tui.domain.routing import POLICIES
from xalias_tui.domain.targets import Target
from xalias_tui.tui.dialogs.group_forms import MemberForm, MemberQuestion, PolicyForm, suggested_value

if TYPE_CHECKING:
    from xalias_tui.jobs.plans.routing_group import GroupRead

_LONGEST: Final = 128
_MANY: Final = 200


@dataclass(frozen=True)
class GroupEdits:
    """A group on its way to what is wanted.

    Attributes:
        read: The group as it is now.
        target: The target that was chosen to join, or for a member; None where none was.
        group: The group as it is wanted.
        targets: New targets of members, by set identifier.
    """

    read: GroupRead
    target: Target | None
    group: RoutingGroup
    targets: Mapping[str, Target] = field(default_factory=dict)

    @property
    def policy(self) -> Policy | None:
        """The one policy of the group; None for simple routing, or where types are routed differently."""
        return next((policy for policy in POLICIES if self.group.policies == (policy,)), None)

    @property
    def is_mixed(self) -> bool:
        """Whether types are routed differently."""
        return len(self.group.policies) > 1

    def plan(self) -> Plan:
        """The judged change."""
        from xalias_tui.jobs.plans.routing_group import judge_group

        return judge_group(self.read, self.group, self.targets)

    def value(self, policy: Policy, text: str) -> Routing:
        """A value as it was typed.

        Raises:
            UsageError: when it is not a value of the policy.
        """
        from xalias_tui.jobs.plans.routing_group import routing_of

        return routing_of(policy, text, self.read.around.referable)

    def question(self, policy: Policy, member: Member | None) -> MemberQuestion:
        """What the form asks about a member, or about a new one that points to the target that was chosen."""
        if member is not None:
            suggested = (member.set_identifier or "", member.value)
        else:
            value = suggested_value(policy, len(self.group.members), None, self.target)
            suggested = (self._fresh_identifier(), value)
        known = self.read.around.referable
        return MemberQuestion(policy, member, suggested, self.target, self._evaluates(policy, member), known)

    # -- edits

    def reset(self) -> GroupEdits:
        """The group as it was read."""
        return replace(self, group=self.read.group, targets={})

    def without(self, member: Member) -> GroupEdits:
        """One member less."""
        kept = {key: target for key, target in self.targets.items() if key != member.set_identifier}
        return replace(self, group=self.group.without(member.set_identifier), targets=kept)

    def simple(self, member: Member) -> GroupEdits:
        """Back to simple routing; nothing is a member any more."""
        return replace(self, group=self.group.simple(member.set_identifier), targets={})

    def under(self, form: PolicyForm) -> GroupEdits:
        """The whole group under another policy.

        Raises:
            UsageError: when two members get one set identifier.
        """
        group = self.group
        for old, (identifier, _) in form.members.items():
            group = group.identified(old, identifier)
        values = {identifier: routing.value for identifier, routing in form.members.values()}
        return replace(self, group=group.under(form.policy, values))

    def with_member(self, member: Member | None, form: MemberForm) -> GroupEdits:
        """One member as it was chosen; a new one where there was none.

        Raises:
            UsageError: when the set identifier is another member's, or no alias can point to the target.
        """
        group, targets = self.group, dict(self.targets)
        if member is not None and member.set_identifier != form.identifier:
            group = group.identified(member.set_identifier, form.identifier)
            if member.set_identifier in targets:
                targets[form.identifier] = targets.pop(member.set_identifier)
        if member is None:
            group.added(form.routing, form.identifier, ())  # refuses an identifier that is taken
        if form.leads_here and self.target is not None:
            group = _pointed(group, form, self.target)
            targets[form.identifier] = self.target
        if member is not None and member.routing != form.routing:
            group = group.valued(form.identifier, form.routing)
        group = group.checked(form.identifier, form.health_check_id)
        if form.evaluates is not None:
            group = group.evaluating(form.identifier, value=form.evaluates)
        return replace(self, group=group, targets=targets)

    def _evaluates(self, policy: Policy, member: Member | None) -> bool | None:
        if member is not None:
            aliases = [record.alias for record in member.records if record.alias is not None]
            possible = bool(aliases) and all(may_evaluate(alias) for alias in aliases)
            return member.evaluate_target_health if possible else None
        if self.target is None or self.target.evaluate_target_health == "forbidden":
            return None
        return policy == "failover" or self.target.evaluate_target_health == "allowed"

    def _fresh_identifier(self) -> str:
        name = self.target.name[:_LONGEST] if self.target else "new"
        taken = {member.set_identifier for member in self.group.members}
        return next((text for text in (name, *(f"{name}-{at}" for at in range(2, _MANY))) if text not in taken), "")


def _pointed(group: RoutingGroup, form: MemberForm, target: Target) -> RoutingGroup:
    """The group with a member that points to a target: a new one, or another target for one that is there.

    Raises:
        UsageError: when no alias can point to the target.
    """
    from xalias_tui.jobs.plans.routing_group import added, led_to, types_for

    fitting = types_for(target, group.types)
    if group.member(form.identifier) is None:
        return added(group, form.identifier, target, form.routing, fitting)
    return led_to(group, form.identifier, target, fitting)
