"""``xalias records ZONE``."""

from __future__ import annotations

import click

from xalias_tui.cli.options import Invocation, common_options, pass_invocation
from xalias_tui.cli.output import echo, print_data, progress, say, say_unscanned, table
from xalias_tui.domain.custody import Protection
from xalias_tui.domain.documents import record_document, zone_document
from xalias_tui.domain.records import RecordSet
from xalias_tui.domain.text import shown


@click.command("records")
@click.argument("zone", metavar="ZONE")
@common_options
@pass_invocation
def command(invocation: Invocation, zone: str) -> int:
    """List the records of ZONE: a zone id, or a name that only one zone carries."""
    from xalias_tui.jobs.zones.ownership import protections_of  # noqa: PLC0415 -- not for --help
    from xalias_tui.jobs.zones.read import detail, find_zone, read_records  # noqa: PLC0415 -- as above

    workspace = invocation.workspace()
    found = detail(workspace, find_zone(workspace, zone))
    count = 0

    def on_page(page: tuple[RecordSet, ...]) -> None:
        nonlocal count
        count += len(page)
        progress(f"{count} records of {found.record_count}")

    read = read_records(workspace, found, on_page)
    progress("", last=True)
    protections, missed = protections_of(workspace, found)
    held = {(protection.name, protection.type): protection for protection in protections}
    if invocation.as_json:
        known = None if missed else held
        records = [
            {**record_document(record), "protected": None if known is None else (record.name, record.type) in known}
            for record in read.records
        ]
        listed = [{"name": held.name.text, "type": held.type, "comment": held.comment} for held in protections]
        data = {"zone": zone_document(found), "records": records, "protections": None if missed else listed}
        print_data("records", data, missed)
        return 0
    rows = [
        (
            record.name,
            record.type,
            record.set_identifier,
            record.routing or (record.policy if record.unknown else None),
            _protected(held.get((record.name, record.type))),
            record.summary(),
        )
        for record in read.records
    ]
    echo(table(("name", "type", "set", "routing", "protected", "points to"), rows))
    there = {(record.name, record.type) for record in read.records}
    for protection in protections:
        if (protection.name, protection.type) not in there:
            why = f" ({shown(protection.comment)})" if protection.comment else ""
            say(f"{shown(protection.name.text)} {protection.type} is protected{why}: it cannot be created.")
    say_unscanned(missed)
    return 0


def _protected(protection: Protection | None) -> str | None:
    return None if protection is None else protection.comment or "yes"
