"""``xalias zone-ids [ID]``."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import click

from xalias_tui.cli.documented import documented
from xalias_tui.cli.listing import ListFormat, lists, print_rows
from xalias_tui.cli.option_rules import refuse_with
from xalias_tui.cli.options import Invocation, option, own_option
from xalias_tui.cli.output import echo, print_data, say_written, table
from xalias_tui.domain import zone_id_table, zone_ids
from xalias_tui.domain.documents import Document
from xalias_tui.domain.errors import UsageError
from xalias_tui.domain.zone_id_table import Difference
from xalias_tui.domain.zone_ids import ZoneIdEntry
from xalias_tui.store.files import read_json, write_json

DIFFERS = 1
"""Exit status when the other table has an id that stands nowhere in this one."""


@documented(
    "zone-ids",
    "xalias zone-ids",
    "xalias zone-ids --json",
)
@click.argument("zone_id", metavar="[ID]", required=False)
@own_option("--service", metavar="NAME", help="Only this service of the table, e.g. alb.")
@own_option(
    "--against",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Show where another table (JSON) differs; status 1 where it has another id, or one that this table lacks.",
)
@option("out", help="With --against: write the refreshed table here.")
@lists
def command(
    invocation: Invocation,
    zone_id: str | None,
    service: str | None,
    against: Path | None,
    out: Path | None,
    printed: ListFormat,
) -> int:
    """The table of alias hosted zone ids with sources; what an ID belongs to; how another table differs."""
    if against is None:
        if out is not None:
            raise UsageError("usage", "--out needs --against.", "See 'xalias zone-ids --help'.")
        _print_entries(invocation, zone_id, service, printed)
        return 0
    refuse_with("--against", "zone_id", "service", "regions", "format_name")
    content = read_json(against, code="not-a-zone-id-table", kind="table of zone ids", remedy="Name another file.")
    other = zone_id_table.read_table(content, str(against))
    rows = zone_id_table.differences(other)
    if out is not None:
        compiled = f"{datetime.now(UTC):%Y-%m}"
        write_json(out, zone_id_table.refreshed(other, called=against.name, compiled=compiled))
        say_written(out)
    if invocation.as_json:
        print_data("zone-ids", {"differences": [_difference_document(row) for row in rows]})
    elif rows:
        headings = ("service", "region", "here", "there", "standing")
        echo(table(headings, [(row.service, row.region, row.here, row.there, row.standing) for row in rows]))
    else:
        echo("Both tables say the same.")
    return DIFFERS if any(row.standing in ("other", "only-there") for row in rows) else 0


def _print_entries(invocation: Invocation, zone_id: str | None, service: str | None, printed: ListFormat) -> None:
    wanted = zone_ids.entries() if zone_id is None else zone_ids.reverse(zone_id.strip().rpartition("/")[2])
    regions = invocation.regions or [entry.region for entry in wanted]
    rows = [entry for entry in wanted if service in (None, entry.service) and entry.region in regions]
    if not rows:
        asked = {"id": zone_id, "service": service, "region": " or ".join(invocation.regions)}
        named = " and ".join(f"{word} {value}" for word, value in asked.items() if value)
        raise UsageError("zone-id-unknown", f"The table has no entry of {named}.", "List all with 'xalias zone-ids'.")
    if printed == "json":
        print_data("zone-ids", {"entries": [_entry_document(entry) for entry in rows]})
        return
    if printed != "text":
        print_rows(printed, "zone-ids", map(_entry_document, rows))
        return
    echo(
        table(
            ("service", "region", "zone id", "confidence", "also published"),
            [(row.service, row.region, row.zone_id, row.confidence, row.alternates) for row in rows],
        )
    )
    if zone_id is not None:
        echo("sources (compared in " + rows[0].compiled + ")")
        for source in dict.fromkeys(source for row in rows for source in row.sources):
            echo(f"  {source}")


def _entry_document(entry: ZoneIdEntry) -> Document:
    return {
        "service": entry.service,
        "region": entry.region,
        "zone_id": entry.zone_id,
        "confidence": entry.confidence,
        "alternates": list(entry.alternates),
        "sources": list(entry.sources),
        "compiled": entry.compiled,
    }


def _difference_document(row: Difference) -> Document:
    return {
        "service": row.service,
        "region": row.region,
        "here": row.here,
        "there": row.there,
        "standing": row.standing,
    }
