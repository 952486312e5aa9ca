"""Certificates as ACM and IAM describe them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any, Final

from xalias_tui.domain.errors import InvalidNameError
from xalias_tui.domain.lookups import Ask
from xalias_tui.domain.names import DnsName
from xalias_tui.domain.targets import Certificate, Validation
from xalias_tui.domain.validations import Progress

Document = Mapping[str, Any]

KEY_TYPES: Final = (
    "RSA_1024",
    "RSA_2048",
    "RSA_3072",
    "RSA_4096",
    "EC_prime256v1",
    "EC_secp384r1",
    "EC_secp521r1",
)
"""Every key algorithm of ACM: ListCertificates leaves out all but two unless they are requested."""
MOST_DAYS_TO_RENEWAL: Final = 60
"""ACM begins to renew this many days before the end (ACM User Guide: managed renewal); not before."""


PENDING: Final = "PENDING_VALIDATION"
ISSUED: Final = "ISSUED"
"""States of a certificate; Lightsail has the same ones. Every other one is an end without a certificate."""


def progress(arn: str, ask: Ask) -> Progress:
    """How far a certificate of ACM is.

    Raises:
        LookupFailedError: when it was refused or did not come.
    """
    region = arn.split(":")[3]
    there = ask if region == ask.region else ask.elsewhere(region)
    detail = there.call("acm", "describe_certificate", CertificateArn=arn)["Certificate"]
    return progress_of(arn, detail.get("Status", ""), detail.get("FailureReason", ""))


def progress_of(resource: str, status: str, why: str = "") -> Progress:
    """What the status of a certificate means for those who wait for it."""
    return Progress(resource, status, done=status == ISSUED, failed=status not in (ISSUED, PENDING, ""), detail=why)


def described(detail: Document, region: str, at: datetime) -> Certificate:
    """A certificate as DescribeCertificate returns it."""
    renewal = detail.get("RenewalSummary") or {}
    return Certificate(
        arn=detail["CertificateArn"],
        names=valid_names([detail.get("DomainName", ""), *detail.get("SubjectAlternativeNames", ())]),
        status=detail.get("Status", ""),
        region=region,
        not_after=detail.get("NotAfter"),
        type=detail.get("Type", ""),
        key_algorithm=_key_algorithm(detail),
        failure=detail.get("FailureReason", ""),
        renewable=_renewable(detail),
        renewal=renewal.get("RenewalStatus", ""),
        validations=tuple(_validation(item) for item in detail.get("DomainValidationOptions") or ()),
        read_at=at,
    )


def listed(summary: Document, region: str, at: datetime) -> Certificate | None:
    """A certificate as ListCertificates returns it; None where only DescribeCertificate returns what matters.

    That is so when it has more names than the list shows, is not issued, or is so near its end that it is renewed.
    """
    not_after = summary.get("NotAfter")
    ends = None if not_after is None else (not_after - at).days
    if (
        summary.get("HasAdditionalSubjectAlternativeNames")
        or summary.get("Status") != "ISSUED"
        or ends is None
        or ends < MOST_DAYS_TO_RENEWAL
    ):
        return None
    return Certificate(
        arn=summary["CertificateArn"],
        names=valid_names([summary.get("DomainName", ""), *summary.get("SubjectAlternativeNameSummaries", ())]),
        status=summary["Status"],
        region=region,
        not_after=not_after,
        type=summary.get("Type", ""),
        key_algorithm=_key_algorithm(summary),
        renewable=_renewable(summary),
        read_at=at,
    )


def from_pem(arn: str, pem: str, at: datetime) -> Certificate:
    """A certificate of IAM, which returns its X.509 text only; not read where that is no certificate.

    Names are those of the subject alternative name extension: browsers have looked at nothing else since 2017.
    """
    from cryptography import x509  # noqa: PLC0415 -- costs 40 ms that few runs need

    try:
        parsed = x509.load_pem_x509_certificate(pem.encode())
    except ValueError:
        return Certificate(arn=arn, read=False)
    try:
        extension = parsed.extensions.get_extension_for_class(x509.SubjectAlternativeName)
    except x509.ExtensionNotFound:
        names: list[str] = []
    else:
        names = extension.value.get_values_for_type(x509.DNSName)
    return Certificate(
        arn=arn,
        names=valid_names(names),
        status="ISSUED",
        not_after=parsed.not_valid_after_utc,
        type="IMPORTED",
        key_algorithm=_algorithm_of(parsed.public_key()),
        renewable=False,
        read_at=at,
    )


def valid_names(texts: Iterable[str]) -> tuple[str, ...]:
    """The texts that are DNS names, lower case, without final dot, each once, in their order."""
    names: dict[str, None] = {}
    for text in texts:
        try:
            names[DnsName.parse(text).bare] = None
        except InvalidNameError:
            continue
    return tuple(names)


def parsed_name(text: str) -> DnsName | None:
    """A name that an API returned; None where it returned none, or no DNS name."""
    if not text:
        return None
    try:
        return DnsName.parse(text)
    except InvalidNameError:
        return None


def now() -> datetime:
    """The time at which something is read."""
    return datetime.now(UTC)


def _algorithm_of(key: object) -> str:
    """A public key in ACM's words."""
    from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePublicKey  # noqa: PLC0415 -- as above
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey  # noqa: PLC0415 -- as above

    if isinstance(key, RSAPublicKey):
        return f"RSA_{key.key_size}"
    if isinstance(key, EllipticCurvePublicKey):
        names = {"secp256r1": "prime256v1"}
        return f"EC_{names.get(key.curve.name, key.curve.name)}"
    return type(key).__name__


def _key_algorithm(document: Document) -> str:
    """DescribeCertificate writes ``RSA-2048`` where the API's parameters have ``RSA_2048``."""
    return str(document.get("KeyAlgorithm", "")).replace("-", "_")


def _renewable(document: Document) -> bool | None:
    eligibility = document.get("RenewalEligibility")
    return None if eligibility is None else eligibility == "ELIGIBLE"


def _validation(item: Document) -> Validation:
    record = item.get("ResourceRecord") or {}
    return Validation(
        name=item.get("DomainName", "").lower(),
        status=item.get("ValidationStatus", ""),
        record_name=record.get("Name", ""),
        record_type=record.get("Type", "CNAME"),
        record_value=record.get("Value", ""),
    )
