"""The journal of changes: what was sent, by whom, with what outcome, and undo."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, ClassVar, Final

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content

from xalias_tui.domain.accounts import digits
from xalias_tui.tui.dialogs.small import show_export
from xalias_tui.tui.screens.base import DetailedScreen
from xalias_tui.tui.screens.changes import Changes
from xalias_tui.tui.screens.sending import Send
from xalias_tui.tui.screens.traces import About, Traces
from xalias_tui.tui.state.session import Session
from xalias_tui.tui.terminal.untrusted_text import safe
from xalias_tui.tui.text.page import Line, Page
from xalias_tui.tui.text.phrases import count
from xalias_tui.tui.text.preview import batch_lines, change_lines, finding_lines
from xalias_tui.tui.widgets.arranged_list import ArrangedList, ReadingList
from xalias_tui.tui.widgets.columns import HISTORY
from xalias_tui.tui.widgets.details import Details
from xalias_tui.tui.widgets.pane import Pane
from xalias_tui.tui.widgets.row_list import RowList

if TYPE_CHECKING:
    from xalias_tui.domain.zones import Zone
    from xalias_tui.jobs.history.entries import JournalRead
    from xalias_tui.jobs.history.reading import Entry
    from xalias_tui.jobs.session.workspace import Workspace

_PAGE: Final = 1_000
"""How many entries are read at first, and how many more each time."""


class HistoryPane(Pane):
    """Journal entries, newest first."""

    NAME = "History"
    HELP = """\
## History

Every change that this program sent, newest first, also those that were refused or whose answer was lost. The status
is `intended`, `pending`, `insync`, `refused`, `unknown` or `undone`; an unknown outcome is settled by reading the
record.
"""

    def lists(self) -> ComposeResult:
        """The list."""
        yield ReadingList(HISTORY, id="entries")


class HistoryScreen(DetailedScreen):
    """Screen 3."""

    MODE = "history"
    AUTO_FOCUS = "#entries"
    FOOTER = ("undo", "redo", "filter", "batch")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "u", "undo", "Undo", id="history-undo", tooltip="Put back what was there before the highlighted change"
        ),
        Binding("U", "redo", "Redo", id="history-redo", tooltip="Make the change again that was undone last"),
        Binding(
            "t",
            "about('trace')",
            "Trace",
            id="history-trace",
            tooltip="Whether the changed name works now, step by step",
        ),
        Binding(
            "w",
            "about('who_changed')",
            "Who",
            show=False,
            id="history-who",
            tooltip="Who else changed the record, when, with what",
        ),
        Binding("b", "batch", "Batch", id="history-batch", tooltip="The change batch as it was sent"),
        Binding("m", "more", "More", id="history-more", tooltip="Read older changes, too"),
        Binding(
            "x", "export", "Export", id="history-export", tooltip="The change as Terraform, CloudFormation, CDK, …"
        ),
    ]

    _batch = False
    _most = _PAGE
    _more = False

    def __init__(self, session: Session, send: Send) -> None:
        super().__init__(session)
        self._pane = HistoryPane(session.now, id="history-pane")
        self._changes = Changes(self, session, send)
        self._traces = Traces(self, session, self._changes)

    def body(self) -> ComposeResult:
        """Entries above, the highlighted one in full below."""
        yield self._pane
        yield Details()

    @property
    def _rows(self) -> ArrangedList[Entry]:
        return self.query_one("#entries", ArrangedList)

    def on_screen_resume(self) -> None:
        """The journal may have grown."""
        super().on_screen_resume()
        self.read_again()

    def workspace_ready(self) -> None:
        """Now it can be read."""
        self.show_accounts()
        self.read_again()

    def read_again(self) -> None:
        """Read the journal; entries of unknown outcome are settled."""
        if not self._rows.all_rows:
            self._pane.explain("Reading the journal…", "Unknown outcomes are looked up.")
        self.session.ask(
            self,
            "history",
            partial(history, self._most),
            self._show,
            on_failed=lambda error: self._pane.explain("The journal could not be read.", error.message, error.remedy),
            lasting=True,
        )

    def action_more(self) -> None:
        """Read more of the journal."""
        self._most += _PAGE
        self._pane.status("reading older changes…")
        self.read_again()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """There may be no older change."""
        return super().check_action(action, parameters) and (action != "more" or self._more)

    def _show(self, read: JournalRead) -> None:
        """The journal."""
        first = not self._rows.all_rows and not self._pane.filter_bar.has_focus
        entries, self._more = read.entries, read.more
        self._rows.show(entries)
        self._pane.status(how_much(read), self.session.now())
        self.refresh_bindings()
        if entries:
            self._pane.show_rows()
            if first:
                self.set_focus(self._rows)
        else:
            self._pane.explain("No changes yet.", "Every change sent from here is kept.", "1 opens the explorer")
        self._draw()

    def on_row_list_highlighted(self, event: RowList.Highlighted) -> None:
        """Another entry."""
        event.stop()
        self._draw()

    def action_undo(self) -> None:
        """Undo the highlighted entry."""
        entry = self.meant(self._rows.highlighted, "change")
        if entry is not None:
            self._changes.undo(entry.entry)

    def action_redo(self) -> None:
        """Make the change again that was undone last."""
        self._changes.redo()

    def action_about(self, what: About) -> None:
        """Trace the first name that the highlighted change is about, in its zone, or show who else changed it."""
        entry = self.meant(self._rows.highlighted, "change")
        if entry is not None:
            self._traces.about(what, entry.plan.names[0], entry.plan.zone)

    def action_batch(self) -> None:
        """Switch between reading and batch, which gets more room."""
        if self.meant(self._rows.highlighted, "change") is not None or self._batch:
            self._batch = not self._batch
            self.set_class(self._batch, "-batch")
            self._draw()

    def action_export(self) -> None:
        """Show the highlighted change in the words of other tools."""
        entry = self.meant(self._rows.highlighted, "change")
        if entry is not None:
            show_export(self.app, self.session, entry.plan)

    def landed(self) -> None:
        """A commit ended."""
        self.read_again()

    def copied_text(self) -> str:
        """The entry's id."""
        return "\n".join(entry.entry for entry in self._rows.chosen)

    def resource(self) -> Zone | None:
        """The zone of the highlighted change."""
        entry = self._rows.highlighted
        return None if entry is None else entry.plan.zone

    def _draw(self) -> None:
        entry = self._rows.highlighted
        title = "Change batch" if self._batch else "Change"
        if entry is None:
            self.query_one(Details).show(title, None)
        else:
            self.query_one(Details).show(title, entry_content(entry, batch=self._batch), f"{title} {entry.entry}")


def history(most: int, workspace: Workspace, _tell: object) -> JournalRead:
    """The newest entries of the journal, newest first, outcomes settled."""
    from xalias_tui.jobs.history.entries import read_journal

    return read_journal(workspace, most=most)


def how_much(read: JournalRead) -> str:
    """How much of the journal is listed, and what of it could not be read."""
    listed = count(len(read.entries), "change")
    parts = [f"the newest {listed}; m reads older ones" if read.more else listed]
    unread = len(read.torn) + len(read.left_out)
    parts += [f"{unread} that can't be read"] if unread else []
    return " · ".join(parts)


def entry_content(entry: Entry, *, batch: bool = False) -> Page:
    """One journal entry in full, the batch before what else is known of it. Pure."""
    status = Content.assemble(safe(entry.status, "bold"), "  ", safe(entry.message, limit=400))
    origin: list[Line] = [
        safe(f"entry {entry.entry} · change {entry.change_id or 'not accepted'} · {entry.at:%Y-%m-%d %H:%M:%S} UTC"),
        safe(
            f"zone {entry.plan.zone.name} ({entry.zone_id}) of account {digits(entry.account_id)} · by {entry.who}",
            limit=400,
        ),
    ]
    if batch:
        return Page([status, *batch_lines(entry.plan, "as it was sent"), *origin])
    findings = (line for finding in entry.plan.findings for line in finding_lines(finding))
    return Page([status, *origin, Content(""), *change_lines(entry.plan), *findings])
