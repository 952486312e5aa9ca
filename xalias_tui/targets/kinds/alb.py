"""Application Load Balancers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from xalias_tui.domain.findings import Finding
from xalias_tui.domain.lookups import Ask, Where
from xalias_tui.domain.names import DnsName
from xalias_tui.domain.targets import Recognition, Target
from xalias_tui.targets.shared import elbv2
from xalias_tui.targets.shared.evidence import Document, parsed
from xalias_tui.targets.shared.kind import Kind
from xalias_tui.targets.shared.load_balancer_rules import ENABLE_IPV6
from xalias_tui.targets.shared.load_balancers import (
    DUALSTACK,
    NAME_WITH_REGION_FIRST,
    dualstack,
    judge_dualstack_prefix,
    judge_load_balancer,
)
from xalias_tui.targets.shared.naming import match_name
from xalias_tui.targets.shared.subject import Subject


class ApplicationLoadBalancers(Kind):
    """The kind ``alb``."""

    key = "alb"
    title = "Application Load Balancer"
    prefixes = ("dualstack",)
    services = ("elbv2",)
    arn = r"elasticloadbalancing:loadbalancer/app/(?P<name>[^/]+)/.+"
    table = "alb"
    tables_judged = ("clb_legacy",)
    hints = (
        "A Classic or Lightsail load balancer has the same form of name and the same zone id.",
        "AAAA answers only where the load balancer is dual-stack.",
    )
    record_types = ("A", "AAAA")
    iam_actions = elbv2.IAM_ACTIONS
    list_actions = elbv2.LIST_ACTIONS
    checks = elbv2.CHECKS
    ipv6_fix = ENABLE_IPV6
    order = 10
    recorded = elbv2.RECORDED
    inspects = "scheme, state, IP address type, listeners, certificates, host rules and target health"

    def recognise(self, name: DnsName) -> Recognition | None:
        """Names with the region before ``elb``; Classic and Lightsail load balancers look the same."""
        match = match_name(NAME_WITH_REGION_FIRST, name)
        if match is None or match["prefix"] == "ipv6":
            return None
        found = self.recognised(dualstack(name), match["region"])
        return replace(found, internal=True) if match["internal"] else found

    def discover(self, ask: Ask) -> Iterator[Target]:
        """One paginated call."""
        return (self._target(balancer, ask) for balancer in elbv2.load_balancers(ask, "application"))

    def _target(self, balancer: Document, ask: Where) -> Target:
        name = parsed(balancer.get("DNSName"))
        facts = elbv2.listed_facts(balancer)
        return self.target(
            ask,
            name=balancer["LoadBalancerName"],
            arn=balancer["LoadBalancerArn"],
            dns_name=dualstack(name) if name else None,
            zone_id=balancer.get("CanonicalHostedZoneId") or None,
            record_types=("A", "AAAA") if facts.ip_address_type.startswith(DUALSTACK) else ("A",),
            state=(balancer.get("State") or {}).get("Code", ""),
            internal=balancer.get("Scheme") == "internal",
            facts=facts,
        )

    def from_document(self, document: Document, where: Where) -> Target | None:
        """See ``Kind``."""
        return self._target(document, where) if document["Type"] == "application" else None

    def inspect(self, target: Target, ask: Ask, name: DnsName) -> Target:
        """Listeners, their certificates and host rules, target groups and their health, security groups."""
        return elbv2.inspect(target, ask, name)

    def judge_target(self, subject: Subject) -> Iterator[Finding]:
        """See ``Kind``."""
        yield from judge_dualstack_prefix(subject)
        yield from judge_load_balancer(subject)


KIND = ApplicationLoadBalancers()
