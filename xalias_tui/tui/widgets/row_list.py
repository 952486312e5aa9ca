"""A virtual list with a header: work grows with the lines that are visible, not with the rows that there are."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Final, Generic, TypeVar

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Region, Size
from textual.message import Message
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip

T = TypeVar("T")

_GAP: Final = 2
_HEADER: Final = 1
_NO_WIDTH: Final = 1
"""Columns fit the width there is, so the list never scrolls sideways."""


@dataclass(frozen=True, slots=True)
class Column(Generic[T]):
    """One column.

    Attributes:
        title: Shown in the header.
        cell: The text of a row's cell, already safe to draw.
        width: Least width in terminal cells.
        share: Share of the width that is left over; 0 for a fixed column.
        drops: Widgets narrower than this many cells leave the column out; 0 keeps it always.
    """

    title: str
    cell: Callable[[T], str]
    width: int
    share: int = 0
    drops: int = 0


@dataclass(frozen=True, slots=True)
class Spec(Generic[T]):
    """How rows of one type are listed.

    Attributes:
        columns: From left to right.
        key: Identity of a row across refills; the cursor follows it.
        haystack: Lower-case text that a filter searches.
        tone: ``muted``, ``warning``, ``error``, ``success`` or empty; never the only carrier of a meaning.
    """

    columns: tuple[Column[T], ...]
    key: Callable[[T], str]
    haystack: Callable[[T], str]
    tone: Callable[[T], str] = lambda _row: ""


class RowList(ScrollView, Generic[T], can_focus=True):
    """A single-select list of any number of rows."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "row-list--cursor",
        "row-list--header",
        "row-list--muted",
        "row-list--warning",
        "row-list--error",
        "row-list--success",
    }
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "move(-1)", "Up", show=False, id="list-up", tooltip="One row up"),
        Binding("down,j", "move(1)", "Down", show=False, id="list-down", tooltip="One row down"),
        Binding("pageup,ctrl+u", "page(-1)", "Page up", show=False, id="list-page-up", tooltip="One page up"),
        Binding("pagedown,ctrl+d", "page(1)", "Page down", show=False, id="list-page-down", tooltip="One page down"),
        Binding("home,g", "jump(0)", "First", show=False, id="list-first", tooltip="First row"),
        Binding("end,G", "jump(-1)", "Last", show=False, id="list-last", tooltip="Last row"),
        Binding("enter", "choose", "Choose", show=False, id="list-choose", tooltip="Choose the highlighted row"),
    ]

    cursor: reactive[int] = reactive(0, repaint=False)

    class Highlighted(Message):
        """The cursor is on another row, or there are no rows: ``row`` is then absent (None)."""

        def __init__(self, sender: RowList[Any], row: Any | None) -> None:
            super().__init__()
            self.sender = sender
            self.row = row

        @property
        def control(self) -> RowList[Any]:
            """The list that says it."""
            return self.sender

    class Chosen(Message):
        """The operator pressed enter on a row, or clicked the highlighted one."""

        def __init__(self, sender: RowList[Any], row: Any) -> None:
            super().__init__()
            self.sender = sender
            self.row = row

        @property
        def control(self) -> RowList[Any]:
            """The list that says it."""
            return self.sender

    def __init__(self, spec: Spec[T], *, id: str | None = None) -> None:  # noqa: A002 -- Textual's name
        super().__init__(id=id)
        self._spec = spec
        self._all: list[T] = []
        self._haystacks: list[str] = []
        self._rows: Sequence[T] = ()
        self._needles: tuple[str, ...] = ()
        self._keep: Callable[[T], bool] | None = None
        self._last: str | None = None
        self._placed = False
        """Whether the operator has been here: until then the cursor stays on the first row while rows stream in."""

    @property
    def rows(self) -> Sequence[T]:
        """The rows that pass the filter, in order."""
        return self._rows

    @property
    def all_rows(self) -> Sequence[T]:
        """Every row, filtered out ones included."""
        return self._all

    @property
    def total(self) -> int:
        """How many rows there are, filtered out ones included."""
        return len(self._all)

    @property
    def highlighted(self) -> T | None:
        """The row under the cursor."""
        return self._rows[self.cursor] if 0 <= self.cursor < len(self._rows) else None

    def list_as(self, spec: Spec[T]) -> None:
        """List the rows to come another way; there are none until then."""
        self._spec = spec
        self.show(())

    def list_the_same_as(self, spec: Spec[T]) -> None:
        """List the rows that are there another way."""
        self.show(self._all, spec)

    def show(self, rows: Sequence[T], spec: Spec[T] | None = None) -> None:
        """Replace all rows, listed another way if wanted; the cursor stays on the same key where it still exists."""
        self._spec = spec or self._spec
        self._all = list(rows)
        self._haystacks = [self._spec.haystack(row) for row in rows]
        self._apply()

    def extend(self, rows: Sequence[T]) -> None:
        """Add rows at the end: costs what the new rows cost."""
        self._all.extend(rows)
        self._haystacks.extend(self._spec.haystack(row) for row in rows)
        self._apply()

    def merge(self, rows: Sequence[T]) -> None:
        """Put rows in the place of those of the same key, and the others at the end."""
        places = {self._spec.key(row): at for at, row in enumerate(self._all)}
        fresh: dict[str, T] = {}
        for row in rows:
            key = self._spec.key(row)
            if key in places:
                self._all[places[key]], self._haystacks[places[key]] = row, self._spec.haystack(row)
            else:
                fresh[key] = row
        self.extend(tuple(fresh.values()))

    def filter(self, text: str, keep: Callable[[T], bool] | None = None) -> None:
        """Show rows that contain every word of ``text`` (any case) and pass ``keep``."""
        needles = tuple(text.lower().split())
        if needles != self._needles or keep is not self._keep:
            self._needles, self._keep = needles, keep
            self._apply()

    def put_cursor(self, key: str) -> bool:
        """Move the cursor to the row of a key; False where it is not listed."""
        at = next((at for at, row in enumerate(self._rows) if self._spec.key(row) == key), None)
        if at is None:
            return False
        self.cursor = at
        return True

    def _apply(self) -> None:
        self._rows = self._passing()
        self.virtual_size = Size(_NO_WIDTH, len(self._rows) + _HEADER)
        at = self._place_of_last() if self._placed else 0
        self.set_reactive(RowList.cursor, at)
        self._follow(at)
        self.refresh()
        self._announce()

    def _place_of_last(self) -> int:
        """Where the row that was highlighted is now; the first where it is gone."""
        at = min(self.cursor, max(0, len(self._rows) - 1))
        if self._last is None or (at < len(self._rows) and self._spec.key(self._rows[at]) == self._last):
            return at
        return next((at for at, row in enumerate(self._rows) if self._spec.key(row) == self._last), 0)

    def _passing(self) -> Sequence[T]:
        if not self._needles and self._keep is None:
            return self._all
        found = list(range(len(self._all)))
        for needle in self._needles:
            found = [at for at in found if needle in self._haystacks[at]]
        keep = self._keep
        return [self._all[at] for at in found if keep is None or keep(self._all[at])]

    def _announce(self) -> None:
        row = self.highlighted
        key = None if row is None else self._spec.key(row)
        if key != self._last:
            self._last = key
            # Said by the list, whoever made it move: Textual ends the way of a message at the parent that sent it.
            self.post_message(self.Highlighted(self, row).set_sender(self))

    def validate_cursor(self, at: int) -> int:
        """Keep the cursor on a row."""
        return max(0, min(at, len(self._rows) - 1))

    def watch_cursor(self, old: int, new: int) -> None:
        """Redraw the two lines concerned and say what is highlighted."""
        self._placed = self._placed or old != new  # Textual also calls this once when the list is mounted
        for at in (old, new):
            self.refresh(Region(0, at + _HEADER - self.scroll_offset.y, self.size.width, 1))
        self._follow(new)
        self._announce()

    def _follow(self, at: int) -> None:
        top, height = self.scroll_offset.y, max(1, self.scrollable_content_region.height - _HEADER)
        if at < top:
            self.scroll_to(y=at, animate=False)
        elif at >= top + height:
            self.scroll_to(y=at - height + 1, animate=False)

    def on_focus(self) -> None:
        """From here on rows that stream in do not move the cursor off its row."""
        self._placed = True

    def on_resize(self) -> None:
        """Columns follow the width, and the cursor stays in view."""
        self.virtual_size = Size(_NO_WIDTH, len(self._rows) + _HEADER)
        self._follow(self.cursor)

    def action_move(self, by: int) -> None:
        """Move the cursor by rows."""
        self.cursor += by

    def action_page(self, by: int) -> None:
        """Move the cursor by pages."""
        self.cursor += by * max(1, self.scrollable_content_region.height - _HEADER - 1)

    def action_jump(self, to: int) -> None:
        """Move the cursor to the first (0) or last (-1) row."""
        self.cursor = len(self._rows) - 1 if to < 0 else 0

    def action_choose(self) -> None:
        """Say that the highlighted row is chosen."""
        row = self.highlighted
        if row is not None:
            self.post_message(self.Chosen(self, row))

    def on_click(self, event: events.Click) -> None:
        """A click highlights; a click on the highlighted row chooses."""
        at = event.y - _HEADER + self.scroll_offset.y
        if event.y < _HEADER or at >= len(self._rows):
            return
        if at == self.cursor:
            self.action_choose()
        self.cursor = at

    def render_line(self, y: int) -> Strip:
        """One line of the viewport; the header stays at its top."""
        width = self.scrollable_content_region.width
        base = self.rich_style
        if y < _HEADER:
            style = base + self.get_component_rich_style("row-list--header", partial=True)
            cells = [column.title for column in self._columns(width)]
            return self._line(cells, width).apply_style(style)
        at = self.scroll_offset.y + y - _HEADER
        if at >= len(self._rows):
            return Strip.blank(width, base)
        row = self._rows[at]
        style = base
        tone = self._spec.tone(row)
        if tone:
            style += self.get_component_rich_style(f"row-list--{tone}", partial=True)
        if at == self.cursor:
            style += self.get_component_rich_style("row-list--cursor", partial=True)
        mark = "▸" if at == self.cursor else " "
        return self._line([column.cell(row) for column in self._columns(width)], width, mark).apply_style(style)

    def _columns(self, width: int) -> list[Column[T]]:
        return [column for column in self._spec.columns if column.drops <= width]

    def _line(self, cells: Sequence[str], width: int, mark: str = " ") -> Strip:
        columns = self._columns(width)
        shares = sum(column.share for column in columns)
        spare = max(0, width - sum(column.width + _GAP for column in columns))
        text = mark
        for cell, column in zip(cells, columns, strict=True):
            size = column.width + (spare * column.share // shares if shares else 0)
            fits = cell_len(cell) <= size
            text += set_cell_size(cell, size) if fits else set_cell_size(cell, size - 1) + "…"
            text += " " * _GAP
        return Strip([Segment(set_cell_size(text, width))], width)


class OpeningList(RowList[T]):
    """A list whose rows open something."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "choose", "Open", id="list-open", tooltip="Open the highlighted row"),
    ]


class NamingList(RowList[T]):
    """A list whose rows lend their name to the record that is planned."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "choose", "Use name", id="list-use-name", tooltip="Plan an alias at the name of this record"),
    ]


class ReadingList(RowList[T]):
    """A list whose rows are only looked at."""

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002 -- Textual's signature
        """Nothing is chosen in it."""
        return action != "choose"
