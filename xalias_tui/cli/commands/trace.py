"""``xalias trace NAME``."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Final

import click

from xalias_tui.cli.documented import documented
from xalias_tui.cli.option_rules import refuse_without
from xalias_tui.cli.options import Invocation, asking_options, option
from xalias_tui.cli.output import echo, print_data, progress, say, say_unscanned
from xalias_tui.cli.step_text import print_steps
from xalias_tui.cli.tables import hanging
from xalias_tui.domain.text import shown
from xalias_tui.domain.traces import Trace, trace_document

_LONG: Final = 600
_BROKEN: Final = 1


@documented(
    "trace",
    "xalias trace www.example.com",
    "xalias trace www.example.com --offline",
    "xalias trace www.example.com --watch --every 30 --within 3600",
    "xalias trace www.corp.example.com --zone corp.example.com",
)
@click.argument("name", metavar="NAME")
@option("no_connect", help="Ask name servers, but call no address.")
@click.option("--zone", "begin", metavar="ZONE", default="", help="The zone to begin in, a private one too.")
@click.option("--call-private", is_flag=True, help="Also call addresses of private networks, as seen from inside one.")
@click.option("--watch", "watching", is_flag=True, help="Trace again and again until the name works.")
@click.option(
    "--every",
    type=click.FloatRange(min=1),
    default=15,
    show_default=True,
    metavar="SECONDS",
    help="With --watch: the time from one trace to the next.",
)
@click.option(
    "--within",
    type=click.FloatRange(min=0),
    default=1800,
    show_default=True,
    metavar="SECONDS",
    help="With --watch: how long at most.",
)
@asking_options
def command(
    invocation: Invocation,
    name: str,
    *,
    no_connect: bool,
    call_private: bool,
    begin: str,
    watching: bool,
    every: float,
    within: float,
) -> int:
    """Follow NAME from the registry to the web server, step by step, and name the first step that is broken."""
    from xalias_tui.jobs.session.probes import probes_of  # noqa: PLC0415 -- not for --help
    from xalias_tui.jobs.trace.run import trace  # noqa: PLC0415 -- as above
    from xalias_tui.jobs.trace.watch import watch  # noqa: PLC0415 -- as above

    if not watching:
        refuse_without("--watch", "every", "within")
    workspace = invocation.workspace(connects=not no_connect, calls_private=call_private)

    def look() -> Trace:
        workspace.forget()
        found = trace(workspace, name, probes_of(workspace), progress, begin=begin)
        progress("", last=True)
        return found

    traced = watch(look, _tell, every=every, seconds=within) if watching else look()
    if invocation.as_json:
        print_data("trace", trace_document(traced), traced.unscanned)
    else:
        _print(traced)
        say_unscanned(traced.unscanned)
    return _BROKEN if traced.verdict == "broken" else 0


def _tell(traced: Trace, changed: bool) -> None:  # noqa: FBT001 -- what is listened to passes it so
    """On standard error each trace that says something new."""
    if changed:
        say(f"{datetime.now(UTC):%H:%M:%S} {shown(traced.headline, _LONG)}")


def _print(traced: Trace) -> None:
    name = shown(traced.name.text)
    echo(hanging(f"{name}  ", shown(traced.headline, _LONG), len(name) + 2))
    print_steps(traced.steps)
    for at, remedy in enumerate(traced.remedies):
        lead = "To repair it, plan one of these; nothing is sent by that:\n" if not at else ""
        echo(f"{lead}  {shown(remedy.words, _LONG)}:  {shown(remedy.command, _LONG)}")
