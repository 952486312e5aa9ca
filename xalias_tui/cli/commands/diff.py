"""``xalias diff ZONE [ZONE]``."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

import click

from xalias_tui.cli.documented import documented
from xalias_tui.cli.options import Invocation, own_option
from xalias_tui.cli.output import echo, print_data, progress, say_unscanned, styled
from xalias_tui.cli.tables import hanging
from xalias_tui.domain.errors import UsageError
from xalias_tui.domain.records import RecordSet
from xalias_tui.domain.text import shown

if TYPE_CHECKING:
    from xalias_tui.domain.zone_difference import Difference
    from xalias_tui.domain.zones import Zone
    from xalias_tui.jobs.zones.read import ZonesRead

DIFFERENT: Final = 1
_LONG: Final = 1_000
_BOTH: Final = 2
_LEAD: Final = 3
"""Columns before a record."""


@documented(
    "diff",
    "xalias diff Z08EXAMPLECOMPUBLIC0 Z08EXAMPLECOMPRIVATE",
    "xalias diff example.com",
    "xalias diff staging.example.com example.com --exit-code",
)
@click.argument("left", metavar="ZONE")
@click.argument("right", metavar="[ZONE]", required=False)
@own_option("--exit-code", is_flag=True, help="Exit with status 1 where they differ.")
def command(invocation: Invocation, left: str, right: str | None, exit_code: bool) -> int:  # noqa: FBT001 -- click
    """Compare two hosted zones record by record: twins, public against private, stale against live.

    One name alone means the two zones that carry it. SOA and NS of the apex are each zone's own and are not compared.
    Zones of different names are compared by what comes before the zone's name.
    """
    from xalias_tui.domain.zone_difference import difference, difference_document  # noqa: PLC0415 -- not for --help
    from xalias_tui.jobs.zones.read import read_records, read_zones  # noqa: PLC0415 -- as above

    workspace = invocation.workspace()
    read = read_zones(workspace, left)
    first, second = _pair(read, left, right)
    progress(f"reading {first.id} and {second.id}")
    found = difference(read_records(workspace, first), read_records(workspace, second))
    progress("", last=True)
    if invocation.as_json:
        print_data("diff", difference_document(found), read.unscanned)
    else:
        echo("\n".join(_lines(found)))
        say_unscanned(read.unscanned)
    return DIFFERENT if exit_code and not found.is_none else 0


def _pair(read: ZonesRead, left: str, right: str | None) -> tuple[Zone, Zone]:
    """The two zones that are meant.

    Raises:
        UsageError: when there are not two of them.
    """
    from xalias_tui.jobs.zones.read import choose_zone, named  # noqa: PLC0415 -- not for --help

    if right is not None:
        pair = choose_zone(read, left), choose_zone(read, right)
        if pair[0].id == pair[1].id:
            raise UsageError("usage", f"{left} and {right} are the same zone, {pair[0].id}.", "Name another one.")
        return pair
    twins = named(read, left)
    if len(twins) != _BOTH:
        ids = ", ".join(zone.id for zone in twins) or "none"
        remedy = "Name two zones, by their ids where they carry one name."
        raise UsageError("usage", f"{left} is not the name of two zones: there is {ids}.", remedy)
    return twins[0], twins[1]


def _lines(found: Difference) -> Iterator[str]:
    for sign, zone in (("-", found.left), ("+", found.right)):
        owner = f"{zone.visibility}, {zone.id}, account {zone.account_id}"
        yield f"{sign * 3} {shown(zone.name.text)}  ({owner})"
    for record in found.only_left:
        yield _line("-", record)
    for record in found.only_right:
        yield _line("+", record)
    for left, right in found.different:
        yield _line("-", left, changed=True)
        yield _line("+", right, changed=True)
    only = f"{len(found.only_left)} only in {found.left.id}, {len(found.only_right)} only in {found.right.id}"
    yield hanging("", f"{only}, {len(found.different)} different, {found.same} the same", 0)


def _line(sign: str, record: RecordSet, *, changed: bool = False) -> str:
    """A record of one side; ``~`` stands before those that the other side has differently."""
    member = record.set_identifier or "" if changed else record.membership
    routing = f"  [{shown(member)}]" if member else ""
    details = f" · {shown(record.details, _LONG)}" if changed and record.details else ""
    text = f"{shown(record.name.text)}  {record.type}  {shown(record.summary(), _LONG)}{details}{routing}"
    colour = "yellow" if changed else "red" if sign == "-" else "green"
    lead = styled(f"{'~' if changed else ' '}{sign}", fg=colour, bold=True)
    return hanging(f"{lead} ", text, _LEAD)
