"""A conflict names who changed the record, where that can be read in a moment."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Final, TypeVar

from xalias_tui.domain.changes import RecordChange
from xalias_tui.domain.commands import joined, within_sentence
from xalias_tui.domain.errors import ConflictError, XaliasError
from xalias_tui.domain.lookups import LookupFailedError
from xalias_tui.domain.plans import Plan
from xalias_tui.jobs.history.cloudtrail import Time
from xalias_tui.jobs.history.who_changed import who_changed
from xalias_tui.jobs.session.workspace import Workspace

Answer = TypeVar("Answer")

PATIENCE_SECONDS: Final = 2.0
"""An operator with a conflict waits for nothing longer than that; what takes longer is not said."""
RECENT: Final = timedelta(days=7)


@contextmanager
def named(workspace: Workspace, plan: Plan, time: Time) -> Iterator[None]:
    """A conflict that is raised inside says who changed the record."""
    try:
        yield
    except ConflictError as error:
        raise naming(workspace, plan, error, time) from error


def naming(workspace: Workspace, plan: Plan, error: ConflictError, time: Time) -> ConflictError:
    """The conflict with the latest recorded change that is not ours; unchanged if there is none."""
    latest = within(lambda: _latest(workspace, plan, time), PATIENCE_SECONDS)
    if latest is None:
        return error
    tool = f", with {latest.tool}" if latest.tool else ""
    said = f"The last recorded change is by {latest.who or 'an unknown caller'}{tool}, {latest.at:%Y-%m-%d %H:%M} UTC."
    how = f"{within_sentence(joined('xalias', 'changes', latest.key.name.bare))} tells more."
    return ConflictError(error.code, f"{error.message} {said}", f"{error.remedy} {how}".strip())


def within(ask: Callable[[], Answer | None], seconds: float) -> Answer | None:
    """The answer of a call if it comes in time; None otherwise. The call is left to end by itself."""
    answers: list[Answer | None] = []
    thread = threading.Thread(target=lambda: answers.append(ask()), name="xalias-who", daemon=True)
    thread.start()
    thread.join(seconds)
    return answers[0] if answers else None


def _latest(workspace: Workspace, plan: Plan, time: Time) -> RecordChange | None:
    """The newest change of the plan's name that was not made from here: one page of events, and nothing older."""
    if len(plan.names) > 1:
        return None  # the answer does not say which of many names the conflict is about
    try:
        told = who_changed(
            workspace, plan.name.route53, zone=plan.zone, days=RECENT.days, most_pages=1, time=time
        ).changes
    except (XaliasError, LookupFailedError):
        return None  # the conflict itself is what the operator must hear of
    theirs = [change for change in told if not change.entry and change.at > time.now() - RECENT]
    return max(theirs, key=lambda change: change.at, default=None)
