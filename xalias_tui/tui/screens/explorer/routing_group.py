"""From a name to its routing group, edited as a whole, to the confirmation."""

from __future__ import annotations

from collections.abc import Callable

from textual.message import Message

from xalias_tui.domain.names import DnsName
from xalias_tui.domain.plans import Plan
from xalias_tui.domain.zones import Zone
from xalias_tui.tui.dialogs.group_editor import GroupEditor
from xalias_tui.tui.dialogs.group_edits import GroupEdits
from xalias_tui.tui.screens.explorer.verdicts import JudgingScreen
from xalias_tui.tui.state import messages as said
from xalias_tui.tui.state.clerk import Clerk


class GroupingScreen(JudgingScreen):
    """A screen from which routing groups can be edited."""

    def ask_group(self, zone: Zone, name: DnsName) -> None:
        """Read a group now, then open it; the highlighted target may join it."""
        self.say(f"Reading what is at {name} now…")
        target = self.session.desk.target
        joining = target if target is not None and target.aliasable else None

        def job(clerk: Clerk, number: int, tell: Callable[[Message], None]) -> None:
            read, known = clerk.engine.grouper.read(zone, name, joining)
            tell(said.GroupFound(number, read, known))

        self._work("group", job)

    def on_group_found(self, event: said.GroupFound) -> None:
        """It is there."""
        engine = self.session.engine
        if engine is not None and self.session.desk.awaits("group", event.number):
            self.app.clear_notifications()
            edits = GroupEdits(engine.grouper, event.read, event.target, event.read.group)
            self.app.push_screen(GroupEditor(self.session, edits), self._group_edited)

    def _group_edited(self, plan: Plan | None) -> None:
        if plan is None:
            return
        if self.session.read_only(plan.zone.profile):
            self.say("This account is read-only here: nothing can be sent.", severity="warning")
        elif self.session.desk.in_flight is not None:
            self.say("A change is in flight; wait until it is in sync.", severity="warning")
        else:
            self.ask_to_send(plan)
