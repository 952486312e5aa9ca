"""Record sets as Route 53 writes them, and the names that they may point to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Literal

from xalias_tui.domain.dataclass import dataclass
from xalias_tui.domain.zone_ids import s3_website_host
from xalias_tui.sandbox.calls import GLOBAL_REGION
from xalias_tui.sandbox.members import MEDIA, SHOP
from xalias_tui.sandbox.organisation.estate import alias_zone_id
from xalias_tui.sandbox.world import World

Wire = Mapping[str, Any]
Pointer = tuple[str, str]
"""What an alias points to: a DNS name, and the hosted zone id that belongs to it."""


def plain(name: str, type_: str, *values: str, ttl: int = 300, **routing: Any) -> Wire:
    """A record set with values."""
    return {"Name": name, "Type": type_, "TTL": ttl, "ResourceRecords": [{"Value": v} for v in values], **routing}


def alias(name: str, type_: str, pointer: Pointer, *, health: bool = False, **routing: Any) -> Wire:
    """An alias record set."""
    target, zone_id = pointer
    pointed = {"HostedZoneId": zone_id, "DNSName": target, "EvaluateTargetHealth": health}
    return {"Name": name, "Type": type_, "AliasTarget": pointed, **routing}


def validations(world: World, account_id: str, regions: Sequence[str], domain: str) -> Iterator[Wire]:
    """The CNAMEs inside a domain by which ACM proves that the names of an account's certificates are ours."""
    found: dict[str, str] = {}
    for region in regions:
        for certificate in world.items("acm", account_id, region, "certificates"):
            for option in certificate["DomainValidationOptions"]:
                found[option["ResourceRecord"]["Name"]] = option["ResourceRecord"]["Value"]
    return (plain(name, "CNAME", value) for name, value in found.items() if name.endswith(f".{domain}."))


@dataclass(frozen=True, slots=True)
class Pointers:
    """Looks up what aliases of the organisation point to."""

    world: World

    def balancer(self, name: str, region: str, account_id: str = SHOP) -> Pointer:
        """An Application, Network or Classic Load Balancer; with the prefix ``dualstack.`` where it may have it."""
        for service in ("elbv2", "elb"):
            for item in self.world.items(service, account_id, region, "load_balancers"):
                if item["LoadBalancerName"] == name:
                    prefix = "" if item.get("Type") == "network" else "dualstack."
                    zone_id = item.get("CanonicalHostedZoneId") or item["CanonicalHostedZoneNameID"]
                    return f"{prefix}{item['DNSName']}.", str(zone_id)
        raise KeyError(name)

    def distribution(self, comment: str, account_id: str = MEDIA) -> Pointer:
        """A CloudFront distribution, by its comment."""
        items = self.world.items("cloudfront", account_id, GLOBAL_REGION, "distributions")
        name = next(item["DomainName"] for item in items if item["Comment"] == comment)
        return f"{name}.", alias_zone_id("cloudfront", GLOBAL_REGION)

    def api_domain(self, name: str, region: str, prefix: Literal["regional", "distribution"] = "regional") -> Pointer:
        """An endpoint of an API Gateway domain name."""
        items = self.world.items("apigateway", SHOP, region, "domain_names")
        item = next(item for item in items if item["domainName"] == name)
        return f"{item[f'{prefix}DomainName']}.", item[f"{prefix}HostedZoneId"]


def website(region: str) -> Pointer:
    """The website endpoint of S3 in a region.

    Raises:
        KeyError: when S3 has none there.
    """
    return f"{s3_website_host(region)}.", alias_zone_id("s3_website", region)
