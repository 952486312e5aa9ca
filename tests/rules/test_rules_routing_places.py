from __future__ import annotations

from typing import Any

import pytest

from tests.rules.examples import ERROR, WARNING, Example, Quiet, Raises, case, check, label, member
from xalias_tui.domain.records import RecordSet

AT = "www.example.com."
OFFICE = "11111111-2222-3333-4444-555555555555"
OTHER = "11111111-2222-3333-4444-666666666666"


def latency(region: str) -> RecordSet:
    return member(AT, "a", Region=region)


def located(**location: str) -> RecordSet:
    return member(AT, "a", GeoLocation=location)


def near(identifier: str = "a", **place: Any) -> RecordSet:
    return member(AT, identifier, GeoProximityLocation=place)


def at(latitude: str, longitude: str) -> RecordSet:
    return near(Coordinates={"Latitude": latitude, "Longitude": longitude})


def cidr(location: str, collection: str = OFFICE, identifier: str = "a") -> RecordSet:
    return member(AT, identifier, CidrRoutingConfig={"CollectionId": collection, "LocationName": location})


EXAMPLES: tuple[Example, ...] = (
    Raises("latency-region-unknown", WARNING, "no latency region eu-west-9", case(latency("eu-west-9"))),
    Raises("latency-region-unknown", ERROR, "no latency region Ireland", case(latency("Ireland"))),
    Quiet("latency-region-unknown", case(latency("eu-west-1"))),
    Raises(
        "geo-location-form", ERROR, "'XY:CA' is not a location", case(located(CountryCode="XY", SubdivisionCode="CA"))
    ),
    Raises("geo-location-form", ERROR, "two letters", case(located(CountryCode="DEU"))),
    Raises("geo-location-form", ERROR, "the continents are AF,", case(located(ContinentCode="XX"))),
    Raises("geo-location-form", ERROR, "must be alone", case(located(ContinentCode="EU", CountryCode="DE"))),
    Raises("geo-location-form", ERROR, "three letters", case(located(CountryCode="US", SubdivisionCode="CALI"))),
    Raises("geo-location-form", ERROR, "no records for BV, CX, EH, HM", case(located(CountryCode="CX"))),
    Raises("geo-country-unknown", WARNING, "no country UK", case(located(CountryCode="UK"))),
    Quiet("geo-country-unknown", case(located(CountryCode="GB"))),
    Quiet("geo-country-unknown", case(located(CountryCode="*"))),
    Quiet("geo-country-unknown", case(located(ContinentCode="EU"))),
    Quiet("geo-country-unknown", case(located(CountryCode="CX"))),
    Quiet("geo-location-form", case(located(CountryCode="US", SubdivisionCode="CA"))),
    Quiet("geo-location-form", case(located(CountryCode="UA", SubdivisionCode="30"))),
    Quiet("geo-location-form", case(located(CountryCode="*"))),
    Quiet("geo-location-form", case(located(ContinentCode="OC"))),
    Raises("geoproximity-location", ERROR, "it needs a region", case(near(Bias=3))),
    Raises(
        "geoproximity-location",
        ERROR,
        "'eu-west-1 + local-zone:us-west-2-den-1' is not a place: one place is enough",
        case(near(AWSRegion="eu-west-1", LocalZoneGroup="us-west-2-den-1")),
    ),
    Raises("geoproximity-location", ERROR, "as in eu-west-1", case(near(AWSRegion="Ireland"))),
    Raises("geoproximity-location", ERROR, "at most two decimals", case(at("40.7128", "-74"))),
    Raises("geoproximity-location", ERROR, "latitude is a number from -90 to 90", case(at("90.01", "0"))),
    Raises("geoproximity-location", ERROR, "longitude is a number from -180 to 180", case(at("0", "-180.5"))),
    Raises("geoproximity-location", ERROR, "longitude", case(at("52.52", "east"))),
    Quiet("geoproximity-location", case(at("-52.52", "+13.4"))),
    Quiet("geoproximity-location", case(at("-90", "180.00"))),
    Quiet("geoproximity-location", case(near(LocalZoneGroup="us-west-2-den-1", Bias=1))),
    Quiet("geoproximity-location", case(near(AWSRegion="eu-west-1"))),
    Raises("geoproximity-bias-range", ERROR, "-99 to 99", case(near(AWSRegion="eu-west-1", Bias=100))),
    Raises("geoproximity-bias-range", ERROR, "-99 to 99", case(near(AWSRegion="eu-west-1", Bias="7"))),
    Quiet("geoproximity-bias-range", case(near(AWSRegion="eu-west-1", Bias=-99))),
    Quiet("geoproximity-bias-range", case(near(AWSRegion="eu-west-1"))),
    Raises("cidr-location-form", ERROR, "'office/berlin' is not a location", case(cidr("berlin", "office"))),
    Raises("cidr-location-form", ERROR, "is not a location", case(cidr("seventeen-letters"))),
    Raises("cidr-location-form", ERROR, "is not a location", case(cidr("b*"))),
    Quiet("cidr-location-form", case(cidr("berlin_1"))),
    Quiet("cidr-location-form", case(cidr("*"))),
    Raises(
        "cidr-location-duplicate",
        WARNING,
        f"{OFFICE}/berlin is already covered",
        case(cidr("berlin"), standing=[cidr("berlin", identifier="b")]),
    ),
    Quiet("cidr-location-duplicate", case(cidr("berlin"), standing=[cidr("paris", identifier="b")])),
    Raises(
        "cidr-collections-differ",
        ERROR,
        "would use 2 CIDR collections",
        case(cidr("berlin"), standing=[cidr("*", OTHER, "b")]),
    ),
    Quiet("cidr-collections-differ", case(cidr("berlin"), standing=[cidr("*", identifier="b")])),
    Raises("cidr-no-default", WARNING, "no record for the location *", case(cidr("berlin"))),
    Raises(
        "cidr-no-default",
        WARNING,
        "no record for the location *",
        case(deleted=[cidr("*")], standing=[cidr("berlin", identifier="b")]),
    ),
    Quiet("cidr-no-default", case(cidr("berlin"), standing=[cidr("*", identifier="b")])),
    Quiet("cidr-no-default", case(latency("eu-west-1"))),
)


@pytest.mark.parametrize("example", EXAMPLES, ids=label)
def test_example(example: Example) -> None:
    check(example)
