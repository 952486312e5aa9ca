"""Who may make which zone, what is said of things that do not exist, and pages of a wrong size."""

from __future__ import annotations

from typing import Any

import pytest

from tests.conftest import MakeClient
from tests.sandbox.change_batches import HUB, ZONE
from tests.sandbox.refusing import refused
from xalias_tui.sandbox.route53.traffic_policies import add_policy
from xalias_tui.sandbox.route53.zones import Zone
from xalias_tui.sandbox.world import World

POLICY = "22222222-2222-4222-8222-222222222222"
VPC = {"VPCRegion": "us-east-1", "VPCId": "vpc-1"}


def test_a_caller_reference_is_one_accounts_own(route53: Any, make_client: MakeClient) -> None:
    wanted = {"Name": "new.example", "CallerReference": "once"}
    route53.create_hosted_zone(**wanted)
    assert refused(route53.create_hosted_zone, **wanted)[:2] == ("HostedZoneAlreadyExists", 409)
    assert make_client("media-prod", "route53").create_hosted_zone(**wanted)["HostedZone"]["Name"] == "new.example."


def test_a_network_has_one_private_zone_of_a_name(route53: Any) -> None:
    wanted = {"Name": "corp.example", "VPC": VPC}
    route53.create_hosted_zone(CallerReference="one", **wanted)
    code, status, message = refused(route53.create_hosted_zone, CallerReference="two", **wanted)
    assert (code, status) == ("ConflictingDomainExists", 400)
    assert "vpc-1 in region us-east-1" in message
    others: tuple[dict[str, Any], ...] = ({"Name": "other.example"}, {"VPC": {**VPC, "VPCId": "vpc-2"}})
    for number, other in enumerate(others):
        assert route53.create_hosted_zone(CallerReference=f"more-{number}", **{**wanted, **other})["ChangeInfo"]


@pytest.mark.parametrize("size", ["abc", "-3", "0"])
def test_a_page_of_protections_has_a_size(route53: Any, crowded_zone: Zone, size: str) -> None:
    asked = {"HostedZoneId": crowded_zone.id, "MaxResults": size}
    assert refused(route53.list_resource_record_set_protections, **asked)[:2] == ("InvalidInput", 400)


def test_only_health_checks_that_exist_have_tags(route53: Any, world: World) -> None:
    world.route53.add_health_check(HUB, "known", {"Type": "TCP", "IPAddress": "192.0.2.1", "Port": 22})
    asked = {"ResourceType": "healthcheck"}
    assert route53.list_tags_for_resource(ResourceId="known", **asked)["ResourceTagSet"]["Tags"] == []
    assert refused(route53.list_tags_for_resource, ResourceId="nobody", **asked)[:2] == ("NoSuchHealthCheck", 404)
    assert refused(route53.list_tags_for_resources, ResourceIds=["nobody"], **asked)[:2] == ("NoSuchHealthCheck", 404)


def test_pages_of_health_checks_tell_the_size_that_they_have(route53: Any) -> None:
    assert route53.list_health_checks(MaxItems="5000")["MaxItems"] == "1000"


@pytest.mark.parametrize(
    ("profile", "account_id", "host"),
    [("dns-prod", HUB, "route53.amazonaws.com"), ("gov-prod", "", "route53.us-gov.amazonaws.com")],
)
def test_an_instance_is_found_in_its_own_partition(
    make_client: MakeClient, world: World, profile: str, account_id: str, host: str
) -> None:
    client = make_client(profile, "route53", "us-gov-west-1" if "gov" in profile else "us-east-1")
    owner = account_id or next(id_ for id_, account in world.accounts.items() if account.partition == "aws-us-gov")
    world.route53.create_zone(owner, "example.com", zone_id=ZONE)
    add_policy(world, owner, POLICY, "steered", "192.0.2.9")
    made = client.create_traffic_policy_instance(
        HostedZoneId=ZONE, Name="www.example.com", TTL=60, TrafficPolicyId=POLICY, TrafficPolicyVersion=1
    )
    assert made["Location"] == f"https://{host}/2013-04-01/trafficpolicyinstance/{made['TrafficPolicyInstance']['Id']}"
