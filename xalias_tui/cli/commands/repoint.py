"""``xalias repoint OLD NEW``."""

from __future__ import annotations

from pathlib import Path

import click

from xalias_tui.cli.many import outcome_document, status_of, tell_outcome, write_plans
from xalias_tui.cli.options import Invocation, common_options, pass_invocation
from xalias_tui.cli.output import print_data, say_unscanned
from xalias_tui.cli.plan_text import plan_lines
from xalias_tui.cli.prompts import confirm_sending
from xalias_tui.domain.documents import Document, plan_document


@click.command("repoint")
@click.argument("old", metavar="OLD")
@click.argument("new", metavar="NEW")
@click.option("--send", is_flag=True, help="Send the plans; asks first. Without it nothing is sent.")
@click.option("--yes", is_flag=True, help="With --send: do not ask.")
@click.option("--wait/--no-wait", default=True, show_default=True, help="Wait until every Route 53 server has them.")
@click.option("--allow-errors", is_flag=True, help="Send despite findings of severity error.")
@click.option(
    "--out", type=click.Path(path_type=Path, file_okay=False), metavar="DIR", help="Write each plan here, for 'apply'."
)
@common_options
@pass_invocation
def command(
    invocation: Invocation,
    old: str,
    new: str,
    send: bool,  # noqa: FBT001 -- click passes it by name
    yes: bool,  # noqa: FBT001 -- as above
    wait: bool,  # noqa: FBT001 -- as above
    allow_errors: bool,  # noqa: FBT001 -- as above
    out: Path | None,
) -> int:
    """Work out one plan a zone that leads every alias of target OLD to target NEW; both are named as in 'plan'."""
    from xalias_tui.jobs.many import commit_all  # noqa: PLC0415 -- not for --help
    from xalias_tui.jobs.repairs import repoint_all  # noqa: PLC0415 -- as above

    workspace = invocation.workspace()
    plans, unscanned = repoint_all(workspace, old, new)
    for plan in plans:
        for line in plan_lines(plan):
            click.echo(line, err=invocation.as_json or send)
    say_unscanned(unscanned)
    if out is not None:
        write_plans(out, plans)
    if not send:
        if invocation.as_json:
            print_data("repoint", {"plans": [plan_document(plan) for plan in plans], "outcomes": []}, unscanned)
        return 0
    confirm_sending(yes=yes)
    outcomes = commit_all(
        workspace, plans, allow_errors=allow_errors, wait=wait, on_outcome=lambda _, outcome: tell_outcome(outcome)
    )
    if invocation.as_json:
        data: Document = {
            "plans": [plan_document(plan) for plan in plans],
            "outcomes": [outcome_document(outcome) for outcome in outcomes],
        }
        print_data("repoint", data, unscanned)
    return status_of(outcomes)
