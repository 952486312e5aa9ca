"""Routing policies on the command line."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from xalias_tui.domain.errors import UsageError
from xalias_tui.domain.routing import EVERYWHERE, Policy, Routing, read_routing

_AS_WRITTEN: Final[Mapping[str, Policy]] = {"weight": "weighted", "latency_region": "latency"}
_GEO: Final = {
    "geo_continent": "ContinentCode",
    "geo_country": "CountryCode",
    "geo_subdivision": "SubdivisionCode",
}
_GEOPROXIMITY: Final = {"geoproximity_region": "AWSRegion", "geoproximity_local_zone": "LocalZoneGroup"}


def routing_of(options: Mapping[str, object]) -> Routing | None:
    """The routing policy that the options mean; None for simple.

    Raises:
        UsageError: when they mean several, or one that lacks what it is made of.
    """
    found: dict[Policy, Any] = {}
    for option, policy in _AS_WRITTEN.items():
        if options[option] is not None:
            found[policy] = options[option]
    if options["failover"] is not None:
        found["failover"] = str(options["failover"]).upper()
    places = _places(options)
    if places:
        found["geolocation"] = places
    near = _nearness(options)
    if near is not None:
        found["geoproximity"] = near
    blocks = _blocks(options)
    if blocks is not None:
        found["cidr"] = blocks
    if options["az_affinity"] is not None:
        found["az-affinity"] = read_routing("az-affinity", str(options["az_affinity"])).value
    if options["multivalue"]:
        found["multivalue"] = True
    if len(found) > 1:
        raise UsageError(
            "usage", f"A record has one routing policy, not {' and '.join(found)}.", "Give options of one."
        )
    return next((Routing(policy, value) for policy, value in found.items()), None)


def _places(options: Mapping[str, object]) -> Mapping[str, str]:
    """The GeoLocation that the options mean; empty where none is given."""
    places = {field: str(options[name]).strip().upper() for name, field in _GEO.items() if options[name] is not None}
    if not all(places.values()):
        raise UsageError("usage", "A location is empty.", "Give a code, e.g. --geo-country DE, or * for the default.")
    if "SubdivisionCode" in places and "CountryCode" not in places:
        raise UsageError("usage", "--geo-subdivision needs --geo-country.", "Give US or UA, whose states they are.")
    return places


def _blocks(options: Mapping[str, object]) -> Mapping[str, Any] | None:
    """The CidrRoutingConfig that the options mean."""
    if options["cidr_collection"] is not None:
        location = str(options["cidr_location"] or EVERYWHERE)
        return {"CollectionId": options["cidr_collection"], "LocationName": location}
    if options["cidr_location"] is not None:
        raise UsageError("usage", "--cidr-location needs --cidr-collection.", "See 'xalias cidr-collections'.")
    return None


def _nearness(options: Mapping[str, object]) -> Mapping[str, Any] | None:
    """The GeoProximityLocation that the options mean, several places included: rules say what is wrong with them."""
    near: dict[str, Any] = {field: options[name] for name, field in _GEOPROXIMITY.items() if options[name] is not None}
    if options["geoproximity_coordinates"] is not None:
        latitude, _, longitude = str(options["geoproximity_coordinates"]).partition(",")
        near["Coordinates"] = {"Latitude": latitude.strip(), "Longitude": longitude.strip()}
    if options["bias"] is None:
        return near or None
    if not near:
        raise UsageError("usage", "--bias needs a place.", "Give one of the --geoproximity options too.")
    return {**near, "Bias": options["bias"]}
