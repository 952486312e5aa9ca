"""``xalias convert NAME``."""

from __future__ import annotations

import click

from xalias_tui.cli.documented import documented
from xalias_tui.cli.options import Invocation, asking_options, option, takes
from xalias_tui.cli.plan_output import PlanOutput, plan_options, show_plan


@documented(
    "convert",
    "xalias convert docs.example.com",
    "xalias convert docs.example.com --ttl 60 --out plan.json",
)
@click.argument("name", metavar="NAME")
@takes("zone")
@option("ttl", help="Of a new CNAME, where an alias becomes one. Default: 300.")
@plan_options
@asking_options
def command(
    invocation: Invocation,
    name: str,
    zone: str | None,
    ttl: int | None,
    output: PlanOutput,
) -> int:
    """Plan that the CNAME at NAME becomes an alias, or its alias a CNAME, in one batch. Nothing is sent."""
    from xalias_tui.jobs.plans.convert import conversion  # noqa: PLC0415 -- not for --help
    from xalias_tui.jobs.plans.plan import make_plan  # noqa: PLC0415 -- not for --help

    workspace = invocation.workspace()
    plan, unscanned = make_plan(workspace, conversion(workspace, name, zone=zone, ttl=ttl))
    return show_plan(invocation, plan, unscanned, output)
