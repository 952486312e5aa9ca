"""Where the rows of a list are: in memory, or in a file of which only what is shown is read."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, Final, Generic, Protocol, TypeVar, overload, runtime_checkable

from xalias_tui.domain.dataclass import dataclass
from xalias_tui.domain.filters import Choice, Filter, Term
from xalias_tui.domain.listed import with_readable_names
from xalias_tui.tui.widgets.rows import Column, Spec, column_name
from xalias_tui.tui.widgets.searched_texts import Searched, SearchedTexts

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)

_MEASURED: Final = 200
"""Rows of a file whose texts are measured for the width of columns."""


@dataclass(frozen=True, slots=True)
class Wanted(Generic[T]):
    """Which rows are listed, and in which order.

    Attributes:
        text: The filter, see ``domain.filters``.
        kinds: The kinds that are listed; empty for all.
        order: The column that rows are ordered by; None for the order in which they were given.
        descending: Whether the other way round.
    """

    text: str = ""
    kinds: frozenset[str] = frozenset()
    order: Column[T] | None = None
    descending: bool = False


@runtime_checkable
class Paged(Protocol[T_co]):
    """Rows in a file, see ``KeptTargets``."""

    @property
    def counts(self) -> Mapping[str, int]:
        """How many there are of each kind, whichever of them were chosen."""

    def __len__(self) -> int:
        """How many there are."""

    def __iter__(self) -> Iterator[T_co]:
        """All of them, some at a time."""

    @overload
    def __getitem__(self, at: int) -> T_co: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[T_co]: ...

    def chosen(self, choice: Choice) -> Paged[T_co]:
        """Those that are chosen, in the order that is wanted."""

    def holding(self, letters: Sequence[str]) -> tuple[Paged[T_co], Callable[[], Paged[T_co]] | None]:
        """Those whose text holds some letters, or the first of them and what finds all."""

    def of_keys(self, keys: Iterable[str]) -> tuple[T_co, ...]:
        """The rows of some keys, in order."""

    def place_of(self, key: str) -> int | None:
        """Where the row of a key is."""


class RowSource(Protocol[T]):
    """Rows, and those of them that are wanted.

    Attributes:
        all: Every row.
        rest: Finds the wanted rows that are still to be found; None where all are.
    """

    @property
    def all(self) -> Sequence[T]:
        """Every row."""

    rest: Callable[[], Sequence[T]] | None

    def add(self, rows: Sequence[T]) -> None:
        """Put rows in the place of those of the same key, and the others at the end."""

    def wanted(self, wanted: Wanted[T]) -> Sequence[T]:
        """The rows that are wanted, in order; where that takes long, the first of them."""

    def measured(self) -> Sequence[T]:
        """The rows whose texts decide how wide columns are."""

    def of_keys(self, keys: frozenset[str]) -> tuple[T, ...]:
        """The rows of some keys, in order."""


class InMemory(Generic[T]):
    """Rows in memory."""

    def __init__(self, spec: Spec[T], rows: Sequence[T] = ()) -> None:
        self._spec = spec
        self._all: Sequence[T] = rows if isinstance(rows, tuple) else list(rows)
        self._texts = SearchedTexts()
        self._texts.extend(map(self._searched, rows))
        self._places: dict[str, int] | None = None
        self.rest: Callable[[], Sequence[T]] | None = None

    @property
    def all(self) -> Sequence[T]:
        """Every row."""
        return self._all

    def add(self, rows: Sequence[T]) -> None:
        """See ``RowSource``; costs what the new rows cost."""
        every = self._all = self._all if isinstance(self._all, list) else list(self._all)
        if self._places is None:
            self._places = {self._spec.key(row): at for at, row in enumerate(every)}
        texts: dict[int, Searched] = {}
        for row in rows:
            at = self._places.setdefault(self._spec.key(row), len(every))
            every[at : at + 1] = [row]  # which appends a new one
            texts[at] = self._searched(row)
        self._texts.put(texts)

    def wanted(self, wanted: Wanted[T]) -> Sequence[T]:
        """See ``RowSource``."""
        passing: Sequence[T] = self._all
        if wanted.text or wanted.kinds:
            fields, kind_of = self._spec.searchable, self._spec.kind
            found: Sequence[int] = range(len(self._all))
            for term in sorted(Filter.read(wanted.text, fields).terms, key=lambda term: bool(term.column)):
                if term.column:
                    passes, cell = term.test(), fields[term.column]
                    found = [at for at in found if passes(cell(self._all[at]).lower())]
                else:
                    found = self._of_letters(term, found)
            passing = [self._all[at] for at in found if not wanted.kinds or kind_of(self._all[at]) in wanted.kinds]
        order = wanted.order
        return passing if order is None else sorted(passing, key=order.orders, reverse=wanted.descending)

    def _of_letters(self, term: Term, among: Sequence[int]) -> Sequence[int]:
        """The places among some whose row has the letters of a term, or has not."""
        holding = self._texts.holding(term.text)
        if len(among) == len(self._all) and not term.negative:
            return holding
        has = frozenset(holding)
        return [at for at in among if (at in has) is not term.negative]

    def measured(self) -> Sequence[T]:
        """All."""
        return self._all

    def of_keys(self, keys: frozenset[str]) -> tuple[T, ...]:
        """See ``RowSource``."""
        return tuple(row for row in self._all if self._spec.key(row) in keys)

    def _searched(self, row: T) -> Searched:
        """What a filter searches: a name in Punycode is also found as people write it."""
        own, common = with_readable_names(self._spec.haystack(row)), with_readable_names(self._spec.common(row))
        return Searched(own, common)


class Joined(Sequence[T]):
    """Rows in a file, and behind them others that are in memory."""

    def __init__(self, kept: Paged[T], others: Sequence[T]) -> None:
        self.kept = kept
        self.others = others

    def __len__(self) -> int:
        return len(self.kept) + len(self.others)

    @overload
    def __getitem__(self, at: int) -> T: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[T]: ...
    def __getitem__(self, at: int | slice) -> Any:
        """A row, or some in a row."""
        if isinstance(at, slice):
            return [self[place] for place in range(len(self))[at]]
        place, many = range(len(self))[at], len(self.kept)
        return self.kept[place] if place < many else self.others[place - many]

    def __iter__(self) -> Iterator[T]:
        yield from self.kept
        yield from self.others

    def place_of(self, key: str, key_of: Callable[[T], str]) -> int | None:
        """Where the row of a key is."""
        place = self.kept.place_of(key)
        if place is not None:
            return place
        return next((len(self.kept) + at for at, row in enumerate(self.others) if key_of(row) == key), None)


class InFile(Generic[T]):
    """Rows in a file, and a few that were added to them."""

    def __init__(self, spec: Spec[T], kept: Paged[T], others: Sequence[T] = ()) -> None:
        self._spec = spec
        self._kept = kept
        self._others = InMemory(spec, others)
        self._arranged: tuple[Choice, Paged[T]] = Choice(), kept
        self.rest: Callable[[], Sequence[T]] | None = None

    @property
    def all(self) -> Joined[T]:
        """Every row."""
        return Joined(self._kept, self._others.all)

    def add(self, rows: Sequence[T]) -> None:
        """See ``RowSource``; rows of the file are read from there when they are known better."""
        self._others.add([row for row in rows if self._kept.place_of(self._spec.key(row)) is None])

    def wanted(self, wanted: Wanted[T]) -> Sequence[T]:
        """See ``RowSource``."""
        terms = Filter.read(wanted.text, self._spec.searchable).terms
        choice, others = self._choice(wanted, terms), self._others.wanted(wanted)
        if self._arranged[0] != choice:  # worked out once for all letters that are typed
            self._arranged = choice, self._kept.chosen(choice)
        letters = tuple(term.text for term in terms if not term.column and not term.negative)
        if not letters:
            self.rest = None
            return Joined(self._arranged[1], others)
        found, rest = self._arranged[1].holding(letters)
        self.rest = None if rest is None else (lambda: Joined(rest(), others))
        return Joined(found, others)

    def _choice(self, wanted: Wanted[T], terms: Sequence[Term]) -> Choice:
        """What is wanted besides letters."""
        columns = {column_name(column.title): column for column in self._spec.columns}
        of_columns = [(columns[term.column], term) for term in terms if term.column in columns]
        order, counts = wanted.order, next((each.counts for each in self._spec.columns if each.counts is not None), {})
        return Choice(
            kinds=wanted.kinds,
            terms=tuple((column.kept_as, term) for column, term in of_columns if column.kept_as),
            counted=tuple(term for column, term in of_columns if column.counts is not None),
            lacking=tuple(term.text for term in terms if not term.column and term.negative),
            order=None if order is None else ("count" if order.counts is not None else order.kept_as or None),
            counts=counts,
            descending=wanted.descending and order is not None,
        )

    def measured(self) -> Sequence[T]:
        """The first ones."""
        return self.all[:_MEASURED]

    def of_keys(self, keys: frozenset[str]) -> tuple[T, ...]:
        """See ``RowSource``."""
        return (*self._kept.of_keys(keys), *self._others.of_keys(keys))


def has_key(rows: Sequence[T], key: str, key_of: Callable[[T], str]) -> bool:
    """Whether a row of a key is among rows."""
    if isinstance(rows, Joined):
        return rows.place_of(key, key_of) is not None
    return any(key_of(row) == key for row in rows)


def source_of(rows: Sequence[T], spec: Spec[T]) -> RowSource[T]:
    """Where rows are."""
    if isinstance(rows, Joined):
        return InFile(spec, rows.kept, rows.others)
    if isinstance(rows, Paged):
        return InFile(spec, rows)
    return InMemory(spec, rows)
