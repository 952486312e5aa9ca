"""``records --all``: the records of all zones in one list, and the accounts that they point to."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import chain
from typing import TYPE_CHECKING, Final, TypeVar

from xalias_tui.cli.completeness import status_of
from xalias_tui.cli.json_text import Text
from xalias_tui.cli.listing import ListFormat, print_rows
from xalias_tui.cli.options import Invocation
from xalias_tui.cli.output import echo, print_data, progress, progress_beside, say_unscanned, table
from xalias_tui.domain.documents import Document, record_document, record_texts
from xalias_tui.domain.lookups import Unscanned
from xalias_tui.domain.records import RecordSet
from xalias_tui.domain.zones import Zone

if TYPE_CHECKING:
    from xalias_tui.jobs.audit.owners import Owners
    from xalias_tui.jobs.session.workspace import Workspace
    from xalias_tui.jobs.zones.read import ZonesRead

Row = TypeVar("Row")

_NOT_FOUND: Final = "not found"


def list_all(invocation: Invocation, printed: ListFormat, *, by_account: bool, account: str | None) -> int:
    """Print the records of every zone, and give the exit status.

    Args:
        invocation: What was asked.
        printed: How.
        by_account: Whether the targets are searched, so that each row has the accounts that it points to.
        account: Only records that point to this account; None for all.

    Raises:
        UsageError: when a side mixes AWS partitions.
        AwsError: when no zone profile could be asked at all.
    """
    from xalias_tui.jobs.audit.owners import owners  # noqa: PLC0415 -- not for --help
    from xalias_tui.jobs.zones.all_records import read_all_records  # noqa: PLC0415 -- as above
    from xalias_tui.jobs.zones.read import read_zones  # noqa: PLC0415 -- as above

    workspace = invocation.workspace()
    read = read_zones(workspace)
    if printed != "text" and not by_account:
        return _print_as_read(workspace, read, printed)
    zones, missed = read_all_records(workspace, read.zones, progress, also_empty=True)
    told = owners(workspace, zones, progress) if by_account else None
    progress("", last=True)
    unscanned = (*read.unscanned, *missed, *(told.unscanned if told else ()))
    rows = [(zone.zone, record) for zone in zones for record in zone.records]
    if told is not None:
        found = told
        rows = [row for row in rows if account is None or account in found.of(row[0], row[1].key)]
        rows.sort(key=lambda row: found.of(row[0], row[1].key) or ("~",))  # stable: as read within an account
    if printed == "json":
        print_data("records", {"zone": None, "records": _documents(rows, told), "protections": None}, unscanned)
    elif printed == "text":
        echo(_table(rows, told))
    else:
        print_rows(printed, "records", _documents(rows, told))
    if printed != "json":
        say_unscanned(unscanned)
    return status_of(unscanned, read=bool(zones), insist=False)


def _print_as_read(workspace: Workspace, read: ZonesRead, printed: ListFormat) -> int:
    """Print the records of every zone while they are read."""
    from xalias_tui.jobs.zones.all_records import records_in_order  # noqa: PLC0415 -- not for --help

    missed: list[Unscanned] = []
    pages = records_in_order(workspace, read.zones, progress_beside, missed)
    unscanned = chain(read.unscanned, missed)  # is read behind the records
    if printed == "json":
        data = {"zone": None, "records": _rows(pages, texts), "protections": None}
        print_data("records", data, unscanned, early=True)
    else:
        print_rows(printed, "records", _rows(pages, documents))
    progress("", last=True)
    whole = (*read.unscanned, *missed)
    if printed != "json":
        say_unscanned(whole)
    return status_of(whole, read=bool(read.zones), insist=False)


def _rows(
    pages: Iterator[tuple[Zone, Sequence[RecordSet]]], writer: Callable[[Document], Callable[[RecordSet], Row]]
) -> Iterator[Row | None]:
    """A row for each record of some pages; None behind each page, as the next is waited for."""
    for zone, page in pages:
        row_of = writer({"protected": None, **zone_columns(zone), "points_to": None})
        yield from map(row_of, page)
        yield None


def documents(more: Document) -> Callable[[RecordSet], Document]:
    """Makes rows of records of which the same is said besides."""
    return lambda record: {**record_document(record), **more}


def texts(more: Document) -> Callable[[RecordSet], Text]:
    """Makes the same rows as JSON."""
    text_of = record_texts(more)
    return lambda record: Text(text_of(record))


def _documents(rows: list[tuple[Zone, RecordSet]], told: Owners | None) -> Iterator[Document]:
    for zone, record in rows:
        yield {
            **record_document(record),
            "protected": None,
            **zone_columns(zone),
            "points_to": None if told is None else list(told.of(zone, record.key)),
        }


def zone_columns(zone: Zone) -> Document:
    """What a record in a list of several zones has of its own."""
    return {"zone_id": zone.id, "zone": zone.name.text, "account_id": zone.account_id}


def _table(rows: list[tuple[Zone, RecordSet]], told: Owners | None) -> str:
    headings = ["name", "type", "set", "zone", "account", "points to"]
    cells: list[list[object]] = [
        [
            record.name,
            record.type,
            record.set_identifier,
            f"{zone.id} ({zone.visibility})",
            zone.account_id,
            record.summary(),
        ]
        for zone, record in rows
    ]
    if told is not None:
        headings.insert(5, "of account")
        for (zone, record), row in zip(rows, cells, strict=True):
            accounts = told.of(zone, record.key)
            row.insert(5, accounts or (_NOT_FOUND if record.leads_to else None))
    return table(headings, cells)
