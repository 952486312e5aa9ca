"""Who changed a record: the journal, Route 53's Change History and CloudTrail's events, joined, newest first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Final

from xalias_tui.domain.changes import ChangesOfName, Reach, RecordChange, Source
from xalias_tui.domain.errors import AwsError, UsageError
from xalias_tui.domain.lookups import LookupFailedError, Unscanned, failed_in_brackets
from xalias_tui.domain.names import DnsName
from xalias_tui.domain.partitions import home_region
from xalias_tui.domain.records import RecordKey
from xalias_tui.domain.zones import Zone, best_zones
from xalias_tui.jobs.history.cloudtrail import (
    MOST_PAGES,
    NOT_ENABLED,
    SystemTime,
    Time,
    paired,
    read_events,
    read_history,
    wildcards,
)
from xalias_tui.jobs.history.reading import Entries, Entry
from xalias_tui.jobs.session.workspace import Workspace
from xalias_tui.jobs.zones.read import OTHER_ZONES, ZonesRead, choose_zone, read_zones

Tell = Callable[[str], None]

_NEVER_MADE: Final = frozenset({"refused"})
_USUAL_TYPES: Final = ("A", "AAAA", "CNAME", "HTTPS")
_WITHOUT_ID: Final = "without id "
_AROUND: Final = timedelta(minutes=2)
_ORDER: Final[tuple[Source, ...]] = ("journal", "change-history", "cloudtrail")


def who_changed(
    workspace: Workspace,
    text: str,
    *,
    zone: str | Zone | None = None,
    days: float | None = None,
    most_pages: int = MOST_PAGES,
    tell: Tell | None = None,
    time: Time | None = None,
) -> ChangesOfName:
    """Every recorded change of a name; a source that can't be read is reported, the others are shown.

    Args:
        workspace: Whose journal and zone side are read.
        text: The record's name.
        zone: The zone, or its id or name; None for every zone whose name matches most labels, twins among them.
        days: How far back CloudTrail is asked; None for as far as it goes.
        most_pages: Pages of CloudTrail after which it is given up to look further back.
        tell: Told in words what is read.
        time: Time, for the pauses that CloudTrail's rate asks for.

    Raises:
        InvalidNameError: when the text is no DNS name.
        UsageError: when the zone is not known, or no zone encloses the name and the journal never heard of it.
        AwsError: when no zone profile could be asked, and the journal never heard of the name.
        RefusedError: when the journal cannot be read.
    """
    name, say, time = DnsName.looked_up(text), tell or (lambda _: None), time or SystemTime()
    say("reading the journal")
    entries = {
        entry.entry: entry for sought in (name, *wildcards(name)) for entry in Entries(workspace.journal, sought)
    }
    ours = [change for entry in entries.values() for change in _of_entry(entry, name)]
    zones, missed = _zones(workspace, name, zone, nothing_known=not ours)
    if zone is not None and zones:
        ours = [change for change in ours if change.zone_id in {held.id for held in zones}]
    told, reaches = list(ours), [Reach("journal")]
    for held in zones:
        say(f"asking {held.name.bare} for its history")
        reach = _read_history(workspace, held, name, told, missed)
        reaches.extend(reach)
    by_account: dict[str, list[Zone]] = defaultdict(list)
    for held in zones:
        by_account[held.profile].append(held)
    for profile, of_account in by_account.items():
        say(f"asking CloudTrail of {of_account[0].account_id}")
        try:
            ask = workspace.accounts.ask(profile, home_region(of_account[0].partition))
            read = read_events(ask, of_account, name, time, days=days, most_pages=most_pages)
        except LookupFailedError as error:
            missed.append(_missed(of_account[0], error, "cloudtrail:LookupEvents"))
        except AwsError as error:
            missed.append(Unscanned(of_account[0].account_id, profile, "", "changes", error.code, error.message))
        else:
            told.extend(read.changes)
            reaches.append(read.reach)
    return ChangesOfName(name, joined(told), tuple(reaches), tuple(missed))


def joined(changes: Iterable[RecordChange]) -> tuple[RecordChange, ...]:
    """Each change once, newest first: reports of the same change of a record set are merged."""
    together: dict[tuple[str, RecordKey], RecordChange] = {}
    for number, change in enumerate(changes):
        if change.action == "unknown" and any(change.change_id and change.change_id == id_ for id_, _ in together):
            continue
        place = _lost(together, change) or (change.change_id or f"{_WITHOUT_ID}{number}", change.key)
        together[place] = _merged(together[place], change) if place in together else change
    ordered = sorted(together.values(), key=lambda change: (change.at, str(change.key)), reverse=True)
    return tuple(_with_what_was_left(ordered))


def _lost(together: dict[tuple[str, RecordKey], RecordChange], change: RecordChange) -> tuple[str, RecordKey] | None:
    """The place of a change of ours whose answer, and so its id, was lost, and which AWS reports now."""
    for place, known in together.items():
        same = (known.zone_id, known.key, known.after) == (change.zone_id, change.key, change.after)
        if place[0].startswith(_WITHOUT_ID) and same and abs(known.at - change.at) <= _AROUND:
            return place
    return None


def _merged(one: RecordChange, other: RecordChange) -> RecordChange:
    """The journal knows best what was there, AWS who it was."""
    sources = tuple(source for source in _ORDER if source in {*one.sources, *other.sources})
    told = other if "cloudtrail" in other.sources else one
    return replace(
        one,
        before=one.before or other.before,
        after=one.after or other.after,
        at=told.at,
        who=told.who or one.who or other.who,
        user_agent=one.user_agent or other.user_agent,
        address=one.address or other.address,
        comment=one.comment or other.comment,
        change_id=one.change_id or other.change_id,
        sources=sources,
    )


def _with_what_was_left(newest_first: list[RecordChange]) -> Iterator[RecordChange]:
    """An UPSERT does not say what it overwrote: where the change before it is known, that one does."""
    for at, change in enumerate(newest_first):
        if change.action != "upsert" or change.before is not None:
            yield change
            continue
        same = (row for row in newest_first[at + 1 :] if (row.zone_id, row.key) == (change.zone_id, change.key))
        last = next(same, None)
        yield replace(change, before=last.after) if last is not None and last.after is not None else change


def _zones(
    workspace: Workspace, name: DnsName, zone: str | Zone | None, *, nothing_known: bool
) -> tuple[tuple[Zone, ...], list[Unscanned]]:
    if isinstance(zone, Zone):
        return (zone,), []
    try:
        read = read_zones(workspace, zone)
    except AwsError as error:
        if nothing_known:  # an empty answer would look like one of AWS
            raise
        return (), [Unscanned("", "", "", "zones", error.code, error.message)]
    found = (choose_zone(read, zone),) if zone is not None else best_zones(name, read.zones)
    if not found and nothing_known:
        raise _nowhere(read, name)
    return found, list(read.unscanned)


def _nowhere(read: ZonesRead, name: DnsName) -> UsageError:
    unread = failed_in_brackets(read.unscanned)
    return UsageError(
        "zone-unknown",
        f"No hosted zone of the zone accounts encloses {name.bare}{unread}, and the journal has no change of it.",
        OTHER_ZONES,
    )


def _of_entry(entry: Entry, name: DnsName) -> Iterator[RecordChange]:
    """What the journal says that was done to a name; nothing of what was refused."""
    if entry.status in _NEVER_MADE:
        return
    yield from paired(
        ((change.action, change.record.wire) for change in entry.plan.changes),
        name,
        {
            "at": entry.at,
            "who": entry.who,
            "comment": entry.plan.comment,
            "zone_id": entry.zone_id,
            "account_id": entry.account_id,
            "change_id": entry.change_id,
            "entry": entry.entry,
            "status": entry.status,
            "sources": ("journal",),
        },
    )


def _read_history(
    workspace: Workspace, zone: Zone, name: DnsName, told: list[RecordChange], missed: list[Unscanned]
) -> Iterator[Reach]:
    """Ask a zone for its Change History, which zones of the STANDARD tier do not have."""
    types = dict.fromkeys((*_USUAL_TYPES, *(change.key.type for change in told)))
    try:
        ask = workspace.accounts.ask(zone.profile, "")
        told.extend(list(read_history(ask, zone, name, types)))
    except LookupFailedError as error:
        if error.code != NOT_ENABLED:
            missed.append(_missed(zone, error, "route53:GetHostedZoneChangeBatch"))
    except AwsError as error:
        missed.append(Unscanned(zone.account_id, zone.profile, "", "changes", error.code, error.message))
    else:
        yield Reach("change-history", zone.account_id)


def _missed(zone: Zone, error: LookupFailedError, action: str) -> Unscanned:
    needed = (error.needed or action) if error.denied else ""
    return Unscanned(zone.account_id, zone.profile, "", "changes", error.code, error.message, needed)
