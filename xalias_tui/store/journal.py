"""The journal of changes: append-only, one JSON event a line, on disk before the network is touched.

An entry is a run of events with one id. Its first event, ``intended``, carries the whole plan; later ones carry what
became of it. A line that a crash tore is kept as it is, reported, and never joined with the next one.

Commands need the newest entries, so the file is read from its end, a block at a time, and only as far as is asked for:
what a command costs does not grow with the journal, and there is no second file that could contradict it.
"""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from xalias_tui.domain.errors import RefusedError
from xalias_tui.store.files import MOST_BYTES, PRIVATE_FILE, open_regular

Line = tuple[bytes, int]
"""A line that is not empty, without its end, and how many lines follow it."""

_PRIVATE_FOLDER: Final = 0o700
_BLOCK: Final = 256 * 1024
_NO_LINE: Final = b"?"
"""Stands for a line that is longer than any event."""


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

    def newest_first(self) -> Iterator[Line]:
        """The lines from the last to the first, read as they are asked for.

        Raises:
            RefusedError: when the file is there and cannot be read.
        """
        with self._reading() as descriptor:
            if descriptor is None:
                return
            at, rest = os.fstat(descriptor).st_size, b""
            passed = -1 if self._ends_whole(descriptor) else 0  # after the last line feed there is nothing
            while at > 0:
                block = os.pread(descriptor, min(at, _BLOCK), max(0, at - _BLOCK))
                at -= len(block)
                pieces = (block + rest).split(b"\n")
                if rest is _NO_LINE:
                    pieces[-1] = rest
                for line in reversed(pieces[1:]):
                    if line:
                        yield line, passed
                    passed += 1
                rest = pieces[0] if len(pieces[0]) <= MOST_BYTES else _NO_LINE
            if rest:
                yield rest, passed

    def holds(self, text: bytes) -> bool:
        """Whether a text is anywhere in the file: much faster than to look at its lines.

        Raises:
            RefusedError: when the file is there and cannot be read.
        """
        end = b""
        with self._reading() as descriptor:
            while descriptor is not None and (block := os.read(descriptor, _BLOCK)):
                if text in end + block:
                    return True
                end = block[-len(text) :]
        return False

    def lines(self) -> int:
        """How many lines there are; an end that a crash tore is one.

        Raises:
            RefusedError: when the file is there and cannot be read.
        """
        found, last = 0, b"\n"
        with self._reading() as descriptor:
            while descriptor is not None and (block := os.read(descriptor, _BLOCK)):
                found += block.count(b"\n")
                last = block
        return found + (not last.endswith(b"\n"))

    @contextlib.contextmanager
    def _reading(self) -> Iterator[int | None]:
        descriptor = None
        try:
            with contextlib.suppress(FileNotFoundError):
                descriptor = open_regular(self.path)
            yield descriptor
        except OSError as error:
            raise RefusedError(
                "journal-unreadable",
                f"The journal {self.path} cannot be read ({error.strerror}).",
                "Correct the permissions of that file, or move away what is there.",
            ) from error
        finally:
            if descriptor is not None:
                os.close(descriptor)

    @contextlib.contextmanager
    def _locked(self) -> Iterator[int]:
        is_new = not self.path.exists()
        self.path.parent.mkdir(parents=True, exist_ok=True, mode=_PRIVATE_FOLDER)
        descriptor = open_regular(self.path, os.O_RDWR | os.O_APPEND | os.O_CREAT | os.O_NOFOLLOW)
        try:
            os.fchmod(descriptor, PRIVATE_FILE)  # whatever it was before
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
