"""Lightsail load balancers: Application Load Balancers that only Lightsail's own API lists."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from xalias_tui.domain.findings import Finding, Severity
from xalias_tui.domain.lookups import Ask
from xalias_tui.domain.names import DnsName
from xalias_tui.domain.targets import Certificate, Recognition, Target
from xalias_tui.domain.validations import Progress
from xalias_tui.targets.shared import acm
from xalias_tui.targets.shared import load_balancer_rules as balancer_rules
from xalias_tui.targets.shared.evidence import Document, Evidence, parsed, valid_names
from xalias_tui.targets.shared.kind import Kind
from xalias_tui.targets.shared.lightsail import (
    CHECKS,
    LIGHTSAIL_DOMAIN_NOT_ATTACHED,
    LightsailFacts,
    certificate_of,
    judge_certificates,
    progress_of,
    tags_of,
)
from xalias_tui.targets.shared.load_balancers import NAME_WITH_REGION_FIRST, dualstack, judge_dualstack_prefix
from xalias_tui.targets.shared.naming import match_name
from xalias_tui.targets.shared.subject import Subject

_DUALSTACK: Final = "dualstack"
_SEVERITY: Final = {
    "provisioning": Severity.WARNING,
    "active_impaired": Severity.WARNING,
    "failed": Severity.ERROR,
    "unknown": Severity.WARNING,
}


class LightsailLoadBalancers(Kind):
    """The kind ``lightsail-loadbalancer``."""

    key = "lightsail-loadbalancer"
    title = "Lightsail load balancer"
    prefixes = ("dualstack",)
    services = ("lightsail",)
    arn = r"lightsail:LoadBalancer/(?P<name>[^/]+)"
    table = "lightsail_load_balancer"
    hints = (
        "An Application or Classic Load Balancer has the same form of name and the same zone id.",
        "AAAA answers only where the load balancer is dual-stack.",
    )
    internal = False
    record_types = ("A", "AAAA")
    iam_actions = ("lightsail:GetLoadBalancers", "lightsail:GetLoadBalancerTlsCertificates")
    list_actions = ("lightsail:GetLoadBalancers",)
    checks = CHECKS
    order = 230
    inspects = "state, IP address type, attached certificates and the health of the instances"

    def recognise(self, name: DnsName) -> Recognition | None:
        """Names with the region before ``elb``, which Application Load Balancers are offered first."""
        match = match_name(NAME_WITH_REGION_FIRST, name)
        if match is None or match["prefix"] == "ipv6" or match["internal"]:
            return None
        return self.recognised(dualstack(name), match["region"])

    def discover(self, ask: Ask) -> Iterator[Target]:
        """One paginated call."""
        for page in ask.pages("lightsail", "get_load_balancers"):
            yield from (self._target(item, ask) for item in page.get("loadBalancers") or ())

    def _target(self, item: Document, ask: Ask) -> Target:
        name = parsed(item.get("dnsName"))
        summaries = item.get("tlsCertificateSummaries") or ()
        takes_ipv6 = item.get("ipAddressType") == _DUALSTACK
        facts = LightsailFacts(
            attached=tuple(summary["name"] for summary in summaries if summary.get("isAttached")),
            unattached=tuple(summary["name"] for summary in summaries if not summary.get("isAttached")),
            instances=tuple(entry.get("instanceHealth", "") for entry in item.get("instanceHealthSummary") or ()),
        )
        return self.target(
            ask,
            name=item["name"],
            arn=item["arn"],
            dns_name=dualstack(name) if name else None,
            record_types=self.record_types if takes_ipv6 else ("A",),
            state=item.get("state", ""),
            internal=False,
            facts=facts,
            **tags_of(item),
        )

    def inspect(self, target: Target, ask: Ask, name: DnsName) -> Target:
        """The attached certificates, which name the hosts that it is for, and those that wait for validation."""
        del name
        facts = target.facts
        if not isinstance(facts, LightsailFacts):
            return target
        if not facts.attached and not facts.unattached:
            return replace(target, facts=replace(facts, certificates=()), inspected=True)
        evidence = Evidence(ask)
        answer = evidence.call("lightsail", "get_load_balancer_tls_certificates", loadBalancerName=target.name)
        certificates: tuple[Certificate, ...] | None = None
        waiting: tuple[Certificate, ...] = ()
        if answer is not None:
            found = answer.get("tlsCertificates") or ()
            certificates = tuple(certificate_of(item, target.region) for item in found if item.get("isAttached"))
            others = tuple(certificate_of(item, target.region) for item in found if not item.get("isAttached"))
            waiting = tuple(certificate for certificate in others if certificate.status == acm.PENDING)
        named = valid_names(name for certificate in certificates or () for name in certificate.names)
        return evidence.inspected(target, replace(facts, certificates=certificates, requested=waiting), hostnames=named)

    def follow(self, target: Target, resource: str, ask: Ask) -> Progress:
        """How far a certificate of the load balancer is."""
        answer = ask.call("lightsail", "get_load_balancer_tls_certificates", loadBalancerName=target.name)
        found = (item for item in answer.get("tlsCertificates") or () if item.get("arn") == resource)
        return next((progress_of(item, resource) for item in found), Progress(resource, "deleted", failed=True))

    def judge_target(self, subject: Subject) -> Iterator[Finding]:
        """See ``Kind``."""
        yield from judge_dualstack_prefix(subject)
        facts = subject.target.facts
        if not isinstance(facts, LightsailFacts):
            return
        if not subject.public_zone:
            yield subject.finding(balancer_rules.LB_PUBLIC_IN_PRIVATE_ZONE)
        severity = _SEVERITY.get(subject.target.state)
        if severity is not None:
            remedy = balancer_rules.FAILED if severity is Severity.ERROR else None
            yield subject.finding(
                balancer_rules.LB_NOT_ACTIVE, severity=severity, remedy=remedy, state=subject.target.state
            )
        yield from _judge_instances(subject, facts.instances)
        if not facts.attached:
            why = f"{subject.target.name} has no certificate, so it answers it over HTTP only"
            yield subject.finding(LIGHTSAIL_DOMAIN_NOT_ATTACHED, severity=Severity.WARNING, why=why)
        yield from judge_certificates(subject)


def _judge_instances(subject: Subject, states: tuple[str, ...]) -> Iterator[Finding]:
    if "healthy" in states:
        return
    starting = bool(states) and set(states) == {"initial"}
    yield subject.finding(
        balancer_rules.LB_NO_HEALTHY_TARGET,
        severity=Severity.INFO if starting else None,
        states=", ".join(f"{states.count(state)} {state}" for state in sorted(set(states))) or "none registered",
    )


KIND = LightsailLoadBalancers()
