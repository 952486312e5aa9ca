"""``xalias undo [ENTRY]``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from xalias_tui.cli.documented import documented
from xalias_tui.cli.options import Invocation, asking_options
from xalias_tui.cli.output import say
from xalias_tui.cli.plan_text import count_line, plan_lines
from xalias_tui.cli.sending import Sending, print_change, send_plans, sending_options

if TYPE_CHECKING:
    from xalias_tui.domain.plans import Plan
    from xalias_tui.jobs.session.workspace import Workspace


@documented(
    "undo",
    "xalias undo",
    "xalias undo 20261130T184620-93e9b3 --yes",
)
@click.argument("entry", metavar="[ENTRY]", required=False)
@sending_options
@asking_options
def command(invocation: Invocation, entry: str | None, sending: Sending) -> int:
    """Put back what was there before a change: ENTRY of the journal, or the latest that is still in force."""
    from xalias_tui.jobs.sending.undo import undo_plan  # noqa: PLC0415 -- not for --help

    invocation.goes_back = True
    workspace = invocation.workspace()
    return put_back("undo", invocation, workspace, undo_plan(workspace, entry), sending)


def put_back(command_name: str, invocation: Invocation, workspace: Workspace, plan: Plan, sending: Sending) -> int:
    """Show the plan, ask, send it, and print what became of it."""
    invocation.check_external_id(plan)
    for line in (*plan_lines(plan), count_line((plan,))):
        say(line)
    (outcome,) = send_plans(workspace, (plan,), sending)
    print_change(command_name, invocation, outcome.or_raise())
    return 0
