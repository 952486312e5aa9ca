"""What the explorer asks of routing groups: a seam small enough to fake, and its real form on top of ``jobs``.

``read`` may block and is called on worker threads only; the rest is pure. The real form imports ``jobs`` inside its
methods.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Protocol

from xalias_tui.domain.groups import RoutingGroup
from xalias_tui.domain.names import DnsName
from xalias_tui.domain.plans import Plan
from xalias_tui.domain.records import Policy, Routing
from xalias_tui.domain.targets import Target
from xalias_tui.domain.zones import Zone

if TYPE_CHECKING:
    from xalias_tui.jobs.plans.routing_group import GroupRead
    from xalias_tui.jobs.session.workspace import Workspace


class Grouper(Protocol):
    """Routing groups, read and edited as a whole."""

    def read(self, zone: Zone, name: DnsName, target: Target | None) -> tuple[GroupRead, Target | None]:
        """The group at a name, read now with all that judges it, and the target that may join it, inspected for it."""

    def routing(self, read: GroupRead, policy: Policy, text: str) -> Routing:
        """A value as it was typed.

        Raises:
            UsageError: when it is not a value of the policy.
        """

    def led(
        self, group: RoutingGroup, identifier: str, target: Target, routing: Routing, types: tuple[str, ...] = ()
    ) -> RoutingGroup:
        """The group with a member that points to a target: a new one, or another target for one that is there.

        Raises:
            UsageError: when no alias can point to the target.
        """

    def judge(self, read: GroupRead, after: RoutingGroup, targets: Mapping[str, Target]) -> Plan:
        """The judged plan from the group that was read to another."""


class WorkspaceGrouper:
    """Routing groups on top of ``jobs``."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    def read(self, zone: Zone, name: DnsName, target: Target | None) -> tuple[GroupRead, Target | None]:
        """The group at a name with all that judges it, and the target that may join it."""
        from xalias_tui.jobs.plans import routing_group as grouping  # noqa: PLC0415 -- behind the first paint

        read = grouping.read_group(self._workspace, name.route53, zone=zone.id)
        return grouping.with_evidence(self._workspace, read, target)

    def routing(self, read: GroupRead, policy: Policy, text: str) -> Routing:
        """A value as it was typed."""
        from xalias_tui.jobs.plans import routing_group as grouping  # noqa: PLC0415 -- behind the first paint

        return grouping.routing_of(policy, text, read.around.referable)

    def led(
        self, group: RoutingGroup, identifier: str, target: Target, routing: Routing, types: tuple[str, ...] = ()
    ) -> RoutingGroup:
        """The group with a member that points to a target."""
        from xalias_tui.jobs.plans import routing_group as grouping  # noqa: PLC0415 -- behind the first paint

        fitting = grouping.types_for(target, types or group.types)
        if group.member(identifier) is None:
            return grouping.added(group, identifier, target, routing, fitting)
        return grouping.led_to(group, identifier, target, fitting)

    def judge(self, read: GroupRead, after: RoutingGroup, targets: Mapping[str, Target]) -> Plan:
        """The judged plan from the group that was read to another."""
        from xalias_tui.jobs.plans import routing_group as grouping  # noqa: PLC0415 -- behind the first paint

        return grouping.judge_group(read, after, targets)
