"""``xalias export FILE… --format F``."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import click

from xalias_tui.cli.documented import documented
from xalias_tui.cli.options import Invocation, option, own_option
from xalias_tui.cli.output import print_data, say
from xalias_tui.cli.plan_file import read_plan
from xalias_tui.cli.value_types import Choice
from xalias_tui.domain.text import shown
from xalias_tui.export import export, format_of, formats

_SENTENCE_LIMIT: Final = 500


@documented(
    "export",
    "xalias export plan.json --format terraform > record.tf",
    "xalias export plans/*.json --format octodns",
)
@click.argument("files", type=click.Path(path_type=Path), metavar="FILE...", nargs=-1, required=True)
@option(
    "format",
    type=Choice([known.name for known in formats()]),
    required=True,
    help="What to write.",
)
@own_option(
    "--lookup",
    is_flag=True,
    help="Terraform: also add a data source for the target (its own account) and a check of the record against it.",
)
def command(invocation: Invocation, files: tuple[Path, ...], format_name: str, *, lookup: bool) -> int:
    """Print the plan in FILE, or several, in the words of another tool. Nothing is sent, and AWS is not asked."""
    made = export([read_plan(file) for file in files], format_of(format_name), with_lookup=lookup)
    if invocation.as_json:
        print_data("export", {"format": format_name, "text": made.text, "left_out": list(made.left_out)})
    else:
        click.echo(made.text, nl=False)
        for sentence in made.left_out:
            say(f"Left out: {shown(sentence, _SENTENCE_LIMIT)}")
    return 0
