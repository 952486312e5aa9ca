"""Asking the world on the command line about a change that was sent."""

from __future__ import annotations

from typing import Final

from xalias_tui.cli.options import Invocation, takes_as
from xalias_tui.cli.output import say
from xalias_tui.domain.dataclass import dataclass
from xalias_tui.domain.documents import Document
from xalias_tui.domain.plans import Plan
from xalias_tui.domain.traces import TraceStep, step_document

NOT_SEEN: Final = 1
"""Exit status where the change was sent, and the world does not see what was meant."""


@dataclass(frozen=True, slots=True)
class Verification:
    """Whether the world is asked about a change, and whether addresses are called for it."""

    wanted: bool
    connects: bool


def _verification(*, verify: bool, no_connect: bool) -> Verification:
    return Verification(wanted=verify, connects=not no_connect)


verifying_options = takes_as("verification", _verification, "verify", "no_connect")
"""Gives a command ``verification``."""


def seen_by_the_world(
    invocation: Invocation, plan: Plan, verification: Verification, *, in_sync: bool
) -> tuple[TraceStep, ...]:
    """What the world says of a change; told on standard error as it is heard."""
    from xalias_tui.jobs.sending.verify import verify  # noqa: PLC0415 -- few ask for it

    if not in_sync:
        say("Not verified: the change is not in sync yet.")
        return ()
    return verify(
        invocation.workspace(connects=verification.connects), plan, lambda step: say(f"{step.step:10} {step.status}")
    )


def verification_document(steps: tuple[TraceStep, ...]) -> Document:
    """The ``verified`` of a command."""
    return {"steps": [step_document(step) for step in steps]}


def status_of(steps: tuple[TraceStep, ...]) -> int:
    """The exit status that the steps mean."""
    return NOT_SEEN if any(step.status == "fail" for step in steps) else 0
