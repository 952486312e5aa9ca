"""What is typed to filter a list: words, words that must not be there, words of a column; and what a file is asked."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import field
from typing import Final, Literal

from xalias_tui.domain.dataclass import dataclass

_OF_COLUMN: Final = re.compile(r"(?!arn:)([a-z][a-z-]*):(?!//)(.*)")
_NOT: Final = "!"


@dataclass(frozen=True, slots=True)
class Term:
    """One word.

    Attributes:
        text: In lower case.
        column: The column that it is looked for in; empty for everything that is searched of a row.
        negative: Whether rows that have it are left out.
    """

    text: str
    column: str = ""
    negative: bool = False

    def test(self) -> Callable[[str], bool]:
        """Whether a row stays, by its text of the column, or by everything that is searched of it, in lower case.

        In a column a word must begin where one begins: ``active`` does not find ``inactive``.
        """
        text, wanted = self.text, not self.negative
        if not self.column or not text[0].isalnum():
            return lambda cell: (text in cell) is wanted
        begins = re.compile(rf"(?<![a-z0-9]){re.escape(text)}").search
        return lambda cell: (begins(cell) is not None) is wanted


@dataclass(frozen=True, slots=True)
class Filter:
    """A filter as it was typed.

    Attributes:
        terms: A row has to pass all of them.
        unknown: What stands before a colon, but is no column of the list: such words are looked for as they are.
    """

    terms: tuple[Term, ...] = ()
    unknown: tuple[str, ...] = ()

    @classmethod
    def read(cls, text: str, columns: Collection[str] = ()) -> Filter:
        """Read ``word``, ``!word``, ``column:word`` and ``!column:word``; the beginning of a column's name is enough.

        What is still being typed (``!``, ``kind:``) filters nothing.
        """
        terms: list[Term] = []
        unknown: list[str] = []
        for typed in text.lower().split():
            negative = typed.startswith(_NOT)
            word = typed.removeprefix(_NOT)
            parts = _OF_COLUMN.fullmatch(word)
            column = "" if parts is None else _meant(parts[1], columns)
            if parts is not None and column:
                word = parts[2]
            elif parts is not None and columns:
                unknown.append(parts[1])
            if word:
                terms.append(Term(word, column, negative))
        return cls(tuple(terms), tuple(dict.fromkeys(unknown)))

    @property
    def is_plain(self) -> bool:
        """Whether it only has words that must be there, as a name that is looked for."""
        return not self.unknown and not any(term.column or term.negative for term in self.terms)


def _meant(typed: str, columns: Iterable[str]) -> str:
    """The column of a name, or the only one that begins so; empty where there is none."""
    begin = [column for column in columns if column.startswith(typed)]
    return typed if typed in begin else (begin[0] if len(begin) == 1 else "")


KeptColumn = Literal["kind", "title", "region", "reach", "owner", "state"]
"""What is kept of a target in a column of its own."""


@dataclass(frozen=True, slots=True)
class Choice:
    """Which rows that are kept in a file are listed, and in which order.

    Attributes:
        kinds: The kinds; empty for all.
        terms: Words that have to be in a column, or must not be.
        counted: Words that have to be in the number of a row, or must not be.
        lacking: Letters that must not be in the text of a row.
        order: The column that rows are ordered by, or their number; None for the order in which they were given.
        counts: The numbers, by the keys of rows; 0 for all others.
        descending: Whether the other way round.
    """

    kinds: frozenset[str] = frozenset()
    terms: tuple[tuple[KeptColumn, Term], ...] = ()
    counted: tuple[Term, ...] = ()
    lacking: tuple[str, ...] = ()
    order: KeptColumn | Literal["count"] | None = None
    counts: Mapping[str, int] = field(default_factory=dict)
    descending: bool = False
