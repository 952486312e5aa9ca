"""A list whose rows can be ordered by any column and marked, and whose columns can be left out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, ClassVar, Final, TypeVar

from textual import events
from textual.binding import Binding, BindingType
from textual.message import Message

from xalias_tui.domain.memory import Listing
from xalias_tui.tui.widgets.row_list import HEADER, RowList
from xalias_tui.tui.widgets.rows import Spec

T = TypeVar("T")

_MOST_MARKED: Final = 10_000
"""So many rows are marked at once."""


class ArrangedList(RowList[T]):
    """Rows that can be ordered and marked; what is done to the highlighted row is done to all that are marked."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("o", "order", "Order", show=False, id="list-order", tooltip="Order by the next column"),
        Binding("ctrl+o", "reverse", "Reverse", show=False, id="list-reverse", tooltip="Order the other way round"),
        Binding(
            "M,insert", "mark", "Mark", show=False, id="list-mark", tooltip="Mark the row for what is done to many"
        ),
        Binding(
            "asterisk", "mark_all", "Mark all", show=False, id="list-mark-all", tooltip="Mark every row listed, or none"
        ),
        Binding("C", "columns", "Columns", show=False, id="list-columns", tooltip="Choose which columns are shown"),
    ]

    class Arranged(Message):
        """The operator wants the list another way."""

        def __init__(self, sender: ArrangedList[Any]) -> None:
            super().__init__()
            self.sender = sender

        @property
        def control(self) -> ArrangedList[Any]:
            """The list."""
            return self.sender

    class Marked(Arranged):
        """Other rows are marked."""

    class ColumnsAsked(Arranged):
        """The operator wants to choose the columns."""

    def __init__(self, spec: Spec[T], *, id: str | None = None) -> None:  # noqa: A002 -- Textual's name
        super().__init__(spec, id=id)
        self._spec = spec
        self._arrangement = Listing()

    # -- what is listed

    @property
    def spec(self) -> Spec[T]:
        """How rows are listed, with every column."""
        return self._spec

    @property
    def arrangement(self) -> Listing:
        """How the operator wants it."""
        return self._arrangement

    def show(self, rows: Sequence[T], spec: Spec[T] | None = None) -> None:
        """Replace all rows; what is marked and still there stays marked."""
        self._spec = spec or self._spec
        columns, wanted = self._spec.columns, self._arrangement
        order = next((column for column in columns if column.title == wanted.order), None) if wanted.order else None
        self._model.arrange(order, descending=wanted.descending)
        visible = tuple(column for column in columns if column.title not in wanted.hidden)
        super().show(rows, replace(self._spec, columns=visible or columns[:1], fields=self._spec.searchable))

    def list_as(self, arrangement: Listing) -> None:
        """List as is wanted; a column that is not there any more is not ordered by, and one is always shown."""
        self._arrangement = arrangement
        self.show(self.all_rows)

    # -- order

    def on_click(self, event: events.Click) -> None:
        """A click on a title orders by it, the next the other way round, the third as the rows were given."""
        column = self._drawing.column_at(event.x, self.scrollable_content_region.width) if event.y < HEADER else None
        if column is None or not column.title:
            return
        now = self._arrangement
        if now.order != column.title:
            self._want(replace(now, order=column.title, descending=False))
        elif not now.descending:
            self._want(replace(now, descending=True))
        else:
            self._want(replace(now, order="", descending=False))

    def action_order(self) -> None:
        """Order by the next column that is shown; after the last as the rows were given."""
        shown = self._drawing.columns(self.scrollable_content_region.width)
        titles = ["", *(column.title for column in shown if column.title)]
        at = titles.index(self._arrangement.order) if self._arrangement.order in titles else 0
        self._want(replace(self._arrangement, order=titles[(at + 1) % len(titles)], descending=False))

    def action_reverse(self) -> None:
        """The other way round."""
        if self._arrangement.order:
            self._want(replace(self._arrangement, descending=not self._arrangement.descending))

    def action_columns(self) -> None:
        """Ask which columns are shown."""
        self.post_message(self.ColumnsAsked(self))

    def hide(self, titles: frozenset[str]) -> None:
        """Leave out columns, and show all others."""
        self._want(replace(self._arrangement, hidden=titles))

    def _want(self, arrangement: Listing) -> None:
        self.list_as(arrangement)
        self.post_message(self.Arranged(self))

    # -- marks

    @property
    def marked(self) -> tuple[T, ...]:
        """The marked rows, in the order in which they were given."""
        return self._model.marked

    @property
    def marks(self) -> int:
        """How many rows are marked."""
        return len(self._model.marks)

    @property
    def chosen(self) -> tuple[T, ...]:
        """The marked rows, else the highlighted one."""
        row = self.highlighted
        return self.marked or (() if row is None else (row,))

    def action_mark(self) -> None:
        """Mark the highlighted row, or take its mark away, and go to the next."""
        row = self.highlighted
        if row is not None:
            self._mark(self._model.marks ^ {self._spec.key(row)})
            self.action_move(1)

    def action_mark_all(self) -> None:
        """Mark every row that is listed; where all are marked, none."""
        if self._model.unfinished:
            self._show(every=True)
        if len(self.rows) > _MOST_MARKED:
            self.app.notify(f"Only {_MOST_MARKED:,} rows can be marked at once: filter them first.", severity="warning")
            return
        listed, marks = frozenset(map(self._spec.key, self.rows)), self._model.marks
        self._mark(marks - listed if listed <= marks else marks | listed)

    def unmark(self) -> None:
        """Mark nothing."""
        self._mark(frozenset())

    def _mark(self, marks: frozenset[str]) -> None:
        self._model.mark(marks)
        self.refresh()
        self.post_message(self.Marked(self))


class OpeningList(ArrangedList[T]):
    """A list whose rows open something."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "choose", "Open", id="list-open", tooltip="Open the highlighted row"),
    ]


class NamingList(ArrangedList[T]):
    """A list whose rows lend their name to the record that is planned."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "choose", "Plan here", id="list-use-name", tooltip="Plan an alias at the name of this record"),
    ]


class ReadingList(ArrangedList[T]):
    """A list whose rows are only looked at."""

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002 -- Textual's signature
        """Nothing is chosen in it."""
        return action != "choose"
