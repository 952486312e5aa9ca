"""Record sets, names and plans that Hypothesis makes up."""

from __future__ import annotations

from typing import Any, Final

from hypothesis import strategies as st

from xalias_tui.domain.names import DnsName
from xalias_tui.domain.records import RecordSet, sorted_as_route53
from xalias_tui.domain.zones import Vpc, Zone, ZoneRecords

APEX: Final = DnsName.parse("example.com")
WWW: Final = DnsName.parse("www.example.com")
TYPES: Final = ("A", "AAAA", "CNAME", "HTTPS")

NAMES = st.sampled_from(
    ("www.example.com.", r"\052.example.com.", "example.com.", r"a\100b.example.com.", "WWW.example.com.")
)
TEXT = st.text(max_size=20)
ROUTING: st.SearchStrategy[dict[str, Any]] = st.one_of(
    st.just({}),
    st.builds(lambda id_, weight: {"SetIdentifier": id_, "Weight": weight}, TEXT, st.integers(0, 255)),
    st.builds(
        lambda id_, region: {"SetIdentifier": id_, "Region": region}, TEXT, st.sampled_from(("eu-west-1", "us-east-1"))
    ),
    st.builds(
        lambda id_, role: {"SetIdentifier": id_, "Failover": role}, TEXT, st.sampled_from(("PRIMARY", "SECONDARY"))
    ),
    st.builds(lambda id_, code: {"SetIdentifier": id_, "GeoLocation": {"CountryCode": code}}, TEXT, TEXT),
    st.builds(
        lambda id_, bias: {"SetIdentifier": id_, "GeoProximityLocation": {"Bias": bias}}, TEXT, st.integers(-99, 99)
    ),
    st.builds(lambda id_: {"SetIdentifier": id_, "MultiValueAnswer": True}, TEXT),
    st.builds(lambda id_, place: {"SetIdentifier": id_, "CidrRoutingConfig": {"LocationName": place}}, TEXT, TEXT),
)
PLAIN: st.SearchStrategy[dict[str, Any]] = st.builds(
    lambda ttl, values: {"TTL": ttl, "ResourceRecords": [{"Value": value} for value in values]},
    st.integers(0, 2**31 - 1),
    st.lists(TEXT, min_size=1, max_size=4),
)
ALIAS: st.SearchStrategy[dict[str, Any]] = st.builds(
    lambda name, health: {"AliasTarget": {"HostedZoneId": "Z1", "DNSName": name, "EvaluateTargetHealth": health}},
    st.sampled_from(("x-1.eu-west-1.elb.amazonaws.com.", "d1.cloudfront.net.")),
    st.booleans(),
)
INSTANCE = st.just({"TrafficPolicyInstanceId": "11111111-2222-3333-4444-555555555555", "TTL": 60})


def wires(*, name: st.SearchStrategy[str] = NAMES) -> st.SearchStrategy[dict[str, Any]]:
    """Record sets as Route 53 returns them."""
    check: st.SearchStrategy[dict[str, Any]] = st.one_of(st.just({}), st.just({"HealthCheckId": "abcdef"}))
    return st.builds(
        lambda name, type_, body, routing, check: {"Name": name, "Type": type_, **body, **routing, **check},
        name,
        st.sampled_from(TYPES),
        st.one_of(PLAIN, ALIAS, INSTANCE),
        ROUTING,
        check,
    )


def zones() -> st.SearchStrategy[Zone]:
    return st.builds(
        Zone,
        id=st.just("Z0HUB"),
        name=st.just(APEX),
        private=st.booleans(),
        account_id=st.just("111111111111"),
        profile=TEXT,
        record_count=st.none() | st.integers(0),
        comment=TEXT,
        linked_service=TEXT,
        name_servers=st.tuples(TEXT, TEXT),
        vpcs=st.tuples(st.builds(Vpc, TEXT, TEXT)),
        partition=st.sampled_from(("aws", "aws-cn", "aws-us-gov")),
    )


def zone_records(zone: Zone) -> st.SearchStrategy[ZoneRecords]:
    """Record sets of a zone, no two with the same key, many of them at www.example.com."""
    near = st.lists(wires(name=st.just("www.example.com.")).map(RecordSet.from_wire), max_size=8)
    far = st.lists(wires().map(RecordSet.from_wire), max_size=4)
    return st.builds(
        lambda one, other: ZoneRecords(
            zone, sorted_as_route53({record.key: record for record in (*one, *other)}.values())
        ),
        near,
        far,
    )
