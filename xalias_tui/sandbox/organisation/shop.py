"""The shop: web, API and checkout, and one load balancer for each thing that can be wrong with one."""

from __future__ import annotations

from typing import Final

from xalias_tui.sandbox.members import SHOP
from xalias_tui.sandbox.organisation.api_domains import ApiDomain, add_api_domain
from xalias_tui.sandbox.organisation.balancers import Balancer, add_balancer, add_classic
from xalias_tui.sandbox.organisation.estate import AMERICA, EUROPE, GERMANY, Estate
from xalias_tui.sandbox.world import World

AUSTRALIA: Final = "ap-southeast-2"

_STAR: Final = ("example.com", "*.example.com")
_HOSTILE: Final = "\x9d52;c;ZXZpbA==\x9c[bold red]win[/] \u202egnp.exe " + "x" * 200
"""XML cannot carry ESC, but its one-octet relatives (C1), which terminals obey too."""
_WORSE: Final = {"note": "\x1b]52;c;ZXZpbA==\x07\x1b[2J\x1b[3A[link=http://evil.example]fake: commit OK[/]"}
"""JSON can carry ESC."""

BALANCERS: Final = (
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
    Balancer(EUROPE, "storefront", names=("storefront.example.com",), sni=("m.example.com", "touch.example.com")),
    Balancer(EUROPE, "status-page", names=_STAR, health=("healthy", "draining")),
    Balancer(GERMANY, "shop-web-de", names=("shop.example.de", "shop-de.example.com"), ip_address_type="dualstack"),
    Balancer(GERMANY, "cart", names=_STAR),
    Balancer(GERMANY, "backoffice", names=("backoffice.corp.example.com",), scheme="internal"),
    Balancer(AMERICA, "shop-web-us", names=_STAR, hosts=("us.example.com", "*.us.example.com")),
    Balancer(AMERICA, "orders", names=_STAR),
    Balancer(AMERICA, "status-page", names=_STAR, tags={"note": "same name as in eu-west-1"}),
    Balancer(AUSTRALIA, "shop-web-au", names=_STAR),
    Balancer(AUSTRALIA, "hostile-tags", names=_STAR, tags={"note": _HOSTILE, "[link=evil]": "\u200bzero"}),
    Balancer(EUROPE, "stream", "network", names=_STAR, ip_address_type="dualstack"),
    Balancer(EUROPE, "mqtt", "network"),
    Balancer(GERMANY, "stream-de", "network", names=_STAR),
    Balancer(AMERICA, "ftp-in", "network"),
    Balancer(AUSTRALIA, "game", "network", ip_address_type="dualstack"),
    Balancer(AMERICA, "vpn-internal", "network", scheme="internal"),
    Balancer(EUROPE, "lb-internal", names=_STAR, scheme="internal", finds="lb-internal-in-public-zone"),
    Balancer(EUROPE, "lb-silent", listens=False, finds="lb-no-listener"),
    Balancer(EUROPE, "lb-provisioning", names=_STAR, state="provisioning", finds="lb-not-active"),
    Balancer(EUROPE, "lb-failed", names=_STAR, state="failed", finds="lb-not-active"),
    Balancer(EUROPE, "lb-wrong-cert", names=("shop.example.net",), finds="lb-certificate-mismatch"),
    Balancer(EUROPE, "lb-wrong-host", names=_STAR, hosts=("other.example.com",), finds="lb-host-rule-missing"),
    Balancer(EUROPE, "lb-unhealthy", names=_STAR, health=("unhealthy", "unhealthy"), finds="lb-no-healthy-target"),
    Balancer(
        EUROPE, "lb-ipv6-only", names=_STAR, ip_address_type="dualstack-without-public-ipv4", finds="lb-no-public-ipv4"
    ),
    Balancer(EUROPE, "lb-closed", names=_STAR, open=False, finds="lb-security-group-closed"),
    Balancer(EUROPE, "lb-impaired", names=_STAR, state="active_impaired", finds="lb-not-active"),
    Balancer(AMERICA, "nlb-silent", "network", listens=False, finds="lb-no-listener"),
    Balancer(AUSTRALIA, "nlb-unhealthy", "network", health=("unhealthy",), finds="lb-no-healthy-target"),
    Balancer(GERMANY, "nlb-wrong-cert", "network", names=("stream.example.net",), finds="lb-certificate-mismatch"),
    Balancer(EUROPE, "inspection", "gateway", finds="lb-gateway-type"),
)

API_DOMAINS: Final = (
    ApiDomain(EUROPE, "api.example.com", ip_address_type="dualstack"),
    ApiDomain(EUROPE, "orders.api.example.com", rest=False),
    ApiDomain(EUROPE, "routed.api.example.com", mapped=False, rules=2, routing_mode="ROUTING_RULE_ONLY"),
    ApiDomain(EUROPE, "*.tenants.example.com", tags={"team": "platform"}),
    ApiDomain(GERMANY, "de.api.example.com", tags=_WORSE),
    ApiDomain(AMERICA, "us.api.example.com", rest=False),
    ApiDomain(AUSTRALIA, "au.api.example.com", rest=False, ip_address_type="dualstack"),
    ApiDomain(AMERICA, "edge.example.com", ("EDGE",)),
    ApiDomain(EUROPE, "catalogue.example.com", ("EDGE",)),
    ApiDomain(AMERICA, "moving.example.com", ("EDGE", "REGIONAL")),
    ApiDomain(
        EUROPE,
        "inside.api.example.com",
        ("PRIVATE",),
        ip_address_type="dualstack",
        finds="apigw-private-in-public-zone",
    ),
    ApiDomain(EUROPE, "apis.example.com", mapped=False, finds="apigw-no-mapping"),
    ApiDomain(
        EUROPE, "unrouted.api.example.com", mapped=False, routing_mode="ROUTING_RULE_ONLY", finds="apigw-no-mapping"
    ),
    ApiDomain(
        EUROPE,
        "pending.api.example.com",
        status="PENDING_OWNERSHIP_VERIFICATION",
        status_message="The ownership verification certificate is not there yet.",
        finds="apigw-domain-not-available",
    ),
    ApiDomain(
        GERMANY, "reimport.api.example.com", status="PENDING_CERTIFICATE_REIMPORT", finds="apigw-domain-not-available"
    ),
    ApiDomain(EUROPE, "far-cert.api.example.com", certificate_region=AMERICA, finds="apigw-certificate"),
    ApiDomain(AMERICA, "far-cert-edge.example.com", ("EDGE",), certificate_region=EUROPE, finds="apigw-certificate"),
)


def build(world: World) -> None:
    """Add the account's resources."""
    estate = Estate(world, SHOP)
    for balancer in BALANCERS:
        add_balancer(estate, balancer)
    add_classic(estate, EUROPE, "old-shop", names=_STAR, tags={"team": "shop", "retire": "2027"})
    add_classic(estate, GERMANY, "old-api", names=_STAR)
    add_classic(estate, AUSTRALIA, "old-search")
    add_classic(estate, AMERICA, "old-admin", internal=True)
    add_classic(estate, EUROPE, "clb-dead", names=_STAR, in_service=0, out_of_service=2, finds="lb-no-healthy-target")
    add_classic(estate, EUROPE, "clb-wrong-cert", names=("old.example.net",), finds="lb-certificate-mismatch")
    for domain in API_DOMAINS:
        add_api_domain(estate, domain)
