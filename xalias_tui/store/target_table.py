"""The targets of an inventory: replaced place by place, found by words and by letters, read a page at a time."""

from __future__ import annotations

import json
import sqlite3
from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, Final, TypeAlias

from xalias_tui.domain.dataclass import dataclass
from xalias_tui.domain.filters import KeptColumn
from xalias_tui.store.inventory_tables import (
    LETTERS,
    TargetRow,
    digest_of,
    has_letters,
    insert,
    number,
    own_time,
    remove,
    remove_all,
)
from xalias_tui.store.place_table import Place, insert_places, take_places
from xalias_tui.store.sqlite_file import SqliteFile, storable

_AT_ONCE: Final = 1_000
"""Numbers that a statement is given at a time."""
_LETTERS_OF_A_TRIGRAM: Final = 3

Ids: TypeAlias = "array[int]"


@dataclass(frozen=True, slots=True)
class View:
    """Some of the targets.

    Attributes:
        regions: The kinds that are in it, in their order, each with its regions; none for all of them.
        accounts: The accounts that are in it; None for all.
    """

    regions: Mapping[str, tuple[str, ...]]
    accounts: frozenset[str] | None = None


@dataclass(frozen=True, slots=True)
class KeptRow:
    """A target as it is kept.

    Attributes:
        id: Its number.
        document: What is kept of it.
        name: Its own name.
        account_id: Its account.
        kind: Its kind.
        region: Its region as lists show it.
        source: Where its place was read, or it itself since.
        read_at: When.
        code: Why its place was not read whole; empty where it was.
    """

    id: int
    document: dict[str, Any]
    name: str
    account_id: str
    kind: str
    region: str
    source: str
    read_at: datetime
    code: str


_ROWS: Final = """
    SELECT t.id, t.doc, l.name, t.account, t.kind, l.region,
        coalesce(iif(t.read_at IS NULL, NULL, 'live'), here.source, everywhere.source),
        coalesce(t.read_at, here.read_at, everywhere.read_at),
        iif(t.read_at IS NULL, coalesce(here.code, everywhere.code), '')
    FROM target t JOIN listed l ON l.id = t.id
    LEFT JOIN place here ON (here.account, here.kind, here.region) = (t.account, t.kind, t.region)
    LEFT JOIN place everywhere ON (everywhere.account, everywhere.kind, everywhere.region) = (t.account, t.kind, '')
    WHERE t.id IN (SELECT value FROM json_each(?)) AND coalesce(here.read_at, everywhere.read_at) IS NOT NULL
"""


class TargetTable:
    """The targets in a file.

    Args:
        file: The file.
        with_letters: Whether an index of letters may be used where SQLite has it.
    """

    def __init__(self, file: SqliteFile, *, with_letters: bool = True) -> None:
        self._file = file
        self._with_letters = with_letters

    # -- what is written

    def replace(self, places: Sequence[Place], rows: Iterable[TargetRow]) -> None:
        """Keep what was read of some places in place of what was kept of them, all at once.

        Targets that are as they were stay as they are: of an organisation that is read again little is written.

        Args:
            places: What was read; one without a region stands for all regions of its account and kind.
            rows: The targets there.
        """

        def write(base: sqlite3.Connection) -> None:
            letters = self._letters_to_write(base)
            before = take_places(base, places)
            insert_places(base, places)
            for row in rows:
                digest = digest_of(row)
                same = before.get(digest[0])
                if same:
                    at = own_time(row)
                    base.execute(
                        "UPDATE target SET read_at = ? WHERE id = ? AND read_at IS NOT ?", (at, same.pop(), at)
                    )
                else:
                    insert(base, row, digest, letters=letters)
            remove(base, (id_ for ids in before.values() for id_ in ids), letters=letters)

        self._file.change(write)

    def replace_one(self, word: str, row: TargetRow | None, read_at: datetime) -> None:
        """Keep a target that was read again by itself in place of what was kept under a word; None where it is gone.

        Nothing is kept where nothing was: its place has not been read.
        """

        def write(base: sqlite3.Connection) -> None:
            letters = self._letters_to_write(base)
            before = [id_ for (id_,) in base.execute("SELECT target FROM word WHERE word = ?", (number(word),))]
            remove(base, before, letters=letters)
            if before and row is not None:
                insert(base, replace(row, read_at=read_at), letters=letters)

        self._file.change(write)

    def remove(self, base: sqlite3.Connection, account_ids: Sequence[str]) -> None:
        """Remove the targets of some accounts, or all, within a transaction."""
        letters = self._letters_to_write(base)
        if not account_ids:
            remove_all(base, letters=letters)
        for account_id in account_ids:
            ids = [id_ for (id_,) in base.execute("SELECT id FROM target WHERE account = ?", (account_id,))]
            remove(base, ids, letters=letters)
        if letters and account_ids:  # an index only marks what is removed, until its pages are merged
            base.execute(f"INSERT INTO {LETTERS} ({LETTERS}) VALUES ('optimize')")  # noqa: S608 -- our own name

    def _letters_to_write(self, base: sqlite3.Connection) -> bool:
        """Whether the index of letters is kept up; where it can't be, it is outdated from now on."""
        if has_letters(base, with_letters=self._with_letters):
            return True
        base.execute("INSERT OR IGNORE INTO outdated VALUES (?)", (LETTERS,))
        return False

    # -- what is read

    def counts(self) -> dict[tuple[str, str, str], int]:
        """How many targets are kept of each account, kind and region."""
        rows = self._file.read("SELECT account, kind, region, COUNT(*) FROM target GROUP BY account, kind, region")
        return {(account, kind, region): many for account, kind, region, many in rows}

    def of_kinds(self, view: View) -> dict[str, int]:
        """How many targets of each kind are in a view."""
        found = ((kind, self._numbers("COUNT(*)", *_where(view, kind))) for kind in view.regions)
        return {kind: many[0] for kind, many in found if many and many[0]}

    def regions(self, view: View) -> frozenset[str]:
        """The regions of the targets in a view, as lists show them."""
        found: set[str] = set()
        for kind in view.regions:
            where, values = _where(view, kind)
            query = f"SELECT DISTINCT region FROM listed WHERE {where}"  # noqa: S608 -- our own names
            found.update(region for (region,) in self._file.read(query, values))
        return frozenset(found)

    def ids(self, view: View, at_most: int = -1) -> Ids:
        """The numbers of the targets in a view, or of the first of them, in order of kind, name and region."""
        found: Ids = array("q")
        for kind in view.regions:
            left = at_most if at_most < 0 else at_most - len(found)
            if left:
                order = f" ORDER BY name, region, id LIMIT {left}"
                found.extend(self._numbers("id", *_where(view, kind), order))
        return found

    def ordered(self, ids: Ids, by: KeptColumn, *, descending: bool = False) -> Ids:
        """Targets ordered by something; those that are equal stay in the order in which they are given."""
        words = dict(self._file.read(f"SELECT id, {by} FROM listed"))  # noqa: S608 -- our own name
        return array("q", sorted(ids, key=lambda id_: words.get(id_, ""), reverse=descending))

    def having(self, column: KeptColumn, passes: Callable[[str], bool]) -> Ids:
        """The numbers of all targets whose text in a column passes; many have the same."""
        each = self._file.read(f"SELECT DISTINCT {column} FROM listed")  # noqa: S608 -- our own name
        wanted = json.dumps([text for (text,) in each if passes(text.lower())])
        where = column + " IN (SELECT value FROM json_each(?))"  # noqa: S608 -- as above
        return self._numbers("id", where, (wanted,))

    def holding(self, letters: Sequence[str], at_most: int) -> Ids | None:
        """The numbers of all targets whose text holds some letters; None where no index finds them, or too many."""
        letters = [storable(part) for part in letters]
        indexed = [part for part in letters if len(part) >= _LETTERS_OF_A_TRIGRAM]
        if not indexed or not self._has_letters():
            return None
        match = " AND ".join('"' + part.replace('"', '""') + '"' for part in indexed)
        found = self._numbers("rowid", f"{LETTERS} MATCH ?", (match,), f" LIMIT {at_most + 1}", table=LETTERS)
        if len(found) > at_most:
            return None
        rest = [part for part in letters if part not in indexed]
        return self.among(found, rest) if rest else found

    def among(self, ids: Ids, letters: Sequence[str]) -> Ids:
        """Those of some targets whose text holds some letters, in the same order."""
        found: set[int] = set()
        letters = [storable(part) for part in letters]
        where = " AND ".join(["id IN (SELECT value FROM json_each(?))", *("instr(text, ?)" for _ in letters)])
        for at in range(0, len(ids), _AT_ONCE):
            found.update(self._numbers("id", where, (json.dumps(ids[at : at + _AT_ONCE].tolist()), *letters)))
        return array("q", (id_ for id_ in ids if id_ in found))

    def everywhere(self, letters: Sequence[str]) -> Ids:
        """The numbers of all targets whose text holds some letters, read from the text itself."""
        sought = [storable(part) for part in letters]
        return self._numbers("id", " AND ".join("instr(text, ?)" for _ in sought) or "1", sought)

    def under(self, words: Iterable[str]) -> Ids:
        """The numbers of the targets that are looked up by any of some words."""
        numbers = sorted({number(word) for word in words})
        found: dict[int, None] = {}
        for at in range(0, len(numbers), _AT_ONCE):
            given = json.dumps(numbers[at : at + _AT_ONCE])
            where = "word IN (SELECT value FROM json_each(?))"
            found.update(dict.fromkeys(self._numbers("target", where, (given,), table="word")))
        return array("q", found)

    def rows(self, ids: Sequence[int]) -> Iterator[KeptRow]:
        """Targets by their numbers, in the order of these; what is no longer kept is left out."""
        for at in range(0, len(ids), _AT_ONCE):
            page = list(ids[at : at + _AT_ONCE])
            found = {row[0]: row for row in self._file.read(_ROWS, (json.dumps(page),))}
            for id_ in page:
                if id_ in found:
                    _, doc, name, account, kind, region, source, read_at, code = found[id_]
                    moment = datetime.fromisoformat(read_at)
                    yield KeptRow(id_, json.loads(doc), name, account, kind, region, source, moment, code)

    def _has_letters(self) -> bool:
        if not self._with_letters or not self._file.read("SELECT 1 FROM sqlite_master WHERE name = ?", (LETTERS,)):
            return False
        return not self._file.read("SELECT 1 FROM outdated WHERE what = ?", (LETTERS,))

    def _numbers(
        self, what: str, where: str, values: Sequence[object], order: str = "", *, table: str = "listed"
    ) -> Ids:
        rows = self._file.read(f"SELECT {what} FROM {table} WHERE {where}{order}", values)  # noqa: S608 -- our own names
        return array("q", (id_ for (id_,) in rows))


def _where(view: View, kind: str) -> tuple[str, tuple[object, ...]]:
    """The condition of one kind of a view, and its values."""
    regions, accounts = view.regions[kind], view.accounts
    parts, values = ["kind = ?"], [kind]
    if regions:
        parts.append("region IN (SELECT value FROM json_each(?))")
        values.append(json.dumps(regions))
    if accounts is not None:
        parts.append("account IN (SELECT value FROM json_each(?))")
        values.append(json.dumps(sorted(accounts)))
    return " AND ".join(parts), tuple(values)
