"""Every hosted zone, and the changes that were made to them."""

from __future__ import annotations

import hashlib
import secrets
import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from xalias_tui.domain.dataclass import dataclass
from xalias_tui.sandbox.calls import Refusal
from xalias_tui.sandbox.clock import Clock
from xalias_tui.sandbox.route53.alias_targets import AliasTargets
from xalias_tui.sandbox.route53.names import listed
from xalias_tui.sandbox.route53.records import bare_id
from xalias_tui.sandbox.route53.zones import Zone

_PRIVATE_NAME_SERVERS = (
    "ns-0.awsdns-00.com",
    "ns-512.awsdns-00.net",
    "ns-1024.awsdns-00.org",
    "ns-1536.awsdns-00.co.uk",
)


@dataclass(frozen=True, slots=True)
class ChangeInfo:
    """An accepted change.

    Attributes:
        id: ``C…``, without a prefix.
        account_id: Whose it is.
        submitted_at: When it was accepted.
        insync_at: When every name server will have it.
        comment: The batch's comment.
    """

    id: str
    account_id: str
    submitted_at: datetime
    insync_at: datetime
    comment: str | None


class Route53:
    """Every hosted zone of every account.

    Attributes:
        zones: Hosted zones by id, in the order in which they were made.
        alias_targets: Which names of AWS resources an alias may point at.
        health_checks: Health checks by id, in the API's shape with the owner as ``_account_id``.
        cidr_collections: CIDR collections by id, likewise, with ``_locations``: CIDR blocks by name.
        propagation_seconds: How long a change stays PENDING.
        lock: Held while zones are read or changed.
    """

    def __init__(
        self,
        clock: Clock,
        alias_targets: AliasTargets,
        propagation_seconds: float,
        partition_of: Callable[[str], str] = lambda _: "aws",
    ) -> None:
        self._clock = clock
        self._partition_of = partition_of
        self.alias_targets = alias_targets
        self.propagation_seconds = propagation_seconds
        self.health_checks: dict[str, Mapping[str, Any]] = {}
        self.cidr_collections: dict[str, Mapping[str, Any]] = {}
        self.zones: dict[str, Zone] = {}
        self.lock = threading.RLock()
        self._changes: dict[str, ChangeInfo] = {}

    def create_zone(  # noqa: PLR0913 -- a hosted zone has that many properties
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
        caller_reference: str | None = None,
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
            caller_reference: The creator's token; made up when not given.

        Raises:
            Refusal: ``InvalidInput`` for a private zone without a VPC.
        """
        if private and not vpcs:
            raise Refusal(
                "InvalidInput",
                "When you're creating a private hosted zone (when you specify true for PrivateZone), "
                "you must also specify values for VPCId and VPCRegion.",
            )
        zone = Zone(
            id=zone_id or "Z" + secrets.token_hex(10).upper(),
            account_id=account_id,
            name=listed(name),
            private=private,
            comment=comment,
            vpcs=tuple(vpcs),
            name_servers=(),
            linked_service=linked_service,
            tags=dict(tags or {}),
            caller_reference=caller_reference or secrets.token_hex(8),
            partition=self._partition_of(account_id),
        )
        servers = _PRIVATE_NAME_SERVERS if private else _made_up_name_servers(zone.id)
        zone.name_servers = tuple(server.removesuffix(".") for server in name_servers or servers)
        zone.load(_required_records(zone))
        with self.lock:
            self.zones[zone.id] = zone
        return zone.id

    def add_health_check(self, account_id: str, health_check_id: str, config: Mapping[str, Any], **more: Any) -> None:
        """Give an account a health check: ``config`` is its HealthCheckConfig, ``more`` are other fields of it."""
        self.health_checks[health_check_id] = {
            "Id": health_check_id,
            "CallerReference": f"made-{health_check_id}",
            "HealthCheckConfig": dict(config),
            "HealthCheckVersion": 1,
            **more,
            "_account_id": account_id,
        }

    def add_cidr_collection(
        self, account_id: str, collection_id: str, name: str, locations: Mapping[str, Sequence[str]]
    ) -> None:
        """Give an account a CIDR collection: CIDR blocks by the name of their location."""
        self.cidr_collections[collection_id] = {
            "Arn": f"arn:aws:route53:::cidrcollection/{collection_id}",
            "Id": collection_id,
            "Name": name,
            "Version": 1,
            "_account_id": account_id,
            "_locations": dict(locations),
        }

    def load(self, zone_id: str, records: Iterable[Mapping[str, Any]]) -> None:
        """Put record sets in the API's shape into a zone without checking that their alias targets exist.

        For many records at once, and for aliases that dangle. ``Name`` may be given without the final dot.
        """
        with self.lock:
            self.zones[zone_id].load(records)

    def accepted(self, zone: Zone, comment: str | None) -> ChangeInfo:
        """Note that a zone's records changed now."""
        now = self._clock()
        change = ChangeInfo(
            "C" + secrets.token_hex(10).upper(),
            zone.account_id,
            now,
            now + timedelta(seconds=self.propagation_seconds),
            comment,
        )
        zone.pending_until = change.insync_at
        self._changes[change.id] = change
        return change

    def change(self, account_id: str, change_id: str) -> ChangeInfo:
        """An accepted change of an account.

        Raises:
            Refusal: ``NoSuchChange``.
        """
        change = self._changes.get(bare_id(change_id))
        if change is None or change.account_id != account_id:
            raise Refusal("NoSuchChange", f"Could not find resource with ID: {bare_id(change_id)}", 404)
        return change

    def status(self, change: ChangeInfo) -> str:
        """``PENDING`` or ``INSYNC``."""
        return "INSYNC" if self._clock() >= change.insync_at else "PENDING"

    def is_pending(self, zone: Zone) -> bool:
        """Whether the zone's latest change is not everywhere yet."""
        return zone.pending_until is not None and self._clock() < zone.pending_until


def _made_up_name_servers(zone_id: str) -> tuple[str, ...]:
    digest = hashlib.sha256(zone_id.encode()).digest()
    return tuple(
        f"ns-{base + digest[index] * 2 % 512}.awsdns-{digest[index + 4] % 64:02d}.{ending}"
        for index, (base, ending) in enumerate(((0, "com"), (512, "net"), (1024, "org"), (1536, "co.uk")))
    )


def _required_records(zone: Zone) -> Iterable[Mapping[str, Any]]:
    servers = [f"{server}." for server in zone.name_servers]
    soa = f"{servers[0]} awsdns-hostmaster.amazon.com. 1 7200 900 1209600 86400"
    yield {
        "Name": zone.name,
        "Type": "NS",
        "TTL": 172800,
        "ResourceRecords": [{"Value": server} for server in servers],
    }
    yield {"Name": zone.name, "Type": "SOA", "TTL": 900, "ResourceRecords": [{"Value": soa}]}
