"""Entries of the journal: written, compared with what Route 53 has, and settled."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import Final, Literal

from xalias_tui.domain.accounts import Account
from xalias_tui.domain.dataclass import dataclass
from xalias_tui.domain.documents import plan_document
from xalias_tui.domain.errors import XaliasError
from xalias_tui.domain.hosted_zones import HostedZones
from xalias_tui.domain.lookups import LookupFailedError
from xalias_tui.domain.plans import Plan
from xalias_tui.domain.records import RecordKey, RecordSet
from xalias_tui.jobs.history.reading import UNSETTLED, Entries, Entry, last_told
from xalias_tui.jobs.session.workspace import Workspace
from xalias_tui.store.journal import Journal

Verdict = Literal["applied", "not-applied", "unknown"]

MOST_NAMES_READ_SINGLY: Final = 8
_MAY_BE_UNDER_WAY: Final = timedelta(minutes=2)
"""Longer than any try of another process, or of one that just died, takes to arrive: throttling is waited out for one
minute, and a read times out long before another."""
_MAY_STAND_STILL: Final = timedelta(minutes=30)
"""Longer than the journal stands still while plans are sent one after the other, each waited for: what is intended
until then may be about to be sent."""


class Ledger:
    """Writes the events of one entry."""

    def __init__(self, journal: Journal, entry: str, now: Callable[[], datetime]) -> None:
        self.entry = entry
        self.path = journal.path
        self._journal = journal
        self._now = now

    def write(self, event: str, **details: object) -> None:
        """Write an event; returns once it is on disk.

        Raises:
            RefusedError: when the journal cannot be written.
        """
        self._journal.append({"entry": self.entry, "event": event, "at": self._now().isoformat(), **details})


def open_entry(journal: Journal, plan: Plan, account: Account, now: Callable[[], datetime]) -> Ledger:
    """Journal what is about to be sent.

    Raises:
        RefusedError: when the journal cannot be written.
    """
    stamp = now().strftime("%Y%m%dT%H%M%S")
    ledger = Ledger(journal, f"{stamp}-{secrets.token_hex(3)}", now)
    ledger.write(
        "intended",
        who=account.arn,
        profile=account.profile,
        account_id=account.account_id,
        zone_id=plan.zone.id,
        digest=plan.digest,
        undoes=plan.undoes,
        plan=plan_document(plan),
    )
    return ledger


@dataclass(frozen=True, slots=True)
class JournalRead:
    """The newest entries of a journal.

    Attributes:
        entries: Newest first.
        torn: Numbers, from 1, of lines that are no event, among those that were read.
        left_out: Ids of entries whose plan can't be read, as it was edited or is of another version, likewise.
        more: Whether there are older entries.
    """

    entries: tuple[Entry, ...]
    torn: tuple[int, ...] = ()
    left_out: tuple[str, ...] = ()
    more: bool = False


def read_journal(
    workspace: Workspace,
    *,
    most: int | None = None,
    now: Callable[[], datetime] | None = None,
) -> JournalRead:
    """The newest entries; those whose outcome is open are settled by asking Route 53 first.

    An entry that can't be settled now, as its profile can't sign in or Route 53 does not answer, keeps its status and
    says why.

    Args:
        workspace: Whose journal is read, and whose profiles are asked.
        most: How many entries at most; None for all.
        now: Time, UTC.

    Raises:
        RefusedError: when the journal cannot be read.
    """
    clock = now or (lambda: datetime.now(UTC))
    read = _newest(workspace.journal, most)
    settled = [settle_entry(workspace, entry, clock) for entry in read.entries]
    said = {entry.entry: entry.message for entry in settled}
    again = _newest(workspace.journal, most)
    return replace(
        again,
        entries=tuple(replace(entry, message=said.get(entry.entry) or entry.message) for entry in again.entries),
    )


def _newest(journal: Journal, most: int | None) -> JournalRead:
    reading = Entries(journal)
    found = tuple(islice(reading, most))
    more = most is not None and next(reading, None) is not None
    lines = journal.lines() if reading.torn else 0
    return JournalRead(found, tuple(sorted(lines - at for at in reading.torn)), tuple(reading.left_out), more)


def settle_entry(workspace: Workspace, entry: Entry, now: Callable[[], datetime]) -> Entry:
    """The entry with its outcome settled as far as it can be now; the journal is told."""
    if entry.status not in UNSETTLED and entry.status != "pending":
        return entry
    try:
        profile = profile_for(workspace, entry)
        hosted = workspace.accounts.hosted_zones(profile)
        if hosted.account.account_id != entry.account_id:
            return replace(entry, message=f"profile {profile} is now account {hosted.account.account_id}")
        return _settled(entry, hosted, workspace.journal, now)
    except (LookupFailedError, XaliasError) as error:
        return replace(entry, message=f"could not be settled: {error}")


def profile_for(workspace: Workspace, entry: Entry) -> str:
    """Of the profiles that were asked for the one that reaches an entry's account; else the one that it was made by."""
    asked = (
        profile
        for profile in workspace.options.zone_profiles
        if workspace.accounts.who(profile).account_id == entry.account_id
    )
    return next(asked, entry.profile)


def standing_now(plan: Plan, hosted: HostedZones) -> tuple[RecordSet, ...]:
    """The record sets at every name that a plan touches, read now: one by one, or the whole zone where it is cheaper.

    Raises:
        LookupFailedError: when they can't be read.
    """
    names = plan.names
    if len(names) <= MOST_NAMES_READ_SINGLY:
        return tuple(record for name in names for record in hosted.records_at(plan.zone, name))
    wanted = frozenset(names)
    return tuple(record for page in hosted.records(plan.zone) for record in page if record.name in wanted)


def concerned(plan: Plan, records: Iterable[RecordSet]) -> dict[RecordKey, RecordSet]:
    """Of records that stand, those of a name and type that a plan touches."""
    touched = {(record.name, record.type) for record in (*plan.before, *plan.after)}
    return {record.key: record for record in records if (record.name, record.type) in touched}


def read_back(plan: Plan, hosted: HostedZones) -> Verdict:
    """Whether a plan was applied, concluded from the records that exist there now.

    Raises:
        LookupFailedError: when they can't be read.
    """
    standing = standing_now(plan, hosted)
    created = [change.record for change in plan.changes if change.action == "CREATE"]
    deleted = [change.record for change in plan.changes if change.action == "DELETE"]
    gone = [record for record in deleted if record not in created]
    new = [record for record in created if record not in deleted]
    if all(record in standing for record in created) and not any(record in standing for record in gone):
        return "applied"
    if all(record in standing for record in deleted) and not any(record in standing for record in new):
        return "not-applied"
    return "unknown"


def _settled(entry: Entry, hosted: HostedZones, journal: Journal, now: Callable[[], datetime]) -> Entry:
    ledger = Ledger(journal, entry.entry, now)
    if entry.status == "pending":
        if hosted.change_status(entry.change_id).status != "INSYNC":
            return entry
        ledger.write("insync")
        return replace(entry, status="insync", message="")
    verdict = read_back(entry.plan, hosted)
    if verdict == "applied":
        ledger.write("insync", settled="read back: the record is there")
        return replace(entry, status="insync", message="")
    if verdict != "not-applied":
        return replace(entry, message="the record is neither as before nor as planned: someone changed it since")
    why = _why_open(entry, journal, now())
    if why:
        return replace(entry, message=f"the record is as before, but the request {why}; ask again")
    message = "never reached Route 53: the record is as it was before"
    ledger.write("refused", message=message)
    return replace(entry, status="refused", message=message)


def _why_open(entry: Entry, journal: Journal, now: datetime) -> str:
    """Why a change that is not there may still come; empty where it can't."""
    if entry.status == "intended":
        newest = max(_told_at(entry), last_told(journal) or entry.at)
        return "may be about to be sent, after others" if now - newest < _MAY_STAND_STILL else ""
    return "may still be on its way" if now - _told_at(entry) < _MAY_BE_UNDER_WAY else ""


def _told_at(entry: Entry) -> datetime:
    return entry.told_at or entry.at
