"""What ``apply`` and ``undo`` share: showing a plan, asking, and telling how it went."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, Any

import click

from xalias_tui.cli.options import Command, Invocation
from xalias_tui.cli.output import print_data, say
from xalias_tui.cli.plan_text import plan_lines
from xalias_tui.cli.prompts import confirm_sending
from xalias_tui.domain.documents import Document
from xalias_tui.domain.plans import Plan
from xalias_tui.domain.text import shown

if TYPE_CHECKING:
    from xalias_tui.jobs.sending.commit import Committed, Step

_OPTIONS = (
    click.option("--yes", is_flag=True, help="Send without asking."),
    click.option("--wait/--no-wait", default=True, show_default=True, help="Wait until every Route 53 server has it."),
    click.option("--allow-errors", is_flag=True, help="Send despite findings of severity error."),
)


def sending_options(function: Command) -> Command:
    """Give a command the options of sending."""
    command: Any = function
    for option in reversed(_OPTIONS):
        command = option(command)
    return command  # type: ignore[no-any-return] # click's decorators keep the function's own type, untyped


def confirm(plan: Plan, *, yes: bool) -> None:
    """Show a plan on standard error and ask whether to send it.

    Raises:
        UsageError: when nobody can be asked and ``yes`` is not given.
        RefusedError: when the answer is not yes.
    """
    for line in plan_lines(plan):
        say(line)
    confirm_sending(yes=yes)


def tell(step: Step) -> None:
    """Say on standard error what happened on the way; a change that is under way goes on where nobody reads it."""
    with contextlib.suppress(OSError):
        say(f"{step.at:%H:%M:%S} {step.name:10} {shown(step.detail)}")


def print_committed(command: str, invocation: Invocation, committed: Committed, **more: Document) -> None:
    """Print what became of a plan; ``more`` stands beside it in the document."""
    if invocation.as_json:
        print_data(command, {"change": change_document(committed), **more})
        return
    sent = f"change {committed.change.id}" if committed.change else "change id unknown, the record was read back"
    click.echo(f"{committed.status.upper()}  {sent}, journal entry {committed.entry}")


def change_document(committed: Committed) -> Document:
    """The ``change`` of ``apply`` and ``undo``."""
    change = committed.change
    return {
        "id": change.id if change else "",
        "status": "INSYNC" if committed.status == "insync" else "PENDING",
        "entry": committed.entry,
        "submitted_at": change.submitted_at.isoformat() if change else None,
        "account_id": committed.account_id,
        "zone_id": committed.zone_id,
    }
