"""A private SQLite file: used by several threads and processes, and never the reason for a failure."""

from __future__ import annotations

import contextlib
import os
import sqlite3
import threading
import weakref
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Final

from xalias_tui.store.files import PRIVATE_FILE

PRIVATE_FOLDER: Final = 0o700
ASIDE: Final = ".unreadable"
"""What the name of a file that was moved aside ends in."""
_LONGEST_LOG: Final = 4 * 1024**2
"""Bytes that the write-ahead log keeps between writes."""
_PATIENCE: Final = 60.0
"""Seconds that a writer waits for another one, which may keep a whole organisation."""


class ForeignError(Exception):
    """A file that is not ours, or of another version."""


def storable(text: str) -> str:
    """A text as SQLite can hold and seek it: AWS's JSON can bring halves of characters, and a NUL ends a query."""
    return text.encode(errors="replace").decode().replace("\0", "?")


class SqliteFile:
    """The file. What goes wrong with it is kept as ``problem``, and from then on nothing is read or written.

    It is opened by its first use, and let go of when it is closed, or when no one holds it any more.

    Args:
        path: Where it is.
        prepare: Makes its tables where they are missing; raises ``ForeignError`` for a file that is to be moved aside.

    Attributes:
        path: Where it is.
        problem: Why nothing can be kept, in a sentence; empty as long as it can.
    """

    def __init__(self, path: Path, prepare: Callable[[sqlite3.Connection], None]) -> None:
        self.path = path
        self.problem = ""
        self._prepare = prepare
        self._lock = threading.RLock()
        self._base: sqlite3.Connection | None = None
        self._let_go: weakref.finalize[[], SqliteFile] | None = None

    def close(self) -> None:
        """Let go of the file."""
        with self._lock:
            if self._let_go is not None:
                self._let_go()
            self._base = self._let_go = None

    def read(self, query: str, values: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        """The rows of a query; none where nothing can be read."""
        with self._lock:
            try:
                base = self._open()
                return [] if base is None else base.execute(query, values).fetchall()
            except sqlite3.DatabaseError as error:
                self._give_up(error)
                return []

    def write(self, query: str, rows: Sequence[tuple[object, ...]]) -> None:
        """Execute a statement for each row, all or none."""
        self.change(lambda base: base.executemany(query, rows))

    def change(self, write: Callable[[sqlite3.Connection], object]) -> None:
        """Make changes in one transaction: all or none."""
        with self._lock:
            try:
                base = self._open()
                if base is None:
                    return
                base.execute("BEGIN IMMEDIATE")
                try:
                    write(base)
                except BaseException:
                    base.execute("ROLLBACK")
                    raise
                base.execute("COMMIT")
            except sqlite3.DatabaseError as error:
                self._give_up(error)

    def _open(self) -> sqlite3.Connection | None:
        if self._base is None and not self.problem:
            try:
                base = self._base = _opened(self.path, self._prepare)
                self._let_go = weakref.finalize(self, base.close)
                self._let_go.atexit = False  # a thread may be reading then, and the process ends anyway
            except (OSError, sqlite3.Error) as error:
                self._give_up(error)
        return self._base

    def _give_up(self, error: Exception) -> None:
        """Say once why nothing is kept, and go on without; a file that is damaged is out of the way of the next run."""
        self.problem = f"What was read is not kept: {self.path}: {getattr(error, 'strerror', None) or error}."
        if self._base is not None:
            with contextlib.suppress(sqlite3.Error):
                self.close()
            self._base = None
            if type(error) is sqlite3.DatabaseError:  # damaged; what passes by itself is of a class below it
                with contextlib.suppress(OSError):
                    _move_aside(self.path)


def _opened(path: Path, prepare: Callable[[sqlite3.Connection], None]) -> sqlite3.Connection:
    """The file, made where it is not there; one that is damaged, or of another program, is moved aside.

    Raises:
        OSError, sqlite3.Error: when it can't be opened.
    """
    path.parent.mkdir(mode=PRIVATE_FOLDER, parents=True, exist_ok=True)
    for last in (False, True):
        os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, PRIVATE_FILE))
        path.chmod(PRIVATE_FILE)
        base = sqlite3.connect(path, timeout=_PATIENCE, isolation_level=None, check_same_thread=False)
        try:
            base.execute("PRAGMA journal_mode = WAL")
            base.execute("PRAGMA synchronous = NORMAL")
            base.execute(f"PRAGMA journal_size_limit = {_LONGEST_LOG}")
            prepare(base)
        except (sqlite3.DatabaseError, ForeignError) as error:
            base.close()
            if last or isinstance(error, sqlite3.OperationalError):
                raise sqlite3.DatabaseError(str(error)) from error
            _move_aside(path)
        else:
            return base
    raise AssertionError("the second attempt returns or raises")


def _move_aside(path: Path) -> None:
    for suffix in ("", "-wal", "-shm"):
        with contextlib.suppress(FileNotFoundError):
            path.with_name(path.name + suffix).replace(path.with_name(f"{path.name}{suffix}{ASIDE}"))
