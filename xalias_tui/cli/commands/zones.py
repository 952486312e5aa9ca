"""``xalias zones``."""

from __future__ import annotations

import click

from xalias_tui.cli.options import Invocation, common_options, pass_invocation
from xalias_tui.cli.output import print_data, say_unscanned, table
from xalias_tui.domain.documents import zone_document


@click.command("zones")
@common_options
@pass_invocation
def command(invocation: Invocation) -> int:
    """List the hosted zones of every zone account."""
    from xalias_tui.jobs.zones import read_zones  # noqa: PLC0415 -- not for --help

    read = read_zones(invocation.workspace(), detailed=True)
    if invocation.as_json:
        print_data("zones", {"zones": [zone_document(zone) for zone in read.zones]}, read.unscanned)
        return 0
    rows = [
        (
            zone.id,
            zone.name,
            zone.visibility,
            zone.record_count,
            zone.account_id,
            zone.profile or "default",
            zone.comment,
        )
        for zone in read.zones
    ]
    click.echo(table(("id", "name", "visibility", "records", "account", "profile", "comment"), rows))
    say_unscanned(read.unscanned)
    return 0
