"""Where to ask first what AWS Config does not record: where it records what such a resource can't be without."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from xalias_tui.domain.lookups import LookupFailedError
from xalias_tui.jobs.session.config_source import Source
from xalias_tui.jobs.targets.discover import Lookup
from xalias_tui.targets import Kind

Precursors = frozenset[tuple[str, str, str]]
"""Accounts, regions and types of which AWS Config records something."""
_FIELDS: Final = ("accountId", "awsRegion", "resourceType")
_FIRST, _AS_GOOD_AS_ANY, _LAST = range(3)


def read_precursors(source: Source, kinds: Iterable[Kind]) -> Precursors:
    """Where AWS Config records precursors of some kinds; nowhere where it does not answer: only an order is lost."""
    types = sorted({type_ for kind in kinds for type_ in kind.precursors})
    if not types:
        return frozenset()
    named = ", ".join(f"'{type_}'" for type_ in types)
    group = ", ".join(_FIELDS)
    try:
        rows = list(source.rows((*_FIELDS, "COUNT(*)"), f"resourceType IN ({named})", group))
    except LookupFailedError:
        return frozenset()
    return frozenset((row["accountId"], row["awsRegion"], row["resourceType"]) for row in rows)


def most_promising_first(lookups: Sequence[Lookup], precursors: Precursors) -> list[Lookup]:
    """Look-ups of places with a precursor, then of kinds that have none, then all others; else as they were.

    A place without one may hold the resource nevertheless: its recorder may be stopped, or leave the type out. It is
    asked, only later.
    """

    def rank(lookup: Lookup) -> int:
        account_id, kind = lookup.account.account_id, lookup.kind
        if not precursors or not kind.precursors:
            return _AS_GOOD_AS_ANY
        has = any((account_id, lookup.region, type_) in precursors for type_ in kind.precursors)
        return _FIRST if has else _LAST

    return sorted(lookups, key=rank)
