"""Checks of certificates: state, validity, names, region, key. Pure: no calls and no clock.

Validity is judged as of the moment at which the certificate was read, or at which the target card with it was opened.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any, Final, TypeVar

from xalias_tui.domain.dataclass import dataclass
from xalias_tui.domain.findings import Finding, Rule, Severity
from xalias_tui.domain.targets import Certificate, Facts
from xalias_tui.domain.text import many_of
from xalias_tui.targets.shared import certificate_rules as rules
from xalias_tui.targets.shared import validation_records as awaited
from xalias_tui.targets.shared.evidence import Evidence, arn_region, arn_service
from xalias_tui.targets.shared.subject import Subject

EXPIRING: Final = timedelta(days=30)
"""A certificate that is not renewed is warned about this long before its end.

ACM itself renews 45 days before, 60 those that it issued for 395 days (ACM User Guide: dns-renewal-validation).
"""
CLOUDFRONT_KEYS: Final = frozenset({"RSA_1024", "RSA_2048", "RSA_3072", "RSA_4096", "EC_prime256v1", "EC_secp384r1"})
"""What CloudFront supports (CloudFront Developer Guide: cnames-and-https-requirements)."""

CLOUDFRONT_REGION: Final = "us-east-1"
"""Where CloudFront reads certificates from, also those of services that it serves, in the partition aws.

AppSync Developer Guide: custom-domain-name; Cognito Developer Guide: cognito-user-pools-add-custom-domain.
"""

_FAILED: Final = {
    "FAILED": "it was not issued",
    "VALIDATION_TIMED_OUT": "its names were not validated within 72 hours",
    "REVOKED": "it was revoked",
    "INACTIVE": "it is not active",
}
_STUCK: Final = {"PENDING_VALIDATION": "its renewal waits for validation", "FAILED": "its renewal failed"}
_ACM: Final = "ACM"
_RENEW: Final = "Finish the validation of its names, or request its successor."
_MOST_NAMED: Final = 5


def named(arn: str) -> Certificate | None:
    """The certificate that a service names by its ARN, not read yet; None where it names none."""
    return Certificate(arn=arn, region=arn_region(arn), read=False) if arn else None


@dataclass(frozen=True, slots=True)
class PresentedFacts(Facts):
    """Evidence about a resource that presents one certificate.

    Attributes:
        certificate: The certificate of its custom domain; None where the API names none.
    """

    certificate: Certificate | None = None


FactsT = TypeVar("FactsT", bound=PresentedFacts)


def with_certificate(facts: FactsT, evidence: Evidence) -> FactsT:
    """The evidence with its certificate read."""
    return replace(facts, certificate=facts.certificate and evidence.certificate(facts.certificate.arn))


def judge_certificates(subject: Subject, certificates: Iterable[Certificate]) -> Iterator[Finding]:
    """State and validity of the certificates that cover the name, each judged once."""
    judged: set[str] = set()
    for certificate in certificates:
        if certificate.read and certificate.arn not in judged and certificate.covers(subject.name):
            judged.add(certificate.arn)
            yield from judge_state(subject, certificate)


def judge_state(subject: Subject, certificate: Certificate) -> Iterator[Finding]:
    """Whether a certificate is issued, valid and will stay so."""
    if certificate.status == "PENDING_VALIDATION":
        yield _pending(subject, certificate)
    elif certificate.status in _FAILED:
        reason = certificate.failure or _FAILED[certificate.status]
        yield _finding(subject, rules.CERT_FAILED, certificate, reason=f"{certificate.status}, {reason}")
    elif certificate.status == "EXPIRED" or _left(subject, certificate) < timedelta(0):
        ended = certificate.not_after
        yield _finding(subject, rules.CERT_EXPIRED, certificate, date=ended.date() if ended else "an unknown day")
    else:
        yield from _judge_renewal(subject, certificate)


def judge_presented(subject: Subject, certificate: Certificate | None, region: str = "") -> Iterator[Finding]:
    """Region, names, state and validity of the one certificate of a service that has no rules of its own about them.

    Args:
        subject: The draft and its target, which serves the draft's name.
        certificate: What it presents; None for nothing.
        region: Where the service reads certificates from; empty where it has rules of its own about that.
    """
    if certificate is not None:
        if region:
            yield from judge_region(subject, certificate, region)
        yield from judge_names(subject, certificate)
        yield from judge_certificates(subject, (certificate,))


def judge_names(subject: Subject, certificate: Certificate) -> Iterator[Finding]:
    """Whether a certificate that was read names the record; for services that have no rule of their own about it."""
    if certificate.read and not certificate.covers(subject.name):
        names = ", ".join(certificate.names[:_MOST_NAMED]) or "nothing"
        yield _finding(subject, rules.CERT_SAN_MISSING, certificate, names=names)


def judge_region(subject: Subject, certificate: Certificate, wanted: str) -> Iterator[Finding]:
    """Whether a certificate is where the service reads it; for services that have no rule of their own about it."""
    if certificate.region not in ("", wanted):
        yield _finding(
            subject, rules.CERT_WRONG_REGION, certificate, found=certificate.region, certificate_region=wanted
        )


def judge_key(subject: Subject, certificate: Certificate, supported: frozenset[str], service: str) -> Iterator[Finding]:
    """Whether the service can use the certificate's key."""
    algorithm = certificate.key_algorithm
    if certificate.read and algorithm and algorithm not in supported:
        yield _finding(subject, rules.CERT_KEY_UNSUPPORTED, certificate, algorithm=algorithm, service=service)


def _finding(subject: Subject, rule: Rule, certificate: Certificate, **values: Any) -> Finding:
    region = certificate.region or subject.target.region
    filled: dict[str, Any] = {"certificate_region": region, "service": certificate.service, **values}
    if certificate.service != _ACM:
        filled["fix"] = ""  # the rules' commands are ACM's
    return subject.finding(rule, certificate=certificate.arn, **filled)


def _left(subject: Subject, certificate: Certificate) -> timedelta:
    """How long it is still valid; a year where that is not known."""
    card = subject.target.card
    at = card.opened_at if card is not None else certificate.read_at
    return timedelta(days=365) if certificate.not_after is None or at is None else certificate.not_after - at


def _pending(subject: Subject, certificate: Certificate) -> Finding:
    waiting = [item for item in certificate.validations if item.status != "SUCCESS"]
    records = [f"{item.record_name} {item.record_type} {item.record_value}" for item in waiting if item.record_name]
    names = ", ".join(item.name for item in waiting[:_MOST_NAMED])
    asked_for = tuple(awaited.of_certificate(certificate, subject.name))
    comes = bool(asked_for) and awaited.settled(subject.case, asked_for)
    return _finding(
        subject,
        rules.CERT_PENDING,
        certificate,
        severity=Severity.WARNING if comes else None,
        waiting=f" of {names}" if names else "",
        records="; ".join(dict.fromkeys(records)) or "see the certificate",
    )


def _judge_renewal(subject: Subject, certificate: Certificate) -> Iterator[Finding]:
    left = _left(subject, certificate)
    why = _STUCK.get(certificate.renewal, "")
    if certificate.type == "IMPORTED":
        why = "it is imported"
    elif certificate.renewable is False and not why:
        why = "ACM calls it ineligible for renewal"
    if left >= EXPIRING or not why:
        return
    imported = certificate.type == "IMPORTED"
    yield _finding(
        subject,
        rules.CERT_EXPIRING,
        certificate,
        remedy=None if imported else _RENEW,
        fix=None if imported and arn_service(certificate.arn) == "acm" else "",
        left=many_of(left.days, "day") if left.days else "less than a day",
        why=why,
    )
