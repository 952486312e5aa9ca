"""The tables of a file in which an inventory is kept, made in a new file and added to one of an earlier version.

``listed`` has what lists show and order by, one narrow row a target; ``letters`` is the index of its text (FTS5's
trigrams) that finds letters inside words. A build of SQLite without FTS5 leaves ``letters`` out and reads ``listed``
instead; where it writes to a file that has the index, the index is outdated, and the next build that knows FTS5 makes
it anew. ``word`` has what a target is looked up by exactly, as numbers.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from typing import Any, Final

from xalias_tui.domain.dataclass import dataclass
from xalias_tui.store.sqlite_file import ForeignError, storable

SCHEMA: Final = 2
"""``user_version`` of a file; one of a version that is not known is moved aside."""
_WITHOUT_LISTS: Final = 1
"""The version that kept targets as documents only."""

_FIRST: Final = (
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
_SECOND: Final = (
    "ALTER TABLE target ADD COLUMN digest INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE target ADD COLUMN read_at TEXT",
    (
        "CREATE TABLE listed (id INTEGER PRIMARY KEY, account TEXT NOT NULL, kind TEXT NOT NULL, name TEXT NOT NULL, "
        "title TEXT NOT NULL, region TEXT NOT NULL, reach TEXT NOT NULL, "
        "owner TEXT NOT NULL, state TEXT NOT NULL, text TEXT NOT NULL)"
    ),
    "CREATE INDEX listed_order ON listed (kind, name, region, account)",
    "CREATE TABLE word (word INTEGER, target INTEGER, PRIMARY KEY (word, target)) WITHOUT ROWID",
    "CREATE INDEX word_target ON word (target)",
    "CREATE INDEX place_kind ON place (kind, region, account)",
    "CREATE TABLE outdated (what TEXT PRIMARY KEY)",
)
_LETTERS: Final = (
    "USING fts5 (text, content = 'listed', content_rowid = 'id', columnsize = 0, tokenize = 'trigram case_sensitive 1')"
)
LETTERS: Final = "letters"

Document = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Line:
    """How a target is listed and found.

    Attributes:
        name: Its own name.
        title: What it is called in lists, in lower case.
        region: Its region as lists show it.
        reach: Who can reach it, in a word.
        owner: What finds its account, in lower case.
        state: The service's word, in lower case.
        text: Lower-case text in which letters are looked for.
        words: What it is looked up by, each of them exactly.
    """

    name: str
    title: str
    region: str
    reach: str
    owner: str
    state: str
    text: str
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TargetRow:
    """A target that is kept.

    Attributes:
        account_id: Its account.
        kind: Its kind.
        region: The region of the place that it was found in; empty for kinds that have none.
        document: What is kept of it.
        line: How it is listed and found.
        read_at: When it was read; None for one that was read with its place.
    """

    account_id: str
    kind: str
    region: str
    document: Document
    line: Line
    read_at: datetime | None = None


Describe = Callable[[Document], Line | None]
"""How the target of a document is listed; None for a document that can't be read."""


def number(word: str) -> int:
    """The number of a word, or of a document: equal for equal ones, and for others only by a wonder."""
    written = word.encode(errors="surrogatepass")
    return int.from_bytes(hashlib.blake2b(written, digest_size=8).digest(), "big", signed=True)


def prepare(base: sqlite3.Connection, describe: Describe, *, with_letters: bool) -> None:
    """Make the tables that are missing, and file the targets that an earlier version kept.

    Raises:
        ForeignError: when the file is not ours, or of a version that is not known.
    """
    (version,) = base.execute("PRAGMA user_version").fetchone()
    tables = _tables(base)
    if version not in (_WITHOUT_LISTS, SCHEMA) and tables:
        raise ForeignError(f"it is of version {version}")
    letters = with_letters and knows_letters(base)
    if version == SCHEMA and (not letters or (LETTERS in tables and not is_outdated(base))):
        return
    base.execute("BEGIN IMMEDIATE")
    try:
        _complete(base, describe, letters=letters)
    except BaseException:
        base.execute("ROLLBACK")
        raise
    base.execute("COMMIT")


def _complete(base: sqlite3.Connection, describe: Describe, *, letters: bool) -> None:
    """Within one transaction: another process may have been first."""
    (version,) = base.execute("PRAGMA user_version").fetchone()
    statements = {0: (*_FIRST, *_SECOND), _WITHOUT_LISTS: _SECOND}.get(version, ())
    for statement in statements:
        base.execute(statement)
    if version == _WITHOUT_LISTS:
        _file_all(base, describe)
    if letters and LETTERS not in _tables(base):
        base.execute(f"CREATE VIRTUAL TABLE {LETTERS} {_LETTERS}")
        base.execute("INSERT OR IGNORE INTO outdated VALUES (?)", (LETTERS,))
    if letters and is_outdated(base):
        base.execute(f"INSERT INTO {LETTERS} ({LETTERS}) VALUES ('rebuild')")  # noqa: S608 -- our own name
        base.execute("DELETE FROM outdated")
    base.execute(f"PRAGMA user_version = {SCHEMA}")


def _tables(base: sqlite3.Connection) -> frozenset[str]:
    return frozenset(name for (name,) in base.execute("SELECT name FROM sqlite_master"))


def knows_letters(base: sqlite3.Connection) -> bool:
    """Whether this build of SQLite has FTS5 with trigrams (3.34, https://www.sqlite.org/fts5.html)."""
    try:
        base.execute(f"CREATE VIRTUAL TABLE temp.trial {_LETTERS}")
        base.execute("DROP TABLE temp.trial")
    except sqlite3.OperationalError:
        return False
    return True


def is_outdated(base: sqlite3.Connection) -> bool:
    """Whether the index of letters lacks what was written since."""
    return bool(base.execute("SELECT 1 FROM outdated WHERE what = ?", (LETTERS,)).fetchall())


def has_letters(base: sqlite3.Connection, *, with_letters: bool) -> bool:
    """Whether the index of letters is there and can be used."""
    return with_letters and LETTERS in _tables(base) and knows_letters(base) and not is_outdated(base)


def _file_all(base: sqlite3.Connection, describe: Describe) -> None:
    """File what the first version kept as documents; of a place with one that can't be read nothing is kept."""
    unreadable: set[tuple[str, str]] = set()
    described: list[TargetRow] = []
    for account, kind, region, text in base.execute("SELECT account, kind, region, doc FROM target ORDER BY id"):
        document = _read(text)
        line = None if document is None else describe(document)
        if document is None or line is None:
            unreadable.add((account, kind))
        else:
            described.append(TargetRow(account, kind, region, document, line))
    base.execute("DELETE FROM target")
    for row in described:
        if (row.account_id, row.kind) not in unreadable:
            insert(base, row, letters=False)
    base.executemany("DELETE FROM place WHERE account = ? AND kind = ?", unreadable)


def _read(text: str) -> Document | None:
    """A document of the first version, which had its time in it; None for what is no document."""
    try:
        return {key: value for key, value in json.loads(text).items() if key != "read_at"}
    except (ValueError, AttributeError, RecursionError):
        return None


def digest_of(row: TargetRow) -> tuple[int, str]:
    """The number by which a row is known as the same, and its document as it is kept."""
    text = json.dumps(row.document, sort_keys=True)
    return number(f"{row.account_id} {row.kind} {row.region} {text}"), text


def own_time(row: TargetRow) -> str | None:
    """When a target was read as it is kept; None for one that was read with its place."""
    return None if row.read_at is None else row.read_at.astimezone(UTC).isoformat()


def insert(base: sqlite3.Connection, row: TargetRow, digest: tuple[int, str] | None = None, *, letters: bool) -> None:
    """Keep a target."""
    same, text = digest or digest_of(row)
    cursor = base.execute(
        "INSERT INTO target (account, kind, region, doc, digest, read_at) VALUES (?, ?, ?, ?, ?, ?)",
        (row.account_id, row.kind, row.region, text, same, own_time(row)),
    )
    id_, line = cursor.lastrowid, row.line
    base.execute(
        "INSERT INTO listed VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            id_,
            row.account_id,
            row.kind,
            *map(storable, (line.name, line.title, line.region, line.reach, line.owner, line.state)),
            text_of_line := storable(line.text),
        ),
    )
    if letters:
        base.execute(f"INSERT INTO {LETTERS} (rowid, text) VALUES (?, ?)", (id_, text_of_line))  # noqa: S608 -- our own name
    base.executemany(
        "INSERT OR IGNORE INTO word VALUES (?, ?)", ((number(word), id_) for word in dict.fromkeys(line.words))
    )


def remove(base: sqlite3.Connection, ids: Iterable[int], *, letters: bool) -> None:
    """Remove targets."""
    for id_ in ids:
        if letters:  # an index of another table's text is told what it has to forget
            base.execute(
                f"INSERT INTO {LETTERS} ({LETTERS}, rowid, text) "  # noqa: S608 -- our own name
                "SELECT 'delete', id, text FROM listed WHERE id = ?",
                (id_,),
            )
        for table, column in (("word", "target"), ("listed", "id"), ("target", "id")):
            base.execute(f"DELETE FROM {table} WHERE {column} = ?", (id_,))  # noqa: S608 -- our own names


def remove_all(base: sqlite3.Connection, *, letters: bool) -> None:
    """Remove every target."""
    if letters:
        base.execute(f"INSERT INTO {LETTERS} ({LETTERS}) VALUES ('delete-all')")  # noqa: S608 -- our own name
    for table in ("word", "listed", "target"):
        base.execute(f"DELETE FROM {table}")  # noqa: S608 -- our own names
