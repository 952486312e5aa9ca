from __future__ import annotations

from typing import Any

import pytest

from tests.targets import network_documents as docs
from tests.targets.fakes import FakeAsk, by_id, case_of, found_and_inspected, ids
from xalias_tui.domain.names import DnsName
from xalias_tui.domain.targets import Target
from xalias_tui.targets import judge, kind, recognise

AMPLIFY = kind("amplify")
MISSING = "amplify-subdomain-missing"


def found(*sub_domains: dict[str, Any], **changed: Any) -> Target:
    return found_and_inspected(AMPLIFY, FakeAsk(docs.app_answers(*sub_domains, **changed)))


def judged(target: Target, name: str = "www.example.com", **options: Any) -> set[str]:
    return ids(list(judge(case_of(target, name, **options))))


def told(target: Target, name: str = "www.example.com") -> str:
    return by_id(list(judge(case_of(target, name))), MISSING).message


def test_a_domain_is_found_with_the_values_of_its_alias() -> None:
    target = found(docs.sub_domain("www"), docs.sub_domain(""))
    assert target.dns_name == DnsName.parse("d444444abcdef8.cloudfront.net")
    assert (target.zone_id, target.zone_id_origin) == ("Z2FDTNDATAQYW2", "table")
    assert (target.name, target.state, target.label) == ("campaign", "AVAILABLE", "example.com")
    assert (target.hostnames, target.evaluate_target_health) == (("www.example.com", "example.com"), "forbidden")
    assert judged(target) == judged(target, "example.com") == set()


def test_sub_domains_are_grouped_by_the_distribution_that_they_lead_to() -> None:
    other = docs.sub_domain("beta", target="d555555abcdef8.cloudfront.net")
    answers = docs.app_answers(docs.sub_domain("www"), other, docs.sub_domain("m"))
    first, second = AMPLIFY.discover(FakeAsk(answers))
    assert first.hostnames == ("www.example.com", "m.example.com")
    assert second.hostnames == ("beta.example.com",)
    assert first.key != second.key


def test_a_domain_that_is_not_proved_awaits_its_record_although_no_certificate_was_read() -> None:
    proof = "_a1.example.com. CNAME _b2.acm-validations.aws."
    target = found(
        docs.sub_domain("www"),
        domainStatus="PENDING_VERIFICATION",
        certificateVerificationDNSRecord=proof,
    )
    assert "validation-record-missing" in judged(target)


@pytest.mark.parametrize("text", ["", "<pending>", "elsewhere.example.net"])
def test_a_sub_domain_without_a_distribution_cannot_be_aliased_yet(text: str) -> None:
    target = found(docs.sub_domain("www", target=text), domainStatus="CREATING")
    assert (target.dns_name, target.zone_id, target.aliasable, target.state) == (None, "", False, "CREATING")


def test_a_wildcard_sub_domain_serves_names_below_the_domain() -> None:
    target = found(docs.sub_domain("*"))
    assert judged(target) == set()
    assert judged(target, "a.b.example.com") == {MISSING}


def test_a_name_that_is_not_listed_is_not_served() -> None:
    assert told(found(docs.sub_domain("api"))) == (
        "Amplify app campaign does not serve www.example.com: it lists api.example.com."
    )


def test_an_unverified_sub_domain_is_not_served() -> None:
    target = found(docs.sub_domain("www", verified=False), docs.sub_domain("m"))
    assert "not verified" in told(target)
    assert judged(target, "m.example.com") == set()


def test_a_domain_that_is_not_available_says_why() -> None:
    target = found(domainStatus="FAILED", statusReason="CNAME is missing.")
    assert told(target).endswith("the domain is FAILED (CNAME is missing).")
    assert told(found(domainStatus="CREATING")).endswith("the domain is CREATING.")


def test_a_wildcard_record_is_broader_than_the_app() -> None:
    assert judged(found(), "*.example.com") == {"wildcard-broader-than-target"}


def test_a_private_zone_cannot_hold_it() -> None:
    assert judged(found(), private=True) == {"cloudfront-private-zone"}


def test_offline_the_name_is_that_of_a_distribution() -> None:
    name = DnsName.parse("d444444abcdef8.cloudfront.net")
    first, own = recognise(name), AMPLIFY.recognise(name)
    assert first is not None
    assert own is not None
    assert (first.kind, own.kind, own.zone_id) == ("cloudfront", "amplify", first.zone_id)


def test_an_app_without_domains_is_no_target() -> None:
    answers = docs.app_answers() | {"amplify.list_domain_associations": {"domainAssociations": []}}
    assert list(AMPLIFY.discover(FakeAsk(answers))) == []
