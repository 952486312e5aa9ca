from __future__ import annotations

from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.conftest import MakeClient
from tests.sandbox.change_batches import (
    ALB,
    ALB_ZONE,
    CDN,
    CDN_ZONE,
    CNAME,
    HUB,
    LOOPED,
    NLB,
    NLB_ZONE,
    PRIVATE,
    TAKEN,
    WEIGHTED,
    ZONE,
    Record,
    Step,
    alias,
    plain,
)
from xalias_tui.sandbox.clock import ManualClock
from xalias_tui.sandbox.route53.zones import Zone
from xalias_tui.sandbox.world import World

OFFICES = "11111111-2222-3333-4444-555555555555"


def _send(route53: Any, *steps: Step, zone_id: str = ZONE, **batch: Any) -> dict[str, Any]:
    changes = [{"Action": action, "ResourceRecordSet": record} for action, record in steps]
    answer = route53.change_resource_record_sets(HostedZoneId=zone_id, ChangeBatch={"Changes": changes, **batch})
    info: dict[str, Any] = answer["ChangeInfo"]
    return info


def _at(zone: Zone, name: str) -> list[Record]:
    return list(zone.at(name).values())


AZ_AFFINITIES = (
    ("AvailabilityZone", "use1-az1", True),
    ("AvailabilityZone", "us-east-1a", False),
    ("AvailabilityZoneGroup", "us-east-1-zg-1", True),
    ("AvailabilityZoneGroup", "use1-az1", False),
    ("Region", "eu-central-1", True),
    ("Region", "EU-CENTRAL-1", False),
    ("Partition", "aws", True),
    ("Partition", "azure", False),
    ("Global", "global", True),
    ("Global", "*", False),
    ("Planet", "earth", False),
)


def affinity(type_: str, id_: str, identifier: str = "here") -> Record:
    return plain("near.example.com", SetIdentifier=identifier, AZAffinity={"LocationType": type_, "LocationId": id_})


@pytest.mark.parametrize(("type_", "id_", "right"), AZ_AFFINITIES)
def test_az_affinity_takes_locations_in_the_form_of_their_type(
    route53: Any, crowded_zone: Zone, type_: str, id_: str, *, right: bool
) -> None:
    if right:
        _send(route53, ("CREATE", affinity(type_, id_)))
        listed = route53.list_resource_record_sets(HostedZoneId=ZONE, StartRecordName="near.example.com")
        assert listed["ResourceRecordSets"][0]["AZAffinity"] == {"LocationType": type_, "LocationId": id_}
    else:
        with pytest.raises(ClientError, match="InvalidInput"):
            _send(route53, ("CREATE", affinity(type_, id_)))
        assert _at(crowded_zone, "near.example.com.") == []


def test_a_group_has_one_record_for_a_location(route53: Any, crowded_zone: Zone) -> None:
    _send(route53, ("CREATE", affinity("Global", "global")), ("CREATE", affinity("Region", "eu-west-1", "region")))
    with pytest.raises(ClientError, match="same name, type and AZ affinity location"):
        _send(route53, ("CREATE", affinity("Region", "eu-west-1", "again")))
    assert len(_at(crowded_zone, "near.example.com.")) == 2


@pytest.mark.parametrize(
    "record",
    [
        plain("www.corp.example.com", SetIdentifier="S", GeoProximityLocation={"AWSRegion": "eu-west-1"}),
        plain(
            "www.corp.example.com",
            SetIdentifier="S",
            CidrRoutingConfig={"CollectionId": OFFICES, "LocationName": "*"},
        ),
        plain("sub.corp.example.com", "NS", "ns.example.net"),
    ],
    ids=["geoproximity", "IP-based", "delegation"],
)
def test_private_zones_take_every_policy_and_delegations(
    route53: Any, world: World, crowded_zone: Zone, record: Record
) -> None:
    world.route53.add_cidr_collection(HUB, OFFICES, "offices", {})
    _send(route53, ("CREATE", record), zone_id=PRIVATE)
    listed = route53.list_resource_record_sets(HostedZoneId=PRIVATE, StartRecordName=record["Name"])
    assert listed["ResourceRecordSets"][0]["Type"] == record["Type"]


@pytest.mark.parametrize(
    "record",
    [
        alias("www.example.com", ALB, ALB_ZONE, eth=True),
        alias("www.example.com", f"dualstack.{ALB}", ALB_ZONE),
        alias("www.example.com", f"DUALSTACK.{ALB.upper()}.", ALB_ZONE, "AAAA"),
        alias("www.example.com", NLB, NLB_ZONE),
        alias("example.com", CDN, CDN_ZONE, "AAAA"),
        alias("www.example.com", CDN, CDN_ZONE, "HTTPS"),
        alias("www.example.com", "s3-website-us-east-1.amazonaws.com", "Z3AQBSTGFYJSTF"),
        alias("www.example.com", "s3-website.eu-central-1.amazonaws.com", "Z21DNDUVLTQW6Q"),
        alias("*.example.com", "taken.example.com", ZONE),
        alias("www.example.com", "old.example.com", ZONE, "CNAME"),
        alias("weighted.example.com", ALB, ALB_ZONE, SetIdentifier="two", Weight=1),
        plain("WWW.Example.COM.", "TXT", '"a;b"'),
        plain("www.example.com", "TXT", f'"{"x" * 255}""y" "\\"\\300"', ttl=2**31 - 1),
        plain("www.example.com", "MX", "10 mail.example.net", ttl=0),
        plain("www.example.com", "MX", r"10 \300.example.net."),
        plain("www.example.com", "SRV", "1 10 5269 xmpp.example.net."),
        plain("www.example.com", "CAA", '0 issue "amazon.com"'),
        plain("www.example.com", "HTTPS", "1 . alpn=h2"),
    ],
    ids=lambda record: f"{record['Name']} {record['Type']}",
)
def test_created_listed_and_deleted_as_listed(route53: Any, crowded_zone: Zone, record: Record) -> None:
    before = list(crowded_zone.from_key(("", "", ""), 1_000))
    _send(route53, ("CREATE", record))
    start = {"StartRecordName": record["Name"], "StartRecordType": record["Type"]}
    page = route53.list_resource_record_sets(HostedZoneId=ZONE, **start)
    there = next(r for r in page["ResourceRecordSets"] if r.get("SetIdentifier") == record.get("SetIdentifier"))
    assert there["Type"] == record["Type"]
    assert there.get("AliasTarget", {}).get("DNSName", "x.").endswith(".")
    _send(route53, ("DELETE", there))
    assert list(crowded_zone.from_key(("", "", ""), 1_000)) == before


def test_a_private_zone_takes_load_balancers(route53: Any, world: World, crowded_zone: Zone) -> None:
    _send(route53, ("CREATE", alias("www.corp.example.com", ALB, ALB_ZONE)), zone_id=PRIVATE)
    assert len(world.route53.zones[PRIVATE]) == 3


def test_all_or_nothing(route53: Any, crowded_zone: Zone) -> None:
    with pytest.raises(ClientError):
        _send(route53, ("DELETE", LOOPED), ("CREATE", plain("new.example.com")), ("CREATE", TAKEN))
    assert _at(crowded_zone, "new.example.com.") == []
    assert len(_at(crowded_zone, "b.example.com.")) == 1


def test_the_order_of_a_batch_counts(route53: Any, crowded_zone: Zone) -> None:
    replacement = alias("old.example.com", ALB, ALB_ZONE)
    _send(route53, ("DELETE", CNAME), ("CREATE", replacement), ("CREATE", {**replacement, "Type": "AAAA"}))
    assert {record["Type"] for record in _at(crowded_zone, "old.example.com.")} == {"A", "AAAA"}


def test_a_routing_group_of_cnames(route53: Any, crowded_zone: Zone) -> None:
    members = [plain("w.example.com", "CNAME", f"{n}.example.net", SetIdentifier=f"s{n}", Weight=1) for n in range(100)]
    _send(route53, *(("CREATE", member) for member in members))
    assert len(_at(crowded_zone, "w.example.com.")) == 100


def test_a_chain_made_in_one_batch(route53: Any, crowded_zone: Zone) -> None:
    _send(
        route53,
        ("CREATE", plain("one.example.com")),
        ("CREATE", alias("two.example.com", "one.example.com", ZONE)),
        ("CREATE", alias("three.example.com", "two.example.com", ZONE)),
    )
    assert len(_at(crowded_zone, "three.example.com.")) == 1


def test_compare_and_swap(route53: Any, crowded_zone: Zone) -> None:
    new = alias("taken.example.com", ALB, ALB_ZONE)
    _send(route53, ("DELETE", TAKEN), ("CREATE", new))
    with pytest.raises(ClientError, match="the values provided do not match the current values"):
        _send(route53, ("DELETE", TAKEN), ("CREATE", alias("taken.example.com", CDN, CDN_ZONE)))
    (there,) = _at(crowded_zone, "taken.example.com.")
    assert there["AliasTarget"]["DNSName"] == f"{ALB}."
    _send(route53, ("DELETE", there), ("CREATE", TAKEN))
    assert _at(crowded_zone, "taken.example.com.")[0]["TTL"] == 60


def test_the_order_of_values_does_not_matter_to_a_delete(route53: Any, crowded_zone: Zone) -> None:
    values = [{"Value": "192.0.2.1"}, {"Value": "192.0.2.2"}]
    _send(route53, ("CREATE", {**plain("www.example.com"), "ResourceRecords": values}))
    _send(route53, ("DELETE", {**plain("www.example.com"), "ResourceRecords": values[::-1]}))
    assert _at(crowded_zone, "www.example.com.") == []


def test_upsert_creates_and_replaces(route53: Any, crowded_zone: Zone) -> None:
    _send(route53, ("UPSERT", plain("www.example.com")))
    _send(route53, ("UPSERT", alias("www.example.com", ALB, ALB_ZONE)), ("UPSERT", {**WEIGHTED, "Weight": 20}))
    (there,) = _at(crowded_zone, "www.example.com.")
    assert "AliasTarget" in there
    assert "TTL" not in there
    assert _at(crowded_zone, "weighted.example.com.")[0]["Weight"] == 20


def test_deleting_one_of_a_group_leaves_the_others(route53: Any, crowded_zone: Zone) -> None:
    _send(route53, ("CREATE", {**WEIGHTED, "SetIdentifier": "two"}))
    _send(route53, ("DELETE", WEIGHTED))
    assert [record["SetIdentifier"] for record in _at(crowded_zone, "weighted.example.com.")] == ["two"]
    assert len(_at(crowded_zone, "full.example.com.")) == 100


def test_pending_then_insync(route53: Any, make_client: MakeClient, clock: ManualClock, crowded_zone: Zone) -> None:
    info = _send(route53, ("CREATE", plain("www.example.com")), Comment="first")
    assert (info["Status"], info["Comment"], info["SubmittedAt"]) == ("PENDING", "first", clock())
    assert len(_at(crowded_zone, "www.example.com.")) == 1
    clock.advance(59)
    assert route53.get_change(Id=info["Id"])["ChangeInfo"]["Status"] == "PENDING"
    clock.advance(1)
    assert route53.get_change(Id=info["Id"])["ChangeInfo"] == {**info, "Status": "INSYNC"}
    for client, change_id in ((route53, "C0NOBODY"), (make_client("media-prod", "route53"), info["Id"])):
        with pytest.raises(ClientError) as caught:
            client.get_change(Id=change_id)
        assert caught.value.response["Error"]["Code"] == "NoSuchChange"


def test_a_zone_that_a_service_manages(route53: Any, world: World, crowded_zone: Zone) -> None:
    service = {"ServicePrincipal": "servicediscovery.amazonaws.com", "Description": "Cloud Map"}
    managed = world.route53.create_zone(crowded_zone.account_id, "managed.example", linked_service=service)
    with pytest.raises(ClientError, match=r"can only be managed through servicediscovery\.amazonaws\.com") as caught:
        _send(route53, ("CREATE", plain("www.managed.example")), zone_id=managed)
    assert caught.value.response["Error"]["Code"] == "AccessDenied"


@pytest.mark.usefixtures("crowded_zone")
def test_a_target_of_another_account_that_disappears(route53: Any, world: World) -> None:
    _send(route53, ("CREATE", alias("www.example.com", ALB, ALB_ZONE)))
    world.forget_alias_name(ALB, ALB_ZONE)
    with pytest.raises(ClientError, match="that target was not found"):
        _send(route53, ("CREATE", alias("www2.example.com", ALB, ALB_ZONE)))


def test_a_known_health_check(route53: Any, world: World, crowded_zone: Zone) -> None:
    world.route53.add_health_check(HUB, "known", {"Type": "TCP", "IPAddress": "192.0.2.1", "Port": 22})
    _send(route53, ("CREATE", plain("www.example.com", HealthCheckId="known")))
    assert _at(crowded_zone, "www.example.com.")[0]["HealthCheckId"] == "known"


def test_zones_are_made_and_deleted(route53: Any) -> None:
    made = route53.create_hosted_zone(Name="new.example", CallerReference="once")
    zone_id = made["HostedZone"]["Id"]
    assert made["ChangeInfo"]["Status"] == "PENDING"
    assert len(made["DelegationSet"]["NameServers"]) == 4
    with pytest.raises(ClientError) as caught:
        route53.create_hosted_zone(Name="new.example", CallerReference="once")
    assert caught.value.response["Error"]["Code"] == "HostedZoneAlreadyExists"
    _send(route53, ("CREATE", plain("www.new.example")), zone_id=zone_id)
    with pytest.raises(ClientError) as caught:
        route53.delete_hosted_zone(Id=zone_id)
    assert caught.value.response["Error"]["Code"] == "HostedZoneNotEmpty"
    _send(route53, ("DELETE", plain("www.new.example")), zone_id=zone_id)
    route53.delete_hosted_zone(Id=zone_id)
    assert route53.get_hosted_zone_count()["HostedZoneCount"] == 0


def test_a_private_zone_needs_a_network(route53: Any) -> None:
    with pytest.raises(ClientError, match="you must also specify values for VPCId and VPCRegion") as caught:
        route53.create_hosted_zone(Name="corp.example", CallerReference="once", HostedZoneConfig={"PrivateZone": True})
    assert caught.value.response["Error"]["Code"] == "InvalidInput"
    made = route53.create_hosted_zone(
        Name="corp.example", CallerReference="twice", VPC={"VPCRegion": "us-east-1", "VPCId": "vpc-1"}
    )
    assert made["HostedZone"]["Config"]["PrivateZone"] is True
    assert made["VPC"] == {"VPCRegion": "us-east-1", "VPCId": "vpc-1"}
