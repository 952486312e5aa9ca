"""``xalias history``."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

import click

from xalias_tui.cli.documented import documented
from xalias_tui.cli.listing import ListFormat, lists, print_rows
from xalias_tui.cli.options import Invocation, own_option
from xalias_tui.cli.output import echo, print_data, say, table
from xalias_tui.domain.documents import Document, plan_document
from xalias_tui.domain.text import shown

if TYPE_CHECKING:
    from xalias_tui.jobs.history.reading import Entry


_A_PAGE: Final = 50
_MOST: Final = 1_000_000_000
"""Changes that no journal holds; much larger numbers are beyond those that Python counts rows with."""


@documented(
    "history",
    "xalias history",
    "xalias history --limit 0 --format csv > changes.csv",
)
@own_option(
    "--limit",
    type=click.IntRange(0, _MOST),
    metavar="N",
    help=f"List the newest N changes only; 0 lists all. Default: {_A_PAGE}, all as JSON, CSV or TSV.",
)
@lists
def command(invocation: Invocation, limit: int | None, printed: ListFormat) -> int:
    """List the changes in the journal, newest first; outcomes that are not known are settled first."""
    from xalias_tui.jobs.history.entries import read_journal  # noqa: PLC0415 -- not for --help

    invocation.goes_back = True
    workspace = invocation.workspace()
    most = (_A_PAGE if printed == "text" else 0) if limit is None else limit
    read = read_journal(workspace, most=most or None)
    entries = read.entries
    if read.torn:
        lines = ", ".join(str(number) for number in read.torn)
        say(f"The journal {workspace.journal.path} has lines that are no entry and were left as they are: {lines}.")
    for entry_id in read.left_out:
        say(f"Entry {shown(entry_id)} is left out: its plan was edited, or is of another version.")
    if printed == "json":
        print_data("history", {"entries": [entry_document(entry) for entry in entries]})
    elif printed != "text":
        print_rows(printed, "history", map(_row, entries))
    else:
        _print_table(entries)
    if printed == "text" and read.more:
        say(f"There are older changes: 'xalias history --limit {2 * most}' lists more of them, --limit 0 all.")
    return 0


def _print_table(entries: Iterable[Entry]) -> None:
    listed = tuple(entries)
    rows = [
        (
            entry.entry,
            f"{entry.at:%Y-%m-%d %H:%M:%S}",
            entry.status,
            entry.account_id,
            entry.plan.zone.name,
            ", ".join(_changes(entry)),
        )
        for entry in listed
    ]
    echo(table(("entry", "at (UTC)", "status", "account", "zone", "changes"), rows))
    for entry in listed:
        if entry.message:
            say(f"{shown(entry.entry)}: {shown(entry.message)}")


def _changes(entry: Entry) -> list[str]:
    return [f"{change.action} {change.record.name} {change.record.type}" for change in entry.plan.changes]


def _row(entry: Entry) -> Document:
    """A row of CSV: as in the document, with the plan in words."""
    return {**entry_document(entry), "zone": entry.plan.zone.name.text, "changes": "; ".join(_changes(entry))}


def entry_document(entry: Entry) -> Document:
    """An element of ``entries``."""
    return {
        "entry": entry.entry,
        "at": entry.at.isoformat(),
        "who": entry.who,
        "profile": entry.profile,
        "account_id": entry.account_id,
        "zone_id": entry.zone_id,
        "plan": plan_document(entry.plan),
        "change_id": entry.change_id,
        "status": entry.status,
        "message": entry.message,
        "undoes": entry.undoes,
    }
