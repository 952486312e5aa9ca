"""Routing policies on the command line."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import click

from xalias_tui.cli.options import Command
from xalias_tui.domain.errors import UsageError
from xalias_tui.domain.records import Policy, Routing

_OPTIONS: Final = (
    click.option("--weight", type=int, metavar="N", help="Weighted routing: 0 to 255."),
    click.option("--latency-region", metavar="REGION", help="Latency routing: the region of this record."),
    click.option(
        "--failover", type=click.Choice(["PRIMARY", "SECONDARY"], case_sensitive=False), help="Failover routing."
    ),
    click.option("--geo-continent", metavar="CODE", help="Geolocation routing: a continent, e.g. EU."),
    click.option("--geo-country", metavar="CODE", help="Geolocation routing: a country, e.g. DE; '*' for the default."),
    click.option("--geo-subdivision", metavar="CODE", help="With --geo-country US or UA: a state, e.g. CA."),
    click.option("--multivalue", is_flag=True, help="Multivalue answer routing (Route 53 refuses it for aliases)."),
    click.option("--set-identifier", metavar="S", help="Tells the records of one routing group apart."),
)

_GEO: Final = {
    "geo_continent": "ContinentCode",
    "geo_country": "CountryCode",
    "geo_subdivision": "SubdivisionCode",
}


def routing_options(function: Command) -> Command:
    """Give a command the options of every routing policy."""
    command: Any = function
    for option in reversed(_OPTIONS):
        command = option(command)
    return command  # type: ignore[no-any-return] # click's decorators keep the function's own type, untyped


def routing_of(options: Mapping[str, object]) -> Routing | None:
    """The routing policy that the options mean; None for simple.

    Raises:
        UsageError: when they mean several.
    """
    found: dict[Policy, Any] = {}
    if options["weight"] is not None:
        found["weighted"] = options["weight"]
    if options["latency_region"] is not None:
        found["latency"] = options["latency_region"]
    if options["failover"] is not None:
        found["failover"] = str(options["failover"]).upper()
    location = {field: str(options[name]).upper() for name, field in _GEO.items() if options[name] is not None}
    if location:
        found["geolocation"] = location
    if options["multivalue"]:
        found["multivalue"] = True
    if len(found) > 1:
        raise UsageError(
            "usage", f"A record has one routing policy, not {' and '.join(found)}.", "Give options of one."
        )
    return next((Routing(policy, value) for policy, value in found.items()), None)
