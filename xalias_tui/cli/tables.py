"""Tables for people: columns as wide as their widest cell, and on a terminal never wider than it.

A table that is too wide has its widest columns folded, at places where a name can be broken; nothing is left out, so
that everything can be copied. Where even that does not fit, each row is a block of lines.
"""

from __future__ import annotations

import re
import shutil
import sys
from collections.abc import Iterable, Sequence
from typing import Final

from rich.cells import cell_len, chop_cells

from xalias_tui.domain.text import shown

_LIMIT: Final = 2_000
_GAP: Final = "  "
_LEAST: Final = 8
"""Columns of a terminal under which no folded column is narrowed."""
_PIECES: Final = re.compile(r"[^\s,./:-]*[\s,./:-]+|[^\s,./:-]+")
"""Parts of a cell that stay whole, each with what it may be broken behind."""


def table(headings: Sequence[str], rows: Iterable[Sequence[object]], *, width: int | None = None) -> str:
    """Rows in columns.

    Args:
        headings: One a column.
        rows: Cells; None is a dash.
        width: Columns of the terminal; by default those of standard output, and no limit where that is not a terminal.
    """
    found = [tuple(row) for row in rows]
    cells = [[str(heading) for heading in headings], *([cell_text(value) for value in row] for row in found)]
    widths = [max(width_of_text(row[at]) for row in cells) for at in range(len(headings))]
    limit = _terminal() if width is None else width
    if limit is None or _total(widths) <= limit:
        lines = [row_text(row, widths) for row in cells]
    else:
        fitting = _fitted(cells, widths, limit)
        lines = _blocks(cells, limit) if fitting is None else [line for row in cells for line in _folded(row, fitting)]
    return "\n".join(lines)


def cell_text(value: object) -> str:
    """A value as text that is safe to print."""
    if value is None:
        return "–"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, tuple | list):
        return cell_text(", ".join(str(item) for item in value))
    return shown(str(value), _LIMIT) or "–"


def row_text(cells: Sequence[str], widths: Sequence[int]) -> str:
    """One line; the last column is never padded."""
    padded = [cell + " " * (width - width_of_text(cell)) for cell, width in zip(cells[:-1], widths, strict=False)]
    return _GAP.join([*padded, cells[-1]]).rstrip()


def width_of_text(text: str) -> int:
    """Columns of a terminal, which are not characters."""
    return cell_len(text)


def _terminal() -> int | None:
    return shutil.get_terminal_size().columns if sys.stdout.isatty() else None


def _total(widths: Sequence[int]) -> int:
    return sum(widths) + len(_GAP) * (len(widths) - 1)


def _fitted(cells: Sequence[Sequence[str]], widths: Sequence[int], limit: int) -> list[int] | None:
    """Widths within a limit, the widest column narrowed first; None where pieces that stay whole are wider."""
    least = [
        min(width, max(_LEAST, *(width_of_text(piece.rstrip()) for row in cells for piece in _PIECES.findall(row[at]))))
        for at, width in enumerate(widths)
    ]
    if _total(least) > limit:
        return None
    fitting = list(widths)
    while _total(fitting) > limit:
        at = max((at for at, width in enumerate(fitting) if width > least[at]), key=lambda at: fitting[at])
        fitting[at] -= 1
    return fitting


def _folded(row: Sequence[str], widths: Sequence[int]) -> list[str]:
    columns = [_lines(cell, width) for cell, width in zip(row, widths, strict=True)]
    height = max(len(column) for column in columns)
    filled = [[*column, *[""] * (height - len(column))] for column in columns]
    return [row_text(line, widths) for line in zip(*filled, strict=True)]


def _lines(text: str, width: int) -> list[str]:
    """A cell in lines of at most a width."""
    lines = [""]
    for piece in _PIECES.findall(text):
        if lines[-1] and width_of_text(lines[-1]) + width_of_text(piece.rstrip()) > width:
            lines.append("")
        parts = chop_cells(piece, width) if width_of_text(piece.rstrip()) > width else [piece]
        lines[-1] += parts[0]
        lines.extend(parts[1:])
    return [line.rstrip() for line in lines]


def _blocks(cells: Sequence[Sequence[str]], limit: int) -> list[str]:
    """Each row as lines of a heading and a value, with an empty line behind it."""
    headings, *rows = cells
    margin = max(width_of_text(heading) for heading in headings)
    room = max(_LEAST, limit - margin - len(_GAP))
    lines: list[str] = []
    for row in rows:
        for heading, cell in zip(headings, row, strict=True):
            first, *more = _lines(cell, room)
            lines.append(row_text((heading, first), (margin,)))
            lines.extend(row_text(("", line), (margin,)) for line in more)
        lines.append("")
    return lines[:-1] if lines else [row_text(headings, [width_of_text(heading) for heading in headings])]
