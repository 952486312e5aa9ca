"""What a change must look like before Route 53 looks at its zone; refused as ``InvalidInput``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from xalias_tui.sandbox.calls import Refusal
from xalias_tui.sandbox.route53 import places
from xalias_tui.sandbox.route53.records import POLICIES, TYPES, Wire

_ACTIONS = ("CREATE", "DELETE", "UPSERT")
_CONTENT = "[AliasTarget, all of [TTL, and ResourceRecords], or TrafficPolicyInstanceId]"
_POLICY = "[Weight, Region, Failover, GeoLocation, MultiValueAnswer, GeoProximityLocation, or CidrRoutingConfig]"
_NAMESPACE = "https://route53.amazonaws.com/doc/2013-04-01/"
_MAX_COMMENT = 256
_MAX_SET_IDENTIFIER = 128
_MAX_WEIGHT = 255
_MAX_TTL = 2**31 - 1
_ALIAS_MEMBERS = tuple(("AliasTarget", member) for member in ("HostedZoneId", "DNSName", "EvaluateTargetHealth"))
_NOT_ALIAS_TYPES = frozenset({"NS", "SOA"})


def check_shape(batch: Mapping[str, Any]) -> None:
    """Check a ChangeBatch without looking at the zone.

    Raises:
        Refusal: ``InvalidInput``.
    """
    changes: Sequence[Mapping[str, Any]] = batch.get("Changes") or ()
    if not changes:
        raise _incomplete("ChangeBatch", "Changes")
    for change in changes:
        _check_schema(change)
    failed = list(_constraint_failures(batch, changes))
    if failed:
        noun = "error" if len(failed) == 1 else "errors"
        raise Refusal("InvalidInput", f"{len(failed)} validation {noun} detected: {'; '.join(failed)}")
    invalid = [sentence for change in changes for sentence in _contradictions(change["ResourceRecordSet"], change)]
    if invalid:
        raise Refusal("InvalidInput", f"Invalid request: {'; '.join(invalid)}")


def _check_schema(change: Mapping[str, Any]) -> None:
    for member in ("Action", "ResourceRecordSet"):
        if change.get(member) is None:
            raise _incomplete("Change", member)
    record = change["ResourceRecordSet"]
    for member in ("Name", "Type"):
        if record.get(member) is None:
            raise _incomplete("ResourceRecordSet", member)
    alias = record.get("AliasTarget")
    for element, member in (*_ALIAS_MEMBERS, *places.REQUIRED):
        if record.get(element) is not None and record[element].get(member) is None:
            raise _incomplete(element, member)
    if alias is not None and not alias["HostedZoneId"]:
        raise Refusal("InvalidInput", "amazon.security.AmzUidException: Encrypted token cannot be empty")


def _incomplete(element: str, expected: str) -> Refusal:
    return Refusal(
        "InvalidInput",
        f"Invalid XML ; cvc-complex-type.2.4.b: The content of element '{element}' is not complete. "
        f"One of '{{\"{_NAMESPACE}\":{expected}}}' is expected.",
    )


def _constraint_failures(batch: Mapping[str, Any], changes: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    comment = batch.get("Comment") or ""
    if len(comment) > _MAX_COMMENT:
        yield _failed(comment, "changeBatch.comment", f"have length less than or equal to {_MAX_COMMENT}")
    for position, change in enumerate(changes, start=1):
        where = f"changeBatch.changes.{position}.member"
        record = change["ResourceRecordSet"]
        if change["Action"] not in _ACTIONS:
            yield _failed(change["Action"], f"{where}.action", f"satisfy enum value set: [{', '.join(_ACTIONS)}]")
        where += ".resourceRecordSet"
        if record["Type"] not in TYPES:
            yield _failed(record["Type"], f"{where}.type", f"satisfy enum value set: [{', '.join(TYPES)}]")
        identifier = record.get("SetIdentifier")
        if identifier is not None and not identifier:
            yield _failed(identifier, f"{where}.setIdentifier", "have length greater than or equal to 1")
        if identifier is not None and len(identifier) > _MAX_SET_IDENTIFIER:
            limit = f"have length less than or equal to {_MAX_SET_IDENTIFIER}"
            yield _failed(identifier, f"{where}.setIdentifier", limit)
        yield from _out_of_range(record.get("TTL"), f"{where}.tTL", _MAX_TTL)
        yield from _out_of_range(record.get("Weight"), f"{where}.weight", _MAX_WEIGHT)
        yield from (_failed(*failure) for failure in places.failures(record, where))


def _out_of_range(value: int | None, where: str, most: int) -> Iterator[str]:
    if value is not None and not 0 <= value <= most:
        limit = "greater than or equal to 0" if value < 0 else f"less than or equal to {most}"
        yield _failed(str(value), where, f"have value {limit}")


def _failed(value: str, where: str, constraint: str) -> str:
    return f"Value '{value}' at '{where}' failed to satisfy constraint: Member must {constraint}"


def _contradictions(record: Wire, change: Mapping[str, Any]) -> Iterator[str]:
    identifier = record.get("SetIdentifier")
    where = (
        f"in Change with [Action={change['Action']}, Name={record['Name'].removesuffix('.')}., Type={record['Type']}, "
        f"SetIdentifier={identifier or 'null'}]"
    )
    plain = {"TTL", "ResourceRecords"} & {member for member, value in record.items() if value is not None}
    alias = record.get("AliasTarget") is not None
    instance = bool(record.get("TrafficPolicyInstanceId"))
    if (alias and plain) or (instance and (alias or plain or change["Action"] != "DELETE")):
        yield f"Expected exactly one of {_CONTENT}, but found more than one {where}"
    elif (
        not alias and not instance and (len(plain) != len({"TTL", "ResourceRecords"}) or not record["ResourceRecords"])
    ):
        yield f"Expected exactly one of {_CONTENT}, but found none {where}"
    policies = [member for member in POLICIES if record.get(member) is not None]
    if policies and identifier is None:
        yield f"Missing field 'SetIdentifier' {where}"
    if len(policies) > 1 or (identifier is not None and not policies):
        found = "more than one" if policies else "none"
        yield f"Expected exactly one of {_POLICY}, but found {found} {where}"
    yield from (f"{sentence} {where}" for sentence in places.contradictions(record))
    if alias and record.get("MultiValueAnswer"):
        yield f"MultiValueAnswer is not permitted together with AliasTarget {where}"
    if alias and record["Type"] in _NOT_ALIAS_TYPES:
        yield f"AliasTarget is not permitted for type {record['Type']} {where}"
