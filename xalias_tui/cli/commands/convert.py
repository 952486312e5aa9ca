"""``xalias convert NAME``."""

from __future__ import annotations

from pathlib import Path

import click

from xalias_tui.cli.documented import documented
from xalias_tui.cli.network_options import asking_options
from xalias_tui.cli.options import Invocation, common_options, pass_invocation
from xalias_tui.cli.plan_output import plan_options, show_plan


@documented(
    "convert",
    "xalias convert docs.example.com",
    "xalias convert docs.example.com --ttl 60 --out plan.json",
)
@click.argument("name", metavar="NAME")
@click.option("--zone", metavar="ZONE", help="Zone id or name. Default: the zone that matches most labels of NAME.")
@click.option("--ttl", type=int, metavar="SECONDS", help="Of a new CNAME, where an alias becomes one. Default: 300.")
@plan_options
@asking_options
@common_options
@pass_invocation
def command(
    invocation: Invocation,
    name: str,
    zone: str | None,
    ttl: int | None,
    fail_on: str,
    out: Path | None,
    format_name: str | None,
) -> int:
    """Plan that the CNAME at NAME becomes an alias, or its alias a CNAME, in one batch. Nothing is sent."""
    from xalias_tui.jobs.plans.convert import conversion  # noqa: PLC0415 -- not for --help
    from xalias_tui.jobs.plans.plan import make_plan  # noqa: PLC0415 -- not for --help

    workspace = invocation.workspace()
    plan, unscanned = make_plan(workspace, conversion(workspace, name, zone=zone, ttl=ttl))
    return show_plan(invocation, plan, unscanned, fail_on=fail_on, out=out, format_name=format_name)
