"""``xalias zones``."""

from __future__ import annotations

from itertools import chain
from typing import Final

from xalias_tui.cli.completeness import status_of
from xalias_tui.cli.documented import documented
from xalias_tui.cli.listing import ListFormat, lists, print_rows
from xalias_tui.cli.options import Invocation, asking_options, own_option, takes
from xalias_tui.cli.output import echo, print_data, progress, progress_beside, say, say_unscanned, table
from xalias_tui.domain.lookups import Unscanned
from xalias_tui.domain.ways_in import reached_by

_LIVE: Final = {None: "", True: ", live", False: ", not live"}
"""What stands behind a zone's visibility; it is known only of those that share their name."""


@documented(
    "zones",
    "xalias zones",
    "xalias zones --twins",
    "xalias zones --json --query 'data.zones[?private].id'",
)
@own_option("--twins", "ask_twins", is_flag=True, help="Ask name servers which of several zones of a name is live.")
@takes("insist")
@lists
@asking_options
def command(
    invocation: Invocation,
    ask_twins: bool,  # noqa: FBT001 -- click passes it by name
    insist: bool,  # noqa: FBT001 -- as above
    printed: ListFormat,
) -> int:
    """List the hosted zones of every zone account."""
    from xalias_tui.jobs.zones.read import details, read_zones  # noqa: PLC0415 -- not for --help

    workspace = invocation.workspace()
    if ask_twins and workspace.offline:
        say("No name server was asked which zone is live: it is offline.")
    read = read_zones(workspace, detailed=ask_twins and printed != "text", on_detail=_tell)
    live: dict[str, bool] = {}
    if ask_twins:
        from xalias_tui.jobs.zones.evidence import liveness  # noqa: PLC0415 -- loads what asks name servers and TLS

        live = liveness(workspace, read.zones)
    if printed != "text":
        from xalias_tui.domain.documents import zone_document  # noqa: PLC0415 -- text needs none

        missed: list[Unscanned] = []
        # Text has no name servers and VPCs, which cost a call a zone; a zone is printed once those before it are.
        detailed = read.zones if ask_twins else details(workspace, read.zones, missed, _tell)
        zones = ({**zone_document(zone), "live": live.get(zone.id)} for zone in detailed)
        if printed == "json":
            print_data("zones", {"zones": zones}, chain(read.unscanned, missed), early=True)
        else:
            print_rows(printed, "zones", zones)
        progress("", last=True)
        if printed != "json":
            say_unscanned((*read.unscanned, *missed))
        return status_of((*read.unscanned, *missed), read=True, insist=insist)  # without any, reading them raises
    from xalias_tui.cli.tables import Linked  # noqa: PLC0415 -- only where a table is printed
    from xalias_tui.domain.console_pages import page_of_zone  # noqa: PLC0415 -- as above

    rows = [
        (
            Linked(zone.id, page_of_zone(zone)),
            zone.name,
            zone.visibility + _LIVE[live.get(zone.id)],
            zone.record_count,
            zone.account_id,
            reached_by(zone.profile) or "default",
            zone.comment,
        )
        for zone in read.zones
    ]
    echo(table(("id", "name", "type", "records", "account", "profile", "comment"), rows))
    say_unscanned(read.unscanned)
    return status_of(read.unscanned, read=True, insist=insist)


def _tell(done: int, total: int) -> None:
    progress_beside(f"{done} of {total} zones read for their name servers and VPCs (Ctrl-C stops)")
