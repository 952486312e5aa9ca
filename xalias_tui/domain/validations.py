"""DNS records by which a service has it proved that a host name is the holder's, and whether they stand."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, Literal

from xalias_tui.domain.dataclass import dataclass
from xalias_tui.domain.errors import InvalidNameError
from xalias_tui.domain.names import DnsName
from xalias_tui.domain.records import RecordKey, RecordSet
from xalias_tui.domain.zones import Zone, ZoneRecords, best_zones

VALIDATION_TTL: Final = 300
"""Seconds of a validation record: what the ACM console's own 'create records in Route 53' writes."""

Standing = Literal["there", "missing", "wrong", "unknown", "outside", "ambiguous"]
"""``wrong``: something else is at its name. ``unknown``: its zone is ours, but was not read there.
``outside``: no zone that was read holds its name. ``ambiguous``: several zones of one name could hold it."""


@dataclass(frozen=True, slots=True)
class ValidationRecord:
    """A record that something waits for before the target works, or needs to keep working.

    Attributes:
        name: Its name.
        type: Its type; every service asks for ``CNAME`` today.
        value: Its value, as the service writes it.
        proves: The host name that it proves (may be a ``*.`` pattern).
        service: Who looks for it, in words: ``ACM``, ``App Runner``, ``Amplify``, ``Lightsail``.
        resource: What waits for it: an ARN, or the name by which the service calls it.
        state: The service's own word (``PENDING_VALIDATION`` …).
        renews: Whether it was proved once, and the record only has to stay so that it can be renewed.
    """

    name: DnsName
    type: str
    value: str
    proves: str
    service: str
    resource: str
    state: str = ""
    renews: bool = False

    @property
    def wanted(self) -> RecordSet:
        """The record set that proves it."""
        value = self.value if self.type != "CNAME" or self.value.endswith(".") else f"{self.value}."
        return RecordSet.plain_record(RecordKey(self.name, self.type), [value], VALIDATION_TTL)

    def proved_by(self, rows: Iterable[RecordSet]) -> bool:
        """Whether one of some record sets at its name proves it; TTL, case and final dot do not matter."""
        return any(
            row.type == self.type and any(_same(value, self.value) for value in row.values)
            for row in rows
            if row.name == self.name
        )

    def __str__(self) -> str:
        return f"{self.name.bare} {self.type} {self.value.rstrip('.')}"


@dataclass(frozen=True, slots=True)
class Placed:
    """A validation record, and how it stands.

    Attributes:
        record: The record.
        standing: How it stands.
        zone: The zone that holds its name; None where there is none, or several could.
        found: What is at its name instead, where it is ``wrong``.
    """

    record: ValidationRecord
    standing: Standing
    zone: Zone | None = None
    found: tuple[RecordSet, ...] = ()

    @property
    def replaceable(self) -> bool:
        """Whether what stands instead is one simple record set of the same type, which a batch can replace."""
        return len(self.found) == 1 and self.found[0].key == self.record.wanted.key

    def offered(self, *, replace: bool) -> bool:
        """Whether a batch in its zone can create it; over another record only with consent to replace."""
        return self.standing == "missing" or (self.standing == "wrong" and replace and self.replaceable)


@dataclass(frozen=True, slots=True)
class Progress:
    """How far something that waited for validation records is.

    Attributes:
        resource: What waits, as its records call it.
        state: The service's own word.
        done: Whether it waits no more, and works.
        failed: Whether it never will.
        detail: Why, in the service's own words; may be empty, untrusted text.
    """

    resource: str
    state: str
    done: bool = False
    failed: bool = False
    detail: str = ""


def place(record: ValidationRecord, home: ZoneRecords, others: Iterable[ZoneRecords], zones: Iterable[Zone]) -> Placed:
    """How a validation record stands.

    The internet must see it, so only public zones count; of twins the one that the draft is for is meant.

    Args:
        record: The record.
        home: What was read of the draft's zone.
        others: What was read of other zones.
        zones: Every zone that is known.
    """
    public = {zone.id: zone for zone in (*zones, home.zone) if not zone.private}
    candidates = best_zones(record.name, public.values())
    holder = home.zone if any(zone.id == home.zone.id for zone in candidates) else None
    if holder is None and len(candidates) > 1:
        return Placed(record, "ambiguous")
    holder = holder or next(iter(candidates), None)
    if holder is None:
        return Placed(record, "outside")
    known = next((read for read in (home, *others) if read.zone.id == holder.id), None)
    if known is not None and any(record.name.is_inside(cut) for cut in known.delegations):
        return Placed(record, "outside")
    if known is None or not known.knows(record.name):
        return Placed(record, "unknown", holder)
    there = known.at(record.name)
    if record.proved_by(there):
        return Placed(record, "there", holder)
    return Placed(record, "wrong" if there else "missing", holder, there)


def _same(first: str, second: str) -> bool:
    """Whether two values are the same name, or the same text if they are not names."""
    try:
        return DnsName.from_route53(first) == DnsName.from_route53(second)
    except InvalidNameError:
        return first == second
