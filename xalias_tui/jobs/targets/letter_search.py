"""Letters among very many kept targets: the first matches at once, all of them when no more letters are typed."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from typing import Final

from xalias_tui.store.target_table import Ids, TargetTable

_CHUNK: Final = 2_000
"""Targets that are searched at a time without an index."""
_CHUNKS: Final = 2
"""After so many all are searched at once: what matches is many, but far from the first."""
_FEW: Final = 20_000
"""So many matches an index may give at once; more are met soon in most orders."""
_ENOUGH: Final = 200
"""Matches after which searching goes on later."""


class LetterSearch:
    """Searches some targets.

    Args:
        table: The targets that are kept.
        ids: The numbers of those that are searched, in order.
    """

    def __init__(self, table: TargetTable, ids: Ids) -> None:
        self._table = table
        self._ids = ids
        self._latest: tuple[tuple[str, ...], Ids] = (), array("q")

    def first(self, letters: Sequence[str]) -> tuple[Ids, bool]:
        """The targets whose text holds some letters, or the first of them; and whether these are all."""
        found = self._narrowed(letters)
        if found is None:
            indexed = self._table.holding(letters, _FEW)
            found = None if indexed is None else self._in_order(indexed)
        if found is not None:
            self._latest = tuple(letters), found
            return found, True
        first: Ids = array("q")
        for at in range(0, min(_CHUNKS * _CHUNK, len(self._ids)), _CHUNK):
            first.extend(self._table.among(self._ids[at : at + _CHUNK], letters))
            if len(first) >= _ENOUGH and at + _CHUNK < len(self._ids):
                return first, False
        return self.every(letters), True

    def every(self, letters: Sequence[str]) -> Ids:
        """All targets whose text holds some letters."""
        found = self._table.holding(letters, len(self._ids))
        return self._in_order(self._table.everywhere(letters) if found is None else found)

    def _narrowed(self, letters: Sequence[str]) -> Ids | None:
        """Those among the matches of fewer letters that were typed before; None where there are none, or too many."""
        before, ids = self._latest
        is_more = bool(before) and all(any(part in longer for longer in letters) for part in before)
        return self._table.among(ids, letters) if is_more and len(ids) <= _CHUNK else None

    def _in_order(self, ids: Ids) -> Ids:
        wanted = frozenset(ids)
        return array("q", (id_ for id_ in self._ids if id_ in wanted))
