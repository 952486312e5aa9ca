"""What was read of accounts, kept from run to run: one SQLite file for each organisation, for the operator only.

Kept are names, ids and evidence of targets, hosted zones and their records, and who accounts are. Never credentials,
policies, configuration items or environment variables. What is kept of a place is replaced as a whole, so that a reader
never meets half of it; several processes may use a file at once.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

from xalias_tui.store.inventory_tables import Describe, Document, Line, prepare
from xalias_tui.store.place_table import PlaceTable
from xalias_tui.store.sqlite_file import ASIDE, SqliteFile
from xalias_tui.store.target_table import TargetTable


def _none_described(_document: Document) -> Line | None:
    """How no document is listed: what an earlier version kept of targets is then left out."""
    return None


class Inventory:
    """The file. Safe to use from several threads and processes; what goes wrong with it never ends a command.

    Args:
        path: Where it is.
        describe: How the targets are listed that an earlier version kept.
        with_letters: Whether an index of letters may be used where SQLite has it.

    Attributes:
        path: Where it is.
        places: When each of its places was read.
        targets: The targets in it.
    """

    def __init__(self, path: Path, describe: Describe = _none_described, *, with_letters: bool = True) -> None:
        self.path = path
        self._describe = describe
        self._with_letters = with_letters
        self._file = SqliteFile(path, partial(prepare, describe=describe, with_letters=with_letters))
        self.places = PlaceTable(self._file)
        self.targets = TargetTable(self._file, with_letters=with_letters)

    @property
    def problem(self) -> str:
        """Why nothing can be kept, in a sentence; empty as long as it can."""
        return self._file.problem

    def beside(self, path: Path | None = None) -> Inventory:
        """The same file for another thread, which does not wait while this one writes; or another file like it."""
        return Inventory(path or self.path, self._describe, with_letters=self._with_letters)

    def as_now(self) -> Inventory:
        """The file for another thread as it is now: what is written meanwhile is not met. For reading only."""
        made = self.beside()
        made._file.read("BEGIN")  # noqa: SLF001 -- of this class
        return made

    def others(self) -> tuple[Path, ...]:
        """The other files in its folder, each for one organisation or set of profiles."""
        return tuple(path for path in files_in(self.path.parent) if path != self.path)

    def close(self) -> None:
        """Let go of the file."""
        self._file.close()

    # -- accounts

    def keep_account(self, key: str, document: Document, read_at: datetime) -> None:
        """Keep who an account is; ``key`` is its profile, or what takes its place."""
        self._file.write(
            "INSERT OR REPLACE INTO account VALUES (?, ?, ?)", [(key, json.dumps(document), read_at.isoformat())]
        )

    def accounts(self) -> dict[str, tuple[dict[str, Any], datetime]]:
        """Who is known, by what they were kept under."""
        rows = self._file.read("SELECT id, doc, read_at FROM account")
        return {key: (json.loads(doc), datetime.fromisoformat(at)) for key, doc, at in rows}

    # -- zones

    def keep_zones(self, account_id: str, zones: Iterable[tuple[str, Document]], read_at: datetime) -> None:
        """Keep the hosted zones of an account in place of those that were kept; records of zones that are gone go."""
        rows = [(id_, account_id, json.dumps(doc), read_at.isoformat()) for id_, doc in zones]

        def write(base: sqlite3.Connection) -> None:
            base.execute("DELETE FROM zone WHERE account = ?", (account_id,))
            base.executemany("INSERT OR REPLACE INTO zone VALUES (?, ?, ?, ?)", rows)
            base.execute("DELETE FROM records WHERE zone NOT IN (SELECT id FROM zone)")

        self._file.change(write)

    def zones(self, account_id: str) -> tuple[dict[str, Any], ...]:
        """Documents of an account's zones."""
        rows = self._file.read("SELECT doc FROM zone WHERE account = ? ORDER BY id", (account_id,))
        return tuple(json.loads(doc) for (doc,) in rows)

    def keep_records(self, zone_id: str, pages: Iterable[str], read_at: datetime) -> None:
        """Keep the record sets of a zone: of each page the JSON of their wire forms, separated by commas."""
        row = (zone_id, f"[{','.join(filter(None, pages))}]", read_at.isoformat())
        self._file.write("INSERT OR REPLACE INTO records VALUES (?, ?, ?)", [row])

    def records(self, zone_id: str) -> tuple[list[dict[str, Any]], datetime] | None:
        """The record sets of a zone, and when they were read; None where they are not kept."""
        for doc, at in self._file.read("SELECT doc, read_at FROM records WHERE zone = ?", (zone_id,)):
            return json.loads(doc), datetime.fromisoformat(at)
        return None

    # -- regions

    def keep_regions(self, account_id: str, names: Sequence[str], read_at: datetime) -> None:
        """Keep the regions that are enabled for an account."""
        self._file.write(
            "INSERT OR REPLACE INTO regions VALUES (?, ?, ?)",
            [(account_id, json.dumps(list(names)), read_at.isoformat())],
        )

    def regions(self, account_id: str) -> tuple[tuple[str, ...], datetime] | None:
        """The regions of an account, and when they were read; None where they are not kept."""
        for names, at in self._file.read("SELECT names, read_at FROM regions WHERE account = ?", (account_id,)):
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
            self.targets.remove(base, wanted)
            for table, column in (
                ("place", "account"),
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

        self._file.change(write)
        self._file.read("VACUUM")  # a deleted row stays in the file until its page is written again
        self._file.read("PRAGMA wal_checkpoint(TRUNCATE)")
        return removed


def file_name(*words: str) -> str:
    """The name of the file for what some words name: a partition, an organisation, profiles."""
    digest = hashlib.sha256("\n".join(words).encode()).hexdigest()[:16]
    return f"inventory-{digest}.sqlite"


def files_in(folder: Path) -> tuple[Path, ...]:
    """The files in which anything is kept, each for one organisation or set of profiles."""
    return tuple(sorted(folder.glob("inventory-*.sqlite")))


def forget_everywhere(like: Inventory, account_ids: Iterable[str] = ()) -> tuple[dict[Path, int], str]:
    """Remove what is kept of some accounts, or of all, from every file, and files that could no longer be read.

    Args:
        like: One of the files, closed; it and those beside it are meant.
        account_ids: The accounts; all where there are none.

    Returns:
        How many places were removed from each file, and what went wrong, in a sentence; empty if nothing did.
    """
    wanted = tuple(account_ids)
    removed: dict[Path, int] = {}
    for path in files_in(like.path.parent):
        kept = like.beside(path)
        removed[path] = kept.forget(wanted)
        kept.close()
        if kept.problem:
            return removed, kept.problem
    try:
        for path in like.path.parent.glob(f"inventory-*{ASIDE}"):
            path.unlink(missing_ok=True)
    except OSError as error:
        return removed, f"{error.filename} can't be removed: {error.strerror}."
    return removed, ""
