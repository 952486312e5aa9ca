"""Lists as CSV (RFC 4180) or TSV: one header, one row a line; cells that a spreadsheet would run are disarmed."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final, Literal, cast

from xalias_tui.domain.text import shown

TableFormat = Literal["csv", "tsv"]

LIMIT: Final = 2_000
"""Characters of a cell."""
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")


def lines(
    format_name: TableFormat, columns: Sequence[str], documents: Iterable[Mapping[str, Any] | None]
) -> Iterator[str]:
    """The table, a line at a time.

    Args:
        format_name: Whether cells are separated by commas, and quoted where needed, or by tabs.
        columns: Keys of the documents, ``alias.dns_name`` for one inside another.
        documents: One a row; None where the next one is waited for, for which no line but an empty text is given.
    """
    yield line(format_name, columns)
    for document in documents:
        cells = None if document is None else [cell(_value(document, column)) for column in columns]
        yield "" if cells is None else line(format_name, cells)


def cell(value: object) -> str:
    """A value as text of one line: the items of a list parted by ``, ``, an object as ``key=value``, no formula."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Mapping):
        return cell(" ".join(f"{key}={item}" for key, item in value.items()))
    if isinstance(value, list | tuple):
        return cell(", ".join(cell(item) if isinstance(item, Mapping) else str(item) for item in value))
    text = shown(str(value), LIMIT)
    return f"'{text}" if text.startswith(_FORMULA) else text


def line(format_name: TableFormat, cells: Sequence[str]) -> str:
    """One line without its end."""
    if format_name == "tsv":
        return "\t".join(cells)  # no cell has a tab or an end of line: they were made visible
    text: str = _COMMAS.writerow(cells)
    return text


class _Line:
    """A file that gives back what is written to it, as ``writerow`` then does."""

    def write(self, text: str) -> str:
        """The line itself."""
        return text


_COMMAS: Final = cast("Any", csv.writer(_Line(), lineterminator=""))
"""The module's own description says that ``writerow`` returns what the file's ``write`` did; its stub, a number."""


def _value(document: Mapping[str, Any], column: str) -> object:
    found: Any = document
    for key in column.split("."):
        if not isinstance(found, Mapping):
            return None
        found = found.get(key)
    return found
