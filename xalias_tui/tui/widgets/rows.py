"""Rows of a list: how they are listed, and which of them pass the filter."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import field
from typing import Any, Final, Generic, Literal, TypeVar

from rich.cells import cell_len, set_cell_size

from xalias_tui.domain.dataclass import dataclass
from xalias_tui.domain.filters import KeptColumn
from xalias_tui.tui.text.phrases import shortened

T = TypeVar("T")

_GAP: Final = 2
_LEAST: Final = 6
"""Cells below which a text says nothing."""
_ID: Final = 14
"""Cells of an account id, the longest that is listed whole wherever it can be."""


@dataclass(frozen=True, slots=True)
class Column(Generic[T]):
    """One column.

    Attributes:
        title: Shown in the header.
        cell: The text of a row's cell, already safe to draw.
        width: Least width in terminal cells.
        share: Share of the width that is left over; 0 for a fixed column.
        drops: Widgets narrower than this many cells leave the column out; 0 keeps it always.
        until: From this many cells on another column says more, and this one is left out; 0 keeps it always.
        order: What rows are ordered by; None for the text of the cell.
        toned: Whether the row's tone colours it.
        number: Whether it holds numbers: at the right of their column, which is as wide as the longest, never cut.
        whole: Whether it holds ids or names that tell rows apart: as wide as the longest, cut only where the others
            have given way.
        snug: Whether it is no wider than its longest text.
        middle: Whether a text that does not fit is cut in its middle: what tells names apart may be at either end.
        kept_as: What rows that are kept in a file are ordered and filtered by instead; empty where they can't be.
        counts: The numbers that it holds, by the keys of rows; None where it holds none.
    """

    title: str
    cell: Callable[[T], str]
    width: int
    share: int = 0
    drops: int = 0
    until: int = 0
    order: Callable[[T], Any] | None = None
    toned: bool = False
    number: bool = False
    whole: bool = False
    snug: bool = False
    middle: bool = False
    kept_as: KeptColumn | Literal[""] = ""
    counts: Mapping[str, int] | None = None

    @property
    def measured(self) -> bool:
        """Whether its width depends on its longest text."""
        return self.number or self.whole or self.snug

    def wanted(self, longest: int) -> int:
        """Cells that it takes where there is room; ``longest`` is 0 where nothing was measured."""
        if self.snug and longest:
            return max(cell_len(self.title) + 1, longest)  # the arrow of the order is before a title
        return max(self.width, longest)

    def orders(self, row: T) -> Any:
        """What a row is ordered by."""
        return self.cell(row).lower() if self.order is None else self.order(row)

    def fitted(self, text: str, size: int) -> str:
        """A text in exactly a size, with an ellipsis for what does not fit."""
        if cell_len(text) > size > _LEAST and self.middle:
            return set_cell_size(shortened(text, size), size)
        if cell_len(text) > size:
            return set_cell_size(text, size - 1) + "…" if size > 0 else ""
        return " " * (size - cell_len(text)) + text if self.number else set_cell_size(text, size)


@dataclass(frozen=True, slots=True)
class Spec(Generic[T]):
    """How rows of one type are listed.

    Attributes:
        columns: From left to right.
        key: Identity of a row across refills; the cursor follows it.
        haystack: Lower-case text that a filter searches.
        common: The same, of what many rows have, such as their zone or where they point: it is kept once for all.
        fields: What a filter finds by ``name:word`` besides the columns, or in the place of their cells.
        tone: ``muted`` for the whole row; ``dim``, ``warning``, ``error`` or ``success`` for its toned columns; or
            empty. Never the only carrier of a meaning.
        kind: What rows can be narrowed by.
    """

    columns: tuple[Column[T], ...]
    key: Callable[[T], str]
    haystack: Callable[[T], str]
    common: Callable[[T], str] = lambda _row: ""
    tone: Callable[[T], str] = lambda _row: ""
    kind: Callable[[T], str] = lambda _row: ""
    fields: Mapping[str, Callable[[T], str]] = field(default_factory=dict)

    @property
    def searchable(self) -> Mapping[str, Callable[[T], str]]:
        """Texts by the names under which a filter finds them: ``Points to`` is found as ``points-to``."""
        return {**{column_name(column.title): column.cell for column in self.columns if column.title}, **self.fields}

    def shown(self, width: int) -> list[Column[T]]:
        """The columns that a width has room for."""
        return [column for column in self.columns if column.drops <= width < (column.until or width + 1)]

    def sizes(self, width: int, numbers: Mapping[str, int] | None = None) -> list[int]:
        """Cells of each column in a width; ``numbers`` has those that the longest text of a measured column takes.

        Where there is not enough room, texts give way, the widest first, and what tells rows apart last: a cut number
        would be a wrong one.
        """
        columns, longest = self.shown(width), numbers or {}
        sizes = [column.wanted(longest.get(column.title, 0)) for column in columns]
        spare = width - _GAP * (len(columns) - 1) - sum(sizes)
        shares = sum(column.share for column in columns)
        if spare >= 0 and shares:
            return [size + spare * column.share // shares for size, column in zip(sizes, columns, strict=True)]
        texts = [at for at, column in enumerate(columns) if not column.number]
        others = [at for at in texts if not columns[at].whole]
        for giving, least in ((others, _LEAST), (texts, _ID), (others, 0), (texts, 0)):
            while spare < 0 and giving:
                widest = max(giving, key=lambda at: (sizes[at], columns[at].share))
                if sizes[widest] <= least:
                    break
                sizes[widest] -= 1
                spare += 1
        return sizes

    def column_at(self, x: int, width: int, numbers: Mapping[str, int] | None = None) -> Column[T] | None:
        """The column at a cell of a width; None right of the last one."""
        end = 0
        for column, size in zip(self.shown(width), self.sizes(width, numbers), strict=True):
            end += size + _GAP
            if x < end:
                return column
        return None

    def cells(self, texts: Sequence[str], width: int, numbers: Mapping[str, int] | None = None) -> list[str]:
        """Texts of the columns that are shown, each in exactly its size and with the gap behind it."""
        columns, sizes = self.shown(width), self.sizes(width, numbers)
        fitted = [column.fitted(text, size) for text, column, size in zip(texts, columns, sizes, strict=True)]
        return [*(text + " " * _GAP for text in fitted[:-1]), *fitted[-1:]]


def column_name(title: str) -> str:
    """A column's title as it is typed: without what is in parentheses."""
    return title.partition("(")[0].strip().lower().replace(" ", "-")
