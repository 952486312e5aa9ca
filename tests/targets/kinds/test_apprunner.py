from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from tests.stage import accounts_here
from tests.targets.fakes import ACCOUNT, FakeAsk, by_id, case_of, denied, found_and_inspected, ids
from tests.targets.over_wire import everything, judged
from xalias_tui.domain.findings import Finding, Severity
from xalias_tui.domain.names import DnsName
from xalias_tui.domain.targets import Target
from xalias_tui.sandbox import organisation
from xalias_tui.sandbox.members import SHOP
from xalias_tui.sandbox.organisation import apprunner as runners
from xalias_tui.sandbox.organisation.estate import Estate
from xalias_tui.sandbox.server import Sandbox
from xalias_tui.sandbox.world import World
from xalias_tui.targets import judge, kind, recognise
from xalias_tui.targets.shared.validation_rules import VALIDATION_RECORD_MISSING

RUNNERS = kind("apprunner")
RECORD = {"Name": "_a.www.example.com.", "Type": "CNAME", "Value": "_b.acm-validations.aws.", "Status": "SUCCESS"}


def domain(name: str = "www.example.com", status: str = "ACTIVE", *, www: bool = False) -> dict[str, Any]:
    records = [RECORD]
    return {
        "DomainName": name,
        "Status": status,
        "EnableWWWSubdomain": www,
        "CertificateValidationRecords": records,
    }


def answers(*domains: dict[str, Any], public: bool = True, **changed: Any) -> dict[str, Any]:
    item = {
        "ServiceName": "quotes",
        "ServiceArn": f"arn:aws:apprunner:eu-west-1:{ACCOUNT}:service/quotes/0123",
        "ServiceUrl": "psbqam834h.eu-west-1.awsapprunner.com",
        "CreatedAt": datetime(2025, 1, 1, tzinfo=UTC),
        "Status": "RUNNING",
        **changed,
    }
    network = {"IngressConfiguration": {"IsPubliclyAccessible": public}}
    return {
        "apprunner.list_services": {"ServiceSummaryList": [item]},
        "apprunner.describe_service": {"Service": {**item, "NetworkConfiguration": network}},
        "apprunner.describe_custom_domains": {"CustomDomains": list(domains or [domain()])},
    }


def found(given: dict[str, Any]) -> Target:
    return found_and_inspected(RUNNERS, FakeAsk(given))


def findings(given: dict[str, Any], name: str = "www.example.com", *, private: bool = False) -> list[Finding]:
    return list(judge(case_of(found(given), name, private=private)))


@pytest.mark.parametrize(
    ("ip_address_type", "told"),
    [("IPV4", "has no IPv6 address"), ("DUAL_STACK", "AWS documents no AAAA"), ("", "AWS documents no AAAA")],
)
def test_ipv6_is_denied_only_where_the_service_says_so(ip_address_type: str, told: str) -> None:
    given = answers()
    given["apprunner.describe_service"]["Service"]["NetworkConfiguration"]["IpAddressType"] = ip_address_type
    judged = list(judge(case_of(found(given), types=("A", "AAAA"))))
    assert told in by_id(judged, "aaaa-target-ipv4-only").message


def test_a_service_is_found_with_the_host_names_that_are_associated() -> None:
    target = found(answers(domain(), domain("example.com", www=True), domain("soon.example.com", "CREATING")))
    assert target.dns_name == DnsName.parse("psbqam834h.eu-west-1.awsapprunner.com")
    assert (target.zone_id, target.zone_id_origin, target.record_types) == ("Z087551914Z2PCAU0QHMW", "table", ("A",))
    assert target.hostnames == ("www.example.com", "example.com")
    assert (target.state, target.internal, findings(answers())) == ("RUNNING", False, [])


@pytest.mark.parametrize(
    ("domains", "name", "severity", "told"),
    [
        ([domain()], "m.example.com", Severity.ERROR, "it knows www.example.com"),
        ([domain(status="CREATE_FAILED")], "www.example.com", Severity.ERROR, "the association is CREATE_FAILED"),
        ([domain(status="BINDING_CERTIFICATE")], "www.example.com", Severity.WARNING, "its certificate is being bound"),
        ([domain("*.example.com")], "a.b.example.com", Severity.ERROR, "it knows *.example.com"),
    ],
)
def test_what_is_not_associated_is_told(
    domains: list[dict[str, Any]], name: str, severity: Severity, told: str
) -> None:
    finding = by_id(findings(answers(*domains), name), "apprunner-not-associated")
    assert (finding.severity, told in finding.message) == (severity, True)


def test_a_certificate_that_waits_names_the_records_that_validate_it() -> None:
    waiting = domain(status="PENDING_CERTIFICATE_DNS_VALIDATION")
    finding = by_id(findings(answers(waiting)), "apprunner-not-associated")
    assert finding.remedy == "Create _a.www.example.com. CNAME _b.acm-validations.aws."
    assert finding.severity is Severity.WARNING


def test_a_host_name_that_waits_awaits_its_record() -> None:
    waiting = domain(status="PENDING_CERTIFICATE_DNS_VALIDATION")
    assert VALIDATION_RECORD_MISSING.id in ids(findings(answers(waiting)))


def test_a_wildcard_is_one_level_and_has_to_be_associated_itself() -> None:
    assert findings(answers(domain("*.example.com")), "shop.example.com") == []
    assert ids(findings(answers(), "*.example.com")) == {"wildcard-broader-than-target"}


@pytest.mark.parametrize(
    ("changed", "private", "expected"),
    [
        ({"Status": "PAUSED"}, False, {"apprunner-paused"}),
        ({"Status": "OPERATION_IN_PROGRESS"}, False, set()),
        ({"CreatedAt": datetime(2022, 7, 31, 23, tzinfo=UTC)}, False, {"apprunner-too-old"}),
        ({"CreatedAt": datetime(2022, 8, 1, tzinfo=UTC)}, False, set()),
        ({"public": False}, False, {"apprunner-private"}),
        ({"public": False}, True, set()),
    ],
)
def test_state_age_and_reach(changed: dict[str, Any], expected: set[str], *, private: bool) -> None:
    assert ids(findings(answers(**changed), private=private)) == expected


def test_what_is_denied_is_not_judged() -> None:
    given = answers() | {"apprunner.describe_custom_domains": denied("apprunner:DescribeCustomDomains")}
    given |= {"apprunner.describe_service": denied("apprunner:DescribeService")}
    assert ids(findings(given, "m.example.com")) == {"iam-read-denied"}
    assert found(given).internal is None


def test_the_name_alone_tells() -> None:
    recognition = recognise(DnsName.parse("PSBqam834h.us-east-1.awsapprunner.com"))
    assert recognition is not None
    assert (recognition.kind, recognition.zone_id) == ("apprunner", "Z01915732ZBZKC8D32TPT")
    assert recognise(DnsName.parse("a.b.us-east-1.awsapprunner.com")) is None


def test_services_and_their_names_are_found_over_pages(
    world: World, sandbox: Sandbox, enter_sandbox: Callable[[Sandbox], None]
) -> None:
    enter_sandbox(sandbox)
    estate = Estate(world, SHOP)
    for number in range(20):
        runners.add_service(estate, runners.Service("eu-west-1", f"s{number}"))
    names = tuple(f"n{number}.example.com" for number in range(6))
    runners.add_service(estate, runners.Service("eu-west-1", "last", names))
    ask = accounts_here().ask("shop-prod", "eu-west-1")
    *others, last = RUNNERS.discover(ask)
    assert len(others) == 20
    assert RUNNERS.inspect(last, ask, DnsName.parse(names[0])).hostnames == names


def test_each_fault_of_the_sandbox_is_found(
    world: World, sandbox: Sandbox, enter_sandbox: Callable[[Sandbox], None]
) -> None:
    organisation.build(world)
    enter_sandbox(sandbox)
    known = {target.name: target for target in everything("apprunner")}
    for name, expected in organisation.faulty(runners).items():
        ask = accounts_here().ask("shop-prod", known[name].region)
        picked = RUNNERS.inspect(known[name], ask, DnsName.parse(f"{name}.example.com"))
        assert judged(picked, f"{name}.example.com") == set(expected) - {VALIDATION_RECORD_MISSING.id}
