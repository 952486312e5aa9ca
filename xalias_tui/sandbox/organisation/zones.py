"""The hosted zones: those of the DNS hub, and two elsewhere."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from xalias_tui.domain.zone_ids import s3_website_host
from xalias_tui.sandbox.calls import GLOBAL_REGION
from xalias_tui.sandbox.members import DNS_HUB, LEGACY, MEDIA, SHOP
from xalias_tui.sandbox.organisation import shop
from xalias_tui.sandbox.organisation.balancers import dns_name
from xalias_tui.sandbox.organisation.estate import Estate, alias_zone_id, stable_id
from xalias_tui.sandbox.world import World

Wire = Mapping[str, Any]

PUBLIC: Final = "Z08EXAMPLECOMPUBLIC0"
PRIVATE_TWIN: Final = "Z08EXAMPLECOMPRIVATE"
CORP: Final = "Z08CORPEXAMPLECOM000"
ORG_LIVE: Final = "Z08EXAMPLEORGLIVE000"
ORG_STALE: Final = "Z08EXAMPLEORGSTALE00"
DEVELOPMENT: Final = "Z08DEVEXAMPLECOM0000"
BIG: Final = "Z08BIGEXAMPLENET0000"
BIG_RECORDS: Final = 10_000

_LIVE_SERVERS: Final = (
    "ns-2048.awsdns-64.com",
    "ns-2049.awsdns-65.net",
    "ns-2050.awsdns-66.org",
    "ns-2051.awsdns-67.co.uk",
)
_STALE_SERVERS: Final = (
    "ns-0.awsdns-00.com",
    "ns-512.awsdns-00.net",
    "ns-1024.awsdns-00.org",
    "ns-1536.awsdns-00.co.uk",
)
_DEVELOPMENT_SERVERS: Final = (
    "ns-11.awsdns-11.com",
    "ns-22.awsdns-22.net",
    "ns-33.awsdns-33.org",
    "ns-44.awsdns-44.co.uk",
)


def plain(name: str, type_: str, *values: str, ttl: int = 300, **routing: Any) -> Wire:
    """A record set with values."""
    return {"Name": name, "Type": type_, "TTL": ttl, "ResourceRecords": [{"Value": v} for v in values], **routing}


def alias(name: str, type_: str, target: str, zone_id: str, *, health: bool = False, **routing: Any) -> Wire:
    """An alias record set."""
    pointed = {"HostedZoneId": zone_id, "DNSName": target, "EvaluateTargetHealth": health}
    return {"Name": name, "Type": type_, "AliasTarget": pointed, **routing}


def build(world: World) -> None:
    """Add the zones and their records."""
    route53 = world.route53
    vpcs = [{"VPCRegion": "eu-west-1", "VPCId": Estate(world, DNS_HUB).vpc("eu-west-1")}]
    route53.create_zone(
        DNS_HUB,
        "example.com",
        zone_id=PUBLIC,
        name_servers=_LIVE_SERVERS,
        comment="The shop. Ask #dns before you touch it.",
    )
    route53.create_zone(DNS_HUB, "example.com", private=True, vpcs=vpcs, zone_id=PRIVATE_TWIN, comment="split horizon")
    route53.create_zone(DNS_HUB, "corp.example.com", private=True, vpcs=vpcs, zone_id=CORP)
    route53.create_zone(DNS_HUB, "example.org", zone_id=ORG_LIVE, name_servers=_LIVE_SERVERS)
    route53.create_zone(
        DNS_HUB, "example.org", zone_id=ORG_STALE, name_servers=_STALE_SERVERS, comment="old, do not use"
    )
    route53.create_zone(DNS_HUB, "dev.example.com", zone_id=DEVELOPMENT, name_servers=_DEVELOPMENT_SERVERS)
    route53.create_zone(DNS_HUB, "big.example.net", zone_id=BIG)
    route53.create_zone(
        DNS_HUB,
        "empty.example.net",
        comment="[bold red]hostile[/] \x9b31mred \u202ecba\u202c \u200b" + "y" * 200,
    )
    route53.create_zone(
        DNS_HUB,
        "mesh.example.net",
        private=True,
        vpcs=vpcs,
        linked_service={"ServicePrincipal": "servicediscovery.amazonaws.com", "Description": "Cloud Map namespace"},
    )
    route53.create_zone(MEDIA, "media.example.net", comment="owned by the media account")
    route53.create_zone(LEGACY, "legacy.example", comment="registered until 2027")
    route53.load(PUBLIC, _public(world))
    route53.load(
        PRIVATE_TWIN, [plain("www.example.com.", "A", "10.0.0.10"), plain("db.example.com.", "A", "10.0.0.20")]
    )
    route53.load(CORP, [plain(f"host{at}.corp.example.com.", "A", f"10.1.0.{at}") for at in range(1, 40)])
    route53.load(
        ORG_LIVE, [plain("www.example.org.", "A", "192.0.2.80"), plain("example.org.", "MX", "10 mx1.example.com.")]
    )
    route53.load(DEVELOPMENT, [plain("www.dev.example.com.", "A", "192.0.2.90")])
    route53.load(BIG, _many())


def _many() -> Iterator[Wire]:
    for at in range(BIG_RECORDS - 2):  # NS and SOA make it ten thousand
        yield plain(f"host-{at:05}.big.example.net.", "A", f"192.0.2.{at % 250 + 1}", ttl=60)


def _public(world: World) -> Iterator[Wire]:
    zone = "example.com."
    yield plain(zone, "MX", "10 mx1.example.com.", "20 mx2.example.com.")
    yield plain(zone, "TXT", '"v=spf1 include:_spf.example.com -all"')
    yield plain(zone, "CAA", '0 issue "amazon.com"')
    yield plain("_dmarc.example.com.", "TXT", '"v=DMARC1; p=reject"')
    yield plain("mx1.example.com.", "A", "192.0.2.25")
    yield plain("mx2.example.com.", "A", "192.0.2.26")
    yield plain("dev.example.com.", "NS", *(f"{server}." for server in _DEVELOPMENT_SERVERS), ttl=172_800)
    yield plain("\\052.lab.example.com.", "A", "192.0.2.99")
    yield plain("blog.example.com.", "CNAME", "sites.example.net.")
    yield plain("help.example.com.", "CNAME", "example.helpdesk.test.", ttl=3_600)
    yield plain("legacy-www.example.com.", "A", "192.0.2.10", "192.0.2.11", ttl=3_600)
    yield plain("k8s.example.com.", "A", "192.0.2.40", ttl=60)
    yield plain(
        "k8s.example.com.", "TXT", '"heritage=external-dns,external-dns/owner=prod,external-dns/resource=ingress/web"'
    )
    for server in range(1, 121):
        yield plain(f"srv{server:03}.example.com.", "A", f"198.51.100.{server}", ttl=900)
    yield from _groups()
    yield from _live(world)
    yield from _broken(world)


def _groups() -> Iterator[Wire]:
    yield plain("split.example.com.", "A", "192.0.2.51", ttl=60, SetIdentifier="blue", Weight=90)
    yield plain("split.example.com.", "A", "192.0.2.52", ttl=60, SetIdentifier="green", Weight=10)
    yield plain("near.example.com.", "A", "192.0.2.61", ttl=60, SetIdentifier="eu", Region="eu-west-1")
    yield plain("near.example.com.", "A", "192.0.2.62", ttl=60, SetIdentifier="us", Region="us-east-1")
    yield plain("safe.example.com.", "A", "192.0.2.71", ttl=60, SetIdentifier="first", Failover="PRIMARY")
    yield plain("safe.example.com.", "A", "192.0.2.72", ttl=60, SetIdentifier="second", Failover="SECONDARY")


def _live(world: World) -> Iterator[Wire]:
    estate = Estate(world, SHOP)
    balancers = {balancer.name: balancer for balancer in shop.HEALTHY}
    web = "dualstack." + dns_name(estate, balancers["shop-web"])
    checkout = "dualstack." + dns_name(estate, balancers["checkout"])
    stream = dns_name(estate, balancers["stream"])
    for type_ in ("A", "AAAA"):
        yield alias("www.example.com.", type_, web, alias_zone_id("alb", "eu-west-1"))
        yield alias("stream.example.com.", type_, stream, alias_zone_id("nlb", "eu-west-1"))
        yield alias("cdn.example.com.", type_, _distribution(world, "Shop assets"), _cloudfront())
    yield alias("pay.example.com.", "A", checkout, alias_zone_id("alb", "eu-west-1"), health=True)
    yield alias("docs.example.com.", "A", s3_website_host("eu-west-1") or "", alias_zone_id("s3_website", "eu-west-1"))
    yield alias("home.example.com.", "A", "www.example.com.", PUBLIC)


def _broken(world: World) -> Iterator[Wire]:
    ireland = alias_zone_id("alb", "eu-west-1")
    estate = Estate(world, SHOP)
    search = next(balancer for balancer in shop.HEALTHY if balancer.name == "search")
    gone = f"d{stable_id('deleted distribution', length=13)}.cloudfront.net"
    website = s3_website_host("eu-west-1") or ""
    yield alias("old.example.com.", "A", "dualstack.old-web-1029384756.eu-west-1.elb.amazonaws.com.", ireland)
    yield alias(
        "recreated.example.com.",
        "A",
        "dualstack.cart-1111111111.eu-central-1.elb.amazonaws.com.",
        alias_zone_id("alb", "eu-central-1"),
    )
    yield alias("mixed-up.example.com.", "A", dns_name(estate, search), alias_zone_id("alb", "us-east-1"))
    yield alias("gone-cdn.example.com.", "A", gone, _cloudfront())
    yield alias("not-listed.example.com.", "A", _distribution(world, "Video on demand"), _cloudfront())
    yield alias("takeable.example.com.", "A", website, alias_zone_id("s3_website", "eu-west-1"))
    yield alias("chain.example.com.", "A", "missing.example.com.", PUBLIC)


def _cloudfront() -> str:
    return alias_zone_id("cloudfront", GLOBAL_REGION)


def _distribution(world: World, comment: str) -> str:
    items = world.items("cloudfront", MEDIA, GLOBAL_REGION, "distributions")
    return str(next(item["DomainName"] for item in items if item["Comment"] == comment))
