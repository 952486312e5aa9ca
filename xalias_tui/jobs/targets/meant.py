"""Which of very many targets records may mean: only these are read before the records are judged."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from xalias_tui.domain.names import DnsName
from xalias_tui.domain.records import RecordSet
from xalias_tui.domain.targets import Target
from xalias_tui.jobs.targets.kept_targets import KeptTargets
from xalias_tui.targets.words import words_of, words_of_successor, words_pointing_to, words_serving

_AMBIGUOUS: Final = 2
"""So many load balancers of one name: which of them took another one's place can't be told."""


def meant_by(targets: Sequence[Target], records: Iterable[RecordSet]) -> tuple[Target, ...]:
    """Of targets that are kept in a file those that some records may mean; others, which are in memory, all.

    Where they mean none there is one nevertheless: where it was read is where all were, and that others were found is
    a fact, too.
    """
    if not isinstance(targets, KeptTargets):
        return tuple(targets)
    values: dict[DnsName, None] = {}
    owners: dict[DnsName, None] = {}
    for record in records:
        if record.leads_to is not None:
            values[record.leads_to] = None
            owners[record.name] = None
    return named_by(targets, values, owners)


def beside(targets: Sequence[Target], chosen: Target | None, name: DnsName) -> tuple[Target, ...]:
    """The same of targets that the rules of a plan at a name compare the chosen one with: also those that claim it."""
    return named_by(targets, () if chosen is None else chosen.names, (name,))


def named_by(targets: Sequence[Target], values: Iterable[DnsName], owners: Iterable[DnsName]) -> tuple[Target, ...]:
    """The same of names that records point to, and of names that they are at."""
    if not isinstance(targets, KeptTargets):
        return tuple(targets)
    words = {name: tuple(words_pointing_to(name)) for name in values}
    wanted = {word for found in words.values() for word in found}
    found = {
        target.key: target for target in targets.under(wanted | {w for name in owners for w in words_serving(name)})
    }
    known = {word for target in found.values() for word in words_of(target)}
    for name, own in words.items():
        if known.isdisjoint(own):
            found.update((target.key, target) for target in targets.under(words_of_successor(name), _AMBIGUOUS))
    return tuple(found.values()) or targets[:1]
