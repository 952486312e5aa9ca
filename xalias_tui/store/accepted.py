"""Findings that were accepted: one JSON file beside the settings, readable and editable by hand."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any, Final

from xalias_tui.domain.audits import Acceptance
from xalias_tui.domain.errors import InvalidNameError, UsageError
from xalias_tui.domain.names import DnsName
from xalias_tui.domain.records import RecordKey
from xalias_tui.store.files import alone, read_json, write_json

FILE_NAME: Final = "accepted.json"
_REMEDY: Final = "Correct the file, or remove it to see every finding again."


def beside(settings: Path) -> Path:
    """Where the decisions stand, given where the settings are."""
    return settings.with_name(FILE_NAME)


def load(path: Path) -> tuple[Acceptance, ...]:
    """Every decision, in the order made; none where there is no file.

    Raises:
        UsageError: when the file can't be read or holds something else: a decision is never lost silently.
    """
    if not path.exists():
        return ()
    content = read_json(path, code="accepted-invalid", kind="list of accepted findings", remedy=_REMEDY)
    try:
        return tuple(_acceptance(row) for row in _rows(content))
    except (KeyError, TypeError, ValueError, InvalidNameError) as error:
        raise UsageError("accepted-invalid", f"{path} holds no accepted findings: {error}.", _REMEDY) from error


def save(path: Path, decisions: tuple[Acceptance, ...]) -> None:
    """Write every decision.

    Raises:
        UsageError: when the file can't be written.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError(
            "out-unwritable", f"{path} can't be written: {error.strerror}.", "Correct its folder."
        ) from error
    write_json(path, {"accepted": [_document(row) for row in decisions]})


def add(path: Path, *made: Acceptance) -> tuple[Acceptance, ...]:
    """Keep more decisions, each in place of an older one about the same; all of them are returned.

    Raises:
        UsageError: when the file can't be read or written.
    """
    with alone(path):
        decisions = load(path)
        for decision in made:
            decisions = (*without(decisions, decision), decision)
        save(path, decisions)
    return decisions


def remove(path: Path, *taken_back: Acceptance) -> tuple[Acceptance, ...]:
    """Take decisions back; what remains is returned.

    Raises:
        UsageError: when the file can't be read or written.
    """
    with alone(path):
        decisions = load(path)
        for decision in taken_back:
            decisions = without(decisions, decision)
        save(path, decisions)
    return decisions


def without(decisions: tuple[Acceptance, ...], decision: Acceptance) -> tuple[Acceptance, ...]:
    """The decisions about anything else."""
    same = (decision.id, decision.zone_id, decision.record)
    return tuple(row for row in decisions if (row.id, row.zone_id, row.record) != same)


def _rows(content: object) -> list[Mapping[str, Any]]:
    rows = content["accepted"] if isinstance(content, Mapping) else None
    if not isinstance(rows, list) or not all(isinstance(row, Mapping) for row in rows):
        raise TypeError('"accepted" is no list of findings')
    return rows


def _document(row: Acceptance) -> dict[str, Any]:
    return {
        "finding": row.id,
        "zone_id": row.zone_id,
        "name": row.record.name.text,
        "type": row.record.type,
        "set_identifier": row.record.set_identifier,
        "target": row.target,
        "reason": row.reason,
        "at": row.at.isoformat(),
        "until": row.until.isoformat() if row.until else None,
    }


def _acceptance(row: Mapping[str, Any]) -> Acceptance:
    until = _text_or_none(row.get("until"))
    name, type_ = DnsName.parse(_text(row["name"])), _text(row["type"])
    return Acceptance(
        id=_text(row["finding"]),
        zone_id=_text(row["zone_id"]),
        record=RecordKey(name, type_, _text_or_none(row.get("set_identifier"))),
        target=_text_or_none(row.get("target")),
        reason=_text(row["reason"]),
        at=date.fromisoformat(_text(row["at"])),
        until=date.fromisoformat(until) if until else None,
    )


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(f"{value!r} is not text")
    return value


def _text_or_none(value: object) -> str | None:
    return None if value is None else _text(value)
