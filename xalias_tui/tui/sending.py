"""The one commit that may be on its way: started here, followed here, told to whoever is on the screen."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from xalias_tui.domain.errors import XaliasError
from xalias_tui.domain.plans import Plan
from xalias_tui.domain.text import shown
from xalias_tui.tui.dialogs.progress import ProgressDialog
from xalias_tui.tui.dialogs.send_many import ManyProgressDialog
from xalias_tui.tui.screens.sending_plans import SendAsked, allows_errors
from xalias_tui.tui.state import messages as said
from xalias_tui.tui.state.session import Session
from xalias_tui.tui.terminal.type_ahead import TypeAheadApp
from xalias_tui.tui.text.phrases import names_of

if TYPE_CHECKING:
    from xalias_tui.jobs.sending.commit import Outcome


class SendingApp(TypeAheadApp[int]):
    """An app that sends plans on a thread that is never abandoned."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self._progress: ProgressDialog | None = None  # of one plan
        self._many: ManyProgressDialog | None = None  # of several
        self._commit: threading.Thread | None = None
        self._follow = threading.Event()

    def commit_landed(self) -> None:
        """A commit ended, whatever came of it."""

    def on_send_asked(self, event: SendAsked) -> None:
        """The operator agreed: send these very plans, on a thread that is never abandoned."""
        clerk = self.session.clerk(self)
        if clerk is None or self.session.desk.in_flight is not None:
            return
        plans = event.plans
        self.session.desk = self.session.desk.committing(plans[0])
        self._progress = ProgressDialog(plans[0]) if len(plans) == 1 else None
        self._many = None if self._progress else ManyProgressDialog(plans)
        dialog = self._progress or self._many
        if dialog is not None:
            self.push_screen(dialog)
        self._commit = clerk.commit(plans, allow_errors=any(allows_errors(plan) for plan in plans))

    def on_stepped(self, event: said.Stepped) -> None:
        """One of the plans went one step further."""
        dialog = self._progress or self._many
        if dialog is not None:
            dialog.step(event.step)

    def on_commit_ended(self, event: said.CommitEnded) -> None:
        """Show what became of them, also where the progress was closed."""
        plan = self.session.desk.in_flight
        self.session.desk = self.session.desk.landed()
        dialog = self._progress or self._many
        if dialog is not None:
            dialog.ended(event.outcomes, event.error)
            if not dialog.is_attached:
                self._notify_end(event.outcomes, event.error)
        if self._progress is not None and self._progress.is_attached and plan is not None:
            applied = [outcome for outcome in event.outcomes if outcome.applied]
            if applied:
                self._look(plan, self._progress, in_sync=applied[0].in_sync)
        self._many = None
        self.commit_landed()

    def _look(self, plan: Plan, dialog: ProgressDialog, *, in_sync: bool) -> None:
        """See what comes of it while the dialog is open."""
        clerk = self.session.clerk(self)
        if clerk is not None and in_sync:
            dialog.verifying()
            self.session.desk = self.session.desk.asking("verified")
            clerk.verify(self.session.desk.number("verified"), plan)
        if plan.awaits:
            self._watch(plan, dialog)

    def on_verified(self, event: said.Verified) -> None:
        """One thing that the world says of the change."""
        if self._progress is not None and self.session.desk.awaits("verified", event.number):
            self._progress.verified(event.step)

    def _watch(self, plan: Plan, dialog: ProgressDialog) -> None:
        """Follow what the target waits for as long as the dialog is open: looking changes nothing."""
        clerk = self.session.clerk(self)
        if clerk is None:
            return
        self._follow = dialog.watches()
        self.session.desk = self.session.desk.asking("issued")
        clerk.follow(self.session.desk.number("issued"), plan, self._follow)

    def on_following(self, event: said.Following) -> None:
        """How far it is."""
        if self._progress is not None and self.session.desk.awaits("issued", event.number):
            self._progress.following(event.progress, event.waited)

    def on_follow_ended(self, event: said.FollowEnded) -> None:
        """It is issued, or not followed any more: either way the target is to be looked at anew."""
        if self._progress is not None and self.session.desk.awaits("issued", event.number):
            self._progress.followed(event.why)
        if self.session.engine is not None:
            self.session.engine.forget_inspections()

    def on_failed(self, event: said.Failed) -> None:
        """It could not be followed, or verified."""
        if self._progress is None or not self.session.desk.awaits(event.subject, event.number):
            return
        if event.subject == "issued":
            self._progress.followed(str(event.error))
        elif event.subject == "verified":
            self._progress.not_verified(str(event.error))

    def wait_for_commit(self) -> None:
        """Block until no commit is on its way."""
        if self._commit is not None:
            self._commit.join()

    def _notify_end(self, outcomes: tuple[Outcome, ...], error: XaliasError | None) -> None:
        bad = [outcome for outcome in outcomes if not outcome.applied]
        if len(outcomes) == 1:
            plan = outcomes[0].plan
            error = outcomes[0].error
            text = f"{shown(names_of(plan))}: {error}" if error else f"{names_of(plan)} is done."
        elif bad:
            text = f"{len(bad)} of {len(outcomes)} were not done: see 3."
        else:
            text = str(error) if error else f"{len(outcomes)} changes are done."
        self.notify(shown(text, 400), severity="error" if bad or error else "information", markup=False)
