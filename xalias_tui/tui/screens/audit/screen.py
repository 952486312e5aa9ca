"""Every alias of every zone, checked: which ones work, which are broken, and what can be done about it."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from xalias_tui.domain.audits import Audit
from xalias_tui.domain.errors import XaliasError
from xalias_tui.domain.zones import Zone
from xalias_tui.tui.dialogs.small import FailuresDialog
from xalias_tui.tui.dialogs.write_audit import Form, ReportDialog, write_report
from xalias_tui.tui.screens.audit.acceptances import Acceptances
from xalias_tui.tui.screens.audit.pane import AuditPane
from xalias_tui.tui.screens.audit.run import AuditRun
from xalias_tui.tui.screens.base import BaseScreen, DetailedScreen
from xalias_tui.tui.screens.changes import Changes, RepairKind
from xalias_tui.tui.screens.sending import Send
from xalias_tui.tui.screens.traces import About, Traces
from xalias_tui.tui.state.session import Session
from xalias_tui.tui.widgets.arranged_list import ArrangedList
from xalias_tui.tui.widgets.audit_rows import row_content, row_title
from xalias_tui.tui.widgets.details import Details
from xalias_tui.tui.widgets.row_list import RowList


class AuditScreen(DetailedScreen):
    """Screen 2."""

    MODE = "audit"
    AUTO_FOCUS = "#aliases"
    FOOTER = ("about('trace')", "repair('repoint')", "repair('delete')", "filter", "mark", "accept", "report")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "r", "repair('repoint')", "Repoint", id="audit-repoint", tooltip="Point it to another target; asks first"
        ),
        Binding("d", "repair('delete')", "Delete", id="audit-delete", tooltip="Delete the alias; asks first"),
        Binding("a", "accept", "Accept", id="audit-accept", tooltip="Accept this finding, or withdraw the acceptance"),
        Binding("t", "about('trace')", "Trace", id="audit-trace", tooltip="Why the alias works or not, step by step"),
        Binding(
            "w",
            "about('who_changed')",
            "Who",
            show=False,
            id="audit-who",
            tooltip="Who changed the record, when, with what",
        ),
        Binding("x", "report", "Report", id="audit-report", tooltip="Write the audit as HTML, CSV, SARIF or JSON"),
        Binding("f", "failures", "Not checked", id="audit-failures", tooltip="What could not be checked"),
        Binding("S", "stop", "Stop", show=False, id="audit-stop", tooltip="Stop the audit"),
    ]

    def __init__(self, session: Session, send: Send) -> None:
        super().__init__(session)
        self._pane = AuditPane(session.now, id="audit-pane")
        self._changes = Changes(self, session, send)
        self._traces = Traces(self, session, self._changes)
        self._run = AuditRun(self, session, self._show)
        self._acceptances = Acceptances(self, session, self._show)

    def body(self) -> ComposeResult:
        """Aliases above, the highlighted one in full below."""
        yield self._pane
        yield Details()

    # -- the audit

    def on_screen_resume(self) -> None:
        """The first look begins the audit; later ones go on with the plans that were reviewed."""
        super().on_screen_resume()
        if self._run.due:
            self._run.begin()
        self._draw()

    def workspace_ready(self) -> None:
        """Other accounts: an audit of the old ones no longer holds."""
        self._run.forget()
        self.show_accounts()
        self._pane.show(None)
        if self.is_current:
            self._run.begin()

    def landed(self) -> None:
        """A commit ended: the audit is of a time before."""
        self._run.outdate()
        self._pane.unmark()
        self._show()
        if self.is_current:
            self._run.begin()

    def go_to(self, key: str) -> None:
        """Show the rows with a finding."""
        self._pane.filter_by(key)

    def read_again(self) -> None:
        """Start the audit again."""
        self._run.begin()

    def action_stop(self) -> None:
        """Stop: check what was read so far."""
        self._run.stop()

    def _show(self) -> None:
        self._pane.show(self.session.audit)
        self._draw()

    # -- rows

    @on(RowList.Highlighted)
    @on(ArrangedList.Marked)
    def show_row(self, event: RowList.Highlighted | ArrangedList.Marked) -> None:
        """Another alias is highlighted, or keys act on other rows now."""
        event.stop()
        self._draw()

    def on_row_list_chosen(self, event: RowList.Chosen) -> None:
        """Enter traces the name of the row."""
        event.stop()
        self.action_about("trace")

    def copied_text(self) -> str:
        """The record's name."""
        return "\n".join(row.verdict.record.name.text for row in self._pane.chosen)

    def resource(self) -> Zone | None:
        """The zone of the highlighted alias."""
        row = self._pane.highlighted
        return None if row is None else row.verdict.zone

    def _draw(self) -> None:
        row, audit = self._pane.highlighted, self.session.audit
        content = row_content(row, audit.unscanned if audit else (), self._pane.marks) if row else None
        self.query_one(Details).show(row_title(row) if row else "", content, row.key if row else "")

    def action_about(self, what: About) -> None:
        """Trace the highlighted alias's name in its zone, or show who changed it."""
        row = self.meant(self._pane.highlighted, "alias")
        if row is not None:
            self._traces.about(what, row.verdict.record.name, row.verdict.zone)

    def action_repair(self, kind: RepairKind) -> None:
        """Plan a repair of what is chosen; everything that would be sent is shown first."""
        chosen = self.meant(self._pane.chosen, "alias")
        if chosen:
            self._changes.repair(kind, tuple(row.verdict for row in chosen))

    def action_accept(self) -> None:
        """Accept what was found, or withdraw that."""
        chosen = self.meant(self._pane.chosen, "alias")
        if chosen:
            self._acceptances.decide(chosen)

    def action_report(self) -> None:
        """Ask in which form the report is written."""
        audit = self.session.audit
        if audit is None:
            self.say("The audit is not over yet.", severity="warning")
        else:
            self.app.push_screen(ReportDialog(), partial(_write_report, self, audit))

    def action_failures(self) -> None:
        """What could not be checked."""
        if self.session.audit is None:
            self.say("The audit is not over yet.", severity="warning")
        else:
            self.app.push_screen(FailuresDialog(self.session.audit.unscanned))


def _write_report(screen: BaseScreen, audit: Audit, form: Form | None) -> None:
    """Write it into the working directory, and say where it is."""
    if form is None:
        return
    try:
        file = write_report(audit, form, Path.cwd())
    except XaliasError as error:
        screen.say(str(error), severity="error")
    else:
        screen.say(f"Written to {file}.")
