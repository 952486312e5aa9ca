"""Findings that no resource of the demo organisation has by itself: plans, over the wire, that must raise them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.raised import Raised, raises
from xalias_tui.aws.accounts import Accounts
from xalias_tui.domain.records import Routing
from xalias_tui.jobs.planning import PlanRequest, make_plan
from xalias_tui.jobs.workspace import Options, Workspace
from xalias_tui.sandbox import organisation
from xalias_tui.sandbox.server import Sandbox
from xalias_tui.sandbox.world import World
from xalias_tui.store.journal import Journal

ALB = "shop-web-123.eu-west-1.elb.amazonaws.com"
CDN = "d111111abcdef8.cloudfront.net"
S3 = "s3-website-eu-west-1.amazonaws.com"
PRIVATE = "Z08EXAMPLECOMPRIVATE"


def weighted(weight: int) -> dict[str, Any]:
    return {"routing": Routing("weighted", weight), "set_identifier": "red"}


RAISED: tuple[tuple[str, str, dict[str, Any]], ...] = (
    ("_new.example.com", ALB, {"id": "record-name-hostname-illegal"}),
    ("NEW.example.com", ALB, {"id": "record-name-case"}),
    ("a\\100b.example.com", ALB, {"id": "record-name-escape"}),
    ("a*.example.com", ALB, {"id": "wildcard-not-whole-label"}),
    ("*.example.com", ALB, {"id": "wildcard-shadowed"}),
    ("new.example.org", ALB, {"id": "zone-same-name-ambiguous", "zone": "Z08EXAMPLEORGLIVE000"}),
    ("new.dev.example.com", ALB, {"id": "record-below-delegation", "zone": "Z08EXAMPLECOMPUBLIC0"}),
    ("new.example.com", ALB, {"id": "split-horizon-twin"}),
    ("new.example.com", ALB, {"id": "negative-cache"}),
    ("new.mesh.example.net", ALB, {"id": "zone-linked-service"}),
    ("new.example.com", "shop-web-1.cn-north-1.elb.amazonaws.com.cn", {"id": "partition-mismatch"}),
    ("new.example.com", "db.abc.eu-west-1.rds.amazonaws.com", {"id": "target-not-aliasable"}),
    ("new.example.com", "abc123.execute-api.eu-west-1.amazonaws.com", {"id": "apigw-default-endpoint"}),
    ("new.example.com", f"new.example.com.{S3}", {"id": "s3-bucket-in-dnsname"}),
    ("new.example.com", S3, {"id": "s3-aaaa", "types": ("AAAA",)}),
    ("*.example.com", S3, {"id": "s3-wildcard"}),
    ("new.example.com", S3, {"id": "eth-no-benefit", "evaluate_target_health": True}),
    ("new.example.com", ALB, {"id": "eth-simple-no-effect", "evaluate_target_health": True}),
    ("new.example.com", "shop-web", {"id": "ipv6-available-no-aaaa", "types": ("A",)}),
    ("new.example.com", "shop-web", {"id": "lb-public-in-private-zone", "zone": PRIVATE}),
    ("new.example.com", CDN, {"id": "https-record-alone", "types": ("HTTPS",)}),
    ("split.example.com", ALB, {"id": "weight-zero", **weighted(0)}),
    (
        "new.example.com",
        ALB,
        {"id": "geo-no-default", "routing": Routing("geolocation", {"CountryCode": "DE"}), "set_identifier": "de"},
    ),
    (
        "new.example.com",
        ALB,
        {"id": "failover-incomplete", "routing": Routing("failover", "PRIMARY"), "set_identifier": "one"},
    ),
    (
        "new.example.com",
        ALB,
        {
            "id": "failover-alias-eth-required",
            "routing": Routing("failover", "PRIMARY"),
            "set_identifier": "one",
            "evaluate_target_health": False,
        },
    ),
    (
        "new.example.com",
        ALB,
        {
            "id": "private-zone-routing-policy",
            "zone": PRIVATE,
            "routing": Routing("cidr", {"CollectionId": "c", "LocationName": "*"}),
            "set_identifier": "one",
        },
    ),
    ("new.example.com", "eu-west-1a.stream-0123456789abcdef.elb.eu-west-1.amazonaws.com", {"id": "nlb-zonal-name"}),
)


@pytest.fixture(scope="module")
def estate() -> Iterator[tuple[World, Sandbox]]:
    world = World.empty()
    organisation.build(world)
    with Sandbox.start(world) as running:
        yield world, running
    assert world.defects == []


@pytest.fixture
def workspace(estate: tuple[World, Sandbox], enter_sandbox: Callable[[Sandbox], None], tmp_path: Path) -> Workspace:
    enter_sandbox(estate[1])
    (tmp_path / "config.toml").touch()
    options = Options(
        zone_profiles=("dns-prod",),
        target_profiles=("shop-prod",),
        regions=("eu-west-1",),
        kinds=("alb",),
        config=tmp_path / "config.toml",
    )
    return Workspace(options, accounts=Accounts(), journal=Journal(tmp_path / "journal.jsonl"))


@pytest.mark.parametrize(
    ("name", "target", "asked"),
    [pytest.param(*row, marks=raises(row[2]["id"]), id=row[2]["id"]) for row in RAISED],
)
def test_a_plan_raises_it(
    workspace: Workspace, estate: tuple[World, Sandbox], raised: Raised, name: str, target: str, asked: dict[str, Any]
) -> None:
    options = {key: value for key, value in asked.items() if key != "id"}
    plan, _ = make_plan(workspace, PlanRequest(name, target, **options))
    raised(estate[0], plan.findings)
