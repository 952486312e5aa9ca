"""An earlier audit, against which only what is new counts."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from xalias_tui.domain.audits import Seen
from xalias_tui.domain.documents import SCHEMA
from xalias_tui.domain.errors import UsageError
from xalias_tui.domain.given import Given, NotGivenError
from xalias_tui.store.files import read_json

_REMEDY: Final = "Write one with: xalias audit --json > FILE"
_CODE: Final = "not-a-baseline"
_KIND: Final = "saved audit of xalias"


def read_baseline(file: Path) -> frozenset[Seen]:
    """The findings of an earlier ``audit --json``.

    Raises:
        UsageError: when the file can't be read or is not one.
    """
    content = read_json(file, code=_CODE, kind=_KIND, remedy=_REMEDY)
    try:
        given = Given(content)
        given.one_of("schema", SCHEMA)
        given.one_of("command", "audit")
        return frozenset(_seen(finding) for finding in given.one("data").many("findings"))
    except NotGivenError as error:
        raise UsageError(_CODE, f"{file} is not a {_KIND}: {error}.", _REMEDY) from error


def _seen(given: Given) -> Seen:
    record = given.one_or_none("record")
    if record is None:
        return given.text("id"), "", "", "", ""
    return (
        given.text("id"),
        record.text_or_none("zone_id") or "",
        record.text("name"),
        record.text("type"),
        record.text_or_none("set_identifier") or "",
    )
