"""What all panes share: a title with its account, a filter line, a notice, and the age of what is shown."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import ClassVar, Final

from rich.cells import cell_len
from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content

from xalias_tui.domain.text import shown
from xalias_tui.tui.text.phrases import ago
from xalias_tui.tui.widgets.arranged_list import ArrangedList
from xalias_tui.tui.widgets.filter_bar import FilterBar
from xalias_tui.tui.widgets.notice import Notice
from xalias_tui.tui.widgets.row_list import RowList

_FRAME: Final = 6
"""Cells of a border that its text does not get."""


class Pane(Vertical):
    """A bordered pane around lists: a filter line above, a notice where there are no rows."""

    NAME: ClassVar[str] = ""
    FILTER: ClassVar[str] = "filter: words, !word, column:word"
    """What the empty filter line says."""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("slash", "filter", "Filter", id="filter", tooltip="Show only rows that contain what you type"),
        Binding("escape", "unfilter", "No filter", show=False, id="filter-remove", tooltip="Remove the filter"),
    ]

    def __init__(self, now: Callable[[], datetime], *, id: str) -> None:  # noqa: A002 -- Textual's name
        super().__init__(id=id, classes="pane")
        self._now = now
        self._title = ""
        self._status = ""
        self._read_at: datetime | None = None
        self._around = ("", "")

    def compose(self) -> ComposeResult:
        """The lists between the filter line and the notice."""
        yield FilterBar(self.FILTER, self.list_in_front)
        yield from self.lists()
        yield Notice()

    def lists(self) -> ComposeResult:
        """The pane's own lists."""
        yield from ()

    def on_mount(self) -> None:
        """Title before anything is read; its age moves on by itself."""
        self._draw_border()
        self.set_interval(5, self._draw_border)

    @property
    def filter_bar(self) -> FilterBar:
        """The filter line."""
        return self.query_one(FilterBar)

    def list_in_front(self) -> RowList[object]:
        """The list that the pane shows now."""
        return self.query_one(RowList)

    def focus_rows(self) -> None:
        """Put the keyboard on the rows."""
        self.screen.set_focus(self.list_in_front())

    def action_filter(self) -> None:
        """Open the filter line."""
        self.filter_bar.open()

    def action_unfilter(self) -> None:
        """Remove the filter that was kept."""
        self.filter_bar.remove_filter()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002 -- Textual's signature
        """There may be no filter to remove."""
        return action != "unfilter" or bool(self.filter_bar.value)

    def on_filter_bar_typed(self, event: FilterBar.Typed) -> None:
        """Filter with each letter."""
        event.stop()
        self.filter_rows(event.text)
        self._draw_border()

    def filter_rows(self, text: str) -> None:
        """Filter the list in front; say so where no row is left."""
        rows = self.list_in_front()
        rows.filter(text)
        if text and not rows.rows and rows.all_rows:
            self.explain("No match.", rows.hint, "esc removes the filter")
        elif rows.all_rows:
            self.show_rows()

    def filter_by(self, text: str) -> None:
        """Filter as if the text had been typed, with the keyboard on the rows."""
        self.filter_bar.fill(text)
        self.focus_rows()

    def explain(self, headline: str, detail: str = "", remedy: str = "") -> None:
        """Say something below the header; the texts may be untrusted. The list keeps the keyboard."""
        self.query_one(Notice).show(headline, detail, remedy)
        self.list_in_front().add_class("-empty")

    def explain_if_empty(self, headline: str, detail: str = "", remedy: str = "") -> None:
        """Say something where there are no rows; else show the rows."""
        if self.list_in_front().rows:
            self.show_rows()
        else:
            self.explain(headline, detail, remedy)

    def show_rows(self) -> None:
        """Give the place back to the rows."""
        self.query_one(Notice).hide()
        self.list_in_front().remove_class("-empty")

    def why_none(self, what: str) -> str:
        """Why no row is highlighted that a key could be about, and what to do; untrusted.

        Args:
            what: What a row is, in one word.
        """
        if self.filter_bar.value and self.list_in_front().all_rows:
            return f"No {what} is highlighted: esc removes the filter."
        headline = self.query_one(Notice).headline
        return f"No {what} is highlighted. {headline}" if headline else f"No {what} is highlighted: R reads again."

    def title(self, text: str) -> None:
        """The text after the pane's name: account or open zone; untrusted."""
        self._title = text
        self._draw_border()

    def status(self, text: str, read_at: datetime | None = None) -> None:
        """Counts in the lower border, with the time of reading where it ended."""
        self._status, self._read_at = text, read_at
        self._draw_border()

    @on(ArrangedList.Marked)
    @on(events.Resize)
    def _draw_border(self) -> None:
        """How many rows are marked, and pass the filter, is said here, too; the screen may have more to say of it."""
        rows = self.list_in_front()
        marks = rows.marks if isinstance(rows, ArrangedList) else 0
        marked = f"{marks} marked" if marks else ""
        left = f"{len(rows.rows):,} shown" if self.filter_bar.value.strip() and self._status else ""
        age = f"read {ago(self._read_at, self._now())}" if self._read_at else ""
        name = f"{self.NAME}{'  ' if self._title else ''}{shown(self._title)}"
        counts = shown(" · ".join(part for part in (marked, left, self._status) if part))
        whole: str = " · ".join(part for part in (counts, age) if part)
        room = self.outer_size.width - _FRAME
        if age and room > 0 and cell_len(whole) > room:  # the age goes above, or where there is no room either, away
            whole = counts
            name = f"{name}  {age}" if cell_len(name) + 2 + cell_len(age) <= room else name
        around = (name, whole)
        if around != self._around:  # Textual draws all of the pane again for a title
            self._around = around
            self.border_title, self.border_subtitle = map(Content, around)
