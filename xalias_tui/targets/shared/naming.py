"""What AWS's DNS names show: region, partition, and the alias hosted zone id of the table."""

from __future__ import annotations

import re
from typing import Final

from xalias_tui.domain.names import DnsName
from xalias_tui.domain.partitions import ENDPOINT_SUFFIX, REGION_FORM
from xalias_tui.domain.zone_ids import ZoneIdEntry, lookup, partition_of_region

GLOBAL: Final = "global"
REGION: Final = rf"(?P<region>{REGION_FORM})"
_SUFFIXES: Final = "|".join(map(re.escape, dict.fromkeys(ENDPOINT_SUFFIX.values())))
AMAZONAWS: Final = rf"(?P<amazonaws>{_SUFFIXES})"

FROM_API: Final = ""
"""In place of a table's key: the zone ids of the service were never published, only its API returns them."""

_AGREED: Final = re.compile(r"agreed-(\d+)\Z")
_CONFIDENCE: Final = {
    "fixed": "table: the value that AWS documents for every region",
    "single": "table: one public source",
    "derived": "table: derived from the form of the name",
}


_PREFIXES: Final = ("dualstack.", "ipv6.")


def plain_name(name: DnsName) -> DnsName:
    """A name without ``dualstack.`` or ``ipv6.``: both belong to the same load balancer."""
    text = name.text
    return DnsName.from_route53(text.partition(".")[2]) if text.startswith(_PREFIXES) else name


def match_name(pattern: re.Pattern[str], name: DnsName) -> re.Match[str] | None:
    """A match of the whole name whose region, where it has one, belongs to the partition of its suffix."""
    match = pattern.fullmatch(name.bare)
    if match is None:
        return None
    groups = pattern.groupindex
    if "amazonaws" not in groups or "region" not in groups or match["region"] is None:
        return match
    return match if ENDPOINT_SUFFIX[partition_of_region(match["region"])] == match["amazonaws"] else None


def table_origin(entry: ZoneIdEntry) -> str:
    """Where a zone id of the table comes from and how sure it is, in words."""
    agreed = _AGREED.match(entry.confidence)
    if agreed:
        return f"table: {agreed[1]} public sources agree"
    if entry.confidence == "disputed":
        return f"table: public sources disagree, also published: {', '.join(entry.alternates)}"
    return _CONFIDENCE.get(entry.confidence, f"table: {entry.confidence}")


def table_zone_id(service: str, region: str) -> str:
    """The table's zone id of a service in a region; empty where none was ever published."""
    entry = lookup(service, region)
    return entry.zone_id if entry else ""
