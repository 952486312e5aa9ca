"""Names of records: invalid ones, those that Route 53 stores otherwise than typed, and wildcards."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from xalias_tui.domain.error_rules import RECORD_NAME_OUTSIDE_ZONE, RECORD_NAME_TOO_LONG
from xalias_tui.domain.errors import InvalidNameError
from xalias_tui.domain.findings import Finding, Rule, Severity, Topic
from xalias_tui.domain.names import DnsName
from xalias_tui.domain.plans import Case
from xalias_tui.domain.records import RecordSet
from xalias_tui.rules.checks import Check, about, closest_encloser, once_a_name, wildcard_of

RECORD_NAME_ESCAPE = Rule(
    id="record-name-escape",
    severity=Severity.INFO,
    when="The name holds an octet other than a-z 0-9 - _ and a leftmost '*'.",
    message="Route 53 will show this name as {escaped}.",
    remedy="Un-escape names before comparing them.",
    source="Route 53 Developer Guide: DomainNameFormat; botocore model: route53 ResourceRecordSet.Name",
)
RECORD_NAME_CASE = Rule(
    id="record-name-case",
    severity=Severity.INFO,
    when="The name was typed with upper-case letters.",
    message="Route 53 stores names in lower case: {name}.",
    remedy="",
    source="Route 53 Developer Guide: DomainNameFormat",
)
RECORD_NAME_HOSTNAME_ILLEGAL = Rule(
    id="record-name-hostname-illegal",
    severity=Severity.WARNING,
    when="An A, AAAA or HTTPS record has a label with '_' or another octet than letters, digits and hyphens, or one "
    "that starts or ends with a hyphen.",
    message="Browsers and certificate authorities may refuse {name}.",
    remedy="Use letters, digits and hyphens.",
    source="unsourced (RFC 952, RFC 1123, CA/Browser Forum baseline requirements)",
)
WILDCARD_NOT_WHOLE_LABEL = Rule(
    id="wildcard-not-whole-label",
    severity=Severity.WARNING,
    when="'*' is anywhere but the complete leftmost label.",
    message="The * in {name} is taken literally, not as a wildcard.",
    remedy="Put '*.' first, or list the names explicitly.",
    source="Route 53 Developer Guide: DomainNameFormat (section about the asterisk)",
)
WILDCARD_NS_FORBIDDEN = Rule(
    id="wildcard-ns-forbidden",
    severity=Severity.ERROR,
    when="Type NS, and the leftmost label is '*'.",
    message="NS records cannot use a wildcard.",
    remedy="Delegate each name.",
    source="botocore model: route53 ResourceRecordSet.Name",
)
WILDCARD_SHADOWED = Rule(
    id="wildcard-shadowed",
    severity=Severity.WARNING,
    when="A wildcard *.P is created and explicit names exist below P; or the first record at a name is created that "
    "a wildcard answered until now, also for other types or, where its parent did not exist, for other names.",
    message="{n} below {parent}: they keep their own records, and the wildcard does not apply to them.",
    remedy="Add the missing types at the specific name.",
    source="Route 53 Developer Guide: DomainNameFormat (the more specific name wins)",
)
WILDCARD_ANSWERS_AFTERWARDS = Rule(
    id="wildcard-answers-afterwards",
    severity=Severity.WARNING,
    when="The last record at and below a name is deleted, and a wildcard of the zone answers for it from then on.",
    message="Once {name} is deleted, {wildcard} answers for it ({types}): the name does not go away.",
    remedy="If nothing may answer for it, keep a TXT record there: the wildcard does not answer for names that exist.",
    source="RFC 4592 section 3.3; Route 53 Developer Guide: DomainNameFormat (section about the asterisk)",
)

_STOPS_WILDCARD: Final = "Creating {name} stops {wildcard} from answering other types for it ({types})."
_STOPS_WILDCARD_BELOW: Final = (
    "Creating {name} makes {ancestor} exist: that stops {wildcard} from answering for it and every name below it."
)
_WILDCARD_BELOW: Final = "To keep them answered, create {ancestor} and *.{ancestor} too."
_HOST_TYPES: Final = frozenset({"A", "AAAA", "HTTPS"})
_LONGEST: Final = 253
"""Visible characters: DNS also carries the length of the first label and the root."""
_ESCAPE: Final = re.compile(r"\\[0-7]{3}")


def judge_text(text: str) -> tuple[Finding, ...]:
    """What is to be said of a name as it was typed, before there is any draft."""
    try:
        name = DnsName.parse(text)
    except InvalidNameError as error:
        return (Finding(id=error.code, severity=Severity.ERROR, message=error.message, remedy=error.remedy),)
    return (Topic().finding(RECORD_NAME_CASE, name=name.bare),) if text != text.lower() else ()


def outside_zone(case: Case) -> Iterator[Finding]:
    """Names that the zone can't hold."""
    for record in once_a_name(case.created):
        if not record.name.is_inside(case.zone.name):
            yield about(case, record).finding(RECORD_NAME_OUTSIDE_ZONE)


def length(case: Case) -> Iterator[Finding]:
    """Names as long as DNS can carry; longer ones are invalid."""
    for record in once_a_name(case.created):
        visible = len(_ESCAPE.sub("?", record.name.bare))
        if visible >= _LONGEST:
            yield about(case, record).finding(RECORD_NAME_TOO_LONG, severity=Severity.WARNING, n=visible + 2)


def octets(case: Case) -> Iterator[Finding]:
    """Octets that Route 53 escapes, and those that no host name has."""
    for record in once_a_name(case.created):
        if "\\" in record.name.text or record.name.has_literal_asterisk:
            yield about(case, record).finding(RECORD_NAME_ESCAPE, escaped=record.name.route53.removesuffix("."))
    for record in once_a_name(record for record in case.created if record.type in _HOST_TYPES):
        if not record.name.is_hostname:
            yield about(case, record).finding(RECORD_NAME_HOSTNAME_ILLEGAL)


def asterisks(case: Case) -> Iterator[Finding]:
    """Asterisks that are no wildcard, and wildcards that Route 53 refuses."""
    for record in once_a_name(case.created):
        if record.name.has_literal_asterisk:
            yield about(case, record).finding(WILDCARD_NOT_WHOLE_LABEL)
    for record in case.created:
        if record.type == "NS" and record.name.is_wildcard:
            yield about(case, record).finding(WILDCARD_NS_FORBIDDEN)


def shadows(case: Case) -> Iterator[Finding]:
    """Where a wildcard does not answer although it looks as if it did."""
    for record in once_a_name(case.created):
        parent = record.name.parent
        if record.name.is_wildcard and parent is not None:
            yield from _not_reached(case, record, parent)
        else:
            yield from _stopped(case, record)


def _not_reached(case: Case, wildcard: RecordSet, parent: DnsName) -> Iterator[Finding]:
    gone = {record.key for record in case.deleted}
    below = {row.name for row in case.around.records.below(parent) if row.key not in gone} - {wildcard.name}
    if below:
        count = f"{len(below)} existing name{'s are' if len(below) > 1 else ' is'}"
        known = count if case.around.records.complete else f"At least {count}"
        yield about(case, wildcard).finding(WILDCARD_SHADOWED, n=known, parent=parent.bare)


def _stopped(case: Case, record: RecordSet) -> Iterator[Finding]:
    """What a wildcard answered until now: for the name alone, or for all below an ancestor that comes to exist."""
    records = case.around.records
    encloser = closest_encloser(case, record.name)
    if encloser is None or records.at(record.name):
        return
    rows = case.after(wildcard_of(encloser))
    wildcard = rows[0].name.bare if rows else ""
    emptied = _child_towards(record.name, encloser)
    if rows and emptied != record.name:
        yield about(case, record).finding(
            WILDCARD_SHADOWED,
            message=_STOPS_WILDCARD_BELOW,
            remedy=_WILDCARD_BELOW,
            wildcard=wildcard,
            ancestor=emptied.bare,
        )
        return
    lost = sorted({row.type for row in rows} - {row.type for row in case.after(record.name)})
    if lost and not records.below(record.name):
        types = ", ".join(lost)
        yield about(case, record).finding(WILDCARD_SHADOWED, message=_STOPS_WILDCARD, wildcard=wildcard, types=types)


def uncovers(case: Case) -> Iterator[Finding]:
    """Names that a wildcard answers for once their own records are gone."""
    for record in once_a_name(case.deleted):
        encloser = _encloser_afterwards(case, record.name)
        if encloser is None or encloser == record.name or record.name.is_wildcard:
            continue
        rows = case.after(wildcard_of(encloser))
        if rows:
            types = ", ".join(sorted({row.type for row in rows}))
            yield about(case, record).finding(WILDCARD_ANSWERS_AFTERWARDS, wildcard=rows[0].name.bare, types=types)


def _encloser_afterwards(case: Case, name: DnsName) -> DnsName | None:
    """The name, or its nearest ancestor that will exist; None outside the zone."""
    ancestor: DnsName | None = name
    while ancestor is not None and ancestor.is_inside(case.zone.name):
        if ancestor == case.zone.name or _exists_afterwards(case, ancestor):
            return ancestor
        ancestor = ancestor.parent
    return None


def _exists_afterwards(case: Case, name: DnsName) -> bool:
    """Whether a name has records, or names below it have, once the changes are applied (RFC 4592 section 2.2.2)."""
    gone = {record.key for record in case.deleted}
    below = any(row.key not in gone for row in case.around.records.below(name))
    return below or bool(case.after(name)) or any(new.name.is_inside(name) for new in case.created)


def _child_towards(name: DnsName, ancestor: DnsName) -> DnsName:
    """The name itself, or its ancestor directly below another one."""
    while name.parent is not None and name.parent != ancestor:
        name = name.parent
    return name


CHECKS: tuple[Check, ...] = (outside_zone, length, octets, asterisks, shadows, uncovers)
