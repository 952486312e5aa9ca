from __future__ import annotations

from typing import Any

import pytest

from tests.rules.examples import (
    CDN,
    CDN_ZONE,
    ERROR,
    INFO,
    S3,
    S3_ZONE,
    WARNING,
    Example,
    Quiet,
    Raises,
    alias,
    case,
    check,
    label,
    member,
    plain,
)
from xalias_tui.domain.records import RecordSet

AT = "www.example.com."


def weighted(identifier: str | None, weight: Any = 1, **fields: Any) -> RecordSet:
    return member(AT, identifier, Weight=weight, **fields)


def latency(identifier: str, region: str) -> RecordSet:
    return member(AT, identifier, Region=region)


def near(identifier: str, type_: str, id_: str, **more: Any) -> RecordSet:
    return member(AT, identifier, AZAffinity={"LocationType": type_, "LocationId": id_}, **more)


def located(identifier: str, **location: str) -> RecordSet:
    return member(AT, identifier, GeoLocation=location)


def failover(role: str, *, health: bool = True, **fields: Any) -> RecordSet:
    return member(AT, role.lower(), Failover=role, health=health, **fields)


def cdn(role: str, **fields: Any) -> RecordSet:
    return failover(role, health=False, target=CDN, zone_id=CDN_ZONE, **fields)


def website(identifier: str) -> RecordSet:
    return weighted(identifier, target=S3, zone_id=S3_ZONE)


def shared(identifier: str, ttl: int) -> RecordSet:
    return plain(AT, ttl=ttl, SetIdentifier=identifier, Weight=1)


HUNDRED = [weighted(f"m{n}") for n in range(100)]
NEAR = [member(AT, f"m{n}", GeoProximityLocation={"AWSRegion": "us-east-1", "Bias": n}) for n in range(30)]
PAIR = [failover("PRIMARY"), failover("SECONDARY")]
EVERYWHERE = located("default", CountryCode="*")
SIX = alias(AT, "AAAA", SetIdentifier="blue", Weight=1)

EXAMPLES: tuple[Example, ...] = (
    Raises(
        "routing-policy-mix",
        ERROR,
        "already uses simple routing; a weighted",
        case(weighted("a"), standing=[plain(AT)]),
    ),
    Raises(
        "routing-policy-mix",
        ERROR,
        "already uses latency, weighted",
        case(alias(AT), standing=[weighted("a"), latency("b", "eu-west-1")]),
    ),
    Quiet("routing-policy-mix", case(weighted("b"), standing=[weighted("a"), plain(AT, "AAAA", "2001:db8::1")])),
    Quiet("routing-policy-mix", case(weighted("b"), deleted=[plain(AT)])),
    Raises("set-identifier-required", ERROR, "A weighted record needs", case(weighted(None))),
    Quiet("set-identifier-required", case(weighted("a"))),
    Quiet("set-identifier-required", case(alias(AT))),
    Raises("routing-policy-required", ERROR, "set identifier (green) but no routing", case(member(AT, "green"))),
    Quiet("routing-policy-required", case(weighted("a"))),
    Quiet("routing-policy-required", case(alias(AT))),
    Quiet("routing-policy-required", case(member(AT, "green", GeoNearness={"Of": "tomorrow"}))),
    Raises(
        "set-identifier-duplicate",
        ERROR,
        "Set identifier a is already used",
        case(weighted("a"), standing=[weighted("a", 9)]),
    ),
    Quiet("set-identifier-duplicate", case(weighted("a"), deleted=[weighted("a", 9)])),
    Quiet("set-identifier-duplicate", case(weighted("a"), standing=[weighted("b")])),
    Raises("set-identifier-length", ERROR, "1 to 128", case(weighted(""))),
    Raises("set-identifier-length", ERROR, "1 to 128", case(weighted("x" * 129))),
    Quiet("set-identifier-length", case(weighted("x" * 128))),
    Raises("routing-group-quota", ERROR, "101 of 100 weighted", case(weighted("new"), standing=HUNDRED)),
    Raises(
        "routing-group-quota",
        ERROR,
        "31 of 30 geoproximity",
        case(member(AT, "new", GeoProximityLocation={"AWSRegion": "us-east-1", "Bias": 50}), standing=NEAR),
    ),
    Quiet("routing-group-quota", case(weighted("new"), standing=HUNDRED[1:])),
    Quiet("routing-group-quota", case(weighted("new"), standing=HUNDRED[1:], deleted=HUNDRED[:1])),
    Quiet("routing-group-quota", case(deleted=[weighted("old")], standing=[*HUNDRED, weighted("x")])),
    Raises("weight-range", ERROR, "0 to 255", case(weighted("a", 256))),
    Raises("weight-range", ERROR, "0 to 255", case(weighted("a", -1))),
    Raises("weight-range", ERROR, "0 to 255", case(weighted("a", True))),  # noqa: FBT003 -- JSON's true is no weight
    Raises("weight-range", ERROR, "0 to 255", case(weighted("a", "7"))),
    Quiet("weight-range", case([weighted("a", 0), weighted("b", 255)])),
    Quiet("weight-range", case(latency("a", "eu-west-1"))),
    Raises("weight-zero", INFO, "unless all are 0", case(weighted("a", 0), standing=[weighted("b", 1)])),
    Quiet("weight-zero", case(weighted("a", 0), standing=[weighted("b", 0)])),
    Quiet("weight-zero", case(weighted("a", 1), standing=[weighted("b", 0)])),
    Quiet("weight-zero", case(weighted("a", 1), standing=[weighted("b", 1)])),
    Raises(
        "latency-region-duplicate",
        ERROR,
        "eu-west-1 already",
        case(latency("b", "eu-west-1"), standing=[latency("a", "eu-west-1")]),
    ),
    Quiet("latency-region-duplicate", case(latency("b", "eu-west-2"), standing=[latency("a", "eu-west-1")])),
    Quiet("latency-region-duplicate", case(latency("b", "eu-west-1"), deleted=[latency("a", "eu-west-1")])),
    Raises(
        "geo-location-duplicate",
        ERROR,
        "DE is already covered",
        case(located("b", CountryCode="DE"), standing=[located("a", CountryCode="DE"), EVERYWHERE]),
    ),
    Quiet("geo-location-duplicate", case(located("b", CountryCode="FR"), standing=[located("a", CountryCode="DE")])),
    Quiet("geo-location-duplicate", case(weighted("b"), standing=[weighted("a")])),
    Raises("geo-no-default", WARNING, "no default location", case(located("a", CountryCode="DE"))),
    Raises(
        "geo-no-default",
        WARNING,
        "no default location",
        case(deleted=[EVERYWHERE], standing=[located("a", CountryCode="DE")]),
    ),
    Quiet("geo-no-default", case(located("a", CountryCode="DE"), standing=[EVERYWHERE])),
    Quiet("geo-no-default", case(deleted=[EVERYWHERE])),
    Quiet("geo-no-default", case(weighted("a"))),
    Raises("az-affinity-no-fallback", WARNING, "answers use1-az1", case(near("a", "AvailabilityZone", "use1-az1"))),
    Quiet("az-affinity-no-fallback", case(near("a", "AvailabilityZone", "use1-az1", health=True))),
    Quiet("az-affinity-no-fallback", case(near("a", "AvailabilityZone", "use1-az1", HealthCheckId="abc"))),
    Raises("az-affinity-no-global", WARNING, "no record for global", case(near("a", "Region", "us-east-1"))),
    Quiet("az-affinity-no-global", case(near("a", "Region", "us-east-1"), standing=[near("b", "Global", "global")])),
    Raises(
        "az-affinity-duplicate",
        ERROR,
        "a record for us-east-1",
        case(near("b", "Region", "us-east-1"), standing=[near("a", "Region", "us-east-1")]),
    ),
    Quiet(
        "az-affinity-duplicate",
        case(near("b", "Region", "us-east-2"), standing=[near("a", "Region", "us-east-1")]),
    ),
    Raises("failover-incomplete", WARNING, "There is no SECONDARY record", case(failover("PRIMARY"))),
    Raises("failover-incomplete", WARNING, "There is no PRIMARY record", case(deleted=PAIR[:1], standing=PAIR[1:])),
    Quiet("failover-incomplete", case(PAIR)),
    Quiet("failover-incomplete", case(deleted=PAIR)),
    Raises("failover-alias-eth-required", ERROR, "must evaluate", case(failover("PRIMARY", health=False))),
    Raises("failover-alias-eth-required", WARNING, "must evaluate", case(cdn("PRIMARY"))),
    Raises(
        "failover-alias-eth-required",
        WARNING,
        "Only the health check",
        case(failover("PRIMARY", health=False, HealthCheckId="abc")),
    ),
    Quiet("failover-alias-eth-required", case(failover("PRIMARY", HealthCheckId="abc"))),
    Quiet("failover-alias-eth-required", case(cdn("PRIMARY", HealthCheckId="abc"))),
    Quiet("failover-alias-eth-required", case(failover("PRIMARY"))),
    Quiet("failover-alias-eth-required", case(plain(AT, SetIdentifier="a", Failover="PRIMARY"))),
    Quiet("failover-alias-eth-required", case(weighted("a"))),
    Raises("failover-both-cloudfront", ERROR, "both primary and secondary", case([cdn("PRIMARY"), cdn("SECONDARY")])),
    Quiet("failover-both-cloudfront", case(cdn("PRIMARY"), standing=[failover("SECONDARY")])),
    Quiet("failover-both-cloudfront", case(cdn("PRIMARY"))),
    Raises(
        "failover-role-duplicate",
        ERROR,
        "already has a PRIMARY record",
        case(member(AT, "another", Failover="PRIMARY", health=True), standing=PAIR),
    ),
    Quiet("failover-role-duplicate", case(PAIR)),
    Quiet("failover-role-duplicate", case(failover("PRIMARY"), deleted=PAIR[:1], standing=PAIR[1:])),
    Raises(
        "routing-member-incomplete",
        WARNING,
        "Member green of www.example.com has no AAAA record",
        case(weighted("green"), standing=[weighted("blue"), SIX]),
    ),
    Quiet("routing-member-incomplete", case(weighted("blue"), standing=[SIX])),
    Quiet("routing-member-incomplete", case(weighted("green"), standing=[weighted("blue")])),
    Quiet("routing-member-incomplete", case(weighted("green"), standing=[plain(AT, "AAAA", "2001:db8::1")])),
    Raises("multivalue-alias", ERROR, "cannot be aliases", case(member(AT, "a", MultiValueAnswer=True))),
    Quiet("multivalue-alias", case(plain(AT, SetIdentifier="a", MultiValueAnswer=True))),
    Quiet("multivalue-alias", case(weighted("a"))),
    Raises("s3-one-per-routing-group", ERROR, "Only one S3 website", case(website("b"), standing=[website("a")])),
    Raises("s3-one-per-routing-group", ERROR, "Only one S3 website", case([weighted("a"), website("b"), website("c")])),
    Raises(
        "s3-one-per-routing-group",
        ERROR,
        "Only one S3 website",
        case([weighted("a"), website("b")], standing=[website("c")]),
    ),
    Quiet("s3-one-per-routing-group", case(website("b"), standing=[weighted("a")])),
    Quiet("s3-one-per-routing-group", case(website("b"), deleted=[website("a")])),
    Quiet("s3-one-per-routing-group", case(weighted("c"), standing=[website("a"), website("b")])),
    Raises(
        "weighted-ttl-differs", ERROR, "(60, 300)", case(shared("b", 300), standing=[shared("a", 60), weighted("c")])
    ),
    Quiet("weighted-ttl-differs", case(shared("b", 60), standing=[shared("a", 60)])),
    Quiet("weighted-ttl-differs", case(weighted("b"), standing=[shared("a", 60)])),
    Quiet("weighted-ttl-differs", case(weighted("c"), standing=[shared("a", 60), shared("b", 300)])),
)


@pytest.mark.parametrize("example", EXAMPLES, ids=label)
def test_example(example: Example) -> None:
    check(example)
