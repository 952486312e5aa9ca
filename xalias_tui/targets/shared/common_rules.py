"""Rules that hold for many kinds of target."""

from __future__ import annotations

from xalias_tui.domain.findings import Rule, Severity

WILDCARD_BROADER_THAN_TARGET = Rule(
    id="wildcard-broader-than-target",
    severity=Severity.WARNING,
    when="The record is *.P, and the target accepts names under P one by one but not *.P.",
    message="DNS will answer for every name under {parent}, but {resource} only serves {accepted}.",
    remedy="Add *.{parent} at the service, or create explicit records.",
    source="What each service requires of the host name, see the rules of its kind; the check is a tool rule",
    stage="demands",
    needs=frozenset({"apprunner:DescribeCustomDomains"}),
)
TARGET_SHAPE_UNKNOWN = Rule(
    id="target-shape-unknown",
    severity=Severity.WARNING,
    when="The form of the DNS name is that of no known AWS service.",
    message="{target} is not recognised as an AWS alias target.",
    remedy="Choose from the inventory, or confirm by hand.",
    source="tool rule",
    stage="target",
    aliases_only=True,
)
ZONE_ID_DIFFERS_FROM_TABLE = Rule(
    id="zone-id-differs-from-table",
    severity=Severity.WARNING,
    when="A describe call returned a hosted zone id that is not in the table of published ids, which "
    "has one for the service and region.",
    message="The API gives hosted zone id {found} for {target}; the published table says {table} ({source}).",
    remedy="The API's id is used. Compare the table with a newer one: xalias zone-ids --against FILE.",
    source="AWS General Reference: Elastic Load Balancing and other endpoints; tool rule",
    stage="target",
)
AAAA_TARGET_IPV4_ONLY = Rule(
    id="aaaa-target-ipv4-only",
    severity=Severity.WARNING,
    when="Type AAAA, and the API says that the target has no IPv6 (IpAddressType ipv4, IsIPV6Enabled false …), or AWS "
    "documents aliases of type A alone for its kind.",
    message="{target} has no IPv6 address: the AAAA record will be refused or answer empty.",
    remedy="Drop AAAA, or enable dual-stack on the target.",
    source="kubernetes-sigs/external-dns docs/annotations and #5111 (they disagree)",
    stage="demands",
    needs=frozenset({"cloudfront:GetConnectionGroup", "ec2:DescribeVpcEndpoints"}),
)
IPV6_AVAILABLE_NO_AAAA = Rule(
    id="ipv6-available-no-aaaa",
    severity=Severity.INFO,
    when="The target is dual-stack, A is planned, and the name has no AAAA.",
    message="{target} also has IPv6; no AAAA is planned.",
    remedy="Add AAAA so that IPv6 clients connect natively.",
    source="Route 53 Developer Guide: routing-to-cloudfront-distribution",
    stage="demands",
)
ETH_NO_BENEFIT = Rule(
    id="eth-no-benefit",
    severity=Severity.INFO,
    when="EvaluateTargetHealth is true for API Gateway, an S3 website, a VPC endpoint, Global Accelerator, an "
    "OpenSearch domain or a VPC Lattice service.",
    message="{service} practically never reports unhealthy: evaluating its health brings no operational benefit.",
    remedy="Add a Route 53 health check if failover is wanted.",
    source="botocore model: route53 AliasTarget.EvaluateTargetHealth; Route 53 Developer Guide: "
    "resource-record-sets-values-alias (which adds Global Accelerator, OpenSearch Service and VPC Lattice)",
    stage="demands",
)
INVESTIGATION_INCOMPLETE = Rule(
    id="investigation-incomplete",
    severity=Severity.INFO,
    when="Something about the target or the zone was not or could not be read.",
    message="Not checked: {what}.",
    remedy="Run again; where a read failed, its reason is among the look-ups that failed.",
    source="tool rule",
    stage="demands",
)
IAM_READ_DENIED = Rule(
    id="iam-read-denied",
    severity=Severity.WARNING,
    when="A read-only call about the target was denied. An info where it was about the zone beside its records.",
    message="{checks} could not be checked: needs {action}, which is denied in {where}.",
    remedy="Allow {action} there: 'xalias policy target --kind {kind}' prints the statement.",
    source="IAM: names of actions follow the operations' names; the check is a tool rule",
    stage="demands",
    drafts_only=True,
)
