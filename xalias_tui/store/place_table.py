"""What is kept of places: when each account, region and kind was read, and whether all of it was."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from datetime import UTC, datetime

from xalias_tui.domain.dataclass import dataclass
from xalias_tui.store.sqlite_file import SqliteFile, storable


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
        code: Why not; of one that is covered, what may be said of it besides, and usually empty.
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


@dataclass(frozen=True, slots=True)
class Summary:
    """What is kept of the places of some kinds and accounts, as a whole.

    Attributes:
        sources: Where they were read.
        oldest_read_at: When the oldest was; None where nothing is kept.
        aged: How many were read before a moment.
    """

    sources: frozenset[str]
    oldest_read_at: datetime | None
    aged: int


_COLUMNS = "account, kind, region, source, read_at, covered, code, message"
_WITHIN = "kind IN (SELECT value FROM json_each(?)) AND account IN (SELECT value FROM json_each(?))"


class PlaceTable:
    """The places in a file; of very many only what is asked for is read."""

    def __init__(self, file: SqliteFile) -> None:
        self._file = file

    def all(self) -> tuple[Place, ...]:
        """Everything that is kept of, in order."""
        return self._places("1", ())

    def uncovered(self, kinds: Iterable[str], accounts: Iterable[str]) -> tuple[Place, ...]:
        """Places of which not all was read."""
        return self._places(f"{_WITHIN} AND NOT covered", _within(kinds, accounts))

    def any_with(self, code: str, kinds: Iterable[str], accounts: Iterable[str]) -> bool:
        """Whether any covered place of some kinds and accounts has a code."""
        return bool(self._places(f"{_WITHIN} AND covered AND code = ?", (*_within(kinds, accounts), code)))

    def accounts(self, kind: str = "", regions: Iterable[str] = ()) -> frozenset[str]:
        """The accounts of which anything is kept, or anything of a kind in any of some regions."""
        where = "kind = ? AND region IN (SELECT value FROM json_each(?))" if kind else "1"
        rows = self._file.read(
            f"SELECT DISTINCT account FROM place WHERE {where}",  # noqa: S608 -- our own names
            (kind, json.dumps(list(regions))) if kind else (),
        )
        return frozenset(account for (account,) in rows)

    def summary(self, kinds: Iterable[str], accounts: Iterable[str], before: datetime) -> Summary:
        """What is kept of some kinds and accounts, and how many of its places were read before a moment."""
        rows = self._file.read(
            f"SELECT source, MIN(read_at), TOTAL(read_at < ?) FROM place WHERE {_WITHIN} GROUP BY source",  # noqa: S608
            (before.astimezone(UTC).isoformat(), *_within(kinds, accounts)),
        )
        oldest = min((datetime.fromisoformat(at) for _, at, _ in rows), default=None)
        return Summary(frozenset(source for source, _, _ in rows), oldest, int(sum(aged for _, _, aged in rows)))

    def _places(self, where: str, values: tuple[str, ...]) -> tuple[Place, ...]:
        query = f"SELECT {_COLUMNS} FROM place WHERE {where} ORDER BY account, kind, region"  # noqa: S608 -- as above
        return tuple(
            Place(account, kind, region, source, datetime.fromisoformat(at), bool(covered), code, message)
            for account, kind, region, source, at, covered, code, message in self._file.read(query, values)
        )


def _within(kinds: Iterable[str], accounts: Iterable[str]) -> tuple[str, str]:
    return json.dumps(sorted(kinds)), json.dumps(sorted(accounts))


def take_places(base: sqlite3.Connection, places: Iterable[Place]) -> dict[int, list[int]]:
    """Remove places; the numbers of their targets, by what they are known as the same by."""
    found: dict[int, list[int]] = {}
    for place in places:
        key = (place.account_id, place.kind, *((place.region,) if place.region else ()))
        where = f"account = ? AND kind = ?{' AND region = ?' if place.region else ''}"
        for digest, id_ in base.execute(f"SELECT digest, id FROM target WHERE {where}", key):  # noqa: S608 -- our own names
            ids = found.setdefault(digest, [])
            if id_ not in ids:
                ids.append(id_)
        base.execute(f"DELETE FROM place WHERE {where}", key)  # noqa: S608 -- as above
    return found


def insert_places(base: sqlite3.Connection, places: Iterable[Place]) -> None:
    """Keep places, within a transaction."""
    base.executemany(
        "INSERT OR REPLACE INTO place VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (
            (
                each.account_id,
                each.kind,
                each.region,
                each.source,
                each.read_at.astimezone(UTC).isoformat(),
                each.covered,
                each.code,
                storable(each.message),
            )
            for each in sorted(places, key=lambda place: bool(place.region))
        ),
    )
