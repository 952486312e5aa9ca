"""Rules about certificates, whatever presents them."""

from __future__ import annotations

from typing import Final

from xalias_tui.domain.findings import Rule, Severity
from xalias_tui.targets.shared.validation_rules import READ_CERTIFICATES, VALIDATION_CHECKS

_REQUEST = (
    "aws acm request-certificate --domain-name {name} --validation-method DNS --region {certificate_region} {as_owner}"
)

CERT_PENDING = Rule(
    id="cert-pending",
    severity=Severity.ERROR,
    when="ACM: Status is PENDING_VALIDATION; a warning where every validation record is there or comes with the batch.",
    message="Certificate {certificate} waits for its validation record{waiting}.",
    remedy="Create the CNAME record that {service} asks for: {records}.",
    source="botocore model: acm CertificateDetail.DomainValidationOptions",
    stage="certificate",
    needs=READ_CERTIFICATES,
)
CERT_EXPIRED = Rule(
    id="cert-expired",
    severity=Severity.ERROR,
    when="ACM: Status is EXPIRED, or NotAfter is past.",
    message="Certificate {certificate} expired on {date}.",
    remedy="Renew it.",
    source="botocore model: acm CertificateDetail.NotAfter",
    fix=_REQUEST,
    stage="certificate",
    needs=READ_CERTIFICATES,
)
CERT_EXPIRING = Rule(
    id="cert-expiring",
    severity=Severity.WARNING,
    when="NotAfter is less than 30 days away, and ACM will not renew it: Type is IMPORTED, RenewalEligibility is "
    "INELIGIBLE, or RenewalSummary.RenewalStatus is PENDING_VALIDATION or FAILED.",
    message="Certificate {certificate} expires in {left} and will not renew itself ({why}).",
    remedy="Renew it, or import its successor.",
    source="botocore model: acm CertificateDetail.RenewalSummary; the 30 days are a tool rule",
    fix="aws acm import-certificate --certificate-arn {certificate} --certificate fileb://certificate.pem "
    "--private-key fileb://key.pem --certificate-chain fileb://chain.pem --region {certificate_region} {as_owner}",
    stage="certificate",
    needs=READ_CERTIFICATES,
)
CERT_FAILED = Rule(
    id="cert-failed",
    severity=Severity.ERROR,
    when="ACM: Status is FAILED, VALIDATION_TIMED_OUT, REVOKED or INACTIVE.",
    message="Certificate {certificate} failed: {reason}.",
    remedy="Request it again.",
    source="botocore model: acm CertificateDetail.FailureReason, CertificateStatus",
    fix=_REQUEST,
    stage="certificate",
    needs=READ_CERTIFICATES,
)
CERT_SAN_MISSING = Rule(
    id="cert-san-missing",
    severity=Severity.ERROR,
    when="No subject alternative name equals the name or is its one-level wildcard.",
    message="Certificate {certificate} does not name {name}, only {names}.",
    remedy="Reissue it with {name}.",
    source="botocore model: acm CertificateDetail.SubjectAlternativeNames; "
    "CloudFront Developer Guide: CNAMEs (depth of certificate wildcards)",
    fix=_REQUEST,
    stage="certificate",
    needs=frozenset({"acm:DescribeCertificate"}),
)
CERT_WRONG_REGION = Rule(
    id="cert-wrong-region",
    severity=Severity.ERROR,
    when="The certificate's region is not the one that the service reads certificates from.",
    message="Certificate {certificate} is in {found}, needed in {certificate_region}.",
    remedy="Reissue it there.",
    source="CloudFront Developer Guide: cnames-and-https-requirements; botocore model: acm CertificateDetail",
    fix=_REQUEST,
    stage="certificate",
)
CERT_VALIDATION_RECORD_GONE = Rule(
    id="cert-validation-record-gone",
    severity=Severity.WARNING,
    when="An issued ACM certificate is validated by a CNAME whose name lies in a public zone that was read there, and "
    "which no longer has it.",
    message="The validation CNAME {record} is gone; the renewal of certificate {certificate} will fail.",
    remedy="Restore it: {record} CNAME {value}, with 'xalias validate {name}', or in a batch with the alias: "
    "'xalias plan' with --with-validation, p in the explorer.",
    source="ACM User Guide: DNS validation (the record must stay for managed renewal)",
    stage="certificate",
    needs=READ_CERTIFICATES,
)
CERT_KEY_UNSUPPORTED = Rule(
    id="cert-key-unsupported",
    severity=Severity.ERROR,
    when="CloudFront, and the key is neither RSA of 1024 to 4096 bits nor of the curves P-256 and P-384.",
    message="Certificate {certificate} has a key of algorithm {algorithm}, which {service} does not support.",
    remedy="Request one with an RSA key of 2048 bits or a key of the curve P-256.",
    source="CloudFront Developer Guide: cnames-and-https-requirements (which names P-384 since 2026; ACM User Guide: "
    "import-certificate-prerequisites does not yet)",
    fix=_REQUEST,
    stage="certificate",
    needs=frozenset({"acm:DescribeCertificate", "cloudfront:GetDistributionConfig"}),
)

CERTIFICATE_CHECKS: Final = (
    CERT_PENDING,
    CERT_FAILED,
    CERT_EXPIRED,
    CERT_EXPIRING,
    CERT_VALIDATION_RECORD_GONE,
    *VALIDATION_CHECKS,
)
"""What is not checked of a certificate that was not read."""
PRESENTED_CHECKS: Final = (CERT_SAN_MISSING, *CERTIFICATE_CHECKS)
"""The same of the one certificate of a service that has no rules of its own about names."""
