"""Commit: exactly one plan goes out, journalled first, and its outcome is known or journalled as not known."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from threading import Event
from typing import Final, Literal

from xalias_tui.domain.accounts import Account
from xalias_tui.domain.error_rules import COMMIT_OUTCOME_UNKNOWN, STALE_PLAN, WRONG_ACCOUNT
from xalias_tui.domain.errors import AwsError, ConflictError, OutcomeUnknownError, RefusedError, UsageError, XaliasError
from xalias_tui.domain.findings import Rule, Severity
from xalias_tui.domain.hosted_zones import ChangeStatus, HostedZones
from xalias_tui.domain.lookups import LookupFailedError
from xalias_tui.domain.plans import Plan
from xalias_tui.domain.policies import how_to_allow
from xalias_tui.domain.records import RecordKey, RecordSet
from xalias_tui.jobs.history.conflicts import named
from xalias_tui.jobs.history.entries import (
    STANDING,
    Entry,
    Ledger,
    Status,
    Verdict,
    concerned,
    entries,
    open_entry,
    read_back,
    standing_now,
)
from xalias_tui.jobs.session.workspace import Workspace
from xalias_tui.rules.commit import CHANGE_INSYNC, CHANGE_PENDING, parse_refusal
from xalias_tui.store.journal import Journal

StepName = Literal["journalled", "sent", "pending", "waiting", "insync"]

FIRST_POLL_SECONDS: Final = 1.0
LONGEST_POLL_SECONDS: Final = 10.0
SECOND_LOOKS_SECONDS: Final = (1.0, 2.0, 4.0, 8.0)
"""Pauses between reading a record back: a request whose answer was lost may still be on its way."""
WAIT_SECONDS: Final = 300.0
"""INSYNC is "generally" reached within 60 seconds (Route 53 API reference, GetChange)."""


@dataclass(frozen=True, slots=True)
class Step:
    """Something that happened on the way.

    Attributes:
        name: What.
        detail: The same in words.
        at: UTC.
        rule: Id of the entry of the catalogue that says more; empty where none does.
    """

    name: StepName
    detail: str
    at: datetime
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Committed:
    """What became of a plan.

    Attributes:
        entry: Id of the journal entry.
        change: What Route 53 said last; None where its answer was lost and the record was found applied.
        status: ``insync``, or ``pending`` where it was not waited for long enough.
        message: What the operator must know besides, as that the journal could not be completed; usually empty.
        account_id: Account of the zone.
        zone_id: The zone.
    """

    entry: str
    change: ChangeStatus | None
    status: Status
    account_id: str
    zone_id: str
    message: str = ""

    @property
    def in_sync(self) -> bool:
        """Whether every Route 53 server has it."""
        return self.status == "insync"


@dataclass(frozen=True, slots=True)
class Clock:
    """Time as a commit needs it; tests bring their own."""

    now: Callable[[], datetime] = lambda: datetime.now(UTC)
    sleep: Callable[[float], object] = lambda seconds: Event().wait(seconds)


def commit(
    workspace: Workspace,
    plan: Plan,
    *,
    allow_errors: bool = False,
    wait: bool = True,
    on_step: Callable[[Step], None] | None = None,
    clock: Clock | None = None,
    undoes: str = "",
    prepared: Ledger | None = None,
) -> Committed:
    """Send a plan, exactly as it was shown.

    Args:
        workspace: Whose credentials and journal are used.
        plan: What is sent.
        allow_errors: Send despite findings of severity error.
        wait: Wait until every Route 53 server has the change.
        on_step: Told of each step.
        clock: Time.
        undoes: Entry that this plan undoes.
        prepared: The entry of this very plan, where it stands in the journal already.

    Raises:
        RefusedError: read-only, findings of severity error, or Route 53 refuses; nothing was written.
        ConflictError: the record is no longer what the plan was made from; nothing was written.
        OutcomeUnknownError: no answer came and reading back did not settle it.
        AwsError: AWS could not be asked, or the request never arrived; nothing was written.
    """
    time = clock or Clock()
    sending = _Sending(plan, on_step or (lambda _: None), time)
    hosted = admit(workspace, plan, allow_errors=allow_errors)
    with named(workspace, plan, time):
        check_standing(plan, hosted)
    ledger = _journalled(workspace.journal, plan, hosted.account, time, undoes, prepared)
    sending.tell("journalled", f"entry {ledger.entry}")
    with named(workspace, plan, time):
        change = sending.send(hosted, ledger)
    status: Status = "insync" if change is None or change.status == "INSYNC" else "pending"
    if change is not None and wait and status == "pending":
        change = sending.wait(hosted, change)
        status = "insync" if change.status == "INSYNC" else "pending"
    if change is not None and status == "insync":
        sending.note(ledger, "insync")
        sending.tell("insync", f"{CHANGE_INSYNC.message} {CHANGE_INSYNC.remedy}", CHANGE_INSYNC)
    if undoes:
        sending.note(Ledger(workspace.journal, undoes, time.now), "undone", by=ledger.entry)
    return Committed(ledger.entry, change, status, plan.zone.account_id, plan.zone.id, sending.unwritten)


def admit(workspace: Workspace, plan: Plan, *, allow_errors: bool) -> HostedZones:
    """The zones that a plan may be sent to; everything that can be refused before anything is written.

    Raises:
        UsageError: the plan changes nothing.
        RefusedError: read-only, findings of severity error, or the credentials are another account's.
        ConflictError: the journal says that this very plan was applied already.
        AwsError: the profile cannot sign in.
    """
    if not plan.changes:
        raise UsageError("nothing-to-do", f"{plan.name} is already as planned; there is nothing to send.", "")
    if workspace.read_only:
        raise RefusedError("read-only", "This session is read-only; nothing was sent.", "Start without --read-only.")
    if workspace.settings.of(plan.zone.profile).read_only:
        whose = f"The profile {plan.zone.profile} is read-only in the configuration"
        raise RefusedError("read-only", f"{whose}; nothing was sent.", "See 'xalias config' for the file that says so.")
    errors = [finding for finding in plan.findings if finding.severity is Severity.ERROR]
    if errors and not allow_errors:
        more = f" (and {len(errors) - 1} more)" if len(errors) > 1 else ""
        raise RefusedError(
            errors[0].id,
            f"The plan has an error{more}, so nothing was sent: {errors[0].message}",
            errors[0].remedy or "Correct it, or send it all the same with --allow-errors.",
        )
    hosted = workspace.accounts.hosted_zones(plan.zone.profile)
    actual = hosted.account.account_id
    if actual != plan.zone.account_id:
        raise RefusedError.of(WRONG_ACCOUNT, actual=actual, what="the plan's zone", wanted=plan.zone.account_id)
    last = _last_change(workspace.journal, plan)
    if last is not None and last.plan.digest == plan.digest and not _is_newer(plan, last):
        raise ConflictError(
            "already-applied",
            f"This very plan was applied already (entry {last.entry}, {last.at:%Y-%m-%d %H:%M} UTC).",
            "Make a new plan if something else shall change.",
        )
    return hosted


def _is_newer(plan: Plan, last: Entry) -> bool:
    """Whether the zone was read for the plan after a change: then somebody else took that back, and it may be made."""
    return plan.made_at is not None and plan.made_at > last.at


def _last_change(journal: Journal, plan: Plan) -> Entry | None:
    """The newest change of ours that stands at the plan's name.

    Older ones do not count: after create, undo and create again, the next undo has the digest of the first.
    """
    for entry in entries(journal):
        if entry.status in STANDING and (entry.zone_id, entry.plan.name) == (plan.zone.id, plan.name):
            return entry
    return None


def addressed(workspace: Workspace, plan: Plan) -> Plan:
    """The plan with the profile that was asked for: of several, the one that reaches the plan's account."""
    asked = workspace.options.zone_profiles
    if not asked:
        return plan
    reached = (profile for profile in asked if workspace.accounts.who(profile).account_id == plan.zone.account_id)
    return replace(plan, zone=replace(plan.zone, profile=next(reached, asked[0])))


def _journalled(
    journal: Journal, plan: Plan, account: Account, time: Clock, undoes: str, prepared: Ledger | None
) -> Ledger:
    """The entry of what is about to be sent, on disk."""
    try:
        ledger = prepared or open_entry(journal, plan, account, time.now, undoes=undoes)
        ledger.write("sent")
    except RefusedError as error:
        raise RefusedError(error.code, f"{error.message} Nothing was sent.", error.remedy) from error
    return ledger


def check_standing(plan: Plan, hosted: HostedZones) -> None:
    """Compare the record with what the plan was made from, just before it is sent: Route 53 compares once more."""
    try:
        standing = standing_now(plan, hosted)
    except LookupFailedError as error:
        raise _unreadable(plan, error) from error
    now = concerned(plan, standing)
    then = {record.key: record for record in plan.before}
    if now != then:
        difference = _difference(then, now)
        raise ConflictError.of(STALE_PLAN, name=plan.name.bare, since="the plan was made", difference=difference)


def _unreadable(plan: Plan, error: LookupFailedError) -> AwsError:
    return AwsError(
        error.code,
        f"{plan.name} could not be read again before sending, so nothing was written: {error.message}",
        how_to_allow(error.needed, said=error.message) if error.needed else "Try again.",
    )


def _difference(then: dict[RecordKey, RecordSet], now: dict[RecordKey, RecordSet]) -> str:
    for key in sorted({*then, *now}):
        if then.get(key) != now.get(key):
            was = then[key].summary() if key in then else "nothing"
            became = now[key].summary() if key in now else "nothing"
            return f"{key} was {was}, is {became}"
    return "records differ"


class _Sending:
    """One plan on its way."""

    def __init__(self, plan: Plan, on_step: Callable[[Step], None], clock: Clock) -> None:
        self._plan = plan
        self._on_step = on_step
        self._clock = clock
        self.unwritten = ""
        """Why the journal does not tell the outcome; empty as long as it does."""

    def note(self, ledger: Ledger, event: str, **details: object) -> None:
        """Journal what became of a request that has left: where that fails, the outcome is told all the same."""
        try:
            ledger.write(event, **details)
        except RefusedError:
            self.unwritten = (
                f"the journal {ledger.path} could not be completed ({event}); 'xalias history' finds out again what "
                "became of the change"
            )
            self.tell("waiting", self.unwritten)

    def tell(self, name: StepName, detail: str, rule: Rule | None = None) -> None:
        """Tell of a step."""
        self._on_step(Step(name, detail, self._clock.now(), rule.id if rule is not None else ""))

    def send(self, hosted: HostedZones, ledger: Ledger) -> ChangeStatus | None:
        """Send once; None where the answer was lost and the record stands as planned."""
        many = len(self._plan.changes)
        self.tell("sent", f"{many} change{'' if many == 1 else 's'} to zone {self._plan.zone.id}")
        try:
            change = hosted.change(self._plan.zone, self._plan.batch)
        except OutcomeUnknownError as error:
            self._settle(hosted, ledger, error)
            return None
        except XaliasError as error:
            self.note(ledger, "refused", code=error.code, message=error.message)
            raise _in_our_words(error) from error
        self.note(ledger, "pending", change_id=change.id)
        self.tell("pending", f"accepted as {change.id}", CHANGE_PENDING)
        return change

    def wait(self, hosted: HostedZones, change: ChangeStatus) -> ChangeStatus:
        """Ask, less and less often, until the change is INSYNC or the time is up."""
        delay, waited = FIRST_POLL_SECONDS, 0.0
        while change.status == "PENDING" and waited < WAIT_SECONDS:
            self._clock.sleep(delay)
            waited += delay
            delay = min(delay * 1.5, LONGEST_POLL_SECONDS)
            try:
                change = hosted.change_status(change.id)
            except LookupFailedError as error:
                self.tell("waiting", f"{waited:.0f} s, Route 53 did not say: {error.message}")
                continue
            if change.status == "PENDING":
                self.tell("waiting", CHANGE_PENDING.message.format(age=f"{waited:.0f}"), CHANGE_PENDING)
            else:
                self.tell("waiting", f"{change.status} after {waited:.0f} s")
        return change

    def _settle(self, hosted: HostedZones, ledger: Ledger, error: OutcomeUnknownError) -> None:
        """The answer was lost: the record itself tells."""
        self.note(ledger, "unknown", message=error.message)
        self.tell("waiting", "the answer was lost; reading the record back")
        try:
            verdict = self._read_back(hosted)
        except LookupFailedError as failure:
            raise OutcomeUnknownError.of(
                COMMIT_OUTCOME_UNKNOWN,
                remedy="'xalias history' settles it as soon as Route 53 answers.",
                what=self._plan.name.bare,
                outcome=f"the record could not be read back ({failure.message.rstrip('.')})",
            ) from error
        if verdict == "applied":
            self.note(ledger, "insync", settled="read back: the record is there")
            self.tell("insync", "read back: the record stands as planned")
            return
        if verdict == "not-applied":
            self.note(ledger, "refused", message="read back: the record is as it was before")
            raise AwsError.of(
                COMMIT_OUTCOME_UNKNOWN,
                remedy="Send the plan again.",
                what=self._plan.name.bare,
                outcome="the record is as it was before, so nothing was written",
            ) from error
        raise OutcomeUnknownError.of(
            COMMIT_OUTCOME_UNKNOWN,
            remedy="Look at the record before anything else is changed.",
            what=self._plan.name.bare,
            outcome="the record is neither as before nor as planned",
        ) from error

    def _read_back(self, hosted: HostedZones) -> Verdict:
        """Whether the plan was applied; "not" only after looking several times."""
        verdict = read_back(self._plan, hosted)
        for pause in SECOND_LOOKS_SECONDS:
            if verdict != "not-applied":
                break
            self.tell("waiting", f"not there yet; looking again in {pause:.0f} s")
            self._clock.sleep(pause)
            verdict = read_back(self._plan, hosted)
        return verdict


def _in_our_words(error: XaliasError) -> XaliasError:
    """A refusal of Route 53 in the operator's words, its own sentence kept."""
    findings = parse_refusal(error.code, error.message)
    if not findings:
        return error
    known = " ".join(dict.fromkeys(finding.message for finding in findings))
    sentence = known if error.message in known else f"{known} Route 53 said: {error.message}"
    return type(error)(findings[0].id, sentence, findings[0].remedy or error.remedy)
