"""What CloudTrail keeps: who called Route 53 to change something, from where, with what, and the answer.

An event is written as CloudTrail writes it: members begin with a small letter (``tTL``, ``dNSName``), a refused call
has ``errorCode``, and it can be looked up only some time after it happened (CloudTrail User Guide: "typically within
about 5 minutes"; Route 53 Developer Guide: logging-using-cloudtrail).
"""

from __future__ import annotations

import json
import threading
import uuid
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from xalias_tui.domain.dataclass import dataclass
from xalias_tui.sandbox.calls import Call, Refusal
from xalias_tui.sandbox.clock import Clock

KEPT: Final = timedelta(days=90)
"""How long the event history reaches back."""
RECORDED: Final = ("Change", "Create", "Delete", "Update", "Associate", "Disassociate")
SOURCE: Final = "route53.amazonaws.com"
REGION: Final = "us-east-1"
"""Where events of global services are kept."""
_NOTE: Final = {"Note": "Do not use to reconstruct hosted zone"}


@dataclass(frozen=True, slots=True)
class Event:
    """An event of an account, as LookupEvents shows it."""

    account_id: str
    at: datetime
    document: Mapping[str, Any]

    @property
    def name(self) -> str:
        """The operation."""
        return str(self.document["eventName"])

    @property
    def username(self) -> str:
        """The user, or the session of an assumed role."""
        return str(self.document["userIdentity"].get("arn", "")).rpartition("/")[2]


class Trail:
    """The event history of every account.

    Attributes:
        delay: How long after a call its event can be looked up.
    """

    def __init__(self, clock: Clock, delay: timedelta = timedelta()) -> None:
        self.delay = delay
        self._clock = clock
        self._lock = threading.Lock()
        self._events: list[Event] = []

    def note(self, call: Call, answered: Mapping[str, Any] | Refusal) -> None:
        """Keep the event of a call that changed something, or was refused to."""
        if call.service == "route53" and call.operation.startswith(RECORDED):
            identity = {"arn": call.arn, "accountId": call.account_id, **_kind(call.arn)}
            self.add(
                call.account_id,
                call.operation,
                call.params,
                answered,
                identity=identity,
                user_agent=call.user_agent,
                address=call.address,
                request_id=call.request_id,
            )

    def add(  # noqa: PLR0913 -- an event has that many parts
        self,
        account_id: str,
        operation: str,
        params: Mapping[str, Any],
        answered: Mapping[str, Any] | Refusal,
        *,
        identity: Mapping[str, Any],
        user_agent: str,
        address: str,
        at: datetime | None = None,
        request_id: str = "",
    ) -> Event:
        """Keep an event, by default of now."""
        when = at or self._clock()
        refused = isinstance(answered, Refusal)
        document: dict[str, Any] = {
            "eventVersion": "1.11",
            "userIdentity": dict(identity),
            "eventTime": f"{when.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}",
            "eventSource": SOURCE,
            "eventName": operation,
            "awsRegion": REGION,
            "sourceIPAddress": address,
            "userAgent": user_agent,
            **({"errorCode": answered.code, "errorMessage": answered.message} if isinstance(answered, Refusal) else {}),
            "requestParameters": small(params),
            "responseElements": None if refused else small(answered),
            **({"additionalEventData": _NOTE} if operation == "ChangeResourceRecordSets" else {}),
            "requestID": request_id or str(uuid.uuid4()),
            "eventID": str(uuid.uuid4()),
            "readOnly": False,
            "eventType": "AwsApiCall",
            "apiVersion": "2013-04-01",
            "managementEvent": True,
            "recipientAccountId": account_id,
            "eventCategory": "Management",
        }
        event = Event(account_id, when, document)
        with self._lock:
            self._events.append(event)
        return event

    def events(self, account_id: str, since: datetime | None, until: datetime | None) -> Sequence[Event]:
        """An account's events that can be looked up by now, newest first."""
        now = self._clock()
        first = max(since or now - KEPT, now - KEPT)
        last = min(until or now, now - self.delay)
        with self._lock:
            known = [event for event in self._events if event.account_id == account_id and first <= event.at <= last]
        return sorted(known, key=lambda event: event.at, reverse=True)


def small(value: Any) -> Any:
    """A value of the API as CloudTrail writes it."""
    if isinstance(value, Mapping):
        return {key[:1].lower() + key[1:]: small(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [small(item) for item in value]
    return f"{value:%b %-d, %Y %-I:%M:%S %p}" if isinstance(value, datetime) else value


def shown(event: Event) -> dict[str, Any]:
    """An event as LookupEvents answers it."""
    zone_id = (event.document["requestParameters"] or {}).get("hostedZoneId")
    resources = [{"ResourceType": "AWS::Route53::HostedZone", "ResourceName": zone_id}] if zone_id else []
    return {
        "EventId": event.document["eventID"],
        "EventName": event.name,
        "ReadOnly": "false",
        "EventTime": event.at,
        "EventSource": SOURCE,
        "Username": event.username,
        "Resources": resources,
        "CloudTrailEvent": json.dumps(event.document),
    }


def _kind(arn: str) -> dict[str, Any]:
    if ":assumed-role/" in arn:
        role = arn.split("/")[1]
        issuer = {"type": "Role", "userName": role}
        return {"type": "AssumedRole", "sessionContext": {"sessionIssuer": issuer}}
    return {"type": "IAMUser", "userName": arn.rpartition("/")[2]}
