"""``xalias plan NAME``."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from xalias_tui.cli.documented import documented
from xalias_tui.cli.option_rules import refuse_with
from xalias_tui.cli.option_table import ROUTING_OPTIONS
from xalias_tui.cli.options import Invocation, asking_options, own_option, takes
from xalias_tui.cli.plan_output import PlanOutput, plan_options, show_plan
from xalias_tui.cli.routing_options import routing_of
from xalias_tui.domain.errors import UsageError
from xalias_tui.domain.lookups import Unscanned
from xalias_tui.domain.plans import CNAME_TTL, Plan
from xalias_tui.domain.record_types import read_types

if TYPE_CHECKING:
    from xalias_tui.jobs.plans.plan import PlanRequest
    from xalias_tui.jobs.session.workspace import Workspace

_OF_ONE_RECORD: Final = (
    "target", "zone", "types", "evaluate_target_health", "cname", "ttl", "replace", "with_validation", "delete",
)  # fmt: skip
"""Options that a row says itself."""


@documented(
    "plan",
    "xalias plan www.example.com --target shop-web",
    "xalias plan www.example.com --target shop-web --replace --out plan.json",
    "xalias plan old.example.com --delete",
    "xalias plan --from records.csv --out plans",
    "xalias plan --from records.csv --format markdown > comment.md",
)
@click.argument("name", metavar="[NAME]", required=False)
@own_option(
    "--from",
    "rows",
    type=click.Path(path_type=Path, allow_dash=True),
    metavar="FILE",
    help="Instead of NAME: plan every row of a CSV file with a header, or of a YAML list; '-' for standard input. "
    "Columns: name, target, zone, type (A+AAAA), replace, delete, evaluate_target_health, cname_ttl, set_identifier, "
    "weight. --out is a folder then, for one plan a zone.",
)
@takes("target", "zone", "types")
@own_option(
    "--evaluate-target-health/--no-evaluate-target-health",
    default=None,
    help="Default: what fits the kind of target and the routing policy.",
)
@takes(*ROUTING_OPTIONS)
@own_option("--cname", is_flag=True, help="A CNAME instead of an alias, for what no alias can point to.")
@takes("ttl", "replace")
@own_option(
    "--with-validation",
    is_flag=True,
    help="Also create the DNS validation records that T waits for; those of other zones as plans of their own.",
)
@own_option(
    "--delete",
    is_flag=True,
    help="Remove the alias at NAME, of a group the member --set-identifier; needs no --target.",
)
@plan_options
@asking_options
def command(  # noqa: PLR0913, PLR0917 -- as many as the contract has options
    invocation: Invocation,
    name: str | None,
    rows: Path | None,
    target: str | None,
    zone: str | None,
    types: tuple[str, ...],
    evaluate_target_health: bool | None,  # noqa: FBT001 -- click passes it by name
    cname: bool,  # noqa: FBT001 -- as above
    ttl: int | None,
    replace: bool,  # noqa: FBT001 -- as above
    with_validation: bool,  # noqa: FBT001 -- as above
    delete: bool,  # noqa: FBT001 -- as above
    output: PlanOutput,
    **routing: object,
) -> int:
    """Work out the exact change that makes NAME an alias of a target, and every finding about it. Nothing is sent.

    With --from the same for many records at once.
    """
    if rows is not None:
        from xalias_tui.cli.many_plans import plan_file_of_rows  # noqa: PLC0415 -- not for --help

        if name is not None:
            raise UsageError("usage", "--from does not go with NAME.", "Leave one or the other out.")
        refuse_with("--from", *_OF_ONE_RECORD, *routing)
        return plan_file_of_rows(invocation, rows, output)
    if name is None:
        raise UsageError(
            "usage", "Give the NAME of a record, or a file of records with --from.", "See 'xalias plan --help'."
        )
    from xalias_tui.jobs.plans.plan import PlanRequest  # noqa: PLC0415 -- not for --help

    if delete == (target is not None):
        raise UsageError("usage", "Give either --target or --delete.", "See 'xalias plan --help'.")
    if delete:
        _refuse_with_delete(routing, with_validation=with_validation)
    policy = routing_of(routing)
    if ttl is not None and not cname:
        raise UsageError("usage", "--ttl needs --cname: an alias has the TTL of its target.", "Leave --ttl out.")
    health_check = _text(routing.get("health_check"))
    if cname and (delete or types or policy or health_check or evaluate_target_health is not None):
        raise UsageError("usage", "--cname goes with neither --delete, --type, health nor routing.", "Leave them out.")
    request = PlanRequest(
        name=name,
        target=target,
        zone=zone,
        types=read_types(types),
        evaluate_target_health=evaluate_target_health,
        routing=policy,
        set_identifier=_text(routing.get("set_identifier")),
        health_check_id=health_check,
        replace=replace,
        cname_ttl=(CNAME_TTL if ttl is None else ttl) if cname else None,
        with_validation=with_validation,
    )
    plan, also, unscanned = _planned(invocation.workspace(), request)
    return show_plan(invocation, plan, unscanned, output, also)


def _planned(workspace: Workspace, request: PlanRequest) -> tuple[Plan, tuple[Plan, ...], tuple[Unscanned, ...]]:
    """The plan, those of other zones that belong to it, and what could not be asked."""
    if request.with_validation:
        from xalias_tui.jobs.plans.validation import plan_and_others  # noqa: PLC0415 -- few ask for them

        return plan_and_others(workspace, request)
    from xalias_tui.jobs.plans.plan import make_plan  # noqa: PLC0415 -- not for --help

    plan, unscanned = make_plan(workspace, request)
    return plan, (), unscanned


def _refuse_with_delete(routing: Mapping[str, object], *, with_validation: bool) -> None:
    refuse_with("--delete", "evaluate_target_health", "replace", *(routing.keys() - {"set_identifier"}))
    if with_validation:
        raise UsageError("usage", "--with-validation needs a target.", "Leave --delete or --with-validation out.")


def _text(value: object) -> str | None:
    return None if value is None else str(value)
