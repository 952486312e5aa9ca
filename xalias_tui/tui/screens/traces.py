"""Traces of names, what is done about what they find, and who changed a name."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Literal

from xalias_tui.domain.names import DnsName
from xalias_tui.tui.screens.base import BaseScreen
from xalias_tui.tui.screens.changes import Changes
from xalias_tui.tui.state.questions import Tell
from xalias_tui.tui.state.session import Session

if TYPE_CHECKING:
    from xalias_tui.domain.traces import Trace
    from xalias_tui.domain.zones import Zone
    from xalias_tui.jobs.session.workspace import Workspace
    from xalias_tui.tui.dialogs.trace import Action, TraceDialog


About = Literal["trace", "who_changed"]
"""What can be asked about a name."""


class Traces:
    """Follows names for one screen."""

    def __init__(self, screen: BaseScreen, session: Session, changes: Changes) -> None:
        self._screen = screen
        self._session = session
        self._changes = changes

    def open(self, name: DnsName, zone: Zone | None = None) -> None:
        """Trace a name; of a record that was read in a zone, begin in that zone."""
        from xalias_tui.tui.dialogs.trace import TraceDialog

        dialog = TraceDialog(self._session, name, self._act, zone)
        self._screen.app.push_screen(dialog)
        self._follow(dialog)

    def who_changed(self, name: DnsName, zone: Zone | None = None) -> None:
        """Look up who changed a name; of a record that was read in a zone, in that zone."""
        from xalias_tui.tui.dialogs.who_changed import ChangesDialog

        self._screen.app.push_screen(ChangesDialog(self._session, name, zone))

    def about(self, what: About, name: DnsName, zone: Zone | None = None) -> None:
        """Open what was asked about a name."""
        (self.open if what == "trace" else self.who_changed)(name, zone)

    def _follow(self, dialog: TraceDialog) -> None:
        self._session.ask(
            self._screen,
            "trace",
            partial(trace, dialog.traced, dialog.begins_in),
            dialog.show,
            on_told=dialog.progress,
            on_failed=partial(_fail, dialog),
        )

    def _act(self, dialog: TraceDialog, action: Action, trace: Trace | None) -> None:
        """Do what the operator chose: every remedy is a plan that is shown before it is sent."""
        if action == "again":
            self._follow(dialog)
        elif trace is None:
            return
        elif action == "convert" and trace.zone is not None and trace.convertible is not None:
            self._changes.of_record(trace.zone, trace.convertible, "conversion")
        elif action in ("repoint", "delete"):
            self._changes.repair(action, trace.repairable)


def _fail(dialog: TraceDialog, error: Exception) -> None:
    dialog.fail(str(error))


def trace(name: DnsName, zone: Zone | None, workspace: Workspace, tell: Tell[str]) -> Trace:
    """A name traced from the registry to the web server, from a zone on where one is given; told what is looked up."""
    from xalias_tui.jobs.session.probes import probes_of
    from xalias_tui.jobs.trace import run

    return run.trace(workspace, name.route53, probes_of(workspace), tell, begin=zone.id if zone else "")
