"""The form of what routes by place: regions, locations, coordinates and CIDR locations, as the API's model says."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from xalias_tui.sandbox.route53.records import Wire

REQUIRED: Final = (("CidrRoutingConfig", "CollectionId"), ("CidrRoutingConfig", "LocationName"))
"""Members that must have a member of their own."""

Failure = tuple[str, str, str]
"""A value, where it is, and what it must do."""

_REGIONS: Final = (
    "us-east-1", "us-east-2", "us-west-1", "us-west-2", "ca-central-1", "eu-west-1", "eu-west-2", "eu-west-3",
    "eu-central-1", "eu-central-2", "ap-southeast-1", "ap-southeast-2", "ap-southeast-3", "ap-northeast-1",
    "ap-northeast-2", "ap-northeast-3", "eu-north-1", "sa-east-1", "cn-north-1", "cn-northwest-1", "ap-east-1",
    "me-south-1", "me-central-1", "ap-south-1", "ap-south-2", "af-south-1", "eu-south-1", "eu-south-2",
    "ap-southeast-4", "il-central-1", "ca-west-1", "ap-southeast-5", "mx-central-1", "ap-southeast-7",
    "us-gov-east-1", "us-gov-west-1", "ap-east-2", "ap-southeast-6", "eusc-de-east-1",
)  # fmt: skip
_ROLES: Final = ("PRIMARY", "SECONDARY")
_CONTINENTS: Final = frozenset({"AF", "AN", "AS", "EU", "NA", "OC", "SA"})
_UNSUPPORTED: Final = frozenset({"BV", "CX", "EH", "HM"})
"""Countries without geolocation records (Route 53 Developer Guide: resource-record-sets-values-geo)."""
_MOST_BIAS: Final = 99
_PATTERNS: Final = (
    ("CidrRoutingConfig", "CollectionId", "[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}", 36),
    ("CidrRoutingConfig", "LocationName", r"[0-9A-Za-z_\-\*]+", 16),
)
_COORDINATES: Final = (
    ("Latitude", r"[-+]?[0-9]{1,2}(\.[0-9]{0,2})?", 6, 90),
    ("Longitude", r"[-+]?[0-9]{1,3}(\.[0-9]{0,2})?", 7, 180),
)
_ZONE_IDS: Final = r"[a-z]+[0-9]+-az[0-9]+"
_GROUP_IDS: Final = rf"({'|'.join(_REGIONS)})-zg-[0-9]+"
_AFFINITIES: Final = {
    "AvailabilityZone": _ZONE_IDS,
    "AvailabilityZoneGroup": _GROUP_IDS,
    "Region": "|".join(_REGIONS),
    "Partition": "aws(-cn|-us-gov|-eusc)?",
    "Global": "global",
}
"""By type of location, the form of its id (API reference: AZAffinity)."""
_MOST_AFFINITY_ID: Final = 64
_PLACES: Final = ("AWSRegion", "LocalZoneGroup", "Coordinates")


def failures(record: Wire, where: str) -> Iterator[Failure]:
    """What breaks a constraint of the model."""
    for member, allowed in (("Region", _REGIONS), ("Failover", _ROLES)):
        value = record.get(member)
        if value is not None and value not in allowed:
            yield value, f"{where}.{member.lower()}", f"satisfy enum value set: [{', '.join(allowed)}]"
    for member, part, pattern, most in _PATTERNS:
        value = (record.get(member) or {}).get(part)
        if value is not None:
            yield from _text(value, f"{where}.{_lower(member)}.{_lower(part)}", pattern, most)
    affinity = record.get("AZAffinity") or {}
    type_, id_ = affinity.get("LocationType"), affinity.get("LocationId", "")
    if type_ is not None and type_ not in _AFFINITIES:
        yield type_, f"{where}.aZAffinity.locationType", f"satisfy enum value set: [{', '.join(_AFFINITIES)}]"
    if len(id_) > _MOST_AFFINITY_ID:
        yield id_, f"{where}.aZAffinity.locationId", f"have length less than or equal to {_MOST_AFFINITY_ID}"
    near = record.get("GeoProximityLocation") or {}
    where += ".geoProximityLocation"
    for part, pattern, most, _ in _COORDINATES:
        value = (near.get("Coordinates") or {}).get(part)
        if value is not None:
            yield from _text(value, f"{where}.coordinates.{part.lower()}", pattern, most)
    bias = near.get("Bias", 0)
    if abs(bias) > _MOST_BIAS:
        limit = f"less than or equal to {_MOST_BIAS}" if bias > 0 else f"greater than or equal to -{_MOST_BIAS}"
        yield str(bias), f"{where}.bias", f"have value {limit}"


def contradictions(record: Wire) -> Iterator[str]:
    """What contradicts itself; that it is refused is published, the words are not."""
    location, affinity = record.get("GeoLocation"), record.get("AZAffinity")
    if location is not None:
        yield from _contradicting(location)
    if affinity is not None:
        type_, id_ = affinity.get("LocationType"), affinity.get("LocationId")
        if type_ is None or id_ is None:
            yield "Expected both LocationType and LocationId in AZAffinity"
        elif not re.fullmatch(_AFFINITIES[type_], id_):
            yield f"Invalid location {id_} of type {type_} in AZAffinity"
    near = record.get("GeoProximityLocation")
    if near is None:
        return
    if sum(near.get(place) is not None for place in _PLACES) != 1:
        yield f"Expected exactly one of [{', '.join(_PLACES)}] in GeoProximityLocation"
    for part, pattern, _, most in _COORDINATES:
        value = (near.get("Coordinates") or {}).get(part)
        if value is not None and re.fullmatch(pattern, value) and abs(float(value)) > most:
            yield f"{part} must be between -{most} and {most}"


def _contradicting(location: Wire) -> Iterator[str]:
    continent, country = location.get("ContinentCode"), location.get("CountryCode")
    if continent is not None and (country is not None or location.get("SubdivisionCode") is not None):
        yield "ContinentCode can't be specified with CountryCode or SubdivisionCode"
    elif continent is not None and continent not in _CONTINENTS:
        yield f"Invalid continent code: {continent}"
    elif continent is None and (not re.fullmatch(r"[A-Z]{2}|\*", country or "") or country in _UNSUPPORTED):
        yield f"Invalid country code: {country}"
    elif location.get("SubdivisionCode") is not None and country not in ("US", "UA"):
        yield f"Invalid subdivision code {location['SubdivisionCode']} for country {country}"


def _text(value: str, where: str, pattern: str, most: int) -> Iterator[Failure]:
    if not re.fullmatch(pattern, value):
        yield value, where, f"satisfy regular expression pattern: {pattern}"
    if len(value) > most:
        yield value, where, f"have length less than or equal to {most}"


def _lower(member: str) -> str:
    return member[0].lower() + member[1:]
