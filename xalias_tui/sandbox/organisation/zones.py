"""The hosted zones: those of the DNS hub, and two elsewhere."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from typing import Final

from xalias_tui.sandbox.members import DNS_HUB, LEGACY, MEDIA
from xalias_tui.sandbox.organisation import ownership as custody
from xalias_tui.sandbox.organisation.estate import Estate, alias_zone_id
from xalias_tui.sandbox.organisation.public_zone import DEVELOPMENT_SERVERS, OUTSIDE, PUBLIC, records
from xalias_tui.sandbox.organisation.records import Pointers, Wire, alias, plain
from xalias_tui.sandbox.world import World

PRIVATE_TWIN: Final = "Z08EXAMPLECOMPRIVATE"
CORP: Final = "Z08CORPEXAMPLECOM000"
ORG_LIVE: Final = "Z08EXAMPLEORGLIVE000"
ORG_STALE: Final = "Z08EXAMPLEORGSTALE00"
DEVELOPMENT: Final = "Z08DEVEXAMPLECOM0000"
BIG: Final = "Z08BIGEXAMPLENET0000"
EMPTY: Final = "Z08EMPTYEXAMPLENET00"
MESH: Final = "Z08MESHEXAMPLENET000"
MEDIA_NET: Final = "Z08MEDIAEXAMPLENET00"
ACQUIRED: Final = "Z08LEGACYEXAMPLE0000"

BIG_RECORDS: Final = 10_000
BIG_LIMIT: Final = 10_500

_LIVE_SERVERS: Final = (
    "ns-2048.awsdns-64.com",
    "ns-2049.awsdns-65.net",
    "ns-2050.awsdns-66.org",
    "ns-2051.awsdns-67.co.uk",
)
_STALE_SERVERS: Final = (
    "ns-104.awsdns-13.com",
    "ns-612.awsdns-12.net",
    "ns-1290.awsdns-33.org",
    "ns-1820.awsdns-35.co.uk",
)
_HOSTILE_COMMENT: Final = "[bold red]hostile[/] \x9b31mred \u202ecba\u202c \u200b" + "y" * 200


def build(world: World) -> None:
    """Add the zones and their records."""
    _create(world)
    route53 = world.route53
    route53.load(PUBLIC, (*records(world), *custody.records()))
    route53.load(PRIVATE_TWIN, _twin())
    route53.load(CORP, _corp(Pointers(world)))
    route53.load(ORG_LIVE, _organisation("192.0.2.80"))
    route53.load(ORG_STALE, _organisation("192.0.2.79"))
    route53.load(DEVELOPMENT, [plain("www.dev.example.com.", "A", "192.0.2.90")])
    route53.zones[BIG].load_when_read(BIG_RECORDS - len(route53.zones[BIG]), _many)
    route53.load(MESH, [plain("orders.mesh.example.net.", "A", "10.3.0.7", ttl=15)])
    route53.load(MEDIA_NET, _media(Pointers(world)))
    route53.load(ACQUIRED, _acquired(Pointers(world)))
    custody.add(world)
    world.internet.hosts |= {name: (f"198.18.0.{at}",) for at, name in enumerate(OUTSIDE, start=1)}


def _create(world: World) -> None:
    create = world.route53.create_zone
    vpcs = [{"VPCRegion": "eu-west-1", "VPCId": Estate(world, DNS_HUB).vpc("eu-west-1")}]
    create(
        DNS_HUB,
        "example.com",
        zone_id=PUBLIC,
        name_servers=_LIVE_SERVERS,
        comment="The shop. Ask #dns before you touch it.",
    )
    create(DNS_HUB, "example.com", private=True, vpcs=vpcs, zone_id=PRIVATE_TWIN, comment="split horizon")
    create(DNS_HUB, "corp.example.com", private=True, vpcs=vpcs, zone_id=CORP)
    create(DNS_HUB, "example.org", zone_id=ORG_LIVE, name_servers=_LIVE_SERVERS)
    create(DNS_HUB, "example.org", zone_id=ORG_STALE, name_servers=_STALE_SERVERS, comment="old, do not use")
    create(
        DNS_HUB,
        "dev.example.com",
        zone_id=DEVELOPMENT,
        name_servers=DEVELOPMENT_SERVERS,
        tags={"aws:cloudformation:stack-name": "dev-zone", "aws:cloudformation:logical-id": "Zone"},
    )
    create(DNS_HUB, "big.example.net", zone_id=BIG)
    world.route53.zones[BIG].record_limit = BIG_LIMIT
    create(DNS_HUB, "empty.example.net", zone_id=EMPTY, comment=_HOSTILE_COMMENT)
    create(
        DNS_HUB,
        "mesh.example.net",
        zone_id=MESH,
        private=True,
        vpcs=vpcs,
        linked_service={"ServicePrincipal": "servicediscovery.amazonaws.com", "Description": "Cloud Map namespace"},
    )
    create(MEDIA, "media.example.net", zone_id=MEDIA_NET, comment="owned by the media account")
    create(LEGACY, "legacy.example", zone_id=ACQUIRED, comment="registered until 2027")


def _twin() -> Iterator[Wire]:
    yield plain("www.example.com.", "A", "10.0.0.10")
    yield plain("db.example.com.", "A", "10.0.0.20")


def _corp(to: Pointers) -> Iterator[Wire]:
    yield alias("backoffice.corp.example.com.", "A", to.balancer("backoffice", "eu-central-1"))
    for at in range(1, 40):
        yield plain(f"host{at}.corp.example.com.", "A", f"10.1.0.{at}")


def _organisation(address: str) -> Iterator[Wire]:
    yield plain("www.example.org.", "A", address)
    yield plain("example.org.", "MX", "10 mx1.example.com.")


@cache
def _many() -> Sequence[Wire]:
    return tuple(
        plain(f"host-{at:05}.big.example.net.", "A", f"192.0.2.{at % 250 + 1}", ttl=60)
        for at in range(BIG_RECORDS - 2)  # NS and SOA make it ten thousand
    )


def _media(to: Pointers) -> Iterator[Wire]:
    target, _ = to.balancer("upload", "us-east-1", MEDIA)
    yield plain("upload.media.example.net.", "CNAME", target)
    yield plain("studio.media.example.net.", "A", "192.0.2.120")


def _acquired(to: Pointers) -> Iterator[Wire]:
    gone = "dualstack.portal-2011-1231231231.us-east-1.elb.amazonaws.com."
    yield alias("legacy.example.", "A", to.balancer("portal", "us-east-1", LEGACY))
    yield alias("portal.legacy.example.", "A", to.balancer("portal", "us-east-1", LEGACY))
    yield alias("cdn.legacy.example.", "A", to.distribution("not listed in this account", LEGACY))
    yield alias("2011.legacy.example.", "A", (gone, alias_zone_id("clb", "us-east-1")))
