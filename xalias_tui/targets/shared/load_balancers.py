"""What all load balancers have in common: their evidence and the checks of it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from fnmatch import fnmatchcase
from typing import Final

from xalias_tui.domain.dataclass import dataclass
from xalias_tui.domain.findings import Finding, Severity
from xalias_tui.domain.names import DnsName
from xalias_tui.domain.targets import Certificate, Facts, Target
from xalias_tui.domain.zone_ids import lookup, reverse
from xalias_tui.targets.shared import load_balancer_rules as rules
from xalias_tui.targets.shared.certificates import judge_certificates
from xalias_tui.targets.shared.evidence import Document, Evidence, merged
from xalias_tui.targets.shared.naming import AMAZONAWS, REGION
from xalias_tui.targets.shared.subject import Subject

DUALSTACK: Final = "dualstack"
_DUALSTACK_LABEL: Final = f"{DUALSTACK}."
WITHOUT_PUBLIC_IPV4: Final = "dualstack-without-public-ipv4"

NAME_WITH_REGION_FIRST: Final = re.compile(
    rf"(?:(?P<prefix>dualstack|ipv6)\.)?(?P<name>(?P<internal>internal-)?[a-z0-9-]+-\d+)\.{REGION}\.elb\.{AMAZONAWS}"
)
"""Application, Classic and Lightsail load balancers; those of Network Load Balancers have the region after ``elb``."""

_OWN_NAME: Final = re.compile(
    r"(?:dualstack\.|ipv6\.)?(?:internal-)?(?P<stem>[a-z0-9-]+?)-(?:\d+|[0-9a-f]{16})"
    rf"(?P<suffix>\.(?:[a-z0-9-]+\.elb|elb\.[a-z0-9-]+)\.{AMAZONAWS})"
)
_TLS: Final = frozenset({"HTTPS", "TLS", "SSL"})
_TRANSPORTS: Final = {"UDP": ("udp",), "QUIC": ("udp",), "TCP_UDP": ("tcp", "udp"), "TCP_QUIC": ("tcp", "udp")}
_IN_SERVICE: Final = frozenset({"healthy", "unavailable"})
"""``unavailable`` says that health checks are off, as for Lambda functions: such targets do receive requests."""
_ENVIRONMENT: Final = re.compile(r"elasticbeanstalk:environment-name=([^,]*)")
_STATE_SEVERITY: Final = {
    "provisioning": Severity.WARNING,
    "active_impaired": Severity.WARNING,
    "failed": Severity.ERROR,
}


@dataclass(frozen=True, slots=True)
class Listener:
    """A port that the load balancer answers on.

    Attributes:
        port: TCP or UDP port.
        protocol: ``HTTP``, ``HTTPS``, ``TCP``, ``TLS`` …
        certificates: Default and SNI certificates.
        hosts: Values of host-header conditions, with ``*`` and ``?``.
        has_regex_hosts: Whether a host-header condition is a regular expression; those are never evaluated here.
        takes_any_host: Whether a rule forwards without looking at the host, or the default action does.
        default_action: What visitors get when no rule matches, e.g. ``fixed-response 404``.
        arn: Empty for Classic Load Balancers.
    """

    port: int
    protocol: str
    certificates: tuple[Certificate, ...] = ()
    hosts: tuple[str, ...] = ()
    has_regex_hosts: bool = False
    takes_any_host: bool = True
    default_action: str = "forward"
    arn: str = ""

    @property
    def is_tls(self) -> bool:
        """Whether a certificate is presented here."""
        return self.protocol in _TLS

    @property
    def transports(self) -> tuple[str, ...]:
        """What a security group must admit on its port: ``tcp``, ``udp`` or both."""
        return _TRANSPORTS.get(self.protocol, ("tcp",))

    def accepts_host(self, name: DnsName) -> bool:
        """Whether a request for ``name`` gets past the host rules, as far as they can be evaluated."""
        if self.takes_any_host or self.has_regex_hosts or not self.hosts:
            return True
        return any(_host_matches(name.bare, value) for value in self.hosts)


def _host_matches(host: str, value: str) -> bool:
    """``*`` and ``?`` as in listener rules, case-insensitive; brackets, which fnmatch knows, mean themselves."""
    return fnmatchcase(host, value.lower().replace("[", "[[]"))


@dataclass(frozen=True, slots=True)
class TargetGroup:
    """Targets that are health-checked together; a Classic Load Balancer has one, its instances.

    Attributes:
        name: Untrusted text.
        states: One per registered target, in the words of the API; None where they could not be read.
        arn: Empty for Classic Load Balancers.
    """

    name: str
    states: tuple[str, ...] | None
    arn: str = ""

    @property
    def is_down(self) -> bool:
        """Whether it is known that no target of the group receives requests."""
        return self.states is not None and not _IN_SERVICE.intersection(self.states)


@dataclass(frozen=True, slots=True)
class Ingress:
    """What a rule of a security group admits.

    Attributes:
        protocol: ``tcp``, ``udp`` …, ``-1`` for all.
        first: First port.
        last: Last port.
        world: Whether every address is admitted.
    """

    protocol: str
    first: int
    last: int
    world: bool

    def admits(self, port: int, protocol: str) -> bool:
        """Whether a port is among the admitted ones of ``tcp`` or ``udp``."""
        return self.protocol == "-1" or (self.protocol == protocol and self.first <= port <= self.last)


@dataclass(frozen=True, slots=True)
class LoadBalancerFacts(Facts):
    """Evidence about a load balancer; None for what was not read.

    Attributes:
        ip_address_type: ``ipv4``, ``dualstack`` or ``dualstack-without-public-ipv4``.
        security_groups: Ids; empty for Network Load Balancers without any.
        listeners: Ports.
        target_groups: Where requests go.
        ingress: What the security groups admit.
    """

    ip_address_type: str = "ipv4"
    security_groups: tuple[str, ...] = ()
    listeners: tuple[Listener, ...] | None = None
    target_groups: tuple[TargetGroup, ...] | None = None
    ingress: tuple[Ingress, ...] | None = None


def dualstack(name: DnsName) -> DnsName:
    """The name under which an Application or Classic Load Balancer answers with both address families."""
    return name if name.text.startswith(_DUALSTACK_LABEL) else DnsName.from_route53(f"{_DUALSTACK_LABEL}{name.text}")


def facts_of(target: Target) -> LoadBalancerFacts:
    """The evidence of a load balancer; empty where nothing was read."""
    return target.facts if isinstance(target.facts, LoadBalancerFacts) else LoadBalancerFacts()


def with_listener_names(target: Target) -> Target:
    """The target with the host names of its certificates and host rules among those that it serves."""
    listeners = facts_of(target).listeners or ()
    names = [name for listener in listeners for certificate in listener.certificates for name in certificate.names]
    hosts = [host.lower() for listener in listeners for host in listener.hosts]
    return replace(target, hostnames=merged(target.hostnames, hosts, names))


def security_group_ingress(evidence: Evidence, group_ids: tuple[str, ...]) -> tuple[Ingress, ...] | None:
    """What the security groups admit; None where there are none or they could not be read."""
    if not group_ids:
        return None
    groups = evidence.items("ec2", "describe_security_groups", "SecurityGroups", GroupIds=list(group_ids))
    if groups is None:
        return None
    return tuple(_ingress(rule) for group in groups for rule in group.get("IpPermissions") or ())


def _ingress(rule: Document) -> Ingress:
    ranges = [item.get("CidrIp") for item in rule.get("IpRanges") or ()]
    ranges6 = [item.get("CidrIpv6") for item in rule.get("Ipv6Ranges") or ()]
    return Ingress(
        protocol=rule["IpProtocol"],
        first=rule.get("FromPort", 0),
        last=rule.get("ToPort", 0xFFFF),
        world="0.0.0.0/0" in ranges or "::/0" in ranges6,
    )


def judge_load_balancer(
    subject: Subject, *, secure: str = "HTTPS", add_listener: str | None = None
) -> Iterator[Finding]:
    """The rules that hold for every kind of load balancer.

    Args:
        subject: The draft and its target.
        secure: Protocol of the kind's listeners that present a certificate.
        add_listener: Command that adds a listener; None for the rule's own.
    """
    facts = facts_of(subject.target)
    yield from _judge_reach(subject, facts)
    yield from _judge_state(subject, facts, secure, add_listener)
    yield from _judge_host(subject, facts)
    yield from _judge_health(subject, facts)
    yield from _judge_security_groups(subject, facts)
    yield from _judge_zone_id(subject)
    environment = _ENVIRONMENT.search(subject.target.label)
    if environment:
        yield subject.finding(rules.EB_USES_ENDPOINT_URL, environment=environment[1])
    yield from _judge_outdated(subject)


def name_but_number(name: DnsName) -> tuple[str, str] | None:
    """What stays of a load balancer's DNS name when it is recreated under its own name; None for other names."""
    match = _OWN_NAME.fullmatch(name.bare)
    return None if match is None else (match["stem"], match["suffix"])


def _judge_outdated(subject: Subject) -> Iterator[Finding]:
    """An outdated name: the load balancer with that name today has another number in its DNS name."""
    name = subject.target.dns_name
    wanted = name_but_number(name) if name is not None and subject.not_among_found else None
    if wanted is None:
        return
    names = [other.dns_name for other in subject.found if other.dns_name is not None]
    alike = [other for other in names if name_but_number(other) == wanted]
    if len(alike) == 1:
        yield subject.finding(rules.LB_NAME_OUTDATED, successor=alike[0].bare)


def judge_dualstack_prefix(subject: Subject) -> Iterator[Finding]:
    """Of load balancers that have a ``dualstack.`` name: whether the alias carries it."""
    name = subject.target.dns_name
    if name is None:
        return
    if name.text.startswith("ipv6."):
        yield subject.finding(rules.IPV6_PREFIX_CLB)
    elif not name.text.startswith(_DUALSTACK_LABEL):
        for type_ in subject.types:
            severity = Severity.WARNING if type_ == "AAAA" else Severity.INFO
            yield subject.finding(rules.DUALSTACK_PREFIX_MISSING, type_, severity=severity)


def _judge_reach(subject: Subject, facts: LoadBalancerFacts) -> Iterator[Finding]:
    if subject.target.internal is True and subject.public_zone:
        yield subject.finding(rules.LB_INTERNAL_IN_PUBLIC_ZONE)
    if subject.target.internal is False and not subject.public_zone:
        yield subject.finding(rules.LB_PUBLIC_IN_PRIVATE_ZONE)
    if facts.ip_address_type == WITHOUT_PUBLIC_IPV4 and subject.public_zone and "A" in subject.types:
        yield subject.finding(rules.LB_NO_PUBLIC_IPV4, "A")


def _judge_state(
    subject: Subject, facts: LoadBalancerFacts, secure: str, add_listener: str | None
) -> Iterator[Finding]:
    severity = _STATE_SEVERITY.get(subject.target.state)
    if severity is not None:
        remedy = rules.FAILED if severity is Severity.ERROR else None
        yield subject.finding(rules.LB_NOT_ACTIVE, severity=severity, remedy=remedy, state=subject.target.state)
    if facts.listeners == ():
        yield subject.finding(rules.LB_NO_LISTENER, protocol=secure, fix=add_listener)


def _judge_host(subject: Subject, facts: LoadBalancerFacts) -> Iterator[Finding]:
    listeners = facts.listeners
    if not listeners:
        return
    presented = [certificate for listener in listeners if listener.is_tls for certificate in listener.certificates]
    all_read = bool(presented) and all(certificate.read for certificate in presented)
    if all_read and not any(certificate.covers(subject.name) for certificate in presented):
        secure = next(listener for listener in listeners if listener.is_tls)
        fix = None if secure.arn else rules.SET_CLASSIC_CERTIFICATE
        yield subject.finding(rules.LB_CERTIFICATE_MISMATCH, listener=secure.arn, port=secure.port, fix=fix)
    yield from judge_certificates(subject, presented)
    for listener in listeners:
        if not listener.accepts_host(subject.name):
            yield subject.finding(
                rules.LB_HOST_RULE_MISSING,
                listener=listener.arn,
                port=listener.port,
                action=listener.default_action,
            )


def _judge_health(subject: Subject, facts: LoadBalancerFacts) -> Iterator[Finding]:
    groups = facts.target_groups or ()
    down = [group for group in groups if group.is_down]
    if groups and len(down) == len(groups):
        states = [state for group in groups for state in group.states or ()]
        starting = bool(states) and set(states) == {"initial"}
        yield subject.finding(
            rules.LB_NO_HEALTHY_TARGET,
            severity=Severity.INFO if starting else None,
            states=", ".join(f"{states.count(state)} {state}" for state in sorted(set(states))) or "none registered",
            group=groups[0].arn,
            fix=None if groups[0].arn else rules.REGISTER_INSTANCE,
        )
    if subject.case.draft.evaluate_target_health:
        for group in down:
            fix = None if group.arn else rules.REGISTER_INSTANCE
            yield subject.finding(rules.ETH_EMPTY_TARGET_GROUP, group=group.name, group_arn=group.arn, fix=fix)


def _judge_security_groups(subject: Subject, facts: LoadBalancerFacts) -> Iterator[Finding]:
    if facts.ingress is None or not facts.security_groups or not facts.listeners:
        return
    from_world = subject.target.internal is False and subject.public_zone
    closed = [
        (listener.port, transport)
        for listener in facts.listeners
        for transport in listener.transports
        if not any(rule.admits(listener.port, transport) and (rule.world or not from_world) for rule in facts.ingress)
    ]
    if closed:
        some = any(rule.admits(*entrance) for rule in facts.ingress for entrance in closed)
        port, protocol = closed[0]
        yield subject.finding(
            rules.LB_SECURITY_GROUP_CLOSED,
            ports=", ".join(f"{port}/udp" if transport == "udp" else str(port) for port, transport in closed),
            whom="only some addresses of the internet" if some else "no address",
            group=facts.security_groups[0],
            port=port,
            protocol=protocol,
            permissions=_open_to_world(closed),
            fix=None if from_world else rules.OPEN_PORT_TO_SOME,
        )


def _open_to_world(entrances: Iterable[tuple[int, str]]) -> str:
    """Permissions of a security group that admit everyone to all of these ports, as the AWS CLI takes them."""
    ranges = [{"CidrIp": "0.0.0.0/0"}]
    permissions = [
        {"IpProtocol": protocol, "FromPort": port, "ToPort": port, "IpRanges": ranges} for port, protocol in entrances
    ]
    return json.dumps(permissions, separators=(",", ":"))


def _judge_zone_id(subject: Subject) -> Iterator[Finding]:
    for entry in reverse(subject.target.zone_id):
        if entry.service == "clb_legacy":
            current = lookup("clb", entry.region)
            yield subject.finding(
                rules.CLB_LEGACY_ZONE_ID,
                zone_id=entry.zone_id,
                id_region=entry.region,
                new=current.zone_id if current else "the id that it returns",
            )
