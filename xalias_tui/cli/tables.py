"""Tables for people: columns as wide as their widest cell, and on a terminal never wider than it.

A table that is too wide has its widest columns folded, at places where a name can be broken, or its last column on a
line of its own; nothing is left out, so that everything can be copied. Where even that does not fit, each row is a
block of lines.
"""

from __future__ import annotations

import os
import re
import shutil
import sys
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from xalias_tui.domain.dataclass import dataclass
from xalias_tui.domain.text import Shown, linked, shown

_LIMIT: Final = 2_000
_GAPS: Final = ("  ", " ")
"""What is between columns: the narrow one where a table fits a terminal only with it."""
_WITHOUT_LINKS: Final = frozenset({"", "dumb", "linux", "vt100", "vt220"})
_LEAST: Final = 4
"""Columns of a terminal under which no folded column is narrowed."""
_LONGEST_PIECE: Final = 32
"""Characters of the longest id of AWS; what is longer is cut to fit."""
_PIECES: Final = re.compile(r"[^\s,./:-]*[\s,./:-]+|[^\s,./:-]+")
"""Parts of a cell that stay whole, each with what it may be broken behind."""
_WORDS: Final = re.compile(r"\S*\s+|\S+")
"""Parts of a sentence that stay whole as long as one fits a line."""
_READABLE: Final = range(24, 37)
"""Columns of a terminal that a last column needs to be read without effort: half of its own, within these."""
_MARGIN: Final = "    "
_NOTHING: Final = "–"


@dataclass(frozen=True, slots=True)
class Linked:
    """A cell that links to a page of the AWS console, where the terminal knows links."""

    text: str
    url: str

    def __str__(self) -> str:
        return self.text


def table(
    headings: Sequence[str],
    rows: Iterable[Sequence[object]],
    *,
    width: int | None = None,
    links: bool | None = None,
) -> str:
    """Rows in columns.

    Args:
        headings: One a column.
        rows: Cells; None is a dash.
        width: Columns of the terminal; by default those of standard output, and no limit where that is not a terminal.
        links: Whether cells link to pages; by default where standard output takes links.
    """
    found = [tuple(row) for row in rows]
    cells = [[str(heading) for heading in headings], *([cell_text(value) for value in row] for row in found)]
    widths = [max(width_of_text(row[at]) for row in cells) for at in range(len(headings))]
    limit = _terminal() if width is None else width
    if links is None:
        links = takes_links(os.environ.get("TERM", ""), is_terminal=sys.stdout.isatty())
    urls = [(), *(_urls(row) for row in found)] if links else [()] * len(cells)
    if limit is None or not found or _total(widths, _GAPS[0]) <= limit:
        return "\n".join(row_text(row, widths, pages) for row, pages in zip(cells, urls, strict=True))
    return "\n".join(_within(cells, urls, widths, limit))


def hanging(lead: str, text: str, indent: int, *, width: int | None = None) -> str:
    """A paragraph that is not wider than a terminal, its lines below each other behind what leads it.

    Args:
        lead: What comes before the first line; it may be coloured.
        text: The paragraph.
        indent: Columns that the lead takes.
        width: Columns of the terminal; by default those of standard output, and no limit where that is not a terminal.
    """
    limit = _terminal() if width is None else width
    if limit is None or limit - indent < _LONGEST_PIECE:
        return lead + text
    return lead + f"\n{' ' * indent}".join(_lines(text, limit - indent, _WORDS))


def cell_text(value: object) -> str:
    """A value as text that is safe to print."""
    if value is None:
        return _NOTHING
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, tuple | list):
        return cell_text(", ".join(str(item) for item in value))
    return shown(str(value), _LIMIT) or _NOTHING


def row_text(cells: Sequence[str], widths: Sequence[int], urls: Sequence[str] = (), gap: str = _GAPS[0]) -> str:
    """One line; the last column is never padded.

    Args:
        cells: One a column.
        widths: Of each column.
        urls: The page that each cell links to, if it has one; empty for no links at all.
        gap: What is between columns.
    """
    shown_cells = [linked(Shown(cell), url) for cell, url in zip(cells, urls, strict=True)] if urls else cells
    fill = [" " * (width - width_of_text(cell)) for cell, width in zip(cells[:-1], widths, strict=False)]
    padded = [cell + blanks for cell, blanks in zip(shown_cells, fill, strict=False)]
    return gap.join([*padded, shown_cells[len(cells) - 1]]).rstrip()


def width_of_text(text: str) -> int:
    """Columns of a terminal, which are not characters."""
    from rich.cells import cell_len  # noqa: PLC0415 -- only where a table is printed

    return cell_len(text)


def _urls(row: Sequence[object]) -> tuple[str, ...]:
    return tuple(value.url if isinstance(value, Linked) else "" for value in row)


def takes_links(term: str, *, is_terminal: bool) -> bool:
    """Whether a terminal shows links, or at least does not show what makes them."""
    return is_terminal and term not in _WITHOUT_LINKS


def _terminal() -> int | None:
    return shutil.get_terminal_size().columns if sys.stdout.isatty() else None


def _total(widths: Sequence[int], gap: str) -> int:
    return sum(widths) + len(gap) * (len(widths) - 1)


def _within(
    cells: Sequence[Sequence[str]], urls: Sequence[Sequence[str]], widths: Sequence[int], limit: int
) -> Iterator[str]:
    """The lines of a table that is too wide, in the first of some ways that fits."""
    least = [min(width, _least(row[at] for row in cells)) for at, width in enumerate(widths)]
    whole, narrow = list(widths[:-1]), least[:-1]
    last = min(widths[-1], max(least[-1], _READABLE.start, min(widths[-1] // 2, _READABLE.stop - 1)))
    wide, tight = _GAPS
    ways = ((wide, [*whole, last]), (wide, whole), (tight, whole), (wide, [*narrow, last]), (wide, narrow))
    rows = tuple(zip(cells, urls, strict=True))
    for gap, narrowest in (*ways, (tight, narrow), (tight, least)):
        fitting = _fitted(widths[: len(narrowest)], narrowest, limit, gap)
        if fitting is None or not fitting:
            continue
        for row, pages in rows:
            yield from _folded(row[: len(fitting)], fitting, pages[: len(fitting)], gap)
            if len(fitting) < len(row) and row[-1] != _NOTHING:
                yield from (f"{_MARGIN}{line}" for line in _lines(row[-1], limit - len(_MARGIN), _WORDS))
        return
    yield from _blocks(cells, limit)


def _fitted(widths: Sequence[int], least: Sequence[int], limit: int, gap: str) -> list[int] | None:
    """Widths within a limit, the widest column narrowed first; None where even the least ones are wider."""
    if _total(least, gap) > limit:
        return None
    fitting = list(widths)
    while _total(fitting, gap) > limit:
        at = max((at for at, width in enumerate(fitting) if width > least[at]), key=lambda at: fitting[at])
        fitting[at] -= 1
    return fitting


def _least(column: Iterable[str]) -> int:
    """The width under which something would be broken that stays whole."""
    pieces = (width_of_text(piece.rstrip()) for cell in column for piece in _PIECES.findall(cell))
    return max((width for width in pieces if width <= _LONGEST_PIECE), default=_LEAST)


def _folded(row: Sequence[str], widths: Sequence[int], urls: Sequence[str], gap: str) -> list[str]:
    columns = [_lines(cell, width) for cell, width in zip(row, widths, strict=True)]
    height = max(len(column) for column in columns)
    filled = [[*column, *[""] * (height - len(column))] for column in columns]
    return [row_text(line, widths, urls, gap) for line in zip(*filled, strict=True)]


def _lines(text: str, width: int, pieces: re.Pattern[str] = _PIECES) -> list[str]:
    """A text in lines of at most a width."""
    lines = [""]
    for piece in pieces.findall(text):
        if lines[-1] and width_of_text(lines[-1]) + width_of_text(piece.rstrip()) > width:
            lines.append("")
        parts = _lines(piece, width) if pieces is _WORDS and width_of_text(piece.rstrip()) > width else [piece]
        parts = _chopped(piece, width) if pieces is _PIECES and width_of_text(piece.rstrip()) > width else parts
        lines[-1] += parts[0]
        lines.extend(parts[1:])
    return [line.rstrip() for line in lines]


def _chopped(text: str, width: int) -> list[str]:
    """A text that nothing breaks, in pieces of a width."""
    from rich.cells import chop_cells  # noqa: PLC0415 -- only where a table is printed

    return chop_cells(text, width)


def _blocks(cells: Sequence[Sequence[str]], limit: int) -> list[str]:
    """Each row as lines of a heading and a value, with an empty line behind it."""
    headings, *rows = cells
    margin = max(width_of_text(heading) for heading in headings)
    room = max(_LEAST, limit - margin - len(_GAPS[0]))
    lines: list[str] = []
    for row in rows:
        for heading, cell in zip(headings, row, strict=True):
            first, *more = _lines(cell, room)
            lines.append(row_text((heading, first), (margin,)))
            lines.extend(row_text(("", line), (margin,)) for line in more)
        lines.append("")
    return lines[:-1]
