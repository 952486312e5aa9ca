from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.targets import lightsail_documents as docs
from tests.targets.fakes import FakeAsk, by_id, case_of, denied, found_and_inspected, ids
from xalias_tui.domain.findings import Severity
from xalias_tui.domain.names import DnsName
from xalias_tui.domain.targets import Target
from xalias_tui.targets import judge, kind, recognise

BALANCERS = kind("lightsail-loadbalancer")
BOTH = ("A", "AAAA")
NOT_ATTACHED = "lightsail-domain-not-attached"


def found(*certificates: Any, **changed: Any) -> Target:
    return found_and_inspected(BALANCERS, FakeAsk(docs.balancer_answers(*certificates, **changed)))


def judged(target: Target, name: str = "www.example.com", **options: Any) -> set[str]:
    return ids(list(judge(case_of(target, name, **{"types": BOTH, **options}))))


def test_a_load_balancer_is_found_with_the_values_of_its_alias() -> None:
    target = found()
    assert target.dns_name == DnsName.parse("dualstack.0123456789abcdef-1234567890.eu-west-1.elb.amazonaws.com")
    assert (target.zone_id, target.zone_id_origin, target.region) == ("Z32O12XQLNTSW2", "table", "eu-west-1")
    assert (target.name, target.state, target.internal) == ("club", "active", False)
    assert (target.record_types, target.hostnames, target.label) == (BOTH, ("www.example.com",), "team=sites, live=")
    assert judged(target) == set()


def test_without_dual_stack_there_is_no_aaaa() -> None:
    target = found(ipAddressType="ipv4")
    assert target.record_types == ("A",)
    assert judged(target) == {"aaaa-target-ipv4-only"}


def test_only_the_attached_certificate_counts() -> None:
    target = found(docs.balancer_certificate("www.example.com", attached=False), docs.balancer_certificate("a.test"))
    assert target.hostnames == ("a.test",)
    finding = by_id(list(judge(case_of(target))), NOT_ATTACHED)
    assert finding.severity is Severity.ERROR
    assert finding.message == "Lightsail does not serve www.example.com: the certificate of club covers a.test."


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"status": "REVOKED"}, "cert-failed"),
        ({"notAfter": datetime(2020, 1, 1, tzinfo=UTC)}, "cert-expired"),
        (
            {"notAfter": datetime.now(UTC) + timedelta(9), "renewalSummary": {"renewalStatus": "PENDING_VALIDATION"}},
            "cert-expiring",
        ),
    ],
)
def test_the_attached_certificate_must_be_valid_and_no_command_of_acm_helps(
    changed: dict[str, Any], expected: str
) -> None:
    target = found(docs.balancer_certificate() | changed)
    assert judged(target) == {expected}
    assert by_id(list(judge(case_of(target))), expected).fix == ""


def test_without_a_certificate_names_are_answered_over_http_only() -> None:
    ask = FakeAsk(docs.balancer_answers(tlsCertificateSummaries=[]))
    finding = by_id(list(judge(case_of(found_and_inspected(BALANCERS, ask)))), NOT_ATTACHED)
    assert finding.severity is Severity.WARNING
    assert "HTTP only" in finding.message
    assert ask.calls == ["lightsail.get_load_balancers"]


@pytest.mark.parametrize(
    ("state", "severity"),
    [("provisioning", Severity.WARNING), ("failed", Severity.ERROR), ("unknown", Severity.WARNING)],
)
def test_a_load_balancer_that_is_not_active_is_told(state: str, severity: Severity) -> None:
    assert by_id(list(judge(case_of(found(state=state)))), "lb-not-active").severity is severity


def test_somebody_must_be_healthy() -> None:
    ill = {"instanceName": "a", "instanceHealth": "unhealthy"}
    well = {"instanceName": "b", "instanceHealth": "healthy"}
    new = {"instanceName": "c", "instanceHealth": "initial"}
    assert judged(found(instanceHealthSummary=[ill, well])) == set()
    finding = by_id(list(judge(case_of(found(instanceHealthSummary=[ill, new])))), "lb-no-healthy-target")
    assert (finding.severity, "1 initial, 1 unhealthy" in finding.message) == (Severity.WARNING, True)
    starting = by_id(list(judge(case_of(found(instanceHealthSummary=[new])))), "lb-no-healthy-target")
    assert starting.severity is Severity.INFO
    assert judged(found(instanceHealthSummary=[])) == {"lb-no-healthy-target"}


def test_internal_clients_leave_their_network() -> None:
    assert judged(found(), private=True) == {"lb-public-in-private-zone"}


def test_certificates_that_may_not_be_read_are_told() -> None:
    action = "lightsail:GetLoadBalancerTlsCertificates"
    answers = docs.balancer_answers() | {"lightsail.get_load_balancer_tls_certificates": denied(action)}
    target = found_and_inspected(BALANCERS, FakeAsk(answers))
    assert (target.hostnames, target.inspected) == ((), True)
    assert judged(target) == {"iam-read-denied"}


def test_a_load_balancer_that_has_no_name_yet_cannot_be_aliased() -> None:
    target = found(dnsName=None, state="provisioning")
    assert (target.dns_name, target.record_types, target.aliasable) == (None, (), False)


def test_offline_the_name_is_that_of_an_application_load_balancer() -> None:
    name = DnsName.parse("0123456789abcdef-1234567890.eu-west-1.elb.amazonaws.com")
    first, own = recognise(name), BALANCERS.recognise(name)
    assert first is not None
    assert own is not None
    assert (first.kind, own.kind, own.zone_id) == ("alb", "lightsail-loadbalancer", first.zone_id)
    assert own.dns_name == first.dns_name
    assert BALANCERS.recognise(DnsName.parse("internal-shop-1.eu-west-1.elb.amazonaws.com")) is None
