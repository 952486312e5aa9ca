"""The last steps of a trace: a TLS handshake and a first request at the addresses that visitors get."""

from __future__ import annotations

import ipaddress
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from xalias_tui.domain.addresses import reach_of
from xalias_tui.domain.findings import Finding, Rule, Severity, Topic, by_severity
from xalias_tui.domain.names import DnsName
from xalias_tui.domain.traces import TraceStep
from xalias_tui.jobs.session.threads import Pool
from xalias_tui.probes.http import Reply
from xalias_tui.probes.tls import Handshake
from xalias_tui.rules import tls_checks as rules
from xalias_tui.rules.dns_checks import CLOUDFRONT_421

if TYPE_CHECKING:
    from xalias_tui.jobs.session.probes import Probes

MOST_CALLED: Final = 2
"""Addresses of each family that are called: one would hide that only part of them work."""
_SHOWN_NAMES: Final = 3
_BROKEN_STATUS: Final = 500
_REFUSING_STATUS: Final = 400
_MISDIRECTED: Final = 421
_FORBIDDEN: Final = 403
_CLOUDFRONT: Final = "cloudfront"
_OWN_NAME: Final = "*.cloudfront.net"

_NOT_CALLED: Final = "Not tested: no web server is called in the demo, nor with --no-connect."

Call = tuple[str, Handshake, Reply]


def web_steps(probes: Probes, name: DnsName, addresses: tuple[str, ...], say: Callable[[str], None]) -> list[TraceStep]:
    """A TLS handshake and a request at the first addresses of each family, all at the same time."""
    if not probes.connects:
        return [TraceStep(step, "skip", _NOT_CALLED) for step in ("tls", "http")]
    if name.is_wildcard:
        words = "A wildcard can't be called: trace a name below it."
        return [TraceStep(step, "skip", words) for step in ("tls", "http")]
    called = chosen(probes, addresses)
    if not called:
        why = f"{', '.join(addresses)} is not called: no visitor of the internet gets there."
        words = why if addresses else "There is no address to call."
        return [TraceStep(step, "skip", words) for step in ("tls", "http")]
    say(f"calling {', '.join(called)}")
    calls = _calls(probes, name, called)
    reachable = [call for call in calls if call[1].fault != "no-way" or call[2].status]
    if not reachable:
        words = f"{calls[0][1].problem} This proves nothing about visitors."
        return [TraceStep(step, "skip", words) for step in ("tls", "http")]
    return [_tls_step(name, calls), _http_step(name, calls)]


def chosen(probes: Probes, addresses: tuple[str, ...]) -> tuple[str, ...]:
    """The addresses that are called: the first of each family, among those that may be."""
    families: dict[int, list[str]] = {}
    for text in dict.fromkeys(addresses):
        if reach_of(text) in probes.calls:
            families.setdefault(ipaddress.ip_address(text).version, []).append(text)
    return tuple(text for version in sorted(families) for text in families[version][:MOST_CALLED])


def _calls(probes: Probes, name: DnsName, addresses: tuple[str, ...]) -> list[Call]:
    found: dict[str, Call] = {}

    def call(address: str) -> None:
        shaken = probes.handshake(address, name)
        found[address] = (address, shaken, probes.request(address, name, secure=shaken.answered))

    Pool(workers=len(addresses)).run([partial(call, address) for address in addresses])
    return [found[address] for address in addresses if address in found]


# -- TLS


def _tls_step(name: DnsName, calls: list[Call]) -> TraceStep:
    evidence = tuple(_shaken(shaken) for _, shaken, _ in calls)
    tried = [shaken for _, shaken, _ in calls if shaken.fault != "no-way"]
    bad = [shaken for shaken in tried if shaken.problem]
    trusted = [shaken for shaken in tried if not shaken.problem]
    if not bad:
        until = trusted[0].not_after
        words = f"{trusted[0].version}, trusted for {name.bare}" + (f" until {until:%Y-%m-%d}." if until else ".")
        return TraceStep("tls", "ok", words, evidence=evidence)
    if not any(shaken.answered for shaken in tried) and any(reply.status for _, _, reply in calls):
        finding = Topic().finding(rules.NO_TLS, name=name.bare, port=bad[0].port)
        return TraceStep.judged("tls", bad[0].problem, (finding,), evidence)
    findings = [_about(shaken, name) for shaken in bad]
    if trusted and not any(shaken.answered for shaken in bad):  # part of the addresses are silent, the others serve
        findings = [_lighter(finding) for finding in findings]
    shown = f" It was shown one for {', '.join(bad[0].names[:_SHOWN_NAMES])}." if bad[0].names else ""
    return TraceStep.judged("tls", bad[0].problem + shown, by_severity(dict.fromkeys(findings)), evidence)


_RULES: Final[dict[str, Rule]] = {
    "expired": rules.TLS_CERTIFICATE_EXPIRED,
    "not-yet-valid": rules.TLS_CERTIFICATE_EXPIRED,
    "wrong-name": rules.TLS_CERTIFICATE_WRONG_NAME,
    "self-signed": rules.TLS_CERTIFICATE_UNTRUSTED,
    "untrusted": rules.TLS_CERTIFICATE_UNTRUSTED,
    "unreadable": rules.TLS_CERTIFICATE_UNREADABLE,
}


def _about(shaken: Handshake, name: DnsName) -> Finding:
    rule = _RULES.get(shaken.fault, rules.TLS_NO_HANDSHAKE)
    return Topic().finding(
        rule, name=name.bare, problem=shaken.problem, names=", ".join(shaken.names[:_SHOWN_NAMES]) or "no name"
    )


def _lighter(finding: Finding) -> Finding:
    return replace(finding, severity=Severity.WARNING)


def _shaken(shaken: Handshake) -> str:
    if shaken.problem:
        return f"{shaken.address}: {shaken.problem}"
    names = shaken.names[:_SHOWN_NAMES]
    hidden = len(shaken.names) - len(names)
    more = f" and {hidden} more" if hidden else ""
    return f"{shaken.address}: {shaken.version}, certificate for {', '.join(names)}{more}, issued by {shaken.issuer}"


# -- HTTP


def _http_step(name: DnsName, calls: list[Call]) -> TraceStep:
    answered = [(address, shaken, reply) for address, shaken, reply in calls if reply.status]
    evidence = tuple(_replied(address, shaken, reply) for address, shaken, reply in calls)
    if not answered:
        return TraceStep("http", "fail", calls[0][2].problem, evidence=evidence)
    address, shaken, reply = max(answered, key=lambda call: call[2].status >= _REFUSING_STATUS and call[2].status)
    words = _replied(address, shaken, reply)
    findings = []
    if any(one.status == _MISDIRECTED and _CLOUDFRONT in one.server.lower() for _, _, one in answered):
        findings.append(Topic().finding(CLOUDFRONT_421, name=name.bare))
    looping = next((one for _, shook, one in answered if _leads_back(name, shook, one)), None)
    if looping is not None:
        findings.append(Topic().finding(rules.HTTP_REDIRECT_LOOP, name=name.bare, location=looping.location))
    findings += dict.fromkeys(found for call in answered for found in _fingerprint(name, call))
    broken = any(finding.severity is Severity.ERROR for finding in findings)
    if broken or any(one.status >= _BROKEN_STATUS for _, _, one in answered):
        return TraceStep("http", "fail", f"{words}.", by_severity(findings), evidence)
    worse = findings or any(one.status >= _REFUSING_STATUS for _, _, one in answered)
    lost = any(not one.status and shook.fault != "no-way" for _, shook, one in calls)
    return TraceStep("http", "warn" if worse or lost else "ok", f"{words}.", tuple(findings), evidence)


def _fingerprint(name: DnsName, call: Call) -> Iterator[Finding]:
    """What an error of S3, API Gateway or CloudFront says about who answers on the name."""
    _, shaken, reply = call
    if reply.error == "NoSuchBucket":
        yield Topic().finding(rules.HTTP_NO_SUCH_BUCKET, name=name.bare, bucket=reply.bucket or name.bare)
    elif reply.error == "ForbiddenException":
        yield Topic().finding(rules.HTTP_API_FORBIDDEN, name=name.bare)
    elif reply.status == _FORBIDDEN and _CLOUDFRONT in reply.server.lower() and _OWN_NAME in shaken.names:
        yield Topic().finding(rules.HTTP_NO_DISTRIBUTION, name=name.bare)


def _replied(address: str, shaken: Handshake, reply: Reply) -> str:
    if not reply.status:
        return reply.problem
    kind = "HTTPS" if shaken.answered else "HTTP"
    server = f", server {reply.server}" if reply.server else ""
    to = f", redirects to {reply.location}" if reply.location else ""
    return f"{kind} {reply.status} from {address}{to}{server}"


def _leads_back(name: DnsName, shaken: Handshake, reply: Reply) -> bool:
    """Whether a redirect points to the very page that was asked for."""
    if not reply.location:
        return False
    try:
        to = urlsplit(reply.location)
        host, port = (to.hostname or name.bare).rstrip("."), to.port
    except ValueError:
        return False
    scheme = "https" if shaken.answered else "http"
    same = (to.scheme or scheme, host, to.path or "/") == (scheme, name.bare, "/")
    return same and port in (None, 443, 80) and not to.query
