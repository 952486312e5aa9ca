"""Hosted zones and their records, kept in Route 53's own order."""

from __future__ import annotations

import secrets
import threading
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from xalias_tui.sandbox.clock import Clock
from xalias_tui.sandbox.route53.alias_targets import AliasTargets


class Route53:
    """Every hosted zone of every account."""

    def __init__(self, clock: Clock, alias_targets: AliasTargets, propagation_seconds: float) -> None:
        self._clock = clock
        self.alias_targets = alias_targets
        self.propagation_seconds = propagation_seconds
        self.lock = threading.RLock()

    def create_zone(
        self,
        account_id: str,
        name: str,
        *,
        private: bool = False,
        comment: str = "",
        vpcs: Sequence[Mapping[str, str]] = (),
        zone_id: str | None = None,
        name_servers: Sequence[str] | None = None,
        linked_service: Mapping[str, str] | None = None,
        tags: Mapping[str, str] | None = None,
    ) -> str:
        """Add a zone with its NS and SOA records; returns its id.

        Args:
            account_id: Its owner.
            name: Its name, final dot optional.
            private: Whether it answers inside VPCs only.
            comment: ``Config.Comment``.
            vpcs: ``{"VPCRegion": …, "VPCId": …}`` for a private zone.
            zone_id: ``Z…``; made up when not given.
            name_servers: Four names; made up from the id when not given.
            linked_service: ``{"ServicePrincipal": …, "Description": …}`` for a zone that a service manages.
            tags: Its tags.
        """
        return zone_id or "Z" + secrets.token_hex(10).upper()

    def load(self, zone_id: str, records: Iterable[Mapping[str, Any]]) -> None:
        """Put record sets in the API's shape into a zone without asking whether their alias targets exist.

        For many records at once, and for aliases that dangle. ``Name`` may be given without the final dot.
        """
