"""What the commands that make a plan have in common: where it is written, how it is shown, which status it has."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

import click

from xalias_tui.cli.options import Command, Invocation
from xalias_tui.cli.output import echo, file_word, print_document, say, say_unscanned, say_written
from xalias_tui.cli.plan_text import plan_lines
from xalias_tui.domain.documents import Document, envelope, plan_document
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
    invocation: Invocation,
    plan: Plan,
    unscanned: tuple[Unscanned, ...],
    *,
    fail_on: str,
    out: Path | None,
    also: tuple[Plan, ...] = (),
) -> int:
    """Print a plan, write it where that was asked for, and give the exit status.

    Args:
        invocation: What was asked.
        plan: The plan.
        unscanned: What could not be asked.
        fail_on: Severity from which on the status is 1, or ``never``.
        out: Where it is written; each of ``also`` beside it, with its number and the id of its zone before the ending.
        also: Plans of other zones that belong to it.

    Raises:
        UsageError: when a file can't be written.
    """
    others = [plan_document(other) for other in also]
    document = envelope("plan", {**plan_document(plan), "also": others}, unscanned)
    files = _written(out, document, also)
    if invocation.as_json:
        print_document(document)
    else:
        echo("\n".join(plan_lines(plan)))
        for other in also:
            echo("also needed, in another zone, which is a change of its own")
            echo("\n".join(plan_lines(other)))
        say_unscanned(unscanned)
        for file, written in zip(files, (plan, *also), strict=False):
            say_written(file)
            if _can_be_sent(written):
                say(f"Send it with: xalias apply {file_word(file)}")
    severity = worst(finding for each in (plan, *also) for finding in each.findings)
    if severity is None or fail_on == "never":
        return 0
    return FOUND if severity.reaches(Severity(fail_on)) else 0


def _can_be_sent(plan: Plan) -> bool:
    """Whether ``apply`` sends the plan as it is."""
    return bool(plan.changes) and worst(plan.findings) is not Severity.ERROR


def _written(out: Path | None, document: Document, also: tuple[Plan, ...]) -> tuple[Path, ...]:
    """The files that the plans were written to, the plan's own first."""
    if out is None:
        return ()
    files = {out: document}
    for at, other in enumerate(also, start=2):
        files[out.parent / f"{out.stem}-{at}-{other.zone.id}{out.suffix}"] = envelope("plan", plan_document(other))
    for file, content in files.items():
        write_json(file, content)
    return tuple(files)
