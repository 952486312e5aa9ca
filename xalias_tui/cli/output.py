"""What commands print: one JSON document, or plain aligned text. All foreign text passes ``shown``."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from xalias_tui.domain.commands import word
from xalias_tui.domain.errors import UsageError, XaliasError
from xalias_tui.domain.lookups import Unscanned
from xalias_tui.domain.missed import helping, missed_together
from xalias_tui.domain.policies import printing
from xalias_tui.domain.text import printable, shown

if TYPE_CHECKING:
    from xalias_tui.domain.documents import Document

_MESSAGE_LIMIT = 2_000
_CHUNK: Final = 65_536
"""Characters of a document that are printed together."""


_AT_LEAST_EVERY: Final = 0.02
"""Seconds after which what is held is printed, however little, so that a slow list is seen while it is read."""


class PrintedError(Exception):
    """What ended a command is in the document that was being printed.

    Attributes:
        exit_status: The status that it ends with.
    """

    def __init__(self, exit_status: int) -> None:
        super().__init__(exit_status)
        self.exit_status = exit_status


def print_document(document: Document, *, early: bool = False) -> None:
    """Print a JSON document on standard output; what an iterator lists is printed while it is read.

    Args:
        document: The document.
        early: Whether it is printed although it may fail further on; else a short one that fails is not begun.

    Raises:
        PrintedError: when it failed midway; the document says so. Where nothing was printed yet, what failed is raised.
    """
    from xalias_tui.cli.json_text import pieces  # noqa: PLC0415 -- text needs no JSON
    from xalias_tui.cli.options import current_query  # noqa: PLC0415 -- as above
    from xalias_tui.cli.refusal import refusal_of  # noqa: PLC0415 -- as above

    query = current_query()
    if query is not None:
        _print_selected(query, "".join(pieces(document)))
        return
    held: list[str] = []
    begun = False
    try:
        for chunk in _together(pieces(document), held, early=early, clock=time.monotonic):
            click.echo(chunk, nl=False)
            begun = True
    except Exception as error:
        refusal = refusal_of(error)
        if not begun or refusal is None:
            raise
        click.echo("".join(held))
        raise PrintedError(refusal.exit_status) from error
    click.echo("".join(held))


def print_pieces(pieces: Iterable[str], *, early: bool = False, clock: Callable[[], float] = time.monotonic) -> None:
    """Print a text on standard output as it is, piece by piece as it is made; also what came before a failure.

    Args:
        pieces: The pieces.
        early: Whether the first ones are printed at once, and later ones soon; all before an empty one at once.
        clock: Seconds.
    """
    held: list[str] = []
    try:
        for chunk in _together(pieces, held, early=early, clock=clock):
            click.echo(chunk, nl=False)
    finally:
        click.echo("".join(held), nl=False)


def _together(pieces: Iterable[str], held: list[str], *, early: bool, clock: Callable[[], float]) -> Iterator[str]:
    """As many pieces as are printed together, again and again; the last ones stay in ``held``."""
    size, due = 0, 0.0
    for piece in pieces:
        held.append(piece)
        size += len(piece)
        if size > _CHUNK or (early and (not piece or clock() > due)):
            chunk, size = "".join(held), 0
            held.clear()
            yield chunk
            due = clock() + _AT_LEAST_EVERY


def _print_selected(query: str, text: str) -> None:
    """Print what a query selects of a document that was read to its end.

    Raises:
        PrintedError: when it can't be used on this document, which is printed whole: what it says may have been done.
    """
    import json  # noqa: PLC0415 -- text needs no JSON

    from xalias_tui.cli.query import selected  # noqa: PLC0415 -- few ask for it
    from xalias_tui.domain.documents import error_envelope  # noqa: PLC0415 -- as above

    document = json.loads(text)
    try:
        found = selected(query, document)
    except UsageError as error:
        found = {**document, "error": error_envelope("", error)["error"]}
        click.echo(json.dumps(found, indent=2))
        raise PrintedError(error.exit_status) from error
    click.echo(json.dumps(found, indent=2))


def print_data(command: str, data: Document, unscanned: Iterable[Unscanned] = (), *, early: bool = False) -> None:
    """Print the document of a command that succeeded; ``unscanned`` is read after the data was.

    ``early``: see ``print_document``.
    """
    from xalias_tui.domain.documents import envelope, unscanned_document  # noqa: PLC0415 -- text needs no documents

    rows = (unscanned_document(item) for item in unscanned)
    print_document({**envelope(command, data), "unscanned": rows}, early=early)


def print_error(command: str, error: XaliasError, *, as_json: bool) -> None:
    """Say why a command ended: as its document, or in a sentence on standard error."""
    if as_json:
        from xalias_tui.domain.documents import error_envelope  # noqa: PLC0415 -- as above

        print_document(error_envelope(command, error))
        return
    from xalias_tui.cli.tables import hanging  # noqa: PLC0415 -- not for what succeeds

    for lead, sentence in (("xalias: ", error.message), ("        ", error.remedy)):
        if sentence:
            say(hanging(lead, shown(sentence, _MESSAGE_LIMIT), len(lead)))


def echo(text: str, *, err: bool = False, nl: bool = True) -> None:
    """Print text for people on standard output, with nothing in it that a terminal obeys."""
    click.echo(printable(text), err=err, nl=nl)


def say(text: str) -> None:
    """Print a line on standard error."""
    echo(text, err=True)


def file_word(file: Path) -> str:
    """A file as one word of a command that is suggested."""
    return shown(word(str(file)), _MESSAGE_LIMIT)


def say_written(file: Path) -> None:
    """Say on standard error which file was written."""
    say(f"Written to {file_word(file)}.")


def say_unscanned(unscanned: Sequence[Unscanned]) -> None:
    """Say on standard error which look-ups failed: an absence behind them proves nothing."""
    if not unscanned:
        return
    many = "1 look-up" if len(unscanned) == 1 else f"{len(unscanned)} look-ups"
    say(f"{many} failed; what is missing above may be there:")
    for line in missed_together(unscanned):
        say(f"  {line}")
    for sentence in helping(unscanned):
        say(sentence)
    for command in printing(unscanned):
        say(f"The permissions that they need are printed by: {command}")


def table(headings: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Rows in columns as wide as their widest cell, on a terminal within its width; the last one is never padded."""
    from xalias_tui.cli import tables  # noqa: PLC0415 -- only where a table is printed

    return tables.table(headings, rows)


def table_row(row: Sequence[object], widths: Sequence[int]) -> str:
    """One row of a table that is printed while it is read, in columns of these widths."""
    from xalias_tui.cli import tables  # noqa: PLC0415 -- as above

    return tables.row_text([tables.cell_text(value) for value in row], widths)


def width_of(values: Iterable[object]) -> int:
    """How wide a column of these values is."""
    from xalias_tui.cli import tables  # noqa: PLC0415 -- as above

    return max((tables.width_of_text(tables.cell_text(value)) for value in values), default=0)


def progress(text: str, *, last: bool = False) -> None:
    """Show a line of progress in place, on a terminal only."""
    if sys.stderr.isatty():
        click.echo(f"\r\x1b[K{'' if last else text}", err=True, nl=False)


def progress_beside(text: str) -> None:
    """As ``progress``, while rows are printed: not on a terminal that shows these."""
    if not sys.stdout.isatty():
        progress(text)


def styled(text: str, **style: Any) -> str:
    """Text in a colour, where standard output is a terminal that wants colours."""
    return click.style(text, **style) if sys.stdout.isatty() and not os.environ.get("NO_COLOR") else text
