from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.targets import lightsail_documents as docs
from tests.targets.fakes import FakeAsk, by_id, case_of, denied, found_and_inspected, ids
from xalias_tui.domain.names import DnsName
from xalias_tui.domain.targets import Target
from xalias_tui.targets import judge, kind, recognise

DISTRIBUTIONS = kind("lightsail-distribution")
BOTH = ("A", "AAAA")
NOT_ATTACHED = "lightsail-domain-not-attached"


def found(*certified: str, **changed: Any) -> Target:
    return found_and_inspected(DISTRIBUTIONS, FakeAsk(docs.distribution_answers(*certified, **changed), "us-east-1"))


def judged(target: Target, name: str = "www.example.com", **options: Any) -> set[str]:
    return ids(list(judge(case_of(target, name, **{"types": BOTH, **options}))))


def told(target: Target, name: str = "www.example.com") -> str:
    return by_id(list(judge(case_of(target, name))), NOT_ATTACHED).message


def test_a_distribution_is_found_with_the_values_of_its_alias() -> None:
    target = found()
    assert target.dns_name == DnsName.parse("d666666abcdef8.cloudfront.net")
    assert (target.zone_id, target.zone_id_origin, target.region) == ("Z2FDTNDATAQYW2", "table", "global")
    assert (target.record_types, target.hostnames) == (BOTH, ("www.example.com",))
    assert (target.name, target.state, target.evaluate_target_health) == ("newsroom", "Deployed", "forbidden")
    assert judged(target) == set()


def test_the_list_is_read_page_by_page() -> None:
    pages: list[Any] = [{"distributions": [docs.distribution(name=name)]} for name in ("first", "second")]
    ask = FakeAsk({"lightsail.get_distributions": pages})
    assert [target.name for target in DISTRIBUTIONS.discover(ask)] == ["first", "second"]


def test_ipv4_only_distributions_take_no_aaaa() -> None:
    assert judged(found(ipAddressType="ipv4")) == {"aaaa-target-ipv4-only"}


def test_a_name_must_be_listed_and_certified() -> None:
    assert told(found(), "m.example.com") == "Lightsail does not serve m.example.com: newsroom serves www.example.com."
    assert told(found(alternativeDomainNames=[])).endswith("newsroom has no domain.")
    many = [f"{letter}.example.com" for letter in "abcdefg"]
    assert "a.example.com, b.example.com, c.example.com, d.example.com, e.example.com and 2 more" in told(
        found(alternativeDomainNames=many)
    )
    assert told(found("www.example.net")).endswith("the certificate of newsroom covers www.example.net.")
    assert judged(found("*.example.com")) == set()
    assert judged(found(), "*.example.com") == {"wildcard-broader-than-target"}


def test_the_state_of_its_certificate_is_told() -> None:
    answers = docs.distribution_answers()
    detail = answers["lightsail.get_certificates"]["certificates"][0]["certificateDetail"]
    detail |= {
        "notAfter": datetime.now(UTC) + timedelta(days=9),
        "renewalSummary": {"renewalStatus": "PendingValidation"},
    }
    target = found_and_inspected(DISTRIBUTIONS, FakeAsk(answers, "us-east-1"))
    assert judged(target) == {"cert-expiring"}
    detail["status"] = "EXPIRED"
    assert judged(found_and_inspected(DISTRIBUTIONS, FakeAsk(answers, "us-east-1"))) == {"cert-expired"}


@pytest.mark.parametrize(
    ("changed", "expected"),
    [({"isEnabled": False}, "cloudfront-disabled"), ({"status": "InProgress"}, "cloudfront-not-deployed")],
)
def test_its_state_is_told(changed: dict[str, Any], expected: str) -> None:
    assert judged(found(**changed)) == {expected}
    assert by_id(list(judge(case_of(found(**changed)))), expected).fix == ""


def test_a_private_zone_cannot_hold_it() -> None:
    assert judged(found(), private=True) == {"cloudfront-private-zone"}


def test_without_a_certificate_those_that_wait_are_looked_for() -> None:
    answers = docs.distribution_answers(certificateName=None, alternativeDomainNames=[])
    ask = FakeAsk(answers | {"lightsail.get_certificates": {"certificates": []}}, "us-east-1")
    target = found_and_inspected(DISTRIBUTIONS, ask)
    assert ask.calls == ["lightsail.get_distributions", "lightsail.get_certificates"]
    assert judged(target) == {NOT_ATTACHED}


def test_a_certificate_that_may_not_be_read_is_told() -> None:
    answers = docs.distribution_answers() | {"lightsail.get_certificates": denied("lightsail:GetCertificates")}
    assert judged(found_and_inspected(DISTRIBUTIONS, FakeAsk(answers))) == {"iam-read-denied"}


def test_offline_the_name_is_that_of_a_distribution() -> None:
    name = DnsName.parse("d666666abcdef8.cloudfront.net")
    first, own = recognise(name), DISTRIBUTIONS.recognise(name)
    assert first is not None
    assert own is not None
    assert (first.kind, own.kind, own.zone_id) == ("cloudfront", "lightsail-distribution", first.zone_id)
