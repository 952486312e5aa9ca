"""What the verdict of a record gains from the other records of its name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, MutableMapping
from dataclasses import replace
from typing import Any

from xalias_tui.domain.findings import Rule, Topic, by_severity
from xalias_tui.domain.records import RecordSet
from xalias_tui.domain.verdicts import AliasVerdict
from xalias_tui.domain.zones import ZoneRecords
from xalias_tui.rules import dangling as rules
from xalias_tui.rules.checks import leads_to_cloudfront

Verdicts = MutableMapping[int, AliasVerdict]
"""Verdicts by the identity of their records: keys of records are dear to hash."""


def note_neighbours(records: ZoneRecords, judged: Iterable[RecordSet], verdicts: Verdicts) -> None:
    """Add to the verdicts of records what follows from others of their names."""
    rows = tuple(judged)
    for name in {record.name for record in rows if record.set_identifier is not None}:
        for record in records.at(name):
            if _fails_in_part(records, record, verdicts):
                member = record.set_identifier or ""
                _add(records, record, verdicts, rules.ROUTING_GROUP_MEMBER_BROKEN, member=member, policy=record.policy)
    for record in rows:
        if record.type == "HTTPS" and leads_to_cloudfront(record):
            others = (row for row in records.at(record.name) if row.type in ("A", "AAAA"))
            types = dict.fromkeys(row.type for row in others if not leads_to_cloudfront(row))
            if types:
                _add(records, record, verdicts, rules.HTTPS_RECORD_STALE, types=" and ".join(types))


def _fails_in_part(records: ZoneRecords, record: RecordSet, verdicts: Mapping[int, AliasVerdict]) -> bool:
    """Whether a member of a routing group points to nothing while others answer: only part of the traffic fails."""
    verdict = verdicts.get(id(record))
    if verdict is None or not verdict.is_bad or record.set_identifier is None:
        return False
    others = (verdicts.get(id(row)) for row in records.at(record.name, record.type) if row.key != record.key)
    return any(other is None or not other.is_bad for other in others)  # nothing is wrong with what is not judged


def _add(records: ZoneRecords, record: RecordSet, verdicts: Verdicts, rule: Rule, **values: Any) -> None:
    verdict = verdicts[id(record)]
    finding = Topic.of_alias(records.zone, record).finding(rule, **values)
    verdicts[id(record)] = replace(verdict, findings=by_severity((*verdict.findings, finding)))
