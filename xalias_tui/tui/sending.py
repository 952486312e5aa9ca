"""The one commit that may be on its way: started here, followed here, told to whoever is on the screen."""

from __future__ import annotations

import threading

from xalias_tui.domain.errors import XaliasError
from xalias_tui.domain.plans import Plan
from xalias_tui.domain.text import shown
from xalias_tui.tui.dialogs.progress import ProgressDialog
from xalias_tui.tui.dialogs.send_many import ManyProgressDialog
from xalias_tui.tui.screens.sending_plans import SendAsked, SendManyAsked, allows_errors
from xalias_tui.tui.state import messages as said
from xalias_tui.tui.state.session import Session
from xalias_tui.tui.terminal.type_ahead import TypeAheadApp
from xalias_tui.tui.text.phrases import names_of


class SendingApp(TypeAheadApp[int]):
    """An app that sends plans on a thread that is never abandoned."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self._progress: ProgressDialog | None = None
        self._many: ManyProgressDialog | None = None
        self._commit: threading.Thread | None = None
        self._follow = threading.Event()

    def commit_landed(self) -> None:
        """A commit ended, whatever came of it."""

    def on_send_asked(self, event: SendAsked) -> None:
        """The operator agreed: send this very plan, on a thread that is never abandoned."""
        clerk = self.session.clerk(self)
        if clerk is None or self.session.desk.in_flight is not None:
            return
        self.session.desk = self.session.desk.committing(event.plan)
        self._progress = ProgressDialog(event.plan)
        self.push_screen(self._progress)
        allow = allows_errors(event.plan)
        if event.undoes:
            self._commit = clerk.undo(event.entry, event.plan, allow_errors=allow)
        else:
            self._commit = clerk.commit(event.plan, allow_errors=allow)

    def on_send_many_asked(self, event: SendManyAsked) -> None:
        """The operator agreed: send these very plans, on one such thread."""
        clerk = self.session.clerk(self)
        if clerk is None or self.session.desk.in_flight is not None:
            return
        self.session.desk = self.session.desk.committing(event.plans[0])
        self._many = ManyProgressDialog(event.plans)
        self.push_screen(self._many)
        allow = any(allows_errors(plan) for plan in event.plans)
        self._commit = clerk.commit_many(event.plans, allow_errors=allow)

    def on_many_stepped(self, event: said.ManyStepped) -> None:
        """One of them went one step further."""
        if self._many is not None:
            self._many.step(event.at, event.name, event.detail)

    def on_many_outcome(self, event: said.ManyOutcome) -> None:
        """One of them ended."""
        if self._many is not None:
            self._many.outcome(event.at, event.outcome)

    def on_many_ended(self, event: said.ManyEnded) -> None:
        """All ended, or none was sent; also where the dialog was closed."""
        self.session.desk = self.session.desk.landed()
        if self._many is not None:
            self._many.ended(event.outcomes, event.error)
            if not self._many.is_attached:
                bad = [outcome for outcome in event.outcomes if outcome.state not in ("insync", "pending")]
                text = str(event.error) if event.error else f"{len(event.outcomes) - len(bad)} changes are done."
                text = f"{len(bad)} of {len(event.outcomes)} were not done: see 3." if bad else text
                self.notify(shown(text, 400), severity="error" if bad or event.error else "information", markup=False)
        self._many = None
        self.commit_landed()

    def on_stepped(self, event: said.Stepped) -> None:
        """One step further."""
        if self._progress is not None:
            self._progress.step(event.name, event.detail)

    def on_commit_ended(self, event: said.CommitEnded) -> None:
        """Show what became of it, also where the progress was closed."""
        plan = self.session.desk.in_flight
        self.session.desk = self.session.desk.landed()
        if self._progress is not None:
            self._progress.ended(event.committed, event.error)
            if not self._progress.is_attached and plan is not None:
                self._notify_end(plan, event.error)
            if self._progress.is_attached and plan is not None and event.error is None:
                self._look(plan, self._progress, in_sync=event.committed is not None and event.committed.in_sync)
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

    def _notify_end(self, plan: Plan, error: XaliasError | None) -> None:
        if error is None:
            self.notify(shown(f"{names_of(plan)} is done.", 400), markup=False)
        else:
            self.notify(shown(f"{shown(names_of(plan))}: {error}", 400), severity="error", markup=False)
