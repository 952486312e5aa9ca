"""The journal as entries: what was changed, by whom, and what became of it."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any, Final, Literal

from xalias_tui.domain.accounts import Account
from xalias_tui.domain.documents import plan_document, plan_from_document
from xalias_tui.domain.errors import UsageError, XaliasError
from xalias_tui.domain.hosted_zones import HostedZones
from xalias_tui.domain.lookups import LookupFailedError
from xalias_tui.domain.plans import Plan
from xalias_tui.domain.records import RecordKey, RecordSet
from xalias_tui.jobs.session.workspace import Workspace
from xalias_tui.store.journal import Journal

Status = Literal["intended", "pending", "insync", "refused", "unknown", "undone"]
Verdict = Literal["applied", "not-applied", "unknown"]

UNSETTLED: Final[frozenset[Status]] = frozenset({"intended", "unknown"})
STANDING: Final[frozenset[Status]] = frozenset({"pending", "insync"})
MOST_NAMES_READ_SINGLY: Final = 8
_STATUS_OF: Final[Mapping[str, Status]] = {"sent": "unknown"}
"""An entry whose last event is ``sent`` got no answer that was written down."""
_MAY_BE_UNDER_WAY: Final = timedelta(minutes=2)
"""Longer than any try of another process, or of one that just died, takes to arrive: throttling is waited out for one
minute, and a read times out long before another."""
_MAY_STAND_STILL: Final = timedelta(minutes=30)
"""Longer than the journal stands still while plans are sent one after the other, each waited for: what is intended
until then may be about to be sent."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One change in the journal.

    Attributes:
        entry: Its id.
        at: When it was journalled, UTC.
        who: ARN of the caller.
        profile: Profile used.
        account_id: Account of the zone.
        zone_id: The zone.
        plan: The plan exactly as sent.
        change_id: Route 53's id; empty before it was accepted.
        status: What became of it.
        message: Why it was refused or is not known; empty otherwise.
        told_at: When its last event was journalled, UTC.
    """

    entry: str
    at: datetime
    who: str
    profile: str
    account_id: str
    zone_id: str
    plan: Plan
    change_id: str = ""
    status: Status = "intended"
    message: str = ""
    told_at: datetime | None = None

    @property
    def undoes(self) -> str:
        """Entry that this one undid; empty otherwise."""
        return self.plan.undoes


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


def entries(journal: Journal) -> tuple[Entry, ...]:
    """Every entry as the journal tells, newest first.

    Raises:
        RefusedError: when the journal cannot be read.
    """
    found: dict[str, Entry] = {}
    for event in journal.read().events:
        name = event["entry"]
        if event["event"] == "intended":
            opened = _opened(event)
            if opened is not None:
                found[name] = opened
        elif name in found:
            found[name] = _followed(found[name], event)
    for undoing in tuple(found.values()):
        undone = found.get(undoing.undoes)
        if undone is not None and undoing.status in STANDING and undone.status in STANDING:
            found[undone.entry] = replace(undone, status="undone")
    return tuple(reversed(found.values()))


def unreadable(journal: Journal) -> tuple[str, ...]:
    """Ids of entries that are left as they are because their plan can't be read: edited, or of another version.

    Raises:
        RefusedError: when the journal cannot be read.
    """
    readable = {entry.entry for entry in entries(journal)}
    return tuple(dict.fromkeys(event["entry"] for event in journal.read().events if event["entry"] not in readable))


def find_entry(journal: Journal, entry: str) -> Entry:
    """The entry of an id.

    Raises:
        UsageError: when there is none.
    """
    for candidate in entries(journal):
        if candidate.entry == entry:
            return candidate
    raise UsageError("entry-unknown", f"The journal has no entry {entry}.", "List them with 'xalias history'.")


def history(
    workspace: Workspace, *, settle: bool = True, now: Callable[[], datetime] | None = None
) -> tuple[Entry, ...]:
    """Every entry, newest first; those whose outcome is open are settled by asking Route 53 first.

    An entry that can't be settled now, as its profile can't sign in or Route 53 does not answer, keeps its status and
    says why.

    Raises:
        RefusedError: when the journal cannot be read.
    """
    clock = now or (lambda: datetime.now(UTC))
    found = entries(workspace.journal)
    if not settle:
        return found
    settled = [settle_entry(workspace, entry, clock) for entry in found]
    said = {entry.entry: entry.message for entry in settled}
    return tuple(replace(entry, message=said.get(entry.entry) or entry.message) for entry in entries(workspace.journal))


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
    """Whether a plan was applied, told from the records that stand there now.

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
        newest = max(_told_at(found) for found in (entry, *entries(journal)))
        return "may be about to be sent, after others" if now - newest < _MAY_STAND_STILL else ""
    return "may still be on its way" if now - _told_at(entry) < _MAY_BE_UNDER_WAY else ""


def _told_at(entry: Entry) -> datetime:
    return entry.told_at or entry.at


def _opened(event: Mapping[str, Any]) -> Entry | None:
    try:
        return Entry(
            entry=event["entry"],
            at=_moment(event["at"]),
            who=event["who"],
            profile=event["profile"],
            account_id=event["account_id"],
            zone_id=event["zone_id"],
            plan=_plan_of(event),
        )
    except (KeyError, TypeError, ValueError, UsageError):
        return None  # not written by this program, or edited: it must not hide the entries that are whole


def _plan_of(event: Mapping[str, Any]) -> Plan:
    """The plan of an entry; older versions wrote what it undoes beside it only."""
    plan = plan_from_document(event["plan"])
    return plan if plan.undoes else replace(plan, undoes=event.get("undoes", ""))


def _followed(entry: Entry, event: Mapping[str, Any]) -> Entry:
    status = _STATUS_OF.get(event["event"], event["event"])
    return replace(
        entry,
        status=status,
        told_at=_time_of(event) or entry.told_at,
        change_id=event.get("change_id", entry.change_id),
        message=event.get("message", "") if status in ("refused", "unknown") else "",
    )


def _time_of(event: Mapping[str, Any]) -> datetime | None:
    try:
        return _moment(event["at"])
    except (KeyError, TypeError, ValueError):
        return None


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError(text)
    return moment
