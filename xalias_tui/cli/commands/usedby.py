"""``xalias usedby TARGET``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from xalias_tui.cli.completeness import status_of
from xalias_tui.cli.documented import documented
from xalias_tui.cli.listing import ListFormat, lists, print_rows
from xalias_tui.cli.options import Invocation, takes
from xalias_tui.cli.output import echo, print_data, progress, say, say_unscanned, table
from xalias_tui.cli.watching import IN_VAIN, Watching, watching_options
from xalias_tui.domain.documents import Document, record_document, target_document
from xalias_tui.domain.text import many_of, shown

if TYPE_CHECKING:
    from xalias_tui.jobs.audit.used_by import Use, UsedBy


@documented(
    "usedby",
    "xalias usedby shop-web",
    "xalias usedby web-1.eu-west-1.elb.amazonaws.com --format csv",
    "xalias usedby old-web --watch --every 60 --within 7200",
)
@click.argument("target", metavar="TARGET")
@takes("insist")
@watching_options
@lists
def command(
    invocation: Invocation,
    target: str,
    insist: bool,  # noqa: FBT001 -- click passes it by name
    printed: ListFormat,
    watching: Watching,
) -> int:
    """List every record in every zone that points to TARGET: a DNS name or URL, an ARN, or a target's own name.

    --watch waits until none does, and everything could be read; where the time is over before, the exit status is 1.
    """
    from xalias_tui.jobs.audit.used_by import used_by  # noqa: PLC0415 -- not for --help

    workspace = invocation.workspace()

    def look() -> UsedBy:
        return used_by(workspace, target, progress)

    answer = watching.until(workspace, _is_free, look, _words)
    in_vain = watching.watch and not _is_free(answer)
    status = status_of(answer.unscanned, read=answer.read > 0, insist=insist, status=IN_VAIN if in_vain else 0)
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


def _is_free(answer: UsedBy) -> bool:
    """Whether it is known that nothing points to it."""
    return not answer.uses and not answer.unscanned


def _words(answer: UsedBy) -> str:
    failed = f"; {many_of(len(answer.unscanned), 'look-up')} failed" if answer.unscanned else ""
    verb = "points" if len(answer.uses) == 1 else "point"
    return f"{many_of(len(answer.uses), 'record')} {verb} to {answer.target.name}{failed}"


def _document(use: Use) -> Document:
    """An element of ``records``."""
    return {
        **record_document(use.record),
        "zone_id": use.zone.id,
        "zone": use.zone.name.text,
        "account_id": use.zone.account_id,
        "through": [str(record.key) for record in use.through],
    }
