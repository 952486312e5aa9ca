"""GovCloud and China are worlds of their own: keys, names, zones and aliases of one are unknown in the others."""

from __future__ import annotations

from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.conftest import MakeClient
from xalias_tui.sandbox import organisation
from xalias_tui.sandbox.identities import Role
from xalias_tui.sandbox.members import CHINA, GOV
from xalias_tui.sandbox.organisation import china, govcloud, public_zone
from xalias_tui.sandbox.world import World

HOME = {"dns-prod": "us-east-1", "shop-prod": "us-east-1", "gov-prod": "us-gov-west-1", "china-prod": "cn-north-1"}
NOT_FOUND = "but that target was not found"


def refused(call: Any, **params: Any) -> tuple[str, str]:
    with pytest.raises(ClientError) as caught:
        call(**params)
    return caught.value.response["Error"]["Code"], caught.value.response["Error"]["Message"]


def alias_to(world: World, account_id: str, region: str, name: str, record: str) -> dict[str, Any]:
    found = world.items("elbv2", account_id, region, "load_balancers")
    balancer = next(item for item in found if item["LoadBalancerName"] == name)
    target = {
        "HostedZoneId": balancer["CanonicalHostedZoneId"],
        "DNSName": balancer["DNSName"],
        "EvaluateTargetHealth": False,
    }
    change = {"Action": "CREATE", "ResourceRecordSet": {"Name": record, "Type": "A", "AliasTarget": target}}
    return {"Changes": [change]}


@pytest.mark.parametrize("profile", ["gov-prod", "china-prod", "dns-prod"])
@pytest.mark.parametrize("region", ["us-east-1", "us-gov-west-1", "cn-north-1"])
@pytest.mark.parametrize(("service", "call"), [("sts", "get_caller_identity"), ("route53", "list_hosted_zones")])
def test_keys_of_one_partition_are_unknown_in_the_others(
    make_client: MakeClient, profile: str, region: str, service: str, call: str
) -> None:
    ask = getattr(make_client(profile, service, region), call)
    if region == HOME[profile]:
        assert ask()["ResponseMetadata"]["HTTPStatusCode"] == 200
    else:
        assert refused(ask)[0] == "InvalidClientTokenId"


def test_a_role_is_only_assumed_inside_its_partition(world: World, make_client: MakeClient) -> None:
    for account_id in (GOV, "222222222222"):
        world.accounts[account_id].roles["auditor"] = Role("auditor")
    sts = make_client("gov-prod", "sts", "us-gov-west-1")
    own = f"arn:aws-us-gov:iam::{GOV}:role/auditor"
    assumed = sts.assume_role(RoleArn=own, RoleSessionName="me")["AssumedRoleUser"]["Arn"]
    assert assumed == f"arn:aws-us-gov:sts::{GOV}:assumed-role/auditor/me"
    for arn in ("arn:aws:iam::222222222222:role/auditor", f"arn:aws:iam::{GOV}:role/auditor"):
        assert refused(sts.assume_role, RoleArn=arn, RoleSessionName="me")[0] == "AccessDenied"


@pytest.mark.parametrize(
    ("profile", "regions", "end"),
    [
        ("gov-prod", ["us-gov-east-1", "us-gov-west-1"], "amazonaws.com"),
        ("china-prod", ["cn-north-1", "cn-northwest-1"], "amazonaws.com.cn"),
    ],
)
def test_regions_are_those_of_the_partition(
    make_client: MakeClient, profile: str, regions: list[str], end: str
) -> None:
    ec2 = make_client(profile, "ec2", regions[0])
    listed = ec2.describe_regions(AllRegions=True)["Regions"]
    assert [row["RegionName"] for row in listed] == regions
    assert {row["Endpoint"] for row in listed} == {f"ec2.{region}.{end}" for region in regions}


def test_names_of_buckets_are_shared_inside_a_partition_only(world: World, make_client: MakeClient) -> None:
    organisation.build(world)
    name = "files.agency.example"
    make_client("gov-prod", "s3", "us-gov-west-1").head_bucket(Bucket=name)
    assert refused(make_client("china-prod", "s3", "cn-north-1").head_bucket, Bucket=name)[0] == "404"
    assert refused(make_client("shop-prod", "s3").head_bucket, Bucket=name)[0] == "404"


def test_zones_of_another_partition_do_not_exist(world: World, make_client: MakeClient) -> None:
    organisation.build(world)
    for zone_id in (public_zone.PUBLIC, china.EXAMPLE_CN):
        code, _ = refused(make_client("gov-prod", "route53", "us-gov-west-1").get_hosted_zone, Id=zone_id)
        assert code == "NoSuchHostedZone"


@pytest.mark.parametrize(
    ("profile", "zone_id", "target", "record", "said"),
    [
        ("dns-prod", public_zone.PUBLIC, (GOV, govcloud.WEST, "casework"), "x.example.com", NOT_FOUND),
        ("dns-prod", public_zone.PUBLIC, (CHINA, china.BEIJING, "storefront"), "x.example.com", NOT_FOUND),
        ("china-prod", china.EXAMPLE_CN, ("222222222222", "eu-west-1", "shop-web"), "x.example.cn", NOT_FOUND),
        ("china-prod", china.EXAMPLE_CN, (GOV, govcloud.WEST, "casework"), "x.example.cn", NOT_FOUND),
        ("gov-prod", govcloud.AGENCY, ("222222222222", "eu-west-1", "shop-web"), "x.agency.example", NOT_FOUND),
        ("gov-prod", govcloud.INSIDE, (GOV, govcloud.WEST, "casework"), "x.inside.agency.example", ""),
        ("gov-prod", govcloud.AGENCY, (GOV, govcloud.WEST, "casework"), "x.agency.example", ""),
        ("china-prod", china.EXAMPLE_CN, (CHINA, china.NINGXIA, "checkout"), "x.example.cn", ""),
    ],
)
def test_aliases_stay_inside_their_partition(
    world: World,
    make_client: MakeClient,
    profile: str,
    zone_id: str,
    target: tuple[str, str, str],
    record: str,
    said: str,
) -> None:
    organisation.build(world)
    route53 = make_client(profile, "route53", HOME[profile])
    batch = alias_to(world, *target, record)
    if not said:
        sent = route53.change_resource_record_sets(HostedZoneId=zone_id, ChangeBatch=batch)
        assert sent["ChangeInfo"]["Status"] == "PENDING"
        return
    code, message = refused(route53.change_resource_record_sets, HostedZoneId=zone_id, ChangeBatch=batch)
    assert code == "InvalidChangeBatch"
    assert said in message


def test_a_private_zone_of_govcloud_takes_aliases_to_its_own_records(world: World, make_client: MakeClient) -> None:
    organisation.build(world)
    route53 = make_client("gov-prod", "route53", "us-gov-west-1")
    target = {"HostedZoneId": govcloud.INSIDE, "DNSName": "db.inside.agency.example", "EvaluateTargetHealth": False}
    record = {"Name": "ledger.inside.agency.example", "Type": "A", "AliasTarget": target}
    batch = {"Changes": [{"Action": "CREATE", "ResourceRecordSet": record}]}
    route53.change_resource_record_sets(HostedZoneId=govcloud.INSIDE, ChangeBatch=batch)


@pytest.mark.parametrize(
    ("routing", "said"),
    [({"Region": "us-gov-west-1"}, "latency"), ({"GeoLocation": {"CountryCode": "*"}}, "geo"), ({"Weight": 1}, "")],
)
def test_a_private_zone_of_govcloud_routes_neither_by_latency_nor_by_place(
    world: World, make_client: MakeClient, routing: dict[str, Any], said: str
) -> None:
    organisation.build(world)
    route53 = make_client("gov-prod", "route53", "us-gov-west-1")
    record = {"Name": "x.inside.agency.example", "Type": "A", "SetIdentifier": "a", "TTL": 60, **routing}
    change = {"Action": "CREATE", "ResourceRecordSet": {**record, "ResourceRecords": [{"Value": "10.0.0.1"}]}}
    if not said:
        route53.change_resource_record_sets(HostedZoneId=govcloud.INSIDE, ChangeBatch={"Changes": [change]})
        return
    code, message = refused(
        route53.change_resource_record_sets, HostedZoneId=govcloud.INSIDE, ChangeBatch={"Changes": [change]}
    )
    assert (code, said in message) == ("InvalidChangeBatch", True)


def test_a_zone_made_in_china_says_where_it_is(make_client: MakeClient) -> None:
    made = make_client("china-prod", "route53", "cn-north-1").create_hosted_zone(Name="new.cn", CallerReference="1")
    assert made["Location"].startswith("https://route53.amazonaws.com.cn/2013-04-01/hostedzone/Z")
