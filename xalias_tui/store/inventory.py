"""What was read of accounts, kept from run to run: one SQLite file for each organisation, for the operator only.

Kept are names, ids and evidence of targets, hosted zones and their records, and who accounts are. Never credentials,
policies, configuration items or environment variables. What is kept of a place is replaced as a whole, so that a reader
never meets half of it; several processes may use a file at once.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import sqlite3
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from xalias_tui.store.files import PRIVATE_FILE

SCHEMA: Final = 1
"""``user_version`` of a file; one of another version is moved aside."""
PRIVATE_FOLDER: Final = 0o700
_AT_ONCE: Final = 1_000
"""Targets that are read at a time."""
_LONGEST_LOG: Final = 4 * 1024**2
"""Bytes that the write-ahead log keeps between writes."""
_PATIENCE: Final = 5.0
"""Seconds that a writer waits for another one."""
_ASIDE: Final = ".unreadable"
_TABLES: Final = (
    "CREATE TABLE account (id TEXT PRIMARY KEY, doc TEXT NOT NULL, read_at TEXT NOT NULL)",
    (
        "CREATE TABLE place (account TEXT, kind TEXT, region TEXT, source TEXT NOT NULL, read_at TEXT NOT NULL, "
        "covered INTEGER NOT NULL, code TEXT NOT NULL, message TEXT NOT NULL, PRIMARY KEY (account, kind, region))"
    ),
    "CREATE TABLE target (id INTEGER PRIMARY KEY, account TEXT, kind TEXT, region TEXT, doc TEXT NOT NULL)",
    "CREATE INDEX target_place ON target (account, kind, region)",
    "CREATE TABLE zone (id TEXT PRIMARY KEY, account TEXT NOT NULL, doc TEXT NOT NULL, read_at TEXT NOT NULL)",
    "CREATE TABLE records (zone TEXT PRIMARY KEY, doc TEXT NOT NULL, read_at TEXT NOT NULL)",
    "CREATE TABLE regions (account TEXT PRIMARY KEY, names TEXT NOT NULL, read_at TEXT NOT NULL)",
)

Document = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Place:
    """What is kept of one kind in one region of one account.

    Attributes:
        account_id: The account.
        kind: The kind.
        region: The region; empty for all that were searched at once.
        source: ``live`` or ``config``.
        read_at: When it was read.
        covered: Whether all of it was read.
        code: Why not; empty where it was.
        message: The same in a sentence.
    """

    account_id: str
    kind: str
    region: str
    source: str
    read_at: datetime
    covered: bool = True
    code: str = ""
    message: str = ""


class Inventory:
    """The file. Safe to use from several threads and processes; what goes wrong with it never ends a command.

    Attributes:
        path: Where it is.
        problem: Why nothing can be kept, in a sentence; empty as long as it can.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.problem = ""
        self._lock = threading.RLock()
        self._base: sqlite3.Connection | None = None

    def close(self) -> None:
        """Let go of the file."""
        with self._lock:
            if self._base is not None:
                self._base.close()
                self._base = None

    # -- accounts

    def keep_account(self, key: str, document: Document, read_at: datetime) -> None:
        """Keep who an account is; ``key`` is its profile, or what takes its place."""
        self._write(
            "INSERT OR REPLACE INTO account VALUES (?, ?, ?)", [(key, json.dumps(document), read_at.isoformat())]
        )

    def accounts(self) -> dict[str, tuple[dict[str, Any], datetime]]:
        """Who is known, by what they were kept under."""
        rows = self._read("SELECT id, doc, read_at FROM account")
        return {key: (json.loads(doc), datetime.fromisoformat(at)) for key, doc, at in rows}

    # -- targets

    def replace(self, places: Sequence[Place], targets: Iterable[tuple[str, str, str, Document]]) -> None:
        """Keep what was read of some places in place of what was kept of them, all at once.

        Args:
            places: What was read; one without a region stands for all regions of its account and kind.
            targets: Account, kind, region and document of each target there.
        """

        def write(base: sqlite3.Connection) -> None:
            for place in places:
                whole, key = not place.region, (place.account_id, place.kind)
                for table in ("place", "target"):
                    if whole:
                        base.execute(f"DELETE FROM {table} WHERE account = ? AND kind = ?", key)  # noqa: S608 -- our own names
                    else:
                        base.execute(
                            f"DELETE FROM {table} WHERE account = ? AND kind = ? AND region = ?",  # noqa: S608 -- as above
                            (*key, place.region),
                        )
            base.executemany(
                "INSERT OR REPLACE INTO place VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    (
                        each.account_id,
                        each.kind,
                        each.region,
                        each.source,
                        each.read_at.isoformat(),
                        each.covered,
                        each.code,
                        each.message,
                    )
                    for each in sorted(places, key=lambda place: bool(place.region))
                ),
            )
            base.executemany(
                "INSERT INTO target (account, kind, region, doc) VALUES (?, ?, ?, ?)",
                ((account, kind, region, json.dumps(doc)) for account, kind, region, doc in targets),
            )

        self._change(write)

    def places(self) -> tuple[Place, ...]:
        """Everything that is kept of, in order."""
        rows = self._read(
            "SELECT account, kind, region, source, read_at, covered, code, message FROM place "
            "ORDER BY account, kind, region"
        )
        return tuple(
            Place(account, kind, region, source, datetime.fromisoformat(at), bool(covered), code, message)
            for account, kind, region, source, at, covered, code, message in rows
        )

    def targets(self, kinds: Iterable[str] = ()) -> Iterator[dict[str, Any]]:
        """Documents of the targets that are kept, of some kinds or all."""
        wanted = tuple(kinds)
        within = f" AND kind IN ({', '.join('?' * len(wanted))})" if wanted else ""
        query = f"SELECT id, doc FROM target WHERE id > ?{within} ORDER BY id LIMIT {_AT_ONCE}"  # noqa: S608 -- placeholders
        last = 0
        while rows := self._read(query, (last, *wanted)):
            for last, doc in rows:  # noqa: B007 -- the last one is where the next rows begin
                found: dict[str, Any] = json.loads(doc)
                yield found

    def counts(self) -> dict[tuple[str, str, str], int]:
        """How many targets are kept of each account, kind and region."""
        rows = self._read("SELECT account, kind, region, COUNT(*) FROM target GROUP BY account, kind, region")
        return {(account, kind, region): many for account, kind, region, many in rows}

    # -- zones

    def keep_zones(self, account_id: str, zones: Iterable[tuple[str, Document]], read_at: datetime) -> None:
        """Keep the hosted zones of an account in place of those that were kept; records of zones that are gone go."""
        rows = [(id_, account_id, json.dumps(doc), read_at.isoformat()) for id_, doc in zones]

        def write(base: sqlite3.Connection) -> None:
            base.execute("DELETE FROM zone WHERE account = ?", (account_id,))
            base.executemany("INSERT OR REPLACE INTO zone VALUES (?, ?, ?, ?)", rows)
            base.execute("DELETE FROM records WHERE zone NOT IN (SELECT id FROM zone)")

        self._change(write)

    def zones(self, account_id: str) -> tuple[dict[str, Any], ...]:
        """Documents of an account's zones."""
        rows = self._read("SELECT doc FROM zone WHERE account = ? ORDER BY id", (account_id,))
        return tuple(json.loads(doc) for (doc,) in rows)

    def keep_records(self, zone_id: str, records: Iterable[str], read_at: datetime) -> None:
        """Keep the record sets of a zone, each the JSON of its wire form."""
        row = (zone_id, f"[{','.join(records)}]", read_at.isoformat())
        self._write("INSERT OR REPLACE INTO records VALUES (?, ?, ?)", [row])

    def records(self, zone_id: str) -> tuple[list[dict[str, Any]], datetime] | None:
        """The record sets of a zone, and when they were read; None where they are not kept."""
        for doc, at in self._read("SELECT doc, read_at FROM records WHERE zone = ?", (zone_id,)):
            return json.loads(doc), datetime.fromisoformat(at)
        return None

    # -- regions

    def keep_regions(self, account_id: str, names: Sequence[str], read_at: datetime) -> None:
        """Keep the regions that are enabled for an account."""
        self._write(
            "INSERT OR REPLACE INTO regions VALUES (?, ?, ?)",
            [(account_id, json.dumps(list(names)), read_at.isoformat())],
        )

    def regions(self, account_id: str) -> tuple[tuple[str, ...], datetime] | None:
        """The regions of an account, and when they were read; None where they are not kept."""
        for names, at in self._read("SELECT names, read_at FROM regions WHERE account = ?", (account_id,)):
            return tuple(json.loads(names)), datetime.fromisoformat(at)
        return None

    # -- all of it

    def forget(self, account_ids: Iterable[str] = ()) -> int:
        """Remove what is kept of some accounts, or of all; how many places that were."""
        wanted = tuple(account_ids)
        removed = 0

        def write(base: sqlite3.Connection) -> None:
            nonlocal removed
            marks = ", ".join("?" * len(wanted))
            for table, column in (
                ("place", "account"),
                ("target", "account"),
                ("zone", "account"),
                ("regions", "account"),
            ):
                where = f" WHERE {column} IN ({marks})" if wanted else ""
                done = base.execute(f"DELETE FROM {table}{where}", wanted)  # noqa: S608 -- our own names
                removed += done.rowcount if table == "place" else 0
            base.execute("DELETE FROM records WHERE zone NOT IN (SELECT id FROM zone)")
            for account_id in wanted:  # lists of an organisation's accounts name it too
                base.execute("DELETE FROM account WHERE instr(id || doc, ?)", (account_id,))
            if not wanted:
                base.execute("DELETE FROM account")

        self._change(write)
        self._read("VACUUM")  # a deleted row stays in the file until its page is written again
        self._read("PRAGMA wal_checkpoint(TRUNCATE)")
        return removed

    def _read(self, query: str, values: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        with self._lock:
            try:
                base = self._open()
                return [] if base is None else base.execute(query, values).fetchall()
            except sqlite3.DatabaseError as error:
                self._give_up(error)
                return []

    def _write(self, query: str, rows: Sequence[tuple[object, ...]]) -> None:
        self._change(lambda base: base.executemany(query, rows))

    def _change(self, write: Callable[[sqlite3.Connection], object]) -> None:
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
                self._base = _opened(self.path)
            except (OSError, sqlite3.Error) as error:
                self._give_up(error)
        return self._base

    def _give_up(self, error: Exception) -> None:
        """Say once why nothing is kept, and go on without."""
        self.problem = f"What was read is not kept: {self.path}: {error}."
        if self._base is not None:
            with contextlib.suppress(sqlite3.Error):
                self._base.close()
            self._base = None


def _opened(path: Path) -> sqlite3.Connection:
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
            _prepare(base)
        except (sqlite3.DatabaseError, _ForeignError) as error:
            base.close()
            if last or isinstance(error, sqlite3.OperationalError):
                raise sqlite3.DatabaseError(str(error)) from error
            _move_aside(path)
        else:
            return base
    raise AssertionError("the second attempt returns or raises")


class _ForeignError(Exception):
    """A file that is not ours, or of another version."""


def _prepare(base: sqlite3.Connection) -> None:
    base.execute("PRAGMA journal_mode = WAL")
    base.execute("PRAGMA synchronous = NORMAL")
    base.execute(f"PRAGMA journal_size_limit = {_LONGEST_LOG}")
    (version,) = base.execute("PRAGMA user_version").fetchone()
    (tables,) = base.execute("SELECT COUNT(*) FROM sqlite_master").fetchone()
    if version == SCHEMA:
        return
    if tables:
        raise _ForeignError(f"it is of version {version}")
    base.execute("BEGIN IMMEDIATE")
    (made,) = base.execute("SELECT COUNT(*) FROM sqlite_master").fetchone()
    if not made:  # another process may have been first
        for statement in _TABLES:
            base.execute(statement)
        base.execute(f"PRAGMA user_version = {SCHEMA}")
    base.execute("COMMIT")


def _move_aside(path: Path) -> None:
    for suffix in ("", "-wal", "-shm"):
        with contextlib.suppress(FileNotFoundError):
            path.with_name(path.name + suffix).replace(path.with_name(f"{path.name}{suffix}{_ASIDE}"))


def file_name(*words: str) -> str:
    """The name of the file for what some words name: a partition, an organisation, profiles."""
    digest = hashlib.sha256("\n".join(words).encode()).hexdigest()[:16]
    return f"inventory-{digest}.sqlite"


def files_in(folder: Path) -> tuple[Path, ...]:
    """The files in which anything is kept, each for one organisation or set of profiles."""
    return tuple(sorted(folder.glob("inventory-*.sqlite")))


def forget_everywhere(folder: Path, account_ids: Iterable[str] = ()) -> tuple[dict[Path, int], str]:
    """Remove what is kept of some accounts, or of all, from every file, and files that could no longer be read.

    Returns:
        How many places were removed from each file, and what went wrong, in a sentence; empty if nothing did.
    """
    wanted = tuple(account_ids)
    removed: dict[Path, int] = {}
    for path in files_in(folder):
        kept = Inventory(path)
        removed[path] = kept.forget(wanted)
        kept.close()
        if kept.problem:
            return removed, kept.problem
    try:
        for path in folder.glob(f"inventory-*{_ASIDE}"):
            path.unlink(missing_ok=True)
    except OSError as error:
        return removed, f"{error.filename} can't be removed: {error.strerror}."
    return removed, ""
