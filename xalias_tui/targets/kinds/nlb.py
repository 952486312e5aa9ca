"""Network Load Balancers; Gateway Load Balancers are listed with them, as what can't be aliased."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from xalias_tui.domain.findings import Finding
from xalias_tui.domain.lookups import Ask, Where
from xalias_tui.domain.names import DnsName
from xalias_tui.domain.partitions import REGION_FORM
from xalias_tui.domain.targets import Recognition, Target
from xalias_tui.targets.shared import elbv2
from xalias_tui.targets.shared import load_balancer_rules as rules
from xalias_tui.targets.shared.evidence import Document, parsed
from xalias_tui.targets.shared.kind import Kind
from xalias_tui.targets.shared.load_balancer_rules import ENABLE_IPV6
from xalias_tui.targets.shared.load_balancers import DUALSTACK, judge_load_balancer
from xalias_tui.targets.shared.naming import AMAZONAWS, REGION, match_name, plain_name
from xalias_tui.targets.shared.subject import Subject

_AZ: Final = rf"(?P<az>{REGION_FORM}[a-z])"
_NAME: Final = re.compile(
    rf"(?:(?P<prefix>dualstack)\.)?(?:{_AZ}\.)?(?P<name>[a-z0-9-]+-[0-9a-f]{{16}})\.elb\.{REGION}\.{AMAZONAWS}"
)
_GATEWAY: Final = "gateway"


class NetworkLoadBalancers(Kind):
    """The kind ``nlb``."""

    key = "nlb"
    title = "Network Load Balancer"
    services = ("elbv2",)
    arn = r"elasticloadbalancing:loadbalancer/(?:net|gwy)/(?P<name>[^/]+)/.+"
    table = "nlb"
    hints = ("AAAA answers only where the load balancer is dual-stack.",)
    record_types = ("A", "AAAA")
    iam_actions = tuple(action for action in elbv2.IAM_ACTIONS if action not in elbv2.OF_RULES)
    list_actions = elbv2.LIST_ACTIONS
    checks = tuple(rule for rule in elbv2.CHECKS if rule is not rules.LB_HOST_RULE_MISSING)
    ipv6_fix = ENABLE_IPV6
    order = 20
    recorded = elbv2.RECORDED
    exclusions = (rules.LB_GATEWAY_TYPE,)
    inspects = "scheme, state, IP address type, listeners, certificates and target health"

    def recognise(self, name: DnsName) -> Recognition | None:
        """Names with the region after ``elb``; the name does not show whether it is internal."""
        match = match_name(_NAME, name)
        if match is None:
            return None
        hints = [*self.hints]
        if match["prefix"]:
            hints.insert(0, "Network Load Balancers have no 'dualstack.' name: the prefix is left off.")
            name = DnsName.parse(name.text.removeprefix(f"{DUALSTACK}."))
        if match["az"]:
            hints.insert(0, f"This name reaches only the Availability Zone {match['az']}.")
        return self.recognised(name, match["region"], hints)

    def resource_name(self, name: DnsName) -> DnsName:
        """The name without that of an Availability Zone before it."""
        match = match_name(_NAME, name)
        return name if match is None or not match["az"] else plain_name(name).parent or name

    def discover(self, ask: Ask) -> Iterator[Target]:
        """One paginated call."""
        return (self._target(balancer, ask) for balancer in elbv2.load_balancers(ask, "network", _GATEWAY))

    def _target(self, balancer: Document, ask: Where) -> Target:
        is_gateway = balancer["Type"] == _GATEWAY
        facts = elbv2.listed_facts(balancer)
        types = ("A", "AAAA") if facts.ip_address_type == DUALSTACK else ("A",)
        name = None if is_gateway else parsed(balancer.get("DNSName"))
        zones = [zone["ZoneName"] for zone in balancer.get("AvailabilityZones") or () if zone.get("ZoneName")]
        return self.target(
            ask,
            name=balancer["LoadBalancerName"],
            arn=balancer["LoadBalancerArn"],
            dns_name=name,
            other_names=() if name is None else tuple(name.child(zone) for zone in zones),
            zone_id=balancer.get("CanonicalHostedZoneId") or None,
            record_types=types,
            state=rules.LB_GATEWAY_TYPE.id if is_gateway else (balancer.get("State") or {}).get("Code", ""),
            internal=None if is_gateway else balancer.get("Scheme") == "internal",
            facts=facts,
        )

    def from_document(self, document: Document, where: Where) -> Target | None:
        """See ``Kind``."""
        return self._target(document, where) if document["Type"] in ("network", _GATEWAY) else None

    def inspect(self, target: Target, ask: Ask, name: DnsName) -> Target:
        """Listeners and their certificates, target groups and their health, security groups."""
        return elbv2.inspect(target, ask, name) if target.aliasable else target

    def judge_target(self, subject: Subject) -> Iterator[Finding]:
        """See ``Kind``."""
        name = subject.target.dns_name
        if name is not None and name.labels[0] == DUALSTACK:
            yield subject.finding(rules.DUALSTACK_PREFIX_ON_NLB)
        match = None if name is None else match_name(_NAME, name)
        if match is not None and match["az"]:
            yield subject.finding(rules.NLB_ZONAL_NAME, az=match["az"])
        yield from judge_load_balancer(subject, secure="TLS")


KIND = NetworkLoadBalancers()
