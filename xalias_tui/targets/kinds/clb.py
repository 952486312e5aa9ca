"""Classic Load Balancers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from xalias_tui.domain.findings import Finding
from xalias_tui.domain.lookups import Ask, Where
from xalias_tui.domain.names import DnsName
from xalias_tui.domain.targets import Certificate, Recognition, Target
from xalias_tui.targets.shared import elbv2
from xalias_tui.targets.shared import load_balancer_rules as rules
from xalias_tui.targets.shared.evidence import Document, Evidence, arn_region, parsed, tagged
from xalias_tui.targets.shared.kind import Kind
from xalias_tui.targets.shared.load_balancers import (
    NAME_WITH_REGION_FIRST,
    Listener,
    LoadBalancerFacts,
    TargetGroup,
    dualstack,
    facts_of,
    judge_dualstack_prefix,
    judge_load_balancer,
    security_group_ingress,
    with_listener_names,
)
from xalias_tui.targets.shared.naming import match_name
from xalias_tui.targets.shared.recorded import Many, Recorded
from xalias_tui.targets.shared.subject import Subject

_IN_SERVICE: Final = "InService"


class ClassicLoadBalancers(Kind):
    """The kind ``clb``."""

    key = "clb"
    title = "Classic Load Balancer"
    prefixes = ("dualstack", "ipv6")
    services = ("elb",)
    arn = r"elasticloadbalancing:loadbalancer/(?P<name>[^/]+)"
    table = "clb"
    tables_judged = ("clb_legacy",)
    hints = ("An Application or Lightsail load balancer has the same form of name and the same zone id.",)
    record_types = ("A",)
    iam_actions = (
        "elasticloadbalancing:DescribeLoadBalancers",
        "elasticloadbalancing:DescribeInstanceHealth",
        "elasticloadbalancing:DescribeTags",
        "ec2:DescribeSecurityGroups",
        "acm:ListCertificates",
        "acm:DescribeCertificate",
        "iam:GetServerCertificate",
    )
    list_actions = ("elasticloadbalancing:DescribeLoadBalancers",)
    checks = tuple(rule for rule in elbv2.CHECKS if rule not in (rules.LB_NO_LISTENER, rules.LB_HOST_RULE_MISSING))
    order = 30
    recorded = Recorded(
        type="AWS::ElasticLoadBalancing::LoadBalancer",
        fields={
            "LoadBalancerName": "configuration.loadBalancerName",
            "DNSName": "configuration.dnsname",
            "CanonicalHostedZoneNameID": "configuration.canonicalHostedZoneNameID",
            "Scheme": "configuration.scheme",
            "ListenerDescriptions": Many(
                "configuration.listenerDescriptions",
                {
                    "Listener.LoadBalancerPort": "listener.loadBalancerPort",
                    "Listener.Protocol": "listener.protocol",
                    "Listener.SSLCertificateId": "listener.sslcertificateId",
                },
            ),
        },
        required=("LoadBalancerName",),
        unread={"Scheme": "internal", "DNSName": "dns_name", "CanonicalHostedZoneNameID": "zone_id"},
    )
    inspects = "scheme, listeners, certificates and instance health"

    def recognise(self, name: DnsName) -> Recognition | None:
        """Names of the form of an Application Load Balancer, which is offered them first, and ``ipv6.`` names."""
        match = match_name(NAME_WITH_REGION_FIRST, name)
        if match is None:
            return None
        hints = None
        if match["prefix"] == "ipv6":
            hints = ("'ipv6.' is a relic of Classic Load Balancers: 'dualstack.' takes its place.",)
            name = DnsName.parse(name.text.removeprefix("ipv6."))
        found = self.recognised(dualstack(name), match["region"], hints)
        return replace(found, internal=True) if match["internal"] else found

    def discover(self, ask: Ask) -> Iterator[Target]:
        """One paginated call."""
        for page in ask.pages("elb", "describe_load_balancers"):
            for balancer in page["LoadBalancerDescriptions"]:
                yield self.from_document(balancer, ask)

    def from_document(self, document: Document, where: Where) -> Target:
        """See ``Kind``."""
        name = parsed(document.get("DNSName"))
        own_name = document["LoadBalancerName"]
        return self.target(
            where,
            name=own_name,
            arn=f"arn:{where.partition}:elasticloadbalancing:{where.region}:{where.account_id}:loadbalancer/{own_name}",
            dns_name=dualstack(name) if name else None,
            zone_id=document.get("CanonicalHostedZoneNameID") or None,
            internal=document.get("Scheme") == "internal",
            facts=LoadBalancerFacts(
                security_groups=tuple(document.get("SecurityGroups") or ()),
                listeners=tuple(_listener(item["Listener"]) for item in document.get("ListenerDescriptions") or ()),
            ),
        )

    def inspect(self, target: Target, ask: Ask, name: DnsName) -> Target:
        """Certificates of the listeners, health of the instances, security groups, tags."""
        if not target.arn:
            return target
        evidence = Evidence(ask)
        listed = facts_of(target)
        health = _instances(evidence, target.name)
        ingress = security_group_ingress(evidence, listed.security_groups)
        presented = [certificate.arn for port in listed.listeners or () for certificate in port.certificates]
        evidence.certificates(presented, name)
        facts = replace(
            listed,
            listeners=tuple(
                replace(
                    listener,
                    certificates=tuple(evidence.certificate(certificate.arn) for certificate in listener.certificates),
                )
                for listener in listed.listeners or ()
            ),
            target_groups=health,
            ingress=ingress,
        )
        tags = evidence.tags("elb", LoadBalancerNames=[target.name])
        return with_listener_names(evidence.inspected(target, facts, **tagged(tags)))

    def judge_target(self, subject: Subject) -> Iterator[Finding]:
        """See ``Kind``."""
        yield from judge_dualstack_prefix(subject)
        yield from judge_load_balancer(subject, add_listener=rules.ADD_CLASSIC_LISTENER)


def _listener(listener: Document) -> Listener:
    arn = listener.get("SSLCertificateId")
    return Listener(
        port=listener["LoadBalancerPort"],
        protocol=listener["Protocol"].upper(),
        certificates=(Certificate(arn=arn, region=arn_region(arn), read=False),) if arn else (),
    )


def _instances(evidence: Evidence, name: str) -> tuple[TargetGroup, ...] | None:
    answer = evidence.call("elb", "describe_instance_health", LoadBalancerName=name)
    if answer is None:
        return None
    states = (item["State"] for item in answer.get("InstanceStates") or ())
    return (TargetGroup("of its instances", tuple("healthy" if state == _IN_SERVICE else state for state in states)),)


KIND = ClassicLoadBalancers()
