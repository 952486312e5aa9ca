"""Each faulty resource of the demo organisation has its one fault, and the healthy ones none, as the rules see it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from tests.raised import Raised, raises
from tests.targets.fakes import case_of, serious
from xalias_tui import rules
from xalias_tui.aws.accounts import Accounts
from xalias_tui.domain.names import DnsName
from xalias_tui.domain.records import RecordSet
from xalias_tui.domain.targets import Target
from xalias_tui.sandbox.organisation import faulty as faulty_resources
from xalias_tui.sandbox.organisation.public_zone import PUBLIC
from xalias_tui.sandbox.server import Sandbox
from xalias_tui.sandbox.world import World
from xalias_tui.targets import all_kinds, judge, kind

MISCONFIGURED = faulty_resources()

ALWAYS = "s3-http-only"
"""What S3 websites are warned of however well they are set up."""

ELSEWHERE = {"other-name.example.net": "another.example.com", "cf-claimed": "a.cf-claimed.example.com"}
"""Resources whose fault shows under another name than their own."""

INTERNAL = frozenset({"backoffice", "old-admin", "vpn-internal"})
"""Healthy, but for private zones."""

PRIVATE_ONLY = frozenset({"apigateway-private", "vpc-endpoint", "vpc-lattice-endpoint"})
"""Kinds that belong into private zones."""


OF_DRAFTS = {
    "Landing pages": ("https-record-http1-only",),
    "Downloads, IPv4 only": ("aaaa-target-ipv4-only", "cloudfront-ipv6-disabled"),
    "us.api.example.com": ("aaaa-target-ipv4-only", "apigw-aaaa-ipv4"),
    "lb-unhealthy": ("aaaa-target-ipv4-only", "eth-empty-target-group", "lb-no-healthy-target"),
    "checkout": ("aaaa-target-ipv4-only",),
}
"""What is found of some when aliases of every type that their kind takes, evaluating their health, are drafted."""

FOUND_IN_ZONES = frozenset({"record", "traffic-policy"})
"""Kinds that no account of the target side lists."""


def key_of(target: Target) -> str:
    """How the tables call a target: distributions by their comment."""
    return target.label if target.label in {*MISCONFIGURED, *OF_DRAFTS} else target.name


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


def inspected(world: World) -> Iterator[tuple[Target, str, list[RecordSet]]]:
    """Every target with the name under which it is judged, and the records that stand."""
    accounts, standing = Accounts(), proofs(world)
    for profile in ("shop-prod", "media-prod"):
        for each in all_kinds():
            for region in ("us-east-1",) if each.scope == "global" else accounts.enabled_regions(profile):
                ask = accounts.ask(profile, region)
                for found in each.discover(ask):
                    target = each.inspect(found, ask, DnsName.parse(picked(found)))
                    name = picked(target)  # load balancers are inspected for any name, and tell which ones they serve
                    yield target, name, standing


def judged(target: Target, name: str, standing: list[RecordSet], types: Sequence[str], *, evaluate: bool) -> set[str]:
    """Errors and warnings about a draft."""
    case = case_of(target, name, types, private=target.kind in PRIVATE_ONLY, evaluate=evaluate, records=standing)
    of_zone = target.aliasable and case.draft.name.is_inside(case.zone.name)  # two serve names of other zones
    of_route53 = rules.judge(case) if of_zone else ()
    return serious([*of_route53, *judge(case)]) - {ALWAYS}


@raises(*(id_ for ids in (*MISCONFIGURED.values(), *OF_DRAFTS.values()) for id_ in ids))
def test_every_fault_is_found_and_nothing_else(
    organisation: Sandbox, enter_sandbox: Callable[[Sandbox], None], raised: Raised
) -> None:
    enter_sandbox(organisation)
    faulty: dict[str, set[str]] = {}
    healthy: dict[str, set[str]] = {}
    of_drafts: dict[str, set[str]] = {}
    kinds: set[str] = set()
    for target, name, standing in inspected(organisation.world):
        key = key_of(target)
        if key in MISCONFIGURED:
            types = ("A", "AAAA") if "cloudfront-ipv6-disabled" in MISCONFIGURED[key] else ("A",)
            assert key not in faulty, "the table has one row for both"
            faulty[key] = judged(target, name, standing, types, evaluate=False)
        else:
            evaluate = target.evaluate_target_health == "allowed"
            found = judged(target, name, standing, target.record_types, evaluate=evaluate)
            healthy.setdefault(key, set()).update(found)  # two may be called the same, in different regions
            kinds.add(target.kind)
        if key in OF_DRAFTS:
            everything = kind(target.kind).record_types
            assert key not in of_drafts, "the table has one row for both"
            evaluate = target.evaluate_target_health == "allowed"
            of_drafts[key] = judged(target, name, standing, everything, evaluate=evaluate)
    for table in (faulty, of_drafts):
        raised(organisation.world, (id_ for ids in table.values() for id_ in ids))
    assert faulty == {key: set(expected) for key, expected in MISCONFIGURED.items()}
    assert of_drafts == {key: set(expected) for key, expected in OF_DRAFTS.items()}
    troubled = {key: found for key, found in healthy.items() if found}
    assert troubled.pop("catalogue") == {"vpce-in-public-zone"}  # an OpenSearch domain inside a VPC
    assert {key for key, found in troubled.items() if found == {"lb-internal-in-public-zone"}} == INTERNAL
    (bare,) = [found for key, found in troubled.items() if key not in INTERNAL]
    assert bare == {"cloudfront-alternate-domain-missing"}  # the distribution with the hostile comment has no names
    assert kinds == {each.key for each in all_kinds()} - FOUND_IN_ZONES
