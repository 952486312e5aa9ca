"""The steps of a trace that ask name servers: the delegation, and what is answered; ``trace_web`` calls addresses."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable
from typing import Final

from xalias_tui.domain.findings import Finding, Severity, Topic, by_severity, worst
from xalias_tui.domain.names import DnsName
from xalias_tui.domain.records import RecordSet
from xalias_tui.domain.traces import TraceStep
from xalias_tui.domain.zone_evidence import Delegation, Signing, plain_hosts
from xalias_tui.domain.zones import Zone
from xalias_tui.jobs.session.probes import Probes
from xalias_tui.jobs.zones.delegation import delegation_of
from xalias_tui.probes.dns import Answer
from xalias_tui.rules import dns_checks as rules
from xalias_tui.rules.delegation import judge_delegation

_ADDRESS_TYPES: Final = ("A", "AAAA")


def delegated_to(probes: Probes, zone: DnsName) -> Delegation:
    """What the parent publishes for a zone, and whether the servers that it names serve it."""
    return delegation_of(probes.dns, zone)


def delegation_step(
    parent: Delegation | None, zones: tuple[Zone, ...], name: DnsName, signing: Signing | None
) -> TraceStep:
    """Whether the internet is sent to one of the zones, and believes what it answers."""
    if parent is None:
        return TraceStep("delegation", "skip", f"No public zone of the accounts read encloses {name.bare}.")
    if not parent.known:
        return TraceStep("delegation", "skip", f"The parent's name servers gave no answer: {parent.problem}")
    published = set(parent.servers)
    own = max(zones, key=lambda zone: len(published & set(plain_hosts(zone.name_servers))))
    if not own.name_servers:
        words = f"{', '.join(parent.servers)}; the zone's own name servers could not be read."
        return TraceStep("delegation", "warn", f"The parent delegates to {words}")
    others = ", ".join(parent.servers) or "no name server"
    findings = by_severity(judge_delegation(own, parent, signing=signing))
    if parent.serves(own):
        broken = f" {findings[0].message}" if worst(findings) is Severity.ERROR else ""
        return TraceStep.judged("delegation", f"{parent.parent} delegates to {others}.{broken}", findings)
    return TraceStep.judged("delegation", f"The parent delegates {own.name} to {others}.", findings)


def resolver_step(probes: Probes, name: DnsName) -> tuple[TraceStep, tuple[str, ...]]:
    """What a resolver answers where the zone's records are not known; with the addresses that visitors get."""
    told = [probes.dns.ask(name, type_) for type_ in _ADDRESS_TYPES]
    addresses = tuple(dict.fromkeys(value for answer in told for value in answer.values))
    heard = next((answer for answer in told if answer.rcode), None)
    if addresses:
        return TraceStep("answers", "ok", f"A resolver answers {', '.join(addresses)}."), addresses
    if heard is None:
        return TraceStep("answers", "skip", told[0].problem, complete=False), ()
    if heard.rcode in ("NXDOMAIN", "NOERROR"):
        said = "that the name does not exist" if heard.rcode == "NXDOMAIN" else "without any address"
        return TraceStep("answers", "fail", f"The resolver {heard.server} answers {said}."), ()
    return TraceStep("answers", "fail", f"The resolver {heard.server} answers {heard.rcode}."), ()


def answers_step(
    probes: Probes, zone: Zone, found: tuple[RecordSet, ...], name: DnsName, servers: Iterable[str]
) -> tuple[TraceStep, tuple[str, ...]]:
    """What each of the zone's name servers and a resolver answer; with the addresses that visitors get."""
    types = [type_ for type_ in _ADDRESS_TYPES if any(row.type in (type_, "CNAME") for row in found)] or ["A"]
    by_type = {row.type: row for row in reversed(found)}
    findings: list[Finding] = []
    addresses: list[str] = []
    silent: list[str] = []
    asked = 0
    for type_ in types:
        record = by_type.get(type_) or found[0]
        told = [probes.dns.ask_server(server, name, type_) for server in servers]
        asked = max(asked, len(told))
        silent += [answer.problem for answer in told if not answer.rcode]
        authoritative = sorted({value for answer in told for value in answer.values})
        resolved = probes.dns.ask(name, type_)
        findings += _judged(zone, record, told, resolved, authoritative, type_)
        addresses += resolved.values or authoritative
        silent += [resolved.problem] if not resolved.rcode else []
    unique = tuple(dict.fromkeys(addresses))
    words = f"{asked} name servers and a resolver were asked: {', '.join(unique) or 'no address'}."
    if silent:
        words += f" {silent[0]}"
    if not asked or (len(silent) and not unique and not findings):
        return TraceStep("answers", "skip", words), unique
    return TraceStep.judged("answers", words, by_severity(dict.fromkeys(findings))), unique


def _judged(
    zone: Zone, record: RecordSet, told: list[Answer], resolved: Answer, authoritative: list[str], type_: str
) -> Iterable[Finding]:
    for answer in (*told, resolved):
        if answer.rcode == "SERVFAIL":
            yield Topic.of_alias(zone, record).finding(rules.SERVFAIL, server=answer.server)
    missing = next((answer for answer in (*told, resolved) if answer.rcode == "NXDOMAIN"), None)
    if missing is not None:
        yield Topic.of_alias(zone, record).finding(rules.NXDOMAIN_BUT_RECORD_EXISTS, server=missing.server)
    elif _is_asked(record, type_) and any(row.rcode == "NOERROR" for row in told) and not authoritative:
        yield Topic.of_alias(zone, record).finding(rules.ALIAS_RESOLVES_NOTHING)
    if authoritative and resolved.values and not set(authoritative) & set(resolved.values):
        ours, theirs = ", ".join(authoritative), ", ".join(resolved.values)
        yield Topic.of_alias(zone, record).finding(
            rules.AUTHORITATIVE_VS_RESOLVER_DIFFER, authoritative=ours, resolver=theirs
        )
    inner = next((value for value in authoritative if _is_private(value)), None)
    if inner is not None:
        yield Topic.of_alias(zone, record).finding(rules.PUBLIC_ZONE_PRIVATE_ANSWER, address=inner)


def _is_asked(record: RecordSet, type_: str) -> bool:
    """Whether an answer of a type is that of an alias: one of type HTTPS alone has no address to answer."""
    return record.alias is not None and record.type in (type_, "CNAME")


def _is_private(text: str) -> bool:
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return False
    documentation = any(
        address in ipaddress.ip_network(net)
        for net in ("192.0.2.0/24", "198.51.100.0/24", "203.0.113.0/24", "2001:db8::/32")
        if ipaddress.ip_network(net).version == address.version
    )
    return address.is_private and not address.is_loopback and not documentation
