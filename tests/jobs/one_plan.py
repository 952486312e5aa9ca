"""One plan sent alone, as most tests send it: what it would end a command with is raised."""

from __future__ import annotations

from typing import Any

from xalias_tui.domain.plans import Plan
from xalias_tui.jobs.sending import commit as sending
from xalias_tui.jobs.sending.commit import Outcome
from xalias_tui.jobs.sending.undo import undo_plan
from xalias_tui.jobs.session.workspace import Workspace


def commit(workspace: Workspace, plan: Plan, **options: Any) -> Outcome:
    (outcome,) = sending.commit(workspace, (plan,), **options)
    return outcome.or_raise()


def undo(workspace: Workspace, entry: str | None = None, **options: Any) -> Outcome:
    return commit(workspace, undo_plan(workspace, entry, clock=options.get("clock")), **options)
