"""What the commands that list something have in common: text for people, a document, or CSV and TSV."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Literal, cast

from xalias_tui.cli.columns import COLUMNS
from xalias_tui.cli.options import current_invocation, takes_as
from xalias_tui.cli.output import print_pieces
from xalias_tui.domain.text import printable

ListFormat = Literal["text", "json", "csv", "tsv"]


def _printed(format_name: str | None) -> ListFormat:
    invocation = current_invocation()
    invocation.check_format(format_name)
    return "json" if invocation.as_json else cast("ListFormat", format_name or "text")


lists = takes_as("printed", _printed, "format")
"""Gives a command ``printed``: how its list is printed."""


def print_rows(printed: ListFormat, command: str, documents: Iterable[Mapping[str, Any] | None]) -> None:
    """Print the list of a command as CSV or TSV, and nothing else on standard output.

    What an iterator gives is printed while it is read.

    Args:
        printed: ``csv`` or ``tsv``.
        command: The command's name.
        documents: One a row; None where the next one is waited for.
    """
    from xalias_tui.export.reports.rows import lines  # noqa: PLC0415 -- few ask for it

    rows = lines("tsv" if printed == "tsv" else "csv", COLUMNS[command], documents)
    print_pieces((f"{printable(line)}\n" if line else "" for line in rows), early=True)
