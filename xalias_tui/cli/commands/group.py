"""``xalias group NAME``."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Final, get_args

import click

from xalias_tui.cli.documented import documented
from xalias_tui.cli.option_rules import refuse_with
from xalias_tui.cli.options import Invocation, asking_options, option, own_option, takes
from xalias_tui.cli.output import echo, print_data, say_unscanned, table
from xalias_tui.cli.plan_output import PlanOutput, plan_options, show_plan
from xalias_tui.cli.value_types import Choice
from xalias_tui.domain.errors import UsageError
from xalias_tui.domain.group_documents import group_document
from xalias_tui.domain.record_types import read_types
from xalias_tui.domain.routing import Policy
from xalias_tui.domain.text import shown

if TYPE_CHECKING:
    from xalias_tui.domain.groups import RoutingGroup
    from xalias_tui.jobs.plans.routing_group import GroupEdit

_POLICIES: Final = get_args(Policy)
_VALUE: Final = "ID=V"


@documented(
    "group",
    "xalias group www.example.com",
    "xalias group www.example.com --shift green=25",
    "xalias group www.example.com --value blue=90 --value green=10",
    "xalias group www.example.com --value red=5 --target red=shop-web --out plan.json",
    "xalias group www.example.com --policy failover --value blue=PRIMARY --value green=SECONDARY",
    "xalias group simple.example.com --policy weighted --value old=90 --value new=10 --target new=shop-web",
)
@click.argument("name", metavar="NAME")
@takes("zone")
@option("types", help="Only these record types (repeatable).")
@own_option("--policy", type=Choice(_POLICIES), help="The policy of the whole group. Default: as it is.")
@own_option(
    "--value",
    "values",
    multiple=True,
    metavar=_VALUE,
    help="Member ID gets this value: a weight, a region, PRIMARY, DE, US:CA, continent:EU, 52.52,13.40 bias 20, "
    "COLLECTION/LOCATION, * (repeatable, as all of these).",
)
@own_option(
    "--shift",
    "shifts",
    multiple=True,
    metavar="ID=PERCENT",
    help="Weighted routing: member ID gets this share, and the others keep their proportion (repeatable).",
)
@own_option("--target", "targets", multiple=True, metavar="ID=T", help="Point member ID at T; a new ID is added.")
@own_option("--health-check", "checks", multiple=True, metavar="ID=H", help="Member ID answers while H is healthy.")
@own_option("--no-health-check", "unchecked", multiple=True, metavar="ID", help="Member ID has no health check.")
@own_option("--evaluate-target-health", "evaluated", multiple=True, metavar="ID", help="Follow its target's health.")
@own_option("--no-evaluate-target-health", "unevaluated", multiple=True, metavar="ID", help="Do not.")
@own_option("--remove", "removed", multiple=True, metavar="ID", help="Remove member ID.")
@own_option(
    "--simple",
    metavar="ID",
    help="Back to simple routing: only member ID stays; goes with no --policy and no option of another member.",
)
@plan_options
@asking_options
def command(
    invocation: Invocation,
    name: str,
    zone: str | None,
    output: PlanOutput,
    **options: object,
) -> int:
    """Show the routing group at NAME, or plan one atomic change of it; nothing is sent.

    Members are named by their set identifiers; their A and AAAA records move together, and members that stay as they
    are are not touched.
    """
    from xalias_tui.jobs.plans import routing_group as grouping  # noqa: PLC0415 -- not for --help

    types = read_types(map(str, _many(options["types"])))
    workspace = invocation.workspace()
    read = grouping.read_group(workspace, name, zone=zone, types=types)
    edit = _edit(read.group, types, options)
    if not edit.is_empty:
        plan, unscanned = grouping.plan_group(workspace, read, edit)
        return show_plan(invocation, plan, unscanned, output)
    if output.out is not None:
        raise UsageError("usage", "Nothing to change, so no plan to write.", "Give an edit option, or drop --out.")
    if output.format_name == "markdown":
        raise UsageError("usage", "--format is of a plan, and nothing is to change.", "Give an edit option.")
    if invocation.as_json:
        print_data("group", group_document(read.zone, read.group), read.unscanned)
        return 0
    echo("\n".join(_lines(read.group)))
    say_unscanned(read.unscanned)
    return 0


def _edit(group: RoutingGroup, types: tuple[str, ...], options: Mapping[str, object]) -> GroupEdit:
    from xalias_tui.jobs.plans.routing_group import GroupEdit, shift  # noqa: PLC0415 -- not for --help

    known = {member.set_identifier for member in group.members if member.set_identifier}
    given = {word: _pairs(word, _many(options[word]), known) for word in ("values", "targets", "checks")}
    shares = _pairs("shifts", _many(options["shifts"]), known)
    if shares:
        refuse_with("--shift", "values", "policy", "targets", "removed", "simple")
        given["values"] = shift(group, shares)
    _check_pairs(given["checks"], options)
    _check_simple(given, options)
    health: dict[str, str | None] = {**given["checks"], **dict.fromkeys(_many(options["unchecked"]))}
    policy = next((known_policy for known_policy in _POLICIES if known_policy == options["policy"]), None)
    simple = options["simple"]
    return GroupEdit(
        policy=policy,
        values=given["values"],
        targets=given["targets"],
        health_checks=health,
        evaluations={
            **dict.fromkeys(_many(options["evaluated"]), True),
            **dict.fromkeys(_many(options["unevaluated"]), False),
        },
        removed=_many(options["removed"]),
        simple=None if simple is None else str(simple),
        types=types,
    )


def _check_pairs(checks: Iterable[str], options: Mapping[str, object]) -> None:
    """Refuse a member that is both given something and to be removed."""
    for word, yes, no in (
        ("health-check", checks, options["unchecked"]),
        ("evaluate-target-health", _many(options["evaluated"]), options["unevaluated"]),
    ):
        for member in sorted(set(yes) & set(_many(no))):
            raise UsageError("usage", f"Member {member} is given --{word} and --no-{word}.", "Give one of them.")


def _check_simple(given: Mapping[str, Iterable[str]], options: Mapping[str, object]) -> None:
    """Refuse what would get lost where one member stays, with simple routing."""
    stays = options["simple"]
    if stays is None:
        return
    if options["policy"] is not None:
        raise UsageError("usage", "--simple does not go with --policy.", "Leave one of them out.")
    words = [*given.values(), *(_many(options[word]) for word in ("unchecked", "evaluated", "unevaluated"))]
    lost = sorted({member for members in words for member in members} - {str(stays)})
    if lost:
        why = f"--simple {stays} removes every other member, and {' and '.join(lost)} is given something to keep."
        raise UsageError("usage", why, f"Leave out what is said of {' and '.join(lost)}, or --simple.")


def _many(given: object) -> tuple[str, ...]:
    return tuple(str(each) for each in given) if isinstance(given, tuple) else ()


def _pairs(word: str, given: Iterable[str], known: Iterable[str]) -> dict[str, str]:
    """What stands behind the first ``=``, by what stands before it; of identifiers with an ``=``, the known ones."""
    found: dict[str, str] = {}
    for text in given:
        member = max((each for each in known if text.startswith(f"{each}=")), key=len, default=None)
        identifier, equals, value = text.partition("=") if member is None else (member, "=", text[len(member) + 1 :])
        if not (identifier and equals):
            raise UsageError("usage", f"'{text}' does not say of which member.", f"Write {_VALUE}, e.g. blue=90.")
        if identifier in found:
            raise UsageError("usage", f"Member {identifier} is given two {word}.", "Give one.")
        found[identifier] = value
    return found


def _lines(group: RoutingGroup) -> Iterable[str]:
    """The group as a table, with the part of the answers that each weighted member gets."""
    if not group.members:
        yield f"{shown(group.name.text)}  nothing is there"
        return
    yield f"{shown(group.name.text)}  {group.policy} routing, {' + '.join(group.types)}"
    rows = [
        (
            member.set_identifier or "–",
            "+".join(member.types),
            member.value,
            group.share_text(member),
            {True: "yes", False: "no", None: ""}[member.evaluate_target_health],
            member.health_check_id,
            member.summary(),
        )
        for member in group.members
    ]
    yield table(("member", "types", "value", "share", "target health", "health check", "points to"), rows)
