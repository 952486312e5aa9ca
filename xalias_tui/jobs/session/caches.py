"""What a session remembers: tags of zones, what was learned of zones, and inspected targets."""

from __future__ import annotations

import threading
from dataclasses import field

from xalias_tui.domain.custody import Tags
from xalias_tui.domain.dataclass import dataclass
from xalias_tui.domain.names import DnsName
from xalias_tui.domain.targets import Target
from xalias_tui.domain.zone_evidence import WorldView, ZoneState
from xalias_tui.domain.zones import Zone


class ZoneTags:
    """The tags of zones that were read in a session. Safe to use from several threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._known: dict[str, Tags] = {}

    def known(self, zone: Zone) -> Tags | None:
        """The zone's tags; None where they were not read."""
        with self._lock:
            return self._known.get(zone.id)

    def keep(self, zone: Zone, tags: Tags) -> None:
        """Remember what was read."""
        with self._lock:
            self._known[zone.id] = tags

    def forget(self) -> None:
        """Everything is to be read again."""
        with self._lock:
            self._known.clear()


@dataclass(frozen=True, slots=True)
class ZoneMemory:
    """What was learned; several threads may fill it, and learn the same thing twice.

    Attributes:
        states: What AWS tells, by zone id and whether the zone's quota was asked for.
        worlds: What name servers say, by the zone's name.
        details: Zones with their name servers, by id.
    """

    states: dict[tuple[str, bool], ZoneState] = field(default_factory=dict)
    worlds: dict[DnsName, WorldView] = field(default_factory=dict)
    details: dict[str, Zone] = field(default_factory=dict)

    def forget(self) -> None:
        """Everything is to be asked again."""
        self.states.clear()
        self.worlds.clear()
        self.details.clear()


class Inspections:
    """What was inspected in a session. Safe to use from several threads; two may inspect the same target twice."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._listed: dict[str, Target] = {}
        self._known: dict[tuple[str, str], Target] = {}

    def listed(self, target: Target) -> Target:
        """The target as its list told it: a second inspection begins there, not at what the first one missed."""
        with self._lock:
            if not target.inspected:
                self._listed[target.key] = target
            return self._listed.get(target.key, target)

    def known(self, target: Target, name: DnsName) -> Target | None:
        """What was inspected before; None where it was not, or where its list tells something else by now."""
        with self._lock:
            found = self._known.get(self._key(target, name))
        return found if found is not None and (target.inspected or _is_of(found, target)) else None

    def keep(self, target: Target, name: DnsName) -> None:
        """Remember what was inspected."""
        with self._lock:
            self._known[self._key(target, name)] = target

    def forget(self) -> None:
        """Everything is to be inspected again."""
        with self._lock:
            self._known.clear()

    @staticmethod
    def _key(target: Target, name: DnsName) -> tuple[str, str]:
        from xalias_tui.targets import kind as target_kind  # noqa: PLC0415 -- loads every kind of target

        return (f"{target.profile} {target.key}", name.text if target_kind(target.kind).inspects_by_name else "")


def _is_of(inspected: Target, listed: Target) -> bool:
    """Whether a list still reports what it did when the target was inspected."""
    return (inspected.state, inspected.zone_id, inspected.record_types) == (
        listed.state,
        listed.zone_id,
        listed.record_types,
    )
