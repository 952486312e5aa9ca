"""Changes of records as CloudTrail and Route 53's own Change History tell them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from itertools import product
from threading import Event
from typing import Any, Final, Protocol

from xalias_tui.domain.changes import ChangeKind, Reach, RecordChange
from xalias_tui.domain.dataclass import dataclass
from xalias_tui.domain.errors import InvalidNameError
from xalias_tui.domain.lookups import Ask, LookupFailedError
from xalias_tui.domain.names import DnsName
from xalias_tui.domain.records import RecordKey, RecordSet
from xalias_tui.domain.zones import Zone

KEPT: Final = timedelta(days=90)
"""How long CloudTrail's event history reaches back (botocore model: cloudtrail LookupEvents)."""
EVENTS_A_PAGE: Final = 50
"""The most that LookupEvents returns at once."""
PAUSE_SECONDS: Final = 0.5
"""LookupEvents may be called twice a second, per account and region (botocore model)."""
THROTTLED_PAUSES: Final = (1.0, 2.0, 4.0)
MOST_PAGES: Final = 60
"""Half a minute of asking; a zone that automation writes to all day has more events than anybody reads."""
CHANGES_A_PAGE: Final = "100"
"""The most that ListResourceRecordSetChanges returns at once."""
NOT_ENABLED: Final = "FeatureNotEnabled"
"""The zone is of the STANDARD tier, which keeps no history (botocore model: route53 FeatureNotEnabled)."""
_EVENT: Final = "ChangeResourceRecordSets"
_THROTTLED: Final = frozenset({"Throttling", "ThrottlingException", "throttled"})
_ACTIONS: Final[Mapping[str, ChangeKind]] = {"CREATE": "create", "DELETE": "delete", "UPSERT": "upsert"}


class Time(Protocol):
    """Time as reading a history needs it."""

    @property
    def now(self) -> Callable[[], datetime]:
        """Tells the time, UTC."""

    @property
    def sleep(self) -> Callable[[float], object]:
        """Waits for seconds."""


@dataclass(frozen=True, slots=True)
class SystemTime:
    """The machine's own time."""

    now: Callable[[], datetime] = lambda: datetime.now(UTC)
    sleep: Callable[[float], object] = lambda seconds: Event().wait(seconds)


# -- CloudTrail


@dataclass(slots=True)
class EventsRead:
    """What was read of one account's events.

    Attributes:
        changes: Changes of the name, newest first.
        reach: How far back was looked.
    """

    changes: list[RecordChange]
    reach: Reach


def read_events(
    ask: Ask,
    zones: Sequence[Zone],
    name: DnsName,
    time: Time,
    *,
    days: float | None = None,
    most_pages: int = MOST_PAGES,
) -> EventsRead:
    """The changes of a name in some zones of one account, newest first.

    Events are looked up by their name: a filter that holds for every event, where one by resource would leave out
    those to which CloudTrail notes none. A refusal for asking too often is waited out.

    Args:
        ask: The account, asked in its partition's home region: there CloudTrail keeps what Route 53 was asked
            (Route 53 Developer Guide: logging-using-cloudtrail).
        zones: The hosted zones meant.
        name: The record's name.
        time: Time, for the pauses between pages.
        days: How far back to look; None for as far as CloudTrail does.
        most_pages: Pages of 50 events after which it is given up to look further back.

    Raises:
        LookupFailedError: when not even the first page could be read.
    """
    ids = {zone.id for zone in zones}
    since = time.now() - (KEPT if days is None else min(KEPT, timedelta(days=days)))
    read = EventsRead([], Reach("cloudtrail", ask.account_id, since))
    token, oldest = "", time.now()
    for page_number in range(most_pages):
        if page_number:
            time.sleep(PAUSE_SECONDS)
        try:
            page = _page(ask, since, token, time)
        except LookupFailedError as error:
            if not page_number:
                raise
            note = f"CloudTrail stopped answering there: {error.message}"
            read.reach = Reach("cloudtrail", ask.account_id, oldest, complete=True, note=note)
            return read
        for event in page.get("Events", ()):
            oldest = event["EventTime"]
            read.changes.extend(_changes_of_event(event, ids, name, ask.account_id))
        token = page.get("NextToken", "")
        if not token:
            return read
    note = f"After {most_pages * EVENTS_A_PAGE:,} events the search ended."
    read.reach = Reach("cloudtrail", ask.account_id, oldest, complete=True, note=note)
    return read


def _page(ask: Ask, since: datetime, token: str, time: Time) -> Mapping[str, Any]:
    attributes = [{"AttributeKey": "EventName", "AttributeValue": _EVENT}]
    more = {"NextToken": token} if token else {}
    for pause in (*THROTTLED_PAUSES, None):
        try:
            return ask.call(
                "cloudtrail",
                "lookup_events",
                LookupAttributes=attributes,
                StartTime=since,
                MaxResults=EVENTS_A_PAGE,
                **more,
            )
        except LookupFailedError as error:
            if error.code not in _THROTTLED or pause is None:
                raise
            time.sleep(pause)
    raise AssertionError("the last try returns or raises")


def _changes_of_event(
    event: Mapping[str, Any], zone_ids: set[str], name: DnsName, account_id: str
) -> Iterator[RecordChange]:
    """What an event says of a name; nothing of calls that were refused."""
    try:
        told: Mapping[str, Any] = json.loads(event.get("CloudTrailEvent") or "{}")
    except ValueError:
        return
    asked = told.get("requestParameters") or {}
    zone_id = str(asked.get("hostedZoneId", "")).rpartition("/")[2]
    if told.get("errorCode") or zone_id not in zone_ids:
        return
    identity = told.get("userIdentity") or {}
    answered = (told.get("responseElements") or {}).get("changeInfo") or {}
    batch = asked.get("changeBatch") or {}
    common: dict[str, Any] = {
        "at": event["EventTime"].astimezone(UTC),
        "who": identity.get("arn") or identity.get("invokedBy") or identity.get("principalId") or "",
        "user_agent": identity.get("invokedBy") or told.get("userAgent") or "",
        "address": told.get("sourceIPAddress") or "",
        "comment": batch.get("comment") or "",
        "zone_id": zone_id,
        "account_id": account_id,
        "change_id": str(answered.get("id", "")).rpartition("/")[2],
        "sources": ("cloudtrail",),
    }
    if not isinstance(batch.get("changes"), list):  # larger than CloudTrail keeps
        yield RecordChange(key=RecordKey(name, "", None), action="unknown", **common)
        return
    steps = ((step.get("action"), _large(step.get("resourceRecordSet") or {})) for step in batch["changes"])
    yield from paired(steps, name, common)


def _large(value: Any) -> Any:
    """A value as the API spells its members, where CloudTrail begins them with a small letter."""
    if isinstance(value, Mapping):
        return {key[:1].upper() + key[1:]: _large(item) for key, item in value.items()}
    return [_large(item) for item in value] if isinstance(value, list) else value


def paired(
    steps: Iterable[tuple[Any, Mapping[str, Any]]], name: DnsName, common: Mapping[str, Any]
) -> Iterator[RecordChange]:
    """The changes of a name, and of wildcards that answer for it, in one batch.

    What is deleted and created again is one replacement.
    """
    gone: dict[RecordKey, RecordSet] = {}
    made: dict[RecordKey, tuple[ChangeKind, RecordSet]] = {}
    for action, wire in steps:
        record = _record(wire)
        if record is None or not name.matches(record.name, any_depth=True) or action not in _ACTIONS:
            continue
        if action == "DELETE":
            gone[record.key] = record
        else:
            made[record.key] = (_ACTIONS[action], record)
    for key in dict.fromkeys((*made, *gone)):
        before, written = gone.get(key), made.get(key)
        if written is None:
            yield RecordChange(key=key, action="delete", before=before, **common)
        else:
            kind, after = written
            yield RecordChange(key=key, action="replace" if before else kind, before=before, after=after, **common)


def _record(wire: Mapping[str, Any]) -> RecordSet | None:
    try:
        return RecordSet.from_wire(wire)
    except (InvalidNameError, KeyError, TypeError):
        return None  # CloudTrail keeps what was asked, also what no SDK would have sent


def wildcards(name: DnsName) -> Iterator[DnsName]:
    """The wildcards that can answer for a name (RFC 4592), the closest first."""
    above = name.parent
    while above is not None and above.labels:
        if above.child("*") != name:
            yield above.child("*")
        above = above.parent


# -- Change History


def read_history(ask: Ask, zone: Zone, name: DnsName, types: Iterable[str]) -> Iterator[RecordChange]:
    """The changes of a name, and of wildcards above it, in the zone's Change History: one call a type and name.

    Raises:
        LookupFailedError: when Route 53 refuses; with code ``NOT_ENABLED`` where the zone keeps none.
    """
    asked = (name, *(wildcard for wildcard in wildcards(name) if wildcard.is_inside(zone.name)))
    for name_asked, type_ in product(asked, tuple(types)):
        batches: dict[str, list[Mapping[str, Any]]] = {}
        for page in ask.pages(
            "route53",
            "list_resource_record_set_changes",
            HostedZoneId=zone.id,
            RecordName=name_asked.route53,
            RecordType=type_,
            MaxResults=CHANGES_A_PAGE,
        ):
            for change in page["ResourceRecordSetChanges"]:
                batches.setdefault(change["ChangeId"], []).append(change)
        for change_id, changes in batches.items():
            yield from _changes_of_batch(zone, name, change_id, changes)


def _changes_of_batch(
    zone: Zone, name: DnsName, change_id: str, changes: Sequence[Mapping[str, Any]]
) -> Iterator[RecordChange]:
    first, sources = changes[0], ("change-history",)
    common: dict[str, Any] = {
        "at": first["SubmittedAt"].astimezone(UTC),
        "who": first.get("SubmittedBy", ""),
        "zone_id": zone.id,
        "account_id": zone.account_id,
        "change_id": change_id.rpartition("/")[2],
        "sources": sources,
    }
    yield from paired(((change["Action"], change["ResourceRecordSet"]) for change in changes), name, common)
