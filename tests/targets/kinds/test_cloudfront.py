from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from tests.targets import documents as docs
from tests.targets.fakes import FakeAsk, by_id, case_of, denied, failure, found_and_inspected, ids, only, serious
from xalias_tui.domain.findings import Finding, Severity
from xalias_tui.domain.names import DnsName
from xalias_tui.domain.records import RecordKey, RecordSet
from xalias_tui.targets import judge, kind, recognise

CLOUDFRONT = kind("cloudfront")
ALL = ("A", "AAAA", "HTTPS")


def ask_of(answers: dict[str, Any], region: str = "us-east-1", partition: str = "aws") -> FakeAsk:
    return FakeAsk(answers, region, partition)


def judged(
    answers: dict[str, Any], name: str = "www.example.com", types: tuple[str, ...] = ALL, **options: Any
) -> list[Finding]:
    target = found_and_inspected(CLOUDFRONT, ask_of(answers), name)
    return list(judge(case_of(target, name, types, **options)))


def held(*claims: tuple[str, str]) -> dict[str, Any]:
    items = [{"Domain": alias, "ResourceId": id_, "AccountId": "******333333"} for alias, id_ in claims]
    return {"DomainConflicts": items}


def aliases(*names: str) -> dict[str, Any]:
    return {"Items": list(names), "Quantity": len(names)}


def test_a_distribution_is_found_with_the_values_of_its_alias() -> None:
    target = only(CLOUDFRONT, ask_of(docs.cloudfront_answers()))
    assert target.dns_name == DnsName.parse("d111111abcdef8.cloudfront.net")
    assert (target.zone_id, target.zone_id_origin) == ("Z2FDTNDATAQYW2", "table")
    assert target.record_types == ALL
    assert (target.region, target.state, target.label) == ("global", "Deployed", "the shop")
    assert target.hostnames == ("www.example.com",)
    assert target.evaluate_target_health == "forbidden"
    recognition = recognise(target.dns_name)
    assert recognition is not None
    assert recognition.zone_id == target.zone_id


def test_china_has_its_own_zone_id() -> None:
    answers = docs.cloudfront_answers(docs.distribution(DomainName="d111111abcdef8.cloudfront.cn"))
    target = only(CLOUDFRONT, ask_of(answers, "cn-northwest-1", "aws-cn"))
    assert target.zone_id == "Z3RFFRIM2A3IF5"


@pytest.mark.parametrize(
    ("changed", "types"),
    [
        ({"IsIPV6Enabled": False}, ("A", "HTTPS")),
        ({"HttpVersion": "http1.1"}, ("A", "AAAA")),
        ({"HttpVersion": "HTTP2"}, ALL),
        ({"Staging": True}, ()),
        ({"ConnectionMode": "tenant-only"}, ()),
    ],
)
def test_record_types_follow_ipv6_http_version_and_mode(changed: dict[str, Any], types: tuple[str, ...]) -> None:
    assert only(CLOUDFRONT, ask_of(docs.cloudfront_answers(docs.distribution(**changed)))).record_types == types


@pytest.mark.parametrize(
    ("changed", "rule"),
    [({"Staging": True}, "cloudfront-staging"), ({"ConnectionMode": "tenant-only"}, "cloudfront-tenant-only")],
)
def test_distributions_that_cannot_be_aliased_are_listed_with_their_rule(changed: dict[str, Any], rule: str) -> None:
    ask = ask_of(docs.cloudfront_answers(docs.distribution(**changed)))
    target = found_and_inspected(CLOUDFRONT, ask)
    assert target.state == rule
    assert ask.calls == ["cloudfront.list_distributions"]
    assert ids(list(judge(case_of(target)))) == {rule}


def test_an_account_without_distributions_has_none() -> None:
    answers = docs.cloudfront_answers(list_distributions={"DistributionList": {"Quantity": 0}})
    assert list(CLOUDFRONT.discover(ask_of(answers))) == []


@pytest.mark.parametrize("name", ["www.example.com", "*.example.com"])
def test_a_well_configured_distribution_has_no_findings(name: str) -> None:
    answers = docs.cloudfront_answers(
        docs.distribution(Aliases=aliases(name)), describe_certificate=docs.certificate(name)
    )
    assert judged(answers, name) == []


MISCONFIGURED: list[tuple[str, dict[str, Any], dict[str, Any], set[str]]] = [
    (
        "alternate name",
        docs.cloudfront_answers(docs.distribution(Aliases=aliases("api.example.com"))),
        {},
        {"cloudfront-alternate-domain-missing"},
    ),
    (
        "apex only, for a wildcard",
        docs.cloudfront_answers(
            docs.distribution(Aliases=aliases("example.com", "not a name", "www.example.org")),
            describe_certificate=docs.certificate("*.example.com"),
        ),
        {"name": "*.example.com"},
        {"cloudfront-alternate-domain-missing"},
    ),
    (
        "no alternate names, default certificate",
        docs.cloudfront_answers(
            docs.distribution(Aliases={"Quantity": 0}, ViewerCertificate={"CloudFrontDefaultCertificate": True})
        ),
        {},
        {"cloudfront-alternate-domain-missing"},
    ),
    (
        "default certificate",
        docs.cloudfront_answers(docs.distribution(ViewerCertificate={"CloudFrontDefaultCertificate": True})),
        {},
        {"cloudfront-certificate-missing"},
    ),
    (
        "certificate covers one label, alternate name many",
        docs.cloudfront_answers(
            docs.distribution(Aliases=aliases("*.example.com")), describe_certificate=docs.certificate("*.example.com")
        ),
        {"name": "a.b.example.com"},
        {"cloudfront-certificate-mismatch"},
    ),
    (
        "certificate's region",
        docs.cloudfront_answers(docs.distribution(ViewerCertificate={"ACMCertificateArn": docs.CERTIFICATE})),
        {},
        {"cloudfront-certificate-region"},
    ),
    ("disabled", docs.cloudfront_answers(docs.distribution(Enabled=False)), {}, {"cloudfront-disabled"}),
    (
        "deploying",
        docs.cloudfront_answers(docs.distribution(Status="InProgress")),
        {},
        {"cloudfront-not-deployed"},
    ),
    (
        "IPv6 off",
        docs.cloudfront_answers(docs.distribution(IsIPV6Enabled=False)),
        {},
        {"cloudfront-ipv6-disabled", "aaaa-target-ipv4-only"},
    ),
    ("private zone", docs.cloudfront_answers(), {"private": True}, {"cloudfront-private-zone"}),
    (
        "HTTP/1.1",
        docs.cloudfront_answers(docs.distribution(HttpVersion="http1.1")),
        {},
        {"https-record-http1-only"},
    ),
    ("HTTPS alone", docs.cloudfront_answers(), {"types": ("HTTPS",)}, {"https-record-alone"}),
    (
        "held by another account",
        docs.cloudfront_answers(
            docs.distribution(Aliases=aliases("*.example.com")),
            list_domain_conflicts=held(("www.example.com", "*******OTHER1")),
        ),
        {},
        {"cloudfront-alias-on-other-distribution"},
    ),
    (
        "wildcard",
        docs.cloudfront_answers(describe_certificate=docs.certificate("*.example.com")),
        {"name": "*.example.com"},
        {"wildcard-broader-than-target"},
    ),
]


@pytest.mark.parametrize(
    ("answers", "options", "expected"),
    [row[1:] for row in MISCONFIGURED],
    ids=[row[0] for row in MISCONFIGURED],
)
def test_each_misconfiguration_is_found_alone(
    answers: dict[str, Any], options: dict[str, Any], expected: set[str]
) -> None:
    assert serious(judged(answers, **options)) == expected


def test_a_disabled_distribution_says_so_in_its_state() -> None:
    target = only(CLOUDFRONT, ask_of(docs.cloudfront_answers(docs.distribution(Enabled=False))))
    assert target.state == "Disabled"


@pytest.mark.parametrize(
    ("own", "claims", "owner"),
    [
        (("www.example.com",), [("*.example.com", "**OTHER1")], None),
        (("www.example.com",), [("www.example.com", "*****1SHOP")], None),
        (("*.example.com",), [("*.shop.example.com", "**OTHER1")], None),
        (("*.example.com",), [("*.com", "**OTHER1")], None),
        (("*.example.com",), [("www.example.com", "**OTHER1"), ("*.example.com", "**1SHOP")], "**OTHER1"),
        ((), [("*.example.com", "**OTHER1"), ("www.example.com", "**OTHER2")], "**OTHER2"),
    ],
)
def test_the_most_specific_alternate_name_wins(
    own: tuple[str, ...], claims: list[tuple[str, str]], owner: str | None
) -> None:
    item = docs.distribution(Aliases=aliases(*own))
    findings = judged(docs.cloudfront_answers(item, list_domain_conflicts=held(*claims)))
    found = [finding for finding in findings if finding.id == "cloudfront-alias-on-other-distribution"]
    assert [finding.severity for finding in found] == ([Severity.ERROR] if owner else [])
    assert all(f"Distribution {owner} already owns" in finding.message for finding in found)


def test_another_distribution_of_the_known_accounts_is_named_in_full() -> None:
    target = found_and_inspected(
        CLOUDFRONT, ask_of(docs.cloudfront_answers(docs.distribution(Aliases=aliases("*.example.com"))))
    )
    balancer = replace(target, kind="alb", name="shop", arn="alb", hostnames=("www.example.com",))
    assert list(judge(case_of(target, types=ALL, known=[target, balancer]))) == []
    other = replace(target, name="E9OTHER", arn="other", hostnames=("www.example.com",))
    findings = list(judge(case_of(target, types=ALL, known=[target, balancer, other])))
    found = by_id(findings, "cloudfront-alias-on-other-distribution")
    assert "E9OTHER" in found.message
    assert "TXT record _www.example.com (_.www.example.com for the apex of a domain)" in found.remedy
    assert "with the value d111111abcdef8.cloudfront.net" in found.remedy


def test_who_else_holds_a_name_is_only_asked_where_cloudfront_answers_that() -> None:
    ask = ask_of(docs.cloudfront_answers(describe_certificate=docs.certificate("api.example.com")))
    found_and_inspected(CLOUDFRONT, ask)
    assert ask.calls == ["cloudfront.list_distributions", "acm.describe_certificate"]


def test_denied_calls_are_named_and_yield_no_false_finding() -> None:
    answers = docs.cloudfront_answers(
        describe_certificate=denied("acm:DescribeCertificate"),
        list_domain_conflicts=denied("cloudfront:ListDomainConflicts"),
    )
    findings = judged(answers)
    assert [finding.id for finding in findings] == ["iam-read-denied", "iam-read-denied"]
    assert "acm:DescribeCertificate" in findings[0].message
    assert "cloudfront:ListDomainConflicts" in findings[1].message


def test_a_certificate_of_iam_is_told_as_not_read() -> None:
    item = docs.distribution(ViewerCertificate={"IAMCertificateId": "ASCA123", "CloudFrontDefaultCertificate": False})
    findings = judged(docs.cloudfront_answers(item))
    assert ids(findings) == {"investigation-incomplete"}
    assert "ASCA123" in findings[0].message


def test_a_failed_look_up_is_told() -> None:
    findings = judged(docs.cloudfront_answers(list_domain_conflicts=failure("ServiceUnavailable")))
    assert [finding.id for finding in findings] == ["investigation-incomplete"]


def test_ipv6_is_offered_and_an_https_record_beside_an_address_is_fine() -> None:
    assert ids(judged(docs.cloudfront_answers(), types=("A",))) == {"ipv6-available-no-aaaa"}
    wire = {"Name": "www.example.com.", "Type": "A", "TTL": 60, "ResourceRecords": [{"Value": "192.0.2.1"}]}
    standing = RecordSet.from_wire(wire)
    assert judged(docs.cloudfront_answers(), types=("HTTPS",), records=[standing]) == []


def test_findings_about_types_carry_the_record() -> None:
    found = by_id(judged(docs.cloudfront_answers(docs.distribution(IsIPV6Enabled=False))), "cloudfront-ipv6-disabled")
    assert found.record == RecordKey(DnsName.parse("www.example.com"), "AAAA")
    assert found.target == "arn:aws:cloudfront::222222222222:distribution/E1SHOP"


def test_braces_and_markup_in_untrusted_text_stay_as_they_are() -> None:
    item = docs.distribution(Comment="[red]{name}[/red]\x1b]52;c;x\x07", Aliases=aliases("{zone}.example.com"))
    answers = docs.cloudfront_answers(item)
    assert only(CLOUDFRONT, ask_of(answers)).label == "[red]{name}[/red]\x1b]52;c;x\x07"
    findings = judged(answers, "*.example.com")
    assert "only serves {zone}.example.com" in by_id(findings, "wildcard-broader-than-target").message


@pytest.mark.parametrize(
    ("arn", "remedy", "fix"),
    [
        (
            "arn:aws-cn:cloudfront::1:distribution/E1SHOP",
            "Upload a certificate that covers www.example.com to IAM",
            False,
        ),
        ("arn:aws:cloudfront::1:distribution/E1SHOP", "Attach an ACM certificate of us-east-1", True),
    ],
)
def test_a_distribution_in_china_takes_certificates_of_iam(arn: str, remedy: str, *, fix: bool) -> None:
    item = docs.distribution(ARN=arn, ViewerCertificate={"CloudFrontDefaultCertificate": True})
    finding = by_id(judged(docs.cloudfront_answers(item)), "cloudfront-certificate-missing")
    assert finding.remedy.startswith(remedy)
    assert bool(finding.fix) == fix


def test_the_region_of_a_certificate_is_judged_by_the_partition_of_the_distribution() -> None:
    arn = "arn:aws-us-gov:acm:us-gov-west-1:222222222222:certificate/x"
    viewer = {"ACMCertificateArn": arn, "CloudFrontDefaultCertificate": False}
    answers = docs.cloudfront_answers(
        docs.distribution(ARN="arn:aws-cn:cloudfront::1:distribution/E", ViewerCertificate=viewer)
    )
    assert "cloudfront-certificate-region" not in ids(judged(answers))
