"""Aliases whose target is not in the inventory: gone, somebody else's, or simply not known."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from xalias_tui.domain.findings import Finding, Rule, Severity, Topic
from xalias_tui.domain.names import DnsName
from xalias_tui.domain.records import RecordSet
from xalias_tui.domain.targets import Target
from xalias_tui.domain.verdicts import Sighting, Subject, Verdict
from xalias_tui.domain.zones import Zone
from xalias_tui.jobs.targets.index import Directory, Pointed
from xalias_tui.rules import dangling as rules
from xalias_tui.targets.kinds.s3_website import S3_WILDCARD
from xalias_tui.targets.shared.common_rules import INVESTIGATION_INCOMPLETE, TARGET_SHAPE_UNKNOWN

_CHOSEN_PREFIX: Final = re.compile(
    r"[a-z0-9-]+\.[a-z]{2}(?:-[a-z]+){1,2}-\d\.(?:elasticbeanstalk\.com|eb\.amazonaws\.com\.cn)"
)
_BUCKET: Final = re.compile(r"(?=.{3,63}$)[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*")
_ADDRESS: Final = re.compile(r"\d+\.\d+\.\d+\.\d+")
_MOST_GAPS: Final = 3
_OFFLINE: Final = "--offline: no resolver was asked whether it is somebody else's"

_NO_BUCKET_NAME: Final = " for this record: S3 serves a bucket that is called as the record, which none can be"
_S3_NOT_ASKED: Final = (
    "No account searched has a bucket {name}: where nobody has it, anyone can create it and serve content on your "
    "domain."
)
_S3_ELSEWHERE: Final = (
    "A bucket {name} exists in an account that was not searched: its owner decides what {name} shows ({evidence})."
)
_EB_TAKEN: Final = (
    "An account that was not searched has the Elastic Beanstalk prefix {target} ({evidence}): it answers on {name}. "
    "Unless it is one of yours, somebody has taken the name over."
)
_EB_FREE: Final = "The Elastic Beanstalk prefix {target} is free: anyone can take it and answer on {name} ({evidence})."


@dataclass(frozen=True, slots=True)
class Absence:
    """What follows for an alias whose target is in no inventory."""

    verdict: Verdict
    findings: tuple[Finding, ...]
    successor: Target | None = None


def confirmable(record: RecordSet, pointed: Pointed) -> Subject | None:
    """What of an absent target a single question to AWS can settle."""
    if pointed.kind == "s3-website":
        return "s3-website" if can_be_bucket(record.name) else None
    return "elasticbeanstalk" if has_chosen_prefix(pointed) else None


def can_be_bucket(name: DnsName) -> bool:
    """Whether a bucket can be called so (bucket naming rules in the S3 User Guide); else nobody can ever make it."""
    return _BUCKET.fullmatch(name.bare) is not None and _ADDRESS.fullmatch(name.bare) is None


def has_chosen_prefix(pointed: Pointed) -> bool:
    """Whether the name is an Elastic Beanstalk one that anybody may choose: it has no ``eba-`` label."""
    return _CHOSEN_PREFIX.fullmatch(pointed.plain.bare) is not None


@dataclass(frozen=True, slots=True)
class Absent:
    """An alias without a target, and everything that is known around it."""

    zone: Zone
    record: RecordSet
    pointed: Pointed
    directory: Directory

    def judge(self) -> Absence:
        """The judgement, graded by kind."""
        if self.pointed.kind == "s3-website":
            return self._bucket()
        if has_chosen_prefix(self.pointed):
            return self._environment()
        if self.pointed.kind.startswith("cloudfront"):
            return self._distribution()
        return self._anything()

    def _bucket(self) -> Absence:
        if self.record.name.is_wildcard:
            return Absence("broken", (self._finding(S3_WILDCARD),))
        if not can_be_bucket(self.record.name):
            return Absence("broken", (self._finding(rules.DANGLING_TARGET, where=_NO_BUCKET_NAME),))
        seen = self._seen("s3-website")
        if seen is not None and seen.exists:
            finding = self._finding(rules.DANGLING_UNKNOWN_ACCOUNT, message=_S3_ELSEWHERE, evidence=seen.evidence)
            return Absence("unknown", (finding,))
        if seen is None and (self.pointed.gaps or self._unanswered("s3-website")):
            return self._unknown("s3-website")
        message = None if seen is not None else _S3_NOT_ASKED
        return Absence("takeable", (self._finding(rules.DANGLING_TAKEOVER_S3, message=message),))

    def _environment(self) -> Absence:
        seen = self._seen("elasticbeanstalk")
        if seen is None and not self.pointed.forms:
            return Absence("unknown", (self._finding(TARGET_SHAPE_UNKNOWN),))
        if seen is None:
            open_ = self.pointed.gaps or self._unanswered("elasticbeanstalk")
            return self._unknown("elasticbeanstalk") if open_ else self._takeable(rules.DANGLING_TAKEOVER_EB)
        if seen.exists:
            taken = self._finding(
                rules.DANGLING_TAKEOVER_EB, message=_EB_TAKEN, severity=Severity.WARNING, evidence=seen.evidence
            )
            return Absence("unknown", (taken, *self.incomplete()))
        free = self._finding(rules.DANGLING_TAKEOVER_EB, message=_EB_FREE, evidence=seen.evidence)
        return Absence("takeable", (free,))

    def _distribution(self) -> Absence:
        seen = self._seen("dns")
        if seen is not None and seen.exists:
            return self._elsewhere(seen)
        if self.pointed.gaps or self._unanswered("dns"):
            return self._unknown("dns")
        return self._takeable(rules.DANGLING_TAKEOVER_CLOUDFRONT)

    def _takeable(self, rule: Rule) -> Absence:
        return Absence("takeable", (self._finding(rule, severity=Severity.ERROR),))

    def _anything(self) -> Absence:
        successor = self.pointed.successor
        recreated = tuple(self._recreated(successor)) if successor is not None else ()
        seen = self._seen("dns")
        if seen is not None and seen.exists:
            return self._elsewhere(seen)
        if seen is None and not self.pointed.forms:
            return Absence("unknown", (self._finding(TARGET_SHAPE_UNKNOWN),))
        if self.pointed.gaps or self._unanswered("dns"):
            unknown = self._unknown("dns")
            return Absence("unknown", (*recreated, *unknown.findings), successor)
        also = f", and {seen.evidence}" if seen is not None else ""
        where = f": it is in none of the {self._searched} searched{also}"
        return Absence("broken", (self._finding(rules.DANGLING_TARGET, where=where), *recreated), successor)

    @property
    def _searched(self) -> str:
        many = len(self.directory.inventory.accounts)
        return f"{many} account{'' if many == 1 else 's'}"

    def _recreated(self, successor: Target) -> Iterator[Finding]:
        if successor.dns_name is not None:
            yield self._finding(rules.LB_DELETED_RECREATED, resource=successor.name, successor=successor.dns_name.bare)

    def _elsewhere(self, seen: Sighting) -> Absence:
        return Absence("unknown", (self._finding(rules.DANGLING_UNKNOWN_ACCOUNT, evidence=seen.evidence),))

    def _unknown(self, subject: Subject) -> Absence:
        return Absence("unknown", self.incomplete(subject))

    def incomplete(self, subject: Subject = "dns") -> tuple[Finding, ...]:
        """What could not be asked, if anything, as a finding; ``subject`` is the question that would settle it."""
        gaps = (*self.pointed.gaps, *self._unanswered(subject))
        if not gaps:
            return ()
        more = f", and {len(gaps) - _MOST_GAPS} more" if len(gaps) > _MOST_GAPS else ""
        reasons = "; ".join(gap.rstrip(".") for gap in gaps[:_MOST_GAPS]) + more
        what = f"whether {self.pointed.name.bare} exists ({reasons})"
        return (self._finding(INVESTIGATION_INCOMPLETE, what=what),)

    def _unanswered(self, subject: Subject) -> tuple[str, ...]:
        """Why a question about the name tells nothing; empty where it does, or there is nobody to ask."""
        inventory = self.directory.inventory
        if subject == "dns" and inventory.offline:
            return (_OFFLINE,)
        why = inventory.unanswered.get(self._question(subject))
        return () if why is None else (why,)

    def _seen(self, subject: Subject) -> Sighting | None:
        return self.directory.inventory.sightings.get(self._question(subject))

    def _question(self, subject: Subject) -> tuple[Subject, DnsName]:
        return subject, self.record.name if subject == "s3-website" else self.pointed.plain

    def _finding(
        self, rule: Rule, *, severity: Severity | None = None, message: str | None = None, **values: Any
    ) -> Finding:
        return Topic.of_alias(self.zone, self.record).finding(rule, severity=severity, message=message, **values)
