"""The steps of a trace that ask name servers: the delegation, and what is answered; ``trace_web`` calls addresses."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from xalias_tui.domain.addresses import reach_of
from xalias_tui.domain.findings import Finding, Severity, Topic, by_severity, worst
from xalias_tui.domain.names import DnsName
from xalias_tui.domain.records import RecordSet
from xalias_tui.domain.traces import TraceStep
from xalias_tui.domain.zone_evidence import Delegation, Signing, plain_hosts
from xalias_tui.domain.zones import Zone, ZoneRecords
from xalias_tui.jobs.zones.delegation import LAME, delegation_of
from xalias_tui.probes.dns import Answer
from xalias_tui.rules import dns_checks as rules
from xalias_tui.rules.delegation import judge_delegation

if TYPE_CHECKING:
    from xalias_tui.jobs.session.probes import Probes

_ADDRESS_TYPES: Final = ("A", "AAAA")


def delegated_to(probes: Probes, zone: DnsName) -> Delegation:
    """What the parent publishes for a zone, and whether the servers that it names serve it."""
    return delegation_of(probes.dns, zone)


def delegation_step(
    parent: Delegation | None,
    zones: tuple[Zone, ...],
    name: DnsName,
    signing: Signing | None,
    above: tuple[Zone, ...] = (),
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
    findings = by_severity(judge_delegation(own, parent, parents=above, signing=signing))
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
        findings = by_severity(_not_called(probes, Topic(), name, addresses))
        return TraceStep.judged("answers", f"A resolver answers {', '.join(addresses)}.", findings), addresses
    if heard is None:
        return TraceStep("answers", "skip", told[0].problem, complete=False), ()
    if heard.rcode in ("NXDOMAIN", "NOERROR"):
        said = "that the name does not exist" if heard.rcode == "NXDOMAIN" else "without any address"
        return TraceStep("answers", "fail", f"The resolver {heard.server} answers {said}."), ()
    return TraceStep("answers", "fail", f"The resolver {heard.server} answers {heard.rcode}."), ()


def answers_step(
    probes: Probes,
    records: ZoneRecords,
    found: tuple[RecordSet, ...],
    name: DnsName,
    servers: Iterable[str],
    *,
    delegated: bool = True,
) -> tuple[TraceStep, tuple[str, ...]]:
    """What each of the zone's name servers and a resolver answer; with the addresses that visitors get.

    ``delegated`` is whether the parent names the servers: else a resolver that knows no such name is right.
    """
    types = [type_ for type_ in _ADDRESS_TYPES if any(row.type in (type_, "CNAME") for row in found)] or ["A"]
    by_type = {row.type: row for row in reversed(found)}
    findings: list[Finding] = []
    addresses: list[str] = []
    silent: list[str] = []
    refused: list[str] = []
    asked = 0
    for type_ in types:
        record = by_type.get(type_) or found[0]
        told = [probes.dns.ask_server(server, name, type_) for server in servers]
        asked = max(asked, len(told))
        silent += [answer.problem for answer in told if not answer.rcode]
        authoritative = sorted({value for answer in told for value in answer.values})
        resolved = probes.dns.ask(name, type_)
        refused += [answer.server for answer in told if answer.rcode in LAME]
        findings += _judged(records, record, told, resolved, authoritative, type_, delegated=delegated)
        answered = (*authoritative, *resolved.values)
        findings += _not_called(probes, Topic.of_alias(records.zone, record), name, answered)
        addresses += resolved.values or authoritative
        silent += [resolved.problem] if not resolved.rcode else []
    unique = tuple(dict.fromkeys(addresses))
    words = f"{asked} name servers and a resolver were asked: {', '.join(unique) or 'no address'}."
    if silent:
        words += f" {silent[0]}"
    if refused and len(set(refused)) == asked:
        only = "what a resolver answers comes from its cache" if unique else "no resolver can answer either"
        words = f"None of the {asked} name servers asked serves the zone: {only}. {words}"
        step = TraceStep.judged("answers", words, by_severity(dict.fromkeys(findings)))
        return replace(step, status="fail" if step.status == "fail" else "warn"), unique
    if not asked or (len(silent) and not unique and not findings):
        return TraceStep("answers", "skip", words), unique
    return TraceStep.judged("answers", words, by_severity(dict.fromkeys(findings))), unique


def _judged(
    records: ZoneRecords,
    record: RecordSet,
    told: list[Answer],
    resolved: Answer,
    authoritative: list[str],
    type_: str,
    *,
    delegated: bool,
) -> Iterable[Finding]:
    zone = records.zone
    for answer in (*told, resolved):
        if answer.rcode == "SERVFAIL":
            yield Topic.of_alias(zone, record).finding(rules.SERVFAIL, server=answer.server)
    missing = next((answer for answer in (*told, resolved) if answer.rcode == "NXDOMAIN"), None)
    answered = any(answer.rcode == "NOERROR" for answer in told)
    if missing is resolved and answered and record.type == "CNAME":
        pass  # it says so of the name that the CNAME points to, which the target step reports
    elif missing is resolved and authoritative and delegated:
        ttl = records.negative_ttl
        yield Topic.of_alias(zone, record).finding(
            rules.NEGATIVE_ANSWER_CACHED,
            server=resolved.server,
            for_how_long="" if ttl is None else f", for up to {ttl} seconds from when it asked",
        )
    elif missing is not None:
        yield Topic.of_alias(zone, record).finding(rules.NXDOMAIN_BUT_RECORD_EXISTS, server=missing.server)
    elif _is_asked(record, type_) and any(row.rcode == "NOERROR" for row in told) and not authoritative:
        yield Topic.of_alias(zone, record).finding(rules.ALIAS_RESOLVES_NOTHING)
    if authoritative and resolved.values and not set(authoritative) & set(resolved.values):
        ours, theirs = ", ".join(authoritative), ", ".join(resolved.values)
        yield Topic.of_alias(zone, record).finding(
            rules.AUTHORITATIVE_VS_RESOLVER_DIFFER, authoritative=ours, resolver=theirs
        )
    inner = next((value for value in authoritative if reach_of(value) == "private"), None)
    if inner is not None:
        yield Topic.of_alias(zone, record).finding(rules.PUBLIC_ZONE_PRIVATE_ANSWER, address=inner)


def _not_called(probes: Probes, topic: Topic, name: DnsName, addresses: Iterable[str]) -> Iterable[Finding]:
    """The addresses that no visitor of the internet reaches, and that are not called for that."""
    for address in dict.fromkeys(addresses):
        reach = reach_of(address)
        if reach not in probes.calls:
            severity = Severity.WARNING if reach == "private" else None
            yield topic.finding(rules.ANSWER_NOT_PUBLIC, severity=severity, name=name.bare, address=address)


def _is_asked(record: RecordSet, type_: str) -> bool:
    """Whether an answer of a type is that of an alias: one of type HTTPS alone has no address to answer."""
    return record.alias is not None and record.type in (type_, "CNAME")
