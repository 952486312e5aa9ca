"""The text of a JSON document, a piece at a time: what an iterator lists is written while it is read.

Such a list has a row a line: the encoder in C writes it, in a quarter of the time, and tools for lines read it. All
else is indented.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any, Final

from xalias_tui.cli.refusal import refusal_of

_INDENT: Final = "  "
_encode: Final = json.JSONEncoder().encode


class Text(str):
    """A row that is JSON already."""

    __slots__ = ()


def pieces(document: Mapping[str, Any]) -> Iterator[str]:
    """The text of a document; any value of it, or of an object in it, may be an iterator.

    What that gives before it waits for more may be followed by None, for which there is an empty piece: all before it
    should be shown.

    Where one of them fails in a way that the operator can be told, what is open is closed, what comes behind is written
    all the same, and ``error`` is added: the document is valid, and says that it is not whole.

    Raises:
        Exception: what the iterator raised, after the last piece.
    """
    yield from _object(document, "", explains=True)


def _object(document: Mapping[str, Any], margin: str, *, explains: bool = False) -> Iterator[str]:
    opening, failure = "{", None
    for key, value in document.items():
        yield f"{opening}\n{margin}{_INDENT}{_encode(key)}: "
        opening = ","
        try:
            yield from _value(value, margin + _INDENT)
        except Exception as error:
            if refusal_of(error) is None:
                raise
            failure = failure or error
    refusal = refusal_of(failure) if explains and failure is not None else None
    if refusal is not None:
        told = {"code": refusal.code, "message": refusal.message, "remedy": refusal.remedy}
        yield f',\n{_INDENT}"error": {_indented(told, _INDENT)}'
    yield f"\n{margin}}}"
    if failure is not None:
        raise failure


def _value(value: Any, margin: str) -> Iterator[str]:
    if isinstance(value, Iterator):
        yield from _rows(value, margin)
    elif isinstance(value, dict) and any(isinstance(member, Iterator) for member in value.values()):
        yield from _object(value, margin)
    else:
        yield _indented(value, margin)


def _rows(rows: Iterator[Any], margin: str) -> Iterator[str]:
    opening, failure = "[", None
    try:
        for row in rows:
            if row is None:
                yield ""
                continue
            yield f"{opening}\n{margin}{_INDENT}{row if isinstance(row, Text) else _encode(row)}"
            opening = ","
    except Exception as error:  # noqa: BLE001 -- raised again behind the end of the list
        failure = error
    yield "[]" if opening == "[" else f"\n{margin}]"
    if failure is not None:
        raise failure


def _indented(value: Any, margin: str) -> str:
    return json.dumps(value, indent=len(_INDENT)).replace("\n", f"\n{margin}")
