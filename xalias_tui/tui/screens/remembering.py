"""Lists as they were left, and filters that were used or saved."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xalias_tui.tui.state.session import Session
from xalias_tui.tui.terminal.drawing import DrawnByLine
from xalias_tui.tui.widgets.arranged_list import ArrangedList
from xalias_tui.tui.widgets.filter_bar import FilterBar
from xalias_tui.tui.widgets.pane import Pane

if TYPE_CHECKING:
    from textual.notifications import SeverityLevel


class Remembering(DrawnByLine[None]):
    """A screen that lists as is remembered, and remembers how its lists are left."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session

    def recall(self) -> None:
        """List as is remembered."""
        memory = self.session.memory
        for rows in self.query(ArrangedList):
            listing = memory.lists.get(rows.id or "")
            if listing is not None and listing != rows.arrangement:
                rows.list_as(listing)
        for pane in self.query(Pane):
            pane.filter_bar.know(memory.saved.get(pane.id or "", ()), memory.filters.get(pane.id or "", ()))

    def on_arranged_list_arranged(self, event: ArrangedList.Arranged) -> None:
        """Remember how a list is wanted."""
        self.session.remember(self.session.memory.listed(event.control.id or "", event.control.arrangement))

    def on_arranged_list_columns_asked(self, event: ArrangedList.ColumnsAsked) -> None:
        """Ask which columns a list shows."""
        from xalias_tui.tui.dialogs.columns import ColumnsDialog

        rows = event.control
        titles = tuple(dict.fromkeys(column.title for column in rows.spec.columns if column.title))

        def chosen(hidden: frozenset[str] | None) -> None:
            if hidden is not None:
                rows.hide(hidden)

        self.app.push_screen(ColumnsDialog(titles, rows.arrangement.hidden), chosen)

    def on_filter_bar_kept(self, event: FilterBar.Kept) -> None:
        """Remember a filter that was used."""
        self.session.remember(self.session.memory.filtered(event.pane, event.text))
        self.recall()

    def on_filter_bar_saved(self, event: FilterBar.Saved) -> None:
        """Save a filter, or forget it where it was saved."""
        if event.text:
            self.session.remember(self.session.memory.toggled(event.pane, event.text))
            saved = event.text in self.session.memory.saved.get(event.pane, ())
            self.say(f"Saved: : finds '{event.text}' again." if saved else f"'{event.text}' is no longer saved.")
            self.recall()

    def say(self, message: str, *, severity: SeverityLevel = "information") -> None:
        """A short message; may hold untrusted text."""
        self.app.notify(message, severity=severity)
