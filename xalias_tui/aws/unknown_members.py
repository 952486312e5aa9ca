"""Members of record sets that the SDK's model lacks and would drop: read from the body of the answer."""

from __future__ import annotations

import re
from collections.abc import Mapping, MutableMapping
from typing import Any, Final
from xml.etree import ElementTree as ET

from botocore.hooks import BaseEventHooks

_TAG: Final = re.compile(rb"<([A-Za-z][A-Za-z0-9]*)")
_RECORDS: Final = "ResourceRecordSets"
_RECORD: Final = "ResourceRecordSet"
_ALIAS: Final = "AliasTarget"


def keep_unknown_members(events: BaseEventHooks, model: Any) -> None:
    """Add to each record set that a Route 53 client lists what the body has and the model does not.

    Botocore ignores elements that it has no member for, so that a record set with a newer routing policy would look
    like one without. Only answers with an element that no shape of the answer has are read a second time.

    Args:
        events: The client's events.
        model: The client's service model.
    """
    answer = model.operation_model("ListResourceRecordSets").output_shape
    record = answer.members[_RECORDS].member
    known = frozenset(name.encode() for name in (*_names(answer), "ListResourceRecordSetsResponse", _RECORD))
    of_record, of_alias = frozenset(record.members), frozenset(record.members[_ALIAS].members)

    def keep(
        response_dict: Mapping[str, Any] | None, parsed_response: MutableMapping[str, Any] | None, **_: Any
    ) -> None:
        body = (response_dict or {}).get("body", b"")  # no answer came where the connection was lost
        listed = (parsed_response or {}).get(_RECORDS)
        if not listed or known.issuperset(_TAG.findall(body)):
            return
        rows = [row for row in ET.fromstring(body).iter() if _name(row) == _RECORD]  # noqa: S314 -- of AWS
        for document, row in zip(listed, rows, strict=True):
            document.update(_beyond(row, of_record))
            alias = next((part for part in row if _name(part) == _ALIAS), None)
            if alias is not None:
                document[_ALIAS].update(_beyond(alias, of_alias))

    events.register("response-received.route-53.ListResourceRecordSets", keep)


def _names(shape: Any, seen: frozenset[str] = frozenset()) -> frozenset[str]:
    """The names of elements that a shape of an answer can have."""
    if shape.type_name == "list":
        return _names(shape.member, seen | {shape.member.serialization.get("name", "member")})
    if shape.type_name != "structure":
        return seen
    for name, member in shape.members.items():
        seen = _names(member, seen | {member.serialization.get("name", name)})
    return seen


def _beyond(element: ET.Element, known: frozenset[str]) -> dict[str, Any]:
    return {_name(part): _value(part) for part in element if _name(part) not in known}


def _value(element: ET.Element) -> Any:
    """Text, or members by name; of several with one name a list."""
    if not len(element):
        return element.text or ""
    found: dict[str, list[Any]] = {}
    for part in element:
        found.setdefault(_name(part), []).append(_value(part))
    return {name: values[0] if len(values) == 1 else values for name, values in found.items()}


def _name(element: ET.Element) -> str:
    return element.tag.rpartition("}")[2]
