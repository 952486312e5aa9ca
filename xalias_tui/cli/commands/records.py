"""``xalias records ZONE``."""

from __future__ import annotations

import click

from xalias_tui.cli.options import Invocation, common_options, pass_invocation
from xalias_tui.cli.output import print_data, progress, table
from xalias_tui.domain.documents import record_document, zone_document
from xalias_tui.domain.records import RecordSet


@click.command("records")
@click.argument("zone", metavar="ZONE")
@common_options
@pass_invocation
def command(invocation: Invocation, zone: str) -> int:
    """List the records of ZONE: a zone id, or a name that only one zone carries."""
    from xalias_tui.jobs.zones import detail, find_zone, read_records  # noqa: PLC0415 -- not for --help

    workspace = invocation.workspace()
    found = detail(workspace, find_zone(workspace, zone))
    count = 0

    def on_page(page: tuple[RecordSet, ...]) -> None:
        nonlocal count
        count += len(page)
        progress(f"{count} records of {found.record_count}")

    read = read_records(workspace, found, on_page)
    progress("", last=True)
    if invocation.as_json:
        records = [record_document(record) for record in read.records]
        print_data("records", {"zone": zone_document(found), "records": records})
        return 0
    rows = [
        (record.name, record.type, record.set_identifier, record.routing, record.summary()) for record in read.records
    ]
    click.echo(table(("name", "type", "set", "routing", "leads to"), rows))
    return 0
