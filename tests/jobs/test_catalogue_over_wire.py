"""Findings that no resource of the demo organisation has by itself: plans, over the wire, that must raise them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.jobs.fakes import over_wire
from tests.raised import Raised, raises
from tests.stage import Stage
from tests.targets.documents import distribution
from xalias_tui.domain.errors import UsageError
from xalias_tui.domain.routing import Policy, Routing, read_routing
from xalias_tui.jobs.audit.run import audit
from xalias_tui.jobs.plans.plan import PlanRequest, make_plan
from xalias_tui.jobs.session.workspace import Workspace
from xalias_tui.jobs.trace.run import trace
from xalias_tui.sandbox import organisation
from xalias_tui.sandbox.calls import GLOBAL_REGION
from xalias_tui.sandbox.faults import denied
from xalias_tui.sandbox.members import DNS_HUB, SHOP
from xalias_tui.sandbox.organisation.api_domains import ApiDomain, add_api_domain
from xalias_tui.sandbox.organisation.appsync import add_domain as add_graph_domain
from xalias_tui.sandbox.organisation.balancers import add_classic
from xalias_tui.sandbox.organisation.estate import Estate, alias_zone_id
from xalias_tui.sandbox.organisation.health import FIRST, OFFICES, PAUSED
from xalias_tui.sandbox.organisation.records import Pointers, alias, plain
from xalias_tui.sandbox.organisation.zones import BIG
from xalias_tui.sandbox.world import World

ALB = "shop-web-123.eu-west-1.elb.amazonaws.com"
NLB = "stream-0123456789abcdef.elb.eu-west-1.amazonaws.com"
CDN = "d111111abcdef8.cloudfront.net"
S3 = "s3-website-eu-west-1.amazonaws.com"
API = "d-abcdefghij.execute-api.eu-west-1.amazonaws.com"
ENDPOINT = "vpce-0123456789abcdef0-abcd1234{}.vpce-svc-0123456789abcdef0.eu-west-1.vpce.amazonaws.com"
LATTICE = "orders-0123456789abcdef0.7d67968.vpc-lattice-svcs.eu-west-1.on.aws"
PUBLIC = "Z08EXAMPLECOMPUBLIC0"
PRIVATE = "Z08EXAMPLECOMPRIVATE"
CORP = "Z08CORPEXAMPLECOM000"
LOCKED = "Z0LOCKED"
WRITTEN = "Z0WRITTEN"
GUARDED = "Z0GUARDED"

Row = tuple[str, str, str | None, dict[str, Any]]


def member(policy: Policy, value: Any, identifier: str | None = "one", **more: Any) -> dict[str, Any]:
    return {"routing": Routing(policy, value), "set_identifier": identifier, **more}


def placed(policy: Policy, value: str) -> dict[str, Any]:
    """A member whose value is written as people write it."""
    return {"routing": read_routing(policy, value), "set_identifier": "red", "types": ("A",)}


NAMES: tuple[Row, ...] = (
    ("record-name-hostname-illegal", "_new.example.com", ALB, {}),
    ("record-name-case", "NEW.example.com", ALB, {}),
    ("record-name-escape", "a\\100b.example.com", ALB, {}),
    ("record-name-outside-zone", "new.example.net", ALB, {"zone": CORP}),
    ("record-name-too-long", ".".join(["a" * 60, "b" * 60, "c" * 60, "d" * 58, "example.com"]), ALB, {}),
    ("wildcard-not-whole-label", "a*.example.com", ALB, {}),
    ("wildcard-shadowed", "*.example.com", ALB, {}),
    ("wildcard-ns-forbidden", "*.example.com", ALB, {"types": ("NS",)}),
    ("wildcard-broader-than-target", "*.api.example.com", "us.api.example.com", {"kinds": ("apigateway",)}),
)
ZONES: tuple[Row, ...] = (
    ("zone-same-name-ambiguous", "new.example.org", ALB, {"zone": "Z08EXAMPLEORGLIVE000"}),
    ("record-below-delegation", "new.dev.example.com", ALB, {"zone": PUBLIC}),
    ("more-specific-zone-exists", "new.corp.example.com", ALB, {"zone": PRIVATE}),
    ("split-horizon-twin", "new.example.com", ALB, {}),
    ("private-zone-hides-public", "backoffice.corp.example.com", None, {"zone": CORP}),
    ("change-guardrail", "www.cut.guarded.example", ALB, {"zone": GUARDED}),
    ("change-guardrail", "old.guarded.example", None, {"zone": GUARDED}),
    ("private-zone-delegation-unsupported", "new.example.com", ALB, {"zone": PRIVATE, "types": ("NS",)}),
    (
        "private-zone-routing-policy",
        "new.example.com",
        ALB,
        {"zone": PRIVATE, **member("cidr", {"CollectionId": "c", "LocationName": "*"})},
    ),
    ("zone-linked-service", "new.mesh.example.net", ALB, {}),
    ("zone-accelerated-recovery-locked", "new.locked.example", ALB, {}),
    ("partition-mismatch", "new.example.com", "shop-web-1.cn-north-1.elb.amazonaws.com.cn", {}),
    ("negative-cache", "new.example.com", ALB, {}),
    ("zone-cached-old-record", "www.example.com", "checkout", {"replace": True}),
)
EXISTING: tuple[Row, ...] = (
    ("record-already-exists", "bastion.example.com", ALB, {}),
    ("replace-non-alias", "bastion.example.com", ALB, {"replace": True}),
    ("record-owned-by-automation", "k8s.example.com", ALB, {"replace": True}),
    ("cname-conflict-existing-cname", "blog.example.com", ALB, {}),
    ("cname-conflict-creating-cname", "bastion.example.com", ALB, {"cname_ttl": 60}),
    ("cname-at-apex", "example.com", ALB, {"cname_ttl": 60}),
    ("sibling-type-elsewhere", "www.example.com", ALB, {"types": ("A",), "replace": True}),
    ("cloudfront-remove-order", "cdn.example.com", None, {}),
    ("retire-order", "cdn.example.com", None, {}),
)
GROUPS: tuple[Row, ...] = (
    ("routing-policy-mix", "bastion.example.com", ALB, member("weighted", 1)),
    ("set-identifier-required", "new.example.com", ALB, member("weighted", 1, None)),
    ("routing-policy-required", "new.example.com", ALB, {"set_identifier": "green"}),
    ("set-identifier-length", "new.example.com", ALB, member("weighted", 1, "x" * 129)),
    ("set-identifier-duplicate", "split.example.com", ALB, member("weighted", 1, "blue")),
    ("weight-zero", "split.example.com", ALB, member("weighted", 0)),
    ("weight-range", "new.example.com", ALB, member("weighted", 256)),
    ("latency-region-duplicate", "near.example.com", ALB, member("latency", "eu-west-1")),
    ("geo-location-duplicate", "there.example.com", ALB, member("geolocation", {"CountryCode": "DE"})),
    ("geo-no-default", "new.example.com", ALB, member("geolocation", {"CountryCode": "DE"})),
    ("failover-incomplete", "new.example.com", ALB, member("failover", "PRIMARY")),
    (
        "failover-alias-eth-required",
        "new.example.com",
        ALB,
        member("failover", "PRIMARY", evaluate_target_health=False),
    ),
    ("multivalue-alias", "new.example.com", ALB, member("multivalue", True)),  # noqa: FBT003 -- as Route 53 has it
    ("failover-role-duplicate", "safe.example.com", ALB, placed("failover", "PRIMARY")),
    ("latency-region-unknown", "near.example.com", ALB, placed("latency", "Ireland")),
    ("geo-location-form", "there.example.com", ALB, placed("geolocation", "DE:BE")),
    ("geo-country-unknown", "there.example.com", ALB, placed("geolocation", "UK")),
    ("geoproximity-location", "close.example.com", ALB, placed("geoproximity", "40.7128,-74")),
    ("geoproximity-bias-range", "close.example.com", ALB, placed("geoproximity", "eu-west-1 bias 100")),
    ("cidr-location-form", "new.example.com", ALB, placed("cidr", "no-such-office/paris")),
    ("cidr-location-duplicate", "inside.example.com", ALB, placed("cidr", "offices/berlin")),
    ("cidr-collections-differ", "inside.example.com", ALB, placed("cidr", "partners/acme")),
    ("cidr-no-default", "new.example.com", ALB, placed("cidr", "offices/berlin")),
    ("cidr-collection-missing", "new.example.com", ALB, placed("cidr", f"{OFFICES.replace('1', '2')}/*")),
    ("cidr-location-missing", "new.example.com", ALB, placed("cidr", "offices/paris")),
    ("health-check-missing", "new.example.com", ALB, member("weighted", 1, health_check_id="no-such-check")),
    ("health-check-disabled", "new.example.com", ALB, member("weighted", 1, health_check_id=PAUSED)),
    ("health-check-own-name", "first.example.com", ALB, member("weighted", 1, health_check_id=FIRST)),
    ("health-check-without-choice", "new.example.com", ALB, {"health_check_id": FIRST}),
    ("eth-empty-target-group", "new.example.com", "lb-unhealthy", member("weighted", 1, evaluate_target_health=True)),
)
ALIASES: tuple[Row, ...] = (
    ("alias-type-forbidden", "new.example.com", ALB, {"types": ("NS",)}),
    ("alias-zone-id-empty", "new.example.com", LATTICE, {}),
    ("alias-cross-hosted-zone", "new.example.com", "www.example.org", {}),
    ("alias-same-zone-missing", "new.example.com", "nothing.example.com", {}),
    ("alias-same-zone-type-mismatch", "new.example.com", "blog.example.com", {"types": ("A",)}),
    ("alias-loop", "www.example.com", "home.example.com", {"types": ("A",), "replace": True}),
    ("https-record-not-cloudfront", "new.example.com", ALB, {"types": ("HTTPS",)}),
    ("eth-simple-no-effect", "new.example.com", ALB, {"evaluate_target_health": True}),
    (
        "eth-same-zone-no-health-check",
        "new.example.com",
        "legacy-www.example.com",
        member("weighted", 1, evaluate_target_health=True),
    ),
    ("eth-no-benefit", "new.example.com", S3, {"evaluate_target_health": True}),
    ("eth-true-cloudfront", "new.example.com", CDN, {"evaluate_target_health": True}),
    ("target-not-aliasable", "new.example.com", "db.abc.eu-west-1.rds.amazonaws.com", {}),
    ("target-shape-unknown", "new.example.com", "www.example.edu", {}),
    ("ipv6-available-no-aaaa", "new.example.com", "shop-web", {"types": ("A",)}),
)
TARGETS: tuple[Row, ...] = (
    ("lb-public-in-private-zone", "new.example.com", "shop-web", {"zone": PRIVATE}),
    ("nlb-zonal-name", "new.example.com", f"eu-west-1a.{NLB}", {}),
    ("clb-legacy-zone-id", "new.example.com", "lb-from-2010", {"kinds": ("clb",)}),
    ("https-record-alone", "new.example.com", CDN, {"types": ("HTTPS",)}),
    ("https-record-http1-only", "new.example.com", "E1HTTP1", {"types": ("HTTPS",), "kinds": ("cloudfront",)}),
    ("cloudfront-private-zone", "new.example.com", CDN, {"zone": PRIVATE}),
    ("cloudfront-alias-wildcard-format", "a*.example.com", "E1HTTP1", {"kinds": ("cloudfront",)}),
    ("apigw-default-endpoint", "new.example.com", "abc123.execute-api.eu-west-1.amazonaws.com", {}),
    ("apigw-aaaa-ipv4", "us.api.example.com", "us.api.example.com", {"types": ("AAAA",), "kinds": ("apigateway",)}),
    ("apigw-edge-regional-mixup", "both.example.com", "both.example.com", {"kinds": ("apigateway",)}),
    ("s3-bucket-in-dnsname", "new.example.com", f"new.example.com.{S3}", {}),
    ("s3-http-only", "new.example.com", S3, {}),
    ("s3-aaaa", "new.example.com", S3, {"types": ("AAAA",)}),
    ("s3-wildcard", "*.example.com", S3, {}),
    ("ga-ipv4-name-for-aaaa", "new.example.com", "a0123456789abcdef.awsglobalaccelerator.com", {"types": ("AAAA",)}),
    ("ga-custom-routing", "new.example.com", "ga-off-custom", {"kinds": ("globalaccelerator-custom",)}),
    ("eb-cname-swap", "new.example.com", "returns", {"kinds": ("elasticbeanstalk",)}),
    ("eb-aaaa", "new.example.com", "returns", {"types": ("AAAA",), "kinds": ("elasticbeanstalk",)}),
    ("vpce-in-public-zone", "new.example.com", ENDPOINT.format(""), {"zone": PUBLIC}),
    ("vpce-zonal-name", "new.example.com", ENDPOINT.format("-eu-west-1a"), {"zone": PUBLIC}),
    ("lattice-in-public-zone", "new.example.com", LATTICE, {"zone": PUBLIC}),
    ("cert-san-missing", "other-san.example.com", "other-san.example.com", {"kinds": ("appsync",)}),
    ("cert-wrong-region", "far.example.com", "far.example.com", {"kinds": ("appsync",)}),
    ("investigation-incomplete", "new.example.com", ALB, {}),
)


@pytest.fixture(scope="module")
def estate(stage: Stage, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    world = World.empty()
    organisation.build(world)
    _add_what_the_demo_has_not(world)
    with stage.shown(world, tmp_path_factory.mktemp("catalogue")):
        yield world


def _add_what_the_demo_has_not(world: World) -> None:
    world.route53.create_zone(DNS_HUB, "locked.example", zone_id=LOCKED)
    world.route53.zones[LOCKED].accelerated_recovery = "ENABLING_HOSTED_ZONE_LOCKED"
    _add_guarded(world)
    world.put("cloudfront", SHOP, GLOBAL_REGION, "distributions", distribution(Id="E1HTTP1", HttpVersion="HTTP1.1"))
    served, serving = (f"d{letter * 13}.cloudfront.net" for letter in "pq")
    named = {"Items": ["served.locked.example"], "Quantity": 1}
    world.put("cloudfront", SHOP, GLOBAL_REGION, "distributions", distribution(Id="E2NAMED", DomainName=served))
    other = distribution(Id="E3SERVING", DomainName=serving, Aliases=named)
    world.put("cloudfront", SHOP, GLOBAL_REGION, "distributions", other)
    free = ("free-prefix.eu-west-1.elasticbeanstalk.com", alias_zone_id("elastic_beanstalk", "eu-west-1"))
    pointers = {"free-prefix": free, "served": (served, alias_zone_id("cloudfront", GLOBAL_REGION))}
    world.route53.load(LOCKED, [alias(f"{name}.locked.example.", "A", to) for name, to in pointers.items()])
    _add_badly_written(world)
    del world.route53.zones[BIG]
    shop = Estate(world, SHOP)
    for name, names in (("other-san.example.com", ["shop.example.com"]), ("far.example.com", ["far.example.com"])):
        add_graph_domain(shop, "eu-west-1", name)
        graph: Any = world.items("appsync", SHOP, "eu-west-1", "domain_names")[-1]
        graph["certificateArn"] = shop.certificate("eu-west-1" if name.startswith("far") else "us-east-1", names)
    add_api_domain(shop, ApiDomain("eu-west-1", "both.example.com", ("EDGE", "REGIONAL")))
    add_classic(shop, "eu-west-1", "lb-from-2010")
    balancers = world.items("elb", SHOP, "eu-west-1", "load_balancers")
    old: Any = next(item for item in balancers if item["LoadBalancerName"] == "lb-from-2010")
    old["CanonicalHostedZoneNameID"] = "Z3NF1Z3NOM5OY2"  # of Classic Load Balancers as they once were


def _add_guarded(world: World) -> None:
    world.route53.create_zone(DNS_HUB, "guarded.example", zone_id=GUARDED)
    world.route53.zones[GUARDED].guardrails = frozenset({"ALIAS_TARGET_CHECK", "NS_OCCLUSION_CHECK"})
    old = alias("old.guarded.example.", "A", (ALB, alias_zone_id("alb", "eu-west-1")))
    pointer = alias("shop.guarded.example.", "A", ("old.guarded.example", GUARDED))
    world.route53.load(GUARDED, [old, pointer, plain("cut.guarded.example.", "NS", "ns-1.example.org.")])


def _add_badly_written(world: World) -> None:
    """Records that xalias would not write so: names without their prefix, or with one too many, and a wrong zone id."""
    to = Pointers(world)
    alb, nlb, clb = (to.balancer(name, "eu-west-1") for name in ("shop-web", "mqtt", "old-shop"))
    lattice = next(iter(world.items("vpc-lattice", SHOP, "eu-west-1", "services")))["dnsEntry"]["domainName"]
    world.route53.create_zone(DNS_HUB, "written.example", zone_id=WRITTEN)
    pointers = {
        "bare": (alb[0].removeprefix("dualstack."), alb[1]),
        "prefixed": (f"dualstack.{nlb[0]}", nlb[1]),
        "six": (clb[0].replace("dualstack.", "ipv6."), clb[1]),
        "own": (f"{lattice}.", WRITTEN),
    }
    records = [alias(f"{name}.written.example.", "AAAA", pointer) for name, pointer in pointers.items()]
    world.route53.load(WRITTEN, records)


@pytest.fixture
def workspace_of(estate: World, tmp_path: Path) -> Callable[..., Workspace]:
    def make(kinds: tuple[str, ...] = ("alb",)) -> Workspace:
        return over_wire(tmp_path, regions=("eu-west-1", "us-east-1"), kinds=kinds)

    return make


@raises(column="id_")
@pytest.mark.parametrize(
    ("id_", "name", "target", "asked"),
    rows := [*NAMES, *ZONES, *EXISTING, *GROUPS, *ALIASES, *TARGETS],
    ids=[row[0] for row in rows],
)
def test_a_plan_raises_it(
    workspace_of: Callable[..., Workspace],
    estate: World,
    raised: Raised,
    id_: str,
    name: str,
    target: str,
    asked: dict[str, Any],
) -> None:
    options = dict(asked)
    workspace = workspace_of(options.pop("kinds", ("alb",)))
    plan, _ = make_plan(workspace, PlanRequest(name, target, **options))
    raised(estate, plan.findings)
    assert id_ in {finding.id for finding in plan.findings}


@raises(column="id_")
@pytest.mark.parametrize(
    ("id_", "name"),
    [
        ("record-name-at-sign", "@.example.com"),
        ("record-name-empty", "."),
        ("record-label-empty", "new..example.com"),
        ("record-label-too-long", f"{'a' * 64}.example.com"),
        ("record-name-too-long", ".".join(["a" * 60] * 5)),
        ("record-name-escape-invalid", r"a\b.example.com"),
        ("record-name-not-punycode", "b\u00fccher.example.com"),
    ],
)
def test_what_is_no_name_is_refused_before_anything_is_asked(
    workspace_of: Callable[..., Workspace], estate: World, raised: Raised, id_: str, name: str
) -> None:
    workspace, calls = workspace_of(), len(estate.served)
    with pytest.raises(UsageError) as caught:
        make_plan(workspace, PlanRequest(name, ALB))
    assert len(estate.served) == calls
    raised(estate, [caught.value.code])


@raises("iam-read-denied")
def test_a_call_that_is_denied_is_named_with_what_it_decides(
    workspace_of: Callable[..., Workspace], estate: World, raised: Raised
) -> None:
    action = "elasticloadbalancing:DescribeTargetHealth"
    estate.faults.next("elbv2:DescribeTargetHealth", denied(action), times=10)
    plan, _ = make_plan(workspace_of(), PlanRequest("new.example.com", "lb-unhealthy"))
    estate.faults.clear()
    raised(estate, plan.findings)
    (told,) = [finding for finding in plan.findings if finding.id == "iam-read-denied"]
    assert told.message.startswith("lb-no-healthy-target, eth-empty-target-group could not be checked: needs " + action)
    assert "lb-no-healthy-target" not in {finding.id for finding in plan.findings}


@raises("dangling-takeover-eb", "cloudfront-serves-other-distribution")
def test_an_audit_raises_it(workspace_of: Callable[..., Workspace], estate: World, raised: Raised) -> None:
    made = audit(workspace_of(("elasticbeanstalk", "cloudfront")))
    found = {verdict.record.name.bare: verdict.findings for verdict in made.verdicts}
    raised(estate, [*found["free-prefix.locked.example"], *found["served.locked.example"]])


@raises("dualstack-prefix-missing", "dualstack-prefix-on-nlb", "ipv6-prefix-clb", "lattice-own-zone-id")
def test_a_record_that_is_written_badly_raises_it(
    workspace_of: Callable[..., Workspace], estate: World, raised: Raised
) -> None:
    made = audit(workspace_of(("alb", "nlb", "clb", "vpc-lattice")))
    found = {row.record.name.bare: row for row in made.verdicts if row.zone.id == WRITTEN}
    raised(estate, [finding for row in found.values() for finding in row.findings])
    assert found["own.written.example"].verdict == "broken"
    raised(estate, trace(workspace_of(("clb",)), "six.written.example", None).findings)
