"""Commit: plans go out one after the other, all journalled first; each outcome is known or journalled as unknown.

A single change is a batch of one, and an undo is a plan that names the entry which it undoes.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from threading import Event
from typing import Final, Literal

from xalias_tui.domain.dataclass import dataclass
from xalias_tui.domain.errors import OutcomeUnknownError, RefusedError, XaliasError
from xalias_tui.domain.findings import Rule
from xalias_tui.domain.hosted_zones import ChangeStatus, HostedZones
from xalias_tui.domain.lookups import LookupFailedError
from xalias_tui.domain.plans import Plan
from xalias_tui.jobs.history.conflicts import named
from xalias_tui.jobs.history.entries import Ledger, open_entry
from xalias_tui.jobs.plans.reread import check_target
from xalias_tui.jobs.sending.admit import admit, check_unchanged
from xalias_tui.jobs.sending.request import Request, StepName
from xalias_tui.jobs.session.workspace import Workspace
from xalias_tui.rules.commit import CHANGE_INSYNC, CHANGE_PENDING

State = Literal["pending", "insync", "refused", "unknown", "not-sent"]

FIRST_POLL_SECONDS: Final = 1.0
LONGEST_POLL_SECONDS: Final = 10.0
WAIT_SECONDS: Final = 300.0
"""INSYNC is "generally" reached within 60 seconds (Route 53 API reference, GetChange)."""


@dataclass(frozen=True, slots=True)
class Step:
    """Something that happened to one plan of a batch.

    Attributes:
        name: What; the last step of a plan has the name of its outcome's state, unless it is still waited for.
        detail: The same in words.
        at: UTC.
        plan: Which plan of the batch, counted from 0.
        rule: Id of the entry of the catalogue that says more; empty where there is none.
    """

    name: StepName
    detail: str
    at: datetime
    plan: int = 0
    rule: str = ""


OnStep = Callable[[Step], None]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one plan.

    Attributes:
        plan: The plan.
        state: ``pending`` where INSYNC was not waited for, or not long enough; ``not-sent`` where an earlier plan's
            outcome is not known.
        entry: Id of the journal entry.
        change: What Route 53 said last; None where it did not accept the change, or where its answer was lost and the
            records were found as planned.
        message: Why it was refused or not sent, or what the operator must know besides, such as that the journal could
            not be completed; usually empty.
        error: What a plan sent alone ends with; None where it was applied.
    """

    plan: Plan
    state: State
    entry: str
    change: ChangeStatus | None = None
    message: str = ""
    error: XaliasError | None = None

    @property
    def applied(self) -> bool:
        """Whether Route 53 has the change."""
        return self.error is None

    @property
    def in_sync(self) -> bool:
        """Whether every Route 53 server has it."""
        return self.state == "insync"

    @property
    def exit_status(self) -> int:
        """What ``xalias apply`` exits with for it alone."""
        return 0 if self.error is None else self.error.exit_status

    def or_raise(self) -> Outcome:
        """The outcome of a plan that was applied.

        Raises:
            XaliasError: ``error``.
        """
        if self.error is not None:
            raise self.error
        return self


@dataclass(frozen=True, slots=True)
class Clock:
    """Time as a commit needs it; tests bring their own."""

    now: Callable[[], datetime] = lambda: datetime.now(UTC)
    sleep: Callable[[float], object] = lambda seconds: Event().wait(seconds)


def commit(
    workspace: Workspace,
    plans: Sequence[Plan],
    *,
    allow_errors: bool = False,
    wait: bool = True,
    on_step: OnStep | None = None,
    clock: Clock | None = None,
) -> tuple[Outcome, ...]:
    """Send plans exactly as they were shown, one after the other, and say what became of each.

    Before the first one leaves, every plan is admitted, its records are compared, and its undo data is journalled. A
    zone that refuses does not keep the others from theirs; an outcome that is not known does. No plan waits until the
    change of another one is everywhere: that is waited for once all are sent.

    Args:
        workspace: Whose credentials and journal are used.
        plans: What is sent, in this order.
        allow_errors: Send despite findings of severity error.
        wait: Wait until every Route 53 server has each change.
        on_step: Called with each step of each plan.
        clock: Time.

    Raises:
        RefusedError: read-only, findings of severity error, or the journal can't be written; nothing was sent.
        ConflictError: a record, or the target, is no longer what its plan was made from; nothing was sent.
        UsageError: a plan changes nothing; nothing was sent.
        AwsError: AWS could not be asked; nothing was sent.
    """
    time = clock or Clock()
    hosted = [admit(workspace, plan, allow_errors=allow_errors) for plan in plans]
    for plan, zones in zip(plans, hosted, strict=True):
        _check(workspace, plan, zones, time, allow_errors=allow_errors)
    sendings: list[_Sending] = []
    for at, (plan, zones) in enumerate(zip(plans, hosted, strict=True)):
        ledger = _opened(workspace, plan, zones, time)
        sendings.append(_Sending(workspace, plan, at, zones, ledger, on_step or (lambda _: None), time))
        sendings[-1].tell("journalled", f"entry {ledger.entry}")
    outcomes: list[Outcome] = []
    unknown = ""
    for sending in sendings:
        outcome = sending.held_back(unknown) if unknown else sending.outcome()
        unknown = unknown or (outcome.message if outcome.state == "unknown" else "")
        outcomes.append(outcome)
    if wait:
        outcomes = [sending.settled(outcome) for sending, outcome in zip(sendings, outcomes, strict=True)]
    return tuple(outcomes)


def refusals(workspace: Workspace, plans: Sequence[Plan], *, allow_errors: bool) -> dict[int, XaliasError]:
    """The plans that ``commit`` would refuse as things are, by their place among all; nothing is written."""
    found: dict[int, XaliasError] = {}
    for at, plan in enumerate(plans):
        try:
            zones = admit(workspace, plan, allow_errors=allow_errors)
            _check(workspace, plan, zones, Clock(), allow_errors=allow_errors)
        except XaliasError as error:
            found[at] = error
    return found


def _check(workspace: Workspace, plan: Plan, zones: HostedZones, time: Clock, *, allow_errors: bool) -> None:
    """Compare the records, and the target, with what the plan was made from."""
    with named(workspace, plan, time):
        check_unchanged(workspace, plan, zones)
        check_target(workspace, plan, time.now(), allow_errors=allow_errors)


def _opened(workspace: Workspace, plan: Plan, hosted: HostedZones, time: Clock) -> Ledger:
    """The entry of what is about to be sent, on disk."""
    try:
        return open_entry(workspace.journal, plan, hosted.account, time.now)
    except RefusedError as error:
        raise _nothing_sent(error) from error


def _nothing_sent(error: RefusedError) -> RefusedError:
    return RefusedError(error.code, f"{error.message} Nothing was sent.", error.remedy)


class _Sending:
    """One plan on its way; its entry is in the journal."""

    def __init__(
        self,
        workspace: Workspace,
        plan: Plan,
        at: int,
        hosted: HostedZones,
        ledger: Ledger,
        on_step: OnStep,
        clock: Clock,
    ) -> None:
        self._workspace = workspace
        self._plan = plan
        self._at = at
        self._hosted = hosted
        self._ledger = ledger
        self._on_step = on_step
        self._clock = clock
        self._unwritten = ""  # why the journal does not have the outcome; empty as long as it does

    def outcome(self) -> Outcome:
        """Send it, and say what became of it so far."""
        try:
            with named(self._workspace, self._plan, self._clock):
                change = self._sent()
        except OutcomeUnknownError as error:
            return self._failed("unknown", error)
        except XaliasError as error:
            return self._failed("refused", error)
        state: State = "insync" if change is None or change.status == "INSYNC" else "pending"
        if change is not None and state == "insync":
            self._told_insync()
        if self._plan.undoes:
            undone = Ledger(self._workspace.journal, self._plan.undoes, self._clock.now)
            self._write(undone, "undone", by=self._ledger.entry)
        return Outcome(self._plan, state, self._ledger.entry, change, self._unwritten)

    def settled(self, outcome: Outcome) -> Outcome:
        """The outcome once every Route 53 server has the change, or the time is up."""
        if outcome.change is None or outcome.state != "pending":
            return outcome
        change = self._waited(outcome.change)
        if change.status != "INSYNC":
            return replace(outcome, change=change, message=self._unwritten)
        self._told_insync()
        return replace(outcome, state="insync", change=change, message=self._unwritten)

    def _told_insync(self) -> None:
        self.note("insync")
        self.tell("insync", f"{CHANGE_INSYNC.message} {CHANGE_INSYNC.remedy}", CHANGE_INSYNC)

    def held_back(self, why: str) -> Outcome:
        """It is not sent, as the outcome of an earlier plan is not known."""
        message = f"not sent, as the outcome of an earlier change is not known: {why}"
        self.note("refused", message=message)
        return self._failed("not-sent", OutcomeUnknownError("commit-outcome-unknown", message, ""))

    def tell(self, name: StepName, detail: str, rule: Rule | None = None) -> None:
        """Report a step."""
        self._on_step(Step(name, detail, self._clock.now(), self._at, rule.id if rule is not None else ""))

    def _failed(self, state: State, error: XaliasError) -> Outcome:
        message = f"{error} {self._unwritten}".strip()
        self.tell(state, message)
        return Outcome(self._plan, state, self._ledger.entry, message=message, error=error)

    def _sent(self) -> ChangeStatus | None:
        """Send it, unless its records changed while earlier plans were sent, or the journal can't be written."""
        try:
            if self._at:
                check_unchanged(self._workspace, self._plan, self._hosted)
            self._ledger.write("sent")
        except RefusedError as error:
            raise _nothing_sent(error) from error  # the journal can't be written, so it can't have the refusal either
        except XaliasError as error:
            self.note("refused", code=error.code, message=error.message)
            raise
        return Request(self._plan, self._hosted, self, self._clock.sleep).send()

    def note(self, event: str, **details: object) -> None:
        """Journal what became of a request that has left: if that fails, the outcome is reported all the same."""
        self._write(self._ledger, event, **details)

    def _write(self, ledger: Ledger, event: str, **details: object) -> None:
        try:
            ledger.write(event, **details)
        except RefusedError as error:
            self._unwritten = (
                f"the journal could not be completed ({event}); 'xalias history' finds out again what became of the "
                f"change. {error.message}"
            )
            self.tell("waiting", self._unwritten)

    def _waited(self, change: ChangeStatus) -> ChangeStatus:
        """Ask, less and less often, until the change is INSYNC or the time is up."""
        delay, waited = FIRST_POLL_SECONDS, 0.0
        while change.status == "PENDING" and waited < WAIT_SECONDS:
            self._clock.sleep(delay)
            waited += delay
            delay = min(delay * 1.5, LONGEST_POLL_SECONDS)
            try:
                change = self._hosted.change_status(change.id)
            except LookupFailedError as error:
                self.tell("waiting", f"{waited:.0f} s, Route 53 did not say: {error.message}")
                continue
            if change.status == "PENDING":
                self.tell("waiting", CHANGE_PENDING.message.format(age=f"{waited:.0f}"), CHANGE_PENDING)
            else:
                self.tell("waiting", f"{change.status} after {waited:.0f} s")
        return change
