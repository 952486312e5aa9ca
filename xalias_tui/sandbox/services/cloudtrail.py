"""CloudTrail's event history: the latest 90 days, one attribute at a time, 50 events a page."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime

from xalias_tui.sandbox.calls import Call, Refusal
from xalias_tui.sandbox.cloudtrail import REGION, SOURCE, Event, shown
from xalias_tui.sandbox.services.tables import Item, Listing, Pages
from xalias_tui.sandbox.world import World

SERVICE = "cloudtrail"

_PAGES = Pages(50, bad_page="InvalidNextTokenException", bad_size="InvalidMaxResultsException")
_MATCHES: Mapping[str, Callable[[Event, str], bool]] = {
    "EventId": lambda event, value: event.document["eventID"] == value,
    "EventName": lambda event, value: event.name == value,
    "EventSource": lambda _, value: value == SOURCE,
    "ReadOnly": lambda _, value: value == "false",
    "ResourceType": lambda event, value: any(item["ResourceType"] == value for item in shown(event)["Resources"]),
    "ResourceName": lambda event, value: any(item["ResourceName"] == value for item in shown(event)["Resources"]),
    "Username": lambda event, value: event.username == value,
}


def _events(world: World, call: Call) -> Sequence[Item]:
    params = call.params
    since, until = _moment(params.get("StartTime")), _moment(params.get("EndTime"))
    if since and until and since > until:
        raise Refusal("InvalidTimeRangeException", "The start time is after the end time.")
    found: Sequence[Event] = world.trail.events(call.account_id, since, until) if call.region == REGION else ()
    attributes = params.get("LookupAttributes") or ()
    if len(attributes) > 1:
        raise Refusal("InvalidLookupAttributesException", "You can only specify one lookup attribute.")
    for attribute in attributes:
        matches = _MATCHES.get(attribute["AttributeKey"])
        if matches is None:
            raise Refusal("InvalidLookupAttributesException", "The lookup attribute is not valid.")
        found = [event for event in found if matches(event, attribute["AttributeValue"])]
    return [shown(event) for event in found]


def _moment(given: datetime | None) -> datetime | None:
    """A time as the wire gives it: in UTC, and without saying so."""
    return given.replace(tzinfo=UTC) if given is not None and given.tzinfo is None else given


OPERATIONS = {"LookupEvents": Listing(_events, "Events", _PAGES)}
