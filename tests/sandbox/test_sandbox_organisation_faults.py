"""Each faulty resource of the demo organisation has its one fault, and the healthy ones none, as the rules see it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from tests.targets.fakes import case_of, serious
from xalias_tui.aws.accounts import Accounts
from xalias_tui.domain.names import DnsName
from xalias_tui.domain.records import RecordSet
from xalias_tui.domain.targets import Target
from xalias_tui.sandbox.organisation import MISCONFIGURED
from xalias_tui.sandbox.organisation.public_zone import PUBLIC
from xalias_tui.sandbox.server import Sandbox
from xalias_tui.sandbox.world import World
from xalias_tui.targets import all_kinds, kind

ALWAYS = "s3-http-only"
"""What S3 websites are warned of however well they are set up."""

ELSEWHERE = {"other-name.example.net": "another.example.com", "cf-claimed": "a.cf-claimed.example.com"}
"""Resources whose fault shows under another name than their own."""

INTERNAL = frozenset({"backoffice", "old-admin", "vpn-internal"})
"""Healthy, but for private zones."""

PRIVATE_ONLY = frozenset({"apigateway-private", "vpc-endpoint", "vpc-lattice-endpoint"})
"""Kinds that belong into private zones."""


def key_of(target: Target) -> str:
    """How ``MISCONFIGURED`` calls a target: distributions by their comment."""
    return target.label if target.label in MISCONFIGURED else target.name


def picked(target: Target) -> str:
    """The name under which a target is judged: the first one that it serves, unless its fault is about that."""
    key = key_of(target)
    if key in ELSEWHERE:
        return ELSEWHERE[key]
    if key in MISCONFIGURED:
        return key if key.endswith(".com") else f"{key}.example.com"
    served = target.hostnames or (f"{key.lower()}.example.com",)
    return served[0].replace("*", "acme")


def proofs(world: World) -> list[RecordSet]:
    """The records of the public zone that prove the names of certificates, but those that somebody removed."""
    zone = world.route53.zones[PUBLIC]
    records = (RecordSet.from_wire(record) for record in zone.from_key(("", "", ""), len(zone)))
    return [record for record in records if record.type == "CNAME" and record.name.bare.startswith("_")]


def judged(world: World) -> Iterator[tuple[Target, set[str]]]:
    accounts, standing = Accounts(), proofs(world)
    for profile in ("shop-prod", "media-prod"):
        for each in all_kinds():
            for region in ("us-east-1",) if each.scope == "global" else accounts.enabled_regions(profile):
                ask = accounts.ask(profile, region)
                for found in each.discover(ask):
                    target = each.inspect(found, ask, DnsName.parse(picked(found)))
                    name = picked(target)  # load balancers are inspected for any name, and tell which ones they serve
                    ipv6 = "cloudfront-ipv6-disabled" in MISCONFIGURED.get(target.label, ())
                    types = ("A", "AAAA") if ipv6 else ("A",)
                    private = each.key in PRIVATE_ONLY
                    findings = kind(target.kind).judge(case_of(target, name, types, private=private, records=standing))
                    yield target, serious(list(findings)) - {ALWAYS}


def test_every_fault_is_found_and_nothing_else(organisation: Sandbox, enter_sandbox: Callable[[Sandbox], None]) -> None:
    enter_sandbox(organisation)
    faulty: dict[str, set[str]] = {}
    healthy: dict[str, set[str]] = {}
    for target, found in judged(organisation.world):
        key = key_of(target)
        (faulty if key in MISCONFIGURED else healthy)[key] = found
    assert faulty == {key: set(expected) for key, expected in MISCONFIGURED.items()}
    troubled = {key: found for key, found in healthy.items() if found}
    assert {key for key, found in troubled.items() if found == {"lb-internal-in-public-zone"}} == INTERNAL
    (bare,) = [found for key, found in troubled.items() if key not in INTERNAL]
    assert bare == {"cloudfront-alternate-domain-missing"}  # the distribution with the hostile comment has no names
    assert len(healthy) >= 40
