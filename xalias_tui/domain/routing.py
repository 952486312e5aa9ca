"""Routing policies of record sets, and their values as people write them. Pure.

How a value is written, by policy: ``90`` (weighted), ``eu-west-1`` (latency), ``PRIMARY`` (failover), ``DE``,
``US:CA``, ``continent:EU`` or ``*`` (geolocation), ``eu-west-1``, ``local-zone:us-west-2-den-1`` or ``52.52,13.40``,
each with ``bias 20`` behind it where it has one (geoproximity), ``COLLECTION/LOCATION`` (cidr), ``use1-az1``,
``us-east-1-zg-1``, ``us-east-1``, ``aws`` or ``global`` (az-affinity).
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import field
from typing import Any, Final, Literal, get_args

from xalias_tui.domain.dataclass import dataclass
from xalias_tui.domain.errors import UsageError

Policy = Literal["weighted", "latency", "failover", "geolocation", "geoproximity", "multivalue", "cidr", "az-affinity"]

POLICIES: Final[tuple[Policy, ...]] = get_args(Policy)
ROLES: Final = ("PRIMARY", "SECONDARY")
EVERYWHERE: Final = "*"
"""CountryCode, or LocationName, of the record for everybody whom no other record is for."""

ROUTING_FIELDS: Final[Mapping[str, Policy]] = {
    "Weight": "weighted",
    "Region": "latency",
    "Failover": "failover",
    "GeoLocation": "geolocation",
    "GeoProximityLocation": "geoproximity",
    "MultiValueAnswer": "multivalue",
    "CidrRoutingConfig": "cidr",
    "AZAffinity": "az-affinity",
}
WIRE_FIELD: Final[Mapping[Policy, str]] = {policy: name for name, policy in ROUTING_FIELDS.items()}

HOW_TO_WRITE: Final[Mapping[Policy, str]] = {
    "weighted": "a weight, 0 to 255",
    "latency": "a region, e.g. eu-west-1",
    "failover": "PRIMARY or SECONDARY",
    "geolocation": "a country (DE), a state (US:CA), continent:EU, or * for everybody else",
    "geoproximity": "a region, local-zone:GROUP or LATITUDE,LONGITUDE, and a bias if wanted: eu-west-1 bias 20",
    "multivalue": "nothing",
    "az-affinity": "an Availability Zone ID (use1-az1), a Zone Group (us-east-1-zg-1), a region, a partition (aws), or "
    "global",
    "cidr": "COLLECTION/LOCATION, by the collection's id or name; * for everybody else",
}
"""What the value of a policy is, in words."""

_CONTINENT: Final = "continent:"
_LOCAL_ZONE: Final = "local-zone:"
_BIAS: Final = re.compile(r"(?P<place>.*?)(?:\s+bias\s+(?P<bias>[-+]?\d{1,4}))?", re.IGNORECASE | re.DOTALL)
_AFFINITIES: Final = {
    "AvailabilityZone": re.compile(r"[a-z]+\d-az\d+"),
    "AvailabilityZoneGroup": re.compile(r"[a-z]+(?:-[a-z]+)+-\d+-zg-\d+"),
    "Region": re.compile(r"[a-z]+(?:-[a-z]+)+-\d+"),
    "Partition": re.compile(r"aws(?:-[a-z]+)*"),
    "Global": re.compile(r"global"),
}
"""By type of location, the form of its id, from the most specific (AZAffinity in the Route 53 API reference)."""
_INTEGER: Final = re.compile(r"[-+]?\d{1,9}")


@dataclass(frozen=True, slots=True)
class Routing:
    """A routing policy other than simple, with its value in the wire form (a weight, a region, a location …)."""

    policy: Policy
    value: Any = field(hash=False)

    def __str__(self) -> str:
        return f"{self.policy} {value_text(self)}".rstrip()


def read_routing(policy: Policy, text: str) -> Routing:
    """A policy with its value as people write it; ranges are the business of rules.

    Raises:
        UsageError: ``routing-value`` when the text is no value of the policy.
    """
    written = text.strip()
    if policy == "multivalue":
        return Routing(policy, value=True)
    if not written:
        raise _no_value(policy, written)
    if policy == "weighted":
        if not _INTEGER.fullmatch(written):
            raise _no_value(policy, written)
        return Routing(policy, int(written))
    if policy == "latency":
        return Routing(policy, written)
    if policy == "failover":
        if written.upper() not in ROLES:
            raise _no_value(policy, written)
        return Routing(policy, written.upper())
    if policy == "geolocation":
        return Routing(policy, _read_location(written))
    readers = {"geoproximity": _read_nearness, "cidr": _read_cidr, "az-affinity": _read_affinity}
    return Routing(policy, readers[policy](written))


def value_text(routing: Routing) -> str:
    """The value as people write it; ``read_routing`` reads it back. Of a value of unknown form, its JSON."""
    value = routing.value
    if routing.policy == "multivalue":
        return ""
    if isinstance(value, str | int):
        return str(value)
    written = ""
    if isinstance(value, Mapping):
        words = _WORDS.get(routing.policy)
        written = words(value) if words else ""
    return written or json.dumps(value, sort_keys=True)


def _no_value(policy: Policy, text: str) -> UsageError:
    given = f"'{text}' is not a value" if text else "There is no value"
    return UsageError("routing-value", f"{given} of {policy} routing.", f"Give {HOW_TO_WRITE[policy]}.")


def _read_location(text: str) -> Mapping[str, str]:
    if text.lower().startswith(_CONTINENT):
        return {"ContinentCode": text[len(_CONTINENT) :].strip().upper()}
    country, colon, subdivision = (part.strip().upper() for part in text.partition(":"))
    return {"CountryCode": country, "SubdivisionCode": subdivision} if colon else {"CountryCode": country}


def _location_text(location: Mapping[str, Any]) -> str:
    if "ContinentCode" in location:
        return f"{_CONTINENT}{location['ContinentCode']}"
    country = str(location.get("CountryCode", ""))
    return f"{country}:{location['SubdivisionCode']}" if location.get("SubdivisionCode") else country


def _read_nearness(text: str) -> Mapping[str, Any]:
    found = _BIAS.fullmatch(f" {text}")
    place = found["place"].strip() if found else ""
    if found is None or not place:
        raise _no_value("geoproximity", text)
    near: dict[str, Any] = {}
    latitude, comma, longitude = (part.strip() for part in place.partition(","))
    if place.lower().startswith(_LOCAL_ZONE):
        near["LocalZoneGroup"] = place[len(_LOCAL_ZONE) :].strip()
    elif comma:
        near["Coordinates"] = {"Latitude": latitude, "Longitude": longitude}
    else:
        near["AWSRegion"] = place
    if found["bias"]:
        near["Bias"] = int(found["bias"])
    return near


def _nearness_text(near: Mapping[str, Any]) -> str:
    places = [str(near["AWSRegion"])] if "AWSRegion" in near else []
    if "LocalZoneGroup" in near:
        places.append(f"{_LOCAL_ZONE}{near['LocalZoneGroup']}")
    if "Coordinates" in near:
        places.append(f"{near['Coordinates'].get('Latitude')},{near['Coordinates'].get('Longitude')}")
    bias = f" bias {near['Bias']}" if near.get("Bias") else ""
    return " + ".join(places) + bias


def _read_cidr(text: str) -> Mapping[str, str]:
    collection, slash, location = (part.strip() for part in text.rpartition("/"))
    if not slash:
        return {"CollectionId": location, "LocationName": EVERYWHERE}
    return {"CollectionId": collection, "LocationName": location or EVERYWHERE}


def _cidr_text(cidr: Mapping[str, Any]) -> str:
    return f"{cidr.get('CollectionId', '')}/{cidr.get('LocationName', '')}"


def _read_affinity(text: str) -> Mapping[str, str]:
    """The type of location follows from the form of its id."""
    written = text.lower()
    type_ = next((type_ for type_, form in _AFFINITIES.items() if form.fullmatch(written)), None)
    if type_ is None:
        raise _no_value("az-affinity", text)
    return {"LocationType": type_, "LocationId": written}


def _affinity_text(affinity: Mapping[str, Any]) -> str:
    id_, type_ = str(affinity.get("LocationId", "")), affinity.get("LocationType")
    form = _AFFINITIES.get(str(type_))
    return id_ if form is not None and form.fullmatch(id_) else ""


_WORDS: Final[Mapping[str, Callable[[Mapping[str, Any]], str]]] = {
    "geolocation": _location_text,
    "geoproximity": _nearness_text,
    "cidr": _cidr_text,
    "az-affinity": _affinity_text,
}
