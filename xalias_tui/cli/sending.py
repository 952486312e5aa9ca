"""Sending on the command line: the options, the question, each step as it happens, and what became of each plan."""

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import TYPE_CHECKING, Final

from xalias_tui.cli.option_rules import refuse_without
from xalias_tui.cli.options import Invocation, takes_as
from xalias_tui.cli.output import echo, print_data, say, say_written
from xalias_tui.cli.plan_output import FOUND
from xalias_tui.cli.prompts import confirm_sending
from xalias_tui.domain.dataclass import dataclass
from xalias_tui.domain.documents import Document, envelope, plan_document
from xalias_tui.domain.findings import Severity, worst
from xalias_tui.domain.text import shown
from xalias_tui.store.files import make_folder, write_json

if TYPE_CHECKING:
    from xalias_tui.domain.plans import Plan
    from xalias_tui.jobs.sending.commit import OnStep, Outcome, Step
    from xalias_tui.jobs.session.workspace import Workspace

_LONG: Final = 1_000
_ENDED: Final = frozenset({"refused", "unknown", "not-sent"})
"""Steps that are the outcome, which is printed once all plans ended."""


@dataclass(frozen=True, slots=True)
class Sending:
    """Whether and how plans are sent."""

    wanted: bool
    yes: bool
    wait: bool
    allow_errors: bool


def _always(**values: bool) -> Sending:
    return Sending(wanted=True, **values)


def _where_asked(*, send: bool, **values: bool) -> Sending:
    if not send:
        refuse_without("--send", "yes", "wait", "allow_errors")
    return Sending(wanted=send, **values)


sending_options = takes_as("sending", _always, "yes", "wait", "allow_errors")
"""Gives a command that always sends ``sending``."""
send_option = takes_as("sending", _where_asked, "send", "yes", "wait", "allow_errors")
"""Gives a command that sends only where asked to ``sending``."""


def send_plans(workspace: Workspace, plans: tuple[Plan, ...], sending: Sending) -> tuple[Outcome, ...]:
    """Ask, and send every plan, where that is wanted and there is one; each step is told on standard error.

    Raises:
        UsageError: when this is not an interactive terminal and ``--yes`` is not given.
        RefusedError, ConflictError, AwsError: when any of the plans can't be sent; nothing was written.
    """
    from xalias_tui.jobs.sending.admit import admit  # noqa: PLC0415 -- not for --help
    from xalias_tui.jobs.sending.commit import commit  # noqa: PLC0415 -- as above

    if not (sending.wanted and plans):
        return ()
    for plan in plans:
        admit(workspace, plan, allow_errors=sending.allow_errors)
    confirm_sending(yes=sending.yes)
    return commit(workspace, plans, allow_errors=sending.allow_errors, wait=sending.wait, on_step=teller(plans))


def zone_names(plans: tuple[Plan, ...]) -> tuple[str, ...]:
    """What the zone of each plan is called; with its id where several zones carry the name."""
    ids: dict[str, set[str]] = {}
    for plan in plans:
        ids.setdefault(plan.zone.name.bare, set()).add(plan.zone.id)
    return tuple(
        plan.zone.name.bare if len(ids[plan.zone.name.bare]) == 1 else f"{plan.zone.name.bare} ({plan.zone.id})"
        for plan in plans
    )


def teller(plans: tuple[Plan, ...]) -> OnStep:
    """Says on standard error what happened; a change that is under way goes on if the output is closed."""
    names = zone_names(plans)

    def tell(step: Step) -> None:
        if step.name in _ENDED:
            return
        zone = f"{names[step.plan]}: " if len(plans) > 1 else ""
        with contextlib.suppress(OSError):
            say(f"{step.at:%H:%M:%S} {step.name:10} {shown(zone + step.detail, _LONG)}")

    return tell


def status_of(outcomes: tuple[Outcome, ...]) -> int:
    """The exit status for what became of all: of one whose outcome is not known, else of the first that failed."""
    unknown = (outcome.exit_status for outcome in outcomes if outcome.state == "unknown")
    failed = (outcome.exit_status for outcome in outcomes if outcome.exit_status)
    return next(unknown, 0) or next(failed, 0)


def status_of_plans(plans: tuple[Plan, ...], sending: Sending) -> int:
    """The exit status for plans that were only shown: as of ``plan``, 1 for a finding of severity error."""
    found = worst(finding for plan in plans for finding in plan.findings)
    return FOUND if found is Severity.ERROR and not sending.wanted else 0


# -- what is printed and written


def print_change(command: str, invocation: Invocation, outcome: Outcome, **more: Document) -> None:
    """Print what became of the one plan of a command; ``more`` goes beside it in the document."""
    if invocation.as_json:
        print_data(command, {"change": change_document(outcome), **more})
        return
    sent = f"change {outcome.change.id}" if outcome.change else "change id unknown, the record was read back"
    echo(f"{outcome.state.upper()}  {sent}, journal entry {outcome.entry}")


def say_outcomes(outcomes: tuple[Outcome, ...]) -> None:
    """Say on standard error what became of each plan."""
    for outcome in outcomes:
        zone = outcome.plan.zone
        message = f": {shown(outcome.message, _LONG)}" if outcome.message else ""
        say(f"{outcome.state.upper():8}  {shown(zone.name.text)} ({zone.id}), journal entry {outcome.entry}{message}")


def change_document(outcome: Outcome) -> Document:
    """The ``change`` of a plan that was applied."""
    change = outcome.change
    return {
        "id": change.id if change else "",
        "status": "INSYNC" if outcome.in_sync else "PENDING",
        "entry": outcome.entry,
        "submitted_at": change.submitted_at.isoformat() if change else None,
        "account_id": outcome.plan.zone.account_id,
        "zone_id": outcome.plan.zone.id,
    }


def outcome_document(outcome: Outcome) -> Document:
    """An element of ``outcomes``."""
    return {
        "zone_id": outcome.plan.zone.id,
        "state": outcome.state,
        "message": outcome.message,
        "entry": outcome.entry,
        "change": change_document(outcome) if outcome.applied else None,
    }


def write_plans(folder: Path, plans: tuple[Plan, ...]) -> tuple[Path, ...]:
    """Write each plan into a folder, for ``apply``; the files, in the order of the plans.

    Raises:
        UsageError: when the folder or a file can't be written.
    """
    make_folder(folder)
    files = []
    for at, plan in enumerate(plans, start=1):
        file = folder / f"{at:03}-{plan.zone.id}.json"
        write_json(file, envelope("plan", plan_document(plan)))
        say_written(file)
        files.append(file)
    return tuple(files)
