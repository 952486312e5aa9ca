"""Several plans that are sent one after the other, each for itself: what one can't do keeps no other from its zone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from xalias_tui.domain.errors import OutcomeUnknownError, XaliasError
from xalias_tui.domain.plans import Plan
from xalias_tui.jobs.sending.admit import admit, check_unchanged
from xalias_tui.jobs.sending.commit import Clock, OnStep, Outcome, Step, commit
from xalias_tui.jobs.session.workspace import Workspace

Part = Outcome | XaliasError
"""What became of one plan; an error where nothing of it left."""


def refusals(workspace: Workspace, plans: Sequence[Plan], *, allow_errors: bool) -> dict[int, XaliasError]:
    """The plans that can't be sent as things are, by their place; nothing is written."""
    found: dict[int, XaliasError] = {}
    for at, plan in enumerate(plans):
        try:
            check_unchanged(workspace, plan, admit(workspace, plan, allow_errors=allow_errors))
        except XaliasError as error:
            found[at] = error
    return found


def send_each(
    workspace: Workspace,
    plans: Sequence[Plan],
    *,
    allow_errors: bool = False,
    wait: bool = True,
    on_step: OnStep | None = None,
    clock: Clock | None = None,
) -> tuple[Part, ...]:
    """Send plans exactly as they were shown, one after the other, and say what became of each.

    Each is admitted, compared and journalled by itself. After one whose outcome is not known nothing more is sent.

    Args:
        workspace: Whose credentials and journal are used.
        plans: What is sent, in this order.
        allow_errors: Send despite findings of severity error.
        wait: Wait until every Route 53 server has each change.
        on_step: Called with each step of each plan.
        clock: Time.
    """
    parts: list[Part] = []
    unknown = ""
    for at, plan in enumerate(plans):
        if unknown:
            message = f"Not sent, as the outcome of an earlier change is not known: {unknown}"
            parts.append(
                OutcomeUnknownError("commit-outcome-unknown", message, "See 'xalias history', then apply again.")
            )
            continue
        tell = _numbered(on_step, at)
        try:
            (outcome,) = commit(workspace, (plan,), allow_errors=allow_errors, wait=wait, on_step=tell, clock=clock)
        except XaliasError as error:
            parts.append(error)
            continue
        parts.append(outcome)
        unknown = outcome.message if outcome.state == "unknown" else ""
    return tuple(parts)


def _numbered(on_step: OnStep | None, at: int) -> OnStep:
    """The same listener, told of which plan of all a step is."""

    def tell(step: Step) -> None:
        if on_step is not None:
            on_step(replace(step, plan=at))

    return tell
