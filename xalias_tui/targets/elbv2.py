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
from xalias_tui.targets.certificate_rules import CERTIFICATE_CHECKS
from xalias_tui.targets.evidence import Document, Evidence, arn_region, merged
from xalias_tui.targets.load_balancers import (
    Listener,
    LoadBalancerFacts,
    TargetGroup,
    facts_of,
    security_group_ingress,
    with_listener_names,
)

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
NEEDS: Final = {
    "elasticloadbalancing:DescribeListeners": (
        "lb-no-listener",
        "lb-certificate-mismatch",
        "lb-host-rule-missing",
        "lb-security-group-closed",
        *CERTIFICATE_CHECKS,
    ),
    "elasticloadbalancing:DescribeListenerCertificates": ("lb-certificate-mismatch", *CERTIFICATE_CHECKS),
    "elasticloadbalancing:DescribeRules": ("lb-host-rule-missing",),
    "elasticloadbalancing:DescribeTargetGroups": ("lb-no-healthy-target", "eth-empty-target-group"),
    "elasticloadbalancing:DescribeTargetHealth": ("lb-no-healthy-target", "eth-empty-target-group"),
    "ec2:DescribeSecurityGroups": ("lb-security-group-closed",),
    "acm:DescribeCertificate": ("lb-certificate-mismatch", *CERTIFICATE_CHECKS),
    "iam:GetServerCertificate": ("lb-certificate-mismatch", *CERTIFICATE_CHECKS),
}
"""What can't be judged without each action."""
MOST_READ: Final = 10
"""Listeners and target groups of one load balancer whose details are read; more are named as not read."""
MOST_CERTIFICATES: Final = 26
"""Certificates read of one listener: the default one and the 25 that Elastic Load Balancing's quota allows unasked."""

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
    """What the list tells."""
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
    listeners = _listeners(evidence, target.arn, name)
    groups = _target_groups(evidence, target.arn)
    ingress = security_group_ingress(evidence, listed.security_groups)
    label = evidence.label("elbv2", ResourceArns=[target.arn])
    facts = replace(
        listed,
        listeners=listeners,
        target_groups=groups,
        ingress=ingress,
        unread=merged(listed.unread, evidence.unread),
    )
    return with_listener_names(replace(target, facts=facts, label=label, inspected=True))


def _listeners(evidence: Evidence, arn: str, name: DnsName) -> tuple[Listener, ...] | None:
    described = evidence.items("elbv2", "describe_listeners", "Listeners", LoadBalancerArn=arn)
    if described is None:
        return None
    if len(described) > MOST_READ:
        evidence.miss(f"certificates and rules of {len(described) - MOST_READ} more listeners")
    return tuple(_listener(evidence, item, name, deep=at < MOST_READ) for at, item in enumerate(described))


def _listener(evidence: Evidence, item: Document, name: DnsName, *, deep: bool) -> Listener:
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
    if not deep:
        return listener
    if protocol in _HAS_CERTIFICATES:
        listener = _with_certificates(evidence, listener, name)
    if protocol in _HAS_RULES and not _moves_to_https(default, protocol):
        listener = _with_rules(evidence, listener, item["ListenerArn"], default)
    return listener


def _with_certificates(evidence: Evidence, listener: Listener, name: DnsName) -> Listener:
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


def _with_rules(evidence: Evidence, listener: Listener, arn: str, default: Document) -> Listener:
    described = evidence.items("elbv2", "describe_rules", "Rules", ListenerArn=arn)
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


def _target_groups(evidence: Evidence, arn: str) -> tuple[TargetGroup, ...] | None:
    groups = evidence.items("elbv2", "describe_target_groups", "TargetGroups", LoadBalancerArn=arn)
    if groups is None:
        return None
    if len(groups) > MOST_READ:
        evidence.miss(f"health of {len(groups) - MOST_READ} more target groups")
    return tuple(_target_group(evidence, group, deep=at < MOST_READ) for at, group in enumerate(groups))


def _target_group(evidence: Evidence, group: Document, *, deep: bool) -> TargetGroup:
    name = group["TargetGroupName"]
    answer = evidence.call("elbv2", "describe_target_health", TargetGroupArn=group["TargetGroupArn"]) if deep else None
    if answer is None:
        return TargetGroup(name, None, group["TargetGroupArn"])
    descriptions = answer.get("TargetHealthDescriptions") or ()
    states = tuple(item["TargetHealth"]["State"] for item in descriptions)
    return TargetGroup(name, states, group["TargetGroupArn"])
