"""The journal of changes: append-only, one JSON event a line, on disk before the network is touched.

An entry is a run of events with one id. Its first event, ``intended``, carries the whole plan; later ones carry what
became of it. A line that a crash tore is kept as it is, reported, and never joined with the next one.
"""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from xalias_tui.domain.errors import RefusedError

_PRIVATE_FILE: Final = 0o600
_PRIVATE_FOLDER: Final = 0o700


@dataclass(frozen=True, slots=True)
class Reading:
    """What the file held.

    Attributes:
        events: In the order written.
        torn: Line numbers, from 1, of lines that are no event.
    """

    events: tuple[Mapping[str, Any], ...]
    torn: tuple[int, ...]


class Journal:
    """The journal in one file; several processes may append at the same time."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def append(self, event: Mapping[str, Any]) -> None:
        """Write an event and return once it is on disk.

        Raises:
            RefusedError: when it cannot be written; before a change is sent, that forbids sending it.
        """
        line = json.dumps(event, separators=(",", ":"), ensure_ascii=True).encode()
        try:
            with self._locked() as descriptor:
                os.write(descriptor, b"" if self._ends_whole(descriptor) else b"\n")
                view = memoryview(line + b"\n")
                while view:
                    view = view[os.write(descriptor, view) :]
                os.fsync(descriptor)
        except OSError as error:
            raise RefusedError(
                "journal-unwritable",
                f"The journal {self.path} cannot be written ({error.strerror}).",
                "Free space, or correct the permissions of that file.",
            ) from error

    def read(self) -> Reading:
        """Every event.

        Raises:
            RefusedError: when the file is there and cannot be read.
        """
        try:
            lines = self.path.read_bytes().split(b"\n")
        except FileNotFoundError:
            return Reading((), ())
        except OSError as error:
            raise RefusedError(
                "journal-unreadable",
                f"The journal {self.path} cannot be read ({error.strerror}).",
                "Correct the permissions of that file.",
            ) from error
        events: list[Mapping[str, Any]] = []
        torn: list[int] = []
        for number, line in enumerate(lines, start=1):
            event = _event(line)
            if event is not None:
                events.append(event)
            elif line.strip():
                torn.append(number)
        return Reading(tuple(events), tuple(torn))

    @contextlib.contextmanager
    def _locked(self) -> Iterator[int]:
        is_new = not self.path.exists()
        self.path.parent.mkdir(parents=True, exist_ok=True, mode=_PRIVATE_FOLDER)
        descriptor = os.open(self.path, os.O_RDWR | os.O_APPEND | os.O_CREAT, _PRIVATE_FILE)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            yield descriptor
            if is_new:
                self._sync_folder()
        finally:
            os.close(descriptor)

    def _sync_folder(self) -> None:
        """A new file survives a crash only once its folder is on disk too."""
        folder = os.open(self.path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)

    @staticmethod
    def _ends_whole(descriptor: int) -> bool:
        size = os.fstat(descriptor).st_size
        return size == 0 or os.pread(descriptor, 1, size - 1) == b"\n"


def _event(line: bytes) -> Mapping[str, Any] | None:
    try:
        event = json.loads(line)
    except ValueError:
        return None
    if not isinstance(event, dict):
        return None
    return event if isinstance(event.get("entry"), str) and isinstance(event.get("event"), str) else None
