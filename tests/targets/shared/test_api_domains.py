from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from tests.targets import documents as docs
from tests.targets.fakes import FakeAsk, by_id, case_of, denied, found_and_inspected, ids, only, serious
from xalias_tui.domain.findings import Finding, Severity
from xalias_tui.domain.lookups import LookupFailedError
from xalias_tui.domain.names import DnsName
from xalias_tui.domain.records import AliasRef, RecordKey, RecordSet
from xalias_tui.targets import Kind, judge, kind, recognise

REGIONAL, EDGE = kind("apigateway"), kind("apigateway-edge")
BOTH = {"types": ["EDGE", "REGIONAL"], "ipAddressType": "ipv4"}


def judged(
    answers: dict[str, Any], of: Kind = REGIONAL, types: tuple[str, ...] = ("A", "AAAA"), **options: Any
) -> list[Finding]:
    return list(judge(case_of(found_and_inspected(of, FakeAsk(answers)), types=types, **options)))


def test_a_regional_domain_is_found_with_the_values_of_its_alias() -> None:
    target = only(REGIONAL, FakeAsk(docs.api_answers(docs.regional_domain())))
    assert target.dns_name == DnsName.parse("d-abcde12345.execute-api.eu-west-1.amazonaws.com")
    assert (target.zone_id, target.zone_id_origin) == ("ZLY8HYME6SFDD", "api")
    assert target.record_types == ("A", "AAAA")
    assert (target.hostnames, target.label, target.state) == (("www.example.com",), "team=shop", "AVAILABLE")
    assert target.arn == "arn:aws:apigateway:eu-west-1::/domainnames/www.example.com"
    assert target.evaluate_target_health == "no-benefit"


def test_an_edge_domain_is_found_with_cloudfronts_zone() -> None:
    target = only(EDGE, FakeAsk(docs.api_answers(docs.edge_domain(), docs.regional_domain(domainName="b.example.com"))))
    assert target.dns_name == DnsName.parse("d222222abcdef8.cloudfront.net")
    assert (target.zone_id, target.zone_id_origin, target.record_types) == ("Z2FDTNDATAQYW2", "api", ("A",))
    assert (target.region, target.evaluate_target_health) == ("eu-west-1", "forbidden")


@pytest.mark.parametrize(("of", "item"), [(REGIONAL, docs.regional_domain()), (EDGE, docs.edge_domain())])
def test_the_name_of_what_was_found_is_recognised_with_the_same_zone_id(of: Kind, item: dict[str, Any]) -> None:
    target = only(of, FakeAsk(docs.api_answers(item)))
    assert target.dns_name is not None
    recognition = recognise(target.dns_name)
    own = of.recognise(target.dns_name)
    assert recognition is not None
    assert own is not None
    assert recognition.zone_id == own.zone_id == target.zone_id


def test_a_domain_that_both_apis_list_is_given_once() -> None:
    answers = docs.api_answers(
        docs.regional_domain(), http=(docs.http_domain(), docs.http_domain(DomainName="v2.example.com"))
    )
    assert [target.name for target in REGIONAL.discover(FakeAsk(answers))] == ["www.example.com", "v2.example.com"]


def test_a_domain_of_http_apis_is_found_with_the_same_values() -> None:
    target = only(REGIONAL, FakeAsk(docs.api_answers(http=(docs.http_domain(Tags={"team": "v2"}),))))
    assert target.dns_name == DnsName.parse("d-abcde12345.execute-api.eu-west-1.amazonaws.com")
    assert (target.zone_id, target.zone_id_origin) == ("ZLY8HYME6SFDD", "api")
    assert (target.record_types, target.label, target.state) == (("A",), "team=v2", "AVAILABLE")


def test_what_was_found_before_the_second_list_failed_is_kept() -> None:
    answers = docs.api_answers(docs.regional_domain())
    answers["apigatewayv2.get_domain_names"] = denied("apigateway:GET")
    given = REGIONAL.discover(FakeAsk(answers))
    assert next(given).name == "www.example.com"
    with pytest.raises(LookupFailedError):
        next(given)


def test_where_the_api_has_no_zone_id_the_table_serves() -> None:
    item = docs.regional_domain()
    del item["regionalHostedZoneId"]
    target = only(REGIONAL, FakeAsk(docs.api_answers(item)))
    assert (target.zone_id, target.zone_id_origin) == ("ZLY8HYME6SFDD", "table")


def test_private_domains_are_another_kind() -> None:
    private = docs.regional_domain(endpointConfiguration={"types": ["PRIVATE"]})
    assert list(REGIONAL.discover(FakeAsk(docs.api_answers(private)))) == []


def test_a_domain_without_a_name_yet_cannot_be_aliased() -> None:
    item = docs.edge_domain(domainNameStatus="PENDING_OWNERSHIP_VERIFICATION")
    del item["distributionDomainName"]
    target = only(EDGE, FakeAsk(docs.api_answers(item)))
    assert (target.record_types, target.dns_name, target.state) == ((), None, "PENDING_OWNERSHIP_VERIFICATION")


@pytest.mark.parametrize(
    ("of", "answers", "types"),
    [
        (REGIONAL, docs.api_answers(docs.regional_domain()), ("A", "AAAA")),
        (REGIONAL, docs.api_answers(http=(docs.http_domain(),)), ("A",)),
        (EDGE, docs.api_answers(docs.edge_domain()), ("A",)),
    ],
    ids=["rest", "http", "edge"],
)
def test_a_well_configured_domain_has_no_findings(of: Kind, answers: dict[str, Any], types: tuple[str, ...]) -> None:
    assert judged(answers, of, types) == []


MISCONFIGURED: list[tuple[str, Kind, dict[str, Any], dict[str, Any], set[str]]] = [
    ("name", REGIONAL, docs.api_answers(docs.regional_domain()), {"name": "a.example.com"}, {"apigw-name-mismatch"}),
    (
        "wildcard depth",
        REGIONAL,
        docs.api_answers(docs.regional_domain(domainName="*.example.com")),
        {"name": "a.b.example.com"},
        {"apigw-name-mismatch"},
    ),
    (
        "wildcard record",
        REGIONAL,
        docs.api_answers(docs.regional_domain()),
        {"name": "*.example.com"},
        {"wildcard-broader-than-target"},
    ),
    (
        "updating",
        REGIONAL,
        docs.api_answers(docs.regional_domain(domainNameStatus="UPDATING")),
        {},
        {"apigw-domain-not-available"},
    ),
    (
        "no mapping",
        REGIONAL,
        docs.api_answers(docs.regional_domain(), get_base_path_mappings={"items": []}),
        {},
        {"apigw-no-mapping"},
    ),
    (
        "no rule",
        REGIONAL,
        docs.api_answers(docs.regional_domain(routingMode="ROUTING_RULE_ONLY")),
        {},
        {"apigw-no-mapping"},
    ),
    (
        "neither rule nor mapping",
        REGIONAL,
        docs.api_answers(
            docs.regional_domain(routingMode="ROUTING_RULE_THEN_BASE_PATH_MAPPING"), get_base_path_mappings={}
        ),
        {},
        {"apigw-no-mapping"},
    ),
    (
        "mix-up",
        REGIONAL,
        docs.api_answers(docs.regional_domain(regionalHostedZoneId="Z2FDTNDATAQYW2")),
        {},
        {"apigw-edge-regional-mixup"},
    ),
    (
        "mix-up the other way",
        EDGE,
        docs.api_answers(docs.edge_domain(distributionHostedZoneId="ZLY8HYME6SFDD")),
        {"types": ("A",)},
        {"apigw-edge-regional-mixup"},
    ),
    (
        "IPv4 only",
        REGIONAL,
        docs.api_answers(docs.regional_domain(endpointConfiguration={"types": ["REGIONAL"], "ipAddressType": "ipv4"})),
        {},
        {"apigw-aaaa-ipv4", "aaaa-target-ipv4-only"},
    ),
    (
        "certificate of a regional domain",
        REGIONAL,
        docs.api_answers(docs.regional_domain(regionalCertificateArn=docs.GLOBAL_CERTIFICATE)),
        {},
        {"apigw-certificate"},
    ),
    (
        "certificate of an edge domain",
        EDGE,
        docs.api_answers(docs.edge_domain(certificateArn=docs.CERTIFICATE)),
        {"types": ("A",)},
        {"apigw-certificate"},
    ),
    (
        "edge in a private zone",
        EDGE,
        docs.api_answers(docs.edge_domain()),
        {"types": ("A",), "private": True},
        {"cloudfront-private-zone"},
    ),
]


@pytest.mark.parametrize(
    ("of", "answers", "options", "expected"),
    [row[1:] for row in MISCONFIGURED],
    ids=[row[0] for row in MISCONFIGURED],
)
def test_each_misconfiguration_is_found_alone(
    of: Kind, answers: dict[str, Any], options: dict[str, Any], expected: set[str]
) -> None:
    assert serious(judged(answers, of, **options)) == expected


@pytest.mark.parametrize(("of", "item"), [(REGIONAL, docs.regional_domain()), (EDGE, docs.edge_domain())])
def test_the_certificate_is_judged_for_the_name_that_the_domain_serves(of: Kind, item: dict[str, Any]) -> None:
    old = docs.certificate("shop.example.com")["Certificate"]
    answers = docs.api_answers(item, describe_certificate={"Certificate": {**old, "Status": "EXPIRED"}})
    assert ids(judged(answers, of, types=("A",))) >= {"cert-san-missing"}
    assert "cert-expired" not in ids(judged(answers, of, types=("A",)))
    named = docs.certificate("www.example.com")["Certificate"]
    answers = docs.api_answers(item, describe_certificate={"Certificate": {**named, "Status": "EXPIRED"}})
    assert "cert-expired" in ids(judged(answers, of, types=("A",)))
    assert serious(judged(answers, of, types=("A",), name="m.example.com")) == {"apigw-name-mismatch"}


@pytest.mark.parametrize("name", ["a.example.com", "*.example.com"])
def test_a_wildcard_domain_covers_one_label(name: str) -> None:
    assert judged(docs.api_answers(docs.regional_domain(domainName="*.example.com")), name=name) == []


def test_a_domain_that_waits_for_proof_is_an_error_in_the_services_words() -> None:
    item = docs.regional_domain(
        domainNameStatus="PENDING_OWNERSHIP_VERIFICATION", domainNameStatusMessage="Waiting for {proof}."
    )
    found = by_id(judged(docs.api_answers(item)), "apigw-domain-not-available")
    assert found.severity is Severity.ERROR
    assert found.message == "Custom domain www.example.com is PENDING_OWNERSHIP_VERIFICATION: Waiting for {proof}."


@pytest.mark.parametrize(
    ("mode", "changed"),
    [
        ("BASE_PATH_MAPPING_ONLY", {"get_base_path_mappings": {}, "get_api_mappings": {"Items": [{"ApiId": "a"}]}}),
        ("ROUTING_RULE_ONLY", {"list_routing_rules": {"RoutingRules": [{"RoutingRuleId": "r"}]}}),
        ("ROUTING_RULE_THEN_BASE_PATH_MAPPING", {}),
        (
            "ROUTING_RULE_THEN_API_MAPPING",
            {"get_base_path_mappings": {}, "list_routing_rules": {"RoutingRules": [{"RoutingRuleId": "r"}]}},
        ),
    ],
)
def test_one_way_to_an_api_is_enough(mode: str, changed: dict[str, Any]) -> None:
    answers = docs.api_answers(docs.regional_domain(routingMode=mode), **changed)
    assert judged(answers) == []


@pytest.mark.parametrize(("mode", "told"), [("", "BASE_PATH_MAPPING_ONLY"), ("ROUTING_RULE_ONLY", "ROUTING_RULE_ONLY")])
def test_a_domain_without_a_way_to_an_api_says_which_way_it_looks(mode: str, told: str) -> None:
    answers = docs.api_answers(docs.regional_domain(routingMode=mode), get_base_path_mappings={"items": []})
    assert by_id(judged(answers), "apigw-no-mapping").message == (
        f"Custom domain www.example.com routes to no API ({told})."
    )


def test_mappings_that_could_not_be_read_are_not_missed() -> None:
    answers = docs.api_answers(docs.regional_domain(), get_base_path_mappings=denied("apigateway:GET"))
    findings = judged(answers)
    assert ids(findings) == {"iam-read-denied"}
    assert "apigateway:GET" in findings[0].message


def test_a_domain_on_its_way_between_edge_and_regional_says_which_one_dns_uses() -> None:
    item = {**docs.edge_domain(), **docs.regional_domain(endpointConfiguration=BOTH)}
    answers = docs.api_answers(item)
    found = by_id(judged(answers, types=("A",)), "apigw-edge-regional-mixup")
    assert found.severity is Severity.INFO
    assert "today" not in found.message
    alias = AliasRef(DnsName.parse("d222222abcdef8.cloudfront.net"), "Z2FDTNDATAQYW2", evaluate_target_health=False)
    standing = RecordSet.alias_record(RecordKey(DnsName.parse("www.example.com"), "A"), alias)
    text = RecordSet.from_wire(
        {"Name": "www.example.com.", "Type": "TXT", "TTL": 60, "ResourceRecords": [{"Value": '"x"'}]}
    )
    assert "today" not in by_id(judged(answers, types=("A",), records=[text]), "apigw-edge-regional-mixup").message
    again = by_id(judged(answers, types=("A",), records=[standing]), "apigw-edge-regional-mixup")
    assert again.message.endswith("uses d-abcde12345.execute-api.eu-west-1.amazonaws.com, today DNS uses "
                                  "d222222abcdef8.cloudfront.net.")  # fmt: skip
    assert only(EDGE, FakeAsk(answers)).zone_id == "Z2FDTNDATAQYW2"


def test_evaluating_health_brings_nothing_and_says_so() -> None:
    assert ids(judged(docs.api_answers(docs.regional_domain()), evaluate=True)) == {"eth-no-benefit"}


def test_what_was_only_found_is_judged_without_mappings() -> None:
    target = only(REGIONAL, FakeAsk(docs.api_answers(docs.regional_domain())))
    assert ids(list(judge(case_of(target, types=("A", "AAAA"))))) == {"investigation-incomplete"}
    offline = replace(target, facts=None, hostnames=())
    assert ids(list(judge(case_of(offline, "other.example.com")))) == {"investigation-incomplete"}
