from __future__ import annotations

from typing import Any

import pytest

from tests.targets import network_documents as docs
from tests.targets.fakes import FakeAsk, case_of, found_and_inspected, ids, only
from xalias_tui.domain.names import DnsName
from xalias_tui.domain.targets import Target
from xalias_tui.targets import judge, kind, offline_target, recognise

OPENSEARCH = kind("opensearch")
SECOND = "search-logs-abcdefghijklmnopqrstuvwxyz.aos.eu-west-1.on.aws"
FIRST = "search-logs-abcdefghijklmnopqrstuvwxyz.eu-west-1.es.amazonaws.com"


def found(**changed: Any) -> Target:
    return found_and_inspected(OPENSEARCH, FakeAsk(docs.search_answers(**changed)))


def judged(target: Target, name: str = "www.example.com", *, evaluate: bool = False) -> set[str]:
    return ids(list(judge(case_of(target, name, ("A", "AAAA"), evaluate=evaluate))))


def test_a_dual_stack_domain_is_found_with_the_values_of_its_alias() -> None:
    target = found()
    assert target.dns_name == DnsName.parse(SECOND)
    assert (target.zone_id, target.zone_id_origin) == ("Z0OPENSEARCH", "api")
    assert (target.record_types, target.hostnames) == (("A", "AAAA"), ("www.example.com",))
    assert (target.name, target.state, target.internal) == ("logs", "Active", False)
    assert judged(target) == set()


def test_a_domain_in_a_vpc_names_its_endpoints_in_a_map() -> None:
    vpc = "vpc-logs-abcdefghijklmnopqrstuvwxyz"
    endpoints = {"vpc": f"{vpc}.eu-west-1.es.amazonaws.com", "vpcv2": f"{vpc}.aos.eu-west-1.on.aws"}
    target = found(Endpoint=None, EndpointV2=None, Endpoints=endpoints, VPCOptions={"VPCId": "vpc-1"})
    assert target.dns_name == DnsName.parse(endpoints["vpcv2"])
    assert target.aliasable
    assert target.internal is True
    assert judged(target) == {"vpce-in-public-zone"}
    assert ids(list(judge(case_of(target, private=True)))) == {"ipv6-available-no-aaaa"}


def test_an_ipv4_domain_is_listed_with_the_rule_that_excludes_it() -> None:
    target = found(EndpointV2=None, DomainEndpointV2HostedZoneId=None, IPAddressType="ipv4")
    assert target.dns_name == DnsName.parse(FIRST)
    assert (target.aliasable, target.zone_id, target.zone_id_origin) == (False, "", "")
    assert target.state == "opensearch-no-v2-endpoint"
    assert judged(target) == {"opensearch-no-v2-endpoint"}


def test_a_dual_stack_domain_without_a_custom_endpoint_has_no_second_one_either() -> None:
    target = found(EndpointV2=None, DomainEndpointV2HostedZoneId=None, DomainEndpointOptions={})
    (said,) = judge(case_of(target))
    assert said.id == "opensearch-no-v2-endpoint"
    assert "IPv4" not in said.message
    assert "custom endpoint" in said.remedy


def test_evaluating_its_health_brings_nothing() -> None:
    assert judged(found(), evaluate=True) == {"eth-no-benefit"}


def test_a_domain_that_is_being_made_has_no_endpoint_yet() -> None:
    target = found(Endpoint=None, EndpointV2=None, DomainProcessingStatus="Creating")
    assert (target.dns_name, target.state, target.aliasable) == (None, "Creating", False)


def test_a_domain_that_is_being_deleted_says_so() -> None:
    assert found(Deleted=True).state == "Deleting"


@pytest.mark.parametrize(
    "options",
    [
        {},
        {"CustomEndpointEnabled": False, "CustomEndpoint": "www.example.com"},
        {"CustomEndpointEnabled": True, "CustomEndpoint": "search.example.com"},
    ],
)
def test_the_custom_endpoint_must_be_the_records_name(options: dict[str, Any]) -> None:
    assert judged(found(DomainEndpointOptions=options)) == {"opensearch-custom-endpoint-mismatch"}


def test_case_does_not_matter_in_a_custom_endpoint() -> None:
    options = {"CustomEndpointEnabled": True, "CustomEndpoint": "WWW.example.com"}
    assert judged(found(DomainEndpointOptions=options)) == set()


def test_five_domains_are_described_in_a_call() -> None:
    asked: list[list[str]] = []

    def described(DomainNames: list[str]) -> dict[str, Any]:  # noqa: N803 -- the API's own parameter
        asked.append(DomainNames)
        return {"DomainStatusList": [docs.search_domain(DomainName=name) for name in DomainNames]}

    names = [f"domain-{number}" for number in range(11)]
    listed = {"DomainNames": [{"DomainName": name} for name in names]}
    ask = FakeAsk({"opensearch.list_domain_names": listed, "opensearch.describe_domains": described})
    assert [target.name for target in OPENSEARCH.discover(ask)] == names
    assert [len(group) for group in asked] == [5, 5, 1]


def test_an_account_without_domains_is_not_asked_for_descriptions() -> None:
    ask = FakeAsk({"opensearch.list_domain_names": {"DomainNames": []}})
    assert list(OPENSEARCH.discover(ask)) == []


def test_only_the_api_tells_the_zone_id() -> None:
    recognition = recognise(DnsName.parse(SECOND))
    assert recognition is not None
    assert (recognition.kind, recognition.region, recognition.zone_id) == ("opensearch", "eu-west-1", "")
    assert recognition.aliasable
    assert "are not published" in recognition.reason
    assert not offline_target(recognition).aliasable


def test_the_first_version_is_a_near_miss() -> None:
    recognition = recognise(DnsName.parse(FIRST))
    assert recognition is not None
    assert (recognition.aliasable, recognition.rule_id) == (False, "target-not-aliasable")


def test_what_was_read_names_one_target() -> None:
    assert only(OPENSEARCH, FakeAsk(docs.search_answers())).reference == docs.search_domain()["ARN"]
