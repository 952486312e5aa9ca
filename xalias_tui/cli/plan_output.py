"""What the commands that make a plan have in common: where it is written, how it is shown, which status it has."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from xalias_tui.cli.options import Invocation, takes_as
from xalias_tui.cli.output import echo, file_word, print_document, say, say_unscanned, say_written
from xalias_tui.cli.plan_text import count_line, plan_lines
from xalias_tui.domain.dataclass import dataclass
from xalias_tui.domain.documents import Document, envelope, plan_document
from xalias_tui.domain.findings import Severity, worst
from xalias_tui.domain.lookups import Unscanned
from xalias_tui.domain.plans import Plan
from xalias_tui.store.files import is_stream, write_json

if TYPE_CHECKING:
    from xalias_tui.domain.record_rows import Rejected

FOUND: Final = 1
"""Exit status for findings at or over ``--fail-on``."""


@dataclass(frozen=True, slots=True)
class PlanOutput:
    """What is done with a plan.

    Attributes:
        fail_on: Severity from which on the status is 1, or ``never``.
        out: Where it is written.
        format_name: ``text`` or ``markdown``; None for text.
    """

    fail_on: str = Severity.ERROR.value
    out: Path | None = None
    format_name: str | None = None


plan_options = takes_as("output", PlanOutput, "fail_on", "out", "plan_format")
"""Gives a command ``output``, the one of ``show_plan``."""


def print_markdown(plans: Sequence[Plan], unscanned: Iterable[Unscanned], rejected: Iterable[Rejected] = ()) -> None:
    """Print plans for a pull request, and nothing else on standard output."""
    from xalias_tui.export.reports import markdown  # noqa: PLC0415 -- few ask for it

    echo(markdown.render(plans, unscanned, rejected), nl=False)


def show_plan(
    invocation: Invocation,
    plan: Plan,
    unscanned: tuple[Unscanned, ...],
    output: PlanOutput,
    also: tuple[Plan, ...] = (),
) -> int:
    """Print a plan, write it where that was asked for, and give the exit status.

    Args:
        invocation: What was asked.
        plan: The plan.
        unscanned: What could not be asked.
        output: What is done with it.
        also: Plans of other zones that belong to it; each is written beside it, with its number and the id of its zone
            before the ending.

    Raises:
        UsageError: when a file can't be written.
    """
    invocation.check_format(output.format_name)
    others = [plan_document(other) for other in also]
    document = envelope("plan", {**plan_document(plan), "also": others}, unscanned)
    files = _written(output.out, document, also)
    if invocation.as_json:
        print_document(document)
    elif output.format_name == "markdown":
        print_markdown((plan, *also), unscanned)
    else:
        _print(plan, also)
        say_unscanned(unscanned)
    if not invocation.as_json:
        for file, written in zip(files, (plan, *also), strict=False):
            say_written(file)
            if can_be_sent(written) and not is_stream(file):
                say(f"Send it with: xalias apply {file_word(file)}")
    return status_of_findings((plan, *also), output.fail_on)


def status_of_findings(plans: Iterable[Plan], fail_on: str) -> int:
    """The exit status of plans that were shown."""
    severity = worst(finding for plan in plans for finding in plan.findings)
    if severity is None or fail_on == "never":
        return 0
    return FOUND if severity.reaches(Severity(fail_on)) else 0


def can_be_sent(plan: Plan) -> bool:
    """Whether ``apply`` sends the plan as it is."""
    return bool(plan.changes) and worst(plan.findings) is not Severity.ERROR


def _print(plan: Plan, also: tuple[Plan, ...]) -> None:
    echo("\n".join(plan_lines(plan)))
    for other in also:
        echo("also needed, in another zone, which is a change of its own")
        echo("\n".join(plan_lines(other)))
    echo(count_line((plan, *also)))


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
