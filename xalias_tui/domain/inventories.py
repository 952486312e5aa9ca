"""What is known of accounts without asking them now: from where, and how old it may be."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Final, Literal

from xalias_tui.domain.dataclass import dataclass
from xalias_tui.domain.errors import UsageError

Source = Literal["live", "config", "cache", "card"]
"""Where a target was read: of its account now, from AWS Config, from what was kept of an earlier run, from a card."""
Confirm = Literal["suspects", "all", "never"]
"""What an audit asks live besides an inventory: what seems to be missing, everything, or nothing."""

USUAL_AGE: Final = timedelta(minutes=15)
"""How old what is kept may be before the explorer reads it again."""
_DURATION: Final = re.compile(r"(\d{1,6})([smhd])\Z", re.ASCII)
_UNITS: Final = {"s": 1, "m": 60, "h": 3_600, "d": 86_400}


def duration(text: str, what: str) -> timedelta:
    """The duration of a text such as ``90s``, ``15m``, ``24h`` or ``7d``.

    Args:
        text: What was written.
        what: Where, for the message: an option or a setting.

    Raises:
        UsageError: when it is not one.
    """
    found = _DURATION.match(text.strip())
    if found is None:
        raise UsageError(
            "duration-invalid", f"'{text}' is not a duration ({what}).", "Write it as 90s, 15m, 24h or 7d."
        )
    return timedelta(seconds=int(found[1]) * _UNITS[found[2]])


def duration_text(length: timedelta) -> str:
    """A duration in the largest unit that it is a whole number of, as ``duration`` reads it."""
    seconds = int(length.total_seconds())
    unit, size = next((unit, size) for unit, size in reversed(_UNITS.items()) if seconds % size == 0)
    return f"{seconds // size}{unit}" if seconds else "0s"


def in_force(given: InventoryOptions, usual: InventoryOptions) -> InventoryOptions:
    """What the command line says, and where it says nothing what the settings do."""
    named = given if given.aggregator else usual
    return InventoryOptions(
        aggregator=named.aggregator,
        aggregator_profile=usual.aggregator_profile if given.aggregator_profile is None else given.aggregator_profile,
        aggregator_region=given.aggregator_region or usual.aggregator_region,
        age=usual.age if given.age is None else given.age,
        cached=given.cached,
        keep=usual.keep,
    )


@dataclass(frozen=True, slots=True)
class InventoryOptions:
    """What is asked before the accounts themselves, and what is kept.

    Attributes:
        aggregator: Name of an aggregator of AWS Config, or ``auto``; empty for none.
        aggregator_profile: Profile of its account; None for that of the organisation.
        aggregator_region: Its region; empty for that of the profile.
        age: How old what is kept may be; None for the usual one: nothing kept is used by commands.
        cached: Whether no one in AWS is asked at all.
        keep: Whether what was read is kept.
    """

    aggregator: str = ""
    aggregator_profile: str | None = None
    aggregator_region: str = ""
    age: timedelta | None = None
    cached: bool = False
    keep: bool = True
