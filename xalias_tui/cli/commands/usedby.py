"""``xalias usedby TARGET``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from xalias_tui.cli.completeness import status_of
from xalias_tui.cli.documented import documented
from xalias_tui.cli.listing import ListFormat, lists, print_rows
from xalias_tui.cli.options import Invocation, takes
from xalias_tui.cli.output import echo, print_data, progress, say, say_unscanned, table
from xalias_tui.domain.documents import Document, record_document, target_document
from xalias_tui.domain.text import shown

if TYPE_CHECKING:
    from xalias_tui.jobs.audit.used_by import Use


@documented(
    "usedby",
    "xalias usedby shop-web",
    "xalias usedby web-1.eu-west-1.elb.amazonaws.com --format csv",
)
@click.argument("target", metavar="TARGET")
@takes("insist")
@lists
def command(
    invocation: Invocation,
    target: str,
    insist: bool,  # noqa: FBT001 -- click passes it by name
    printed: ListFormat,
) -> int:
    """List every record in every zone that points to TARGET: a DNS name or URL, an ARN, or a target's own name."""
    from xalias_tui.jobs.audit.used_by import used_by  # noqa: PLC0415 -- not for --help

    answer = used_by(invocation.workspace(), target, progress)
    progress("", last=True)
    status = status_of(answer.unscanned, read=answer.read > 0, insist=insist)
    if printed == "json":
        records = map(_document, answer.uses)
        print_data("usedby", {"target": target_document(answer.target), "records": records}, answer.unscanned)
        return status
    if printed != "text":
        print_rows(printed, "usedby", map(_document, answer.uses))
    elif answer.uses:
        rows = [
            (
                use.record.name,
                use.record.type,
                use.record.set_identifier,
                f"{use.zone.name} ({use.zone.id}, {use.zone.visibility})",
                " → ".join(str(record.key) for record in use.through) or "itself",
            )
            for use in answer.uses
        ]
        echo(table(("name", "type", "set", "zone", "through"), rows))
    else:
        say(f"No record of the zones that were read points to {shown(answer.target.name)}.")
    say_unscanned(answer.unscanned)
    return status


def _document(use: Use) -> Document:
    """An element of ``records``."""
    return {
        **record_document(use.record),
        "zone_id": use.zone.id,
        "zone": use.zone.name.text,
        "account_id": use.zone.account_id,
        "through": [str(record.key) for record in use.through],
    }
