"""In which order a name is taken away from a service that still serves it."""

from __future__ import annotations

from collections.abc import Iterator

from xalias_tui.domain.findings import Finding, Rule, Severity
from xalias_tui.domain.plans import Case
from xalias_tui.rules.checks import Check, about, alias_zone_id, leads_to_cloudfront, once_a_name
from xalias_tui.rules.ttl import ALIAS_TTL

CLOUDFRONT_REMOVE_ORDER = Rule(
    id="cloudfront-remove-order",
    severity=Severity.INFO,
    when="An alias to CloudFront is removed, and the name has none to CloudFront afterwards.",
    message="Remove the DNS record of {name} before the alternate name.",
    remedy="Send this change first, wait until resolvers have forgotten the record, then take {name} off the "
    "distribution.",
    source="CloudFront Developer Guide: alternate-domain-names-remove-domain",
)
RETIRE_ORDER = Rule(
    id="retire-order",
    severity=Severity.INFO,
    when="An alias to an AWS resource is removed, and nothing of its type answers at the name afterwards.",
    message="Resolvers keep answering {name} from memory for up to {seconds} seconds after the record is gone.",
    remedy="If {target} is to be deleted too, do it that long after the record is gone.",
    source="AWS Customer Incident Response Team, June 2026 (ownership by inventory); Elastic Beanstalk Developer "
    "Guide: customdomains",
)


def leaves_cloudfront(case: Case) -> Iterator[Finding]:
    """The names that no longer point to CloudFront, once each."""
    for record in once_a_name(record for record in case.deleted if leads_to_cloudfront(record)):
        if not any(leads_to_cloudfront(left) for left in case.after(record.name)):
            yield about(case, record).finding(CLOUDFRONT_REMOVE_ORDER)


def retires(case: Case) -> Iterator[Finding]:
    """The aliases that are deleted and not replaced, once for a name and what it pointed to, whatever their types.

    Their targets must outlive the caches of resolvers.
    """
    said: set[object] = set()
    for record in case.deleted:
        replaced = case.after(record.name, record.type) or case.after(record.name, "CNAME")
        place = (record.name, record.alias and record.alias.dns_name)
        if record.alias is not None and alias_zone_id(record) != case.zone.id and not replaced and place not in said:
            said.add(place)
            yield about(case, record, record.alias.dns_name).finding(RETIRE_ORDER, seconds=ALIAS_TTL)


CHECKS: tuple[Check, ...] = (leaves_cloudfront, retires)
