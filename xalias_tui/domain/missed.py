"""Look-ups that failed, as lines for people: those that failed alike are one line, however many they are."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from xalias_tui.domain.denied_regions import NARROW, as_rows, is_narrowable
from xalias_tui.domain.lookups import Unscanned
from xalias_tui.domain.partitions import REGION_FORM
from xalias_tui.domain.policies import is_explicit
from xalias_tui.domain.text import Shown, shown
from xalias_tui.domain.ways_in import WayIn

NAME_ROLE: Final = (
    "Name the role that is assumed in the organisation's accounts with --role; 'xalias policy organisation --stackset' "
    "prints one."
)
NAME_PERMISSION_SET: Final = "Name the permission set that is used in the accounts with --sso-role."
_NOT_ASKED: Final = "not-asked"
_LIMIT: Final = 400
_MOST_NAMED: Final = 4
_PLACES: Final = re.compile(rf"\b({REGION_FORM}\d*|\d{{12}})\b")
"""Regions and account ids, by which the sentences about one cause differ."""


def missed_together(items: Sequence[Unscanned]) -> tuple[Shown, ...]:
    """What could not be looked up: a line for each cause, with where it was met."""
    causes: dict[tuple[str, ...], list[Unscanned]] = {}
    for item in as_rows(items):
        said = str(is_explicit(item.message)) if item.action else _PLACES.sub("", item.message)
        causes.setdefault((item.code, item.action, said), []).append(item)
    return tuple(shown(f"{_where(alike)}: {_why(alike[0])}", _LIMIT) for alike in causes.values())


def helping(items: Sequence[Unscanned]) -> tuple[str, ...]:
    """What has the look-ups made that failed: a sentence for each cause that an option takes away."""
    ways = {way.origin for item in items if item.code == _NOT_ASKED and (way := WayIn.parse(item.profile)) is not None}
    return (
        *([NARROW] if is_narrowable(items) else []),
        *([NAME_ROLE] if "organisation" in ways else []),
        *([NAME_PERMISSION_SET] if "sso" in ways else []),
    )


def _where(alike: Sequence[Unscanned]) -> str:
    owners = dict.fromkeys(item.owner for item in alike)
    kinds = _listed(sorted({item.kind for item in alike if item.kind}), "kinds of look-up")
    regions = _listed(sorted({item.region for item in alike if item.region}), "regions", 1 if len(owners) > 1 else None)
    if len(owners) == 1:
        return " ".join(part for part in (next(iter(owners)), kinds, f"in {regions}" if regions else "") if part)
    many = max(len(owners), *(item.accounts for item in alike))
    return f"{kinds} in {f'{regions} of ' if regions else ''}{many} accounts".strip()


def _why(item: Unscanned) -> str:
    if not item.action:
        return f"{item.code}: {item.message}"
    why = "a policy explicitly denies" if is_explicit(item.message) else "needs the permission"
    return f"{item.code}: {why} {item.action}"


def _listed(names: Sequence[str], called: str, most: int | None = None) -> str:
    return ", ".join(names) if len(names) <= (_MOST_NAMED if most is None else most) else f"{len(names)} {called}"
