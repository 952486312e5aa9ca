"""Every alias of every zone, judged: which lead somewhere, which to nothing, and what can be done about it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.message import Message

from xalias_tui.domain.audits import Acceptance
from xalias_tui.domain.errors import XaliasError
from xalias_tui.tui.dialogs.accept_finding import AcceptDialog, Decision
from xalias_tui.tui.dialogs.small import FailuresDialog
from xalias_tui.tui.dialogs.write_audit import Form, ReportDialog, write_report
from xalias_tui.tui.screens.audit.answers import AuditView
from xalias_tui.tui.state.auditor import RepairKind
from xalias_tui.tui.state.clerk import Clerk
from xalias_tui.tui.state.messages import Decided
from xalias_tui.tui.widgets.audit_rows import ORDERS, AuditRow


class AuditScreen(AuditView):
    """Screen 2."""

    MODE = "audit"
    AUTO_FOCUS = "#aliases"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space", "mark", "Mark", id="audit-mark", tooltip="Mark the row for what is done to many at once"),
        Binding("r", "repair('repoint')", "Repoint", id="audit-repoint", tooltip="Lead it to another target; asks"),
        Binding("d", "repair('delete')", "Delete", id="audit-delete", tooltip="Delete the alias; asks first"),
        Binding("a", "accept", "Accept", id="audit-accept", tooltip="Live with what was found, or take that back"),
        Binding("t", "trace_row", "Trace", id="audit-trace", tooltip="Why the alias works or not, step by step"),
        Binding("o", "order", "Order", id="audit-order", tooltip="Order by verdict, name, finding or target"),
        Binding("x", "report", "Report", id="audit-report", tooltip="Write the audit as HTML, CSV, SARIF or JSON"),
        Binding("f", "failures", "Not checked", id="audit-failures", tooltip="What could not be checked"),
        Binding("S", "stop", "Stop", show=False, id="audit-stop", tooltip="Stop the audit"),
    ]

    # -- what is done about rows

    def _chosen(self) -> tuple[AuditRow, ...]:
        """The marked rows, else the highlighted one."""
        marked = tuple(row for row in self._rows.all_rows if row.key in self._marked)
        highlighted = self._rows.highlighted
        return marked or (() if highlighted is None else (highlighted,))

    def action_trace_row(self) -> None:
        """Follow the highlighted alias."""
        row = self._rows.highlighted
        if row is not None:
            self.trace(row.verdict.record.name)

    def action_mark(self) -> None:
        """Mark the row, and go to the next."""
        row = self._rows.highlighted
        if row is not None:
            self._marked ^= {row.key}
            self._rows.merge((replace(row, marked=row.key in self._marked),))
            self._say_counts()
            self._rows.action_move(1)

    def action_repair(self, kind: RepairKind) -> None:
        """Plan a repair of what is chosen; everything that would be sent is shown first."""
        self.repair(kind, tuple(row.verdict for row in self._chosen()))

    def action_accept(self) -> None:
        """Live with what was found, or take such a decision back."""
        rows = tuple(row for row in self._chosen() if row.findings)
        if not rows:
            self.say("Nothing was found about it that could be accepted.")
            return
        decided = [judged.accepted for row in rows for judged in row.findings if judged.accepted is not None]
        if all(not row.open_findings for row in rows):
            self._decide(decided, keep=False)
            return
        what = rows[0].rule if len(rows) == 1 else f"{len(rows)} aliases"
        dialog = AcceptDialog(
            f"{what}: it will be shown as accepted, and not fail an audit.", self.session.now().date()
        )
        self.app.push_screen(dialog, partial(self._accept, rows))

    def _accept(self, rows: tuple[AuditRow, ...], decision: Decision | None) -> None:
        if decision is None:
            return
        today = self.session.now().date()
        made = [
            Acceptance(
                judged.finding.id,
                row.verdict.zone.id,
                row.verdict.record.key,
                judged.finding.target,
                decision.reason,
                today,
                decision.until,
            )
            for row in rows
            for judged in row.open_findings
        ]
        self._decide(made, keep=True)

    def _decide(self, decisions: Sequence[Acceptance], *, keep: bool) -> None:
        """The file is read and written on a worker thread."""
        if not decisions:
            return

        def job(clerk: Clerk, number: int, tell: Callable[[Message], None]) -> None:
            auditor = clerk.engine.auditor
            tell(Decided(number, auditor.accept(decisions) if keep else auditor.take_back(decisions)))

        self._work("acceptance", job)

    def on_decided(self, event: Decided) -> None:
        """They are kept, or forgotten."""
        if self._audit is not None and self.session.desk.awaits("acceptance", event.number):
            self.session.audit = replace(self._audit, acceptances=event.decisions)
            self._show()

    def action_order(self) -> None:
        """Order the list by the next of what it can be ordered by."""
        self._order = ORDERS[(ORDERS.index(self._order) + 1) % len(ORDERS)]
        self._show()

    def action_report(self) -> None:
        """Ask in which form the report is written."""
        if self._audit is None:
            self.say("The audit is not over yet.", severity="warning")
        else:
            self.app.push_screen(ReportDialog(), self._write_report)

    def _write_report(self, form: Form | None) -> None:
        """Write it into the working directory, and say where it is."""
        audit = self._audit
        if form is None or audit is None:
            return
        try:
            file = write_report(audit, form, Path.cwd())
        except XaliasError as error:
            self.say(str(error), severity="error")
        else:
            self.say(f"Written to {file}.")

    def action_failures(self) -> None:
        """What could not be checked."""
        if self._audit is not None:
            self.app.push_screen(FailuresDialog(self._audit.unscanned))
