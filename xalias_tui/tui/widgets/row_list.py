"""A virtual list with a header: work grows with the lines that are visible, not with the rows that there are."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any, ClassVar, Final, Generic, Literal, TypeVar

from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Region, Size
from textual.message import Message
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.timer import Timer

from xalias_tui.tui.widgets.row_drawing import Drawing
from xalias_tui.tui.widgets.row_model import Rows
from xalias_tui.tui.widgets.rows import Spec

T = TypeVar("T")
Step = Literal["row", "page", "all"]
"""How far the cursor moves."""

HEADER: Final = 1
"""Lines of the header."""
_REST_SECONDS: Final = 0.12
"""After so long without another letter of a filter, all rows that pass it are found."""
_NO_WIDTH: Final = 1
"""Columns fit the width there is, so the list never scrolls sideways."""


class RowList(ScrollView, Generic[T], can_focus=True):
    """A single-select list of any number of rows."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "row-list--cursor",
        "row-list--header",
        "row-list--muted",
        "row-list--dim",
        "row-list--warning",
        "row-list--error",
        "row-list--success",
    }
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "move(-1)", "Up", show=False, id="list-up", tooltip="One row up"),
        Binding("down,j", "move(1)", "Down", show=False, id="list-down", tooltip="One row down"),
        Binding("pageup,ctrl+u", "move(-1, 'page')", "Page up", show=False, id="list-page-up", tooltip="One page up"),
        Binding(
            "pagedown,ctrl+d", "move(1, 'page')", "Page down", show=False, id="list-page-down", tooltip="One page down"
        ),
        Binding("home,g", "move(-1, 'all')", "First", show=False, id="list-first", tooltip="First row"),
        Binding("end,G", "move(1, 'all')", "Last", show=False, id="list-last", tooltip="Last row"),
        Binding("enter", "choose", "Choose", show=False, id="list-choose", tooltip="Choose the highlighted row"),
    ]

    cursor: reactive[int] = reactive(0, repaint=False)

    class OfRow(Message):
        """Something about a row; None where there is none."""

        def __init__(self, sender: RowList[Any], row: Any) -> None:
            super().__init__()
            self.sender = sender
            self.row = row

        @property
        def control(self) -> RowList[Any]:
            """The list that says it."""
            return self.sender

    class Highlighted(OfRow):
        """The cursor is on another row, or there are no rows."""

    class Chosen(OfRow):
        """The operator pressed enter on a row, or clicked the highlighted one."""

    def __init__(self, spec: Spec[T], *, id: str | None = None) -> None:  # noqa: A002 -- Textual's name
        super().__init__(id=id)
        self._model = Rows(spec)
        self._drawing = Drawing(
            self._model, lambda part: self.get_component_rich_style(f"row-list--{part}", partial=True)
        )
        self._rest: Timer | None = None
        self.hint = ""
        """Which columns there are, where the filter names one that there is not; else empty."""
        self._last: str | None = None
        self._placed = False
        """Whether the operator has been here: until then the cursor stays on the first row while rows stream in."""

    @property
    def rows(self) -> Sequence[T]:
        """The rows that pass the filter, in order."""
        return self._model.passing

    @property
    def all_rows(self) -> Sequence[T]:
        """Every row, filtered out ones included."""
        return self._model.all

    @property
    def highlighted(self) -> T | None:
        """The row under the cursor."""
        return self.rows[self.cursor] if 0 <= self.cursor < len(self.rows) else None

    def show(self, rows: Sequence[T], spec: Spec[T] | None = None) -> None:
        """Replace all rows, listed another way if wanted; the cursor stays on the same key where it still exists."""
        self._model.replace(rows, spec)
        self._show()

    def add(self, rows: Sequence[T]) -> None:
        """Put rows in the place of those of the same key, and the others at the end: costs what the new rows cost."""
        self._model.add(rows)
        self._show()

    def filter(self, text: str, kinds: frozenset[str] = frozenset()) -> None:
        """Show rows that pass ``text``, see ``domain.filters``, of some kinds or all."""
        if self._model.filter(text, kinds):
            self.hint = self._model.hint
            self._show()

    def put_cursor(self, key: str) -> bool:
        """Move the cursor to the row of a key; False where it is not listed."""
        at = self._model.place_of(key)
        if at is None:
            return False
        self.cursor = at
        return True

    def _show(self, *, every: bool = False) -> None:
        """Draw other rows, all of them or the first; the cursor stays on its row, or goes to the first of all."""
        if every:
            self._model.finish()
        self.virtual_size = Size(_NO_WIDTH, len(self.rows) + HEADER)
        at = 0
        if self._placed:
            at = min(self.cursor, max(0, len(self.rows) - 1))
            if self._last is not None and self._model.key_at(at) != self._last:
                at = self._model.place_of(self._last) or 0
        self.set_reactive(RowList.cursor, at)
        _follow(self, at)
        self.refresh()
        self._announce()
        if self._model.unfinished:
            if self._rest is not None:
                self._rest.stop()
            self._rest = self.set_timer(_REST_SECONDS, partial(self._show, every=True))

    def _announce(self) -> None:
        key = self._model.key_at(self.cursor)
        if key != self._last:
            self._last = key
            # Said by the list, whoever made it move: Textual ends the way of a message at the parent that sent it.
            self.post_message(self.Highlighted(self, self.highlighted).set_sender(self))

    def watch_cursor(self, old: int, new: int) -> None:
        """Redraw the two lines concerned and say what is highlighted."""
        self._placed = self._placed or old != new  # Textual also calls this once when the list is mounted
        for at in (old, new):
            self.refresh(Region(0, at + HEADER - self.scroll_offset.y, self.size.width, 1))
        _follow(self, new)
        self._announce()

    def on_focus(self) -> None:
        """From here on rows that stream in do not move the cursor off its row."""
        self._placed = True

    def on_resize(self) -> None:
        """Columns follow the width, and the cursor stays in view."""
        self.virtual_size = Size(_NO_WIDTH, len(self.rows) + HEADER)
        _follow(self, self.cursor)

    def action_move(self, by: int, step: Step = "row") -> None:
        """Move the cursor by rows or pages, or to the first (-1) or last (1) of all rows."""
        if step == "all" and self._model.unfinished:
            self._show(every=True)
        page = max(1, self.scrollable_content_region.height - HEADER - 1)
        to = self.cursor + by * {"row": 1, "page": page, "all": len(self.rows)}[step]
        self.cursor = max(0, min(to, len(self.rows) - 1))

    def action_choose(self) -> None:
        """Say that the highlighted row is chosen."""
        row = self.highlighted
        if row is not None:
            self.post_message(self.Chosen(self, row))

    def on_click(self, event: events.Click) -> None:
        """A click highlights; a click on the highlighted row chooses."""
        at = event.y - HEADER + self.scroll_offset.y
        if event.y < HEADER or at >= len(self.rows):
            return
        if at == self.cursor:
            self.action_choose()
        self.cursor = at

    def notify_style_update(self) -> None:
        """Textual's word that styles changed."""
        super().notify_style_update()
        self._drawing.forget_styles()

    def render_lines(self, crop: Region) -> list[Strip]:
        """The lines of a part of the list, which has no border and no padding: Textual would look for them in each."""
        self._drawing.draw_on(self.rich_style)
        lines = [self.render_line(y) for y in crop.line_range]
        _, background = self.background_colors
        for line_filter in self.get_line_filters():
            lines = [line.apply_filter(line_filter, background) for line in lines]
        return lines if crop.width == self.size.width else [line.crop(crop.x, crop.right) for line in lines]

    def render_line(self, y: int) -> Strip:
        """One line of the viewport; the header stays at its top."""
        width, at = self.scrollable_content_region.width, self.scroll_offset.y + y - HEADER
        if y < HEADER:
            return self._drawing.header(width)
        if at >= len(self.rows):
            return self._drawing.blank(width)
        return self._drawing.row(at, width, highlighted=at == self.cursor)


def _follow(view: ScrollView, at: int) -> None:
    """Scroll until a row is in view below the header."""
    top, height = view.scroll_offset.y, max(1, view.scrollable_content_region.height - HEADER)
    if at < top:
        view.scroll_to(y=at, animate=False, force=True)
    elif at >= top + height:
        view.scroll_to(y=at - height + 1, animate=False, force=True)
