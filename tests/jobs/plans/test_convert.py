from __future__ import annotations

import pytest

from tests.jobs.fakes import plain
from xalias_tui.domain.errors import UsageError
from xalias_tui.domain.names import DnsName
from xalias_tui.domain.records import RecordSet
from xalias_tui.jobs.plans.convert import request_of

WWW = DnsName.parse("www.example.com")


def alias(type_: str, to: str = "real.example.com.") -> RecordSet:
    pointer = {"DNSName": to, "HostedZoneId": "Z1", "EvaluateTargetHealth": False}
    return RecordSet.from_wire({"Name": "www.example.com.", "Type": type_, "AliasTarget": pointer})


@pytest.mark.parametrize("types", [("TXT",), ("MX",), ("CNAME",), ("A", "AAAA"), ("A", "TXT", "MX")])
def test_aliases_of_any_type_become_one_cname(types: tuple[str, ...]) -> None:
    request = request_of(tuple(map(alias, types)), WWW, "Z1")
    assert (request.target, request.cname_ttl, request.replace) == ("real.example.com", 300, True)


def test_aliases_to_different_places_are_not_converted() -> None:
    with pytest.raises(UsageError, match="different targets"):
        request_of((alias("A"), alias("TXT", "other.example.com.")), WWW, "Z1")


@pytest.mark.parametrize(
    ("value", "target"),
    [
        ("www.example.com.s3-website-us-east-1.amazonaws.com", "s3-website-us-east-1.amazonaws.com"),
        ("WWW.example.com.s3-website.eu-central-1.amazonaws.com.", "s3-website.eu-central-1.amazonaws.com."),
        (
            "other.example.com.s3-website-us-east-1.amazonaws.com",
            "other.example.com.s3-website-us-east-1.amazonaws.com",
        ),
        ("www.example.com.edgekey.net", "www.example.com.edgekey.net"),
        ("d111111abcdef8.cloudfront.net", "d111111abcdef8.cloudfront.net"),
    ],
)
def test_a_cname_becomes_an_alias_to_what_its_kind_calls_it(value: str, target: str) -> None:
    assert request_of((plain("www.example.com.", "CNAME", value),), WWW, "Z1").target == target


@pytest.mark.parametrize("type_", ["A", "CNAME"])
def test_records_of_a_traffic_policy_are_not_converted(type_: str) -> None:
    wire = {"Name": "www.example.com.", "Type": type_, "TrafficPolicyInstanceId": "6906ceb8"}
    listed = RecordSet.from_wire({**wire, "ResourceRecords": [{"Value": "This resource record set includes …"}]})
    assert listed.values == ()
    with pytest.raises(UsageError, match="traffic policy instance 6906ceb8"):
        request_of((listed,), WWW, "Z1")
