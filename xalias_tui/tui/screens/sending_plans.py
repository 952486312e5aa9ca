"""What the explorer and the history share: from a plan over the confirmation to its progress."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Literal

from textual.message import Message

from xalias_tui.domain.names import DnsName
from xalias_tui.domain.plans import Plan
from xalias_tui.domain.records import RecordSet
from xalias_tui.domain.targets import Target
from xalias_tui.domain.traces import Trace
from xalias_tui.domain.verdicts import AliasVerdict
from xalias_tui.domain.zones import Zone
from xalias_tui.tui.dialogs.confirm import ConfirmDialog
from xalias_tui.tui.dialogs.send_many import ManyDialog
from xalias_tui.tui.dialogs.trace import Action, TraceDialog
from xalias_tui.tui.screens.base import BaseScreen
from xalias_tui.tui.state.auditor import RepairKind
from xalias_tui.tui.state.clerk import Clerk
from xalias_tui.tui.state.draft import Subject, consent
from xalias_tui.tui.state.messages import Proposed, RepairsPlanned, Traced, Tracing, UndoPlanned

Job = Callable[[Clerk, int, Callable[[Message], None]], None]
"""Is given who is asked, the number of the question, and what posts answers."""


class SendAsked(Message):
    """The operator agreed: send these very plans, one after the other.

    Attributes:
        plans: What is sent.
    """

    def __init__(self, plans: tuple[Plan, ...]) -> None:
        super().__init__()
        self.plans = plans


class CommittingScreen(BaseScreen):
    """A screen from which plans can be sent, and names be traced."""

    _trace: TraceDialog | None = None

    def _work(self, subject: Subject, job: Job) -> None:
        """Ask something on a worker thread, under a new number of its subject."""
        clerk = self.clerk
        if clerk is not None:
            self.session.desk = self.session.desk.asking(subject)
            number = self.session.desk.number(subject)
            clerk.work(subject, number, partial(job, clerk, number))

    def ask_to_send(self, plan: Plan, *, other: Plan | None = None) -> None:
        """Show exactly what would be sent, and ask; ``other`` is offered in the same question."""
        account = self.session.accounts.get(plan.zone.profile)
        dialog = ConfirmDialog(plan, account, self.session.desk.negative_ttl, other=other)
        self.app.push_screen(dialog, partial(self._answered, dialog))

    def _answered(self, dialog: ConfirmDialog, agreed: bool | None) -> None:  # noqa: FBT001 -- Textual's callback
        self._agreed((dialog.plan,), agreed)

    def _agreed(self, plans: tuple[Plan, ...], agreed: bool | None) -> None:  # noqa: FBT001 -- Textual's callback
        if agreed:
            self.app.post_message(SendAsked(plans))
        else:
            self.say("Nothing was sent.")

    def ask_about(self, zone: Zone, record: RecordSet, what: Literal["removal", "conversion"]) -> None:
        """Work out what would be done to a record, then ask."""
        session, clerk = self.session, self.clerk
        if clerk is None:
            return
        if record.alias is None and (what == "removal" or record.type != "CNAME"):
            wanted = "no alias: only aliases are removed here" if what == "removal" else "neither an alias nor a CNAME"
            self.say(f"{record.key} is {wanted}.", severity="warning")
        elif session.read_only(zone.profile):
            self.say("This account is read-only here: nothing can be sent.", severity="warning")
        elif session.desk.in_flight is not None:
            self.say("A change is in flight; wait until it is in sync.", severity="warning")
        else:
            session.desk = session.desk.asking("proposal")
            self.say("Reading what is there now…")
            ask = clerk.removal if what == "removal" else clerk.conversion
            ask(session.desk.number("proposal"), zone, record)

    def on_proposed(self, event: Proposed) -> None:
        """It is worked out."""
        if self.session.desk.awaits("proposal", event.number):
            self.ask_to_send(event.plan)

    # -- traces

    def trace(self, name: DnsName) -> None:
        """Follow a name, and show its way."""
        if self.clerk is None:
            return
        self._trace = TraceDialog(self.session, name, self._act_on_trace)
        self.app.push_screen(self._trace)
        self._follow(name)

    def _follow(self, name: DnsName) -> None:
        session, clerk = self.session, self.clerk
        if clerk is not None:
            session.desk = session.desk.asking("trace")
            clerk.trace(session.desk.number("trace"), name)

    def _act_on_trace(self, action: Action, trace: Trace | None) -> None:
        """Do what was asked for in a trace: every remedy is a plan that is shown before it is sent."""
        if action == "again" and self._trace is not None:
            self._follow(self._trace.traced)
        elif trace is None:
            return
        elif action == "convert" and trace.zone is not None and trace.convertible is not None:
            self.ask_about(trace.zone, trace.convertible, "conversion")
        elif action in ("repoint", "delete"):
            self.repair(action, trace.repairable)

    def on_tracing(self, event: Tracing) -> None:
        """What is looked at now."""
        if self._trace is not None and self.session.desk.awaits("trace", event.number):
            self._trace.progress(event.what)

    def on_traced(self, event: Traced) -> None:
        """The trace is there."""
        if self._trace is not None and self.session.desk.awaits("trace", event.number):
            self._trace.show(event.trace)

    def trace_failed(self, why: str) -> None:
        """There is no trace."""
        if self._trace is not None:
            self._trace.fail(why)

    # -- repairs

    def repair(self, kind: RepairKind, verdicts: tuple[AliasVerdict, ...]) -> None:
        """Plan a repair of some aliases; what would be sent is shown first."""
        session, clerk = self.session, self.clerk
        if clerk is None or not verdicts:
            return
        if session.desk.in_flight is not None:
            self.say("A change is in flight; wait until it is in sync.", severity="warning")
            return
        profile = next((row.zone.profile for row in verdicts if session.read_only(row.zone.profile)), None)
        if profile is not None:
            self.say(f"{profile or 'This account'} is read-only here: nothing can be sent.", severity="warning")
            return
        target: Target | None = None
        if kind == "repoint" and any(row.successor is None for row in verdicts):
            target = session.desk.target
            if target is None or not target.aliasable:
                self.say(
                    "Highlight the new target in the explorer (1) first, then press r here again.", severity="warning"
                )
                return
        self.say("Reading what is there now…")
        session.desk = session.desk.asking("repair")
        number = session.desk.number("repair")

        def job(tell: Callable[[Message], None]) -> None:
            tell(RepairsPlanned(number, clerk.engine.auditor.repair(kind, verdicts, target)))

        clerk.work("repair", number, job)

    def on_repairs_planned(self, event: RepairsPlanned) -> None:
        """Show the plan, or all of them together."""
        if not self.session.desk.awaits("repair", event.number):
            return
        if len(event.plans) == 1:
            self.ask_to_send(event.plans[0])
        elif event.plans:
            dialog = ManyDialog(event.plans, self.session.accounts)
            self.app.push_screen(dialog, partial(self._agreed, event.plans))

    def ask_to_undo(self, entry: str | None) -> None:
        """Work out the way back, then ask."""
        session = self.session
        clerk = self.clerk
        if clerk is None:
            return
        if session.desk.in_flight is not None:
            self.say("A change is in flight; undo once it is in sync.", severity="warning")
            return
        session.desk = session.desk.asking("undo")
        self.say("Reading what is there now…")
        clerk.undo_plan(session.desk.number("undo"), entry)

    def on_undo_planned(self, event: UndoPlanned) -> None:
        """The way back is known."""
        if not self.session.desk.awaits("undo", event.number):
            return
        if self.session.read_only(event.plan.zone.profile):
            self.say("This session is read-only: nothing can be undone from here.", severity="error")
            return
        self.ask_to_send(event.plan)


def allows_errors(plan: Plan) -> bool:
    """Whether sending the plan overrides findings of severity error, which the operator agreed to by name."""
    return bool(consent(plan).errors)
