"""Record sets and batches that tests of the simulated Route 53 share."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import pytest
from _pytest.mark import ParameterSet

from tests.raised import raises
from xalias_tui.jobs import catalogue
from xalias_tui.sandbox.route53.zones import Zone
from xalias_tui.sandbox.world import World

HUB = "111111111111"
ZONE = "Z0EXAMPLECOM"
OTHER = "Z0EXAMPLEORG"
PRIVATE = "Z0PRIVATE"
ALB = "shop-1.us-east-1.elb.amazonaws.com"
ALB_ZONE = "Z35SXDOTRQ7X7K"
NLB = "n-1.elb.us-east-1.amazonaws.com"
NLB_ZONE = "Z26RNL4JYFTOTI"
CDN = "d111111abcdef8.cloudfront.net"
CDN_ZONE = "Z2FDTNDATAQYW2"

Record = Mapping[str, Any]
Step = tuple[str, Record]


def plain(name: str, record_type: str = "A", value: str = "192.0.2.1", ttl: int = 60, **more: Any) -> Record:
    return {"Name": name, "Type": record_type, "TTL": ttl, "ResourceRecords": [{"Value": value}], **more}


def alias(
    name: str, target: str, zone: str, record_type: str = "A", *, eth: bool | None = False, **more: Any
) -> Record:
    alias: dict[str, Any] = {"HostedZoneId": zone, "DNSName": target}
    if eth is not None:
        alias["EvaluateTargetHealth"] = eth
    return {"Name": name, "Type": record_type, "AliasTarget": alias, **more}


CNAME = plain("old.example.com", "CNAME", "elsewhere.example.net")
WEIGHTED = plain("weighted.example.com", SetIdentifier="one", Weight=10)
LATENCY = plain("latency.example.com", SetIdentifier="one", Region="eu-west-1")
FAILOVER = plain("failover.example.com", SetIdentifier="one", Failover="PRIMARY")
GEO = plain("geo.example.com", SetIdentifier="one", GeoLocation={"CountryCode": "DE"})
TAKEN = plain("taken.example.com")
LOOPED = alias("b.example.com", "taken.example.com", ZONE)
FULL = [plain("full.example.com", SetIdentifier=f"s{n}", Weight=1) for n in range(100)]


Change = Callable[..., tuple[str, str]]


@dataclass(frozen=True)
class Case:
    id: str
    steps: tuple[Step, ...]
    message: str
    code: str = "InvalidChangeBatch"
    zone_id: str = ZONE

    @property
    def rule(self) -> str:
        """What stands before the colon: mostly the id of a rule."""
        return self.id.partition(":")[0]


FORESEEN = frozenset({
    "alias-batch-order", "alias-cross-hosted-zone", "alias-same-zone-missing", "alias-same-zone-type-mismatch",
    "alias-type-forbidden", "cloudfront-private-zone", "dualstack-prefix-on-nlb", "eth-true-cloudfront",
    "geo-location-duplicate", "https-record-not-cloudfront", "latency-region-duplicate", "multivalue-alias",
    "record-name-not-punycode",
    "s3-one-per-routing-group", "set-identifier-duplicate", "wildcard-ns-forbidden",
})  # fmt: skip
"""Rules that only a plan tells: Route 53's own sentence is the one of another rule too, or was never published."""


def rows(cases: Iterable[Case]) -> list[ParameterSet]:
    """Rows of a table; each promises the rule that it is called after."""
    known = {rule.id for rule in catalogue.rules()} - FORESEEN
    return [pytest.param(case, marks=raises(case.rule) if case.rule in known else (), id=case.id) for case in cases]


def create(record: Record) -> tuple[Step, ...]:
    return (("CREATE", record),)


def crowd(world: World) -> Zone:
    """A zone of the DNS hub with one record set of each sort, beside another one and a private one."""
    world.route53.create_zone(HUB, "example.com", zone_id=ZONE)
    world.route53.create_zone(HUB, "example.org", zone_id=OTHER)
    world.route53.create_zone(
        HUB, "corp.example.com", zone_id=PRIVATE, private=True, vpcs=[{"VPCRegion": "us-east-1", "VPCId": "vpc-1"}]
    )
    records = [CNAME, WEIGHTED, LATENCY, FAILOVER, GEO, TAKEN, LOOPED, *FULL]
    world.route53.load(ZONE, records)
    world.route53.load(OTHER, [plain("www.example.org")])
    world.register_alias_name(ALB, ALB_ZONE)
    world.register_alias_name(NLB, NLB_ZONE)
    world.register_alias_name(CDN, CDN_ZONE)
    return world.route53.zones[ZONE]
