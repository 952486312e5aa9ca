"""Accepting findings of an audit, and withdrawing that."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from xalias_tui.domain.audits import Acceptance
from xalias_tui.tui.dialogs.accept_finding import AcceptDialog, Decision
from xalias_tui.tui.screens.base import BaseScreen
from xalias_tui.tui.state.session import Session
from xalias_tui.tui.widgets.audit_rows import AuditRow

if TYPE_CHECKING:
    from xalias_tui.jobs.session.workspace import Workspace


class Acceptances:
    """Asks why a finding is accepted, and keeps the decision.

    Args:
        screen: Asks.
        session: Holds the audit that the decisions are about.
        decided: Called when they are kept, or forgotten.
    """

    def __init__(self, screen: BaseScreen, session: Session, decided: Callable[[], None]) -> None:
        self._screen = screen
        self._session = session
        self._decided = decided

    def decide(self, chosen: Sequence[AuditRow]) -> None:
        """Accept what was found about rows, or withdraw that where all of it is accepted."""
        rows = tuple(row for row in chosen if row.findings)
        if not rows:
            self._screen.say("It has no finding to accept.")
        elif all(not row.open_findings for row in rows):
            accepted = [judged.accepted for row in rows for judged in row.findings if judged.accepted is not None]
            self._keep(accepted, keep=False)
        else:
            what = f"{rows[0].rule}: it" if len(rows) == 1 else f"{len(rows)} aliases: they"
            words = f"{what} will be shown as accepted and no longer fail an audit."

            def answered(decision: Decision | None) -> None:
                if decision is not None:
                    self._accept(rows, decision)

            self._screen.app.push_screen(AcceptDialog(words, self._session.now().date()), answered)

    def _accept(self, rows: Sequence[AuditRow], decision: Decision) -> None:
        today = self._session.now().date()
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
        self._keep(made, keep=True)

    def _keep(self, decisions: Sequence[Acceptance], *, keep: bool) -> None:
        """The file is read and written on a worker thread."""
        if decisions:
            self._session.ask(
                self._screen,
                "acceptance",
                partial(accept if keep else withdraw, tuple(decisions)),
                self._kept,
            )

    def _kept(self, decisions: tuple[Acceptance, ...]) -> None:
        if self._session.audit is not None:
            self._session.audit = replace(self._session.audit, acceptances=decisions)
            self._decided()


def accept(decisions: tuple[Acceptance, ...], workspace: Workspace, _tell: object) -> tuple[Acceptance, ...]:
    """Keep decisions; all that are kept now."""
    from xalias_tui.store import accepted

    return accepted.add(accepted.beside(workspace.settings_path), *decisions)


def withdraw(decisions: tuple[Acceptance, ...], workspace: Workspace, _tell: object) -> tuple[Acceptance, ...]:
    """Forget decisions; all that are kept now."""
    from xalias_tui.store import accepted

    return accepted.remove(accepted.beside(workspace.settings_path), *decisions)
