"""What the commands that make a plan have in common: where it is written, how it is shown, which status it has."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

import click

from xalias_tui.cli.options import Command, Invocation
from xalias_tui.cli.output import print_document, say, say_unscanned
from xalias_tui.cli.plan_text import plan_lines
from xalias_tui.domain.documents import envelope, plan_document
from xalias_tui.domain.findings import Severity, worst
from xalias_tui.domain.lookups import Unscanned
from xalias_tui.domain.plans import Plan
from xalias_tui.store.files import write_json

FOUND: Final = 1
"""Exit status for findings at or over ``--fail-on``."""

_OPTIONS: Final = (
    click.option(
        "--fail-on",
        type=click.Choice([*(severity.value for severity in Severity), "never"]),
        default=Severity.ERROR.value,
        show_default=True,
        help="Exit with status 1 for findings at or over this severity.",
    ),
    click.option(
        "--out", type=click.Path(path_type=Path), metavar="FILE", help="Write the plan here, whatever was found."
    ),
)


def plan_options(function: Command) -> Command:
    """Give a command the options of ``show_plan``."""
    command: Any = function
    for option in reversed(_OPTIONS):
        command = option(command)
    return command  # type: ignore[no-any-return] # click's decorators keep the function's own type, untyped


def show_plan(
    invocation: Invocation, plan: Plan, unscanned: tuple[Unscanned, ...], *, fail_on: str, out: Path | None
) -> int:
    """Print a plan, write it where that was asked for, and give the exit status.

    Raises:
        UsageError: when the file can't be written.
    """
    document = envelope("plan", plan_document(plan), unscanned)
    if out is not None:
        write_json(out, document)
    if invocation.as_json:
        print_document(document)
    else:
        click.echo("\n".join(plan_lines(plan)))
        say_unscanned(unscanned)
        if out is not None:
            say(f"Written to {out}; send it with 'xalias apply {out}'.")
    severity = worst(plan.findings)
    if severity is None or fail_on == "never":
        return 0
    return FOUND if severity.reaches(Severity(fail_on)) else 0
