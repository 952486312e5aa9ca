"""``xalias targets``."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import click

from xalias_tui.cli.completeness import status_of
from xalias_tui.cli.documented import documented
from xalias_tui.cli.listing import ListFormat, lists, print_rows
from xalias_tui.cli.options import Invocation, own_option, takes
from xalias_tui.cli.output import (
    echo,
    file_word,
    print_data,
    progress,
    say,
    say_unscanned,
    say_written,
    table,
    table_row,
    width_of,
)
from xalias_tui.domain.coverage import Coverage, coverage_document
from xalias_tui.domain.documents import target_document
from xalias_tui.domain.errors import UsageError
from xalias_tui.domain.names import DnsName
from xalias_tui.domain.targets import Target

_HEADINGS: Final = ("kind", "name", "account", "region", "state", "types", "zone id", "dns name")
_MANY: Final = 10_000
"""Rows of a table that are held until it is printed."""


@documented(
    "targets",
    "xalias targets --target-profile shop-prod --kind alb --region eu-west-1",
    "xalias targets --format csv > targets.csv",
    "xalias targets --card shop.card --for shop.example.com",
)
@own_option(
    "--card",
    "card",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Write what was found, with its evidence, for the people of the zone side; they open it with --target-card.",
)
@own_option("--for", "name", metavar="NAME", help="With --card: also inspect each target for a record of this name.")
@takes("insist")
@lists
def command(
    invocation: Invocation,
    card: Path | None,
    name: str | None,
    insist: bool,  # noqa: FBT001 -- click passes it by name
    printed: ListFormat,
) -> int:
    """Discover what aliases can point to, in every target account and region."""
    from xalias_tui.jobs.targets.discover import DiscoveryEvent, Found, Progress  # noqa: PLC0415 -- not for --help
    from xalias_tui.jobs.targets.search import search  # noqa: PLC0415 -- not for --help

    lock, found = threading.Lock(), 0

    def on_event(event: DiscoveryEvent) -> None:
        nonlocal found
        with lock:
            if isinstance(event, Found):
                found += len(event.targets)
            elif isinstance(event, Progress):
                progress(f"{event.done} of {event.total} look-ups in {event.regions} regions, {found} targets found")

    if name is not None and card is None:
        raise UsageError("usage", "--for needs --card.", "See 'xalias targets --help'.")
    inspected_for = None if name is None else DnsName.looked_up(name)
    workspace = invocation.workspace()
    discovery = search(workspace, on_event)
    progress("", last=True)
    status = status_of(discovery.unscanned, read=True, insist=insist)  # where no account can be asked, it raises
    if card is not None:
        from xalias_tui.jobs.targets.write_card import write_card  # noqa: PLC0415 -- few write one

        write_card(workspace, card, discovery, inspected_for)
        say_written(card)
        say(f"The zone side opens it with: --target-card {file_word(card)}")
    if printed == "json":
        targets = (target_document(target) for target in discovery.targets)
        data = {"targets": targets, "coverage": coverage_document(discovery.coverage or Coverage())}
        print_data("targets", data, discovery.unscanned)
        return status
    if printed == "text":
        _print_table(discovery.targets)
    else:
        print_rows(printed, "targets", (target_document(target) for target in discovery.targets))
    say_unscanned(discovery.unscanned)
    return status


def _print_table(targets: Sequence[Target]) -> None:
    """Print a table; of very many targets, which are read from a file, a row at a time, after the widths are known."""
    if len(targets) <= _MANY:
        echo(table(_HEADINGS, map(_cells, targets)))
        return
    widths = [width_of((heading,)) for heading in _HEADINGS]
    for target in targets:
        widths = [max(width, width_of((cell,))) for width, cell in zip(widths, _cells(target), strict=True)]
    echo(table_row(_HEADINGS, widths))
    for target in targets:
        echo(table_row(_cells(target), widths))


def _cells(target: Target) -> Sequence[object]:
    from xalias_tui.cli.tables import Linked  # noqa: PLC0415 -- only where a table is printed
    from xalias_tui.domain.console_pages import page_of_arn  # noqa: PLC0415 -- as above

    return (
        target.kind,
        Linked(target.name, page_of_arn(target.arn)),
        target.account_id,
        target.region,
        target.state,
        target.record_types,
        target.zone_id,
        target.dns_name,
    )
