"""The printed policies against every call that is made in GovCloud and in China: enough, and nothing more."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

import pytest

from tests.jobs.fakes import over_wire
from tests.jobs.iam_evaluation import action_of, actions_of, allowed_by
from xalias_tui.domain.errors import UsageError
from xalias_tui.domain.names import DnsName
from xalias_tui.domain.policies import policy_document
from xalias_tui.jobs.policy import Narrowing, target_policy, zone_policy
from xalias_tui.jobs.session.workspace import Workspace
from xalias_tui.jobs.targets.discover import discover
from xalias_tui.jobs.targets.inspect import inspect
from xalias_tui.jobs.zones.read import read_zones
from xalias_tui.sandbox import faults
from xalias_tui.sandbox.world import World

PROFILES: Final = [("gov-prod", "aws-us-gov"), ("china-prod", "aws-cn")]
ABSENT: Final = {
    "aws-us-gov": {"cloudfront", "globalaccelerator", "lightsail", "apprunner", "amplify", "vpc-lattice"},
    "aws-cn": {"globalaccelerator", "lightsail", "apprunner", "amplify", "vpc-lattice", "cognito-idp"},
}
"""Services that the SDK knows in no region of the partition."""
MakeWorkspace = Callable[..., Workspace]


@pytest.fixture
def world(estate: World) -> World:
    return estate


@pytest.fixture
def on(world: World, tmp_path: Path) -> MakeWorkspace:
    del world

    def make(profile: str, **options: tuple[str, ...]) -> Workspace:
        everything = {"zone_profiles": (profile,), "target_profiles": (profile,), "regions": (), "kinds": ()}
        return over_wire(tmp_path, **{**everything, **options})

    return make


@pytest.mark.parametrize(("profile", "partition"), PROFILES)
def test_both_sides_are_allowed_what_they_call_in_their_own_partition(
    on: MakeWorkspace, world: World, profile: str, partition: str
) -> None:
    workspace = on(profile)
    for target in discover(workspace).targets:
        name = target.hostnames[0] if target.hostnames else "a.example.com"
        inspect(workspace, target, DnsName.parse(name))
    read_zones(workspace, detailed=True)
    calls = [call for call in world.served if call.service != "sts"]
    targets = policy_document(target_policy(workspace))
    zones = policy_document(zone_policy(workspace, Narrowing()))
    for call in calls:
        policy = zones if call.service == "route53" else targets
        assert allowed_by(policy, call, partition), action_of(call)
    assert not {action.partition(":")[0] for action in actions_of(targets)} & ABSENT[partition]
    told = {arn.split(":")[1] for policy in (targets, zones) for arn in arns(policy)}
    assert told == {partition}


def arns(policy: dict[str, object]) -> Iterator[str]:
    statements = policy["Statement"]
    assert isinstance(statements, list)
    for statement in statements:
        resources = statement["Resource"]
        yield from (arn for arn in ([resources] if isinstance(resources, str) else resources) if arn != "*")


def test_a_kind_that_a_partition_does_not_have_needs_no_policy(on: MakeWorkspace) -> None:
    with pytest.raises(UsageError) as caught:
        target_policy(on("gov-prod", kinds=("cloudfront",)))
    assert "cloudfront: not in GovCloud" in caught.value.message
    with pytest.raises(UsageError):
        target_policy(on("gov-prod", kinds=("apigateway-edge",)), partition="aws-cn")


def test_a_missing_permission_is_told_with_the_command_of_its_partition(on: MakeWorkspace, world: World) -> None:
    user = "User: arn:aws-cn:iam::666666666666:user/china-operator is not authorized to perform: elasticloadbalancing"
    refusal = faults.Refuse("AccessDenied", f"{user}:DescribeLoadBalancers because no policy allows it", 403)
    world.faults.next("elbv2:DescribeLoadBalancers", refusal, times=2)
    with pytest.raises(Exception, match="xalias policy target --kind alb --partition aws-cn"):
        discover(on("china-prod", kinds=("alb",)))
