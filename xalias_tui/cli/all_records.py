"""``records --all``: the records of all zones in one list, and the accounts that they point to."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from xalias_tui.cli.completeness import status_of
from xalias_tui.cli.listing import ListFormat, print_rows
from xalias_tui.cli.options import Invocation
from xalias_tui.cli.output import echo, print_data, progress, say_unscanned, table
from xalias_tui.domain.documents import Document, record_document
from xalias_tui.domain.records import RecordSet
from xalias_tui.domain.zones import Zone

if TYPE_CHECKING:
    from xalias_tui.jobs.audit.owners import Owners

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
