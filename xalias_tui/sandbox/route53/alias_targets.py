"""Which names an alias record may point at: AWS's own zones, and the resources that have names in them."""

from __future__ import annotations

import threading

from xalias_tui.domain.aws_zones import zone_names
from xalias_tui.domain.zone_ids import entries, partition_of_region, reverse, s3_website_host

_DUALSTACK = "dualstack."


def is_cloudfront(zone_id: str) -> bool:
    """Whether the id is the hosted zone of CloudFront and of everything that CloudFront serves."""
    return any(entry.service == "cloudfront" for entry in reverse(zone_id))


def partition_of(dns_name: str, zone_id: str) -> str:
    """The AWS partition of a service's name: that of its hosted zone, else by its own form."""
    for entry in reverse(zone_id):
        return partition_of_region(entry.region)
    name = _folded(dns_name)
    if name.endswith(".cn"):
        return "aws-cn"
    return "aws-us-gov" if ".us-gov-" in name else "aws"


def is_s3_website(zone_id: str) -> bool:
    """Whether the id is a hosted zone of S3's website endpoints."""
    return any(entry.service == "s3_website" for entry in reverse(zone_id))


def _has_dualstack_names(zone_id: str) -> bool:
    return any(entry.service in {"alb", "clb", "clb_legacy"} for entry in reverse(zone_id))


class AliasTargets:
    """The names of resources of all accounts; S3's regional website endpoints exist from the start."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._names: dict[str, set[str]] = {}
        for entry in entries():
            host = s3_website_host(entry.region) if entry.service == "s3_website" else None
            if host is not None:
                for zone_id in (entry.zone_id, *entry.alternates):
                    self.register(host, zone_id)

    def register(self, dns_name: str, zone_id: str) -> None:
        """Let a resource appear."""
        with self._lock:
            self._names.setdefault(zone_id, set()).add(_folded(dns_name))

    def forget(self, dns_name: str, zone_id: str) -> None:
        """Let a resource disappear; aliases to it dangle from then on."""
        with self._lock:
            self._names.get(zone_id, set()).discard(_folded(dns_name))

    def lies_in_zone(self, dns_name: str, zone_id: str) -> bool:
        """Whether the name is one that the zone could hold; of a zone that no table knows, whether it holds it."""
        name = _folded(dns_name)
        ends = zone_names().get(zone_id, frozenset())
        return any(_is_inside(name, end.bare) for end in ends) or name in self._names.get(zone_id, set())

    def exists(self, dns_name: str, zone_id: str) -> bool:
        """Whether the zone holds the name."""
        name = _folded(dns_name)
        names = self._names.get(zone_id, set())
        if name in names:
            return True
        return name.startswith(_DUALSTACK) and _has_dualstack_names(zone_id) and name.removeprefix(_DUALSTACK) in names

    def resolves(self, dns_name: str) -> bool:
        """Whether a resource of any account has the name."""
        return any(self.exists(dns_name, zone_id) for zone_id in tuple(self._names))

    def encloses(self, dns_name: str) -> bool:
        """Whether names of AWS lie below a name: it exists then, without an address of its own (RFC 8020)."""
        name = _folded(dns_name)
        if any(_is_inside(end.bare, name) for ends in zone_names().values() for end in ends):
            return True
        return any(_is_inside(known, name) for names in tuple(self._names.values()) for known in tuple(names))


def _is_inside(name: str, suffix: str) -> bool:
    return name == suffix or name.endswith("." + suffix)


def _folded(dns_name: str) -> str:
    return dns_name.lower().removesuffix(".")
