"""One change batch on its way: sent, sent again where Route 53 itself failed, and read back where no answer came.

Only Route 53's own refusal says that a batch had no effect. The batch is a compare-and-swap of exact values, so that it
takes effect once however often it is sent: after a server error the very same batch is sent again, and what Route 53
says to the repetition is not believed, for the first one may have been carried out.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, Literal, Protocol

from xalias_tui.domain.error_rules import COMMIT_OUTCOME_UNKNOWN
from xalias_tui.domain.errors import OutcomeUnknownError, XaliasError
from xalias_tui.domain.findings import Rule
from xalias_tui.domain.hosted_zones import ChangeStatus, HostedZones
from xalias_tui.domain.lookups import LookupFailedError
from xalias_tui.domain.plans import Plan
from xalias_tui.jobs.history.entries import Verdict, read_back
from xalias_tui.rules.commit import CHANGE_PENDING, ROUTE_53_SAID, parse_refusal

StepName = Literal["journalled", "sent", "pending", "waiting", "insync", "refused", "unknown", "not-sent"]
"""Steps of a plan on its way; values of the JSON documents."""
RESEND_SECONDS: Final = (1.0, 2.0, 4.0)
"""Pauses before the same batch is sent again."""
SECOND_LOOKS_SECONDS: Final = (1.0, 2.0, 4.0, 8.0)
"""Pauses between reading a record back: a request whose answer was lost may still be on its way."""


class Sender(Protocol):
    """Who has a request sent: it keeps the journal, and tells the operator."""

    def note(self, event: str, **details: object) -> None:
        """Journal an event of a request that has left."""

    def tell(self, name: StepName, detail: str, rule: Rule | None = None) -> None:
        """Report a step."""


class Request:
    """The batch of one plan.

    Args:
        plan: The plan.
        hosted: Where it goes.
        sender: Who has it sent.
        sleep: Waits for seconds.
    """

    def __init__(self, plan: Plan, hosted: HostedZones, sender: Sender, sleep: Callable[[float], object]) -> None:
        self._plan = plan
        self._hosted = hosted
        self._sender = sender
        self._sleep = sleep

    def send(self) -> ChangeStatus | None:
        """Send it; None where there is no answer and the records are as planned.

        Raises:
            OutcomeUnknownError: when it may have arrived, or may still arrive, and the records do not tell.
            XaliasError: when Route 53 refused it, or it never left.
        """
        many = len(self._plan.changes)
        self._sender.tell("sent", f"{many} change{'' if many == 1 else 's'} to zone {self._plan.zone.id}")
        failed: OutcomeUnknownError | None = None
        for pause in (*RESEND_SECONDS, None):
            try:
                change = self._hosted.change(self._plan.zone, self._plan.batch, self._wait)
            except OutcomeUnknownError as error:
                failed = error
                if not error.failed_with or pause is None:
                    break
                if self._is_applied(error):
                    return None
                self._sender.tell(
                    "waiting", f"Route 53 failed with {error.failed_with}; sending the same batch again in {pause:g} s"
                )
                self._sleep(pause)
            except XaliasError as error:
                if failed is not None:
                    break
                self._sender.note("refused", code=error.code, message=error.message)
                raise _in_our_words(error) from error
            else:
                self._sender.note("pending", change_id=change.id)
                self._sender.tell("pending", f"accepted as {change.id}", CHANGE_PENDING)
                return change
        assert failed is not None  # noqa: S101 -- the loop ends with a return, a raise, or after a failure
        self._settle(failed)
        return None

    def _wait(self, why: str) -> None:
        self._sender.tell("waiting", why)

    def _is_applied(self, error: OutcomeUnknownError) -> bool:
        """Whether the records are as planned although Route 53 failed: looked at once."""
        self._sender.note("unknown", message=error.message)
        try:
            applied = read_back(self._plan, self._hosted) == "applied"
        except LookupFailedError:
            return False  # the repetition, or the last look, will tell
        if applied:
            self._applied()
        return applied

    def _applied(self) -> None:
        self._sender.note("insync", settled="read back: the record is there")
        self._sender.tell("insync", "read back: the record is as planned")

    def _settle(self, error: OutcomeUnknownError) -> None:
        """There is no answer to go by: the records themselves tell, or nothing does for now."""
        self._sender.note("unknown", message=error.message)
        self._sender.tell("waiting", f"{error.message} Reading the record back.")
        try:
            verdict = self._looked()
        except LookupFailedError as failure:
            raise self._unknown(
                f"the record could not be read back ({failure.message.rstrip('.')})",
                "'xalias history' settles it as soon as Route 53 answers.",
            ) from error
        if verdict == "applied":
            self._applied()
            return
        if verdict == "not-applied":
            raise self._unknown(
                "the record is as it was before, but the request may still be on its way",
                "'xalias history' settles it after two minutes; plan and send again then.",
            ) from error
        raise self._unknown(
            "the record is neither as before nor as planned", "Look at the record before anything else is changed."
        ) from error

    def _looked(self) -> Verdict:
        """Whether the plan was applied; "not" only after looking several times."""
        verdict = read_back(self._plan, self._hosted)
        for pause in SECOND_LOOKS_SECONDS:
            if verdict != "not-applied":
                break
            self._sender.tell("waiting", f"not there yet; looking again in {pause:.0f} s")
            self._sleep(pause)
            verdict = read_back(self._plan, self._hosted)
        return verdict

    def _unknown(self, outcome: str, remedy: str) -> OutcomeUnknownError:
        return OutcomeUnknownError.of(COMMIT_OUTCOME_UNKNOWN, remedy=remedy, what=self._plan.name.bare, outcome=outcome)


def _in_our_words(error: XaliasError) -> XaliasError:
    """A refusal of Route 53 in the operator's words, its own sentence kept."""
    findings = parse_refusal(error.code, error.message)
    if not findings:
        return error
    ours = " ".join(dict.fromkeys(finding.message.partition(ROUTE_53_SAID)[0] for finding in findings))
    sentence = f"{ours}{ROUTE_53_SAID}{error.message}"
    return type(error)(findings[0].id, sentence, findings[0].remedy or error.remedy)
