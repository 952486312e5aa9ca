"""``xalias cidr-collections``."""

from __future__ import annotations

from xalias_tui.cli.documented import documented
from xalias_tui.cli.listing import list_format, print_rows
from xalias_tui.cli.options import Invocation, takes
from xalias_tui.cli.output import echo, print_data, say_unscanned, table
from xalias_tui.domain.group_documents import cidr_collection_document


@documented(
    "cidr-collections",
    "xalias cidr-collections",
    "xalias cidr-collections --zone-profile dns-prod --json",
)
@takes("format")
def command(invocation: Invocation, format_name: str | None) -> int:
    """List the CIDR collections of the zone accounts, and the locations that IP-based records may be for."""
    from xalias_tui.jobs.zones.referable import list_cidr_collections  # noqa: PLC0415 -- not for --help

    printed = list_format(invocation, format_name)
    collections, unscanned = list_cidr_collections(invocation.workspace())
    if printed == "json":
        data = {"cidr_collections": [cidr_collection_document(collection) for collection in collections]}
        print_data("cidr-collections", data, unscanned)
        return 0
    if printed != "text":
        print_rows(printed, "cidr-collections", map(cidr_collection_document, collections))
        say_unscanned(unscanned)
        return 0
    rows = [(each.name, each.id, ", ".join(each.locations), each.account_id) for each in collections]
    echo(table(("name", "id", "locations", "account"), rows))
    say_unscanned(unscanned)
    return 0
