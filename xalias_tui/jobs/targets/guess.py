"""Which targets a record most likely ought to point to, each with the reason; nothing is asked of AWS for it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final

from xalias_tui.domain.errors import InvalidNameError
from xalias_tui.domain.names import DnsName
from xalias_tui.domain.targets import Target
from xalias_tui.domain.text import shown
from xalias_tui.targets.shared.load_balancers import name_but_number
from xalias_tui.targets.shared.naming import plain_name

_SUCCESSOR, _CONFIGURED, _SAME_NAME, _CALLED_SO, _ALIKE = 100, 80, 60, 40, 20
_RESEMBLES: Final = 0.72
"""Names this much alike are worth a mention, e.g. ``shop-web`` and ``shop-web2``."""
_SHORTEST: Final = 3
_WORDS: Final = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True, slots=True)
class Aim:
    """A record that is to be pointed elsewhere.

    Attributes:
        name: The name that visitors ask for.
        points_to: Where it points now, outside its zone; None where that is not known.
        successor: What took the place of what it points to; None where that is not known.
    """

    name: DnsName
    points_to: DnsName | None = None
    successor: Target | None = None


@dataclass(frozen=True, slots=True)
class Guess:
    """A likely target.

    Attributes:
        target: The target.
        reason: Why, in a few words.
    """

    target: Target
    reason: str


def guesses(aims: Sequence[Aim], targets: Iterable[Target]) -> tuple[Guess, ...]:
    """Targets for which something speaks, the likeliest first; pure.

    What records point to now is left out, and so is what no alias can point to.
    """
    successors = [aim.successor for aim in aims if aim.successor is not None]
    known = {target.key: target for target in (*targets, *successors) if target.aliasable}
    found: list[tuple[int, str, Guess]] = []
    for target in known.values():
        told = [_reason(aim, target) for aim in aims]
        score = sum(points for points, _ in told)
        if score:
            many = sum(1 for points, _ in told if points)
            reason = max(told)[1] + (f", and for {many - 1} more" if many > 1 else "")
            found.append((-score, target.name, Guess(target, reason)))
    return tuple(guess for *_, guess in sorted(found, key=lambda one: one[:2]))


def _reason(aim: Aim, target: Target) -> tuple[int, str]:
    """How much speaks for a target, and what; 0 where nothing does."""
    if aim.successor is not None and aim.successor.key == target.key:
        return _SUCCESSOR, "took the place of the current target"
    now = None if aim.points_to is None else plain_name(aim.points_to)
    if now is not None and now in {plain_name(name) for name in target.names}:
        return 0, ""
    if any(_covers(host, aim.name) for host in target.hostnames):
        return _CONFIGURED, f"is configured for {shown(aim.name.bare)}"
    old, called = _own_name(now), target.name.lower()
    if old and old == called:
        return _SAME_NAME, "has the name of the current target"
    label = aim.name.labels[0] if aim.name.labels else ""
    if len(label) >= _SHORTEST and label in (called, *_WORDS.split(called)):
        return _CALLED_SO, f"is called like {shown(aim.name.bare)}"
    like = next((other for other in (old, label) if len(other) >= _SHORTEST and _alike(other, called)), None)
    return (_ALIKE, f"its name is like {shown(like)}") if like is not None else (0, "")


def _own_name(name: DnsName | None) -> str:
    """The resource's own name in a DNS name of AWS, as far as its form tells: without the number behind it."""
    if name is None:
        return ""
    stem = name_but_number(name)
    return stem[0] if stem is not None else name.bare.partition(".")[0]


def _alike(one: str, other: str) -> bool:
    matcher = SequenceMatcher(None, one, other)
    return matcher.real_quick_ratio() >= _RESEMBLES and matcher.ratio() >= _RESEMBLES


def _covers(host: str, name: DnsName) -> bool:
    try:
        return name.matches(DnsName.parse(host))
    except InvalidNameError:
        return False
