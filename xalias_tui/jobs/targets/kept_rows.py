"""Targets read from the rows that are kept of them, judged by their age."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from xalias_tui.domain.coverage import AGED, NAMED_ONLY
from xalias_tui.domain.dataclass import dataclass
from xalias_tui.domain.errors import XaliasError
from xalias_tui.domain.given import NotGivenError
from xalias_tui.domain.targets import Reading, Target
from xalias_tui.jobs.session.kept_lines import given_of
from xalias_tui.jobs.targets.cards import read_full
from xalias_tui.store.target_table import Ids, KeptRow, TargetTable
from xalias_tui.targets.shared.by_host import NOT_ASKED
from xalias_tui.targets.words import key_word

UNREADABLE: Final = "unreadable"
"""The state of a target whose document is of another version: it is read again when its account is."""


@dataclass(frozen=True, slots=True)
class Age:
    """How kept targets are judged by their age.

    Attributes:
        now: The time.
        limit: What is older is aged.
        since: What was read since then was read just now, and is no kept knowledge; None for nothing.
    """

    now: datetime
    limit: timedelta
    since: datetime | None = None


@dataclass(frozen=True, slots=True)
class KeptRows:
    """Reads targets.

    Attributes:
        table: Where they are kept.
        age: How they are judged by their age.
    """

    table: TargetTable
    age: Age

    def read(self, ids: Ids) -> Iterator[Target]:
        """Targets by their numbers; one that can't be read any more keeps its place, without a name."""
        rows = {row.id: row for row in self.table.rows(ids)}
        return (self._target(rows[id_]) if id_ in rows else _gone() for id_ in ids)

    def _target(self, row: KeptRow) -> Target:
        given = given_of(row.document, row.read_at)
        try:
            target = read_full(given)
        except (NotGivenError, XaliasError):
            return replace(_gone(), kind=row.kind, name=row.name, account_id=row.account_id, region=row.region)
        before, doubt = target.reading, given.text("doubt", "") or _doubt(row, target)
        since = None if before is None else before.unchanged_since
        unread = () if before is None else before.unread
        age = self.age
        if age.since is not None and row.read_at >= age.since:
            if before is None:
                return replace(target, read_at=row.read_at, inspected=False)
            reading = Reading(before.source, row.read_at, since, unread, doubt)
        else:
            aged = AGED if age.now - row.read_at > age.limit else ""
            reading = Reading("cache", row.read_at, since, unread, doubt or aged)
        return replace(target, reading=reading, read_at=None, inspected=False)


def _doubt(row: KeptRow, target: Target) -> str:
    """Why its place does not prove it: where only some were asked everything, those that were are as good as ever."""
    if target.facts is not None and NOT_ASKED in target.facts.unread:
        return row.code or NAMED_ONLY
    return "" if row.code == NAMED_ONLY else row.code


def fuller(table: TargetTable, targets: Iterable[Target], since: datetime) -> dict[str, KeptRow]:
    """What is kept of targets where everything had been asked of them since a moment, by their keys; of AWS itself."""
    found: dict[str, KeptRow] = {}
    words = [key_word(target.key) for target in targets]
    for row in table.rows(table.under(words)) if words else ():
        if row.source != "live" or row.read_at < since:
            continue
        with suppress(NotGivenError, XaliasError):  # of another version, so of no use
            target = read_full(given_of(row.document, row.read_at))
            if not _doubt(row, target):
                found[target.key] = row
    return found


def _gone() -> Target:
    return Target("", "", "", "", "", "", None, "", "", (), state=UNREADABLE)
