"""The shop: web, API and checkout, and one load balancer for each thing that can be wrong with one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from xalias_tui.sandbox.members import SHOP
from xalias_tui.sandbox.organisation.balancers import Balancer, add_balancer, add_classic
from xalias_tui.sandbox.organisation.estate import Estate
from xalias_tui.sandbox.world import World

EUROPE: Final = "eu-west-1"
GERMANY: Final = "eu-central-1"
AMERICA: Final = "us-east-1"
AUSTRALIA: Final = "ap-southeast-2"

_STAR: Final = ("example.com", "*.example.com")
_HOSTILE: Final = "\x9d52;c;ZXZpbA==\x9c[bold red]win[/] \u202egnp.exe " + "x" * 200
"""XML cannot carry ESC, but its one-octet relatives (C1), which terminals obey too."""
_WORSE: Final = {"note": "\x1b]52;c;ZXZpbA==\x07\x1b[2J\x1b[3A[link=http://evil.example]fake: commit OK[/]"}
"""JSON can carry ESC."""

HEALTHY: Final = (
    Balancer(
        EUROPE,
        "shop-web",
        names=("shop.example.com", "www.example.com"),
        hosts=("shop.example.com", "www.example.com"),
        ip_address_type="dualstack",
        tags={"team": "shop", "env": "prod"},
    ),
    Balancer(EUROPE, "shop-api", names=_STAR, ip_address_type="dualstack", tags={"team": "shop"}),
    Balancer(EUROPE, "checkout", names=_STAR, hosts=("checkout.example.com", "pay.example.com")),
    Balancer(EUROPE, "search", names=_STAR, tags={"team": "search"}),
    Balancer(GERMANY, "shop-web-de", names=("shop.example.de", "shop-de.example.com"), ip_address_type="dualstack"),
    Balancer(GERMANY, "cart", names=_STAR),
    Balancer(GERMANY, "backoffice", names=("backoffice.corp.example.com",), scheme="internal"),
    Balancer(AMERICA, "shop-web-us", names=_STAR, hosts=("us.example.com", "*.us.example.com")),
    Balancer(AMERICA, "orders", names=_STAR),
    Balancer(AUSTRALIA, "shop-web-au", names=_STAR),
    Balancer(AUSTRALIA, "hostile-tags", names=_STAR, tags={"note": _HOSTILE, "[link=evil]": "\u200bzero"}),
    Balancer(EUROPE, "stream", "network", names=_STAR, ip_address_type="dualstack"),
    Balancer(EUROPE, "mqtt", "network"),
    Balancer(GERMANY, "stream-de", "network", names=_STAR),
    Balancer(AMERICA, "ftp-in", "network"),
    Balancer(AUSTRALIA, "game", "network", ip_address_type="dualstack"),
    Balancer(AMERICA, "vpn-internal", "network", scheme="internal"),
)

FAULTY: Final = (
    Balancer(EUROPE, "lb-internal", names=_STAR, scheme="internal"),
    Balancer(EUROPE, "lb-silent", listens=False),
    Balancer(EUROPE, "lb-provisioning", names=_STAR, state="provisioning"),
    Balancer(EUROPE, "lb-failed", names=_STAR, state="failed"),
    Balancer(EUROPE, "lb-wrong-cert", names=("shop.example.net",)),
    Balancer(EUROPE, "lb-wrong-host", names=_STAR, hosts=("other.example.com",)),
    Balancer(EUROPE, "lb-unhealthy", names=_STAR, health=("unhealthy", "unhealthy")),
    Balancer(EUROPE, "lb-ipv6-only", names=_STAR, ip_address_type="dualstack-without-public-ipv4"),
    Balancer(GERMANY, "nlb-wrong-cert", "network", names=("stream.example.net",)),
    Balancer(EUROPE, "inspection", "gateway"),
)

MISCONFIGURED: Final[Mapping[str, tuple[str, ...]]] = {
    "lb-internal": ("lb-internal-in-public-zone",),
    "lb-silent": ("lb-no-listener",),
    "lb-provisioning": ("lb-not-active",),
    "lb-failed": ("lb-not-active",),
    "lb-wrong-cert": ("lb-certificate-mismatch",),
    "lb-wrong-host": ("lb-host-rule-missing",),
    "lb-unhealthy": ("lb-no-healthy-target",),
    "lb-ipv6-only": ("lb-no-public-ipv4",),
    "nlb-wrong-cert": ("lb-certificate-mismatch",),
    "inspection": ("lb-gateway-type",),
    "clb-dead": ("lb-no-healthy-target",),
    "apis.example.com": ("apigw-no-mapping",),
    "pending.api.example.com": ("apigw-domain-not-available",),
    "far-cert.api.example.com": ("apigw-certificate",),
}
"""What a plan for ``fresh.example.com`` (or the resource's own name) must find, a resource each."""


def build(world: World) -> None:
    """Add the account's resources."""
    estate = Estate(world, SHOP)
    for balancer in (*HEALTHY, *FAULTY):
        add_balancer(estate, balancer)
    add_classic(estate, EUROPE, "old-shop", names=_STAR)
    add_classic(estate, AMERICA, "old-admin", internal=True)
    add_classic(estate, EUROPE, "clb-dead", names=_STAR, in_service=0, out_of_service=2)
    estate.api_domain(EUROPE, "api.example.com", ip_address_type="dualstack")
    estate.api_domain(EUROPE, "orders.api.example.com", rest=False)
    estate.api_domain(GERMANY, "de.api.example.com", tags=_WORSE)
    estate.api_domain(AMERICA, "us.api.example.com", rest=False)
    estate.api_domain(AMERICA, "edge.example.com", edge=True)
    estate.api_domain(EUROPE, "apis.example.com", mapped=False)
    estate.api_domain(EUROPE, "pending.api.example.com", status="PENDING_OWNERSHIP_VERIFICATION")
    estate.api_domain(EUROPE, "far-cert.api.example.com", certificate_region=AMERICA)
    estate.api_domain(EUROPE, "inside.api.example.com", private=True)
