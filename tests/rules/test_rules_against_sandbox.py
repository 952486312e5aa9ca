"""The simulated Route 53 refuses by code of its own: what it refuses, the rules must have foreseen, and the reverse."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from hypothesis import event, given, settings
from hypothesis import strategies as st

from tests.rules.examples import ALB, ALB_ZONE, CDN, CDN_ZONE, case
from xalias_tui import rules
from xalias_tui.domain.findings import Severity
from xalias_tui.domain.health_checks import CidrCollection, Referable
from xalias_tui.domain.names import DnsName
from xalias_tui.domain.plans import Case, Change
from xalias_tui.domain.records import RecordSet
from xalias_tui.domain.zones import Zone
from xalias_tui.rules.commit import parse_refusal
from xalias_tui.sandbox.calls import Refusal
from xalias_tui.sandbox.route53.changes import change_records
from xalias_tui.sandbox.world import World

HUB: Final = "111111111111"
HERE: Final = "Z0HERE"
ELSEWHERE: Final = "Z0ELSEWHERE"
IRELAND: Final = "Z32O12XQLNTSW2"
OFFICES: Final = "11111111-2222-3333-4444-555555555555"
HOMES: Final = "11111111-2222-3333-4444-666666666666"
UNKNOWN: Final = "11111111-2222-3333-4444-777777777777"
COLLECTIONS: Final = (CidrCollection(OFFICES, "offices", HUB, ("berlin",)), CidrCollection(HOMES, "homes", HUB))

REFUSED_FOR: Final = frozenset({
    "alias-batch-order", "alias-cross-hosted-zone", "alias-loop", "alias-name-not-in-target-zone",
    "alias-same-zone-missing", "alias-same-zone-type-mismatch", "alias-zone-id-empty", "alias-type-forbidden",
    "batch-same-record-twice", "cidr-collection-missing", "cidr-collections-differ", "cidr-location-form",
    "cidr-location-missing", "cname-at-apex", "cname-conflict-creating-cname", "cname-conflict-existing-cname",
    "eth-true-cloudfront", "failover-both-cloudfront", "failover-role-duplicate", "geo-location-duplicate",
    "geo-location-form", "geoproximity-bias-range", "geoproximity-location", "https-record-not-cloudfront",
    "latency-region-duplicate",
    "record-already-exists", "record-name-outside-zone", "routing-policy-mix", "routing-policy-required",
    "set-identifier-duplicate",
    "set-identifier-length", "set-identifier-required", "weight-range", "wildcard-ns-forbidden",
})  # fmt: skip
"""Errors that Route 53 itself raises; the others are about what would not work."""

SHARED: Final[Mapping[str, frozenset[str]]] = {
    "alias-target-not-found": frozenset({
        "alias-batch-order", "alias-cross-hosted-zone", "alias-loop", "alias-same-zone-missing",
        "alias-same-zone-type-mismatch", "alias-target-not-found", "https-record-not-cloudfront",
    }),
    "refused": frozenset({
        "alias-type-forbidden", "cidr-collection-missing", "cidr-collections-differ", "cidr-location-missing",
        "eth-true-cloudfront", "failover-both-cloudfront", "failover-role-duplicate", "geo-location-duplicate",
        "geo-location-form", "geoproximity-location", "latency-region-duplicate", "wildcard-ns-forbidden",
    }),
}  # fmt: skip
"""Rules by what is read from a sentence that several share, or that is not known and so tells none of them."""

NAMES = st.sampled_from(("example.com.", "www.example.com.", "a.example.com.", r"\052.example.com."))
IDENTIFIERS = st.sampled_from(("blue", "green", "x" * 128))
ROUTING: st.SearchStrategy[dict[str, Any]] = st.one_of(
    st.just({}),
    st.builds(lambda id_: {"SetIdentifier": id_}, IDENTIFIERS),
    st.builds(lambda id_, weight: {"SetIdentifier": id_, "Weight": weight}, IDENTIFIERS, st.sampled_from((0, 1, 255))),
    st.builds(
        lambda id_, at: {"SetIdentifier": id_, "Region": at}, IDENTIFIERS, st.sampled_from(("eu-west-1", "us-east-1"))
    ),
    st.builds(
        lambda id_, at: {"SetIdentifier": id_, "GeoLocation": {"CountryCode": at}}, IDENTIFIERS, st.sampled_from("D*")
    ),
    st.builds(
        lambda id_, role: {"SetIdentifier": id_, "Failover": role},
        IDENTIFIERS,
        st.sampled_from(("PRIMARY", "SECONDARY")),
    ),
    st.builds(
        lambda id_, bias: {"SetIdentifier": id_, "GeoProximityLocation": {"AWSRegion": "eu-west-1", "Bias": bias}},
        IDENTIFIERS,
        st.sampled_from((-99, 0, 99)),
    ),
    st.builds(
        lambda id_, at: {"SetIdentifier": id_, "CidrRoutingConfig": {"CollectionId": OFFICES, "LocationName": at}},
        IDENTIFIERS,
        st.sampled_from(("berlin", "*")),
    ),
)
ODD: st.SearchStrategy[dict[str, Any]] = st.sampled_from((
    {"Weight": 1}, {"SetIdentifier": "", "Weight": 1}, {"SetIdentifier": "x" * 129, "Weight": 1},
    {"SetIdentifier": "blue", "Weight": 256}, {"SetIdentifier": "blue", "Weight": -1},
    {"SetIdentifier": "blue", "Region": "Ireland"},
    {"SetIdentifier": "blue", "GeoLocation": {"ContinentCode": "EU", "CountryCode": "DE"}},
    {"SetIdentifier": "blue", "GeoLocation": {"CountryCode": "DE", "SubdivisionCode": "BE"}},
    {"SetIdentifier": "blue", "GeoLocation": {"CountryCode": "HM"}},
    {"SetIdentifier": "blue", "GeoProximityLocation": {"AWSRegion": "eu-west-1", "Bias": 100}},
    {"SetIdentifier": "blue", "GeoProximityLocation": {"Bias": 1}},
    {"SetIdentifier": "blue", "GeoProximityLocation": {"Coordinates": {"Latitude": "40.7128", "Longitude": "0"}}},
    {"SetIdentifier": "blue", "GeoProximityLocation": {"Coordinates": {"Latitude": "90.5", "Longitude": "0"}}},
    {"SetIdentifier": "blue", "CidrRoutingConfig": {"CollectionId": "offices", "LocationName": "berlin"}},
    {"SetIdentifier": "blue", "CidrRoutingConfig": {"CollectionId": OFFICES, "LocationName": "paris"}},
    {"SetIdentifier": "blue", "CidrRoutingConfig": {"CollectionId": HOMES, "LocationName": "*"}},
    {"SetIdentifier": "blue", "CidrRoutingConfig": {"CollectionId": UNKNOWN, "LocationName": "*"}},
))  # fmt: skip
TARGETS = st.sampled_from((
    (ALB, ALB_ZONE), (ALB, ALB_ZONE), (CDN, CDN_ZONE), (ALB, IRELAND), (CDN, ALB_ZONE), (ALB, ""),
    ("www.example.com.", HERE), ("a.example.com.", HERE), ("none.example.com.", HERE), ("www.example.org.", ELSEWHERE),
))  # fmt: skip


def plain(at: str, type_: str, routing: dict[str, Any]) -> RecordSet:
    value = {"A": "192.0.2.1", "AAAA": "2001:db8::1", "CNAME": "www.example.com.", "NS": "ns.example.net."}[type_]
    return RecordSet.from_wire({"Name": at, "Type": type_, "TTL": 60, "ResourceRecords": [{"Value": value}], **routing})


def alias(at: str, type_: str, to: tuple[str, str], routing: dict[str, Any], health: bool) -> RecordSet:  # noqa: FBT001 -- drawn
    target = {"DNSName": to[0], "HostedZoneId": to[1], "EvaluateTargetHealth": health}
    return RecordSet.from_wire({"Name": at, "Type": type_, "AliasTarget": target, **routing})


PLAIN = st.builds(plain, NAMES, st.sampled_from(("A", "AAAA", "CNAME")), ROUTING)
GOOD = st.one_of(PLAIN, st.builds(alias, NAMES, st.sampled_from(("A", "AAAA")), TARGETS, ROUTING, st.just(False)))  # noqa: FBT003 -- a drawn value
ANY = st.one_of(
    GOOD,
    st.builds(
        alias,
        st.one_of(NAMES, st.just("www.notexample.com.")),
        st.sampled_from(("A", "AAAA", "CNAME", "HTTPS", "NS")),
        TARGETS,
        st.one_of(ROUTING, ODD),
        st.booleans(),
    ),
    st.builds(plain, st.sampled_from((r"\052.example.com.", "sub.example.com.")), st.just("NS"), st.just({})),
)


def world_with(records: list[RecordSet]) -> World:
    """A zone with those of the records that Route 53 takes, one after the other."""
    world = World.empty()
    world.route53.create_zone(HUB, "example.com", zone_id=HERE)
    world.route53.create_zone(HUB, "example.org", zone_id=ELSEWHERE)
    for collection in COLLECTIONS:
        blocks = dict.fromkeys(collection.locations, ("192.0.2.0/24",))
        world.route53.add_cidr_collection(HUB, collection.id, collection.name, blocks)
    world.register_alias_name(ALB, ALB_ZONE)
    world.register_alias_name(CDN, CDN_ZONE)
    for record in records:
        send(world, (Change("CREATE", record),))
    return world


def send(world: World, changes: tuple[Change, ...]) -> Refusal | None:
    batch = {"Changes": [{"Action": change.action, "ResourceRecordSet": change.record.wire} for change in changes]}
    try:
        change_records(world.route53, world.route53.zones[HERE], batch)
    except Refusal as refusal:
        return refusal
    return None


def standing(world: World) -> list[RecordSet]:
    return [RecordSet.from_wire(wire) for wire in world.route53.zones[HERE].from_key(("", "", ""), 1000)]


def judged(world: World, changes: tuple[Change, ...]) -> Case:
    zones = [
        Zone(id=zone.id, name=DnsName.from_route53(zone.name), private=zone.private, account_id=HUB, profile="dns")
        for zone in world.route53.zones.values()
    ]
    here = next(zone for zone in zones if zone.id == HERE)
    return case(
        changes=changes,
        standing=standing(world),
        in_zone=here,
        zones=[zone for zone in zones if zone is not here],
        referable=Referable(cidr_collections=COLLECTIONS),
    )


@settings(max_examples=200, derandomize=True)
@given(st.lists(GOOD, max_size=6), st.lists(ANY, min_size=1, max_size=3), st.data())
def test_the_rules_foresee_what_route53_refuses(
    before: list[RecordSet], new: list[RecordSet], data: st.DataObject
) -> None:
    world = world_with(before)
    ours = [record for record in standing(world) if record.type not in ("NS", "SOA")]
    old = data.draw(st.lists(st.sampled_from(ours), max_size=2, unique=True)) if ours else []
    changes = (*(Change("DELETE", record) for record in old), *(Change("CREATE", record) for record in new))
    findings = rules.judge(judged(world, changes))
    errors = {finding.id for finding in findings if finding.severity is Severity.ERROR}
    refusal = send(world, changes)
    event("refused" if refusal else "accepted")
    if refusal is None:
        assert not errors & REFUSED_FOR
    else:
        for told in parse_refusal(refusal.code, refusal.message):
            assert errors & SHARED.get(told.id, {told.id}), (told.message, refusal.message)
