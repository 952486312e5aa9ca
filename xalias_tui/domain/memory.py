"""What the explorer remembers from one run to the next, as one frozen value."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import field, replace
from typing import Final

from xalias_tui.domain.dataclass import dataclass

MOST: Final = 50
"""Recent names, targets and filters that are kept of each."""
LONGEST: Final = 300
"""Characters of a text that is kept."""


@dataclass(frozen=True, slots=True)
class Listing:
    """How a list was left.

    Attributes:
        order: Title of the column that it is ordered by; empty for its own order.
        descending: Whether the last comes first.
        hidden: Titles of columns that are left out.
    """

    order: str = ""
    descending: bool = False
    hidden: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Memory:
    """Everything that is remembered; the newest comes first.

    Attributes:
        zone: Id of the zone that was opened last; empty before the first.
        lists: How lists were left, by the list's id.
        filters: Filters that were typed, by the pane's id.
        saved: Filters that the operator saved, by the pane's id.
        names: Record names that were gone to, traced or planned, as ``www.example.com.``.
        targets: Keys of targets that were chosen.
        export_format: The format that an export was looked at in; empty before the first.
        theme: The theme that was chosen; empty where none was.
        program: Version of the program that remembers; empty where that is not known.
    """

    zone: str = ""
    lists: Mapping[str, Listing] = field(default_factory=dict)
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    saved: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    names: tuple[str, ...] = ()
    targets: tuple[str, ...] = ()
    export_format: str = ""
    theme: str = ""
    program: str = ""

    def listed(self, list_id: str, listing: Listing) -> Memory:
        """With a list left another way."""
        return replace(self, lists={**self.lists, list_id: listing})

    def filtered(self, pane: str, text: str) -> Memory:
        """With a filter that was used."""
        return replace(self, filters={**self.filters, pane: _newest(text, self.filters.get(pane, ()))})

    def toggled(self, pane: str, text: str) -> Memory:
        """With a filter saved, or, where it is saved already, no longer."""
        known = self.saved.get(pane, ())
        kept = tuple(one for one in known if one != text) if text in known else _newest(text, known)
        return replace(self, saved={**self.saved, pane: kept})

    def named(self, name: str) -> Memory:
        """With a name that was gone to."""
        return replace(self, names=_newest(name, self.names))

    def targeted(self, key: str) -> Memory:
        """With a target that was chosen."""
        return replace(self, targets=_newest(key, self.targets))


def _newest(text: str, known: Iterable[str]) -> tuple[str, ...]:
    if not text or len(text) > LONGEST:
        return tuple(known)
    return (text, *(one for one in known if one != text))[:MOST]
