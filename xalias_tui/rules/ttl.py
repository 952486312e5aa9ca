"""What resolvers remember while a change is on its way to their clients."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from xalias_tui.domain.findings import Finding, Rule, Severity
from xalias_tui.domain.plans import Case
from xalias_tui.domain.records import RecordSet
from xalias_tui.rules.checks import Check, about, closest_encloser, wildcard_of

ZONE_CACHED_OLD_RECORD = Rule(
    id="zone-cached-old-record",
    severity=Severity.INFO,
    when="A record is replaced: its TTL, or the 60 seconds that most targets of aliases have, is how long the old "
    "answer lives.",
    message="Clients may keep the old answer of {name} {type} for {seconds} s.",
    remedy="Where that is too long, lower its TTL first, wait that long, and then make the change.",
    source="Route 53 Developer Guide: resource-record-sets-choosing-alias-non-alias; 60 s of aliases is unsourced",
)
NEGATIVE_CACHE = Rule(
    id="negative-cache",
    severity=Severity.INFO,
    when="A name or type is created that did not exist and that no wildcard answered: the least of the SOA's TTL and "
    "minimum is how long its absence is remembered.",
    message="Resolvers that looked it up before may answer that {name} does not exist for up to {seconds} s.",
    remedy="Wait, or lower the TTL of the zone's SOA beforehand.",
    source="Route 53 Developer Guide: SOA-NSrecords; RFC 2308",
)

_NO_SUCH_TYPE: Final = "Resolvers that looked it up before may answer that {name} has no {type} for up to {seconds} s."
_ANSWER_CLIENTS: Final = frozenset({"A", "AAAA", "CNAME"})
ALIAS_TTL: Final = 60
"""Seconds for which most targets of aliases let themselves be remembered; unsourced as a rule."""


def remembered(case: Case) -> Iterator[Finding]:
    """How long what was there, or was not, may still be answered; once a name."""
    gone = case.deleted
    if gone and case.created:
        longest = max(gone, key=_seconds)
        yield about(case, longest).finding(ZONE_CACHED_OLD_RECORD, seconds=_seconds(longest))
    fresh = next((record for record in case.created if not _answered(case, record)), None)
    ttl = case.around.records.negative_ttl
    if fresh is not None and ttl is not None:
        message = _NO_SUCH_TYPE if _exists(case, fresh) else None
        yield about(case, fresh).finding(NEGATIVE_CACHE, message=message, seconds=ttl)


def _answered(case: Case, record: RecordSet) -> bool:
    """Whether the name and type of a record were answered before the change."""
    there = case.around.records.at(record.name) or _of_wildcard(case, record)
    answers = _ANSWER_CLIENTS if record.type == "CNAME" else {record.type, "CNAME"}
    return any(row.type in answers for row in there)


def _exists(case: Case, record: RecordSet) -> bool:
    """Whether the name has other types before the change, its own or those of a wildcard, or names below it."""
    return record.name in case.around.records.nodes or bool(_of_wildcard(case, record))


def _of_wildcard(case: Case, record: RecordSet) -> tuple[RecordSet, ...]:
    """What a wildcard answers for a name that has no records, nor any below it."""
    encloser = closest_encloser(case, record.name)
    if encloser is None or record.name in case.around.records.nodes:
        return ()
    return case.around.records.at(wildcard_of(encloser))


def _seconds(record: RecordSet) -> int:
    return ALIAS_TTL if record.ttl is None else record.ttl


CHECKS: tuple[Check, ...] = (remembered,)
