"""The journal's lines as entries, newest first, read as far as they are asked for."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Final, Literal

from xalias_tui.domain.dataclass import dataclass
from xalias_tui.domain.errors import UsageError
from xalias_tui.domain.given import Given, NotGivenError
from xalias_tui.domain.names import DnsName
from xalias_tui.domain.plans import Plan
from xalias_tui.domain.read_documents import plan_from_document
from xalias_tui.store.journal import Journal, Line

Status = Literal["intended", "pending", "insync", "refused", "unknown", "undone"]

UNSETTLED: Final[frozenset[Status]] = frozenset({"intended", "unknown"})
STANDING: Final[frozenset[Status]] = frozenset({"pending", "insync"})

_STATUS_OF: Final[Mapping[str, Status]] = {
    "sent": "unknown", "pending": "pending", "insync": "insync", "refused": "refused", "unknown": "unknown",
    "undone": "undone",
}  # fmt: skip
"""What an event makes of its entry; one whose last event is ``sent`` got no answer that was written down."""
_OPENING: Final = b"intended"
_ID_FIRST: Final = re.compile(rb'\{"entry":\s?"([\x20-\x21\x23-\x5b\x5d-\x7e]{1,100})",\s?"event":\s?"(\w{1,20})"')
"""How every line begins that this program wrote."""


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


class Entries(Iterator[Entry]):
    """The entries of a journal, newest first.

    Lines are told apart by their first members only; an entry is read once its first event is reached, and not at all
    where it is not wanted.

    Args:
        journal: The journal.
        about: A name or an id that the entries wanted must hold; empty for every entry.

    Attributes:
        torn: Which lines, counted from the end, are no event; as far as was read.
        left_out: Ids of entries whose plan can't be read, as it was edited or is of another version; likewise.

    Raises:
        RefusedError: when the journal is asked for an entry and cannot be read.
    """

    def __init__(self, journal: Journal, about: DnsName | str = "") -> None:
        text = about.text if isinstance(about, DnsName) else about
        self._wanted = json.dumps(text)[1:-1].encode()
        self._later: dict[bytes, list[Line]] = {}
        self._undone: set[str] = set()
        self._found = self._read(journal)
        self.torn: list[int] = []
        self.left_out: list[str] = []

    def __next__(self) -> Entry:
        return next(self._found)

    def _read(self, journal: Journal) -> Iterator[Entry]:
        begins, wanted, later = _ID_FIRST.match, self._wanted, self._later
        if wanted and not journal.holds(wanted):
            return
        for line in journal.newest_first():
            match = begins(line[0])
            entry, event = match.groups() if match is not None else self._told_apart(line)
            if event == _OPENING:
                events = later.pop(entry, [])
                found = self._opened(line, events) if wanted in line[0] else None
                if found is not None:
                    yield found
            elif entry:
                later.setdefault(entry, []).append(line)
        if not wanted:
            self.left_out.extend(entry.decode() for entry in later)

    def _told_apart(self, line: Line) -> tuple[bytes, bytes]:
        """Id and event of a line that this program did not write like this; empty where it is no event."""
        given = self._given(line)
        try:
            return (b"", b"") if given is None else (given.text("entry").encode(), given.text("event").encode())
        except ValueError:  # another type, or no Unicode
            self.torn.append(line[1])
            return b"", b""

    def _given(self, line: Line) -> Given | None:
        try:
            return Given(json.loads(line[0]))
        except (ValueError, RecursionError):  # torn, of another encoding, nested without end, or no object
            self.torn.append(line[1])
            return None

    def _opened(self, line: Line, later: list[Line]) -> Entry | None:
        given = self._given(line)
        if given is None:
            return None
        try:
            entry = _entry(given)
        except NotGivenError:
            self.torn.append(line[1])
            return None
        except UsageError:
            self.left_out.append(given.text("entry"))
            return None
        for event in reversed(later):
            entry = self._followed(entry, event)
        if entry.status in STANDING:
            if entry.entry in self._undone:
                entry = replace(entry, status="undone")
            elif entry.undoes:
                self._undone.add(entry.undoes)
        return entry

    def _followed(self, entry: Entry, line: Line) -> Entry:
        """The entry after another event; as it was after one that is no event, or that this version does not know."""
        given = self._given(line)
        if given is None:
            return entry
        try:
            status = _STATUS_OF.get(given.text("event"))
            message = given.text("message", "")
            told_at, change_id = given.moment("at"), given.text("change_id", entry.change_id)
        except NotGivenError:
            self.torn.append(line[1])
            return entry
        if status is None:
            return entry
        message = message if status in ("refused", "unknown") else ""
        return replace(entry, status=status, told_at=told_at, change_id=change_id, message=message)


def _entry(given: Given) -> Entry:
    undoes = given.text("undoes", "")
    entry = Entry(
        entry=given.text("entry"),
        at=given.moment("at"),
        who=given.text("who"),
        profile=given.text("profile"),
        account_id=given.text("account_id"),
        zone_id=given.text("zone_id"),
        plan=plan_from_document(given.one("plan").members),
    )
    # earlier versions wrote what an entry undoes beside its plan only
    return entry if entry.undoes else replace(entry, plan=replace(entry.plan, undoes=undoes))


def find_entry(journal: Journal, entry: str) -> Entry:
    """The entry of an id.

    Raises:
        UsageError: when there is none.
        RefusedError: when the journal cannot be read.
    """
    for candidate in Entries(journal, entry):
        if candidate.entry == entry:
            return candidate
    raise UsageError("entry-unknown", f"The journal has no entry {entry}.", "List them with 'xalias history'.")


def last_told(journal: Journal) -> datetime | None:
    """When the last event was journalled, whichever it was; None where the journal does not tell.

    Raises:
        RefusedError: when the journal cannot be read.
    """
    for line in journal.newest_first():
        try:
            return Given(json.loads(line[0])).moment("at")
        except (ValueError, RecursionError):
            continue
    return None
