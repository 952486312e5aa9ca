"""Whether certificate authorities may issue what the name needs: CAA records at the name or the nearest above it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any, Final

from xalias_tui.domain.errors import InvalidNameError
from xalias_tui.domain.findings import Finding, Rule, Severity
from xalias_tui.domain.names import DnsName
from xalias_tui.domain.plans import Case
from xalias_tui.domain.records import RecordSet
from xalias_tui.domain.targets import Certificate
from xalias_tui.domain.zone_evidence import Caa
from xalias_tui.rules.checks import Check, about, once_a_name

CAA_BLOCKS_CERTIFICATE = Rule(
    id="caa-blocks-certificate",
    severity=Severity.WARNING,
    when="The nearest CAA record set at or above the name has issue (for a wildcard issuewild) values, and none of "
    "them is amazon.com, amazontrust.com, awstrust.com or amazonaws.com. Not said where the target is known to have "
    "no certificate of Amazon's.",
    message="The CAA records of {at} forbid Amazon from issuing a certificate for {subject} (they allow {allowed}); "
    "issuing or renewal will fail.",
    remedy='Add the value 0 {tag} "amazon.com" to the CAA records of {at}.',
    source="ACM User Guide: troubleshooting-caa; RFC 8659; botocore model: acm FailureReason CAA_ERROR",
)

_AMAZON: Final = frozenset({"amazon.com", "amazontrust.com", "awstrust.com", "amazonaws.com"})
_VALUE: Final = re.compile(r'\s*\d+\s+(?P<tag>[A-Za-z0-9]+)\s+"?(?P<issuer>[^";\s]*)')
_OF_AMAZON: Final = frozenset({"AMAZON_ISSUED", ""})


def blocks(case: Case) -> Iterator[Finding]:
    """Names whose certificate Amazon may not issue, or not renew."""
    if case.zone.private:  # authorities ask the internet, which does not see it
        return
    for record in once_a_name(case.created):
        if record.type not in ("A", "AAAA", "HTTPS", "CNAME"):
            continue
        for subject in _subjects(case, record):
            caa = _nearest(case, record, subject)
            refused = None if caa is None else _refused(caa, wildcard=subject.is_wildcard)
            if caa is not None and refused is not None:
                tag, allowed = refused
                words = " and ".join(sorted(allowed)) or "no authority"
                values: dict[str, Any] = {"at": caa.name.bare, "subject": subject.bare, "allowed": words, "tag": tag}
                yield about(case, record).finding(CAA_BLOCKS_CERTIFICATE, **values)


def _subjects(case: Case, record: RecordSet) -> tuple[DnsName, ...]:
    """The names that a certificate of Amazon's has, or needs, for the record; empty where it needs none."""
    target = case.draft.target
    if target is None or target.facts is None or not target.inspected:
        return (record.name,)
    certificates = target.facts.all_certificates
    if any(not certificate.read for certificate in certificates):
        return (record.name,)
    fitting = [one for one in certificates if one.covers(record.name)]
    if certificates and not fitting:
        return (record.name,)  # it needs one yet
    issued = [one for one in fitting if one.type in _OF_AMAZON]
    return tuple(dict.fromkeys(name for one in issued for name in _covering(one, record.name)))


def _covering(certificate: Certificate, name: DnsName) -> Iterator[DnsName]:
    """The subject names by which a certificate covers a name."""
    for text in certificate.names:
        try:
            subject = DnsName.parse(text)
        except InvalidNameError:  # a certificate may also name an address
            continue
        if name.matches(subject):
            yield subject


def _nearest(case: Case, record: RecordSet, subject: DnsName) -> Caa | None:
    """The CAA record set that decides (RFC 8659 section 3); None where there is none or it is not known."""
    name = subject.parent if subject.is_wildcard or record.type == "CNAME" else subject
    while name is not None and name.is_inside(case.zone.name):
        values = tuple(value for row in case.after(name, "CAA") for value in row.values)
        if values:
            return Caa(name, values)
        name = name.parent
    return case.around.world.caa if case.around.world else None


def _refused(caa: Caa, *, wildcard: bool) -> tuple[str, frozenset[str]] | None:
    """Which tag keeps Amazon out, and whom it lets in; None where Amazon may issue."""
    allowed = dict(_by_tag(caa.values))
    tag = "issuewild" if wildcard and "issuewild" in allowed else "issue"
    if tag not in allowed or allowed[tag] & _AMAZON:
        return None
    return tag, frozenset(allowed[tag] - {""})


def _by_tag(values: Iterable[str]) -> Iterator[tuple[str, frozenset[str]]]:
    """The authorities of each tag; an empty one (``;``) allows none."""
    found: dict[str, set[str]] = {}
    for value in values:
        match = _VALUE.match(value)
        if match is not None:
            found.setdefault(match["tag"].lower(), set()).add(match["issuer"].lower())
    return ((tag, frozenset(issuers)) for tag, issuers in found.items())


CHECKS: tuple[Check, ...] = (blocks,)
