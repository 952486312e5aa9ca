"""The targets that are kept, as a sequence of which only what is looked at is read: pages, and those that are meant."""

from __future__ import annotations

from array import array
from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from functools import cached_property
from typing import Final, overload

from xalias_tui.domain.filters import Choice
from xalias_tui.domain.targets import Target
from xalias_tui.jobs.targets.kept_choice import chosen
from xalias_tui.jobs.targets.kept_rows import Age, KeptRows
from xalias_tui.jobs.targets.letter_search import LetterSearch
from xalias_tui.store.inventory import Inventory
from xalias_tui.store.target_table import Ids, View
from xalias_tui.targets.words import key_word

MANY: Final = 5_000
"""More targets than that are not held in memory by the explorer: it reads what it shows."""
_PAGE: Final = 100
_PAGES: Final = 12
"""Pages that are held: what is on the screen, and what was."""
_CHUNK: Final = 2_000
"""Targets that are read at a time."""


class KeptTargets(Sequence[Target]):
    """Targets in an order; safe to use from several threads.

    Args:
        kept: The file as it was at one moment, open for this sequence and those chosen from it alone.
        ids: Their numbers, in order.
        age: How they are judged by their age.
        view: What they, or those they were chosen from, are all of.
    """

    def __init__(self, kept: Inventory, ids: Ids, age: Age, view: View) -> None:
        self._kept = kept
        self._ids = ids
        self._age = age
        self._view = view
        self._read = KeptRows(kept.targets, age).read
        self._pages: OrderedDict[int, tuple[Target, ...]] = OrderedDict()
        self._ranks: dict[int, int] | None = None
        self._letters: LetterSearch | None = None

    @classmethod
    def of(cls, kept: Inventory, view: View, age: Age, at_most: int = -1) -> KeptTargets:
        """Those in a view, or the first of them, in order of kind, name and region."""
        now = kept.as_now()
        return cls(now, now.targets.ids(view, at_most), age, view)

    def __len__(self) -> int:
        return len(self._ids)

    @overload
    def __getitem__(self, at: int) -> Target: ...
    @overload
    def __getitem__(self, at: slice) -> tuple[Target, ...]: ...
    def __getitem__(self, at: int | slice) -> Target | tuple[Target, ...]:
        """A target, or some in a row."""
        if isinstance(at, slice):
            return tuple(self._read(self._ids[at]))
        place = range(len(self._ids))[at]
        return self._page(place // _PAGE)[place % _PAGE]

    def __iter__(self) -> Iterator[Target]:
        """All of them, some at a time."""
        for at in range(0, len(self._ids), _CHUNK):
            yield from self._read(self._ids[at : at + _CHUNK])

    def _page(self, number: int) -> tuple[Target, ...]:
        page = self._pages.get(number)
        if page is None:
            page = self._pages[number] = tuple(self._read(self._ids[number * _PAGE : (number + 1) * _PAGE]))
            while len(self._pages) > _PAGES:
                self._pages.popitem(last=False)
        return page  # another thread may have let go of it meanwhile

    @property
    def regions(self) -> frozenset[str]:
        """The regions of all that are kept and in the same view."""
        return self._kept.targets.regions(self._view)

    @cached_property
    def counts(self) -> Mapping[str, int]:
        """How many of each kind are kept and in the same view."""
        return self._kept.targets.of_kinds(self._view)

    # -- those that are meant

    def under(self, words: Iterable[str], at_most: int | None = None) -> tuple[Target, ...]:
        """Those that are looked up by any of some words, or the first of them."""
        ranks = self._rank()
        ids = sorted((id_ for id_ in self._kept.targets.under(words) if id_ in ranks), key=ranks.__getitem__)
        return tuple(self._read(array("q", ids[:at_most])))

    def of_keys(self, keys: Iterable[str]) -> tuple[Target, ...]:
        """The targets of some keys."""
        return self.under(map(key_word, keys))

    def place_of(self, key: str) -> int | None:
        """Where the target of a key is; None where it is not among these."""
        for id_ in self._kept.targets.under((key_word(key),)):
            with suppress(ValueError):
                return self._ids.index(id_)
        return None

    def _rank(self) -> dict[int, int]:
        if self._ranks is None:
            self._ranks = {id_: at for at, id_ in enumerate(self._ids)}
        return self._ranks

    # -- other sequences

    def chosen(self, choice: Choice) -> KeptTargets:
        """Those that are chosen, in the order that is wanted."""
        return self._with(chosen(self._kept.targets, self._view, self._ids, choice))

    def _with(self, ids: Ids) -> KeptTargets:
        return KeptTargets(self._kept, ids, self._age, self._view)

    def holding(self, letters: Sequence[str]) -> tuple[KeptTargets, Callable[[], KeptTargets] | None]:
        """Those whose text holds some letters; where that is many, the first of them, and what finds all."""
        if self._letters is None:
            self._letters = LetterSearch(self._kept.targets, self._ids)
        found, is_all = self._letters.first(letters)
        search = self._letters
        return self._with(found), None if is_all else (lambda: self._with(search.every(letters)))
