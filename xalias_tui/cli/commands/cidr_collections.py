"""``xalias cidr-collections``."""

from __future__ import annotations

from xalias_tui.cli.documented import documented
from xalias_tui.cli.listing import ListFormat, lists, print_rows
from xalias_tui.cli.options import Invocation
from xalias_tui.cli.output import echo, print_data, say_unscanned, table
from xalias_tui.domain.group_documents import cidr_collection_document


@documented(
    "cidr-collections",
    "xalias cidr-collections",
    "xalias cidr-collections --zone-profile dns-prod --json",
)
@lists
def command(invocation: Invocation, printed: ListFormat) -> int:
    """List the CIDR collections of the zone accounts, and the locations that IP-based records may be for."""
    from xalias_tui.jobs.zones.referable import list_cidr_collections  # noqa: PLC0415 -- not for --help

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
