"""Findings, and the rules that yield them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from xalias_tui.domain.records import RecordKey


class Severity(StrEnum):
    """How much a finding weighs."""

    ERROR = "error"
    """Route 53 refuses it, or it certainly will not work."""
    WARNING = "warning"
    """Likely to fail, or to surprise."""
    INFO = "info"
    """Worth knowing."""

    @property
    def rank(self) -> int:
        """0 for the most severe."""
        return (Severity.ERROR, Severity.WARNING, Severity.INFO).index(self)

    def reaches(self, threshold: Severity) -> bool:
        """Whether this severity is at or over ``threshold``."""
        return self.rank <= threshold.rank


@dataclass(frozen=True, slots=True)
class Finding:
    """One problem or note about a draft, a record or a target.

    Attributes:
        id: Id of the rule, stable.
        severity: How much it weighs here.
        message: A sentence for the operator; may carry untrusted text.
        remedy: What to do; empty where nothing is needed.
        record: The record set meant, or None.
        zone_id: Zone of ``record``.
        target: ARN or DNS name of the target meant.
        fix: A command for a POSIX shell (AWS CLI) that does what ``remedy`` says; empty where none does. What the
            operator must choose appears in it as a shell variable.
    """

    id: str
    severity: Severity
    message: str
    remedy: str = ""
    record: RecordKey | None = None
    zone_id: str | None = None
    target: str | None = None
    fix: str = ""


@dataclass(frozen=True, slots=True)
class Rule:
    """An entry of the catalogue; module-level instances in ``rules`` and ``targets`` are the catalogue.

    Attributes:
        id: Stable kebab-case key.
        severity: The usual severity; a finding may carry another where ``when`` says so.
        when: The exact condition, in the field names of the API.
        message: Sentence with ``{placeholders}``.
        remedy: What to do, with ``{placeholders}``.
        source: Where the fact was read, or ``unsourced`` for general knowledge.
        fix: Command that does what ``remedy`` says, with ``{placeholders}`` that are quoted for the shell.
    """

    id: str
    severity: Severity
    when: str
    message: str
    remedy: str
    source: str
    fix: str = ""

    def finding(
        self,
        *,
        record: RecordKey | None = None,
        zone_id: str | None = None,
        target: str | None = None,
        severity: Severity | None = None,
        message: str | None = None,
        **values: object,
    ) -> Finding:
        """A finding of this rule, its sentences filled with ``values``; ``message`` replaces the usual sentence."""
        return Finding(
            id=self.id,
            severity=severity or self.severity,
            message=(message or self.message).format_map(values),
            remedy=self.remedy.format_map(values),
            record=record,
            zone_id=zone_id,
            target=target,
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
