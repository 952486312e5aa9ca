"""From a name to its routing group, edited as a whole, to the confirmation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xalias_tui.domain.names import DnsName
from xalias_tui.domain.plans import Plan
from xalias_tui.domain.targets import Target
from xalias_tui.domain.zones import Zone
from xalias_tui.tui.dialogs.group_editor import GroupEditor
from xalias_tui.tui.dialogs.group_edits import GroupEdits
from xalias_tui.tui.screens.base import BaseScreen
from xalias_tui.tui.screens.changes import Changes
from xalias_tui.tui.state.session import Session

if TYPE_CHECKING:
    from xalias_tui.jobs.plans.routing_group import GroupRead


class RoutingGroups:
    """Opens routing groups for one screen."""

    def __init__(self, screen: BaseScreen, session: Session, changes: Changes) -> None:
        self._screen = screen
        self._session = session
        self._changes = changes

    def open(self, zone: Zone, name: DnsName) -> None:
        """Read a group now, then show it; the highlighted target may join it."""
        self._screen.say(f"Reading the records at {name}…")
        target = self._session.desk.target
        joining = target if target is not None and target.aliasable else None

        self._session.ask(
            self._screen, "group", lambda engine, _tell: engine.grouper.read(zone, name, joining), self._show
        )

    def _show(self, answer: tuple[GroupRead, Target | None]) -> None:
        read, target = answer
        engine = self._session.engine
        if engine is not None:
            self._screen.app.clear_notifications()
            edits = GroupEdits(engine.grouper, read, target, read.group)
            self._screen.app.push_screen(GroupEditor(self._session, edits), self._edited)

    def _edited(self, plan: Plan | None) -> None:
        if plan is not None:
            self._changes.confirm_if_possible(plan)
