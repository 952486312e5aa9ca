"""Several plans sent one after the other: all are admitted and journalled before the first one leaves."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from xalias_tui.domain.errors import AwsError, OutcomeUnknownError, RefusedError, XaliasError
from xalias_tui.domain.hosted_zones import HostedZones
from xalias_tui.domain.lookups import LookupFailedError
from xalias_tui.domain.plans import Plan
from xalias_tui.jobs.history.entries import Ledger, open_entry
from xalias_tui.jobs.sending.commit import Clock, Committed, Step, admit, check_standing, commit
from xalias_tui.jobs.session.workspace import Workspace

State = Literal["waiting", "sent", "insync", "pending", "refused", "unknown", "not-sent"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one plan of several.

    Attributes:
        plan: The plan.
        state: ``not-sent`` where an earlier plan's outcome is not known.
        committed: The result; None where there is none.
        message: Why it was refused or not sent; empty otherwise.
        entry: Its entry in the journal.
        exit_status: What ``xalias apply`` would exit with for it alone.
    """

    plan: Plan
    state: State
    committed: Committed | None = None
    message: str = ""
    entry: str = ""
    exit_status: int = 0


def commit_all(
    workspace: Workspace,
    plans: tuple[Plan, ...],
    *,
    allow_errors: bool = False,
    wait: bool = True,
    on_outcome: Callable[[int, Outcome], None] | None = None,
    on_step: Callable[[int, Step], None] | None = None,
    clock: Clock | None = None,
) -> tuple[Outcome, ...]:
    """Send every plan; a zone that refuses does not keep the others from theirs, an outcome that is not known does.

    Before the first one leaves, every plan is admitted, its records are compared, and its way back is journalled.

    Args:
        workspace: Whose credentials and journal are used.
        plans: What is sent, in this order.
        allow_errors: Send despite findings of severity error.
        wait: Wait until every Route 53 server has each change.
        on_outcome: Told which plan ended how.
        on_step: Told of each step of which plan.
        clock: Time.

    Raises:
        RefusedError, ConflictError, UsageError, AwsError: when any of the plans can't be sent; nothing was written.
    """
    time = clock or Clock()
    tell = on_outcome or (lambda _at, _outcome: None)
    hosted = [_admitted(workspace, plan, allow_errors=allow_errors) for plan in plans]
    ledgers = [
        open_entry(workspace.journal, plan, zones.account, time.now) for plan, zones in zip(plans, hosted, strict=True)
    ]
    outcomes: list[Outcome] = []
    halted = ""
    for at, (plan, ledger) in enumerate(zip(plans, ledgers, strict=True)):
        if halted:
            outcome = _held_back(plan, ledger, halted)
        else:
            step = None if on_step is None else _numbered(on_step, at)
            outcome = _sent(workspace, plan, ledger, allow_errors=allow_errors, wait=wait, on_step=step, clock=time)
            halted = outcome.message if outcome.state == "unknown" else ""
        outcomes.append(outcome)
        tell(at, outcome)
    return tuple(outcomes)


def _admitted(workspace: Workspace, plan: Plan, *, allow_errors: bool) -> HostedZones:
    hosted = admit(workspace, plan, allow_errors=allow_errors)
    check_standing(plan, hosted)
    return hosted


def _numbered(on_step: Callable[[int, Step], None], at: int) -> Callable[[Step], None]:
    return lambda step: on_step(at, step)


def _sent(
    workspace: Workspace,
    plan: Plan,
    ledger: Ledger,
    *,
    allow_errors: bool,
    wait: bool,
    on_step: Callable[[Step], None] | None,
    clock: Clock,
) -> Outcome:
    try:
        committed = commit(
            workspace, plan, allow_errors=allow_errors, wait=wait, on_step=on_step, clock=clock, prepared=ledger
        )
    except OutcomeUnknownError as error:
        return Outcome(plan, "unknown", None, str(error), ledger.entry, error.exit_status)
    except (XaliasError, LookupFailedError) as error:
        status = error.exit_status if isinstance(error, XaliasError) else AwsError.exit_status
        return Outcome(plan, "refused", None, _noted(ledger, str(error)), ledger.entry, status)
    return Outcome(
        plan, "insync" if committed.status == "insync" else "pending", committed, committed.message, ledger.entry
    )


def _held_back(plan: Plan, ledger: Ledger, why: str) -> Outcome:
    message = f"not sent, as the outcome of an earlier change is not known: {why}"
    return Outcome(plan, "not-sent", None, _noted(ledger, message), ledger.entry, OutcomeUnknownError.exit_status)


def _noted(ledger: Ledger, message: str) -> str:
    """The message, once it is in the journal; with why it is not, where that can't be written either."""
    try:
        ledger.write("refused", message=message)
    except RefusedError as error:
        return f"{message} {error}"
    return message
