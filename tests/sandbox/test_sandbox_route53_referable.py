from __future__ import annotations

from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.conftest import MakeClient
from tests.sandbox.change_batches import HUB, ZONE, Change, Record, alias, plain
from xalias_tui.sandbox.world import World

TCP = {"Type": "TCP", "IPAddress": "192.0.2.1", "Port": 22}
OFFICES = "11111111-2222-3333-4444-555555555555"
AT = "new.example.com"


@pytest.fixture(autouse=True)
def _known(world: World) -> None:
    for at in range(3):
        world.route53.add_health_check(HUB, f"h{at}", TCP)
    world.route53.add_health_check("333333333333", "theirs", TCP)
    world.route53.add_cidr_collection(HUB, OFFICES, "offices", {"berlin": ["192.0.2.0/24"], "oslo": []})


def code_of(error: pytest.ExceptionInfo[ClientError]) -> str:
    return str(error.value.response["Error"]["Code"])


def test_health_checks_are_listed_in_pages(route53: Any, make_client: MakeClient) -> None:
    page = route53.list_health_checks(MaxItems="2")
    assert [check["Id"] for check in page["HealthChecks"]] == ["h0", "h1"]
    assert (page["IsTruncated"], page["NextMarker"], page["MaxItems"]) == (True, "h2", "2")
    rest = route53.list_health_checks(Marker="h2")
    assert ([check["Id"] for check in rest["HealthChecks"]], rest["IsTruncated"]) == (["h2"], False)
    assert rest["HealthChecks"][0]["HealthCheckConfig"] == TCP
    theirs = make_client("media-prod", "route53").list_health_checks()["HealthChecks"]
    assert [check["Id"] for check in theirs] == ["theirs"]
    for params in ({"Marker": "h9"}, {"MaxItems": "0"}):
        with pytest.raises(ClientError) as caught:
            route53.list_health_checks(**params)
        assert code_of(caught) == "InvalidInput"


def test_one_health_check(route53: Any) -> None:
    assert route53.get_health_check(HealthCheckId="h1")["HealthCheck"]["HealthCheckConfig"]["Port"] == 22
    observed = route53.get_health_check_status(HealthCheckId="h1")["HealthCheckObservations"]
    assert {observation["Region"] for observation in observed} == {"us-east-1", "eu-west-1"}
    assert observed[0]["StatusReport"]["Status"].startswith("Success")
    with pytest.raises(ClientError) as caught:
        route53.get_health_check(HealthCheckId="theirs")
    assert code_of(caught) == "NoSuchHealthCheck"


def test_cidr_collections(route53: Any, make_client: MakeClient) -> None:
    (collection,) = route53.list_cidr_collections()["CidrCollections"]
    assert collection == {
        "Arn": f"arn:aws:route53:::cidrcollection/{OFFICES}",
        "Id": OFFICES,
        "Name": "offices",
        "Version": 1,
    }
    first = route53.list_cidr_locations(CollectionId=OFFICES, MaxResults="1")
    assert first["CidrLocations"] == [{"LocationName": "berlin"}]
    rest = route53.list_cidr_locations(CollectionId=OFFICES, NextToken=first["NextToken"])
    assert (rest["CidrLocations"], "NextToken" in rest) == ([{"LocationName": "oslo"}], False)
    with pytest.raises(ClientError) as caught:
        make_client("media-prod", "route53").list_cidr_locations(CollectionId=OFFICES)
    assert code_of(caught) == "NoSuchCidrCollectionException"


def member(**wire: Any) -> Record:
    return plain(AT, SetIdentifier="s", **wire)


@pytest.mark.parametrize(
    ("record", "code", "says"),
    [
        (member(Weight=1, HealthCheckId="theirs"), "NoSuchHealthCheck", "theirs does not exist"),
        (member(Region="Ireland"), "InvalidInput", "resourceRecordSet.region' failed to satisfy constraint: Member"),
        (member(Failover="THIRD"), "InvalidInput", "enum value set: [PRIMARY, SECONDARY]"),
        (member(GeoLocation={"ContinentCode": "EU", "CountryCode": "DE"}), "InvalidInput", "ContinentCode can't be"),
        (member(GeoLocation={"ContinentCode": "XX"}), "InvalidInput", "Invalid continent code"),
        (member(GeoLocation={"CountryCode": "DEU"}), "InvalidInput", "Invalid country code"),
        (member(GeoLocation={"CountryCode": "CX"}), "InvalidInput", "Invalid country code"),
        (member(GeoLocation={"CountryCode": "DE", "SubdivisionCode": "BE"}), "InvalidInput", "Invalid subdivision"),
        (member(GeoProximityLocation={"Bias": 1}), "InvalidInput", "exactly one of [AWSRegion, LocalZoneGroup, Coord"),
        (member(GeoProximityLocation={"AWSRegion": "eu-west-1", "Bias": -100}), "InvalidInput", "equal to -99"),
        (
            member(GeoProximityLocation={"Coordinates": {"Latitude": "40.7128", "Longitude": "-74"}}),
            "InvalidInput",
            "coordinates.latitude' failed to satisfy constraint: Member must satisfy regular expression pattern",
        ),
        (
            member(GeoProximityLocation={"Coordinates": {"Latitude": "0", "Longitude": "-180.1"}}),
            "InvalidInput",
            "Longitude must be between -180 and 180",
        ),
        (member(CidrRoutingConfig={"CollectionId": OFFICES}), "InvalidInput", "'CidrRoutingConfig' is not complete"),
        (
            member(CidrRoutingConfig={"CollectionId": "offices", "LocationName": "*"}),
            "InvalidInput",
            "cidrRoutingConfig.collectionId' failed",
        ),
        (
            member(CidrRoutingConfig={"CollectionId": OFFICES, "LocationName": "l" * 17}),
            "InvalidInput",
            "length less than or equal to 16",
        ),
        (
            member(CidrRoutingConfig={"CollectionId": OFFICES, "LocationName": "paris"}),
            "InvalidChangeBatch",
            "has no location paris",
        ),
        (
            member(CidrRoutingConfig={"CollectionId": OFFICES.replace("1", "2"), "LocationName": "*"}),
            "InvalidChangeBatch",
            "does not exist",
        ),
        (
            alias(
                "weighted.example.com", "taken.example.com", ZONE, SetIdentifier="s", GeoLocation={"CountryCode": "*"}
            ),
            "InvalidChangeBatch",
            "and routing to [country = (*, Default)} cannot be created because a non-GEO RRSet",
        ),
    ],
)
def test_a_malformed_place_is_refused(refused: Change, record: Record, code: str, says: str) -> None:
    found, message = refused(("CREATE", record))
    assert (found, says in message) == (code, True), message
