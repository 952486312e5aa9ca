"""``xalias targets``."""

from __future__ import annotations

import threading

import click

from xalias_tui.cli.options import Invocation, common_options, pass_invocation
from xalias_tui.cli.output import print_data, progress, say_unscanned, table
from xalias_tui.domain.documents import target_document


@click.command("targets")
@common_options
@pass_invocation
def command(invocation: Invocation) -> int:
    """Discover what aliases can point to, in every target account and region."""
    from xalias_tui.jobs.discover import DiscoveryEvent, Found, Progress, discover  # noqa: PLC0415 -- not for --help

    lock, found = threading.Lock(), 0

    def on_event(event: DiscoveryEvent) -> None:
        nonlocal found
        with lock:
            if isinstance(event, Found):
                found += len(event.targets)
            elif isinstance(event, Progress):
                progress(f"{event.done} of {event.total} look-ups in {event.regions} regions, {found} targets found")

    discovery = discover(invocation.workspace(), on_event)
    progress("", last=True)
    if invocation.as_json:
        targets = [target_document(target) for target in discovery.targets]
        print_data("targets", {"targets": targets}, discovery.unscanned)
        return 0
    rows = [
        (
            target.kind,
            target.name,
            target.account_id,
            target.region,
            target.state,
            target.record_types,
            target.zone_id,
            target.dns_name,
        )
        for target in discovery.targets
    ]
    click.echo(table(("kind", "name", "account", "region", "state", "types", "zone id", "dns name"), rows))
    say_unscanned(discovery.unscanned)
    return 0
