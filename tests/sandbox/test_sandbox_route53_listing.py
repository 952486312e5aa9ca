from __future__ import annotations

from typing import Any

import pytest
from botocore.exceptions import ClientError
from hypothesis import given
from hypothesis import strategies as st

from tests.conftest import MakeClient
from xalias_tui.domain.names import DnsName
from xalias_tui.sandbox.route53.names import is_inside, listed, reversed_name
from xalias_tui.sandbox.world import World

_HUB = "111111111111"


def _plain(name: str, record_type: str = "A", value: str = "192.0.2.1", **more: Any) -> dict[str, Any]:
    return {"Name": name, "Type": record_type, "TTL": 60, "ResourceRecords": [{"Value": value}], **more}


@pytest.fixture
def zone(world: World) -> str:
    return world.route53.create_zone(_HUB, "example.com")


def _listed_names(route53: Any, zone: str, **start: Any) -> list[str]:
    page = route53.list_resource_record_sets(HostedZoneId=zone, **start)
    return [record["Name"] for record in page["ResourceRecordSets"]]


def test_records_are_listed_as_they_were_put(route53: Any, world: World, zone: str) -> None:
    records = [
        _plain("a.example.com.", SetIdentifier="x", Weight=0),
        {
            "Name": "b.example.com.",
            "Type": "AAAA",
            "AliasTarget": {
                "HostedZoneId": "Z35SXDOTRQ7X7K",
                "DNSName": "dualstack.gone.us-east-1.elb.amazonaws.com.",
                "EvaluateTargetHealth": True,
            },
        },
        {**_plain("c.example.com.", SetIdentifier="g"), "GeoLocation": {"ContinentCode": "EU"}, "HealthCheckId": "h"},
        {**_plain("d.example.com.", "TXT", '"<b>&amp;"'), "SetIdentifier": "m", "MultiValueAnswer": True},
    ]
    world.route53.load(zone, records)
    page = route53.list_resource_record_sets(HostedZoneId=zone)
    assert page["ResourceRecordSets"][2:] == records
    assert (page["IsTruncated"], page["MaxItems"]) == (False, "300")


def test_a_new_zone_has_its_required_records(route53: Any, zone: str) -> None:
    found = route53.get_hosted_zone(Id=f"/hostedzone/{zone}")
    servers = found["DelegationSet"]["NameServers"]
    ns, soa = route53.list_resource_record_sets(HostedZoneId=zone)["ResourceRecordSets"]
    assert (ns["Type"], ns["TTL"]) == ("NS", 172800)
    assert [record["Value"] for record in ns["ResourceRecords"]] == [f"{server}." for server in servers]
    assert soa["ResourceRecords"][0]["Value"] == (
        f"{servers[0]}. awsdns-hostmaster.amazon.com. 1 7200 900 1209600 86400"
    )
    assert found["HostedZone"]["ResourceRecordSetCount"] == 2


def test_names_are_folded_and_escaped(route53: Any, world: World, zone: str) -> None:
    world.route53.load(zone, [_plain("*.Example.COM"), _plain("a\\040b@c.example.com")])
    assert _listed_names(route53, zone)[2:] == ["\\052.example.com.", "a\\040b\\100c.example.com."]


def test_reversed_labels_with_the_final_dot(route53: Any, world: World, zone: str) -> None:
    names = ["www", "www-1", "a.www", "*", "_acme", "0", "zz"]
    world.route53.load(zone, [_plain(f"{name}.example.com") for name in names])
    world.route53.load(zone, [_plain("www.example.com", "TXT", '"x"'), _plain("www.example.com", "MX", "1 a.")])
    listing = route53.list_resource_record_sets(HostedZoneId=zone)["ResourceRecordSets"][2:]
    assert [(record["Name"].removesuffix(".example.com."), record["Type"]) for record in listing] == [
        ("\\052", "A"),
        ("0", "A"),
        ("_acme", "A"),
        ("www-1", "A"),
        ("www", "A"),
        ("www", "MX"),
        ("www", "TXT"),
        ("a.www", "A"),
        ("zz", "A"),
    ]


@pytest.mark.parametrize(
    ("start", "first"),
    [
        ({"StartRecordName": "b.example.com"}, "b.example.com. A"),
        ({"StartRecordName": "B.example.com."}, "b.example.com. A"),
        ({"StartRecordName": "aa.example.com"}, "b.example.com. A"),
        ({"StartRecordName": "b.example.com", "StartRecordType": "AAAA"}, "b.example.com. MX"),
        ({"StartRecordName": "b.example.com", "StartRecordType": "TXT"}, "w.example.com. A one"),
        ({"StartRecordName": "w.example.com", "StartRecordType": "A", "StartRecordIdentifier": "two"},
         "w.example.com. A two"),
        ({"StartRecordName": "*.example.com"}, "\\052.example.com. A"),
    ],
)  # fmt: skip
def test_where_a_listing_starts(route53: Any, world: World, zone: str, start: dict[str, str], first: str) -> None:
    weighted = [_plain("w.example.com", SetIdentifier=name, Weight=1) for name in ("one", "two")]
    plain = [_plain("*.example.com"), _plain("b.example.com"), _plain("b.example.com", "MX", "1 a.")]
    world.route53.load(zone, [*plain, *weighted])
    page = route53.list_resource_record_sets(HostedZoneId=zone, MaxItems="1", **start)
    (record,) = page["ResourceRecordSets"]
    assert " ".join(filter(None, (record["Name"], record["Type"], record.get("SetIdentifier")))) == first


@pytest.mark.parametrize(
    "start",
    [
        {"StartRecordType": "A"},
        {"StartRecordName": "a.example.com", "StartRecordIdentifier": "x"},
        {"MaxItems": "many"},
        {"MaxItems": "0"},
        {"StartRecordName": "a..example.com"},
    ],
)
def test_a_start_that_makes_no_sense(route53: Any, zone: str, start: dict[str, str]) -> None:
    with pytest.raises(ClientError) as caught:
        route53.list_resource_record_sets(HostedZoneId=zone, **start)
    assert caught.value.response["Error"]["Code"] == "InvalidInput"


def test_pages_inside_a_routing_group(route53: Any, world: World, zone: str) -> None:
    group = [_plain("w.example.com.", SetIdentifier=f"s{number:02d}", Weight=1) for number in range(20)]
    world.route53.load(zone, group)
    paginator = route53.get_paginator("list_resource_record_sets")
    pages = list(paginator.paginate(HostedZoneId=zone, PaginationConfig={"PageSize": 7}))
    assert [len(page["ResourceRecordSets"]) for page in pages] == [7, 7, 7, 1]
    assert pages[0]["NextRecordIdentifier"] == "s05"
    assert [record for page in pages for record in page["ResourceRecordSets"]][2:] == group


def test_ten_thousand_records(route53: Any, world: World, zone: str) -> None:
    records = [_plain(f"host-{number:05d}.example.com.") for number in range(10_000)]
    world.route53.load(zone, records)
    pages = list(route53.get_paginator("list_resource_record_sets").paginate(
        HostedZoneId=zone, PaginationConfig={"PageSize": 1_000}
    ))  # fmt: skip
    assert [len(page["ResourceRecordSets"]) for page in pages] == [300] * 33 + [102]
    assert [record for page in pages for record in page["ResourceRecordSets"]][2:] == records


def test_records_are_made_when_they_are_first_read_and_counted_before(route53: Any, world: World, zone: str) -> None:
    made: list[str] = []

    def make() -> list[dict[str, Any]]:
        made.append("once")
        return [_plain("one.example.com"), _plain("two.example.com")]

    large = world.route53.zones[zone]
    counted = len(large)
    large.load_when_read(2, make)
    (listed,) = [row for row in route53.list_hosted_zones()["HostedZones"] if row["Id"].endswith(zone)]
    assert (listed["ResourceRecordSetCount"], made) == (counted + 2, [])
    assert large.reaches("two.example.com.")
    assert len(large.at("one.example.com.")) == 1
    assert (len(large), made) == (counted + 2, ["once"])


def test_zones_come_in_pages_of_a_hundred(make_client: MakeClient, world: World) -> None:
    ids = [world.route53.create_zone(_HUB, f"z{number}.example") for number in range(150)]
    world.route53.create_zone("222222222222", "elsewhere.example")
    route53 = make_client("dns-prod", "route53")
    pages = list(route53.get_paginator("list_hosted_zones").paginate(PaginationConfig={"PageSize": 500}))
    assert [len(page["HostedZones"]) for page in pages] == [100, 50]
    assert [zone["Id"] for page in pages for zone in page["HostedZones"]] == [f"/hostedzone/{id_}" for id_ in ids]
    assert route53.get_hosted_zone_count()["HostedZoneCount"] == 150
    assert make_client("shop-prod", "route53").get_hosted_zone_count()["HostedZoneCount"] == 1


def test_zones_by_name(route53: Any, world: World) -> None:
    for name in ("b.example", "a.example", "sub.a.example", "b.example"):
        world.route53.create_zone(_HUB, name)
    page = route53.list_hosted_zones_by_name(DNSName="sub.a.example", MaxItems="2")
    assert [zone["Name"] for zone in page["HostedZones"]] == ["sub.a.example.", "b.example."]
    assert page["NextDNSName"] == "b.example."
    following = route53.list_hosted_zones_by_name(DNSName=page["NextDNSName"], HostedZoneId=page["NextHostedZoneId"])
    assert [zone["Name"] for zone in following["HostedZones"]] == ["b.example."]
    assert following["HostedZones"][0]["Id"] > page["HostedZones"][1]["Id"]
    assert [zone["Name"] for zone in route53.list_hosted_zones_by_name()["HostedZones"]] == [
        "a.example.", "sub.a.example.", "b.example.", "b.example.",
    ]  # fmt: skip


def test_properties_of_zones(route53: Any, world: World) -> None:
    vpc = {"VPCRegion": "eu-west-1", "VPCId": "vpc-0abc"}
    service = {"ServicePrincipal": "servicediscovery.amazonaws.com", "Description": "made by Cloud Map"}
    private = world.route53.create_zone(
        _HUB, "corp.example", private=True, vpcs=[vpc], comment="<b>inside</b>", linked_service=service
    )
    servers = ["ns-1.awsdns-00.com", "ns-2.awsdns-00.net"]
    public = world.route53.create_zone(
        _HUB, "example.com", zone_id="Z0LIVE", name_servers=servers, tags={"team": "dns"}
    )
    found = route53.get_hosted_zone(Id=private)
    assert found["VPCs"] == [vpc]
    assert found["HostedZone"]["Config"] == {"PrivateZone": True, "Comment": "<b>inside</b>"}
    assert found["HostedZone"]["LinkedService"] == service
    assert "DelegationSet" not in found
    assert route53.get_hosted_zone(Id=public)["DelegationSet"]["NameServers"] == servers
    (only,) = route53.list_hosted_zones(HostedZoneType="PrivateHostedZone")["HostedZones"]
    assert only["Id"] == f"/hostedzone/{private}"
    sets = route53.list_tags_for_resources(ResourceType="hostedzone", ResourceIds=["Z0LIVE", private])
    assert [tags["Tags"] for tags in sets["ResourceTagSets"]] == [[{"Key": "team", "Value": "dns"}], []]
    assert (
        route53.list_tags_for_resource(ResourceType="hostedzone", ResourceId="Z0LIVE")["ResourceTagSet"]
        == (sets["ResourceTagSets"][0])
    )


@pytest.mark.parametrize(("profile", "code", "status"), [("dns-prod", "NoSuchHostedZone", 404),
                                                         ("media-prod", "AccessDenied", 403)])  # fmt: skip
def test_zones_of_nobody_and_of_others(
    make_client: MakeClient, zone: str, profile: str, code: str, status: int
) -> None:
    asked = "Z0NOBODY" if profile == "dns-prod" else zone
    with pytest.raises(ClientError) as caught:
        make_client(profile, "route53").list_resource_record_sets(HostedZoneId=asked)
    response = caught.value.response
    assert (response["Error"]["Code"], response["ResponseMetadata"]["HTTPStatusCode"]) == (code, status)


_LABEL = st.text(st.characters(min_codepoint=33, max_codepoint=126, exclude_characters=".\\@"), min_size=1, max_size=20)
_NAME = st.lists(_LABEL, min_size=1, max_size=5).map(".".join)


@given(_NAME)
def test_the_program_reads_names_as_route53_lists_them(name: str) -> None:
    assert DnsName.parse(name).route53 == listed(name)
    assert listed(listed(name)) == listed(name)


@given(_NAME, _NAME)
def test_sort_keys_are_as_distinct_as_names(one: str, other: str) -> None:
    assert (reversed_name(listed(one)) == reversed_name(listed(other))) == (listed(one) == listed(other))
    assert is_inside(listed(f"{one}.{other}"), listed(other))
    assert DnsName.parse(one).is_inside(DnsName.parse(other)) == is_inside(listed(one), listed(other))


def test_an_escaped_dot_keeps_names_apart() -> None:
    assert reversed_name("a\\056b.example.com.") != reversed_name("b.a.example.com.")
