"""Configuration items of AWS Config as the documents of describe calls, by one explicit map a kind.

Items differ from describe calls in ways that no rule of spelling covers: older types are written in lowerCamel, newer
ones in UpperCamel, some members have names of their own (``dnsname``), and old items lack what was added later. What an
item does not hold is left out here and named as unread; it never gets a default.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import field
from typing import Any, Final

from xalias_tui.domain.dataclass import dataclass

Document = Mapping[str, Any]

ENVELOPE: Final = (
    "accountId",
    "awsRegion",
    "resourceId",
    "resourceName",
    "arn",
    "configurationItemCaptureTime",
)
"""What is selected of every item."""
_DEEPEST: Final = 3
"""JSON texts inside JSON texts: an access control list is encoded twice (awslabs/aws-config-rdk: example_ci)."""


class UnreadableItemError(Exception):
    """An item that lacks what identifies its resource, or what no target can do without."""


@dataclass(frozen=True, slots=True)
class Many:
    """A list of objects of an item.

    Attributes:
        path: Where the list is.
        members: By member of the describe call, where its value is in each object.
        whole: Whether the list is selected as it is: members that some objects lack can't be put together again. Where
            an object may hold a secret, only its members are selected, none of which may be missing.
    """

    path: str
    members: Mapping[str, str | Many]
    whole: bool = True


@dataclass(frozen=True, slots=True)
class Recorded:
    """How AWS Config records the resources of a kind.

    Attributes:
        type: AWS Config's type of resource.
        fields: By member of the describe call, with ``.`` between levels, where its value is in an item.
        required: Members without which an item can't be read.
        unread: By member that an item may lack, the field of the target that is then not known.
        never: Fields of the target that no item holds.
        home: Where the only recorder of a global type runs; empty for regional types.
        proves_presence: Whether an item says all that decides whether an alias to it works.
    """

    type: str
    fields: Mapping[str, str | Many]
    required: tuple[str, ...]
    unread: Mapping[str, str] = field(default_factory=dict)
    never: tuple[str, ...] = ()
    home: str = ""
    proves_presence: bool = True

    @property
    def properties(self) -> tuple[str, ...]:
        """What a query selects: never a whole configuration, which may hold secrets."""
        return tuple(dict.fromkeys((*ENVELOPE, *_paths(self.fields))))

    def read(self, row: Document) -> tuple[dict[str, Any], tuple[str, ...]]:
        """The document of the describe call, and the fields of the target that it leaves open.

        Raises:
            UnreadableItemError: when a required member is missing.
        """
        document: dict[str, Any] = {}
        for member, where in self.fields.items():
            value = _read(row, where)
            if value is not None:
                _put(document, member, value)
        lacking = [member for member in self.required if _at(document, member) in (None, "")]
        if lacking:
            raise UnreadableItemError(f"{self.type}: the item has no {' and no '.join(lacking)}")
        missing = (key for member, key in self.unread.items() if _at(document, member) is None)
        return document, tuple(dict.fromkeys((*missing, *self.never)))


@dataclass(frozen=True, slots=True)
class Place:
    """Where an item was recorded; takes the place of an ``Ask`` where only its attributes matter.

    Attributes:
        account_id: Twelve digits.
        profile: How the account is reached; empty where it can't be.
        region: Its region.
        partition: Its AWS partition.
    """

    account_id: str
    profile: str
    region: str
    partition: str


def decoded(value: Any) -> Any:
    """A value of ``supplementaryConfiguration``, which holds JSON as text, some of it twice."""
    for _ in range(_DEEPEST):
        if not isinstance(value, str):
            break
        try:
            value = json.loads(value)
        except ValueError:
            break
    return value


def at(document: Document, path: str) -> Any:
    """The value at a path; None where there is none."""
    return _at(document, path)


def _paths(fields: Mapping[str, str | Many], before: str = "") -> Iterator[str]:
    for where in fields.values():
        if isinstance(where, Many) and where.whole:
            yield f"{before}{where.path}"
        elif isinstance(where, Many):
            yield from _paths(where.members, f"{before}{where.path}.")
        else:
            yield f"{before}{where}"


def _read(row: Document, where: str | Many) -> Any:
    if isinstance(where, str):
        return _at(row, where)
    listed = _at(row, where.path)
    if listed is None:
        return None
    if not isinstance(listed, list):
        raise UnreadableItemError(f"{where.path} is not a list")
    found = []
    for item in listed:
        if not isinstance(item, Mapping):
            raise UnreadableItemError(f"{where.path} does not hold objects")
        made: dict[str, Any] = {}
        for member, inside in where.members.items():
            value = _read(item, inside)
            if value is not None:
                _put(made, member, value)
        found.append(made)
    return found


def _at(value: Any, path: str) -> Any:
    for part in path.split("."):
        if not isinstance(value, Mapping):
            return None
        value = value.get(part)
    return value


def _put(document: dict[str, Any], member: str, value: Any) -> None:
    *above, last = member.split(".")
    for part in above:
        document = document.setdefault(part, {})
    document[last] = value
