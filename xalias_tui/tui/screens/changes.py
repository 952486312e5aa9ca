"""From a key on one screen to a plan that the operator agreed to."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Literal, TypeVar

from xalias_tui.domain.records import RecordSet
from xalias_tui.domain.targets import Target
from xalias_tui.domain.verdicts import AliasVerdict
from xalias_tui.domain.zones import Zone
from xalias_tui.tui.screens.base import BaseScreen
from xalias_tui.tui.screens.sending import Send
from xalias_tui.tui.state.questions import Job
from xalias_tui.tui.state.session import Session
from xalias_tui.tui.text.phrases import count

if TYPE_CHECKING:
    from xalias_tui.domain.plans import Plan
    from xalias_tui.jobs.session.workspace import Workspace
    from xalias_tui.jobs.targets.guess import Aim
    from xalias_tui.tui.dialogs.target_picker import Choice


T = TypeVar("T")

RepairKind = Literal["repoint", "delete"]
InZone = tuple[Zone, RecordSet]
"""A record in its zone."""
Undoing = tuple["Plan", bool]
"""A plan that undoes a change, and whether that one was an undo: then the plan makes a change again."""


class Changes:
    """Works out changes, shows them, and sends those that the operator agrees to.

    Args:
        screen: The screen that they start from.
        session: Shared state.
        send: Sends plans.
    """

    def __init__(self, screen: BaseScreen, session: Session, send: Send) -> None:
        self._screen = screen
        self._session = session
        self._send = send

    def ask(
        self, job: Job[object, T], on_planned: Callable[[T], None], saying: str = "Reading the current records…"
    ) -> None:
        """Work out a change from what is there now; one that is still being worked out is no longer wanted.

        So the question about it never opens above the question about another one.
        """
        self._session.ask(self._screen, "change", job, on_planned, saying=saying)

    def confirm(
        self,
        plan: Plan,
        *,
        other: Plan | None = None,
        on_agreed: Callable[[], None] | None = None,
        title: str = "",
        again: bool = False,
    ) -> None:
        """Show exactly what would be sent, and ask; ``other`` is offered in the same question."""
        from xalias_tui.tui.dialogs.confirm import ConfirmDialog

        account = self._session.accounts.get(plan.zone.profile)
        negative_ttl = self._session.desk.preview.negative_ttl
        dialog = ConfirmDialog(plan, account, negative_ttl, other=other, title=title, again=again)

        def answered(agreed: bool | None) -> None:  # noqa: FBT001 -- Textual's callback
            self._agreed((dialog.plan,), on_agreed, agreed=bool(agreed))

        self._screen.app.push_screen(dialog, answered)

    def _confirm_all(self, plans: tuple[Plan, ...], on_agreed: Callable[[], None] | None = None) -> None:
        """Show the plan, or all of them together."""
        from xalias_tui.tui.dialogs.send_many import ManyDialog

        if len(plans) == 1:
            self.confirm(plans[0], on_agreed=on_agreed)
        elif plans:

            def answered(agreed: bool | None) -> None:  # noqa: FBT001 -- Textual's callback
                self._agreed(plans, on_agreed, agreed=bool(agreed))

            self._screen.app.push_screen(ManyDialog(plans, self._session.accounts), answered)

    def _agreed(self, plans: tuple[Plan, ...], on_agreed: Callable[[], None] | None, *, agreed: bool) -> None:
        if agreed:
            if on_agreed is not None:
                on_agreed()
            self._send(plans)
        else:
            self._screen.say("Nothing was sent.")

    def _may_send(self, *profiles: str) -> bool:
        """Whether a change can be sent now; says why not."""
        why = self._session.why_not_send(*profiles)
        if why:
            self._screen.say(why, severity="warning")
        return not why

    def confirm_if_possible(self, plan: Plan) -> None:
        """Ask about a plan that was worked out elsewhere, unless nothing can be sent."""
        if self._may_send(plan.zone.profile):
            self.confirm(plan)

    def confirm_all_if_possible(self, plans: tuple[Plan, ...], on_agreed: Callable[[], None]) -> None:
        """Ask about plans that were worked out elsewhere, unless nothing can be sent."""
        if self._may_send(*dict.fromkeys(plan.zone.profile for plan in plans)):
            self._confirm_all(plans, on_agreed)

    def of_record(self, zone: Zone, record: RecordSet, what: Literal["removal", "conversion"]) -> None:
        """Work out what would be done to a record, then ask."""
        if record.alias is None and (what == "removal" or record.type != "CNAME"):
            wanted = (
                "not an alias: only aliases are removed here" if what == "removal" else "neither an alias nor a CNAME"
            )
            self._screen.say(f"{record.key} is {wanted}.", severity="warning")
        elif self._may_send(zone.profile):
            self.ask(partial(removal if what == "removal" else conversion, zone, record), self.confirm)

    def repair(self, kind: RepairKind, verdicts: tuple[AliasVerdict, ...]) -> None:
        """Plan a repair of some aliases; what would be sent is shown first."""
        if not verdicts or not self._may_send(*(row.zone.profile for row in verdicts)):
            return
        if kind == "delete":
            self._plan_repair(kind, verdicts, None)
            return
        from xalias_tui.jobs.targets.guess import Aim

        aims = [Aim(row.name, row.points_to or row.record.leads_to, row.successor) for row in verdicts]
        self._pick([str(row.record.key) for row in verdicts], aims, partial(self._plan_repair, kind, verdicts))

    def repoint(self, places: tuple[InZone, ...]) -> None:
        """Choose where aliases are to point, and plan that, zone by zone; what would be sent is shown first."""
        if self._are_aliases(places, "repointed"):
            from xalias_tui.jobs.targets.guess import Aim

            aims = [Aim(record.name, record.leads_to) for _, record in places]
            self._pick([str(record.key) for _, record in places], aims, partial(self._plan_changing, places))

    def remove(self, places: tuple[InZone, ...]) -> None:
        """Plan the removal of aliases, zone by zone; what would be sent is shown first."""
        if self._are_aliases(places, "removed"):
            self._plan_changing(places, None)

    def _are_aliases(self, places: tuple[InZone, ...], done: str) -> bool:
        """Whether something can be done to all of them; says why not."""
        other = next((record for _, record in places if record.alias is None), None)
        if other is not None:
            self._screen.say(f"{other.key} is not an alias: only aliases are {done} here.", severity="warning")
            return False
        return bool(places) and self._may_send(*dict.fromkeys(zone.profile for zone, _ in places))

    def _pick(self, names: Sequence[str], aims: Sequence[Aim], then: Callable[[Target | None], None]) -> None:
        """Ask where records are to point: no row that is highlighted elsewhere is ever taken for the answer."""
        from xalias_tui.tui.dialogs.target_picker import TargetPicker

        more = f" and {count(len(names) - 1, 'other record')}" if len(names) > 1 else ""

        def chosen(choice: Choice | None) -> None:
            if choice is not None:
                if choice.target is not None:
                    self._session.remember(self._session.memory.targeted(choice.target.key))
                then(choice.target)

        self._screen.app.push_screen(TargetPicker(self._session, f"{names[0]}{more}", aims), chosen)

    def _plan_changing(self, places: tuple[InZone, ...], target: Target | None) -> None:
        self.ask(partial(changing, places, target), self._confirm_all)

    def _plan_repair(self, kind: RepairKind, verdicts: tuple[AliasVerdict, ...], target: Target | None) -> None:
        self.ask(partial(repair, kind, verdicts, target), self._confirm_all)

    def undo(self, entry: str | None) -> None:
        """Work out how a change is undone, by default the latest, then ask."""
        if self._session.desk.in_flight is not None:
            self._screen.say("A change is in flight; undo once it is in sync.", severity="warning")
            return
        self.ask(partial(undo_plan, entry), self._put_back)

    def redo(self) -> None:
        """Work out how the change is made again that was undone last, then ask."""
        if self._session.desk.in_flight is not None:
            self._screen.say("A change is in flight; redo once it is in sync.", severity="warning")
            return
        self.ask(redo_plan, self._put_back)

    def _put_back(self, undoing: Undoing) -> None:
        plan, again = undoing
        if self._session.read_only(plan.zone.profile):
            done = "redone" if again else "undone"
            self._screen.say(f"This session is read-only: nothing can be {done} from here.", severity="error")
        else:
            title = "Redo: change it again?" if again else "Undo: put back what was there?"
            self.confirm(plan, title=title, again=again)


def removal(zone: Zone, record: RecordSet, workspace: Workspace, _tell: object) -> Plan:
    """The removal of an alias, and of those of other types that point to the same target, checked against now."""
    from xalias_tui.jobs.plans.plan import plan_removal

    return plan_removal(workspace, zone, record)


def conversion(zone: Zone, record: RecordSet, workspace: Workspace, _tell: object) -> Plan:
    """The CNAME as an alias, or the alias as a CNAME, checked against what is there now."""
    from xalias_tui.jobs.plans.convert import conversion as request_of
    from xalias_tui.jobs.plans.plan import make_plan

    return make_plan(workspace, request_of(workspace, record.name.route53, zone=zone.id))[0]


def repair(
    kind: RepairKind, verdicts: tuple[AliasVerdict, ...], target: Target | None, workspace: Workspace, _tell: object
) -> tuple[Plan, ...]:
    """One plan a zone; without a target each alias is pointed at the load balancer that replaced its own."""
    from xalias_tui.jobs.plans.repair import repair_verdicts

    return repair_verdicts(workspace, kind, verdicts, target)


def changing(
    places: tuple[InZone, ...], target: Target | None, workspace: Workspace, _tell: object
) -> tuple[Plan, ...]:
    """One plan a zone that points aliases at a target, or removes them, checked against what is there now."""
    from xalias_tui.jobs.plans.repair import Place, repair_all

    wanted = [Place(zone, record.key, target) for zone, record in places]
    comment = "xalias: remove alias" if target is None else f"xalias: repoint to {target.name}"[:256]
    return repair_all(workspace, wanted, comment=comment)


def undo_plan(entry: str | None, workspace: Workspace, _tell: object) -> Undoing:
    """The plan that undoes a change, checked against what is there now."""
    from xalias_tui.jobs.sending import undo

    plan = undo.undo_plan(workspace, entry)
    return plan, undo.makes_again(workspace, plan)


def redo_plan(workspace: Workspace, _tell: object) -> Undoing:
    """The plan that makes the change again that was undone last, checked against what is there now."""
    from xalias_tui.jobs.sending import undo

    return undo.redo_plan(workspace), True
