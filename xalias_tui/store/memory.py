"""What the explorer remembers from one run to the next: one JSON file beside the journal, which may be removed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final

from xalias_tui.domain.errors import UsageError
from xalias_tui.domain.memory import LONGEST, MOST, Listing, Memory
from xalias_tui.store.files import alone, make_folder, read_json, write_json

FILE_NAME: Final = "memory.json"
_VERSION: Final = 1
_REMEDY: Final = "It holds only what the explorer remembers: remove it."


def beside(journal: Path) -> Path:
    """Where it is, given where the journal is."""
    return journal.with_name(FILE_NAME)


def load(path: Path) -> Memory:
    """What is remembered; nothing where there is no file.

    Raises:
        UsageError: when the file can't be read or holds something else.
    """
    if not path.exists():
        return Memory()
    content = read_json(path, code="memory-invalid", kind="memory of the explorer", remedy=_REMEDY)
    try:
        return _memory(content)
    except (KeyError, TypeError, ValueError) as error:
        raise UsageError("memory-invalid", f"{path} is not a memory of the explorer: {error}.", _REMEDY) from error


def save(path: Path, memory: Callable[[], Memory]) -> None:
    """Write everything that is remembered, for the operator only; it is asked for when no one else is writing.

    Raises:
        UsageError: when the file can't be written.
    """
    make_folder(path.parent)
    with alone(path):
        write_json(path, _document(memory()))


def _document(memory: Memory) -> dict[str, Any]:
    return {
        "version": _VERSION,
        "zone": memory.zone,
        "lists": {
            key: {"order": one.order, "descending": one.descending, "hidden": sorted(one.hidden)}
            for key, one in memory.lists.items()
        },
        "filters": {pane: list(texts) for pane, texts in memory.filters.items()},
        "saved_filters": {pane: list(texts) for pane, texts in memory.saved.items()},
        "recent_names": list(memory.names),
        "recent_targets": list(memory.targets),
        "export_format": memory.export_format,
        "theme": memory.theme,
        "program": memory.program,
    }


def _memory(content: object) -> Memory:
    document = _table(content, "the file")
    if document.get("version") != _VERSION:
        raise ValueError("it is of another version")
    return Memory(
        zone=_text(document.get("zone", "")),
        lists={key: _listing(value) for key, value in _table(document.get("lists", {}), "lists").items()},
        filters={key: _texts(value) for key, value in _table(document.get("filters", {}), "filters").items()},
        saved={key: _texts(value) for key, value in _table(document.get("saved_filters", {}), "saved_filters").items()},
        names=_texts(document.get("recent_names", [])),
        targets=_texts(document.get("recent_targets", [])),
        export_format=_text(document.get("export_format", "")),
        theme=_text(document.get("theme", "")),
        program=_text(document.get("program", "")),
    )


def _listing(value: object) -> Listing:
    row = _table(value, "a list")
    descending = row.get("descending", False)
    if not isinstance(descending, bool):
        raise TypeError('"descending" is neither true nor false')
    return Listing(_text(row.get("order", "")), descending, frozenset(_texts(row.get("hidden", []))))


def _table(value: object, what: str) -> Mapping[str, Any]:
    if not isinstance(value, dict):
        raise TypeError(f"{what} is not an object")
    return value


def _text(value: object) -> str:
    if not isinstance(value, str) or len(value) > LONGEST:
        raise TypeError(f"{str(value)[:40]!r} is not a short text")
    return value


def _texts(value: object) -> tuple[str, ...]:
    if not isinstance(value, list):
        raise TypeError("a list of texts is something else")
    return tuple(_text(one) for one in value[:MOST])
