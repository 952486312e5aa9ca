from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.stage import accounts_here
from tests.targets import documents as docs
from tests.targets.fakes import ACCOUNT, FakeAsk, by_id, case_of, denied, ids, serious
from tests.targets.over_wire import everything, judged
from xalias_tui.domain.findings import Finding
from xalias_tui.domain.names import DnsName
from xalias_tui.domain.targets import Target
from xalias_tui.sandbox import organisation
from xalias_tui.sandbox.members import SHOP
from xalias_tui.sandbox.organisation import tenants
from xalias_tui.sandbox.organisation.estate import Estate
from xalias_tui.sandbox.server import Sandbox
from xalias_tui.sandbox.world import World
from xalias_tui.targets import judge, kind

TENANTS = kind("cloudfront-tenant")
CERTIFICATE = f"arn:aws:acm:us-east-1:{ACCOUNT}:certificate/1"


def group(name: str = "tenants", **changed: Any) -> dict[str, Any]:
    return {
        "Id": f"cg_{name}",
        "Name": name,
        "Arn": f"arn:aws:cloudfront::{ACCOUNT}:connection-group/cg_{name}",
        "RoutingEndpoint": f"d{name}12345.cloudfront.net",
        "Enabled": True,
        "Status": "Deployed",
        "IsDefault": name == "tenants",
        **changed,
    }


def tenant(*domains: str, status: str = "active", own: bool = True, **changed: Any) -> dict[str, Any]:
    return {
        "Name": "acme",
        "DistributionId": "EPLATFORM",
        "Domains": [{"Domain": domain, "Status": status} for domain in domains or ("www.example.com",)],
        "ConnectionGroupId": "cg_tenants",
        "Enabled": True,
        "Customizations": {"Certificate": {"Arn": CERTIFICATE}} if own else {},
        **changed,
    }


def answers(*known: dict[str, Any], ipv6: bool = True, **changed: Any) -> dict[str, Any]:
    return {
        "cloudfront.list_connection_groups": {"ConnectionGroups": [group(**changed), group("other")]},
        "cloudfront.list_distribution_tenants": {"DistributionTenantList": list(known or [tenant()])},
        "cloudfront.get_connection_group": {"ConnectionGroup": {"Ipv6Enabled": ipv6}},
        "cloudfront.get_distribution_config": {
            "DistributionConfig": {"ViewerCertificate": {"ACMCertificateArn": CERTIFICATE}}
        },
        "acm.describe_certificate": docs.certificate("www.example.com"),
    }


def found(given: dict[str, Any], name: str = "www.example.com") -> Target:
    ask = FakeAsk(given, "us-east-1")
    first, _ = TENANTS.discover(ask)
    return TENANTS.inspect(first, ask, DnsName.parse(name))


def findings(given: dict[str, Any], name: str = "www.example.com", types: tuple[str, ...] = ("A",)) -> list[Finding]:
    return list(judge(case_of(found(given, name), name, types)))


def test_a_connection_group_is_the_target_and_its_tenants_tell_the_names() -> None:
    target = found(answers(tenant(), tenant("soon.example.com", status="inactive", Name="globex")))
    assert target.dns_name == DnsName.parse("dtenants12345.cloudfront.net")
    assert (target.zone_id, target.record_types, target.region) == ("Z2FDTNDATAQYW2", ("A", "AAAA"), "global")
    assert (target.hostnames, target.label) == (("www.example.com",), "acme, globex")
    assert findings(answers(), types=("A", "AAAA")) == []


def test_an_account_without_connection_groups_is_not_asked_for_tenants() -> None:
    ask = FakeAsk({"cloudfront.list_connection_groups": {"ConnectionGroups": []}})
    assert list(TENANTS.discover(ask)) == []


@pytest.mark.parametrize(
    ("known", "changed", "expected", "told"),
    [
        (tenant(status="inactive"), {}, "cloudfront-tenant-domain-inactive", "of tenant acme is inactive"),
        (tenant(Enabled=False), {}, "cloudfront-tenant-domain-inactive", "tenant acme is disabled"),
        (tenant(), {"Enabled": False}, "cloudfront-tenant-domain-inactive", "connection group tenants is disabled"),
        (tenant(ConnectionGroupId="cg_other"), {}, "cloudfront-wrong-connection-group", "connection group other, not"),
        (tenant("m.example.com"), {}, "cloudfront-alternate-domain-missing", "it serves m.example.com"),
        (tenant(), {"Status": "InProgress"}, "cloudfront-not-deployed", "deploying"),
    ],
)
def test_what_stands_in_the_way_of_a_tenant_is_told(
    known: dict[str, Any], changed: dict[str, Any], expected: str, told: str
) -> None:
    judgement = findings(answers(known, **changed))
    assert serious(judgement) == {expected}
    assert told in by_id(judgement, expected).message


@pytest.mark.parametrize(
    "given",
    [
        answers(Status="InProgress"),
        answers(tenant("m.example.com")),
        answers(ipv6=False),
    ],
)
def test_no_command_takes_a_connection_group_for_a_distribution(given: dict[str, Any]) -> None:
    judgement = findings(given, types=("A", "AAAA"))
    assert serious(judgement)
    assert [finding.fix for finding in judgement if finding.fix] == []


def test_a_tenant_that_names_no_group_is_in_the_default_one() -> None:
    assert serious(findings(answers(tenant(ConnectionGroupId="")))) == set()


def test_a_tenants_own_certificate_counts_else_that_of_its_distribution() -> None:
    ask = FakeAsk(answers(tenant(own=False)), "us-east-1")
    TENANTS.inspect(next(iter(TENANTS.discover(ask))), ask, DnsName.parse("www.example.com"))
    assert "cloudfront.get_distribution_config" in ask.calls
    other = answers() | {"acm.describe_certificate": docs.certificate("www.example.net")}
    assert serious(findings(other)) == {"cloudfront-certificate-mismatch"}


def test_without_ipv6_aaaa_is_told_and_a_denied_look_tells_nothing() -> None:
    assert "cloudfront-ipv6-disabled" in ids(findings(answers(ipv6=False), types=("A", "AAAA")))
    refused = answers() | {"cloudfront.get_connection_group": denied("cloudfront:GetConnectionGroup")}
    assert "cloudfront-ipv6-disabled" not in ids(findings(refused, types=("A", "AAAA")))
    assert "iam-read-denied" in ids(findings(refused))
    told = "aaaa-target-ipv4-only", "ipv6-available-no-aaaa"
    listed, _ = TENANTS.discover(FakeAsk(answers(), "us-east-1"))
    for types in (("A",), ("A", "AAAA")):
        for unknown in (found(refused), listed):
            assert ids(list(judge(case_of(unknown, types=types)))).isdisjoint(told)


def test_groups_and_tenants_are_found_over_pages(
    world: World, sandbox: Sandbox, enter_sandbox: Callable[[Sandbox], None]
) -> None:
    enter_sandbox(sandbox)
    estate = Estate(world, SHOP)
    for number in range(101):
        tenants.add_group(estate, f"g{number}")
        tenants.add_tenant(estate, tenants.Tenant(f"t{number}", (f"t{number}.example.com",), group=f"g{number}"))
    targets = list(TENANTS.discover(accounts_here().ask("shop-prod", "us-east-1")))
    assert [target.hostnames for target in targets] == [(f"t{number}.example.com",) for number in range(101)]


def test_each_fault_of_the_sandbox_is_found(
    world: World, sandbox: Sandbox, enter_sandbox: Callable[[Sandbox], None]
) -> None:
    organisation.build(world)
    enter_sandbox(sandbox)
    known = {target.name: target for target in everything("cloudfront-tenant")}
    ask = accounts_here().ask("shop-prod", "us-east-1")
    for name, expected in organisation.faulty(tenants).items():
        picked = TENANTS.inspect(known[name], ask, DnsName.parse(f"{name}.example.com"))
        assert judged(picked, f"{name}.example.com") == set(expected)
