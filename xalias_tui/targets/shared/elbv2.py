"""Application and Network Load Balancers: one API, so one way to find and to inspect them.

Each kind makes its own DescribeLoadBalancers calls: the API has no filter on the type, and a shared answer would tie
the two kinds' failures and freshness together to save one call a region.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any, Final

from xalias_tui.domain.lookups import Ask
from xalias_tui.domain.names import DnsName
from xalias_tui.domain.targets import Certificate, Target
from xalias_tui.targets.shared import load_balancer_rules as rules
from xalias_tui.targets.shared.certificate_rules import CERTIFICATE_CHECKS
from xalias_tui.targets.shared.evidence import Document, Evidence, arn_region, merged, tagged
from xalias_tui.targets.shared.load_balancers import (
    Listener,
    LoadBalancerFacts,
    TargetGroup,
    facts_of,
    security_group_ingress,
    with_listener_names,
)
from xalias_tui.targets.shared.recorded import Many, Recorded

OF_RULES: Final = frozenset({"elasticloadbalancing:DescribeRules"})
"""Only listeners of HTTP and HTTPS have rules, which Network Load Balancers have not."""
LIST_ACTIONS: Final = ("elasticloadbalancing:DescribeLoadBalancers",)
IAM_ACTIONS: Final = (
    "elasticloadbalancing:DescribeLoadBalancers",
    "elasticloadbalancing:DescribeListeners",
    "elasticloadbalancing:DescribeListenerCertificates",
    "elasticloadbalancing:DescribeRules",
    "elasticloadbalancing:DescribeTargetGroups",
    "elasticloadbalancing:DescribeTargetHealth",
    "elasticloadbalancing:DescribeTags",
    "ec2:DescribeSecurityGroups",
    "acm:ListCertificates",
    "acm:DescribeCertificate",
    "iam:GetServerCertificate",
)
RECORDED: Final = Recorded(
    type="AWS::ElasticLoadBalancingV2::LoadBalancer",
    fields={
        "LoadBalancerName": "configuration.loadBalancerName",
        "LoadBalancerArn": "configuration.loadBalancerArn",
        "DNSName": "configuration.dNSName",
        "CanonicalHostedZoneId": "configuration.canonicalHostedZoneId",
        "Type": "configuration.type",
        "Scheme": "configuration.scheme",
        "State.Code": "configuration.state.code",
        "IpAddressType": "configuration.ipAddressType",
        "AvailabilityZones": Many("configuration.availabilityZones", {"ZoneName": "zoneName"}),
    },
    required=("LoadBalancerName", "LoadBalancerArn", "Type"),
    unread={
        "IpAddressType": "record_types",
        "Scheme": "internal",
        "State.Code": "state",
        "DNSName": "dns_name",
        "CanonicalHostedZoneId": "zone_id",
    },
)
"""Sample: awslabs/aws-config-rdk, example_ci/AWS_ElasticLoadBalancingV2_LoadBalancer.json."""
CHECKS: Final = (
    rules.LB_NO_LISTENER,
    rules.LB_CERTIFICATE_MISMATCH,
    rules.LB_HOST_RULE_MISSING,
    rules.LB_SECURITY_GROUP_CLOSED,
    *CERTIFICATE_CHECKS,
    rules.LB_NO_HEALTHY_TARGET,
    rules.ETH_EMPTY_TARGET_GROUP,
)
"""Rules that need more than the list of load balancers."""
MOST_CERTIFICATES: Final = 26
"""Certificates read of one listener: the default one and the 25 that Elastic Load Balancing's quota allows unasked."""

_HTTPS_PORT: Final = 443
_HAS_RULES: Final = frozenset({"HTTP", "HTTPS"})
_HAS_CERTIFICATES: Final = frozenset({"HTTPS", "TLS"})
_HOST_OF_REQUEST: Final = (None, "", "#{host}")


def load_balancers(ask: Ask, *types: str) -> Iterator[Document]:
    """Every load balancer of the given types as DescribeLoadBalancers returns it.

    Raises:
        LookupFailedError: when the list was refused or did not come.
    """
    for page in ask.pages("elbv2", "describe_load_balancers"):
        for balancer in page["LoadBalancers"]:
            if balancer["Type"] in types:
                yield balancer


def listed_facts(balancer: Document) -> LoadBalancerFacts:
    """What the list returns."""
    return LoadBalancerFacts(
        ip_address_type=balancer.get("IpAddressType", "ipv4"),
        security_groups=tuple(balancer.get("SecurityGroups") or ()),
    )


def inspect(target: Target, ask: Ask, name: DnsName) -> Target:
    """The target with listeners, certificates, host rules, target health, security groups and tags."""
    if not target.arn:
        return target
    evidence = Evidence(ask)
    listed = facts_of(target)
    described = evidence.items("elbv2", "describe_listeners", "Listeners", LoadBalancerArn=target.arn)
    groups = evidence.items("elbv2", "describe_target_groups", "TargetGroups", LoadBalancerArn=target.arn)
    ingress = security_group_ingress(evidence, listed.security_groups)
    first = tuple(_target_group(evidence, group) for group in (groups or ())[:1])
    listeners = None if described is None else _listeners(evidence, described, name)
    others = tuple(_target_group(evidence, group) for group in (groups or ())[1:])
    tags = evidence.tags("elbv2", ResourceArns=[target.arn])
    facts = replace(
        listed,
        listeners=listeners,
        target_groups=None if groups is None else (*first, *others),
        ingress=ingress,
    )
    return with_listener_names(evidence.inspected(target, facts, **tagged(tags)))


def _listeners(evidence: Evidence, described: list[Document], name: DnsName) -> tuple[Listener, ...]:
    """The listeners in the order of the API, those that browsers meet read first."""
    read = {at: _listener(evidence, item, name) for at, item in sorted(enumerate(described), key=_met_first)}
    return tuple(read[at] for at in range(len(described)))


def _met_first(place: tuple[int, Document]) -> tuple[bool, bool, int]:
    at, item = place
    return item.get("Port") != _HTTPS_PORT, item.get("Protocol") not in _HAS_CERTIFICATES, at


def _listener(evidence: Evidence, item: Document, name: DnsName) -> Listener:
    protocol = item.get("Protocol", "")
    default = _last(item.get("DefaultActions") or [])
    listener = Listener(
        port=item.get("Port", 0),
        protocol=protocol,
        certificates=tuple(
            Certificate(arn=entry["CertificateArn"], region=arn_region(entry["CertificateArn"]), read=False)
            for entry in item.get("Certificates") or ()
        ),
        default_action=_describe(default),
        arn=item["ListenerArn"],
    )
    if protocol in _HAS_RULES and not _moves_to_https(default, protocol):
        listener = _with_rules(evidence, listener, default)
    return _with_certificates(evidence, listener, name) if protocol in _HAS_CERTIFICATES else listener


def _with_certificates(evidence: Evidence, listener: Listener, name: DnsName) -> Listener:
    if not evidence.affords(f"certificates of port {listener.port}"):
        return listener
    entries = evidence.items("elbv2", "describe_listener_certificates", "Certificates", ListenerArn=listener.arn)
    if entries is None:
        return listener
    arns = merged([entry["CertificateArn"] for entry in entries], [known.arn for known in listener.certificates])
    return replace(listener, certificates=_read_certificates(evidence, list(arns), name))


def _read_certificates(evidence: Evidence, arns: list[str], name: DnsName) -> tuple[Certificate, ...]:
    """The certificates of one listener, as many as are worth reading."""
    unread = arns[MOST_CERTIFICATES:]
    if unread:
        evidence.miss(f"{len(unread)} more certificates of the same listener")
    rest = (Certificate(arn=arn, region=arn_region(arn), read=False) for arn in unread)
    return (*evidence.certificates(arns[:MOST_CERTIFICATES], name), *rest)


def _with_rules(evidence: Evidence, listener: Listener, default: Document) -> Listener:
    if not evidence.affords(f"rules of port {listener.port}"):
        return listener
    described = evidence.items("elbv2", "describe_rules", "Rules", ListenerArn=listener.arn)
    if described is None:
        return listener
    hosts: list[str] = []
    has_regex = False
    takes_any = default.get("Type") == "forward"
    for rule in described:
        if rule.get("IsDefault"):
            continue
        conditions = [condition for condition in rule.get("Conditions") or () if condition["Field"] == "host-header"]
        takes_any = takes_any or (not conditions and _last(rule.get("Actions") or []).get("Type") == "forward")
        for condition in conditions:
            config = condition.get("HostHeaderConfig") or condition
            hosts.extend(config.get("Values") or condition.get("Values") or ())
            has_regex = has_regex or bool(config.get("RegexValues") or condition.get("RegexValues"))
    if has_regex:
        evidence.miss(f"host rules of port {listener.port} that are regular expressions")
    return replace(listener, hosts=merged(hosts), has_regex_hosts=has_regex, takes_any_host=takes_any)


def _last(actions: list[Any]) -> Document:
    """The action that answers: authentication comes before it."""
    ordered = sorted(actions, key=lambda action: action.get("Order") or 0)
    return ordered[-1] if ordered else {}


def _moves_to_https(action: Document, protocol: str) -> bool:
    """Whether an action sends every host on to HTTPS of the same host: the rules of that listener decide then."""
    config = action.get("RedirectConfig") or {}
    return protocol == "HTTP" and config.get("Protocol") == "HTTPS" and config.get("Host") in _HOST_OF_REQUEST


def _describe(action: Document) -> str:
    kind = action.get("Type", "none")
    config = action.get("FixedResponseConfig") or action.get("RedirectConfig") or {}
    return f"{kind} {config.get('StatusCode', '')}".rstrip()


def _target_group(evidence: Evidence, group: Document) -> TargetGroup:
    name, arn = group["TargetGroupName"], group["TargetGroupArn"]
    asked = evidence.affords(f"health of target group {name}")
    answer = evidence.call("elbv2", "describe_target_health", TargetGroupArn=arn) if asked else None
    if answer is None:
        return TargetGroup(name, None, arn)
    descriptions = answer.get("TargetHealthDescriptions") or ()
    return TargetGroup(name, tuple(item["TargetHealth"]["State"] for item in descriptions), arn)
