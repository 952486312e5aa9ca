"""Every row of a list, and those that are listed: filtered, ordered, marked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Generic, TypeVar

from rich.cells import cell_len

from xalias_tui.domain.filters import Filter
from xalias_tui.domain.text import shown
from xalias_tui.tui.widgets.row_sources import InMemory, Joined, RowSource, Wanted, source_of
from xalias_tui.tui.widgets.rows import Column, Spec

T = TypeVar("T")


class Rows(Generic[T]):
    """Every row, and those that pass the filter."""

    def __init__(self, spec: Spec[T]) -> None:
        self.spec = spec
        self.passing: Sequence[T] = ()
        self._source: RowSource[T] = InMemory(spec)
        self._wanted: Wanted[T] = Wanted()
        self.marks: frozenset[str] = frozenset()
        """Keys of the rows that are marked."""
        self.edition = 0
        """Grows whenever lines may have to be drawn anew."""
        self.numbers: dict[str, int] = {}
        """Cells of the longest text of each measured column."""

    @property
    def all(self) -> Sequence[T]:
        """Every row."""
        return self._source.all

    @property
    def order(self) -> Column[T] | None:
        """The column that rows are ordered by; None where they are as they were given."""
        return self._wanted.order

    @property
    def descending(self) -> bool:
        """Whether they are ordered the other way round."""
        return self._wanted.descending

    @property
    def marked(self) -> tuple[T, ...]:
        """The marked rows, in the order in which they were given."""
        return self.of_keys(self.marks) if self.marks else ()

    def of_keys(self, keys: frozenset[str]) -> tuple[T, ...]:
        """The rows of some keys, in the order in which they were given, filtered out ones included."""
        return self._source.of_keys(keys)

    def _measure(self, rows: Sequence[T]) -> None:
        for column in self.spec.columns:
            if column.measured:
                longest = max((cell_len(column.cell(row)) for row in rows), default=0)
                self.numbers[column.title] = max(longest, self.numbers.get(column.title, 0))

    def replace(self, rows: Sequence[T], spec: Spec[T] | None = None) -> None:
        """Other rows, listed another way if wanted; what is marked and still there stays marked."""
        self.spec = spec or self.spec
        self._source = source_of(rows, self.spec)
        self.marks = frozenset(map(self.spec.key, self.marked))
        self.numbers = {}
        self._measure(self._source.measured())
        self._choose()

    def add(self, rows: Sequence[T]) -> None:
        """Put rows in the place of those of the same key, and the others at the end: costs what the new rows cost."""
        self._source.add(rows)
        self._measure(rows)
        self._choose()

    def mark(self, keys: frozenset[str]) -> None:
        """Mark these rows and no others."""
        self.marks = keys
        self.edition += 1

    def filter(self, text: str, kinds: frozenset[str]) -> bool:
        """Keep rows that pass ``text``, see ``Filter``, of some kinds or all; whether the filter is new."""
        wanted = replace(self._wanted, text=" ".join(text.lower().split()), kinds=kinds)
        if wanted == self._wanted:
            return False
        self._wanted = wanted
        self._choose()
        return True

    @property
    def hint(self) -> str:
        """Which columns there are, where the filter names one that there is not; else empty."""
        unknown = Filter.read(self._wanted.text, self.spec.searchable).unknown
        if not unknown:
            return ""
        return f"There is no column '{shown(unknown[0], 40)}'. Columns are: {', '.join(self.spec.searchable)}."

    def arrange(self, order: Column[T] | None, *, descending: bool = False) -> None:
        """Order rows by a column, or leave them as they were given; rows that are equal stay as they were given."""
        self._wanted = replace(self._wanted, order=order, descending=descending)
        self._choose()

    def _choose(self) -> None:
        self.edition += 1
        self.passing = self._source.wanted(self._wanted)

    @property
    def unfinished(self) -> bool:
        """Whether more rows pass the filter than were found so far."""
        return self._source.rest is not None

    def finish(self) -> None:
        """Find every row that passes the filter; those that were found stay where they are."""
        rest, self._source.rest = self._source.rest, None
        if rest is not None:
            self.edition += 1
            self.passing = rest()

    def place_of(self, key: str) -> int | None:
        """Where the row of a key is among those that pass the filter."""
        if isinstance(self.passing, Joined):
            return self.passing.place_of(key, self.spec.key)
        return next((at for at, row in enumerate(self.passing) if self.spec.key(row) == key), None)

    def key_at(self, at: int) -> str | None:
        """The key of a row that passes the filter; None where there is no such row."""
        return self.spec.key(self.passing[at]) if 0 <= at < len(self.passing) else None
