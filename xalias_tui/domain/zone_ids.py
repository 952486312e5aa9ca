"""Alias hosted zone ids per service and region, with provenance.

The table serves to recognise names offline and to cross-check. Where a describe call returns the zone id, that value
wins. Data and sources are in ``zone_ids.json``; no id is computed.
"""

from __future__ import annotations

import json
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any, Final

from xalias_tui.domain.dataclass import dataclass

GLOBAL_REGION = "aws-global"
"""The SDK's pseudo region of services that have one endpoint in the commercial partition."""

_GLOBAL_SUFFIX: Final = "-global"
_PARTITIONS: Final = {
    "cn-": "aws-cn",
    "us-gov-": "aws-us-gov",
    "us-iso-": "aws-iso",
    "us-isob-": "aws-iso-b",
    "eu-isoe-": "aws-iso-e",
    "us-isof-": "aws-iso-f",
    "eusc-": "aws-eusc",
}
"""By the prefix of its region codes, as the SDK's endpoint data tells (botocore partitions.json)."""


@dataclass(frozen=True, slots=True)
class ZoneIdEntry:
    """One row of the table.

    Attributes:
        service: Key of the table, e.g. ``alb``, ``s3_website``.
        region: Region code, or ``aws-global`` / ``aws-cn-global``.
        zone_id: The hosted zone id that an alias record carries.
        confidence: ``agreed-N`` (N public sources, none disagrees), ``disputed``, ``single`` or ``fixed``.
        alternates: Other values that were published for the same row and may occur in existing records.
        sources: Where the value was read.
        compiled: Month in which the sources were compared, e.g. ``2026-10``.
    """

    service: str
    region: str
    zone_id: str
    confidence: str
    alternates: tuple[str, ...]
    sources: tuple[str, ...]
    compiled: str = ""

    def accepts(self, zone_id: str) -> bool:
        """Whether ``zone_id`` is the entry's id or another published value of the same row."""
        return zone_id == self.zone_id or zone_id in self.alternates


@cache
def document() -> dict[str, Any]:
    """The table as it is stored; not to be changed."""
    text = files(__package__).joinpath("zone_ids.json").read_text(encoding="utf-8")
    table: dict[str, Any] = json.loads(text)
    return table


@cache
def entries() -> tuple[ZoneIdEntry, ...]:
    """Every row of the table."""
    return tuple(
        ZoneIdEntry(
            service=service,
            region=region,
            zone_id=zone_id,
            confidence=table["confidence"].get(region, "single"),
            alternates=tuple(table.get("alternates", {}).get(region, ())),
            sources=tuple(table["sources"]),
            compiled=document()["compiled"],
        )
        for service, table in document()["services"].items()
        for region, zone_id in table["ids"].items()
    )


@cache
def _by_service_and_region() -> dict[tuple[str, str], ZoneIdEntry]:
    return {(entry.service, entry.region): entry for entry in entries()}


@cache
def _by_zone_id() -> dict[str, tuple[ZoneIdEntry, ...]]:
    found: dict[str, list[ZoneIdEntry]] = {}
    for entry in entries():
        for zone_id in (entry.zone_id, *entry.alternates):
            found.setdefault(zone_id, []).append(entry)
    return {zone_id: tuple(rows) for zone_id, rows in found.items()}


def lookup(service: str, region: str) -> ZoneIdEntry | None:
    """The row of a service in a region, or None where no value was ever published."""
    return _by_service_and_region().get((service, region))


def reverse(zone_id: str) -> tuple[ZoneIdEntry, ...]:
    """Every row that carries ``zone_id``; empty for a zone id that is not an AWS alias zone known here."""
    return _by_zone_id().get(zone_id, ())


def s3_website_host(region: str) -> str | None:
    """The regional S3 website endpoint without a bucket, e.g. ``s3-website-us-east-1.amazonaws.com``."""
    hosts: dict[str, str] = document()["s3_website_hosts"]
    return hosts.get(region)


def global_region(partition: str) -> str:
    """The pseudo region under which the table lists a partition's global services."""
    return GLOBAL_REGION if partition == "aws" else f"{partition}-global"


@lru_cache(maxsize=256)
def partition_of_region(region: str) -> str:
    """The AWS partition of a region code or pseudo region (``aws-cn-global``), e.g. ``aws`` or ``aws-cn``."""
    if region.endswith(_GLOBAL_SUFFIX):
        return region.removesuffix(_GLOBAL_SUFFIX)
    return next((partition for prefix, partition in _PARTITIONS.items() if region.startswith(prefix)), "aws")
