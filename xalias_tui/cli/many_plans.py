"""``plan --from FILE``: many records at once, one plan a zone."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from xalias_tui.cli.options import Invocation
from xalias_tui.cli.output import echo, file_word, print_data, progress, say, say_unscanned
from xalias_tui.cli.plan_output import FOUND, PlanOutput, can_be_sent, print_markdown, status_of_findings
from xalias_tui.cli.plan_text import count_line, plan_lines
from xalias_tui.cli.sending import write_plans
from xalias_tui.cli.tables import hanging
from xalias_tui.domain.documents import Document, plan_document
from xalias_tui.domain.errors import AwsError, UsageError
from xalias_tui.domain.text import shown
from xalias_tui.store.files import MOST_BYTES, read_bytes

if TYPE_CHECKING:
    from xalias_tui.domain.record_rows import Rejected
    from xalias_tui.jobs.plans.many import ManyPlanned

STANDARD_INPUT: Final = "-"
_LONG: Final = 1_000
_INDENT: Final = 11
"""Columns before what is said of a row."""
_NAMED_FILES: Final = 4
"""Plan files that a suggested command names one by one."""


def plan_file_of_rows(invocation: Invocation, file: Path, output: PlanOutput) -> int:
    """Plan every row of a file, print the plans, write them where that was asked for, and give the exit status.

    Raises:
        UsageError: when the file can't be read, or a plan can't be written.
        AwsError: when no zone profile could be asked.
    """
    from xalias_tui.domain.record_rows import read_rows  # noqa: PLC0415 -- not for --help
    from xalias_tui.jobs.plans.many import plan_rows  # noqa: PLC0415 -- as above

    invocation.check_format(output.format_name)
    read = read_rows(_content(file), str(file))
    made = plan_rows(invocation.workspace(), read.rows, progress)
    progress("", last=True)
    rejected = tuple(sorted((*read.rejected, *made.rejected), key=lambda row: row.line))
    plans = tuple(planned.plan for planned in made.plans)
    out = output.out
    files = () if out is None else write_plans(out, plans)  # what can't be written ends it before a document is printed
    if invocation.as_json:
        print_data("plan", _document(made, rejected), made.unscanned)
    elif output.format_name == "markdown":
        print_markdown(plans, made.unscanned, rejected)
    else:
        _print(made, rejected)
        say_unscanned(made.unscanned)
    if out is not None and not invocation.as_json:
        _suggest(out, files, [file for file, plan in zip(files, plans, strict=True) if can_be_sent(plan)])
    return _status(made, rejected, output.fail_on)


def _content(file: Path) -> bytes:
    if str(file) == STANDARD_INPUT:
        content = sys.stdin.buffer.read(MOST_BYTES + 1)
        if len(content) > MOST_BYTES:
            raise UsageError("file-unreadable", "Standard input is larger than 16 MB.", "Divide it.")
        return content
    try:
        return read_bytes(file)
    except OSError as error:
        remedy = "Name another file, or - for standard input."
        raise UsageError("file-unreadable", f"{file} can't be read: {error.strerror}.", remedy) from error


def _print(made: ManyPlanned, rejected: Sequence[Rejected]) -> None:
    for planned in made.plans:
        echo("\n".join(plan_lines(planned.plan)))
    for same in made.unchanged:
        echo(f"unchanged  line {same.line}, {shown(same.name)}: it is already so")
    for row in rejected:
        echo(hanging("left out   ", shown(row.sentence, _LONG), _INDENT))
        if row.error.remedy:
            echo(hanging(f"{'':{_INDENT}}→ ", shown(row.error.remedy, _LONG), _INDENT + 2))
    notes = [f"{len(made.unchanged)} unchanged"] if made.unchanged else []
    notes += [f"{len(rejected)} left out"] if rejected else []
    zones = len({planned.plan.zone.id for planned in made.plans})
    where = f" in {zones} zones" if zones > 1 else ""
    echo("; ".join([f"{count_line(planned.plan for planned in made.plans)}{where}", *notes]))


def _suggest(folder: Path, files: Sequence[Path], sent: Sequence[Path]) -> None:
    """Say how the plans are sent, how many are refused as they are, and which of earlier runs lie beside them.

    Args:
        folder: Where they were written.
        files: All that this run wrote.
        sent: Those that ``apply`` sends as they are.
    """
    if not files:
        return
    others = sorted(set(folder.glob("*.json")) - set(files))
    if others:
        names = ", ".join(shown(other.name) for other in others[:_NAMED_FILES])
        say(f"{file_word(folder)} also holds {names}, which this run did not write.")
    refused = len(files) - len(sent)
    if refused:
        which = "The plan" if len(files) == 1 else f"{refused} of {len(files)} plans"
        verb = "has errors: it is" if refused == 1 else "have errors: they are"
        say(f"{which} {verb} not sent unless --allow-errors is given.")
    if sent:
        by_name = others or refused or len(files) <= _NAMED_FILES
        words = " ".join(file_word(file) for file in sent) if by_name else f"{file_word(folder)}/*.json"
        say(f"Send {'it' if len(sent) == 1 else 'them'} with: xalias apply {words}")


def _status(made: ManyPlanned, rejected: Sequence[Rejected], fail_on: str) -> int:
    """1 for a row that is left out or a finding; 3 where AWS could not be asked about any row."""
    if not made.plans and not made.unchanged and rejected and all(_is_unasked(row) for row in rejected):
        return AwsError.exit_status
    return (FOUND if rejected else 0) or status_of_findings((planned.plan for planned in made.plans), fail_on)


def _is_unasked(row: Rejected) -> bool:
    return row.error.exit_status == AwsError.exit_status


def _document(made: ManyPlanned, rejected: Sequence[Rejected]) -> Document:
    return {
        "plans": [{**plan_document(planned.plan), "rows": list(planned.lines)} for planned in made.plans],
        "unchanged": [{"row": row.line, "name": row.name} for row in made.unchanged],
        "rejected": [
            {
                "row": row.line,
                "name": row.name,
                "error": {"code": row.error.code, "message": row.error.message, "remedy": row.error.remedy},
            }
            for row in rejected
        ],
    }
