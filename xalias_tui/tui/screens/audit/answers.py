"""The audit's list, what is asked for it and what is answered; its keys are in ``audit``."""

from __future__ import annotations

import threading
from collections.abc import Callable

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from xalias_tui.domain.audits import Audit
from xalias_tui.tui.screens.base import DetailedScreen
from xalias_tui.tui.screens.sending_plans import CommittingScreen
from xalias_tui.tui.state import messages as said
from xalias_tui.tui.state.clerk import Clerk
from xalias_tui.tui.state.session import Session
from xalias_tui.tui.widgets.audit_rows import AUDIT, ORDERS, AuditRow, Order, audit_rows, row_content
from xalias_tui.tui.widgets.filter_bar import FilterBar
from xalias_tui.tui.widgets.notice import Notice
from xalias_tui.tui.widgets.pane import Pane
from xalias_tui.tui.widgets.row_list import RowList


class AuditPane(Pane):
    """Aliases by verdict."""

    NAME = "Audit"
    HELP = """\
## Audit

Every alias of every zone against the targets of every account given: `✓ live`, `! live` with a warning, `✗ broken`
(leads to nothing), `‼ takeable` (somebody else could answer on the name), `? unknown` (not everything that decides
could be asked; `f` tells what). Nothing is called broken by ignorance.

`space` marks rows; `r` repoints and `d` deletes the marked ones, or the highlighted one: one reviewed plan a zone, all
of them shown before the first is sent. `r` leads to the load balancer that was recreated, else to the target that is
highlighted in the explorer. `o` orders the list; `t` traces the name and offers what repairs it.
"""

    def compose(self) -> ComposeResult:
        """The list."""
        yield FilterBar("filter: words in any order, e.g. broken cloudfront", self.list_in_front)
        yield RowList(AUDIT, id="aliases")
        yield Notice()

    def on_filter_bar_typed(self, event: FilterBar.Typed) -> None:
        """Filter the aliases."""
        event.stop()
        self.filter_rows(event.text)


class AuditView(DetailedScreen, CommittingScreen):
    """Aliases by verdict: asks the engine and shows its answers."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._stop = threading.Event()
        self._marked: set[str] = set()
        self._order: Order = ORDERS[0]
        self._outdated = False
        self._auditing = False

    def body(self) -> ComposeResult:
        """Aliases above, the highlighted one in full below."""
        yield AuditPane(self.session.now, id="audit-pane")
        with VerticalScroll(id="details", can_focus=False):
            yield Static(id="alias")

    @property
    def _pane(self) -> AuditPane:
        return self.query_one(AuditPane)

    @property
    def _rows(self) -> RowList[AuditRow]:
        return self.query_one("#aliases", RowList)

    @property
    def _audit(self) -> Audit | None:
        return self.session.audit

    # -- asking

    def on_screen_resume(self) -> None:
        """The first look begins the audit; later ones go on with the plans that were reviewed."""
        super().on_screen_resume()
        if (self._audit is None and not self._auditing) or (self._outdated and self.session.desk.in_flight is None):
            self.action_read_again()
        self._draw()

    def engine_ready(self) -> None:
        """Other accounts: an audit of the old ones no longer holds, nor does one that is under way."""
        self._stop.set()
        self.session.audit = None
        self._auditing = False
        self._marked.clear()
        self.show_accounts()
        self._rows.show(())
        if self.is_current:
            self.action_read_again()

    def action_read_again(self) -> None:
        """Begin the audit anew; what is shown stays until it ends."""
        if self.clerk is None:
            self._pane.explain("Signing in…", "The audit begins as soon as the accounts can be asked.")
            return
        self._stop.set()
        stop = self._stop = threading.Event()
        self._auditing, self._outdated = True, False
        if self._audit is None:
            self._pane.explain(
                "The audit reads every zone…", "Then it looks for exactly what the aliases lead to.", "S stops it"
            )

        def job(clerk: Clerk, number: int, tell: Callable[[Message], None]) -> None:
            def words(text: str) -> None:
                tell(said.AuditTold(number, text))

            tell(said.AuditEnded(number, clerk.engine.auditor.audit(words, stop)))

        self._work("audit", job)

    def action_stop(self) -> None:
        """Enough: what was read by now is judged."""
        self._stop.set()

    # -- answers

    def on_audit_told(self, event: said.AuditTold) -> None:
        """How far it is."""
        if self.session.desk.awaits("audit", event.number):
            self._pane.status(f"{event.words}…")

    def on_audit_ended(self, event: said.AuditEnded) -> None:
        """The audit."""
        if self.session.desk.awaits("audit", event.number):
            self._auditing = False
            self.session.audit = event.audit
            self._marked &= {row.key for row in audit_rows(event.audit)}
            self._show()

    def on_failed(self, event: said.Failed) -> None:
        """It could not be asked."""
        if not self.session.desk.awaits(event.subject, event.number):
            return
        if event.subject == "trace":
            self.trace_failed(str(event.error))
        elif event.subject == "audit":
            self._auditing = False
            self._pane.status("could not be read")
            self._pane.explain("The audit could not begin.", event.error.message, event.error.remedy)
        else:
            self.say(str(event.error), severity="error")

    def _show(self) -> None:
        audit = self._audit
        if audit is None:
            return
        self._rows.show(audit_rows(audit, self._marked, self._order))
        self._say_counts()
        if audit.verdicts:
            self._pane.show_rows()
        else:
            self._pane.explain("There is no alias in the zones that were read.", "", "f tells what could not be read")
        self._draw()

    def _say_counts(self) -> None:
        audit = self._audit
        if audit is None:
            return
        counts = audit.counts()
        words = ["1 alias" if len(audit.verdicts) == 1 else f"{len(audit.verdicts):,} aliases"]
        named = (("broken", "broken"), ("takeable", "takeable"), ("not_served", "not served"), ("unknown", "unknown"))
        words += [f"{counts[key]} {word}" for key, word in named if counts[key]]
        words += [f"by {self._order}"] if self._order != ORDERS[0] else []
        words += [f"{len(self._marked)} marked"] if self._marked else []
        words += [f"{len(audit.unscanned)} not checked: f"] if audit.unscanned else []
        self._pane.status(" · ".join(words), audit.at)

    def on_row_list_highlighted(self, event: RowList.Highlighted) -> None:
        """Another alias."""
        event.stop()
        self._draw()

    def on_row_list_chosen(self, event: RowList.Chosen) -> None:
        """Enter traces the name of the row."""
        event.stop()
        self.trace(event.row.verdict.record.name)

    def copied_text(self) -> str:
        """The record's name."""
        row = self._rows.highlighted
        return row.verdict.record.name.text if row else ""

    def _draw(self) -> None:
        row = self._rows.highlighted
        details = self.query_one("#details", VerticalScroll)
        details.display = row is not None
        details.border_title = Content("Alias")
        if row is not None:
            self.query_one("#alias", Static).update(row_content(row, self._audit.unscanned if self._audit else ()))

    def landed(self) -> None:
        """A commit ended: the audit is of a time before."""
        self._outdated = True
        self._marked.clear()
        self._show()
        if self.is_current:
            self.action_read_again()
