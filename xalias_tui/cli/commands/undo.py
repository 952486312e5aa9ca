"""``xalias undo [ENTRY]``."""

from __future__ import annotations

import click

from xalias_tui.cli.documented import documented
from xalias_tui.cli.options import Invocation, asking_options
from xalias_tui.cli.output import say
from xalias_tui.cli.plan_text import count_line, plan_lines
from xalias_tui.cli.sending import Sending, print_change, send_plans, sending_options


@documented(
    "undo",
    "xalias undo",
    "xalias undo 20261130T184620-93e9b3 --yes",
)
@click.argument("entry", metavar="[ENTRY]", required=False)
@sending_options
@asking_options
def command(invocation: Invocation, entry: str | None, sending: Sending) -> int:
    """Put back what was there before a change: ENTRY of the journal, or the latest that still stands."""
    from xalias_tui.jobs.sending.undo import undo_plan  # noqa: PLC0415 -- not for --help

    workspace = invocation.workspace()
    plan = undo_plan(workspace, entry)
    for line in (*plan_lines(plan), count_line((plan,))):
        say(line)
    (outcome,) = send_plans(workspace, (plan,), sending)
    print_change("undo", invocation, outcome.or_raise())
    return 0
