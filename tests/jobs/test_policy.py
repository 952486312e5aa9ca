"""The printed policies against every call that the program makes: enough, and nothing more."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

import pytest

from tests.jobs.iam_evaluation import action_of, actions_of, allowed_by
from tests.jobs.one_plan import commit, undo
from tests.stage import Stage, accounts_here
from xalias_tui.domain.errors import UsageError
from xalias_tui.domain.names import DnsName
from xalias_tui.domain.policies import policy_document, policy_size
from xalias_tui.domain.targets import Target
from xalias_tui.jobs.audit.run import audit
from xalias_tui.jobs.history.who_changed import who_changed
from xalias_tui.jobs.plans.plan import PlanRequest, make_plan
from xalias_tui.jobs.policy import Narrowing, target_policy, zone_policy
from xalias_tui.jobs.sending.commit import Clock
from xalias_tui.jobs.session.workspace import Options, Workspace
from xalias_tui.jobs.targets.discover import discover
from xalias_tui.jobs.targets.inspect import inspect
from xalias_tui.jobs.trace.run import trace
from xalias_tui.jobs.zones.read import read_zones
from xalias_tui.jobs.zones.referable import list_cidr_collections, list_health_checks
from xalias_tui.sandbox import organisation
from xalias_tui.sandbox.calls import Call
from xalias_tui.sandbox.clock import ManualClock
from xalias_tui.sandbox.members import DNS_HUB
from xalias_tui.sandbox.world import World
from xalias_tui.store.journal import Journal
from xalias_tui.targets import all_kinds

NEW = "shop-web-test.example.com"
IN_ODD_ZONES = ("new.big.example.net", "new.branch.example.net")
"""Names in a zone that is nearly full, and in a private one with VPCs of two accounts."""
PUBLIC = "Z08EXAMPLECOMPUBLIC0"

GONE = {
    "Name": "gone-environment.example.com.",
    "Type": "A",
    "AliasTarget": {
        "HostedZoneId": "Z2NYPWQ7DFZAZH",
        "DNSName": "gone-environment.eu-west-1.elasticbeanstalk.com.",
        "EvaluateTargetHealth": False,
    },
}
"""An alias to an environment that is in no account: whether its name is free an audit asks."""

NEEDS_NO_PERMISSION = {"sts:GetCallerIdentity", "sts:AssumeRole"}
"""GetCallerIdentity can't even be denied (STS API Reference); AssumeRole is the profile's own, before any question."""

NOT_IN_THE_ORGANISATION = {
    "cloudfront:GetDistributionConfig": "asked where a tenant has no certificate of its own; all of them have one",
    "ec2:DescribeAddresses": "asked where a record holds an address of EC2; none does",
    "ec2:DescribeNetworkInterfaces": "as DescribeAddresses",
    "iam:GetServerCertificate": "asked where a listener has a certificate of IAM; none has one",
    "s3:GetBucketLocation": "asked where ListBuckets does not tell the region of a bucket; it always does",
}
"""Actions that no run records; tests/targets/test_kinds.py has each of them asked."""
LEFT_OUT = {
    ("nlb", "acm:ListCertificates"): "asked where a listener has several certificates of ACM",
    ("clb", "acm:ListCertificates"): "asked where listeners have several certificates of ACM",
    ("nlb", "ec2:DescribeSecurityGroups"): "asked where there are security groups",
    ("elasticbeanstalk", "elasticbeanstalk:CheckDNSAvailability"): "asked by audits",
    ("s3-website", "s3:ListBucket"): "asked where a bucket is not called as the record",
}
"""Actions that a kind by itself leaves out in this organisation, and the runs of all kinds together record."""
REGIONS = ("eu-west-1", "us-east-1")
KEYS = tuple(kind.key for kind in all_kinds() if kind.services != ("route53",))


@dataclass(frozen=True)
class Recorded:
    """The calls of each run: discovery, all that only reads, all; and each kind searched and inspected by itself."""

    listing: tuple[Call, ...]
    reading: tuple[Call, ...]
    everything: tuple[Call, ...]
    by_kind: Mapping[str, tuple[Call, ...]]

    def of_zone_side(self) -> list[Call]:
        return [call for call in self.everything if call.account_id == DNS_HUB and needs_permission(call)]

    def of_target_side(self) -> list[Call]:
        return [call for call in self.everything if call.account_id != DNS_HUB and needs_permission(call)]


def needs_permission(call: Call) -> bool:
    return action_of(call) not in NEEDS_NO_PERMISSION


MakeWorkspace = Callable[..., Workspace]


@pytest.fixture(scope="module")
def make(tmp_path_factory: pytest.TempPathFactory) -> MakeWorkspace:
    folder = tmp_path_factory.mktemp("policy")
    (folder / "config.toml").touch()

    def made(**options: Any) -> Workspace:
        return Workspace(
            Options(
                zone_profiles=("dns-prod",),
                target_profiles=("shop-prod", "media-prod"),
                config=folder / "config.toml",
                **options,
            ),
            accounts=accounts_here(),
            journal=Journal(folder / "journal.jsonl"),
        )

    return made


@pytest.fixture(scope="module")
def recorded(make: MakeWorkspace, stage: Stage, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Recorded]:
    """Everything that the program does, against a whole organisation."""
    clock = ManualClock()
    world = World.empty(clock=clock, propagation_seconds=60)
    organisation.build(world)
    with stage.shown(world, tmp_path_factory.mktemp("shown")):
        yield record(world, make, Clock(now=clock, sleep=clock.advance))


def record(world: World, make: MakeWorkspace, clock: Clock) -> Recorded:
    world.route53.load(PUBLIC, [GONE])
    workspace = make()
    found = discover(workspace)
    assert found.unscanned == ()
    listing = tuple(world.served)
    inspect_all(workspace, found.targets)
    read_zones(workspace, detailed=True)
    plan, missed = make_plan(workspace, PlanRequest(NEW, "shop-web", types=("A", "AAAA")))
    assert missed == ()
    assert list_health_checks(workspace)[1] == list_cidr_collections(workspace)[1] == ()
    for name in IN_ODD_ZONES:
        make_plan(workspace, PlanRequest(name, "shop-web", types=("A",)))
    audit(workspace)
    for name in organisation.BROKEN:
        trace(workspace, name, None)
    assert who_changed(workspace, "www.example.com", time=clock).unscanned == ()
    reading = tuple(world.served)
    commit(workspace, plan, allow_errors=True, clock=clock)
    undo(workspace, allow_errors=True, clock=clock)
    everything = tuple(world.served)
    return Recorded(
        listing, reading, everything, {key: alone(world, make(kinds=(key,), regions=REGIONS)) for key in KEYS}
    )


def alone(world: World, workspace: Workspace) -> tuple[Call, ...]:
    world.served.clear()
    inspect_all(workspace, discover(workspace).targets)
    return tuple(call for call in world.served if needs_permission(call))


def inspect_all(workspace: Workspace, targets: Iterable[Target]) -> None:
    for target in targets:
        inspect(workspace, target, DnsName.parse(target.hostnames[0] if target.hostnames else NEW))


@pytest.fixture
def zone(make: MakeWorkspace) -> Callable[..., dict[str, Any]]:
    def composed(*, read_only: bool = False, partition: str = "", **narrowing: Any) -> dict[str, Any]:
        return policy_document(zone_policy(make(read_only=read_only), Narrowing(**narrowing), partition))

    return composed


@pytest.fixture
def target(make: MakeWorkspace) -> Callable[..., dict[str, Any]]:
    def composed(*, inspect: bool = True, partition: str = "", **options: Any) -> dict[str, Any]:
        return policy_document(target_policy(make(**options), inspect=inspect, partition=partition))

    return composed


Compose = Callable[..., dict[str, Any]]


def test_the_zone_side_is_allowed_everything_that_it_calls_and_nothing_else(recorded: Recorded, zone: Compose) -> None:
    policy, calls = zone(), recorded.of_zone_side()
    assert {action_of(call) for call in calls if not allowed_by(policy, call)} == set()
    assert actions_of(policy) == {action_of(call) for call in calls}
    assert sum(call.operation == "ChangeResourceRecordSets" for call in calls) == 2


def test_the_target_side_is_allowed_everything_that_it_calls_and_nothing_else(
    recorded: Recorded, target: Compose
) -> None:
    policy, calls = target(), recorded.of_target_side()
    assert len(calls) > 500
    assert {action_of(call) for call in calls if not allowed_by(policy, call)} == set()
    assert actions_of(policy) - {action_of(call) for call in calls} == NOT_IN_THE_ORGANISATION.keys()


def test_listing_alone_needs_less(recorded: Recorded, target: Compose) -> None:
    policy = target(inspect=False)
    calls = [call for call in recorded.listing if needs_permission(call)]
    assert {action_of(call) for call in calls if not allowed_by(policy, call)} == set()
    assert actions_of(policy) - {action_of(call) for call in calls} == {"s3:GetBucketLocation"}
    assert actions_of(policy) < actions_of(target())


def test_reading_zones_needs_no_right_to_change_them(recorded: Recorded, zone: Compose) -> None:
    policy = zone(read_only=True)
    calls = [call for call in recorded.reading if call.account_id == DNS_HUB and needs_permission(call)]
    assert {action_of(call) for call in calls if not allowed_by(policy, call)} == set()
    assert actions_of(policy) == {action_of(call) for call in calls}


@pytest.mark.parametrize("key", KEYS)
def test_each_kind_alone_is_allowed_what_it_calls_in_its_regions(recorded: Recorded, target: Compose, key: str) -> None:
    policy, calls = target(kinds=(key,), regions=REGIONS), recorded.by_kind[key]
    assert calls
    assert {action_of(call) for call in calls if not allowed_by(policy, call)} == set()
    unused = actions_of(policy) - {action_of(call) for call in calls} - NOT_IN_THE_ORGANISATION.keys()
    assert unused == {action for kind, action in LEFT_OUT if kind == key}


def test_other_regions_are_not_allowed(recorded: Recorded, target: Compose) -> None:
    policy = target(kinds=("alb",), regions=("eu-central-1",))
    (call, *_) = [call for call in recorded.by_kind["alb"] if call.operation == "DescribeLoadBalancers"]
    assert allowed_by(policy, call) == ()
    assert allowed_by(policy, replace(call, region="eu-central-1")) == ("XaliasReadTargetsInRegions",)
    assert "ec2:DescribeRegions" not in actions_of(policy)


def change(*changes: tuple[str, str, str], zone_id: str = PUBLIC) -> Call:
    batch = {
        "Changes": [
            {"Action": action, "ResourceRecordSet": {"Name": name, "Type": type_}} for action, name, type_ in changes
        ]
    }
    params = {"HostedZoneId": zone_id, "ChangeBatch": batch}
    return Call(DNS_HUB, "arn", "aws-global", "route53", "ChangeResourceRecordSets", params)


SHOP = DnsName.parse("Shop.example.com")
WILDCARD = DnsName.parse("*.example.com")


@pytest.mark.parametrize(
    ("narrowing", "call", "allowed"),
    [
        ({"names": (SHOP,)}, change(("CREATE", "SHOP.example.com.", "A")), True),
        ({"names": (SHOP,)}, change(("CREATE", "shop2.example.com", "A")), False),
        ({"names": (SHOP,)}, change(("CREATE", "shop.example.com", "A"), ("CREATE", "x.example.com", "A")), False),
        ({"names": (WILDCARD,)}, change(("CREATE", "\\052.example.com.", "A")), True),
        ({"names": (WILDCARD,)}, change(("CREATE", "shop.example.com.", "A")), False),
        ({"below": (DnsName.parse("dev.example.com"),)}, change(("DELETE", "a.b.dev.example.com", "A")), True),
        ({"below": (DnsName.parse("dev.example.com"),)}, change(("DELETE", "dev.example.com", "A")), False),
        ({"below": (SHOP,), "names": (SHOP,)}, change(("DELETE", "shop.example.com", "A")), True),
        ({"types": ("AAAA",)}, change(("CREATE", "shop.example.com", "A")), False),
        ({"types": ("AAAA",)}, change(("CREATE", "shop.example.com", "AAAA")), True),
        ({"actions": ("CREATE",)}, change(("DELETE", "shop.example.com", "A")), False),
        ({}, change(("UPSERT", "shop.example.com", "A")), False),
        ({}, change(("CREATE", "shop.example.com", "MX")), False),
        ({}, change(("CREATE", "shop.example.com", "CNAME"), ("DELETE", "shop.example.com", "A")), True),
        ({"zones": (PUBLIC,)}, change(("CREATE", "shop.example.com", "A"), zone_id="Z0OTHER"), False),
        ({"zones": ("Z0OTHER", f"/hostedzone/{PUBLIC}")}, change(("CREATE", "shop.example.com", "A")), True),
    ],
)
def test_changes_are_narrowed_to_zones_names_types_and_actions(
    zone: Compose,
    narrowing: dict[str, Any],
    call: Call,
    allowed: bool,  # noqa: FBT001 -- a parameter of the test
) -> None:
    assert bool(allowed_by(zone(**narrowing), call)) is allowed


@pytest.mark.usefixtures("recorded")
def test_a_zone_by_name_is_looked_up(zone: Compose) -> None:
    resources = {statement["Sid"]: statement["Resource"] for statement in zone(zones=("dev.example.com",))["Statement"]}
    assert resources["XaliasReadZones"] == resources["XaliasChangeRecords"]
    assert resources["XaliasReadZones"].startswith("arn:aws:route53:::hostedzone/Z")
    with pytest.raises(UsageError, match="no hosted zone"):
        zone(zones=("nowhere.example",))


@pytest.mark.parametrize(
    ("options", "partition"),
    [
        ({"regions": ("us-gov-west-1",)}, "aws-us-gov"),
        ({"regions": ("cn-north-1",)}, "aws-cn"),
        ({"partition": "aws-cn"}, "aws-cn"),
        ({}, "aws"),
    ],
)
def test_arns_are_of_the_partition(
    make: MakeWorkspace, target: Compose, options: dict[str, Any], partition: str
) -> None:
    given = {key: value for key, value in options.items() if key == "regions"}
    zone = policy_document(zone_policy(make(**given), Narrowing(), options.get("partition", "")))
    resources = [statement["Resource"] for policy in (zone, target(**options)) for statement in policy["Statement"]]
    arns = [arn for one in resources for arn in ([one] if isinstance(one, str) else one) if arn != "*"]
    assert len(arns) > 8
    assert {arn.split(":")[1] for arn in arns} == {partition}


def test_what_makes_no_sense_is_refused(make: MakeWorkspace) -> None:
    with pytest.raises(UsageError, match="changes nothing"):
        zone_policy(make(read_only=True), Narrowing(names=(SHOP,)))
    with pytest.raises(UsageError, match="found by the zone side"):
        target_policy(make(kinds=("record", "traffic-policy")))


def test_the_whole_fits_a_managed_policy(zone: Compose, target: Compose) -> None:
    assert policy_size(zone()) < policy_size(target()) < 6_144


def test_the_narrowest_policy_is_enough_for_its_record_from_commit_to_undo(recorded: Recorded, zone: Compose) -> None:
    policy = zone(zones=(PUBLIC,), names=(DnsName.parse(NEW),), types=("A", "AAAA"))
    sent = [call for call in recorded.of_zone_side() if call.operation in {"ChangeResourceRecordSets", "GetChange"}]
    assert {name for call in sent for name in allowed_by(policy, call)} == {
        "XaliasChangeRecords",
        "XaliasFollowChanges",
    }
    assert all(allowed_by(policy, call) for call in sent)
    creating = zone(zones=(PUBLIC,), names=(DnsName.parse(NEW),), types=("A", "AAAA"), actions=("CREATE",))
    changes = [call for call in sent if call.operation == "ChangeResourceRecordSets"]
    assert [bool(allowed_by(creating, call)) for call in changes] == [True, False], "undoing deletes"
