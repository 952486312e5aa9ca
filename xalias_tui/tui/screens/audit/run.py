"""The audit under way: begun, stopped, shown when it ends."""

from __future__ import annotations

import threading
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from xalias_tui.domain.audits import Audit
from xalias_tui.domain.errors import XaliasError
from xalias_tui.tui.screens.base import BaseScreen
from xalias_tui.tui.state.questions import Tell
from xalias_tui.tui.state.session import Session
from xalias_tui.tui.widgets.pane import Pane

if TYPE_CHECKING:
    from xalias_tui.jobs.session.workspace import Workspace


class AuditRun:
    """Runs one audit at a time.

    Args:
        screen: Asks.
        session: Keeps the latest audit.
        ended: Called when there is a new audit.
    """

    def __init__(self, screen: BaseScreen, session: Session, ended: Callable[[], None]) -> None:
        self._screen = screen
        self._session = session
        self._ended = ended
        self._stop = threading.Event()
        self._running = False
        self._outdated = False

    @property
    def due(self) -> bool:
        """Whether there is no audit that a look at the screen could show."""
        if self._session.audit is None:
            return not self._running
        return self._outdated and self._session.desk.in_flight is None

    @property
    def _pane(self) -> Pane:
        return self._screen.query_one(Pane)

    def outdate(self) -> None:
        """A commit ended: the audit is of a time before."""
        self._outdated = True

    def forget(self) -> None:
        """Other accounts: an audit of the old ones no longer holds, nor does one that is under way."""
        self.stop()
        self._session.audit = None
        self._running = False

    def stop(self) -> None:
        """Stop: check what was read so far."""
        self._stop.set()

    def begin(self) -> None:
        """Start the audit again; what is shown stays until it ends."""
        if self._session.workspace is None:
            self._pane.explain("Signing in…", "The audit starts as soon as the accounts are signed in.")
            return
        self.stop()
        stop = self._stop = threading.Event()
        self._running, self._outdated = True, False
        if self._session.audit is None:
            self._pane.explain(
                "The audit reads every zone…", "Then it looks up exactly what the aliases point to.", "S stops it"
            )

        self._session.ask(
            self._screen,
            "audit",
            partial(audit, stop),
            self._show,
            on_told=lambda words: self._pane.status(f"{words}…"),
            on_failed=self._failed,
        )

    def _show(self, made: Audit) -> None:
        self._running = False
        self._session.audit = made
        self._ended()

    def _failed(self, error: XaliasError) -> None:
        self._running = False
        self._pane.status("could not be read")
        self._pane.explain("The audit could not start.", error.message, error.remedy)


def audit(stop: threading.Event, workspace: Workspace, tell: Tell[str]) -> Audit:
    """Check every alias of every zone; told what is being read."""
    from xalias_tui.jobs.audit import run

    return run.audit(workspace, tell, stop)
