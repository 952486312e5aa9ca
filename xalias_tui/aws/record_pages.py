"""Record sets of an answer of Route 53: read in one pass, with the members that the SDK's model lacks.

Botocore looks up each member that a record set could have, and drops elements that it has no member for: a record set
with a newer routing policy would look like one without. Here each element is looked up in the model, and one that is
not there is kept under its own name. That takes a third of the time.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final
from xml.etree import ElementTree as ET

from xalias_tui.aws.fields import Fields

Reader = Callable[[ET.Element], Any]

RECORDS: Final = "ResourceRecordSets"
"""What the model calls the list of record sets."""


def reader_of(shape: Any) -> Reader:
    """What reads an element as a shape of a model in XML says.

    The reader raises ``ValueError`` for what is not of that shape: a text for a number, a member that comes twice.
    """
    if shape.type_name == "structure":
        return _structure(shape)
    if shape.type_name == "list":
        read = reader_of(shape.member)
        return lambda element: [read(part) for part in element]
    return _SCALARS[shape.type_name]


def _structure(shape: Any) -> Reader:
    known = {
        member.serialization.get("name", name): (name, reader_of(member)) for name, member in shape.members.items()
    }
    kind = Fields.of(shape.name)
    readers: dict[str, tuple[str, Reader]] = {}  # by tag, which has the namespace in front

    def read(element: ET.Element) -> Mapping[str, Any]:
        found = kind()
        for part in element:
            tag = part.tag
            if tag not in readers:
                plain = local_name(part)
                readers[tag] = known.get(plain, (plain, untyped))
            name, read_member = readers[tag]
            value = read_member(part)
            if name in found:
                if name in shape.members:
                    raise ValueError(name)
                before = found[name]
                value = [*before, value] if isinstance(before, list) else [before, value]
            found[name] = value
        return found

    return read


def untyped(element: ET.Element) -> Any:
    """An element that is in no model: its text, or its parts by name; of several with one name a list."""
    if not len(element):
        return element.text or ""
    found: dict[str, list[Any]] = {}
    for part in element:
        found.setdefault(local_name(part), []).append(untyped(part))
    return {name: values[0] if len(values) == 1 else values for name, values in found.items()}


def local_name(element: ET.Element) -> str:
    """The name of an element without its namespace."""
    return element.tag.rpartition("}")[2]


def _text(element: ET.Element) -> str:
    return element.text or ""


def _integer(element: ET.Element) -> int:
    return int(element.text or "")


def _number(element: ET.Element) -> float:
    return float(element.text or "")


def _boolean(element: ET.Element) -> bool:
    if element.text not in ("true", "false"):
        raise ValueError(element.text)
    return element.text == "true"


_SCALARS: Final[Mapping[str, Reader]] = {
    "string": _text, "integer": _integer, "long": _integer, "float": _number, "double": _number, "boolean": _boolean,
}  # fmt: skip
