"""Both APIs of API Gateway over the wire: they list the same custom domain names, each in its own words."""

from __future__ import annotations

import re
from typing import Any

import pytest

from tests.conftest import MakeClient
from tests.sandbox.refusing import refused
from xalias_tui.domain.zone_ids import lookup
from xalias_tui.sandbox.members import SHOP
from xalias_tui.sandbox.organisation.api_domains import ApiDomain, add_api_domain
from xalias_tui.sandbox.organisation.estate import Estate
from xalias_tui.sandbox.world import World

REGION = "eu-west-1"
REGIONAL = r"d-[a-z0-9]{10}\.execute-api\.eu-west-1\.amazonaws\.com"
EDGE = r"d[a-z0-9]{13}\.cloudfront\.net"


@pytest.fixture
def estate(world: World) -> Estate:
    return Estate(world, SHOP)


@pytest.fixture
def rest(make_client: MakeClient) -> Any:
    return make_client("shop-prod", "apigateway", REGION)


@pytest.fixture
def http(make_client: MakeClient) -> Any:
    return make_client("shop-prod", "apigatewayv2", REGION)


def zone_id(service: str, region: str) -> str:
    entry = lookup(service, region)
    assert entry is not None
    return entry.zone_id


def test_a_regional_domain_is_the_same_in_both_apis(estate: Estate, rest: Any, http: Any) -> None:
    add_api_domain(estate, ApiDomain(REGION, "api.example.com", ip_address_type="dualstack", tags={"note": "\x1b[2J"}))
    (old,), (new,) = rest.get_domain_names()["items"], http.get_domain_names()["Items"]
    assert re.fullmatch(REGIONAL, old["regionalDomainName"])
    assert old["regionalHostedZoneId"] == zone_id("apigateway_regional", REGION)
    assert "distributionDomainName" not in old
    assert not [name for name in old if name.startswith("_")]
    assert old["regionalCertificateArn"].startswith(f"arn:aws:acm:{REGION}:{SHOP}:certificate/")
    assert (old["domainNameStatus"], old["tags"]) == ("AVAILABLE", {"note": "\x1b[2J"})
    (configuration,) = new["DomainNameConfigurations"]
    assert (new["DomainName"], new["RoutingMode"], new["Tags"]) == (
        old["domainName"],
        old["routingMode"],
        old["tags"],
    )
    assert configuration == {
        "ApiGatewayDomainName": old["regionalDomainName"],
        "CertificateArn": old["regionalCertificateArn"],
        "DomainNameStatus": "AVAILABLE",
        "EndpointType": "REGIONAL",
        "HostedZoneId": old["regionalHostedZoneId"],
        "IpAddressType": "dualstack",
        "SecurityPolicy": "TLS_1_2",
    }
    assert {name: rest.get_domain_name(domainName="api.example.com")[name] for name in old} == old
    assert {name: http.get_domain_name(DomainName="api.example.com")[name] for name in new} == new


def test_an_edge_domain_lies_in_cloudfronts_zone(estate: Estate, rest: Any, http: Any) -> None:
    add_api_domain(estate, ApiDomain(REGION, "edge.example.com", ("EDGE",)))
    (old,), (new,) = rest.get_domain_names()["items"], http.get_domain_names()["Items"]
    assert re.fullmatch(EDGE, old["distributionDomainName"])
    assert old["distributionHostedZoneId"] == "Z2FDTNDATAQYW2"
    assert "regionalDomainName" not in old
    assert old["certificateArn"].startswith("arn:aws:acm:us-east-1:")
    assert new["DomainNameConfigurations"][0]["ApiGatewayDomainName"] == old["distributionDomainName"]


def test_a_domain_that_moves_has_both_endpoints(estate: Estate, rest: Any, http: Any) -> None:
    add_api_domain(estate, ApiDomain(REGION, "moving.example.com", ("EDGE", "REGIONAL")))
    (old,), (new,) = rest.get_domain_names()["items"], http.get_domain_names()["Items"]
    assert re.fullmatch(REGIONAL, old["regionalDomainName"])
    assert re.fullmatch(EDGE, old["distributionDomainName"])
    assert [item["EndpointType"] for item in new["DomainNameConfigurations"]] == ["EDGE", "REGIONAL"]


def test_a_private_domain_is_known_to_the_older_api_only(estate: Estate, rest: Any, http: Any) -> None:
    add_api_domain(estate, ApiDomain(REGION, "inside.example.com", ("PRIVATE",)))
    (old,) = rest.get_domain_names()["items"]
    assert {"regionalDomainName", "distributionDomainName"}.isdisjoint(old)
    assert old["domainNameArn"].endswith(f":/domainnames/inside.example.com+{old['domainNameId']}")
    assert http.get_domain_names()["Items"] == []
    assert refused(http.get_domain_name, DomainName="inside.example.com")[:2] == ("NotFoundException", 404)
    assert refused(rest.get_domain_name, domainName="inside.example.com")[:2] == ("NotFoundException", 404)
    found = rest.get_domain_name(domainName="inside.example.com", domainNameId=old["domainNameId"])
    assert found["domainNameArn"] == old["domainNameArn"]


def test_states_come_with_their_message(estate: Estate, rest: Any, http: Any) -> None:
    domain = ApiDomain(REGION, "new.example.com", status="PENDING_OWNERSHIP_VERIFICATION", status_message="Prove it.")
    add_api_domain(estate, domain)
    (old,), (new,) = rest.get_domain_names()["items"], http.get_domain_names()["Items"]
    assert (old["domainNameStatus"], old["domainNameStatusMessage"]) == (domain.status, "Prove it.")
    (configuration,) = new["DomainNameConfigurations"]
    assert (configuration["DomainNameStatus"], configuration["DomainNameStatusMessage"]) == (domain.status, "Prove it.")


def test_lists_have_pages(estate: Estate, rest: Any, http: Any) -> None:
    for number in range(60):
        add_api_domain(estate, ApiDomain(REGION, f"api-{number:02}.example.com"))
    first = rest.get_domain_names()
    assert len(first["items"]) == 25
    whole = [page["items"] for page in rest.get_paginator("get_domain_names").paginate(limit=50)]
    assert [len(items) for items in whole] == [50, 10]
    pages = http.get_paginator("get_domain_names").paginate(PaginationConfig={"PageSize": "40"})
    assert [len(page["Items"]) for page in pages] == [40, 20]
    assert len(rest.get_domain_names(limit=500)["items"]) == 60
    assert rest.get_domain_names(resourceOwner="OTHER_ACCOUNTS")["items"] == []
    assert refused(rest.get_domain_names, position="nonsense")[:2] == ("BadRequestException", 400)
    assert refused(http.get_domain_names, NextToken="nonsense")[:2] == ("BadRequestException", 400)


def test_mappings_of_http_apis_are_told_by_the_newer_api_only(estate: Estate, rest: Any, http: Any) -> None:
    add_api_domain(estate, ApiDomain(REGION, "rest.example.com"))
    add_api_domain(estate, ApiDomain(REGION, "http.example.com", rest=False))
    add_api_domain(estate, ApiDomain(REGION, "bare.example.com", mapped=False))
    (mapping,) = rest.get_base_path_mappings(domainName="rest.example.com")["items"]
    assert (mapping["basePath"], mapping["stage"]) == ("(none)", "prod")
    (same,) = http.get_api_mappings(DomainName="rest.example.com")["Items"]
    assert (same["ApiId"], same["ApiMappingKey"]) == (mapping["restApiId"], "")
    for name, count in (("http.example.com", 1), ("bare.example.com", 0)):
        assert rest.get_base_path_mappings(domainName=name).get("items", []) == []
        assert len(http.get_api_mappings(DomainName=name)["Items"]) == count


def test_routing_rules_have_pages(estate: Estate, http: Any) -> None:
    add_api_domain(estate, ApiDomain(REGION, "routed.example.com", rules=3, routing_mode="ROUTING_RULE_ONLY"))
    pages = http.get_paginator("list_routing_rules").paginate(
        DomainName="routed.example.com", PaginationConfig={"PageSize": 2}
    )
    rules = [[rule["Priority"] for rule in page["RoutingRules"]] for page in pages]
    assert rules == [[100, 200], [300]]
    (domain,) = http.get_domain_names()["Items"]
    assert domain["RoutingMode"] == "ROUTING_RULE_ONLY"


def test_strangers_are_not_found(rest: Any, http: Any, make_client: MakeClient) -> None:
    assert refused(rest.get_domain_name, domainName="nobody.example.com")[:2] == ("NotFoundException", 404)
    assert refused(rest.get_base_path_mappings, domainName="nobody.example.com")[:2] == ("NotFoundException", 404)
    for operation in (http.get_domain_name, http.get_api_mappings, http.list_routing_rules):
        assert refused(operation, DomainName="nobody.example.com")[:2] == ("NotFoundException", 404)
    for service in ("apigateway", "apigatewayv2"):
        denied = make_client("legacy", service, REGION)
        assert refused(denied.get_domain_names)[:2] == ("AccessDeniedException", 403)
