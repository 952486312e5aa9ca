"""Every sentence with which Route 53 refuses aliases, shapes and values, over the wire."""

from __future__ import annotations

import pytest

from tests.raised import Raised
from tests.sandbox.change_batches import (
    ALB,
    ALB_ZONE,
    CDN,
    CDN_ZONE,
    NLB,
    NLB_ZONE,
    OTHER,
    PRIVATE,
    ZONE,
    Case,
    Change,
    Record,
    alias,
    create,
    plain,
    rows,
)
from xalias_tui.rules.commit import parse_refusal
from xalias_tui.sandbox.world import World


def _tried(target: str, zone: str, record_type: str = "A") -> str:
    return f"Tried to create an alias that targets {target}., type {record_type} in zone {zone}, but "


_NOT_IN_ZONE = "the alias target name does not lie within the target zone"
_NOT_FOUND = "that target was not found"
_EXPECTED_ONE = (
    "Invalid request: Expected exactly one of [AliasTarget, all of [TTL, and ResourceRecords], "
    "or TrafficPolicyInstanceId], but found {} in Change with [Action=CREATE, Name=www.example.com., Type=A, "
    "SetIdentifier=null]"
)
_WHERE = "in Change with [Action=CREATE, Name=www.example.com., Type=A, SetIdentifier={}]"
_POLICIES = "[Weight, Region, Failover, GeoLocation, MultiValueAnswer, GeoProximityLocation, or CidrRoutingConfig]"

ALIASES = [
    Case(
        "alias-name-not-in-target-zone: wrong region",
        create(alias("www.example.com", ALB, "Z32O12XQLNTSW2")),
        f"[{_tried(ALB, 'Z32O12XQLNTSW2')}{_NOT_IN_ZONE}, {_tried(ALB, 'Z32O12XQLNTSW2')}{_NOT_FOUND}]",
    ),
    Case(
        "alias-name-not-in-target-zone: nobody's zone",
        create(alias("www.example.com", ALB, "ZNOBODY")),
        f"[{_tried(ALB, 'ZNOBODY')}{_NOT_IN_ZONE}, {_tried(ALB, 'ZNOBODY')}{_NOT_FOUND}]",
    ),
    Case(
        "alias-name-not-in-target-zone: own zone",
        create(alias("www.example.com", ALB, ZONE)),
        f"[{_tried(ALB, ZONE)}{_NOT_IN_ZONE}, {_tried(ALB, ZONE)}{_NOT_FOUND}]",
    ),
    Case(
        "alias-target-not-found",
        create(alias("www.example.com", "gone-2.us-east-1.elb.amazonaws.com", ALB_ZONE)),
        f"[{_tried('gone-2.us-east-1.elb.amazonaws.com', ALB_ZONE)}{_NOT_FOUND}]",
    ),
    Case(
        "dualstack-prefix-on-nlb",
        create(alias("www.example.com", f"dualstack.{NLB}", NLB_ZONE)),
        f"[{_tried(f'dualstack.{NLB}', NLB_ZONE)}{_NOT_FOUND}]",
    ),
    Case(
        "alias-cross-hosted-zone",
        create(alias("www.example.com", "www.example.org", OTHER)),
        f"[{_tried('www.example.org', OTHER)}{_NOT_FOUND}]",
    ),
    Case(
        "alias-same-zone-missing",
        create(alias("www.example.com", "nobody.example.com", ZONE)),
        f"[{_tried('nobody.example.com', ZONE)}{_NOT_FOUND}]",
    ),
    Case(
        "alias-same-zone-type-mismatch",
        create(alias("www.example.com", "taken.example.com", ZONE, "AAAA")),
        f"[{_tried('taken.example.com', ZONE, 'AAAA')}{_NOT_FOUND}]",
    ),
    Case(
        "alias-batch-order",
        (
            ("CREATE", alias("www.example.com", "late.example.com", ZONE)),
            ("CREATE", plain("late.example.com")),
        ),
        f"[{_tried('late.example.com', ZONE)}{_NOT_FOUND}]",
    ),
    Case(
        "MX alias to a load balancer",
        create(alias("www.example.com", ALB, ALB_ZONE, "MX")),
        f"[{_tried(ALB, ALB_ZONE, 'MX')}{_NOT_FOUND}]",
    ),
    Case(
        "https-record-not-cloudfront",
        create(alias("www.example.com", ALB, ALB_ZONE, "HTTPS")),
        f"[{_tried(ALB, ALB_ZONE, 'HTTPS')}{_NOT_FOUND}]",
    ),
    Case(
        "eth-true-cloudfront",
        create(alias("www.example.com", CDN, CDN_ZONE, eth=True)),
        f"[Tried to create an alias that targets {CDN}., type A, but EvaluateTargetHealth cannot be true for a "
        "CloudFront distribution]",
    ),
    Case(
        "cloudfront-private-zone",
        create(alias("www.corp.example.com", CDN, CDN_ZONE)),
        f"[Tried to create an alias that targets {CDN}., type A, but a CloudFront distribution is not permitted as an "
        "alias target in a private hosted zone]",
        zone_id=PRIVATE,
    ),
    Case(
        "alias-loop: two aliases",
        (("UPSERT", alias("taken.example.com", "b.example.com", ZONE)),),
        "[RRSet of type A with DNS name taken.example.com. is not permitted as it creates a CNAME or alias loop in the "
        "zone.]",
    ),
    Case(
        "alias-loop: CNAMEs",
        (
            ("CREATE", plain("c1.example.com", "CNAME", "c2.example.com")),
            ("CREATE", plain("c2.example.com", "CNAME", "c1.example.com")),
        ),
        "[RRSet of type CNAME with DNS name c2.example.com. is not permitted as it creates a CNAME or alias loop in "
        "the zone.]",
    ),
]

SHAPES = [
    Case(
        "alias-with-ttl-or-values: TTL",
        create({**alias("www.example.com", ALB, ALB_ZONE), "TTL": 60}),
        _EXPECTED_ONE.format("more than one"),
        "InvalidInput",
    ),
    Case(
        "alias-with-ttl-or-values: empty list",
        create({**alias("www.example.com", ALB, ALB_ZONE), "ResourceRecords": []}),
        _EXPECTED_ONE.format("more than one"),
        "InvalidInput",
    ),
    Case(
        "alias-with-ttl-or-values: neither",
        create({"Name": "www.example.com", "Type": "A"}),
        _EXPECTED_ONE.format("none"),
        "InvalidInput",
    ),
    Case(
        "no TTL",
        create({"Name": "www.example.com", "Type": "A", "ResourceRecords": [{"Value": "192.0.2.1"}]}),
        _EXPECTED_ONE.format("none"),
        "InvalidInput",
    ),
    Case(
        "alias-eth-missing",
        create(alias("www.example.com", ALB, ALB_ZONE, eth=None)),
        "Invalid XML ; cvc-complex-type.2.4.b: The content of element 'AliasTarget' is not complete. One of "
        "'{\"https://route53.amazonaws.com/doc/2013-04-01/\":EvaluateTargetHealth}' is expected.",
        "InvalidInput",
    ),
    Case(
        "alias-zone-id-empty",
        create(alias("www.example.com", ALB, "")),
        "amazon.security.AmzUidException: Encrypted token cannot be empty",
        "InvalidInput",
    ),
    Case(
        "alias-type-forbidden",
        create(alias("www.example.com", ALB, ALB_ZONE, "NS")),
        "Invalid request: AliasTarget is not permitted for type NS in Change with [Action=CREATE, "
        "Name=www.example.com., Type=NS, SetIdentifier=null]",
        "InvalidInput",
    ),
    Case(
        "multivalue-alias",
        create(alias("www.example.com", ALB, ALB_ZONE, SetIdentifier="S", MultiValueAnswer=True)),
        f"Invalid request: MultiValueAnswer is not permitted together with AliasTarget {_WHERE.format('S')}",
        "InvalidInput",
    ),
    Case(
        "set-identifier-required",
        create(plain("www.example.com", Weight=1)),
        f"Invalid request: Missing field 'SetIdentifier' {_WHERE.format('null')}",
        "InvalidInput",
    ),
    Case(
        "set identifier without a policy",
        create(plain("www.example.com", SetIdentifier="S")),
        f"Invalid request: Expected exactly one of {_POLICIES}, but found none {_WHERE.format('S')}",
        "InvalidInput",
    ),
    Case(
        "two policies at once",
        create(plain("www.example.com", SetIdentifier="S", Weight=1, Region="us-east-1")),
        f"Invalid request: Expected exactly one of {_POLICIES}, but found more than one {_WHERE.format('S')}",
        "InvalidInput",
    ),
    Case(
        "set-identifier-length",
        create(plain("www.example.com", SetIdentifier="s" * 129, Weight=1)),
        f"1 validation error detected: Value '{'s' * 129}' at "
        "'changeBatch.changes.1.member.resourceRecordSet.setIdentifier' failed to satisfy constraint: Member must have "
        "length less than or equal to 128",
        "InvalidInput",
    ),
    Case(
        "weight-range",
        create(plain("www.example.com", SetIdentifier="S", Weight=256)),
        "1 validation error detected: Value '256' at 'changeBatch.changes.1.member.resourceRecordSet.weight' failed to "
        "satisfy constraint: Member must have value less than or equal to 255",
        "InvalidInput",
    ),
    Case(
        "health-check-missing",
        create(plain("www.example.com", HealthCheckId="nobody")),
        "A health check with ID nobody does not exist.",
        "NoSuchHealthCheck",
    ),
]

_LONG_TEXT = f'"fine" "{"x" * 256}"'
_SOA = "ns.example.net. hostmaster.example.net. 1 7200 900 1209600 86400"


def _plain_values(record_type: str, *values: str) -> Record:
    return {**plain("www.example.com", record_type), "ResourceRecords": [{"Value": value} for value in values]}


VALUES = [
    Case(
        "an A record that is no address",
        create(plain("www.example.com", value="192.0.2")),
        "[Invalid Resource Record: FATAL problem: ARRDATAIllegalIPv4Address (Value is not a valid IPv4 address) "
        "encountered with '192.0.2']",
    ),
    Case(
        "an AAAA record that is no address",
        create(plain("www.example.com", "AAAA", "192.0.2.1")),
        "[Invalid Resource Record: FATAL problem: AAAARRDATAIllegalIPv6Address (Value is not a valid IPv6 address) "
        "encountered with '192.0.2.1']",
    ),
    Case(
        "a TXT record without quotes",
        create(plain("www.example.com", "TXT", "bare")),
        "[Invalid Resource Record: FATAL problem: InvalidCharacterString (Value should be enclosed in quotation "
        "marks) encountered with 'bare']",
    ),
    Case(
        "a value twice",
        create({**plain("www.example.com"), "ResourceRecords": [{"Value": "192.0.2.1"}, {"Value": "192.0.2.1"}]}),
        "[Duplicate Resource Record: '192.0.2.1']",
    ),
    Case(
        "a value twice: with and without the final dot",
        create(_plain_values("NS", "ns.example.net", "NS.example.net.")),
        "[Duplicate Resource Record: 'NS.example.net.']",
    ),
    Case(
        "a TXT string that is too long",
        create(plain("www.example.com", "TXT", _LONG_TEXT)),
        f"[Invalid Resource Record: FATAL problem: CharacterStringTooLong (Value is too long) encountered with "
        f"'{_LONG_TEXT}']",
    ),
    Case(
        "a TXT string with a quotation mark inside",
        create(plain("www.example.com", "TXT", '"a"b"')),
        "[Invalid Resource Record: FATAL problem: InvalidCharacterString (Value should be enclosed in quotation "
        'marks) encountered with \'"a"b"\']',
    ),
    Case(
        "a CNAME with two values",
        create(_plain_values("CNAME", "a.example.net", "b.example.net")),
        "[RRSet of type CNAME with DNS name www.example.com. is not permitted as it has more than one resource record "
        "in zone example.com.]",
    ),
    Case(
        "a SOA with two values",
        (("UPSERT", {**_plain_values("SOA", _SOA, f"ns2.{_SOA}"), "Name": "example.com"}),),
        "[RRSet of type SOA with DNS name example.com. is not permitted as it has more than one resource record in "
        "zone example.com.]",
    ),
    *(
        Case(
            f"a {type_} record that is none",
            create(plain("www.example.com", type_, "junk")),
            f"[Invalid Resource Record: FATAL problem: {type_}RRDATAIllegal (Value is not a valid {type_} value) "
            "encountered with 'junk']",
        )
        for type_ in ("MX", "SRV", "CAA", "NAPTR", "DS", "TLSA", "SSHFP", "SVCB", "HTTPS")
    ),
    Case(
        "a SOA record that is none",
        (("UPSERT", plain("example.com", "SOA", "junk")),),
        "[Invalid Resource Record: FATAL problem: SOARRDATAIllegal (Value is not a valid SOA value) encountered with "
        "'junk']",
    ),
    *(
        Case(
            f"a TTL out of range: {ttl}",
            create(plain("www.example.com", ttl=ttl)),
            f"1 validation error detected: Value '{ttl}' at 'changeBatch.changes.1.member.resourceRecordSet.tTL' "
            f"failed to satisfy constraint: Member must have value {limit}",
            "InvalidInput",
        )
        for ttl, limit in (
            (-5, "greater than or equal to 0"),
            (2**31, "less than or equal to 2147483647"),
            (2**40, "less than or equal to 2147483647"),
        )
    ),
]


@pytest.mark.parametrize("case", rows([*ALIASES, *SHAPES, *VALUES]))
def test_alias_refused(refused: Change, world: World, raised: Raised, case: Case) -> None:
    code, message = refused(*case.steps, zone_id=case.zone_id)
    assert (code, message) == (case.code, case.message)
    raised(world, parse_refusal(code, message))
