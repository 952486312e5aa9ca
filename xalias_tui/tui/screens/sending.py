"""The one commit that may be on its way: started here, followed here, shown to whoever is on the screen."""

from __future__ import annotations

import threading
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from textual.app import App

from xalias_tui.domain.errors import XaliasError
from xalias_tui.domain.text import shown
from xalias_tui.tui.state.draft import consent
from xalias_tui.tui.state.questions import Tell
from xalias_tui.tui.state.session import Session
from xalias_tui.tui.text.phrases import names_of

if TYPE_CHECKING:
    from xalias_tui.domain.plans import Plan
    from xalias_tui.domain.traces import TraceStep
    from xalias_tui.domain.validations import Progress
    from xalias_tui.jobs.sending.commit import Outcome, Step
    from xalias_tui.jobs.sending.wait import Followed
    from xalias_tui.jobs.session.workspace import Workspace
    from xalias_tui.tui.dialogs.progress import ProgressDialog


Send = Callable[[tuple["Plan", ...]], None]
"""Sends plans that the operator agreed to."""


class Sender:
    """Sends plans on a thread that is never abandoned, one commit at a time.

    Args:
        app: Shows the progress.
        session: Shared state; told when a commit ended, whatever came of it.
    """

    def __init__(self, app: App[Any], session: Session) -> None:
        self._app = app
        self._session = session
        self._thread: threading.Thread | None = None

    def send(self, plans: tuple[Plan, ...]) -> None:
        """Send these very plans, one after the other, unless a change is in flight."""
        from xalias_tui.tui.dialogs.progress import ProgressDialog

        workspace = self._session.workspace
        if workspace is None or self._session.desk.in_flight is not None:
            return
        self._session.desk = self._session.desk.committing(plans[0])
        dialog = ProgressDialog(plans)
        self._app.push_screen(dialog)
        allow = any(consent(plan).errors for plan in plans)
        self._thread = self._session.questions.commit(
            workspace,
            self._app,
            partial(commit, plans, allow),
            lambda outcomes: self._ended(dialog, outcomes, None),
            on_told=dialog.step,
            on_failed=lambda error: self._ended(dialog, (), error),
        )

    def wait(self) -> None:
        """Block until no commit is on its way."""
        if self._thread is not None:
            self._thread.join()

    def _ended(self, dialog: ProgressDialog, outcomes: tuple[Outcome, ...], error: XaliasError | None) -> None:
        """Show what became of the plans, also where the progress was closed."""
        self._session.desk = self._session.desk.landed()
        dialog.ended(outcomes, error)
        if not dialog.is_attached:
            self._notify(outcomes, error)
        elif len(outcomes) == 1 and outcomes[0].applied:
            self._watch(outcomes[0].plan, dialog, in_sync=outcomes[0].in_sync)
        self._session.on_landed()

    def _watch(self, plan: Plan, dialog: ProgressDialog, *, in_sync: bool) -> None:
        """See what comes of it while the dialog is open."""
        if in_sync:
            dialog.verifying()
            self._session.ask(
                dialog,
                "verified",
                partial(verify, plan),
                lambda _answer: dialog.checked(),
                on_told=dialog.verified,
                on_failed=lambda error: dialog.checked(str(error)),
                lasting=True,
            )
        if plan.awaits:
            stop = dialog.watches()
            self._session.ask(
                self._app,
                "issued",
                partial(follow, plan, stop),
                lambda followed: self._followed(dialog, followed.why),
                on_told=lambda told: dialog.following(*told),
                on_failed=lambda error: dialog.followed(str(error)),
                lasting=True,
            )

    def _followed(self, dialog: ProgressDialog, why: str) -> None:
        """Watching ended: the target must be inspected again."""
        dialog.followed(why)
        if self._session.workspace is not None:
            self._session.workspace.forget()

    def _notify(self, outcomes: tuple[Outcome, ...], error: XaliasError | None) -> None:
        bad = [outcome for outcome in outcomes if not outcome.applied]
        if len(outcomes) == 1:
            plan, error = outcomes[0].plan, outcomes[0].error
            text = f"{shown(names_of(plan))}: {error}" if error else f"{names_of(plan)} was applied."
        elif bad:
            text = f"{len(bad)} of {len(outcomes)} were not applied: see History (3)."
        else:
            text = str(error) if error else f"{len(outcomes)} changes were applied."
        self._app.notify(text, severity="error" if bad or error else "information")


def commit(
    plans: tuple[Plan, ...],
    allow_errors: bool,  # noqa: FBT001 -- bound by position, as every job is
    workspace: Workspace,
    tell: Tell[Step],
) -> tuple[Outcome, ...]:
    """Send exactly these plans, one after the other, and wait until each is in sync."""
    from xalias_tui.jobs.sending.commit import commit as send

    return send(workspace, plans, allow_errors=allow_errors, on_step=tell)


def verify(plan: Plan, workspace: Workspace, tell: Tell[TraceStep]) -> None:
    """Check a change that is in sync from outside, told step by step."""
    from xalias_tui.jobs.sending.verify import verify as check

    check(workspace, plan, tell)


def follow(plan: Plan, stop: threading.Event, workspace: Workspace, tell: Tell[tuple[Progress, float]]) -> Followed:
    """Look again and again until the validation that a plan's target needs is complete, or until it is stopped."""
    from xalias_tui.jobs.sending import wait

    waits = wait.resources_of([plan])
    return wait.follow(workspace, waits, on_progress=lambda progress, after: tell((progress, after)), stop=stop)
