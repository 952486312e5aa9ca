"""Shares of weighted routing: the weights by which a member gets a share, and the others keep their proportion. Pure.

A weight is a whole number from 0 to 255, and a record is answered in proportion to the sum of all weights of its name
and type (ResourceRecordSet.Weight in the Route 53 API reference).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from fractions import Fraction
from math import lcm
from typing import Final

from xalias_tui.domain.errors import UsageError

MOST_WEIGHT: Final = 255
MOST_MEMBERS: Final = 100
"""Weighted records that may have the same name and type (quotas in the Route 53 Developer Guide)."""
_READABLE: Final = 100
"""The sum that people read as percent."""
_PERCENT: Final = re.compile(r"(\d{1,3}(?:\.\d{1,4})?)\s*%?")


def read_percent(text: str) -> Fraction:
    """A share as people write it: ``10``, ``10%`` or ``12.5``, as a part of 1.

    Raises:
        UsageError: ``routing-value`` when it is no number from 0 to 100.
    """
    match = _PERCENT.fullmatch(text.strip())
    share = Fraction(match[1]) / 100 if match else None
    if share is None or share > 1:
        raise UsageError("routing-value", f"'{text}' is not a share.", "Write percent, e.g. 10 or 12.5.")
    return share


def shifted(weights: Mapping[str, int], shares: Mapping[str, Fraction]) -> dict[str, int]:
    """New weights of all members of a group.

    Weights that add up to 100 are preferred; else the smallest that come closest to the shares.

    Args:
        weights: Today's weights by set identifier.
        shares: The parts of 1 that some of them are to get.

    Raises:
        UsageError: ``routing-value`` when the shares do not fit together, or today's weights give no proportion.
    """
    parts = _wanted(weights, shares)
    whole = lcm(*(part.denominator for part in parts.values()))
    wanted = {member: int(part * whole) for member, part in parts.items()}
    most = (MOST_WEIGHT + 1) * whole // max(wanted.values())  # with more, the largest share is over 255
    sums = dict.fromkeys((_READABLE, sum(weights.values()), *range(1, min(most, MOST_WEIGHT * MOST_MEMBERS) + 1)))
    best: tuple[Fraction, dict[str, int]] | None = None
    for total in sums:
        made = _apportioned(wanted, whole, total) if total else None
        if made is None:
            continue
        error = Fraction(max(abs(weight * whole - wanted[member] * total) for member, weight in made.items()), total)
        if best is None or error < best[0]:
            best = (error, made)
        if not error:
            break
    if best is None:
        raise UsageError(
            "routing-value",
            "No weights from 0 to 255 give every member a share.",
            "Give weights of your own: --value, in the explorer m.",
        )
    return best[1]


def _wanted(weights: Mapping[str, int], shares: Mapping[str, Fraction]) -> dict[str, Fraction]:
    """The part of 1 that each member is to get."""
    rest = 1 - sum(shares.values())
    others = {member: weight for member, weight in weights.items() if member not in shares}
    total = sum(others.values())
    if rest < 0 or (rest and not others):
        given = " + ".join(f"{float(100 * share):.4g}" for share in shares.values())
        left = f"leave {float(100 * rest):.4g} percent, and there is no other member to have it"
        what = "are more than 100 percent" if rest < 0 else left
        raise UsageError("routing-value", f"The shares {given} {what}.", "Correct them.")
    if rest and not total and any(weights.values()) and len(others) > 1:
        names = ", ".join(others)
        raise UsageError(
            "routing-value",
            f"{names} have the weight 0, so there is no proportion to keep.",
            "Give each a share or a weight: --shift for all of them, or --value; in the explorer m.",
        )
    parts = {
        member: rest * (Fraction(weight, total) if total else Fraction(1, len(others)))
        for member, weight in others.items()
    }
    return {member: shares.get(member, parts.get(member, Fraction(0))) for member in weights}


def _apportioned(wanted: Mapping[str, int], whole: int, total: int) -> dict[str, int] | None:
    """Whole weights of a sum by largest remainder; None where one is over 255, or a share would become nothing.

    Args:
        wanted: The share of each member, in parts of ``whole``.
        whole: What they add up to.
        total: What the weights add up to.
    """
    made = {member: part * total // whole for member, part in wanted.items()}
    by_remainder = sorted(made, key=lambda member: -(wanted[member] * total % whole))
    for member in by_remainder[: total - sum(made.values())]:
        made[member] += 1
    fits = all(weight <= MOST_WEIGHT and bool(weight) == bool(wanted[member]) for member, weight in made.items())
    return made if fits else None
