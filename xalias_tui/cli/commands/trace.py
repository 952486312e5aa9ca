"""``xalias trace NAME``."""

from __future__ import annotations

from typing import Final

import click

from xalias_tui.cli.documented import documented
from xalias_tui.cli.options import Invocation, asking_options, option, own_option
from xalias_tui.cli.output import echo, print_data, progress, say_unscanned
from xalias_tui.cli.step_text import print_steps
from xalias_tui.cli.tables import hanging
from xalias_tui.cli.watching import IN_VAIN, Watching, watching_options
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
@own_option("--zone", "begin", metavar="ZONE", default="", help="The zone to begin in, a private one too.")
@own_option("--call-private", is_flag=True, help="Also call addresses of private networks, as seen from inside one.")
@watching_options
@asking_options
def command(
    invocation: Invocation,
    name: str,
    *,
    no_connect: bool,
    call_private: bool,
    begin: str,
    watching: Watching,
) -> int:
    """Follow NAME from the registry to the web server, step by step, and name the first step that is broken."""
    from xalias_tui.jobs.session.probes import probes_of  # noqa: PLC0415 -- not for --help
    from xalias_tui.jobs.trace.run import trace  # noqa: PLC0415 -- as above

    workspace = invocation.workspace(connects=not no_connect, calls_private=call_private)

    def look() -> Trace:
        return trace(workspace, name, probes_of(workspace), progress, begin=begin)

    traced = watching.until(workspace, _works, look, lambda found: found.headline)
    if invocation.as_json:
        print_data("trace", trace_document(traced), traced.unscanned)
    else:
        _print(traced)
        say_unscanned(traced.unscanned)
    if watching.watch and not _works(traced):
        return IN_VAIN
    return _BROKEN if traced.verdict == "broken" else 0


def _works(traced: Trace) -> bool:
    return traced.verdict == "ok"


def _print(traced: Trace) -> None:
    name = shown(traced.name.text)
    echo(hanging(f"{name}  ", shown(traced.headline, _LONG), len(name) + 2))
    print_steps(traced.steps)
    for at, remedy in enumerate(traced.remedies):
        lead = "To repair it, plan one of these; nothing is sent by that:\n" if not at else ""
        echo(f"{lead}  {shown(remedy.words, _LONG)}:  {shown(remedy.command, _LONG)}")
