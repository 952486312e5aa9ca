"""Routing policies on the command line."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import click

from xalias_tui.cli.choices import Choice
from xalias_tui.cli.options import Command
from xalias_tui.domain.errors import UsageError
from xalias_tui.domain.routing import EVERYWHERE, Policy, Routing, read_routing

_OPTIONS: Final = (
    click.option("--weight", type=int, metavar="N", help="Weighted routing: 0 to 255."),
    click.option("--latency-region", metavar="REGION", help="Latency routing: the region of this record."),
    click.option("--failover", type=Choice(["PRIMARY", "SECONDARY"], case_sensitive=False), help="Failover routing."),
    click.option("--geo-continent", metavar="CODE", help="Geolocation routing: a continent, e.g. EU."),
    click.option("--geo-country", metavar="CODE", help="Geolocation routing: a country, e.g. DE; '*' for the default."),
    click.option("--geo-subdivision", metavar="CODE", help="With --geo-country US or UA: a state, e.g. CA."),
    click.option("--geoproximity-region", metavar="REGION", help="Geoproximity routing: the region of this record."),
    click.option(
        "--geoproximity-local-zone", metavar="GROUP", help="Geoproximity routing: a Local Zone group, us-west-2-den-1."
    ),
    click.option(
        "--geoproximity-coordinates", metavar="LAT,LON", help="Geoproximity routing: a place, e.g. 52.52,13.40."
    ),
    click.option(
        "--bias", type=int, metavar="N", help="With geoproximity: -99 to 99, how far the place draws clients."
    ),
    click.option("--cidr-collection", metavar="C", help="IP-based routing: a CIDR collection, by id or name."),
    click.option(
        "--cidr-location", metavar="L", help="With --cidr-collection: a location. Default: *, everybody else."
    ),
    click.option(
        "--az-affinity",
        metavar="LOCATION",
        help="AZ-affinity routing: use1-az1, us-east-1-zg-1, a region, a partition, or global.",
    ),
    click.option("--multivalue", is_flag=True, help="Multivalue answer routing (Route 53 refuses it for aliases)."),
    click.option("--set-identifier", metavar="S", help="Tells the records of one routing group apart."),
    click.option("--health-check", metavar="ID", help="Answer only while this one is healthy; see health-checks."),
)

_AS_WRITTEN: Final[Mapping[str, Policy]] = {"weight": "weighted", "latency_region": "latency"}
_GEO: Final = {
    "geo_continent": "ContinentCode",
    "geo_country": "CountryCode",
    "geo_subdivision": "SubdivisionCode",
}
_GEOPROXIMITY: Final = {"geoproximity_region": "AWSRegion", "geoproximity_local_zone": "LocalZoneGroup"}


def routing_options(function: Command) -> Command:
    """Give a command the options of every routing policy."""
    command: Any = function
    for option in reversed(_OPTIONS):
        command = option(command)
    return command  # type: ignore[no-any-return] # click's decorators keep the function's own type, untyped


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
    places = {field: str(options[name]).upper() for name, field in _GEO.items() if options[name] is not None}
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
