"""Which targets a record most likely ought to point to, each with the reason; nothing is asked of AWS for it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher
from typing import Final

from xalias_tui.domain.dataclass import dataclass
from xalias_tui.domain.errors import InvalidNameError
from xalias_tui.domain.names import DnsName
from xalias_tui.domain.targets import Target
from xalias_tui.domain.text import shown
from xalias_tui.jobs.targets.kept_targets import KeptTargets
from xalias_tui.targets.shared.load_balancers import name_but_number
from xalias_tui.targets.shared.naming import plain_name
from xalias_tui.targets.words import words_serving

_SUCCESSOR, _CONFIGURED, _SAME_NAME, _CALLED_SO, _ALIKE = 100, 80, 60, 40, 20
_RESEMBLES: Final = 0.72
"""Names this much alike are worth a mention, e.g. ``shop-web`` and ``shop-web2``."""
_SHORTEST: Final = 3
_MOST_LABELS: Final = 20
_MOST_OF_A_LABEL: Final = 100
"""So many targets of a file are compared with a name, for so many names."""
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


def candidates(aims: Sequence[Aim], targets: Sequence[Target]) -> Iterable[Target]:
    """The targets among which guesses are made: of those that are kept in a file the ones with a name that fits."""
    if not isinstance(targets, KeptTargets):
        return targets
    found = {one.key: one for one in targets.under(word for aim in aims for word in words_serving(aim.name))}
    labels = {label for aim in aims for label in (_own_name(_plain(aim.points_to)), *aim.name.labels[:1])}
    for label in sorted(label for label in labels if len(label) >= _SHORTEST)[:_MOST_LABELS]:
        named, _ = targets.holding((label,))
        found.update((one.key, one) for one in named[:_MOST_OF_A_LABEL])
    return found.values()


def _plain(name: DnsName | None) -> DnsName | None:
    return None if name is None else plain_name(name)


def _reason(aim: Aim, target: Target) -> tuple[int, str]:
    """How much speaks for a target, and what; 0 where nothing does."""
    if aim.successor is not None and aim.successor.key == target.key:
        return _SUCCESSOR, "took the place of the current target"
    now = _plain(aim.points_to)
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
