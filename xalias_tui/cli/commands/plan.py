"""``xalias plan NAME``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from xalias_tui.cli.options import Invocation, common_options, pass_invocation
from xalias_tui.cli.output import print_document, say, say_unscanned
from xalias_tui.cli.plan_text import plan_lines
from xalias_tui.cli.routing_options import routing_of, routing_options
from xalias_tui.domain.documents import envelope, plan_document
from xalias_tui.domain.errors import UsageError
from xalias_tui.domain.findings import Severity, worst
from xalias_tui.domain.plans import Plan
from xalias_tui.store.files import write_json

if TYPE_CHECKING:
    from xalias_tui.domain.records import Routing

FOUND = 1
"""Exit status for findings at or over ``--fail-on``."""


@click.command("plan")
@click.argument("name", metavar="NAME")
@click.option("--target", metavar="T", help="A DNS name or URL, an ARN, or a discovered target's name.")
@click.option("--zone", metavar="ZONE", help="Zone id or name. Default: the zone that matches most labels of NAME.")
@click.option(
    "--type", "types", multiple=True, metavar="TYPE", help="Record type (repeatable). Default: what T supports."
)
@click.option(
    "--evaluate-target-health/--no-evaluate-target-health",
    default=None,
    help="Default: what fits the kind of target and the routing policy.",
)
@routing_options
@click.option("--replace", is_flag=True, help="Allow an existing record to be replaced.")
@click.option("--delete", is_flag=True, help="Remove the alias at NAME; needs no --target.")
@click.option(
    "--fail-on",
    type=click.Choice([*(severity.value for severity in Severity), "never"]),
    default=Severity.ERROR.value,
    show_default=True,
    help="Exit with status 1 for findings at or over this severity.",
)
@click.option("--out", type=click.Path(path_type=Path), metavar="FILE", help="Write the plan here, whatever was found.")
@common_options
@pass_invocation
def command(  # noqa: PLR0913, PLR0917 -- as many as the contract has options
    invocation: Invocation,
    name: str,
    target: str | None,
    zone: str | None,
    types: tuple[str, ...],
    evaluate_target_health: bool | None,  # noqa: FBT001 -- click passes it by name
    replace: bool,  # noqa: FBT001 -- as above
    delete: bool,  # noqa: FBT001 -- as above
    fail_on: str,
    out: Path | None,
    **routing: object,
) -> int:
    """Work out the exact change that makes NAME an alias of a target, and every finding about it. Nothing is sent."""
    from xalias_tui.jobs.planning import PlanRequest, make_plan  # noqa: PLC0415 -- not for --help

    if delete == (target is not None):
        raise UsageError("usage", "Give either --target or --delete.", "See 'xalias plan --help'.")
    policy: Routing | None = routing_of(routing)
    request = PlanRequest(
        name=name,
        target=target,
        zone=zone,
        types=tuple(dict.fromkeys(type_.upper() for type_ in types)),
        evaluate_target_health=evaluate_target_health,
        routing=policy,
        set_identifier=_text(routing.get("set_identifier")),
        replace=replace,
    )
    plan, unscanned = make_plan(invocation.workspace(), request)
    document = envelope("plan", plan_document(plan), unscanned)
    if out is not None:
        write_json(out, document)
    if invocation.as_json:
        print_document(document)
    else:
        click.echo("\n".join(plan_lines(plan)))
        say_unscanned(unscanned)
        if out is not None:
            say(f"Written to {out}; send it with 'xalias apply {out}'.")
    return _status(plan, fail_on)


def _status(plan: Plan, fail_on: str) -> int:
    severity = worst(plan.findings)
    if severity is None or fail_on == "never":
        return 0
    return FOUND if severity.reaches(Severity(fail_on)) else 0


def _text(value: object) -> str | None:
    return None if value is None else str(value)
