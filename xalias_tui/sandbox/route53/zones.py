"""One hosted zone: its records in listing order, and a draft in which a batch of changes is tried."""

from __future__ import annotations

import threading
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import field
from datetime import datetime
from typing import Any

from xalias_tui.domain.dataclass import dataclass
from xalias_tui.sandbox.route53.names import reversed_name
from xalias_tui.sandbox.route53.records import Wire, normalised
from xalias_tui.sandbox.route53.signing import ZoneSigning

Key = tuple[str, str, str]
"""Reversed name, type, set identifier: sorts as Route 53 lists."""

_AFTER_EVERY_TYPE = "\U0010ffff"
_MAKING = threading.RLock()
"""Held while records that were promised are made: the name server reads zones without Route 53's lock."""


def key_of(record: Wire) -> Key:
    """The key of a record set in listing form."""
    return reversed_name(record["Name"]), record["Type"], record.get("SetIdentifier") or ""


@dataclass(slots=True)
class Zone:
    """A hosted zone.

    Attributes:
        id: ``Z…``, without a prefix.
        account_id: Its owner.
        name: Its name in listing form.
        private: Whether it answers inside VPCs only.
        comment: ``Config.Comment``.
        vpcs: ``{"VPCRegion": …, "VPCId": …}``, for a private zone.
        name_servers: The delegation set, without final dots.
        linked_service: The service that manages it, if any.
        tags: Its tags.
        caller_reference: What its creator called the request.
        accelerated_recovery: ``Features.AcceleratedRecoveryStatus``; empty where it was never switched on.
        public_dns_fallback: ``Features.PublicDNSFallbackStatus`` of a private zone; empty where it has none.
        guardrails: Names of its change guardrails that are on.
        partition: The AWS partition of its owner.
        pending_until: Until when its latest change is PENDING.
        protections: Comments of protected names and types.
        history: Its Change History, oldest first; None for a zone of the STANDARD tier.
        made: When the record sets that a change made were made; those that were loaded are not in it.
        record_limit: How many records it may hold.
        signing: Its DNSSEC.
    """

    id: str
    account_id: str
    name: str
    private: bool
    comment: str
    vpcs: Sequence[Mapping[str, str]]
    name_servers: Sequence[str]
    linked_service: Mapping[str, str] | None
    tags: dict[str, str]
    caller_reference: str
    accelerated_recovery: str = ""
    public_dns_fallback: str = ""
    guardrails: frozenset[str] = frozenset()
    partition: str = "aws"
    pending_until: datetime | None = None
    protections: dict[tuple[str, str], str] = field(default_factory=dict)
    history: list[Mapping[str, Any]] | None = None
    made: dict[Key, datetime] = field(default_factory=dict, repr=False)
    record_limit: int = 10_000
    signing: ZoneSigning = field(default_factory=ZoneSigning)
    _order: list[Key] = field(default_factory=list, repr=False)
    _records: dict[Key, Wire] = field(default_factory=dict, repr=False)
    _promised: tuple[int, Callable[[], Iterable[Wire]]] | None = None

    def __len__(self) -> int:
        return len(self._order) + (self._promised[0] if self._promised else 0)

    def load(self, records: Iterable[Wire]) -> None:
        """Put many record sets in, over those with the same key."""
        for record in map(normalised, records):
            self._records[key_of(record)] = record
        self._order = sorted(self._records)

    def load_when_read(self, count: int, make: Callable[[], Iterable[Wire]]) -> None:
        """Put ``count`` new record sets in, which are made when the zone's records are first read."""
        self._promised = count, make

    def from_key(self, start: Key, count: int) -> Sequence[Wire]:
        """Up to ``count`` record sets at or after a key, in listing order."""
        order = self._keys()
        first = bisect_left(order, start)
        return [self._records[key] for key in order[first : first + count]]

    def at(self, name: str) -> Mapping[Key, Wire]:
        """The record sets of a name."""
        first, last = self._range(reversed_name(name))
        return {key: self._records[key] for key in self._order[first:last]}

    def reaches(self, name: str) -> bool:
        """Whether a name exists in the sense of the DNS: it has record sets, or a name below it has."""
        reverse = reversed_name(name)
        order = self._keys()
        first = bisect_left(order, (reverse, "", ""))
        return first < len(order) and order[first][0].startswith(reverse)

    def replace(self, reverse: str, records: Mapping[Key, Wire]) -> None:
        """Let a name, given reversed, have these record sets and no others."""
        first, last = self._range(reverse)
        for key in self._order[first:last]:
            del self._records[key]
        self._order[first:last] = sorted(records)
        self._records.update(records)

    def _range(self, reverse: str) -> tuple[int, int]:
        order = self._keys()
        first = bisect_left(order, (reverse, "", ""))
        return first, bisect_left(order, (reverse, _AFTER_EVERY_TYPE, ""), lo=first)

    def _keys(self) -> list[Key]:
        if self._promised is not None:
            with _MAKING:
                if self._promised is not None:
                    self.load(self._promised[1]())
                    self._promised = None
        return self._order


class Draft:
    """A zone as it would be after the changes so far; nothing is kept unless it is committed."""

    def __init__(self, zone: Zone) -> None:
        self.zone = zone
        self._touched: dict[str, dict[Key, Wire]] = {}
        self._grown = 0

    def __len__(self) -> int:
        return len(self.zone) + self._grown

    def at(self, name: str) -> Mapping[Key, Wire]:
        """The record sets of a name."""
        touched = self._touched.get(reversed_name(name))
        return self.zone.at(name) if touched is None else touched

    def of_type(self, name: str, record_type: str) -> Iterator[Wire]:
        """The record sets of a name and type."""
        return (record for record in self.at(name).values() if record["Type"] == record_type)

    def get(self, record: Wire) -> Wire | None:
        """What is there under the record set's key."""
        return self.at(record["Name"]).get(key_of(record))

    def put(self, record: Wire) -> None:
        """Create or replace a record set."""
        own, key = self._own(record["Name"]), key_of(record)
        self._grown += key not in own
        own[key] = record

    def remove(self, record: Wire) -> None:
        """Take a record set out."""
        del self._own(record["Name"])[key_of(record)]
        self._grown -= 1

    def commit(self) -> None:
        """Make it the zone's content."""
        for reverse, records in self._touched.items():
            self.zone.replace(reverse, records)

    def _own(self, name: str) -> dict[Key, Any]:
        return self._touched.setdefault(reversed_name(name), dict(self.at(name)))
