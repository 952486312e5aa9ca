"""What the simulated Route 53 refuses for the zone's sake: locked, private or full. The sentences are ours."""

from __future__ import annotations

from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.sandbox.change_batches import HUB, TAKEN, ZONE, Case, Change, alias, plain, rows
from xalias_tui.sandbox.route53.traffic_policies import add_policy
from xalias_tui.sandbox.route53.zones import Zone
from xalias_tui.sandbox.world import World

POLICY = "22222222-2222-4222-8222-222222222222"
WEBSITES = (("s3-website-us-east-1.amazonaws.com", "Z3AQBSTGFYJSTF"), ("s3-website.eu-central-1.amazonaws.com",
            "Z21DNDUVLTQW6Q"))  # fmt: skip


def member(identifier: str, **routing: Any) -> dict[str, Any]:
    return {"SetIdentifier": identifier, **routing}


LIMITS = [
    Case(
        "s3-one-per-routing-group",
        tuple(("CREATE", alias("www.example.com", *website, **member(website[1], Weight=1))) for website in WEBSITES),
        "[RRSet with DNS name www.example.com., type A cannot be created as another RRSet of the same name and type is "
        "an alias to an S3 website.]",
    ),
]


@pytest.mark.parametrize("case", rows(LIMITS))
def test_refused(refused: Change, case: Case) -> None:
    assert refused(*case.steps, zone_id=case.zone_id) == (case.code, case.message)


@pytest.mark.parametrize("status", ["ENABLING_HOSTED_ZONE_LOCKED", "DISABLING_HOSTED_ZONE_LOCKED"])
def test_a_locked_zone_takes_no_change(refused: Change, crowded_zone: Zone, status: str) -> None:
    crowded_zone.accelerated_recovery = status
    code, message = refused(("DELETE", TAKEN))
    assert code == "InvalidChangeBatch"
    assert status in message


@pytest.mark.parametrize("status", ["", "ENABLING", "ENABLED"])
def test_a_zone_that_is_not_locked_does(route53: Any, crowded_zone: Zone, status: str) -> None:
    crowded_zone.accelerated_recovery = status
    route53.change_resource_record_sets(HostedZoneId=ZONE, ChangeBatch=batch(("DELETE", TAKEN)))
    assert not crowded_zone.at("taken.example.com.")


def batch(*steps: tuple[str, Any]) -> dict[str, Any]:
    return {"Changes": [{"Action": action, "ResourceRecordSet": record} for action, record in steps]}


def test_a_full_zone_takes_a_record_for_a_record_only(refused: Change, route53: Any, crowded_zone: Zone) -> None:
    crowded_zone.record_limit = len(crowded_zone)
    code, message = refused(("CREATE", plain("new.example.com")))
    assert (code, message) == (
        "InvalidChangeBatch",
        f"[Exceeded limit of {len(crowded_zone)} RRSets in zone example.com.]",
    )
    steps = batch(("CREATE", plain("new.example.com")), ("DELETE", TAKEN), ("UPSERT", plain("new2.example.com", ttl=1)))
    with pytest.raises(ClientError):
        route53.change_resource_record_sets(HostedZoneId=ZONE, ChangeBatch=steps)
    steps["Changes"].pop()
    route53.change_resource_record_sets(HostedZoneId=ZONE, ChangeBatch=steps)
    assert crowded_zone.at("new.example.com.")


def test_a_zone_above_its_limit_may_shrink(route53: Any, crowded_zone: Zone) -> None:
    crowded_zone.record_limit = 1
    route53.change_resource_record_sets(HostedZoneId=ZONE, ChangeBatch=batch(("DELETE", TAKEN)))
    assert not crowded_zone.at("taken.example.com.")


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("www.example.net", "is not permitted in zone example.com."),
        ("old.example.com", "conflicting RRSet of type CNAME"),
    ],
)
def test_an_instance_obeys_the_rules_of_records(
    route53: Any, world: World, crowded_zone: Zone, name: str, said: str
) -> None:
    add_policy(world, HUB, POLICY, "steered", "192.0.2.9")
    before = list(crowded_zone.from_key(("", "", ""), 1_000))
    with pytest.raises(ClientError, match=said) as caught:
        route53.create_traffic_policy_instance(
            HostedZoneId=ZONE, Name=name, TTL=60, TrafficPolicyId=POLICY, TrafficPolicyVersion=1
        )
    assert caught.value.response["Error"]["Code"] == "InvalidInput"
    assert list(crowded_zone.from_key(("", "", ""), 1_000)) == before


def test_a_record_that_aliases_point_to_stays_while_the_guardrail_is_on(
    refused: Change, route53: Any, crowded_zone: Zone
) -> None:
    crowded_zone.load([alias("b.example.com", "taken.example.com", ZONE)])
    crowded_zone.guardrails = frozenset({"ALIAS_TARGET_CHECK"})
    code, message = refused(("DELETE", TAKEN))
    assert code == "InvalidChangeBatch"
    assert "ALIAS_TARGET_CHECK" in message
    replaced = batch(("DELETE", TAKEN), ("CREATE", plain("taken.example.com", value="192.0.2.9")))
    route53.change_resource_record_sets(HostedZoneId=ZONE, ChangeBatch=replaced)
    pointer, pointed = alias("b.example.com", "taken.example.com", ZONE), plain("taken.example.com", value="192.0.2.9")
    both = batch(("DELETE", pointer), ("DELETE", pointed))
    route53.change_resource_record_sets(HostedZoneId=ZONE, ChangeBatch=both)
    assert not crowded_zone.at("taken.example.com.")


def test_nothing_is_made_below_a_delegation_while_the_guardrail_is_on(
    refused: Change, route53: Any, crowded_zone: Zone
) -> None:
    below, cut = plain("www.cut.example.com"), plain("cut.example.com", "NS", "ns-1.example.org")
    crowded_zone.load([cut])
    crowded_zone.guardrails = frozenset({"NS_OCCLUSION_CHECK"})
    assert "NS_OCCLUSION_CHECK" in refused(("CREATE", below))[1]
    assert "NS_OCCLUSION_CHECK" in refused(("CREATE", plain("cut.example.com")))[1]
    route53.change_resource_record_sets(HostedZoneId=ZONE, ChangeBatch=batch(("DELETE", cut), ("CREATE", below)))
    assert crowded_zone.at("www.cut.example.com.")
