from __future__ import annotations

from typing import Any

import pytest

from tests.targets import network_documents as docs
from tests.targets.fakes import FakeAsk, by_id, case_of, found_and_inspected, ids
from xalias_tui.domain.names import DnsName
from xalias_tui.domain.targets import Target
from xalias_tui.targets import judge, kind, offline_target, recognise

ENDPOINT = kind("vpc-endpoint")
STEM = "vpce-0123456789abcdef0-abcdefgh"
REGIONAL = f"{STEM}.vpce-svc-0123456789abcdef0.eu-west-1.vpce.amazonaws.com"
ZONAL = f"{STEM}-eu-west-1a.vpce-svc-0123456789abcdef0.eu-west-1.vpce.amazonaws.com"
PENDING = {"DnsName": "ssm.eu-west-1.amazonaws.com", "HostedZoneId": "ZONEIDPENDING"}


def found(**changed: Any) -> Target:
    return found_and_inspected(ENDPOINT, FakeAsk(docs.endpoint_answers(**changed)))


def judged(target: Target, *types: str, private: bool = True, evaluate: bool = False) -> set[str]:
    return ids(list(judge(case_of(target, types=types or ("A",), private=private, evaluate=evaluate))))


def test_an_endpoint_is_found_with_the_values_of_its_alias() -> None:
    target = found()
    assert target.dns_name == DnsName.parse(REGIONAL)
    assert (target.zone_id, target.zone_id_origin, target.internal) == ("Z38GZ743OKFT7T", "api", True)
    assert (target.name, target.state, target.evaluate_target_health) == ("payments", "available", "no-benefit")
    assert target.label.startswith("vpce-0123456789abcdef0, com.amazonaws.vpce.")
    assert target.arn.endswith(":vpc-endpoint/vpce-0123456789abcdef0")
    assert judged(target) == set()


def test_an_endpoint_without_a_name_is_called_by_its_id() -> None:
    assert found(Tags=[{"Key": "team", "Value": "shop"}]).name == "vpce-0123456789abcdef0"
    assert found(Tags=None).name == "vpce-0123456789abcdef0"


def test_the_regional_name_is_taken_wherever_it_stands() -> None:
    first, second = docs.interface_endpoint()["DnsEntries"]
    assert found(DnsEntries=[PENDING, second, first]).dns_name == DnsName.parse(REGIONAL)


@pytest.mark.parametrize(
    ("addresses", "records", "types"),
    [
        ("ipv4", "ipv4", ("A",)),
        ("dualstack", "dualstack", ("A", "AAAA")),
        ("dualstack", "ipv4", ("A",)),
        ("dualstack", "ipv6", ("AAAA",)),
        ("ipv6", "ipv6", ("AAAA",)),
        ("dualstack", "service-defined", ("A", "AAAA")),
        (None, None, ("A",)),
    ],
)
def test_record_types_follow_addresses_and_dns_records(
    addresses: str | None, records: str | None, types: tuple[str, ...]
) -> None:
    assert found(IpAddressType=addresses, DnsOptions={"DnsRecordIpType": records}).record_types == types


@pytest.mark.parametrize("state", ["pendingAcceptance", "Rejected", "expired"])
def test_an_endpoint_must_be_available(state: str) -> None:
    target = found(State=state)
    finding = by_id(list(judge(case_of(target, private=True))), "vpce-not-available")
    assert state in finding.message
    assert judged(found(State="Available")) == set()


def test_a_public_zone_hands_out_private_addresses() -> None:
    assert judged(found(), private=False) == {"vpce-in-public-zone"}


@pytest.mark.parametrize(
    ("service", "expected"),
    [
        ("com.amazonaws.eu-west-1.ssm", {"vpce-tls-name"}),
        ("com.amazonaws.eu-west-1.execute-api", set()),
        ("com.amazonaws.vpce.eu-west-1.vpce-svc-0123456789abcdef0", set()),
    ],
)
def test_services_of_aws_present_their_own_certificate(service: str, expected: set[str]) -> None:
    assert judged(found(ServiceName=service)) == expected


@pytest.mark.parametrize("entries", [[PENDING], [{"DnsName": REGIONAL, "HostedZoneId": "ZONEIDPENDING"}]])
def test_an_endpoint_without_a_name_of_its_own_is_listed_with_its_rule(entries: list[dict[str, str]]) -> None:
    target = found(DnsEntries=entries, ServiceName="com.amazonaws.eu-west-1.ssm")
    assert (target.state, target.aliasable, target.zone_id) == ("vpce-private-dns-entry", False, "")
    assert judged(target) == {"vpce-private-dns-entry"}


def test_an_endpoint_without_any_name_says_its_state() -> None:
    target = found(DnsEntries=[], State="pending")
    assert (target.dns_name, target.state, target.aliasable) == (None, "pending", False)


def test_health_of_an_endpoint_is_hardly_ever_bad() -> None:
    assert judged(found(), evaluate=True) == {"eth-no-benefit"}


def test_ipv6_without_ipv6_is_warned_about() -> None:
    assert judged(found(), "A", "AAAA") == {"aaaa-target-ipv4-only"}


@pytest.mark.parametrize(
    ("text", "region"),
    [
        (REGIONAL, "eu-west-1"),
        ("*.vpce-0123456789abcdef0-abcdefgh.s3.us-east-1.vpce.amazonaws.com", "us-east-1"),
        ("bucket.vpce-0123456789abcdef0-abcdefgh.s3.us-east-1.vpce.amazonaws.com", "us-east-1"),
        ("vpce-01234567-abcdefgh.ssm.cn-north-1.vpce.amazonaws.com.cn", "cn-north-1"),
    ],
)
def test_names_are_recognised_with_their_region(text: str, region: str) -> None:
    recognition = recognise(DnsName.parse(text))
    assert recognition is not None
    assert (recognition.kind, recognition.region, recognition.internal) == ("vpc-endpoint", region, True)
    assert "Availability Zone" not in recognition.reason


def test_a_zonal_name_is_aliasable_with_a_warning() -> None:
    recognition = recognise(DnsName.parse(ZONAL))
    assert recognition is not None
    assert "only the Availability Zone eu-west-1a" in recognition.reason
    target = offline_target(recognition)
    assert (target.zone_id, target.aliasable) == ("Z38GZ743OKFT7T", True)
    assert judged(target) == {"vpce-zonal-name", "investigation-incomplete"}


def test_a_name_that_only_ends_like_an_endpoint_is_none() -> None:
    assert recognise(DnsName.parse("www.eu-west-1.vpce.amazonaws.com")) is None
