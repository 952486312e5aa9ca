"""From a name to its routing group, edited as a whole, to the confirmation."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from xalias_tui.domain.names import DnsName
from xalias_tui.domain.records import RecordSet
from xalias_tui.domain.zones import Zone
from xalias_tui.tui.screens.base import BaseScreen
from xalias_tui.tui.screens.changes import Changes
from xalias_tui.tui.state.session import Session
from xalias_tui.tui.widgets.columns import shares_of

if TYPE_CHECKING:
    from xalias_tui.domain.plans import Plan
    from xalias_tui.jobs.plans.routing_group import GroupRead
    from xalias_tui.jobs.session.workspace import Workspace


class RoutingGroups:
    """Opens routing groups for one screen."""

    def __init__(self, screen: BaseScreen, session: Session, changes: Changes) -> None:
        self._screen = screen
        self._session = session
        self._changes = changes

    def open(self, zone: Zone, name: DnsName) -> None:
        """Read a group now, then show it."""
        saying = f"Reading the records at {name}…"
        self._changes.ask(partial(read_group, zone, name), self._show, saying)

    def shift(self, zone: Zone, record: RecordSet) -> None:
        """Ask for the share of a weighted record, and plan it in one step: the others keep their proportion."""
        identifier = record.set_identifier
        if record.routing is None or record.routing.policy != "weighted" or identifier is None:
            self._screen.say(f"{record.key} has no weighted routing, so it has no share to shift.", severity="warning")
            return
        from xalias_tui.tui.dialogs.share import ShareDialog

        def given(percent: str | None) -> None:
            if percent is not None:
                saying = f"Reading the records at {record.name}…"
                job = partial(shift_member, zone, record.name, identifier, percent)
                self._changes.ask(job, self._changes.confirm_if_possible, saying)

        self._screen.app.push_screen(ShareDialog(record, self._share_of(zone, record)), given)

    def _share_of(self, zone: Zone, record: RecordSet) -> float | None:
        read = self._session.zone_records.get(zone.id)
        return None if read is None else shares_of(read.records).get(record.key)

    def _show(self, read: GroupRead) -> None:
        from xalias_tui.tui.dialogs.group_editor import GroupEditor
        from xalias_tui.tui.dialogs.group_edits import GroupEdits

        edits = GroupEdits(read, None, read.group)
        self._screen.app.push_screen(GroupEditor(self._session, edits), self._edited)

    def _edited(self, plan: Plan | None) -> None:
        if plan is not None:
            self._changes.confirm_if_possible(plan)


def shift_member(zone: Zone, name: DnsName, identifier: str, percent: str, workspace: Workspace, _tell: object) -> Plan:
    """The plan that gives a member of a weighted group its share, from the group as it is now."""
    from xalias_tui.jobs.plans.routing_group import GroupEdit, plan_group, read_group, shift

    read = read_group(workspace, name.route53, zone=zone.id)
    return plan_group(workspace, read, GroupEdit(values=shift(read.group, {identifier: percent})))[0]


def read_group(zone: Zone, name: DnsName, workspace: Workspace, _tell: object) -> GroupRead:
    """The group at a name, read now with all that its checks need."""
    from xalias_tui.jobs.plans import routing_group

    read = routing_group.read_group(workspace, name.route53, zone=zone.id)
    return routing_group.with_evidence(workspace, read, None)[0]
