"""``xalias changes NAME``."""

from __future__ import annotations

from typing import Final

import click

from xalias_tui.cli.documented import documented
from xalias_tui.cli.listing import ListFormat, lists, print_rows
from xalias_tui.cli.options import Invocation, option, own_option
from xalias_tui.cli.output import echo, print_data, progress, say, say_unscanned, table
from xalias_tui.cli.value_types import Number
from xalias_tui.domain.changes import ChangesOfName, Reach, changes_document
from xalias_tui.domain.text import shown

_SOURCES: Final = {"journal": "The journal", "change-history": "Change History", "cloudtrail": "CloudTrail"}

_LONG: Final = 600


@documented(
    "changes",
    "xalias changes www.example.com",
    "xalias changes www.example.com --days 7 --format csv",
)
@click.argument("name", metavar="NAME")
@option("zone", help="Only this hosted zone: its id, or a name that only one zone carries.")
@own_option(
    "--days",
    type=Number(min=0, min_open=True, max=90),
    metavar="N",
    help="How far back CloudTrail is asked. Default and most: 90.",
)
@lists
def command(invocation: Invocation, name: str, zone: str | None, days: float | None, printed: ListFormat) -> int:
    """Show who changed the records of NAME, when, and with what, newest first.

    The journal, Route 53's Change History where the zone has it, and CloudTrail's events are put together.
    """
    from xalias_tui.jobs.history.who_changed import who_changed  # noqa: PLC0415 -- not for --help

    told = who_changed(invocation.workspace(), name, zone=zone, days=days, tell=progress)
    progress("", last=True)
    if printed == "json":
        print_data("changes", changes_document(told), told.unscanned)
        return 0
    if printed == "text":
        _print(told)
    else:
        rows = zip(changes_document(told)["changes"], told.changes, strict=True)
        print_rows(printed, "changes", ({**row, "effect": change.effect()} for row, change in rows))
    say_unscanned(told.unscanned)
    return 0


def _print(told: ChangesOfName) -> None:
    if told.changes:
        rows = [
            (
                f"{change.at:%Y-%m-%d %H:%M:%S}",
                shown(change.key.name.bare),
                change.key.type or "–",
                change.key.set_identifier,
                change.action,
                change.effect(),
                change.who,
                change.tool,
                change.address,
                f"{change.entry} {change.status}".strip(),
            )
            for change in told.changes
        ]
        headings = ("at (UTC)", "name", "type", "set", "action", "before → after", "who", "with", "from", "journal")
        echo(table(headings, rows))
    else:
        say(shown(told.nothing, _LONG))
    for reach in told.reaches:
        for line in reach_lines(reach):
            say(line)


def reach_lines(reach: Reach) -> tuple[str, ...]:
    """How far back a source was read, in a sentence; nothing of the journal, which is whole."""
    if reach.source == "journal":
        return ()
    account = f" of {reach.account_id}" if reach.account_id else ""
    since = f" back to {reach.since:%Y-%m-%d %H:%M} UTC" if reach.since else ", as far back as it goes"
    note = f" {shown(reach.note, 400)}" if reach.note else ""
    late = " Its events come some minutes late." if reach.source == "cloudtrail" else ""
    return (f"{_SOURCES[reach.source]}{account} was read{since}.{note}{late}",)
