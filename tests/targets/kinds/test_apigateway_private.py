from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.stage import accounts_here
from tests.targets import documents as docs
from tests.targets.fakes import ACCOUNT, FakeAsk, case_of, denied, found_and_inspected, ids
from tests.targets.over_wire import everything, judged
from xalias_tui.domain.names import DnsName
from xalias_tui.sandbox import organisation
from xalias_tui.sandbox.organisation import private_apis
from xalias_tui.sandbox.server import Sandbox
from xalias_tui.sandbox.world import World
from xalias_tui.targets import judge, kind

PRIVATE, PORTALS = kind("apigateway-private"), kind("apigateway-portal")
DOMAIN_ARN = f"arn:aws:apigateway:eu-west-1:{ACCOUNT}:/domainnames/www.example.com+abc"
ENDPOINT = "vpce-0123456789abcdef0"
HOST = f"{ENDPOINT}-abcd1234.execute-api.eu-west-1.vpce.amazonaws.com"
VPCE_ZONE = "Z38GZ743OKFT7T"


def answers(*sources: str, endpoint: dict[str, Any] | None = None, mapped: bool = True, **changed: Any) -> Any:
    item = {
        "domainName": "www.example.com",
        "domainNameId": "abc",
        "domainNameArn": DOMAIN_ARN,
        "domainNameStatus": "AVAILABLE",
        "endpointConfiguration": {"types": ["PRIVATE"], "ipAddressType": "dualstack"},
        **changed,
    }
    associations = [
        {
            "domainNameAccessAssociationArn": f"{DOMAIN_ARN}/{source}",
            "domainNameArn": DOMAIN_ARN,
            "accessAssociationSource": source,
        }
        for source in sources
    ]
    known = endpoint or {
        "VpcEndpointId": ENDPOINT,
        "IpAddressType": "ipv4",
        "DnsEntries": [{"DnsName": HOST, "HostedZoneId": VPCE_ZONE}],
    }
    return {
        "apigateway.get_domain_names": {"items": [item, docs.regional_domain()]},
        "apigateway.get_domain_name_access_associations": {"items": associations},
        "ec2.describe_vpc_endpoints": {"VpcEndpoints": [known]},
        "apigateway.get_base_path_mappings": {"items": [{"basePath": "(none)"}] if mapped else []},
    }


def findings(given: Any, name: str = "www.example.com", *, private: bool = True) -> set[str]:
    target = found_and_inspected(PRIVATE, FakeAsk(given))
    return ids(list(judge(case_of(target, name, private=private))))


def test_a_private_domain_is_aliased_to_the_endpoint_that_may_reach_it() -> None:
    target = found_and_inspected(PRIVATE, FakeAsk(answers(ENDPOINT)))
    assert (target.dns_name, target.zone_id, target.zone_id_origin) == (DnsName.parse(HOST), VPCE_ZONE, "api")
    assert (target.name, target.hostnames, target.internal) == ("www.example.com", ("www.example.com",), True)
    assert target.record_types == ("A",)
    assert findings(answers(ENDPOINT)) == set()


@pytest.mark.parametrize(
    ("given", "private", "expected"),
    [
        (answers(ENDPOINT), False, {"apigw-private-in-public-zone"}),
        (answers(), True, {"apigw-private-in-public-zone"}),
        (answers("vpce-of-another-account"), True, {"apigw-private-in-public-zone"}),
        (answers(ENDPOINT, mapped=False), True, {"apigw-no-mapping"}),
        (answers(ENDPOINT, domainNameStatus="UPDATING"), True, {"apigw-domain-not-available"}),
        (
            {**answers(ENDPOINT), "apigateway.get_base_path_mappings": denied("apigateway:GET")},
            True,
            {"iam-read-denied"},
        ),
    ],
)
def test_what_a_private_domain_lacks_is_told(given: Any, expected: set[str], *, private: bool) -> None:
    assert findings(given, private=private) == expected


def test_its_name_is_the_only_one_that_it_answers() -> None:
    assert findings(answers(ENDPOINT), "m.example.com") == {"apigw-name-mismatch"}


def test_an_endpoint_that_is_not_available_is_said_and_named() -> None:
    waiting = {
        "VpcEndpointId": ENDPOINT,
        "State": "pendingAcceptance",
        "DnsEntries": [{"DnsName": HOST, "HostedZoneId": VPCE_ZONE}],
    }
    target = found_and_inspected(PRIVATE, FakeAsk(answers(ENDPOINT, endpoint=waiting)))
    (finding,) = judge(case_of(target, "www.example.com", private=True))
    assert (finding.id, finding.message) == ("vpce-not-available", f"Endpoint {ENDPOINT} is pendingAcceptance.")


def test_no_command_for_public_domains_is_offered() -> None:
    target = found_and_inspected(PRIVATE, FakeAsk(answers(ENDPOINT, mapped=False)))
    found = list(judge(case_of(target, "m.example.com", private=True)))
    assert ids(found) == {"apigw-name-mismatch", "apigw-no-mapping"}
    assert {finding.fix for finding in found} == {""}


def test_an_account_without_private_domains_costs_one_call() -> None:
    ask = FakeAsk({"apigateway.get_domain_names": {"items": [docs.regional_domain()]}})
    assert list(PRIVATE.discover(ask)) == []
    assert ask.calls == ["apigateway.get_domain_names"]


def test_associations_come_in_pages() -> None:
    given = answers()
    rest = answers(ENDPOINT)["apigateway.get_domain_name_access_associations"]["items"]
    given["apigateway.get_domain_name_access_associations"] = [{"items": [], "position": "1"}, {"items": rest}]
    assert found_and_inspected(PRIVATE, FakeAsk(given)).aliasable


def portal_answers(**changed: Any) -> dict[str, Any]:
    endpoint = {
        "PortalDefaultDomainName": "abc.portal.example.on.aws",
        "PortalDomainHostedZoneId": "Z0PORTAL",
        "DomainName": "www.example.com",
        "CertificateArn": docs.CERTIFICATE.replace("eu-west-1", "us-east-1"),
    }
    item = {
        "PortalId": "abcdefghij",
        "PortalArn": f"arn:aws:apigateway:eu-west-1:{ACCOUNT}:/portals/abcdefghij",
        "PortalContent": {"DisplayName": "developers"},
        "EndpointConfiguration": endpoint,
        "PublishStatus": "PUBLISHED",
        **changed,
    }
    return {
        "apigatewayv2.list_portals": {"Items": [item]},
        "acm.describe_certificate": docs.certificate("www.example.com"),
    }


def test_a_portal_is_found_with_what_only_its_api_tells() -> None:
    target = found_and_inspected(PORTALS, FakeAsk(portal_answers()))
    assert (target.zone_id, target.zone_id_origin, target.name) == ("Z0PORTAL", "api", "developers")
    assert target.dns_name == DnsName.parse("abc.portal.example.on.aws")
    assert ids(list(judge(case_of(target)))) == set()
    (other,) = judge(case_of(target, "m.example.com"))
    assert (other.id, other.fix) == ("apigw-name-mismatch", "")
    assert other.message == "Portal developers serves www.example.com, not m.example.com."
    assert other.remedy == "Make m.example.com the portal's custom domain."
    disabled = found_and_inspected(PORTALS, FakeAsk(portal_answers(PublishStatus="DISABLED")))
    assert ids(list(judge(case_of(disabled)))) == {"apigw-domain-not-available"}


def test_each_fault_of_the_sandbox_is_found(
    world: World, sandbox: Sandbox, enter_sandbox: Callable[[Sandbox], None]
) -> None:
    organisation.build(world)
    enter_sandbox(sandbox)
    known = {target.name: target for target in everything("apigateway-portal")}
    for name, expected in organisation.faulty(private_apis).items():
        ask = accounts_here().ask("shop-prod", known[name].region)
        picked = PORTALS.inspect(known[name], ask, DnsName.parse(f"{name}.example.com"))
        assert judged(picked, f"{name}.example.com") == set(expected)
