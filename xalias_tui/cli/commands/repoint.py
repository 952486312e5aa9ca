"""``xalias repoint OLD NEW``."""

from __future__ import annotations

from pathlib import Path

import click

from xalias_tui.cli.documented import documented
from xalias_tui.cli.options import Invocation, asking_options, takes
from xalias_tui.cli.output import echo, print_data, say, say_unscanned
from xalias_tui.cli.plan_output import print_markdown
from xalias_tui.cli.plan_text import count_line, plan_lines
from xalias_tui.cli.sending import (
    Sending,
    outcome_document,
    say_outcomes,
    send_option,
    send_plans,
    status_of,
    status_of_plans,
    write_plans,
)
from xalias_tui.domain.documents import Document, plan_document
from xalias_tui.domain.text import shown


@documented(
    "repoint",
    "xalias repoint old-web new-web",
    "xalias repoint old-web new-web --format markdown",
    "xalias repoint old-web new-web --send",
)
@click.argument("old", metavar="OLD")
@click.argument("new", metavar="NEW")
@send_option
@takes("plans_out", "plan_format")
@asking_options
def command(
    invocation: Invocation, old: str, new: str, sending: Sending, out: Path | None, format_name: str | None
) -> int:
    """Work out one plan a zone that points every alias of target OLD at target NEW; both are named as in 'plan'."""
    from xalias_tui.jobs.plans.repair import repoint_all  # noqa: PLC0415 -- not for --help

    invocation.check_format(format_name)
    workspace = invocation.workspace()
    found = repoint_all(workspace, old, new)
    plans, unscanned = found.plans, found.unscanned
    as_markdown = format_name == "markdown"
    err = invocation.as_json or sending.wanted or as_markdown
    for plan in plans:
        for line in plan_lines(plan) if sending.wanted or not as_markdown else ():
            echo(line, err=err)
    if as_markdown:
        print_markdown(plans, unscanned)
    elif plans:
        echo(count_line(plans), err=err)
    if not plans:
        echo(f"Nothing to change: every alias of {shown(old)} already points to {shown(new)}.", err=err)
    if found.cnames:
        names = ", ".join(shown(record.name.bare) for record in found.cnames)
        say(f"CNAMEs stay as they are: {names}. Plan each with 'xalias plan NAME --cname --replace'.")
    say_unscanned(unscanned)
    if out is not None:
        write_plans(out, plans)
    outcomes = send_plans(workspace, plans, sending)
    say_outcomes(outcomes)
    if invocation.as_json:
        data: Document = {
            "plans": [plan_document(plan) for plan in plans],
            "outcomes": [outcome_document(outcome) for outcome in outcomes],
            "cnames": [record.name.text for record in found.cnames],
        }
        print_data("repoint", data, unscanned)
    return status_of(outcomes) or status_of_plans(plans, sending)
