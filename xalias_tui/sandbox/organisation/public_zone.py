"""The records of ``example.com.``: what a shop of some age has, aliases that work, and aliases that broke."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from xalias_tui.sandbox.calls import GLOBAL_REGION
from xalias_tui.sandbox.members import MEDIA, SHOP
from xalias_tui.sandbox.organisation.certificates import proof
from xalias_tui.sandbox.organisation.estate import alias_zone_id, stable_id
from xalias_tui.sandbox.organisation.health import FIRST, OFFICES
from xalias_tui.sandbox.organisation.records import Pointers, Wire, alias, plain, website
from xalias_tui.sandbox.validation import wanted_of
from xalias_tui.sandbox.world import World

PUBLIC: Final = "Z08EXAMPLECOMPUBLIC0"
DEVELOPMENT_SERVERS: Final = (
    "ns-11.awsdns-11.com",
    "ns-22.awsdns-22.net",
    "ns-33.awsdns-33.org",
    "ns-44.awsdns-44.co.uk",
)

BROKEN: Final[Mapping[str, tuple[str, ...]]] = {
    "old.example.com.": ("dangling-target",),
    "recreated.example.com.": ("lb-deleted-recreated",),
    "mixed-up.example.com.": ("alias-zone-id-mismatch",),
    "gone-api.example.com.": ("dangling-target",),
    "gone-cdn.example.com.": ("dangling-takeover-cloudfront",),
    "not-listed.example.com.": ("cloudfront-alternate-domain-missing",),
    "eu.images.example.com.": ("cloudfront-alias-on-other-distribution",),
    "player.example.com.": ("https-record-stale",),
    "takeable.example.com.": ("dangling-takeover-s3",),
    "jobs.example.com.": ("s3-bucket-region-mismatch",),
    "chain.example.com.": ("same-zone-alias-chain-broken",),
    "intern.example.com.": ("lb-internal-in-public-zone",),
    "partner.example.com.": ("dangling-unknown-account",),
    "world.example.com.": ("routing-group-member-broken",),
}
"""Names whose alias is broken, and the findings that an audit of each must raise."""

_SERVICES: Final = (
    "basket",
    "catalogue-test",
    "inventory",
    "ledger",
    "loyalty",
    "mailer",
    "payments",
    "pricing",
    "reports",
    "returns",
    "reviews",
    "shipping",
)
OUTSIDE: Final = (
    *(f"{selector}.dkim.mail.example.net." for selector in ("k1", "k2", "k3")),
    "autodiscover.mail.example.net.",
    "example.helpdesk.test.",
    "sites.example.net.",
)
"""Names of other providers that CNAMEs point to."""
_STAGES: Final = ("canary", "stage", "test")
_OFFICES: Final = ("berlin", "dublin", "leeds", "lyon", "oslo", "perth", "porto", "sydney", "turin", "vienna")
_HOSTILE_IDENTIFIER: Final = "[blink]blue[/] \u202eneerg \x9b2J"


def records(world: World) -> Iterator[Wire]:
    """Every record set but NS and SOA."""
    yield from _mail()
    yield from _hosts()
    yield from _validations(world)
    yield from _groups()
    yield from _hostile()
    yield from _live(Pointers(world))
    yield from _broken(Pointers(world))


def _mail() -> Iterator[Wire]:
    zone = "example.com."
    yield plain(zone, "MX", "10 mx1.example.com.", "20 mx2.example.com.")
    yield plain(
        zone, "TXT", '"v=spf1 include:_spf.example.com -all"', '"example-site-verification=Fq3xq0sVexampleonly"'
    )
    yield plain(zone, "CAA", '0 issue "amazon.com"', '0 iodef "mailto:security@example.com"')
    yield plain("_dmarc.example.com.", "TXT", '"v=DMARC1; p=reject; rua=mailto:dmarc@example.com"')
    yield plain("_spf.example.com.", "TXT", '"v=spf1 ip4:192.0.2.24/30 -all"')
    yield plain("_mta-sts.example.com.", "TXT", '"v=STSv1; id=20260301T000000"')
    yield plain("_smtp._tls.example.com.", "TXT", '"v=TLSRPTv1; rua=mailto:tls@example.com"')
    yield plain("_sip._tls.example.com.", "SRV", "10 60 5061 sip1.example.com.", "20 40 5061 sip2.example.com.")
    for selector in ("k1", "k2", "k3"):
        yield plain(f"{selector}._domainkey.example.com.", "CNAME", f"{selector}.dkim.mail.example.net.", ttl=3_600)
    for number in (1, 2):
        yield plain(f"mx{number}.example.com.", "A", f"192.0.2.{24 + number}")
        yield plain(f"mx{number}.example.com.", "AAAA", f"2001:db8::{24 + number}")
        yield plain(f"sip{number}.example.com.", "A", f"192.0.2.{30 + number}")
    yield plain("autodiscover.example.com.", "CNAME", "autodiscover.mail.example.net.")


def _hosts() -> Iterator[Wire]:
    yield plain("dev.example.com.", "NS", *(f"{server}." for server in DEVELOPMENT_SERVERS), ttl=172_800)
    yield plain("\\052.lab.example.com.", "A", "192.0.2.99")
    yield plain("blog.example.com.", "CNAME", "sites.example.net.")
    yield plain("help.example.com.", "CNAME", "example.helpdesk.test.", ttl=3_600)
    yield plain("legacy-www.example.com.", "A", "192.0.2.10", "192.0.2.11", ttl=3_600)
    yield plain("bastion.example.com.", "A", "192.0.2.22", ttl=60)
    yield plain("bastion.example.com.", "SSHFP", "4 2 " + "0123456789abcdef" * 4, ttl=3_600)
    yield plain("k8s.example.com.", "A", "192.0.2.40", ttl=60)
    yield plain(
        "k8s.example.com.", "TXT", '"heritage=external-dns,external-dns/owner=prod,external-dns/resource=ingress/web"'
    )
    for server in range(1, 121):
        yield plain(f"srv{server:03}.example.com.", "A", f"198.51.100.{server}", ttl=900)
    for at, service in enumerate(_SERVICES):
        for stage in _STAGES:
            yield plain(f"{service}.{stage}.example.com.", "A", f"203.0.113.{at + 1}", ttl=60)
    for at, office in enumerate(_OFFICES):
        yield plain(f"vpn.{office}.example.com.", "A", f"198.51.100.{200 + at}")
        yield plain(f"wifi.{office}.example.com.", "CNAME", f"vpn.{office}.example.com.")
        yield plain(f"printer.{office}.example.com.", "A", f"10.20.{at}.9", ttl=86_400)


def _validations(world: World) -> Iterator[Wire]:
    """The CNAMEs that prove the names of certificates, but those that were forgotten, removed or replaced."""
    seen: set[str] = set()
    for record in _asked_for(world):
        name, type_, asked = wanted_of(record)
        value = proof(name, asked)
        if name.endswith(".example.com.") and value and name not in seen:
            seen.add(name)
            yield plain(name, type_, value)


def _asked_for(world: World) -> Iterator[Mapping[str, str]]:
    for account_id in (SHOP, MEDIA):
        for region in ("us-east-1", "eu-west-1", "eu-central-1", "ap-southeast-2"):
            for certificate in world.items("acm", account_id, region, "certificates"):
                yield from (option["ResourceRecord"] for option in certificate["DomainValidationOptions"])
            for item in world.items("lightsail", account_id, region, "certificates"):
                yield from (option["resourceRecord"] for option in item["certificateDetail"]["domainValidationRecords"])
            for balancer in world.items("lightsail", account_id, region, "load_balancers"):
                yield from (option for item in balancer["_certificates"] for option in item["domainValidationRecords"])


def _groups() -> Iterator[Wire]:
    yield plain("split.example.com.", "A", "192.0.2.51", ttl=60, SetIdentifier="blue", Weight=90)
    yield plain("split.example.com.", "A", "192.0.2.52", ttl=60, SetIdentifier="green", Weight=10)
    yield plain("near.example.com.", "A", "192.0.2.61", ttl=60, SetIdentifier="eu", Region="eu-west-1")
    yield plain("near.example.com.", "A", "192.0.2.62", ttl=60, SetIdentifier="us", Region="us-east-1")
    yield plain(
        "safe.example.com.", "A", "192.0.2.71", ttl=60, SetIdentifier="first", Failover="PRIMARY", HealthCheckId=FIRST
    )
    yield plain("safe.example.com.", "A", "192.0.2.72", ttl=60, SetIdentifier="second", Failover="SECONDARY")
    for number in (1, 2, 3):
        address = f"192.0.2.{80 + number}"
        yield plain("any.example.com.", "A", address, SetIdentifier=f"node-{number}", MultiValueAnswer=True)
    yield plain("there.example.com.", "A", "192.0.2.91", SetIdentifier="de", GeoLocation={"CountryCode": "DE"})
    yield plain("there.example.com.", "A", "192.0.2.92", SetIdentifier="rest", GeoLocation={"CountryCode": "*"})
    for place, bias in (("eu-west-1", 20), ("us-east-1", -10)):
        near = {"AWSRegion": place, "Bias": bias}
        yield plain("close.example.com.", "A", f"192.0.2.{110 + bias}", SetIdentifier=place, GeoProximityLocation=near)
    for at, office in enumerate(("berlin", "oslo", "*")):
        here = {"CollectionId": OFFICES, "LocationName": office}
        named = "default" if office == "*" else office
        yield plain("inside.example.com.", "A", f"192.0.2.{101 + at}", SetIdentifier=named, CidrRoutingConfig=here)


def _hostile() -> Iterator[Wire]:
    yield plain("\\033\\13331mred.lab.example.com.", "A", "192.0.2.98")
    yield plain(
        "quoted.lab.example.com.", "TXT", '"\\033]0;owned\\007 [bold red]text[/] [link=http://evil.test]here[/]"'
    )
    yield plain("hostile.lab.example.com.", "A", "192.0.2.97", SetIdentifier=_HOSTILE_IDENTIFIER, Weight=1)


def _both(name: str, pointer: tuple[str, str], types: Sequence[str] = ("A", "AAAA")) -> Iterator[Wire]:
    for type_ in types:
        yield alias(name, type_, pointer)


def _live(to: Pointers) -> Iterator[Wire]:
    yield from _both("www.example.com.", to.balancer("shop-web", "eu-west-1"))
    yield from _both("stream.example.com.", to.balancer("stream", "eu-west-1"))
    yield from _both("cdn.example.com.", to.distribution("Shop assets"))
    yield from _both("video.example.com.", to.distribution("Video on demand"), ("A", "AAAA", "HTTPS"))
    yield alias("pay.example.com.", "A", to.balancer("checkout", "eu-west-1"), health=True)
    yield alias("retro.example.com.", "A", to.balancer("old-shop", "eu-west-1"))
    yield alias("us.api.example.com.", "A", to.api_domain("us.api.example.com", "us-east-1"))
    yield alias("edge.example.com.", "A", to.api_domain("edge.example.com", "us-east-1", "distribution"))
    yield alias("docs.example.com.", "A", website("eu-west-1"))
    yield alias("home.example.com.", "A", ("www.example.com.", PUBLIC))
    for region, name in (("eu-west-1", "search"), ("us-east-1", "orders")):
        pointer = to.balancer(name, region)
        yield alias("find.example.com.", "A", pointer, health=True, SetIdentifier=region, Region=region)
        weight = 90 if name == "search" else 10
        yield alias("blend.example.com.", "A", pointer, health=True, SetIdentifier=name, Weight=weight)


def _broken(to: Pointers) -> Iterator[Wire]:
    ireland, germany = alias_zone_id("alb", "eu-west-1"), alias_zone_id("alb", "eu-central-1")
    cdn = alias_zone_id("cloudfront", GLOBAL_REGION)
    search, _ = to.balancer("search", "eu-west-1")
    deleted = f"d{stable_id('deleted distribution', length=13)}.cloudfront.net."
    api = f"d-{stable_id('deleted api domain', length=10)}.execute-api.eu-west-1.amazonaws.com."
    partner = "dualstack.partner-landing-1357924680.eu-west-1.elb.amazonaws.com."
    to.world.register_alias_name(
        partner.removeprefix("dualstack."), ireland
    )  # it exists, but in none of these accounts
    yield alias("old.example.com.", "A", ("dualstack.old-web-1029384756.eu-west-1.elb.amazonaws.com.", ireland))
    yield alias("recreated.example.com.", "A", ("dualstack.cart-1111111111.eu-central-1.elb.amazonaws.com.", germany))
    yield alias("mixed-up.example.com.", "A", (search, alias_zone_id("alb", "us-east-1")))
    yield alias("gone-api.example.com.", "A", (api, alias_zone_id("apigateway_regional", "eu-west-1")))
    yield alias("gone-cdn.example.com.", "A", (deleted, cdn))
    yield alias("not-listed.example.com.", "A", to.distribution("Video on demand"))
    yield alias("eu.images.example.com.", "A", to.distribution("Image variants"))
    yield alias("player.example.com.", "A", to.balancer("shop-web-au", "ap-southeast-2"))
    yield alias("player.example.com.", "HTTPS", to.distribution("Player and fonts"))
    yield alias("takeable.example.com.", "A", website("eu-west-1"))
    yield alias("jobs.example.com.", "A", website("eu-west-1"))
    yield alias("chain.example.com.", "A", ("missing.example.com.", PUBLIC))
    yield alias("intern.example.com.", "A", to.balancer("lb-internal", "eu-west-1"))
    yield alias("partner.example.com.", "A", (partner, ireland))
    gone = ("dualstack.shop-web-us-1212121212.us-east-1.elb.amazonaws.com.", alias_zone_id("alb", "us-east-1"))
    yield alias("world.example.com.", "A", to.balancer("cart", "eu-central-1"), SetIdentifier="eu", Weight=50)
    yield alias("world.example.com.", "A", gone, SetIdentifier="us", Weight=50)
