"""``xalias export FILE --format F``."""

from __future__ import annotations

from pathlib import Path

import click

from xalias_tui.cli.options import Invocation, common_options, pass_invocation
from xalias_tui.cli.output import print_data
from xalias_tui.cli.plan_file import read_plan
from xalias_tui.export import format_of, formats


@click.command("export")
@click.argument("file", type=click.Path(path_type=Path), metavar="FILE")
@click.option(
    "--format",
    "format_name",
    type=click.Choice([known.name for known in formats()]),
    required=True,
    help="What to write.",
)
@common_options
@pass_invocation
def command(invocation: Invocation, file: Path, format_name: str) -> int:
    """Print the plan in FILE in the words of another tool. Nothing is sent, and AWS is not asked."""
    text = format_of(format_name).render(read_plan(file))
    if invocation.as_json:
        print_data("export", {"format": format_name, "text": text})
    else:
        click.echo(text, nl=False)
    return 0
