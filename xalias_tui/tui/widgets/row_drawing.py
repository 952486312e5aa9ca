"""Draws the lines of a list: its header, and one row at a time."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, Generic, TypeVar

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.cache import LRUCache
from textual.strip import Strip

from xalias_tui.tui.widgets.row_model import Rows
from xalias_tui.tui.widgets.rows import Column

T = TypeVar("T")

_WHOLE_ROW: Final = "muted"
"""The tone that is of all columns."""
_KEPT: Final = 400
"""Lines that are kept as drawn: those of some screens, which scrolling brings back."""


_TITLES: Final = -1
_BELOW: Final = -2
"""In place of a row: the header, and what is below the last row."""


class Drawing(Generic[T]):
    """Draws rows in a width of cells, and keeps what it drew until rows or styles change.

    Args:
        model: The rows, with their order and marks.
        style_of: The style of a part: ``cursor``, ``header``, or a tone.
    """

    def __init__(self, model: Rows[T], style_of: Callable[[str], Style]) -> None:
        self._model = model
        self._find_style = style_of
        self._styles: dict[str, Style] = {}
        self._ground = Style.null()
        self._rows: LRUCache[tuple[int, int, bool], Strip] = LRUCache(_KEPT)
        self._edition = model.edition

    def forget_styles(self) -> None:
        """Styles are others: of the theme, or since the list has the keyboard."""
        self._styles.clear()
        self._rows.clear()

    def draw_on(self, style: Style) -> None:
        """What the list looks like without rows, also when only something that it is in has changed."""
        if style != self._ground:
            self._ground = style
            self.forget_styles()

    def _style_of(self, part: str) -> Style:
        """A style, which costs Textual more than drawing a row with it."""
        if part not in self._styles:
            self._styles[part] = self._find_style(part)
        return self._styles[part]

    def _lead(self, at: int = -1, *, highlighted: bool = False) -> str:
        """What is before the cells of a row: the cursor, and whether the row is marked."""
        cursor = "▸" if highlighted else " "
        marks = self._model.marks
        return cursor if not marks else cursor + ("●" if self._model.key_at(at) in marks else " ")

    def _title(self, column: Column[T]) -> str:
        """The title, with the way that rows are ordered."""
        order = self._model.order
        if order is None or column.title != order.title:
            return column.title
        return f"{'▼' if self._model.descending else '▲'}{column.title}"

    def columns(self, width: int) -> list[Column[T]]:
        """The columns that are shown in a width."""
        return self._model.spec.shown(width - cell_len(self._lead()))

    def column_at(self, x: int, width: int) -> Column[T] | None:
        """The column at a cell of a width."""
        lead = cell_len(self._lead())
        return self._model.spec.column_at(x - lead, width - lead, self._model.numbers)

    def header(self, width: int) -> Strip:
        """The titles of the columns."""
        return self._kept(_TITLES, width, lambda: self._header(width))

    def _header(self, width: int) -> Strip:
        lead = self._lead()
        titles = [self._title(column) for column in self.columns(width)]
        texts = self._model.spec.cells(titles, width - cell_len(lead), self._model.numbers)
        return _strip([Segment(lead), *map(Segment, texts)], width, self._ground + self._style_of("header"))

    def blank(self, width: int) -> Strip:
        """A line below the last row."""
        return self._kept(_BELOW, width, lambda: Strip.blank(width, self._ground))

    def row(self, at: int, width: int, *, highlighted: bool) -> Strip:
        """The row at a place among those that pass the filter."""
        return self._kept(at, width, lambda: self._row(at, width, highlighted=highlighted), highlighted=highlighted)

    def _kept(self, at: int, width: int, draw: Callable[[], Strip], *, highlighted: bool = False) -> Strip:
        if self._edition != self._model.edition:
            self._edition = self._model.edition
            self._rows.clear()
        drawn = self._rows.get((at, width, highlighted))
        if drawn is None:
            drawn = self._rows[at, width, highlighted] = draw()
        return drawn

    def _row(self, at: int, width: int, *, highlighted: bool) -> Strip:
        style = self._ground
        row, spec, lead = self._model.passing[at], self._model.spec, self._lead(at, highlighted=highlighted)
        columns, tone = self.columns(width), spec.tone(row)
        toned = self._style_of(tone) if tone else Style.null()
        if tone == _WHOLE_ROW:
            style += toned
        on_it = self._style_of("cursor") if highlighted else Style.null()
        texts = spec.cells([column.cell(row) for column in columns], width - cell_len(lead), self._model.numbers)
        segments = [Segment(lead, on_it)]
        for text, column in zip(texts, columns, strict=True):
            segments.append(Segment(text, toned + on_it if column.toned else on_it))
        return _strip(segments, width, style + on_it)


def _strip(segments: list[Segment], width: int, style: Style) -> Strip:
    strip = Strip(segments)
    return strip.crop(0, width).extend_cell_length(width).apply_style(style)
