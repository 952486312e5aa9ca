"""Where the record sets of a routing group are for: the form of regions, locations, coordinates and CIDR locations."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from xalias_tui.domain.findings import Finding, Rule, Severity
from xalias_tui.domain.plans import Case
from xalias_tui.domain.records import RecordSet
from xalias_tui.domain.routing import EVERYWHERE, Policy, value_text
from xalias_tui.rules.checks import Check, about, once_a_member
from xalias_tui.rules.routing import groups

LATENCY_REGION_UNKNOWN = Rule(
    id="latency-region-unknown",
    severity=Severity.WARNING,
    when="The Region of a latency record is not one that Route 53 knew when this version was made; an error where it "
    "does not have the form of one.",
    message="Route 53 knows no latency region {region}.",
    remedy="Correct it; a region that opened lately may be right.",
    source="botocore model: route53 ResourceRecordSetRegion",
)
GEO_LOCATION_FORM = Rule(
    id="geo-location-form",
    severity=Severity.ERROR,
    when="GeoLocation has a ContinentCode beside a country, one that is not one of the seven, a CountryCode that is "
    "neither two letters nor '*' or one that Route 53 does not support, or a SubdivisionCode with another country than "
    "US or UA.",
    message="'{location}' is not a location: {why}.",
    remedy="Give a country (DE), a state (US:CA), continent:EU, or * for everyone else.",
    source="botocore model: route53 GeoLocation; Route 53 Developer Guide: resource-record-sets-values-geo",
)
GEO_COUNTRY_UNKNOWN = Rule(
    id="geo-country-unknown",
    severity=Severity.WARNING,
    when="The CountryCode of a geolocation record is not one that Route 53 knew when this version was made.",
    message="Route 53 knows no country {country}.",
    remedy="Correct it (the United Kingdom is GB); 'aws route53 list-geo-locations' lists what it knows.",
    source="Route 53 Developer Guide: resource-record-sets-values-geo",
)
GEOPROXIMITY_LOCATION = Rule(
    id="geoproximity-location",
    severity=Severity.ERROR,
    when="GeoProximityLocation has not exactly one of AWSRegion, LocalZoneGroup and Coordinates, or coordinates out of "
    "range (latitude -90 to 90, longitude -180 to 180) or with more than two decimals.",
    message="'{location}' is not a place: {why}.",
    remedy="Give a region, a Local Zone group, or coordinates such as 52.52,13.40.",
    source="botocore model: route53 GeoProximityLocation, Latitude, Longitude; terraform-aws-modules/"
    "terraform-aws-route53#105",
)
GEOPROXIMITY_BIAS_RANGE = Rule(
    id="geoproximity-bias-range",
    severity=Severity.ERROR,
    when="Bias is not an integer from -99 to 99.",
    message="The bias must be -99 to 99.",
    remedy="Use a whole number from -99 to 99.",
    source="botocore model: route53 Bias",
)
CIDR_LOCATION_FORM = Rule(
    id="cidr-location-form",
    severity=Severity.ERROR,
    when="CollectionId is no UUID, or LocationName is neither '*' nor 1 to 16 letters, digits, '-' and '_'.",
    message="'{location}' is not a location of a CIDR collection.",
    remedy="Pick one that 'xalias cidr-collections' lists, or * for everyone else.",
    source="botocore model: route53 CidrRoutingConfig, UUID, CidrLocationNameDefaultAllowed",
)
CIDR_LOCATION_DUPLICATE = Rule(
    id="cidr-location-duplicate",
    severity=Severity.WARNING,
    when="After the change, two IP-based records of one name and type are for the same location.",
    message="{location} is already covered at {name}.",
    remedy="Edit that one.",
    source="unsourced (what Route 53 answers is not published)",
)
CIDR_COLLECTIONS_DIFFER = Rule(
    id="cidr-collections-differ",
    severity=Severity.ERROR,
    when="After the change, IP-based records of one name and type are of more than one CIDR collection.",
    message="{name} {type} would use {n} CIDR collections; all records of one name must use the same.",
    remedy="Use locations of one collection.",
    source="Route 53 Developer Guide: routing-policy-ipbased",
)
CIDR_NO_DEFAULT = Rule(
    id="cidr-no-default",
    severity=Severity.WARNING,
    when="After the change, no IP-based record of the name and type is for the location '*'.",
    message="Clients from other networks get no answer: there is no record for the location *.",
    remedy="Add one.",
    source="botocore model: route53 CidrRoutingConfig; Route 53 Developer Guide: routing-policy-ipbased",
)

_LATENCY_REGIONS: Final = frozenset({
    "us-east-1", "us-east-2", "us-west-1", "us-west-2", "ca-central-1", "ca-west-1", "mx-central-1", "sa-east-1",
    "eu-west-1", "eu-west-2", "eu-west-3", "eu-central-1", "eu-central-2", "eu-north-1", "eu-south-1", "eu-south-2",
    "ap-east-1", "ap-east-2", "ap-south-1", "ap-south-2", "ap-southeast-1", "ap-southeast-2", "ap-southeast-3",
    "ap-southeast-4", "ap-southeast-5", "ap-southeast-6", "ap-southeast-7", "ap-northeast-1", "ap-northeast-2",
    "ap-northeast-3", "me-south-1", "me-central-1", "il-central-1", "af-south-1", "cn-north-1", "cn-northwest-1",
    "us-gov-east-1", "us-gov-west-1", "eusc-de-east-1",
})  # fmt: skip
_REGION: Final = re.compile(r"[a-z]{2,4}(-[a-z]+){1,2}-\d")
_CONTINENTS: Final = frozenset({"AF", "AN", "AS", "EU", "NA", "OC", "SA"})
_COUNTRY: Final = re.compile(r"[A-Z]{2}|\*")
_COUNTRIES: Final = re.compile(
    r"\*|A[DEFGILMOQRSTUWXZ]|B[ABDEFGHIJLMNOQRSTWYZ]|C[ACDFGHIKLMNORUVWYZ]|D[EJKMOZ]|E[CEGRST]|F[IJKMOR]"
    r"|G[ABDEFGHILMNPQRSTUWY]|H[KNRTU]|I[DELMNOQRST]|J[EMOP]|K[EGHIMNPRWYZ]|L[ABCIKRSTUVY]"
    r"|M[ACDEFGHKLMNOPQRSTUVWXYZ]|N[ACEFGILOPRUZ]|OM|P[AEFGHKLMNRSTWY]|QA|R[EOSUW]|S[ABCDEGHIJKLMNORSTVXYZ]"
    r"|T[CDFGHJKLMNORTVWZ]|U[AGMSYZ]|V[ACEGINU]|W[FS]|XK|Y[ET]|Z[AMW]"
)
"""As of October 2026 (Route 53 Developer Guide: resource-record-sets-values-geo, by continent)."""
_UNSUPPORTED: Final = frozenset({"BV", "CX", "EH", "HM"})
"""Countries without an address that anyone knows (same page)."""
_SUBDIVIDED: Final = frozenset({"US", "UA"})
_SUBDIVISION: Final = re.compile(r"[A-Z0-9]{1,3}")
_COORDINATES: Final = (
    ("Latitude", re.compile(r"[-+]?[0-9]{1,2}(\.[0-9]{0,2})?"), 90),
    ("Longitude", re.compile(r"[-+]?[0-9]{1,3}(\.[0-9]{0,2})?"), 180),
)
_PLACES: Final = ("AWSRegion", "LocalZoneGroup", "Coordinates")
_MOST_BIAS: Final = 99
_UUID: Final = re.compile(r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}")
_LOCATION: Final = re.compile(r"[0-9A-Za-z_-]{1,16}|\*")


def _created(case: Case, policy: Policy) -> Iterator[tuple[RecordSet, Any, str]]:
    """Created record sets of a policy, each with its value and that in words."""
    for record in once_a_member(case.created):
        if record.routing is not None and record.routing.policy == policy:
            yield record, record.routing.value, value_text(record.routing)


def regions(case: Case) -> Iterator[Finding]:
    """Latency is measured to regions that Route 53 knows."""
    for record, region, _ in _created(case, "latency"):
        if region not in _LATENCY_REGIONS:
            severity = None if _REGION.fullmatch(str(region)) else Severity.ERROR
            yield about(case, record).finding(LATENCY_REGION_UNKNOWN, severity=severity, region=region)


def locations(case: Case) -> Iterator[Finding]:
    """Countries, states and continents."""
    for record, location, words in _created(case, "geolocation"):
        why = _no_location(location)
        if why:
            yield about(case, record).finding(GEO_LOCATION_FORM, location=words, why=why)
        elif not _COUNTRIES.fullmatch(location.get("CountryCode", EVERYWHERE)):
            yield about(case, record).finding(GEO_COUNTRY_UNKNOWN, country=location["CountryCode"])


def _no_location(location: Mapping[str, str]) -> str:
    continent, country = location.get("ContinentCode"), location.get("CountryCode")
    if continent is not None:
        if country is not None or "SubdivisionCode" in location:
            return "a continent must be alone"
        return "" if continent in _CONTINENTS else f"the continents are {', '.join(sorted(_CONTINENTS))}"
    if country is None or not _COUNTRY.fullmatch(country) or country in _UNSUPPORTED:
        unsupported = f"Route 53 supports no records for {', '.join(sorted(_UNSUPPORTED))}"
        return unsupported if country in _UNSUPPORTED else "a country has two letters"
    subdivision = location.get("SubdivisionCode")
    if subdivision is None:
        return ""
    if country not in _SUBDIVIDED:
        return "only the US and UA have states here"
    return "" if _SUBDIVISION.fullmatch(subdivision) else "a state has at most three letters or digits"


def nearness(case: Case) -> Iterator[Finding]:
    """Places and bias of geoproximity."""
    for record, near, words in _created(case, "geoproximity"):
        why = _no_place(near)
        if why:
            yield about(case, record).finding(GEOPROXIMITY_LOCATION, location=words, why=why)
        bias = near.get("Bias", 0)
        if isinstance(bias, bool) or not isinstance(bias, int) or abs(bias) > _MOST_BIAS:
            yield about(case, record).finding(GEOPROXIMITY_BIAS_RANGE)


def _no_place(near: Mapping[str, Any]) -> str:
    given = [place for place in _PLACES if near.get(place)]
    if len(given) != 1:
        return "it needs a region, a Local Zone group or coordinates" if not given else "one place is enough"
    if "AWSRegion" in given and not _REGION.fullmatch(str(near["AWSRegion"])):
        return "a region is written as in eu-west-1"
    if "Coordinates" in given:
        for coordinate, form, most in _COORDINATES:
            text = str(near["Coordinates"].get(coordinate, ""))
            if not form.fullmatch(text) or abs(float(text)) > most:
                return f"the {coordinate.lower()} is a number from -{most} to {most} with at most two decimals"
    return ""


def networks(case: Case) -> Iterator[Finding]:
    """Locations of CIDR collections, and what a group of them must have."""
    for record, cidr, words in _created(case, "cidr"):
        collection, location = str(cidr.get("CollectionId")), str(cidr.get("LocationName"))
        if not _UUID.fullmatch(collection) or not _LOCATION.fullmatch(location):
            yield about(case, record).finding(CIDR_LOCATION_FORM, location=words)
        others = [row for row in case.after(record.name, record.type) if row.key != record.key]
        if any(row.routing == record.routing for row in others):
            yield about(case, record).finding(CIDR_LOCATION_DUPLICATE, location=words)
    for record, members in groups(case):
        named = [row.routing.value for row in members if row.routing and row.routing.policy == "cidr"]
        collections = {cidr.get("CollectionId") for cidr in named}
        if len(collections) > 1:
            yield about(case, record).finding(CIDR_COLLECTIONS_DIFFER, n=len(collections))
        if named and all(cidr.get("LocationName") != EVERYWHERE for cidr in named):
            yield about(case, record).finding(CIDR_NO_DEFAULT)


CHECKS: tuple[Check, ...] = (regions, locations, nearness, networks)
