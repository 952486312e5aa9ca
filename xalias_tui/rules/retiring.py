"""In which order a name is taken away from a service that still serves it."""

from __future__ import annotations

from collections.abc import Iterator

from xalias_tui.domain.findings import Finding, Rule, Severity
from xalias_tui.domain.plans import Case
from xalias_tui.rules.judgement import Check, about, leads_to_cloudfront, once_a_name

CLOUDFRONT_REMOVE_ORDER = Rule(
    id="cloudfront-remove-order",
    severity=Severity.INFO,
    when="An alias to CloudFront is removed, and the name has none to CloudFront afterwards.",
    message="Remove the DNS record of {name} before the alternate name.",
    remedy="Send this change first, wait until resolvers have forgotten the record, then take {name} off the "
    "distribution.",
    source="CloudFront Developer Guide: CNAMEs (removing an alternate domain name)",
)


def leaves_cloudfront(case: Case) -> Iterator[Finding]:
    """The names that no longer lead to CloudFront, once each."""
    for record in once_a_name(record for record in case.deleted if leads_to_cloudfront(record)):
        if not any(leads_to_cloudfront(left) for left in case.after(record.name)):
            yield about(case, CLOUDFRONT_REMOVE_ORDER, record)


CHECKS: tuple[Check, ...] = (leaves_cloudfront,)
