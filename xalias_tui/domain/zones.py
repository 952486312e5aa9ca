"""Hosted zones and what was read of their records."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import field
from datetime import datetime
from functools import cached_property
from typing import Final

from xalias_tui.domain.dataclass import dataclass
from xalias_tui.domain.names import DnsName
from xalias_tui.domain.records import AliasRef, RecordSet

ANSWERING: Final = ("A", "AAAA", "HTTPS", "CNAME")
"""Types that a visitor's browser asks for, and the one that stands for all of them."""


@dataclass(frozen=True, slots=True)
class Vpc:
    """A VPC that a private hosted zone is associated with."""

    id: str
    region: str


_NAMED_BY_ID: Final = re.compile(r"(?:.*/)?(Z[A-Z0-9]{1,31})")
_OF_EVERY_ZONE: Final = 2
"""The SOA and the NS record at the apex (Route 53 Developer Guide: SOA-NSrecords)."""


@dataclass(frozen=True, slots=True)
class Zone:
    """A hosted zone of one account.

    Attributes:
        id: Without ``/hostedzone/``.
        name: The apex.
        private: Whether only associated VPCs are answered.
        account_id: The account that was asked; twelve digits.
        profile: The profile that was used.
        record_count: As ListHostedZones counts, SOA and NS included; None where it was not told.
        comment: Untrusted text.
        linked_service: Principal of the AWS service that manages the zone, e.g. ``servicediscovery.amazonaws.com``.
        name_servers: Delegation set of a public zone; empty for private zones, and until ``detailed``.
        vpcs: VPCs of a private zone; empty until ``detailed``.
        detailed: Whether GetHostedZone was asked (ListHostedZones tells neither name servers nor VPCs).
        partition: AWS partition of the account.
        accelerated_recovery: Features.AcceleratedRecoveryStatus, e.g. ``ENABLING_HOSTED_ZONE_LOCKED``; empty where
            the zone has none.
        public_dns_fallback: Features.PublicDNSFallbackStatus of a private zone, e.g. ``ENABLED``; empty where the
            zone has none.
        guardrails: Features.ChangeGuardrails that are on, e.g. ``ALIAS_TARGET_CHECK``.
    """

    id: str
    name: DnsName
    private: bool
    account_id: str
    profile: str
    record_count: int | None = None
    comment: str = ""
    linked_service: str = ""
    name_servers: tuple[str, ...] = ()
    vpcs: tuple[Vpc, ...] = ()
    detailed: bool = False
    partition: str = "aws"
    accelerated_recovery: str = ""
    public_dns_fallback: str = ""
    guardrails: frozenset[str] = frozenset()

    @property
    def visibility(self) -> str:
        """``private`` or ``public``."""
        return "private" if self.private else "public"

    @property
    def falls_back(self) -> bool:
        """Whether it is private and leaves names that it does not have to public DNS."""
        return self.private and self.public_dns_fallback == "ENABLED"

    @property
    def holds_records(self) -> bool:
        """Whether it may hold more than the SOA and NS record of every zone; else its records need not be read."""
        return self.record_count is None or self.record_count > _OF_EVERY_ZONE


@dataclass(frozen=True)
class ZoneRecords:
    """Records read from one zone.

    Attributes:
        zone: The zone.
        records: In Route 53's order.
        complete: Whether every record set of the zone was read: only then is an absence a fact.
        names: Names that were read where not all were: there, too, an absence is a fact.
        read_at: When reading began; None where that is not known.
    """

    zone: Zone
    records: tuple[RecordSet, ...]
    complete: bool = True
    names: frozenset[DnsName] = frozenset()
    read_at: datetime | None = field(default=None, compare=False)

    @cached_property
    def _by_name(self) -> dict[DnsName, RecordSet | list[RecordSet]]:
        """The records of each name; most names have one."""
        found: dict[DnsName, RecordSet | list[RecordSet]] = {}
        for record in self.records:
            before = found.get(record.name)
            if before is None:
                found[record.name] = record
            elif isinstance(before, list):
                before.append(record)
            else:
                found[record.name] = [before, record]
        return found

    def at(self, name: DnsName, type_: str | None = None) -> tuple[RecordSet, ...]:
        """Record sets at a name, of one type or of all."""
        found = self._by_name.get(name, ())
        rows = (found,) if isinstance(found, RecordSet) else tuple(found)
        return rows if type_ is None else tuple(row for row in rows if row.type == type_)

    def knows(self, name: DnsName) -> bool:
        """Whether everything at a name was read."""
        return self.complete or name in self.names

    def below(self, name: DnsName) -> tuple[RecordSet, ...]:
        """Record sets strictly below a name."""
        return tuple(row for row in self.records if row.name != name and row.name.is_inside(name))

    @cached_property
    def nodes(self) -> frozenset[DnsName]:
        """Every name that exists: the apex, those of record sets, and those that only have names below (RFC 4592)."""
        found = {self.zone.name}
        for name in self._by_name:
            at: DnsName | None = name
            while at is not None and at not in found:
                found.add(at)
                at = at.parent
        return frozenset(found)

    @property
    def negative_ttl(self) -> int | None:
        """Seconds that resolvers remember an absence (RFC 2308): the least of SOA TTL and minimum; None: not read."""
        soa = next(iter(self.at(self.zone.name, "SOA")), None)
        if soa is None or soa.ttl is None or not soa.values:
            return None
        minimum = soa.values[0].split()[-1]
        return min(soa.ttl, int(minimum)) if minimum.isdigit() else soa.ttl

    def wildcards_above(self, name: DnsName) -> tuple[RecordSet, ...]:
        """Record sets of wildcards that a name without records may be answered by."""
        found: list[RecordSet] = []
        above = name.parent
        while above is not None and above.is_inside(self.zone.name):
            found.extend(self.at(above.child("*")))
            above = above.parent
        return tuple(found)

    @cached_property
    def texts(self) -> tuple[RecordSet, ...]:
        """Every TXT record set: where other tools leave their marks."""
        return tuple(record for record in self.records if record.type == "TXT")

    @cached_property
    def delegations(self) -> tuple[DnsName, ...]:
        """Names below the apex that an NS record set hands to other name servers."""
        names = dict.fromkeys(row.name for row in self.records if row.type == "NS" and row.name != self.zone.name)
        return tuple(names)


def answering(records: ZoneRecords, name: DnsName) -> tuple[RecordSet, ...]:
    """What answers a name: its own records, else those of the closest wildcard (RFC 4592)."""
    at = _source(records, name)
    return () if at is None else tuple(row for row in records.at(at) if row.type in ANSWERING)


def _source(records: ZoneRecords, name: DnsName) -> DnsName | None:
    """The name whose records answer a name: itself where it exists, else the closest wildcard, there or not."""
    if name in records.nodes:
        return name
    above = name.parent
    while above is not None and above not in records.nodes:
        above = above.parent
    return None if above is None else above.child("*")


def passes_on(records: ZoneRecords, name: DnsName) -> bool:
    """Whether public DNS is asked for a name of a private zone: it has public DNS fallback, and nothing for the name.

    A name with records of other types, or with names below it, exists: it is not passed on (Route 53 Developer Guide:
    hosted-zone-private-public-dns-fallback).
    """
    return records.zone.falls_back and records.complete and _source(records, name) not in records.nodes


def stays_inside(alias: AliasRef, zone: Zone) -> bool:
    """Whether an alias of a zone points to a record of that zone: it has the zone's id, and a name inside it."""
    return alias.bare_zone_id == zone.id and alias.dns_name.is_inside(zone.name)


def zone_id_in(text: str) -> str:
    """The id in what names a zone by it: the id itself, an ARN, or a page of the console; empty for any other text."""
    match = _NAMED_BY_ID.fullmatch(text.strip())
    return "" if match is None else match[1]


def best_zones(name: DnsName, zones: Iterable[Zone]) -> tuple[Zone, ...]:
    """The zones whose name matches most labels of ``name``; several where zones share that name."""
    enclosing = [zone for zone in zones if name.is_inside(zone.name)]
    depth = max((len(zone.name.labels) for zone in enclosing), default=0)
    return tuple(zone for zone in enclosing if len(zone.name.labels) == depth)
