"""Record set protections: names and types of a zone that no change batch may touch.

Sources: botocore model, route53 CreateResourceRecordSetProtections and its siblings; Route 53 Developer Guide:
rrset-protection. The sentence with which a change is refused is not published; that it holds the comment is.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from xalias_tui.sandbox.calls import Call, Refusal
from xalias_tui.sandbox.route53.access import zone_of
from xalias_tui.sandbox.route53.listing import listed_name, page_of
from xalias_tui.sandbox.route53.names import is_inside, reversed_name
from xalias_tui.sandbox.route53.records import TYPES, Wire
from xalias_tui.sandbox.route53.zones import Zone
from xalias_tui.sandbox.services.tables import present
from xalias_tui.sandbox.world import World

PER_PAGE = 300
_MOST_AT_ONCE = 100
_MOST_COMMENT = 256

Key = tuple[str, str]


def protected(zone: Zone, records: Sequence[Wire]) -> Iterator[str]:
    """A sentence for each name and type of a change batch that is protected."""
    for name, record_type in dict.fromkeys((record["Name"], record["Type"]) for record in records):
        comment = zone.protections.get((name, record_type))
        if comment is not None:
            why = f": {comment}" if comment else ""
            yield f"Resource record set [name='{name}', type='{record_type}'] is protected from changes{why}"


def _list(world: World, call: Call) -> Mapping[str, Any]:
    zone, params = zone_of(world, call, call.params["HostedZoneId"]), call.params
    if params.get("StartRecordType") and not params.get("StartRecordName"):
        raise Refusal("InvalidInput", "If you specify StartRecordType, you must also specify StartRecordName.")
    keys = sorted(zone.protections, key=lambda key: (reversed_name(key[0]), key[1]))
    token = params.get("NextToken")
    if token:
        if token not in {f"{name} {record_type}" for name, record_type in keys}:
            raise Refusal("InvalidPaginationToken", "The specified pagination token is invalid.")
        keys = keys[[f"{name} {record_type}" for name, record_type in keys].index(token) :]
    elif params.get("StartRecordName"):
        start = reversed_name(listed_name(params["StartRecordName"])), params.get("StartRecordType") or ""
        keys = [key for key in keys if (reversed_name(key[0]), key[1]) >= start]
    page, following, _ = page_of(keys, params, PER_PAGE, "MaxResults")
    more = present(NextToken=following and " ".join(following))
    return {"ResourceRecordSetProtections": [_document(zone, key) for key in page], **more}


def _document(zone: Zone, key: Key) -> dict[str, str]:
    comment = zone.protections[key]
    return {"RecordName": key[0], "RecordType": key[1], **({"Comment": comment} if comment else {})}


def _create(world: World, call: Call) -> Mapping[str, Any]:
    with world.route53.lock:
        zone = zone_of(world, call, call.params["HostedZoneId"])
        entries = _entries(call)
        _refuse([*_invalid(zone, entries)])
        there = [key for key in map(_key, entries) if key in zone.protections]
        if len(there) == len(entries):
            raise Refusal("ProtectionAlreadyExists", "Every entry already has a protection.", 409)
        _refuse([f"ProtectionAlreadyExists: {name} {record_type}" for name, record_type in there])
        zone.protections.update({_key(entry): entry.get("Comment") or "" for entry in entries})
    return {}


def _delete(world: World, call: Call) -> Mapping[str, Any]:
    with world.route53.lock:
        zone = zone_of(world, call, call.params["HostedZoneId"])
        keys = [_key(entry) for entry in _entries(call)]
        _refuse(
            [f"ProtectionNotFound: {name} {type_}" for name, type_ in keys if (name, type_) not in zone.protections]
        )
        for key in keys:
            del zone.protections[key]
    return {}


def _entries(call: Call) -> Sequence[Mapping[str, Any]]:
    entries: Sequence[Mapping[str, Any]] = call.params.get("Protections") or ()
    if not 1 <= len(entries) <= _MOST_AT_ONCE:
        raise Refusal("InvalidInput", f"A request holds 1 to {_MOST_AT_ONCE} protections.")
    return entries


def _invalid(zone: Zone, entries: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    seen: set[Key] = set()
    for entry in entries:
        key = _key(entry)
        if not is_inside(key[0], zone.name):
            yield f"InvalidInput: {key[0]} is not in zone {zone.name}"
        elif key[1] not in TYPES:
            yield f"InvalidInput: records of type {key[1]} can't be protected"
        elif key in seen:
            yield f"InvalidInput: {key[0]} {key[1]} appears more than once"
        elif len(entry.get("Comment") or "") > _MOST_COMMENT:
            yield f"InvalidInput: the comment of {key[0]} {key[1]} is longer than {_MOST_COMMENT}"
        seen.add(key)


def _refuse(failed: Sequence[str]) -> None:
    if failed:
        raise Refusal("InvalidResourceRecordSetProtectionBatch", f"[{', '.join(failed)}]")


def _key(entry: Mapping[str, Any]) -> Key:
    return listed_name(entry["RecordName"]), entry["RecordType"]


OPERATIONS = {
    "CreateResourceRecordSetProtections": _create,
    "DeleteResourceRecordSetProtections": _delete,
    "ListResourceRecordSetProtections": _list,
}
