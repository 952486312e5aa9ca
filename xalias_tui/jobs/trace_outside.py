"""The steps of a trace that ask the world outside AWS: registry, name servers, TLS and HTTP."""

from __future__ import annotations

import ipaddress
from collections.abc import Callable, Iterable
from typing import Final

from xalias_tui.domain.findings import Finding, Severity, by_severity, worst
from xalias_tui.domain.names import DnsName
from xalias_tui.domain.records import RecordSet
from xalias_tui.domain.traces import TraceStep
from xalias_tui.domain.zone_evidence import Delegation, Signing, plain_hosts
from xalias_tui.domain.zones import Zone
from xalias_tui.jobs.about import about
from xalias_tui.jobs.asking import delegation_of
from xalias_tui.jobs.outside import Probes
from xalias_tui.probes.dns import Answer
from xalias_tui.rules import answers as rules
from xalias_tui.rules.delegation import judge_delegation

_MOST_CALLED: Final = 2
"""Addresses that are called: one would hide that only part of them work."""
_ADDRESS_TYPES: Final = ("A", "AAAA")
_BROKEN_STATUS: Final = 500
_REFUSING_STATUS: Final = 400
_MISDIRECTED: Final = 421
_CLOUDFRONT: Final = "cloudfront"


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
    others = ", ".join(parent.servers) or "nobody"
    findings = by_severity(judge_delegation(own, parent, signing=signing))
    if parent.serves(own):
        broken = f" {findings[0].message}" if worst(findings) is Severity.ERROR else ""
        return TraceStep.judged("delegation", f"{parent.parent} delegates to {others}.{broken}", findings)
    return TraceStep.judged("delegation", f"The parent delegates {own.name} to {others}.", findings)


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
        findings += _judged(zone, record, told, resolved, authoritative)
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
    zone: Zone, record: RecordSet, told: list[Answer], resolved: Answer, authoritative: list[str]
) -> Iterable[Finding]:
    for answer in (*told, resolved):
        if answer.rcode == "SERVFAIL":
            yield about(rules.SERVFAIL, zone, record, server=answer.server)
    missing = next((answer for answer in (*told, resolved) if answer.rcode == "NXDOMAIN"), None)
    if missing is not None:
        yield about(rules.NXDOMAIN_BUT_RECORD_EXISTS, zone, record, server=missing.server)
    elif record.alias is not None and any(row.rcode == "NOERROR" for row in told) and not authoritative:
        yield about(rules.ALIAS_RESOLVES_NOTHING, zone, record)
    if authoritative and resolved.values and not set(authoritative) & set(resolved.values):
        ours, theirs = ", ".join(authoritative), ", ".join(resolved.values)
        yield about(rules.AUTHORITATIVE_VS_RESOLVER_DIFFER, zone, record, authoritative=ours, resolver=theirs)
    inner = next((value for value in authoritative if _is_private(value)), None)
    if inner is not None:
        yield about(rules.PUBLIC_ZONE_PRIVATE_ANSWER, zone, record, address=inner)


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


def web_steps(probes: Probes, name: DnsName, addresses: tuple[str, ...], say: Callable[[str], None]) -> list[TraceStep]:
    """A TLS handshake and a request at the first addresses."""
    if not probes.connects:
        return [TraceStep(step, "skip", "No address is called here.") for step in ("tls", "http")]
    if not addresses:
        return [TraceStep(step, "skip", "There is no address to call.") for step in ("tls", "http")]
    called = addresses[:_MOST_CALLED]
    say(f"calling {', '.join(called)}")
    shaken = [probes.handshake(address, name) for address in called]
    bad = [shake for shake in shaken if shake.problem]
    trusted = [shake for shake in shaken if not shake.problem]
    if bad:
        shown = f" It was shown one for {', '.join(bad[0].names[:3])}." if bad[0].names else ""
        tls = TraceStep("tls", "fail" if bad[0].answered or not trusted else "warn", bad[0].problem + shown)
    else:
        until = trusted[0].not_after
        words = f"{trusted[0].version}, trusted for {name.bare}" + (f" until {until:%Y-%m-%d}." if until else ".")
        tls = TraceStep("tls", "ok", words)
    secure = any(shake.answered for shake in shaken)
    reply = probes.request(called[0], name, secure=secure)
    if not reply.status:
        return [tls, TraceStep("http", "fail", reply.problem)]
    kind = "HTTPS" if secure else "HTTP"
    words = f"{kind} {reply.status} from {called[0]}" + (f", to {reply.location}" if reply.location else "") + "."
    if reply.status >= _BROKEN_STATUS:
        return [tls, TraceStep("http", "fail", words)]
    misdirected = reply.status == _MISDIRECTED and _CLOUDFRONT in reply.server.lower()
    findings = (rules.CLOUDFRONT_421.finding(name=name.bare),) if misdirected else ()
    return [tls, TraceStep("http", "warn" if reply.status >= _REFUSING_STATUS else "ok", words, findings)]
