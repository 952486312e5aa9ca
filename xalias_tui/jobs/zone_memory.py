"""What was learned of zones in a session, beside their records."""

from __future__ import annotations

from dataclasses import dataclass, field

from xalias_tui.domain.names import DnsName
from xalias_tui.domain.zone_evidence import WorldView, ZoneState
from xalias_tui.domain.zones import Zone


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
