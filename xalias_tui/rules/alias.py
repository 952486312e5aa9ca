"""The alias itself: its form, the zone id beside the name, target health."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from xalias_tui.domain.aws_zones import zone_ids_for, zone_names
from xalias_tui.domain.findings import Finding, Rule, Severity
from xalias_tui.domain.names import DnsName
from xalias_tui.domain.plans import Case
from xalias_tui.domain.records import AliasRef
from xalias_tui.rules.checks import Check, about, alias_zone_id, aliases, leads_to_cloudfront, same_zone_target

ALIAS_TYPE_FORBIDDEN = Rule(
    id="alias-type-forbidden",
    severity=Severity.ERROR,
    when="An alias of type NS or SOA.",
    message="NS and SOA records cannot be aliases.",
    remedy="Write plain values.",
    source="botocore model: route53 ResourceRecordSet.Type",
)
ALIAS_WITH_TTL_OR_VALUES = Rule(
    id="alias-with-ttl-or-values",
    severity=Severity.ERROR,
    when="AliasTarget together with TTL or ResourceRecords, also an empty ResourceRecords.",
    message="An alias carries neither TTL nor values.",
    remedy="Drop both keys.",
    source="ansible-collections/community.aws#545, aws/aws-cdk#20858; botocore model: route53 ResourceRecordSet.TTL",
)
ALIAS_ETH_MISSING = Rule(
    id="alias-eth-missing",
    severity=Severity.ERROR,
    when="AliasTarget without EvaluateTargetHealth: a record set that xalias makes always has it, so only Route 53 "
    "says this.",
    message="Evaluate target health was not set.",
    remedy="Send true or false.",
    source="botocore model: route53 AliasTarget (required); boto/boto#2096",
)
ALIAS_ZONE_ID_EMPTY = Rule(
    id="alias-zone-id-empty",
    severity=Severity.ERROR,
    when="AliasTarget.HostedZoneId is empty.",
    message="No hosted-zone ID is known for {target}.",
    remedy="Choose the target from the inventory of its account, which has the id. What has none there "
    "takes a CNAME: --cname, in the explorer a.",
    source="hashicorp/terraform#3334",
)
ALIAS_ZONE_ID_HAS_PREFIX = Rule(
    id="alias-zone-id-has-prefix",
    severity=Severity.WARNING,
    when="AliasTarget.HostedZoneId begins with /hostedzone/.",
    message="Zone ID {alias_zone_id} carries a path prefix.",
    remedy="Strip '/hostedzone/'.",
    source="botocore model: route53 AliasTarget.HostedZoneId (at most 32 characters); whether Route 53 accepts the "
    "prefix is unsourced",
)
ALIAS_NAME_NOT_IN_TARGET_ZONE = Rule(
    id="alias-name-not-in-target-zone",
    severity=Severity.ERROR,
    when="AliasTarget.HostedZoneId is the id of a service and region whose names end otherwise than "
    "AliasTarget.DNSName.",
    message="{target} does not lie in zone {alias_zone_id}, whose names end in {other}.",
    remedy="{expected}",
    source="harmony-one/harmony-ops#491, barnybug/cli53#213, aws/aws-cdk#19643, kubernetes-sigs/external-dns#2426 "
    "(Route 53's sentence)",
)
ALIAS_TARGET_NOT_FOUND = Rule(
    id="alias-target-not-found",
    severity=Severity.ERROR,
    when="Route 53 does not find the name in the target zone: deleted, mistyped or too new; or an alias into the zone "
    "of an AWS service is of another type than A, AAAA and HTTPS.",
    message="Route 53 does not know {target} (yet). If it was just created, retry in a few minutes.",
    remedy="Retry when the target is older than a few minutes; otherwise it no longer exists.",
    source="boto/boto#2519, rust-lang/simpleinfra#907; whether Route 53 checks this for every service is unsourced; "
    "types: botocore model: route53 ResourceRecordSet.Type",
)
ALIAS_CROSS_HOSTED_ZONE = Rule(
    id="alias-cross-hosted-zone",
    severity=Severity.ERROR,
    when="AliasTarget.HostedZoneId is the id of another hosted zone of the accounts searched.",
    message="An alias cannot point at a record in another hosted zone ({other}).",
    remedy="Write a CNAME, or alias straight to the AWS resource.",
    source="botocore model: route53 AliasTarget.HostedZoneId",
)
ETH_TRUE_CLOUDFRONT = Rule(
    id="eth-true-cloudfront",
    severity=Severity.ERROR,
    when="EvaluateTargetHealth is true for CloudFront, or for a service that CloudFront serves.",
    message="CloudFront aliases must have Evaluate target health = No.",
    remedy="Set No.",
    source="botocore model: route53 AliasTarget.EvaluateTargetHealth; Miserlou/Zappa#451",
)
ETH_SIMPLE_NO_EFFECT = Rule(
    id="eth-simple-no-effect",
    severity=Severity.INFO,
    when="EvaluateTargetHealth is true, and the routing policy is simple.",
    message="Target health is ignored for simple routing.",
    remedy="",
    source="Route 53 Developer Guide: resource-record-sets-values-alias",
)
HTTPS_RECORD_NOT_CLOUDFRONT = Rule(
    id="https-record-not-cloudfront",
    severity=Severity.ERROR,
    when="An alias of type HTTPS points neither to CloudFront nor to an HTTPS record of the same zone.",
    message="HTTPS aliases are only possible to CloudFront.",
    remedy="Write a plain HTTPS record.",
    source="AWS What's New, 1 July 2025 (Route 53 alias records of type HTTPS); aws/aws-cdk#38407",
)

_OF_ANOTHER_TYPE: Final = "{target} has no {type} record: services of AWS answer A and AAAA, CloudFront also HTTPS."
_SERVICE_TYPES: Final = frozenset({"A", "AAAA", "HTTPS"})
_NO_ALIAS_TYPES: Final = frozenset({"NS", "SOA"})


def form(case: Case) -> Iterator[Finding]:
    """What Route 53 refuses before it looks anything up."""
    for record, _ in aliases(case):
        if record.type in _NO_ALIAS_TYPES:
            yield about(case, record).finding(ALIAS_TYPE_FORBIDDEN)
        if {"TTL", "ResourceRecords"} & record.wire.keys():
            yield about(case, record).finding(ALIAS_WITH_TTL_OR_VALUES)
        if record.type == "HTTPS" and not leads_to_cloudfront(record) and same_zone_target(case, record) is None:
            yield about(case, record).finding(HTTPS_RECORD_NOT_CLOUDFRONT)


def zone_id(case: Case) -> Iterator[Finding]:
    """The hosted zone id of the alias's target."""
    for record, alias in aliases(case, once_a_member=True):
        wanted = alias_zone_id(record)
        if not wanted:
            yield about(case, record, alias.dns_name).finding(ALIAS_ZONE_ID_EMPTY)
        elif alias.zone_id != wanted:
            yield about(case, record, alias.dns_name).finding(ALIAS_ZONE_ID_HAS_PREFIX, alias_zone_id=alias.zone_id)


def target_zone(case: Case) -> Iterator[Finding]:
    """Whether the target's name lies in the zone of its hosted zone id."""
    for record, alias in aliases(case, once_a_member=True):
        wanted, target = alias_zone_id(record), alias.dns_name
        zone = next((zone for zone in case.around.zones if zone.id == wanted != case.zone.id), None)
        if zone is not None:
            other = f"{zone.name.bare}, {zone.id} of account {zone.account_id}"
            yield about(case, record, target).finding(ALIAS_CROSS_HOSTED_ZONE, other=other)
        drafted = case.draft.target
        if drafted is not None and drafted.zone_id_origin == "api" and drafted.zone_id == wanted:
            continue  # the API's answer counts more than the table, from which its kind says that it differs
        suffixes = zone_names().get(wanted)
        if suffixes is not None and not any(target.is_inside(suffix) for suffix in suffixes):
            yield about(case, record, target).finding(
                ALIAS_NAME_NOT_IN_TARGET_ZONE,
                alias_zone_id=wanted,
                other=" or ".join(sorted(suffix.bare for suffix in suffixes)),
                expected=_expected(target),
            )


def type_in_target_zone(case: Case) -> Iterator[Finding]:
    """Types that no service of AWS has records of; see ``form`` for HTTPS, NS and SOA."""
    for record, alias in aliases(case):
        if alias_zone_id(record) in zone_names() and record.type not in _SERVICE_TYPES | _NO_ALIAS_TYPES:
            yield about(case, record, alias.dns_name).finding(
                ALIAS_TARGET_NOT_FOUND, message=_OF_ANOTHER_TYPE, remedy="Choose type A or AAAA."
            )


def _expected(target: DnsName) -> str:
    right = " or ".join(zone_ids_for(target))
    return f"The zone ID for this name is {right}." if right else "Take name and zone ID from the same resource."


def health(case: Case) -> Iterator[Finding]:
    """Evaluate target health."""
    for record, alias in aliases(case, once_a_member=True):
        if not alias.evaluate_target_health:
            continue
        if leads_to_cloudfront(record) or _forbidden(case, alias):
            yield about(case, record).finding(ETH_TRUE_CLOUDFRONT)
        elif record.routing is None:
            yield about(case, record).finding(ETH_SIMPLE_NO_EFFECT)


def _forbidden(case: Case, alias: AliasRef) -> bool:
    target = case.draft.target
    return target is not None and target.evaluate_target_health == "forbidden" and target.dns_name == alias.dns_name


CHECKS: tuple[Check, ...] = (form, zone_id, target_zone, type_in_target_zone, health)
