"""Private API domains behind one VPC endpoint: whatever names the endpoint, the answer is the same."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.stage import Stage, accounts_here
from xalias_tui.domain.pasted import Pasted
from xalias_tui.jobs.audit.run import audit
from xalias_tui.jobs.plans.plan import PlanRequest, make_plan
from xalias_tui.jobs.session.workspace import Options, Workspace
from xalias_tui.jobs.targets.find import seek
from xalias_tui.sandbox.members import DNS_HUB, SHOP
from xalias_tui.sandbox.organisation.estate import EUROPE, Estate, told_zone_id
from xalias_tui.sandbox.organisation.private_apis import add_private_domain
from xalias_tui.sandbox.organisation.records import alias
from xalias_tui.sandbox.server import Sandbox
from xalias_tui.sandbox.world import World
from xalias_tui.store.journal import Journal

ZONE = "inside.example"
OTHER = f"other.{ZONE}"
SERVED = {"orders": f"orders.{ZONE}", "returns": f"returns.{ZONE}"}


def behind_one(world: World, *names: str) -> dict[str, Any]:
    """Private domains, all of which the endpoint of the first reaches."""
    shop = Estate(world, SHOP)
    for name in names:
        add_private_domain(shop, EUROPE, name)
    ways = world.items("apigateway", SHOP, EUROPE, "access_associations")
    first, *others = ways
    source = first["accessAssociationSource"]
    for way in others:
        world.remove("apigateway", SHOP, EUROPE, "access_associations", way)
        shop.put("apigateway", EUROPE, "access_associations", {**way, "accessAssociationSource": source})
    (endpoint,) = [
        item for item in world.items("ec2", SHOP, EUROPE, "vpc_endpoints") if item["VpcEndpointId"] == source
    ]
    return dict(endpoint)


@pytest.mark.parametrize("many", [1, 2])
def test_an_endpoint_is_judged_as_the_domain_behind_it_whatever_names_it(
    many: int, stage: Stage, enter_sandbox: Callable[[Sandbox], None], tmp_path: Path
) -> None:
    world = World.empty(propagation_seconds=0)
    endpoint = behind_one(world, *list(SERVED.values())[:many])
    regional, zonal = (entry["DnsName"] for entry in endpoint["DnsEntries"][:2])
    zone = world.route53.create_zone(DNS_HUB, ZONE, private=True, vpcs=[{"VPCRegion": EUROPE, "VPCId": "vpc-1"}])
    names = [OTHER, *list(SERVED.values())[:many]]
    pointed = (regional, told_zone_id("vpc_interface_endpoint", EUROPE))
    world.route53.load(zone, [alias(f"{name}.", "A", pointed) for name in names])
    ways = {
        "name": regional,
        "zonal": zonal,
        "arn": f"arn:aws:ec2:{EUROPE}:{SHOP}:vpc-endpoint/{endpoint['VpcEndpointId']}",
        "tag": next(tag["Value"] for tag in endpoint["Tags"] if tag["Key"] == "Name"),
    }
    with stage.play(world) as running:
        enter_sandbox(running)
        workspace = Workspace(
            Options(("dns-prod",), ("shop-prod",), (EUROPE,), offline=True),
            accounts=accounts_here(),
            journal=Journal(tmp_path / "journal.jsonl"),
        )
        audited = {row.record.name.bare: {f.id for f in row.findings} for row in audit(workspace).verdicts}
        found: dict[str, dict[str, set[str]]] = {}
        for way, text in ways.items():
            for name in names:
                plan = make_plan(workspace, PlanRequest(name, text, types=("A",), replace=True))[0]
                found.setdefault(name, {})[way] = {finding.id for finding in plan.findings}
        without_record = {way: seek(workspace, Pasted.read(text)).target for way, text in ways.items()}
    assert {target.arn for target in without_record.values()} == {ways["arn"]}
    mismatch = "apigw-name-mismatch"
    assert {name: mismatch in ids for name, ids in audited.items()} == {name: name == OTHER for name in names}
    assert {name: {way: mismatch in ids for way, ids in each.items()} for name, each in found.items()} == {
        name: dict.fromkeys(ways, name == OTHER) for name in names
    }
    zonal_said = {way for each in found.values() for way, ids in each.items() if "vpce-zonal-name" in ids}
    assert zonal_said == {"zonal"}
    unknown = {way for each in found.values() for way, ids in each.items() if "target-not-found" in ids}
    assert unknown == set()
