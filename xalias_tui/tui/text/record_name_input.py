"""What an operator types as a record's name, inside the chosen zone."""

from __future__ import annotations

from xalias_tui.domain.error_rules import RECORD_NAME_OUTSIDE_ZONE
from xalias_tui.domain.errors import InvalidNameError
from xalias_tui.domain.names import DnsName


def name_in_zone(text: str, zone: DnsName) -> DnsName:
    """The full name of what was typed: relative (``www``), full (``www.example.com``), or ``@`` for the apex.

    A name with a final dot is always full; one without is full where it already ends in the zone's name.

    Raises:
        InvalidNameError: when it is no name, or lies outside the zone.
    """
    typed = text.strip()
    if typed == "@":
        return zone
    name = DnsName.parse(typed)
    if name.is_inside(zone):
        return name
    if typed.endswith("."):
        remedy = "Leave out the final dot to name it relative to the zone, or choose another zone."
        raise InvalidNameError.of(RECORD_NAME_OUTSIDE_ZONE, remedy=remedy, name=name.bare, zone=zone.bare)
    return DnsName.parse(f"{typed}.{zone}")


def as_typed(name: DnsName, zone: DnsName) -> str:
    """What to type for a name: relative to its zone, or in full where that would be read as another name."""
    relative = name.relative_to(zone)
    try:
        return relative if name_in_zone(relative, zone) == name else name.text
    except InvalidNameError:
        return name.text
