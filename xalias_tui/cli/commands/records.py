"""``xalias records ZONE``, ``xalias records --all``."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator

import click

from xalias_tui.cli.all_records import Row, documents, list_all, texts, zone_columns
from xalias_tui.cli.documented import documented
from xalias_tui.cli.listing import ListFormat, lists, print_rows
from xalias_tui.cli.option_rules import refuse_without
from xalias_tui.cli.options import Invocation, own_option
from xalias_tui.cli.output import echo, print_data, progress, progress_beside, say, say_unscanned, table
from xalias_tui.domain.custody import Protection
from xalias_tui.domain.documents import Document, zone_document
from xalias_tui.domain.errors import UsageError
from xalias_tui.domain.lookups import LookupFailedError, Unscanned
from xalias_tui.domain.names import DnsName
from xalias_tui.domain.records import RecordSet
from xalias_tui.domain.text import shown
from xalias_tui.domain.zones import Zone


@documented(
    "records",
    "xalias records example.com",
    "xalias records Z08EXAMPLECOMPUBLIC0 --format csv > records.csv",
    "xalias records --all --by-account",
    "xalias records --all --points-to 222222222222",
)
@click.argument("zone", metavar="[ZONE]", required=False)
@own_option("--all", "all_zones", is_flag=True, help="Instead of ZONE: the records of all zones in one list.")
@own_option(
    "--by-account",
    is_flag=True,
    help="With --all: also search the targets, and list the records by the account that they point to.",
)
@own_option("--points-to", "account", metavar="ACCOUNT", help="As --by-account, for records of this account only.")
@lists
def command(
    invocation: Invocation,
    zone: str | None,
    all_zones: bool,  # noqa: FBT001 -- click passes it by name
    by_account: bool,  # noqa: FBT001 -- as above
    account: str | None,
    printed: ListFormat,
) -> int:
    """List the records of ZONE: a zone id, or a name that only one zone carries."""
    if all_zones == (zone is not None):
        raise UsageError("usage", "Give either a ZONE or --all.", "'xalias zones' lists the zones.")
    if all_zones:
        return list_all(invocation, printed, by_account=by_account or account is not None, account=account)
    refuse_without("--all", "by_account", "account")
    return _list_one(invocation, printed, zone or "")


def _list_one(invocation: Invocation, printed: ListFormat, zone: str) -> int:
    """The records of one zone."""
    from xalias_tui.jobs.zones.ownership import protections_of  # noqa: PLC0415 -- not for --help
    from xalias_tui.jobs.zones.read import detail, find_zone  # noqa: PLC0415 -- as above

    workspace = invocation.workspace()
    found = detail(workspace, find_zone(workspace, zone))
    protections, missed = protections_of(workspace, found)
    pages = _told(workspace.accounts.hosted_zones(found.profile).records(found), found)
    known = None if missed else frozenset((held.name, held.type) for held in protections)
    if printed == "json":
        listed = [{"name": held.name.text, "type": held.type, "comment": held.comment} for held in protections]
        unread = list(missed)
        rows = _rows(pages, known, found, unread, texts)
        data = {"zone": zone_document(found), "records": rows, "protections": None if missed else listed}
        print_data("records", data, unread)
        return 0
    if printed != "text":
        print_rows(printed, "records", _rows(pages, known, found, [], documents))
        say_unscanned(missed)
        return 0
    _print_table(tuple(record for page in pages for record in page), protections)
    say_unscanned(missed)
    return 0


def _print_table(records: tuple[RecordSet, ...], protections: tuple[Protection, ...]) -> None:
    held = {(protection.name, protection.type): protection for protection in protections}
    rows = [
        (
            record.name,
            record.type,
            record.set_identifier,
            record.routing or (record.policy if record.unknown else None),
            _protected(held.get((record.name, record.type))),
            record.summary(),
        )
        for record in records
    ]
    echo(table(("name", "type", "set", "routing", "protected", "points to"), rows))
    there = {(record.name, record.type) for record in records}
    for protection in protections:
        if (protection.name, protection.type) not in there:
            why = f" ({shown(protection.comment)})" if protection.comment else ""
            say(f"{shown(protection.name.text)} {protection.type} is protected{why}: it cannot be created.")


def _told(pages: Iterator[tuple[RecordSet, ...]], zone: Zone) -> Iterator[tuple[RecordSet, ...]]:
    """The pages as they come, with progress."""
    count = 0
    for page in pages:
        count += len(page)
        progress_beside(f"{count} records of {zone.record_count}")
        yield page
    progress("", last=True)


def _rows(
    pages: Iterator[tuple[RecordSet, ...]],
    protected: Container[tuple[DnsName, str]] | None,
    zone: Zone,
    unread: list[Unscanned],
    writer: Callable[[Document], Callable[[RecordSet], Row]],
) -> Iterator[Row]:
    """A row for each record, of it and what else is said of it; where reading ends early, ``unread`` says so, too."""
    where = zone_columns(zone)
    made = {held: writer({"protected": held, **where, "points_to": None}) for held in (None, False, True)}
    try:
        for page in pages:
            for record in page:
                held = None if protected is None else (record.name, record.type) in protected
                yield made[held](record)
    except LookupFailedError as error:
        row = Unscanned(zone.account_id, zone.profile, "", "records", error.code, error.message, error.needed)
        unread.append(row)
        raise


def _protected(protection: Protection | None) -> str | None:
    return None if protection is None else protection.comment or "yes"
