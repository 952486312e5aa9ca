from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec

from tests.rules.examples import plain
from tests.targets import documents as docs
from tests.targets.fakes import ACCOUNT, by_id, case_of, ids
from xalias_tui.domain.findings import Finding
from xalias_tui.domain.names import DnsName
from xalias_tui.domain.records import RecordSet
from xalias_tui.domain.targets import CardOrigin, Certificate, Target, Validation
from xalias_tui.targets.shared import acm
from xalias_tui.targets.shared import validation_records as awaited
from xalias_tui.targets.shared.certificates import (
    CLOUDFRONT_KEYS,
    judge_certificates,
    judge_key,
    judge_names,
    judge_region,
    judge_state,
)
from xalias_tui.targets.shared.subject import Subject

NOW = datetime(2026, 5, 1, tzinfo=UTC)
PROOF = Validation("www.example.com", "SUCCESS", "_a1.www.example.com.", "CNAME", "_b2.acm-validations.aws.")
SOUND = Certificate(
    arn=docs.CERTIFICATE,
    names=("www.example.com",),
    status="ISSUED",
    region="eu-west-1",
    not_after=NOW + timedelta(days=200),
    type="AMAZON_ISSUED",
    key_algorithm="RSA_2048",
    renewable=True,
    read_at=NOW,
)
TARGET = Target(
    kind="alb",
    name="shop",
    arn=docs.ALB_ARN,
    account_id=ACCOUNT,
    profile="shop-prod",
    region="eu-west-1",
    dns_name=DnsName.parse("dualstack.shop-1.eu-west-1.elb.amazonaws.com"),
    zone_id="Z32O12XQLNTSW2",
    zone_id_origin="api",
    record_types=("A",),
)


def subject(target: Target = TARGET, **case: Any) -> Subject:
    return Subject(case_of(target, **case), target)


def judged(certificate: Certificate, **case: Any) -> list[Finding]:
    """What is said of the certificate, and of the records that it waits for or is renewed by."""
    about = subject(**case)
    records = tuple(awaited.of_certificate(certificate, about.name))
    return [*judge_certificates(about, [certificate]), *awaited.judge(about, records)]


def proved(name: str) -> RecordSet:
    return plain(name, "CNAME", "_b2.acm-validations.aws.")


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({}, set()),
        ({"status": "PENDING_VALIDATION"}, {"cert-pending"}),
        ({"status": "EXPIRED"}, {"cert-expired"}),
        ({"not_after": NOW - timedelta(seconds=1)}, {"cert-expired"}),
        ({"not_after": None}, set()),
        ({"status": "FAILED", "failure": "CAA_ERROR"}, {"cert-failed"}),
        ({"status": "VALIDATION_TIMED_OUT"}, {"cert-failed"}),
        ({"status": "REVOKED"}, {"cert-failed"}),
        ({"status": "INACTIVE"}, {"cert-failed"}),
        ({"not_after": NOW + timedelta(days=29)}, set()),
        ({"not_after": NOW + timedelta(days=29), "type": "IMPORTED"}, {"cert-expiring"}),
        ({"not_after": NOW + timedelta(days=31), "type": "IMPORTED"}, set()),
        ({"not_after": NOW + timedelta(days=29), "renewable": False}, {"cert-expiring"}),
        ({"not_after": NOW + timedelta(days=29), "renewal": "PENDING_VALIDATION"}, {"cert-expiring"}),
        ({"not_after": NOW + timedelta(days=29), "renewal": "FAILED"}, {"cert-expiring"}),
        ({"not_after": NOW + timedelta(days=29), "renewal": "PENDING_AUTO_RENEWAL"}, set()),
        ({"status": "EXPIRED", "names": ("other.example.com",)}, set()),
        ({"status": "EXPIRED", "read": False}, set()),
    ],
)
def test_state_and_validity_of_what_covers_the_name(changed: dict[str, Any], expected: set[str]) -> None:
    assert ids(judged(replace(SOUND, **changed))) == expected


@pytest.mark.parametrize(
    ("changed", "command", "remedy"),
    [
        ({"type": "IMPORTED"}, True, "import its successor"),
        ({"type": "IMPORTED", "arn": f"arn:aws:iam::{ACCOUNT}:server-certificate/shop"}, False, "import its successor"),
        ({"renewal": "PENDING_VALIDATION"}, False, "Finish the validation of its names"),
    ],
)
def test_only_what_was_imported_into_acm_can_be_imported_again(
    changed: dict[str, Any], remedy: str, *, command: bool
) -> None:
    (finding,) = judged(replace(SOUND, not_after=NOW + timedelta(days=29), **changed))
    assert remedy in finding.remedy
    assert finding.fix.startswith("aws acm import-certificate") is command


def test_each_certificate_is_judged_once() -> None:
    expired = replace(SOUND, status="EXPIRED")
    assert len(list(judge_certificates(subject(), [expired, expired]))) == 1


def test_a_pending_certificate_tells_the_record_that_it_waits_for() -> None:
    waits = replace(PROOF, status="PENDING_VALIDATION")
    found = judged(replace(SOUND, status="PENDING_VALIDATION", validations=(waits, replace(PROOF, name="x"))))
    finding = by_id(found, "cert-pending")
    assert "waits for its validation record of www.example.com." in finding.message
    assert "_a1.www.example.com. CNAME _b2.acm-validations.aws." in finding.remedy


def test_why_it_failed_is_told_in_acms_word() -> None:
    (finding,) = judged(replace(SOUND, status="FAILED", failure="CAA_ERROR"))
    assert "FAILED, CAA_ERROR" in finding.message


def test_a_card_is_judged_as_of_when_it_was_opened() -> None:
    card = CardOrigin(made_at=NOW, opened_at=NOW + timedelta(days=365))
    aged = replace(TARGET, card=card)
    assert ids(list(judge_state(subject(aged), SOUND))) == {"cert-expired"}


@pytest.mark.parametrize(
    ("names", "covers"),
    [
        (("www.example.com",), True),
        (("*.example.com",), True),
        (("*.com",), False),
        (("example.com",), False),
        (("*.www.example.com",), False),
        ((), False),
    ],
)
def test_wildcards_of_certificates_stand_for_one_label(names: tuple[str, ...], *, covers: bool) -> None:
    found = ids(list(judge_names(subject(), replace(SOUND, names=names))))
    assert found == (set() if covers else {"cert-san-missing"})


def test_names_that_were_not_read_are_not_judged() -> None:
    assert list(judge_names(subject(), replace(SOUND, names=(), read=False))) == []


@pytest.mark.parametrize(("region", "wrong"), [("eu-west-1", True), ("us-east-1", False), ("", False)])
def test_the_region_that_the_service_reads(region: str, *, wrong: bool) -> None:
    findings = list(judge_region(subject(), replace(SOUND, region=region), "us-east-1"))
    assert ids(findings) == ({"cert-wrong-region"} if wrong else set())
    assert all("--region us-east-1" in finding.fix for finding in findings)


@pytest.mark.parametrize(
    ("algorithm", "supported"),
    [
        ("RSA_2048", True),
        ("RSA_4096", True),
        ("EC_prime256v1", True),
        ("EC_secp384r1", True),
        ("EC_secp521r1", False),
        ("", True),
    ],
)
def test_keys_that_cloudfront_takes(algorithm: str, *, supported: bool) -> None:
    found = ids(list(judge_key(subject(), replace(SOUND, key_algorithm=algorithm), CLOUDFRONT_KEYS, "CloudFront")))
    assert found == (set() if supported else {"cert-key-unsupported"})


def test_a_validation_record_must_stay_for_the_renewal() -> None:
    certificate = replace(SOUND, validations=(PROOF,))
    (finding,) = judged(certificate)
    assert finding.id == "cert-validation-record-gone"
    assert "_a1.www.example.com. CNAME _b2.acm-validations.aws." in finding.remedy
    assert judged(certificate, records=[proved("_a1.www.example.com")]) == []


@pytest.mark.parametrize(
    ("changed", "case"),
    [
        ({"type": "IMPORTED"}, {}),
        ({}, {"complete": False}),
        ({}, {"private": True}),
        ({"validations": (replace(PROOF, record_name="_a1.www.example.org."),)}, {}),
        ({"validations": (replace(PROOF, record_name=""),)}, {}),
    ],
)
def test_a_validation_record_that_is_nobodys_business_here(changed: dict[str, Any], case: dict[str, Any]) -> None:
    assert judged(replace(replace(SOUND, validations=(PROOF,)), **changed), **case) == []


def test_a_validation_record_below_a_delegation_is_elsewhere() -> None:
    delegation = plain("www.example.com", "NS", "ns1.example.net.")
    assert judged(replace(SOUND, validations=(PROOF,)), records=[delegation]) == []


def test_the_fix_is_a_command_for_the_owners_account() -> None:
    finding = by_id(judged(replace(SOUND, status="EXPIRED")), "cert-expired")
    assert finding.fix == (
        "aws acm request-certificate --domain-name www.example.com --validation-method DNS "
        "--region eu-west-1 --profile shop-prod"
    )


# -- what ACM and IAM answer


def test_describe_tells_everything() -> None:
    detail = {
        "CertificateArn": docs.CERTIFICATE,
        "DomainName": "WWW.example.com",
        "SubjectAlternativeNames": ["www.example.com", "*.example.com", "no name at all.."],
        "Status": "ISSUED",
        "Type": "AMAZON_ISSUED",
        "KeyAlgorithm": "EC-prime256v1",
        "NotAfter": NOW,
        "RenewalEligibility": "INELIGIBLE",
        "RenewalSummary": {"RenewalStatus": "FAILED"},
        "DomainValidationOptions": [
            {
                "DomainName": "www.example.com",
                "ValidationStatus": "SUCCESS",
                "ResourceRecord": {
                    "Name": "_a1.www.example.com.",
                    "Type": "CNAME",
                    "Value": "_b2.acm-validations.aws.",
                },
            },
            {"DomainName": "*.example.com", "ValidationMethod": "EMAIL"},
        ],
    }
    read = acm.described(detail, "eu-west-1", NOW)
    assert read.names == ("www.example.com", "*.example.com")
    assert (read.key_algorithm, read.renewable, read.renewal) == ("EC_prime256v1", False, "FAILED")
    assert read.validations == (PROOF, Validation("*.example.com"))


@pytest.mark.parametrize(
    ("changed", "enough"),
    [
        ({}, True),
        ({"HasAdditionalSubjectAlternativeNames": True}, False),
        ({"Status": "PENDING_VALIDATION"}, False),
        ({"NotAfter": NOW + timedelta(days=59)}, False),
        ({"NotAfter": None}, False),
    ],
)
def test_the_list_is_enough_for_what_is_issued_and_far_from_its_end(changed: dict[str, Any], *, enough: bool) -> None:
    summary = docs.listed_certificates(docs.CERTIFICATE)["list_certificates"]["CertificateSummaryList"][0]
    found = acm.listed({**summary, "NotAfter": NOW + timedelta(days=61), **changed}, "eu-west-1", NOW)
    assert (found is not None) is enough


def test_a_pem_is_read_by_its_alternative_names_only() -> None:
    read = acm.from_pem(docs.IAM_CERTIFICATE, docs.x509_pem("WWW.example.com", "*.example.com", days=10), NOW)
    assert read.names == ("www.example.com", "*.example.com")
    assert (read.type, read.key_algorithm, read.renewable) == ("IMPORTED", "EC_prime256v1", False)
    assert read.not_after is not None
    assert timedelta(days=9) < read.not_after - datetime.now(UTC) < timedelta(days=10)
    assert acm.from_pem(docs.IAM_CERTIFICATE, docs.x509_pem(), NOW).names == ()


@pytest.mark.parametrize(
    ("names", "name", "covers"),
    [
        (("xn--bcher-kva.example.com",), "xn--bcher-kva.example.com", True),
        (("*.xn--bcher-kva.example",), "www.XN--BCHER-KVA.example", True),
        (("*.example.com",), "xn--bcher-kva.example.com", True),
        (("*.example.com",), "a.b.example.com", False),
        (("*.example.com",), "*.example.com", True),
        (("www.example.com", "*.example.com"), "*.b.example.com", False),
    ],
)
def test_a_real_certificate_covers_names_label_by_label(names: tuple[str, ...], name: str, *, covers: bool) -> None:
    """International names stand in certificates in Punycode, as in DNS (RFC 5280 section 7.2)."""
    read = acm.from_pem(docs.IAM_CERTIFICATE, docs.x509_pem(*names), NOW)
    assert read.covers(DnsName.parse(name)) is covers


def test_keys_are_told_in_acms_words() -> None:
    pem = docs.x509_pem("www.example.com", key=ec.generate_private_key(ec.SECP384R1()))
    assert acm.from_pem(docs.IAM_CERTIFICATE, pem, NOW).key_algorithm == "EC_secp384r1"
    assert not acm.from_pem(docs.IAM_CERTIFICATE, "no certificate", NOW).read


@pytest.mark.parametrize(
    ("left", "said"),
    [
        (timedelta(days=2, hours=1), "in 2 days"),
        (timedelta(days=1), "in 1 day"),
        (timedelta(hours=3), "in less than a day"),
    ],
)
def test_how_long_a_certificate_lasts_is_said_in_words(left: timedelta, said: str) -> None:
    finding = by_id(judged(replace(SOUND, not_after=NOW + left, renewable=False)), "cert-expiring")
    assert f"expires {said} and" in finding.message
