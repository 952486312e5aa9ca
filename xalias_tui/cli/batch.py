"""Several plans on the command line: written to a folder, sent one after the other, and what became of each."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from xalias_tui.cli.option_rules import refuse_without
from xalias_tui.cli.options import Command
from xalias_tui.cli.output import say, say_written
from xalias_tui.cli.prompts import confirm_sending
from xalias_tui.cli.sending import change_document, sending_options
from xalias_tui.domain.documents import Document, envelope, plan_document
from xalias_tui.domain.text import shown
from xalias_tui.store.files import make_folder, write_json

if TYPE_CHECKING:
    from xalias_tui.domain.plans import Plan
    from xalias_tui.jobs.sending.batch import Outcome
    from xalias_tui.jobs.session.workspace import Workspace

_LONG: Final = 1_000


_SEND: Final = click.option("--send", is_flag=True, help="Send the plans; asks first. Without it nothing is sent.")
_OUT: Final = click.option(
    "--out", type=click.Path(path_type=Path, file_okay=False), metavar="DIR", help="Write each plan here, for 'apply'."
)


@dataclass(frozen=True, slots=True)
class Sending:
    """Whether and how plans are sent."""

    wanted: bool
    yes: bool
    wait: bool
    allow_errors: bool


def many_options(function: Command) -> Command:
    """Give a command ``sending`` and ``out``; options of sending are refused where nothing is sent."""

    @functools.wraps(function)
    def gathered(*args: Any, send: bool, yes: bool, wait: bool, allow_errors: bool, **kwargs: Any) -> Any:
        if not send:
            refuse_without("--send", "yes", "wait", "allow_errors")
        sending = Sending(wanted=send, yes=yes, wait=wait, allow_errors=allow_errors)
        return function(*args, sending=sending, **kwargs)

    command: Any = _SEND(sending_options(_OUT(gathered)))
    return command  # type: ignore[no-any-return] # click's decorators keep the function's own type, untyped


def send_plans(workspace: Workspace, plans: tuple[Plan, ...], sending: Sending) -> tuple[Outcome, ...]:
    """Ask, and send every plan, where that is wanted and there is one; what became of each is told on standard error.

    Raises:
        UsageError: when nobody can be asked and nobody said yes.
        RefusedError, ConflictError, AwsError: when any of the plans can't be sent; nothing was written.
    """
    from xalias_tui.jobs.sending.batch import commit_all  # noqa: PLC0415 -- not for --help

    if not (sending.wanted and plans):
        return ()
    confirm_sending(yes=sending.yes)
    return commit_all(
        workspace,
        plans,
        allow_errors=sending.allow_errors,
        wait=sending.wait,
        on_outcome=lambda _, outcome: tell_outcome(outcome),
    )


def write_plans(folder: Path, plans: tuple[Plan, ...]) -> None:
    """Write each plan into a folder, for ``apply``.

    Raises:
        UsageError: when the folder or a file can't be written.
    """
    make_folder(folder)
    for at, plan in enumerate(plans, start=1):
        file = folder / f"{at:03}-{plan.zone.id}.json"
        write_json(file, envelope("plan", plan_document(plan)))
        say_written(file)


def tell_outcome(outcome: Outcome) -> None:
    """Say on standard error what became of one plan."""
    zone = outcome.plan.zone
    message = f": {shown(outcome.message, _LONG)}" if outcome.message else ""
    say(f"{outcome.state.upper():8}  {shown(zone.name.text)} ({zone.id}), journal entry {outcome.entry}{message}")


def outcome_document(outcome: Outcome) -> Document:
    """An element of ``outcomes``."""
    return {
        "zone_id": outcome.plan.zone.id,
        "state": outcome.state,
        "message": outcome.message,
        "entry": outcome.entry,
        "change": change_document(outcome.committed) if outcome.committed else None,
    }


def status_of(outcomes: tuple[Outcome, ...]) -> int:
    """The exit status for what became of all: of one whose outcome is not known, else of the first that failed."""
    unknown = (outcome.exit_status for outcome in outcomes if outcome.state == "unknown")
    failed = (outcome.exit_status for outcome in outcomes if outcome.exit_status)
    return next(unknown, 0) or next(failed, 0)
