"""What the go-to box can go to: places, and the indexes in which they are found."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import field
from functools import partial
from typing import Final, Literal

from xalias_tui.domain.dataclass import dataclass
from xalias_tui.domain.errors import InvalidNameError
from xalias_tui.domain.names import DnsName
from xalias_tui.domain.pasted import Pasted
from xalias_tui.domain.search import Index, Source, find_in
from xalias_tui.domain.targets import Target
from xalias_tui.domain.ways_in import called_as
from xalias_tui.domain.zones import Zone, ZoneRecords, best_zones

Kind = Literal[
    "trace", "open", "plan", "screen", "zone", "record", "target", "account", "command", "finding", "filter", "theme"
]

_ORDER: Final[tuple[Kind, ...]] = (
    "screen",
    "zone",
    "record",
    "target",
    "account",
    "command",
    "finding",
    "filter",
    "theme",
)
"""Of what matches alike, in this order."""
_WEIGHTS: Final[Mapping[Kind, int]] = {kind: weight for weight, kind in enumerate(_ORDER)}
MOST_SHOWN: Final = 50


@dataclass(frozen=True, slots=True)
class Place:
    """Something that can be gone to, or done.

    Attributes:
        kind: What it is.
        name: What it is called; untrusted.
        detail: What else tells it from others; untrusted.
        subject: What is gone to, as the one who goes there needs it.
    """

    kind: Kind
    name: str
    detail: str
    subject: object

    @property
    def key(self) -> str:
        """Identity in a list."""
        return f"{self.kind} {self.name} {self.detail}"


@dataclass(frozen=True, slots=True)
class AtName:
    """A name in a zone: a record that was read, or one that may be there."""

    zone: Zone
    name: DnsName


def places_of(rows: Iterable[tuple[str, Place]]) -> tuple[Source[Place], ...]:
    """Sources of places that are all known, one a kind; each with the text that it is found by."""
    by_kind: dict[Kind, list[tuple[str, Callable[[], Place]]]] = {}
    for text, place in rows:
        by_kind.setdefault(place.kind, []).append((text, partial(_same, place)))
    return tuple(Source(Index(lines), _WEIGHTS[kind]) for kind, lines in by_kind.items())


def zone_place(zone: Zone) -> tuple[str, Place]:
    """A zone, found by its name and id."""
    detail = f"{zone.visibility} · {zone.id} · {called_as(zone.profile) or zone.account_id}"
    return f"{zone.name.bare}\t{zone.id}", Place("zone", zone.name.text, detail, zone)


def target_place(target: Target) -> tuple[str, Place]:
    """A target, found by its own name, its DNS names, the host names it is configured for, kind and region."""
    names = (*(name.bare for name in target.names), *target.hostnames)
    detail = f"{target.kind} · {target.region} · {called_as(target.profile) or target.account_id}"
    return f"{target.name}\t{detail} {' '.join(names)}", Place("target", target.name, detail, target)


def names_of_zone(records: ZoneRecords) -> Index[Callable[[], Place]]:
    """The names of a zone's records, each once."""
    types: dict[DnsName, list[str]] = {}
    for record in records.records:
        types.setdefault(record.name, []).append(record.type)
    zone = records.zone
    return Index((name.bare, partial(_record, zone, name, tuple(found))) for name, found in types.items())


def _record(zone: Zone, name: DnsName, types: Sequence[str]) -> Place:
    detail = f"{' '.join(dict.fromkeys(types))} · in {zone.visibility} {zone.id}, {zone.name.bare}"
    return Place("record", name.text, detail, AtName(zone, name))


@dataclass
class NameIndexes:
    """The names of every zone that was read, indexed when they are first looked for."""

    _known: dict[str, tuple[ZoneRecords, Index[Callable[[], Place]]]] = field(default_factory=dict)

    def missing(self, read: Mapping[str, ZoneRecords]) -> tuple[ZoneRecords, ...]:
        """Zones that are not indexed as they were read last; those that are no longer there are forgotten."""
        self._known = {key: known for key, known in self._known.items() if read.get(key) is known[0]}
        return tuple(records for key, records in read.items() if key not in self._known)

    def add(self, indexed: Iterable[tuple[ZoneRecords, Index[Callable[[], Place]]]]) -> None:
        """Keep indexes."""
        self._known.update({records.zone.id: (records, index) for records, index in indexed})

    @property
    def sources(self) -> tuple[Source[Place], ...]:
        """All of them."""
        return tuple(Source(index, _WEIGHTS["record"]) for _, index in self._known.values())


def find(text: str, sources: Sequence[Source[Place]], zones: Sequence[Zone]) -> tuple[Place, ...]:
    """What a text finds, best first; of a host name also what can be done with it, which comes first in a zone of ours.

    Args:
        text: As it was typed or pasted: letters of a name, a host name, or a URL.
        sources: What there is.
        zones: The zones that a host name may be in.
    """
    name = _host(text)
    found = find_in(sources, name.bare if name is not None and "/" in text else text.strip().rstrip("."), MOST_SHOWN)
    if name is None:
        return found
    ours = best_zones(name, zones)
    asked = [Place("trace", name.text, "why it works or not, step by step", name)]
    asked += [_in_zone("open", zone, name) for zone in ours]
    asked += [_in_zone("plan", zone, name) for zone in ours]
    same = {("record", name.text), ("open", name.text)} if ours else set()
    others = tuple(place for place in found if (place.kind, place.name) not in same)
    return (*asked, *others) if ours or not others else (*others, *asked)


def recent_places(name: str, zones: Sequence[Zone]) -> Iterator[Place]:
    """Where a name that was gone to before is; nothing where none of the zones may hold it."""
    try:
        parsed = DnsName.parse(name)
    except InvalidNameError:
        return
    for zone in best_zones(parsed, zones):
        yield _in_zone("open", zone, parsed)


def _in_zone(kind: Literal["open", "plan"], zone: Zone, name: DnsName) -> Place:
    what = "" if kind == "open" else "an alias "
    return Place(kind, name.text, f"{what}in {zone.visibility} {zone.id}, {zone.name.bare}", AtName(zone, name))


def _host(text: str) -> DnsName | None:
    """The host name that a text is, or that is in a URL; None for anything else."""
    pasted = Pasted.read(text)
    if not pasted.is_like_dns_name or " " in pasted.host:
        return None
    try:
        return DnsName.looked_up(pasted.host)
    except InvalidNameError:
        return None


def _same(place: Place) -> Place:
    return place
