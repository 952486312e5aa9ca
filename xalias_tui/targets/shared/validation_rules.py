"""Rules about domain-validation records."""

from __future__ import annotations

from typing import Final

from xalias_tui.domain.findings import Rule, Severity

_SOURCE: Final = (
    "ACM User Guide: DNS validation; App Runner Developer Guide: manage-custom-domains; botocore models: amplify "
    "DomainAssociation.certificateVerificationDNSRecord, lightsail Certificate.domainValidationRecords"
)

READ_CERTIFICATES: Final = frozenset(
    {
        "acm:DescribeCertificate",
        "iam:GetServerCertificate",
        "cloudfront:GetDistributionConfig",
        "elasticloadbalancing:DescribeListeners",
        "elasticloadbalancing:DescribeListenerCertificates",
        "lightsail:GetCertificates",
        "lightsail:GetLoadBalancerTlsCertificates",
    }
)
"""IAM actions by which the certificate that a target presents is found and read, whatever its kind."""
READ_VALIDATIONS: Final = READ_CERTIFICATES | {"apprunner:DescribeCustomDomains"}
"""IAM actions by which the validation records are read that a target waits for."""

VALIDATION_RECORD_MISSING = Rule(
    id="validation-record-missing",
    severity=Severity.WARNING,
    when="What the target needs for the name waits for a DNS record that proves a host name; a zone that was read "
    "holds the record's name, and has nothing there.",
    message="{service} waits for {validation}, which proves {proves}; zone {holder} ({holder_id}) does not have it.",
    remedy="Let the same batch create it: 'xalias plan' with --with-validation, p in the explorer.",
    source=_SOURCE,
    stage="demands",
    needs=READ_VALIDATIONS,
)
VALIDATION_RECORD_WRONG = Rule(
    id="validation-record-wrong",
    severity=Severity.WARNING,
    when="As validation-record-missing, and something else exists at the record's name.",
    message="{service} waits for {validation}, which proves {proves}; zone {holder} ({holder_id}) has {found} instead.",
    remedy="Let the same batch replace it: 'xalias plan' with --with-validation --replace; in the explorer p, and e to "
    "allow replacing.",
    source=_SOURCE,
    stage="demands",
    needs=READ_VALIDATIONS,
)
VALIDATION_RECORD_PLANNED = Rule(
    id="validation-record-planned",
    severity=Severity.INFO,
    when="As validation-record-missing or validation-record-wrong, and the batch creates the record.",
    message="The batch also creates {validation}, which proves to {service} that you own {proves}.",
    remedy="Leave it there: {service} needs it for renewal.",
    source=_SOURCE,
    stage="demands",
)
VALIDATION_RECORD_THERE = Rule(
    id="validation-record-there",
    severity=Severity.INFO,
    when="As validation-record-missing, and the record is there.",
    message="{service} waits for {validation}, which proves {proves}; the record is there.",
    remedy="Wait: usually it is seen within minutes. A CAA record that forbids Amazon, or a delegation to "
    "another zone, keeps it waiting.",
    source=_SOURCE,
    stage="demands",
)
VALIDATION_RECORD_OUTSIDE = Rule(
    id="validation-record-outside",
    severity=Severity.WARNING,
    when="As validation-record-missing, but no public zone that was read holds the record's name, or several of the "
    "same name do.",
    message="{service} waits for {validation}, which proves {proves}; {why}.",
    remedy="Have it created where that name is hosted.",
    source=_SOURCE,
    stage="demands",
    needs=READ_VALIDATIONS,
)

VALIDATION_CHECKS: Final = (VALIDATION_RECORD_MISSING, VALIDATION_RECORD_WRONG, VALIDATION_RECORD_OUTSIDE)
"""What is not checked where the records that a target waits for were not read."""
