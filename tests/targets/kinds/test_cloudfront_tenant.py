from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from tests.stage import accounts_here
from tests.targets import documents as docs
from tests.targets.fakes import ACCOUNT, FakeAsk, by_id, case_of, denied, failure, ids, serious
from tests.targets.over_wire import everything, judged
from xalias_tui.domain.findings import Finding
from xalias_tui.domain.names import DnsName
from xalias_tui.domain.targets import Target
from xalias_tui.sandbox import organisation
from xalias_tui.sandbox.members import LEGACY, SHOP
from xalias_tui.sandbox.organisation import tenants
from xalias_tui.sandbox.organisation.estate import Estate
from xalias_tui.sandbox.server import Sandbox
from xalias_tui.sandbox.world import World
from xalias_tui.targets import judge, kind
from xalias_tui.targets.kinds.cloudfront_tenant import ConnectionGroupFacts

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
        "Id": "dt_acme",
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
        "cloudfront.list_domain_conflicts": {"DomainConflicts": []},
    }


def held(*claims: tuple[str, str]) -> dict[str, Any]:
    return {
        "cloudfront.list_domain_conflicts": {
            "DomainConflicts": [{"Domain": domain, "ResourceId": id_} for domain, id_ in claims]
        }
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


WILD = answers(tenant("*.example.com"))
OWN, OTHER = ("*.example.com", "*******acme"), ("www.example.com", "*******OTHER1")


@pytest.mark.parametrize(
    ("given", "claims", "expected"),
    [
        (WILD, (OWN, OTHER), {"cloudfront-alias-on-other-distribution"}),
        (WILD, (OWN,), set()),
        (WILD, (OWN, ("*.com", "*******OTHER1")), set()),
        (answers(), (("www.example.com", "*******acme"), ("*.example.com", "*******OTHER1")), set()),
    ],
)
def test_a_more_specific_claim_of_another_goes_before_a_tenant_s_wildcard(
    given: dict[str, Any], claims: tuple[tuple[str, str], ...], expected: set[str]
) -> None:
    judgement = findings(given | held(*claims))
    assert serious(judgement) == expected
    if expected:
        found = by_id(judgement, "cloudfront-alias-on-other-distribution")
        assert "Distribution or tenant *******OTHER1 already owns www.example.com" in found.message
        assert "--target-resource DistributionTenantId=dt_acme" in found.fix


def test_claims_that_may_not_be_read_are_said() -> None:
    refused = WILD | {"cloudfront.list_domain_conflicts": denied("cloudfront:ListDomainConflicts")}
    assert "iam-read-denied" in ids(findings(refused))


def claimed(target: Target, given: dict[str, Any], name: str = "www.example.com") -> tuple[Any, list[str]]:
    ask = FakeAsk(given, "us-east-1")
    return TENANTS.claimed(target, DnsName.parse(name), ask), ask.calls


def test_an_audit_asks_the_tenant_whose_wildcard_covers_the_name() -> None:
    listed, _ = TENANTS.discover(FakeAsk(WILD, "us-east-1"))
    seen, calls = claimed(listed, WILD | held(OWN, OTHER))
    assert (seen.exists, seen.claims, calls) == (True, (OTHER,), ["cloudfront.list_domain_conflicts"])
    told = TENANTS.with_claims(listed, seen.claims)
    assert serious(list(judge(case_of(told)))) == {"cloudfront-alias-on-other-distribution"}
    assert claimed(listed, WILD | held(OWN))[0].exists is False
    no_certificate = WILD | {"cloudfront.list_domain_conflicts": failure("InvalidArgument")}
    assert claimed(listed, no_certificate)[0] is None
    assert claimed(listed, WILD, "www.example.net") == (None, []), "no tenant could be asked"


def test_a_tenant_that_was_kept_without_its_id_is_listed_again() -> None:
    listed, _ = TENANTS.discover(FakeAsk(WILD, "us-east-1"))
    assert isinstance(listed.facts, ConnectionGroupFacts)
    domains = tuple(replace(domain, tenant_id="") for domain in listed.facts.domains)
    kept = replace(listed, facts=replace(listed.facts, domains=domains))
    seen, calls = claimed(kept, WILD | held(OTHER))
    assert (seen.exists, calls) == (
        True,
        ["cloudfront.list_distribution_tenants", "cloudfront.list_domain_conflicts"],
    )


def test_what_another_account_claims_is_told_over_the_wire(
    world: World, sandbox: Sandbox, enter_sandbox: Callable[[Sandbox], None]
) -> None:
    shop, legacy = Estate(world, SHOP), Estate(world, LEGACY)
    tenants.add_group(shop, "tenants", default=True)
    tenants.add_tenant(shop, tenants.Tenant("globex", ("*.globex.example.com",)))
    legacy.distribution("theirs", ["eu.globex.example.com"])
    enter_sandbox(sandbox)
    ask = accounts_here().ask("shop-prod", "us-east-1")
    (target,) = TENANTS.discover(ask)
    for name, expected in (("eu", {"cloudfront-alias-on-other-distribution"}), ("us", set())):
        record = f"{name}.globex.example.com"
        assert judged(TENANTS.inspect(target, ask, DnsName.parse(record)), record) == expected
        seen = TENANTS.claimed(target, DnsName.parse(record), ask)
        assert seen is not None
        assert seen.exists == bool(expected)


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
