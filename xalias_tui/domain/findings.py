"""Findings, and the one place that makes them of rules."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import field
from typing import Any

from xalias_tui.domain.commands import sentence
from xalias_tui.domain.dataclass import dataclass
from xalias_tui.domain.names import DnsName
from xalias_tui.domain.records import RecordKey, RecordSet
from xalias_tui.domain.rule import Rule, Severity
from xalias_tui.domain.zones import Zone

__all__ = ["Finding", "Rule", "Severity", "Topic", "by_severity", "worst"]


@dataclass(frozen=True, slots=True)
class Finding:
    """What a rule says about a draft, a record, a zone or a target.

    Attributes:
        id: Id of the rule, stable.
        severity: How much it weighs here.
        message: A sentence for the operator; may carry untrusted text.
        remedy: What to do; empty where nothing is needed.
        record: The record set meant, or None.
        zone_id: Zone of ``record``.
        target: ARN or DNS name of the target meant.
        fix: A command for a POSIX shell (AWS CLI) that does what ``remedy`` says; empty where there is none. What the
            operator must choose is a shell variable in it.
        rule: The rule; None for a finding that was read from a document.
    """

    id: str
    severity: Severity
    message: str
    remedy: str = ""
    record: RecordKey | None = None
    zone_id: str | None = None
    target: str | None = None
    fix: str = ""
    rule: Rule | None = field(default=None, compare=False, repr=False)


def _no_command(template: str, values: Mapping[str, object]) -> str:
    """Only a topic that knows an account and a region turns a template into a command."""
    del template, values
    return ""


@dataclass(frozen=True, slots=True)
class Topic:
    """What a finding is about. Every finding is made here, by ``finding``.

    Attributes:
        values: What the placeholders stand for that a rule may use without being given them.
        record: The record set meant, or None.
        zone_id: Its zone, or the zone meant.
        target: ARN or DNS name of the target meant.
        command: Makes a command of the template of a fix; empty where a value is missing.
    """

    values: Mapping[str, object] = field(default_factory=dict)
    record: RecordKey | None = None
    zone_id: str | None = None
    target: str | None = None
    command: Callable[[str, Mapping[str, object]], str] = _no_command

    @classmethod
    def of_zone(cls, zone: Zone, record: RecordKey | None = None) -> Topic:
        """A zone, reported at one of its records or none; fills ``{zone}`` and ``{zone_id}``."""
        return cls({"zone": zone.name.bare, "zone_id": zone.id}, record, zone.id)

    @classmethod
    def of_record(cls, zone: Zone, record: RecordSet, target: DnsName | None = None) -> Topic:
        """A record set; fills ``{name}``, ``{type}``, ``{zone}``, ``{zone_id}`` and ``{target}``."""
        values = {
            "name": record.name.bare,
            "type": record.type,
            "zone": zone.name.bare,
            "zone_id": zone.id,
            "target": target.bare if target else "",
        }
        return cls(values, record.key, zone.id, target.text if target else None)

    @classmethod
    def of_alias(cls, zone: Zone, record: RecordSet) -> Topic:
        """A record set that points somewhere, and the name that it points to."""
        return cls.of_record(zone, record, record.leads_to)

    def finding(
        self,
        rule: Rule,
        *,
        severity: Severity | None = None,
        message: str | None = None,
        remedy: str | None = None,
        fix: str | None = None,
        **values: Any,
    ) -> Finding:
        """What a rule says here, its sentences filled with ``values``.

        ``severity`` replaces the rule's usual one; ``message``, ``remedy`` and ``fix`` are templates that replace the
        usual ones.

        Raises:
            KeyError: when a sentence has a placeholder without a value.
        """
        filled = {**self.values, **values}
        return Finding(
            id=rule.id,
            severity=severity or rule.severity,
            message=sentence(rule.message if message is None else message, filled),
            remedy=sentence(rule.remedy if remedy is None else remedy, filled),
            record=self.record,
            zone_id=self.zone_id,
            target=self.target,
            fix=self.command(rule.fix if fix is None else fix, filled),
            rule=rule,
        )


def by_severity(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Errors first, then warnings, then infos; otherwise in the order given, repeats dropped."""
    found = tuple(findings)
    if len(found) > 1:
        found = tuple(sorted(dict.fromkeys(found), key=lambda finding: finding.severity.rank))
    return found


def worst(findings: Iterable[Finding]) -> Severity | None:
    """The most severe severity, or None where nothing was found."""
    return min((finding.severity for finding in findings), key=lambda severity: severity.rank, default=None)


@dataclass(frozen=True, slots=True)
class Alike:
    """Findings that say the same of several names.

    Attributes:
        findings: In their order.
        names: The names that they are about, as they are written in sentences.
    """

    findings: tuple[Finding, ...]
    names: tuple[str, ...]

    @property
    def first(self) -> Finding:
        """The one that speaks for all."""
        return self.findings[0]


def alike(
    findings: Iterable[Finding], names: Iterable[DnsName] = (), *, folds_notes: bool = False
) -> tuple[Alike, ...]:
    """Findings in their order, those together that say the same but for the name that they are about.

    Args:
        findings: The findings.
        names: Names that sentences may hold, besides those of the records that findings are about.
        folds_notes: Whether notes with the same id are together, whatever they say.
    """
    every = tuple(findings)
    known = {name.bare for name in names} | {each.record.name.bare for each in every if each.record is not None}
    longest_first = sorted(known, key=len, reverse=True)
    held = re.compile("|".join(rf"(?<![\w.-]){re.escape(name)}(?![\w-])" for name in longest_first) or r"(?!)")
    groups: dict[tuple[object, ...], list[Finding]] = {}
    about: dict[tuple[object, ...], dict[str, None]] = {}
    for finding in every:
        said: tuple[object, ...] = (finding.id, finding.severity)
        if not folds_notes or finding.severity is not Severity.INFO:
            texts = (finding.message, finding.remedy, finding.fix)
            said = (*said, finding.target, *(held.sub("{}", text) for text in texts))
        groups.setdefault(said, []).append(finding)
        own = held.search(finding.message) if finding.record is None else None
        name = finding.record.name.bare if finding.record is not None else own[0] if own else ""
        about.setdefault(said, {}).update({name: None} if name else {})
    return tuple(Alike(tuple(group), tuple(about[said])) for said, group in groups.items())
