"""JSON and text files that the operator names: read whole, written whole or not at all."""

from __future__ import annotations

import json
from pathlib import Path

from xalias_tui.domain.errors import UsageError


def read_json(file: Path, *, code: str, kind: str, remedy: str, unreadable: str = "file-unreadable") -> object:
    """The content of a JSON file.

    Args:
        file: Where it stands.
        code: Code of the error for content that is no JSON.
        kind: What the file should hold, e.g. ``plan of xalias``.
        remedy: What to do about a file of another kind.
        unreadable: Code of the error for a file that can't be read.

    Raises:
        UsageError: when it can't be read or is no JSON.
    """
    try:
        content: object = json.loads(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise UsageError(unreadable, f"{file} can't be read: {error.strerror}.", "Name another file.") from error
    except ValueError as error:
        raise UsageError(code, f"{file} is no {kind}: it is no JSON.", remedy) from error
    except RecursionError as error:
        raise UsageError(code, f"{file} is no {kind}: it is nested too deeply.", remedy) from error
    return content


def write_text(file: Path, text: str) -> None:
    """Write a file whole or not at all.

    Raises:
        UsageError: when it can't be written.
    """
    if not file.name:
        raise UsageError("out-unwritable", f"'{file}' can't be written: it names no file.", "Name a file.")
    draft = file.with_name(file.name + ".part")
    try:
        draft.write_text(text, encoding="utf-8")
        draft.replace(file)
    except OSError as error:
        raise UsageError(
            "out-unwritable", f"{file} can't be written: {error.strerror}.", "Name another file."
        ) from error


def make_folder(folder: Path) -> None:
    """Make a folder, and those above it, where they are not there yet.

    Raises:
        UsageError: when it can't be made.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError(
            "out-unwritable", f"The folder {folder} can't be made: {error.strerror}.", "Name another folder."
        ) from error


def write_json(file: Path, content: object) -> None:
    """Write a JSON file whole or not at all.

    Raises:
        UsageError: when it can't be written.
    """
    write_text(file, json.dumps(content, indent=2) + "\n")
