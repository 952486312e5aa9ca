"""The one commit that may be on its way: started here, followed here, shown to whoever is on the screen."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from textual.app import App

from xalias_tui.domain.errors import XaliasError
from xalias_tui.domain.plans import Plan
from xalias_tui.domain.text import shown
from xalias_tui.domain.validations import Progress
from xalias_tui.tui.dialogs.progress import ProgressDialog
from xalias_tui.tui.dialogs.send_many import ManyProgressDialog
from xalias_tui.tui.state.draft import consent
from xalias_tui.tui.state.engine import Engine
from xalias_tui.tui.state.questions import Tell
from xalias_tui.tui.state.session import Session
from xalias_tui.tui.text.phrases import names_of

if TYPE_CHECKING:
    from xalias_tui.jobs.sending.batch import Outcome
    from xalias_tui.jobs.sending.commit import Committed, Step
    from xalias_tui.jobs.sending.wait import Followed


@dataclass(frozen=True, slots=True)
class Undo:
    """Says that a plan undoes a change: the journal's entry, or None for the latest."""

    entry: str | None


Send = Callable[[tuple[Plan, ...], Undo | None], None]
"""Sends plans that the operator agreed to."""


class Sender:
    """Sends plans on a thread that is never abandoned, one commit at a time.

    Args:
        app: Shows the progress.
        session: Shared state.
        landed: Called when a commit ended, whatever came of it.
    """

    def __init__(self, app: App[Any], session: Session, landed: Callable[[], None]) -> None:
        self._app = app
        self._session = session
        self._landed = landed
        self._thread: threading.Thread | None = None

    def send(self, plans: tuple[Plan, ...], undo: Undo | None = None) -> None:
        """Send these very plans, one after the other, unless a change is in flight."""
        engine = self._session.engine
        if engine is None or self._session.desk.in_flight is not None:
            return
        self._session.desk = self._session.desk.committing(plans[0])
        if len(plans) > 1:
            self._thread = self._send_many(engine, plans)
        else:
            self._thread = self._send_one(engine, plans[0], undo)

    def wait(self) -> None:
        """Block until no commit is on its way."""
        if self._thread is not None:
            self._thread.join()

    # -- one plan

    def _send_one(self, engine: Engine, plan: Plan, undo: Undo | None) -> threading.Thread:
        dialog = ProgressDialog(plan)
        self._app.push_screen(dialog)
        allow = bool(consent(plan).errors)

        def job(engine: Engine, tell: Tell[Step]) -> Committed:
            if undo is not None:
                return engine.undo(undo.entry, plan, allow_errors=allow, on_step=tell)
            return engine.commit(plan, allow_errors=allow, on_step=tell)

        return self._session.questions.commit(
            engine,
            self._app,
            job,
            partial(self._sent, dialog, plan),
            on_told=lambda step: dialog.step(step.name, step.detail),
            on_failed=partial(self._not_sent, dialog, plan),
        )

    def _sent(self, dialog: ProgressDialog, plan: Plan, committed: Committed) -> None:
        self._session.desk = self._session.desk.landed()
        dialog.ended(committed, None)
        if dialog.is_attached:
            self._watch(plan, dialog, in_sync=committed.in_sync)
        else:
            self._notify(f"{names_of(plan)} is done.")
        self._landed()

    def _not_sent(self, dialog: ProgressDialog, plan: Plan, error: XaliasError) -> None:
        self._session.desk = self._session.desk.landed()
        dialog.ended(None, error)
        if not dialog.is_attached:
            self._notify(f"{shown(names_of(plan))}: {error}", failed=True)
        self._landed()

    def _watch(self, plan: Plan, dialog: ProgressDialog, *, in_sync: bool) -> None:
        """See what comes of it while the dialog is open."""
        if in_sync:
            dialog.verifying()
            self._session.ask(
                dialog,
                "verified",
                lambda engine, tell: engine.verify(plan, tell),
                _nothing_more,
                on_told=dialog.verified,
                on_failed=lambda error: dialog.not_verified(str(error)),
                lasting=True,
            )
        if plan.awaits:
            stop = dialog.watches()

            def job(engine: Engine, tell: Tell[tuple[Progress, float]]) -> Followed:
                return engine.follow(plan, lambda progress, waited: tell((progress, waited)), stop)

            self._session.ask(
                self._app,
                "issued",
                job,
                lambda followed: self._followed(dialog, followed.why),
                on_told=lambda told: dialog.following(*told),
                on_failed=lambda error: dialog.followed(str(error)),
                lasting=True,
            )

    def _followed(self, dialog: ProgressDialog, why: str) -> None:
        """It is issued, or not followed any more: either way the target is to be looked at anew."""
        dialog.followed(why)
        if self._session.engine is not None:
            self._session.engine.forget_inspections()

    # -- several plans

    def _send_many(self, engine: Engine, plans: tuple[Plan, ...]) -> threading.Thread:
        dialog = ManyProgressDialog(plans)
        self._app.push_screen(dialog)
        allow = any(consent(plan).errors for plan in plans)

        def job(engine: Engine, tell: Tell[Callable[[], None]]) -> tuple[Outcome, ...]:
            return engine.auditor.send(
                plans,
                allow_errors=allow,
                on_step=lambda at, step: tell(partial(dialog.step, at, step.name, step.detail)),
                on_outcome=lambda at, outcome: tell(partial(dialog.outcome, at, outcome)),
            )

        return self._session.questions.commit(
            engine,
            self._app,
            job,
            lambda outcomes: self._all_ended(dialog, outcomes, None),
            on_told=lambda show: show(),
            on_failed=lambda error: self._all_ended(dialog, (), error),
        )

    def _all_ended(self, dialog: ManyProgressDialog, outcomes: tuple[Outcome, ...], error: XaliasError | None) -> None:
        self._session.desk = self._session.desk.landed()
        dialog.ended(outcomes, error)
        if not dialog.is_attached:
            bad = [outcome for outcome in outcomes if outcome.state not in ("insync", "pending")]
            text = str(error) if error else f"{len(outcomes) - len(bad)} changes are done."
            text = f"{len(bad)} of {len(outcomes)} were not done: see 3." if bad else text
            self._notify(text, failed=bool(bad or error))
        self._landed()

    def _notify(self, text: str, *, failed: bool = False) -> None:
        self._app.notify(shown(text, 400), severity="error" if failed else "information", markup=False)


def _nothing_more(_answer: None) -> None:
    """Every step was shown as it was told."""
