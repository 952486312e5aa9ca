"""Aliases whose target is not in the inventory: gone, in another account, or simply not known."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from xalias_tui.domain.findings import Finding, Rule, Severity, Topic
from xalias_tui.domain.names import DnsName
from xalias_tui.domain.records import RecordSet
from xalias_tui.domain.targets import Target
from xalias_tui.domain.verdicts import Risk, Sighting, Subject, Verdict
from xalias_tui.domain.zones import Zone
from xalias_tui.jobs.targets.index import Directory, Pointed, claim_of
from xalias_tui.rules import dangling as rules
from xalias_tui.targets import kind as target_kind
from xalias_tui.targets.kinds import elasticbeanstalk, s3_website
from xalias_tui.targets.shared.common_rules import INVESTIGATION_INCOMPLETE, TARGET_SHAPE_UNKNOWN

BUCKET: Final = s3_website.KIND.key
"""How it is found out whether a bucket exists."""
_ENVIRONMENTS: Final = elasticbeanstalk.KIND.key
_MOST_GAPS: Final = 3
_OFFLINE: Final = "--offline: no resolver was asked whether it is in another account"

_NO_BUCKET_NAME: Final = " for this record: S3 serves a bucket that is called as the record, which none can be"
_CLAIMED: Final = (
    "{name} is a domain of a distribution or tenant that was not searched: it answers on the name whatever the record "
    "says ({evidence})."
)
_UNCLAIMED: Final = (
    "No distribution of any account claims {name} ({evidence}); anyone who can get a certificate for it could."
)
_NO_DISTRIBUTION: Final = (
    "No distribution of yours claims {name}, and {evidence}; anyone who can get a certificate for it could."
)
_TOLD_TO_HOLDERS: Final = "CloudFront says so only to a distribution whose certificate covers the name"
_ORIGIN: Final = (
    "The bucket {bucket}, from which distribution {resource} serves {name}, does not exist: anyone can create it and "
    "serve content on your domain ({evidence})."
)
_ANY_BUCKET: Final = (
    "Each name that {name} stands for is answered from the bucket called as it: anyone can create one that does not "
    "exist yet and serve content on your domain."
)
_NO_WILDCARD: Final = "Replace the wildcard by records of the names that have a bucket."
_ORIGIN_REMEDY: Final = "Recreate the bucket {bucket} now, or remove it from the origins of {resource}."
_ITS_NAMES: Final = "Repoint the alias to {names}."
_NO_NAME: Final = "{target} does not exist{where}."
_S3_NOT_ASKED: Final = (
    "No account searched has a bucket {name}: if it does not exist, anyone can create it and serve content on your "
    "domain."
)
_S3_ELSEWHERE: Final = (
    "A bucket {name} exists in an account that was not searched: its owner decides what {name} shows ({evidence})."
)
_EB_TAKEN: Final = (
    "An account that was not searched has the Elastic Beanstalk prefix {target} ({evidence}): it answers on {name}. "
    "Unless it is one of yours, another account has taken the name over."
)
_EB_FREE: Final = "The Elastic Beanstalk prefix {target} is free: anyone can take it and answer on {name} ({evidence})."


@dataclass(frozen=True, slots=True)
class Absence:
    """What follows for an alias whose target is in no inventory."""

    verdict: Verdict
    findings: tuple[Finding, ...]
    successor: Target | None = None
    risk: Risk | None = None


def confirmable(name: DnsName, pointed: Pointed) -> Subject | None:
    """Whose service can tell with one question whether an absent target exists; None where none can."""
    if claim_of(pointed.kind) == "bucket":
        return pointed.kind if s3_website.can_be_bucket(name) else None
    return _ENVIRONMENTS if elasticbeanstalk.has_chosen_prefix(pointed.plain) else None


def question(name: DnsName, plain: DnsName, subject: Subject) -> tuple[Subject, DnsName]:
    """What is asked: the name of a bucket is the one asked for, every other one is that which the record points to."""
    return subject, name if claim_of(subject) == "bucket" else plain


@dataclass(frozen=True, slots=True)
class Absent:
    """An alias without a target, and everything that is known around it."""

    zone: Zone
    record: RecordSet
    pointed: Pointed
    directory: Directory

    def judge(self) -> Absence:
        """The verdict, graded by kind."""
        if claim_of(self.pointed.kind) == "bucket":
            return self._bucket()
        if elasticbeanstalk.has_chosen_prefix(self.pointed.plain):
            return self._environment()
        if claim_of(self.pointed.kind) == "host-name":
            return self._distribution()
        return self._anything()

    def _bucket(self) -> Absence:
        if self.record.name.is_wildcard:
            anyone = self._finding(rules.DANGLING_TAKEOVER_S3, message=_ANY_BUCKET, remedy=_NO_WILDCARD)
            return Absence("takeable", (anyone,), risk="claimable")
        if not s3_website.can_be_bucket(self.record.name):
            return Absence("broken", (self._finding(rules.DANGLING_TARGET, where=_NO_BUCKET_NAME),))
        seen = self._seen(self.pointed.kind)
        if seen is not None and seen.exists:
            finding = self._finding(rules.DANGLING_UNKNOWN_ACCOUNT, message=_S3_ELSEWHERE, evidence=seen.evidence)
            return Absence("unknown", (finding,))
        if seen is None and (self.pointed.gaps or self._unanswered(self.pointed.kind)):
            return self._unknown(self.pointed.kind)
        message = None if seen is not None else _S3_NOT_ASKED
        risk: Risk | None = "claimable" if seen is not None else None
        return Absence("takeable", (self._finding(rules.DANGLING_TAKEOVER_S3, message=message),), risk=risk)

    def _environment(self) -> Absence:
        seen = self._seen(_ENVIRONMENTS)
        if seen is not None and seen.reserved:
            return self._anything()
        if seen is None and not self.pointed.forms:
            return Absence("unknown", (self._finding(TARGET_SHAPE_UNKNOWN),))
        if seen is None:
            open_ = self.pointed.gaps or self._unanswered(_ENVIRONMENTS)
            return self._unknown(_ENVIRONMENTS) if open_ else self._takeable(rules.DANGLING_TAKEOVER_EB)
        if seen.exists:
            taken = self._finding(
                rules.DANGLING_TAKEOVER_EB, message=_EB_TAKEN, severity=Severity.WARNING, evidence=seen.evidence
            )
            return Absence("unknown", (taken, *self.incomplete()))
        free = self._finding(rules.DANGLING_TAKEOVER_EB, message=_EB_FREE, evidence=seen.evidence)
        return Absence("takeable", (free,), risk="claimable")

    def _distribution(self) -> Absence:
        seen = self._seen("dns")
        if seen is not None and seen.exists:
            return self._elsewhere(seen)
        if self._open(seen):
            return self._unknown("dns")
        message, evidence = (None, "") if seen is None else (_NO_DISTRIBUTION, seen.evidence)
        about = self._finding(
            rules.DANGLING_TAKEOVER_CLOUDFRONT, severity=Severity.ERROR, message=message, evidence=evidence
        )
        return Absence("takeable", (about,), risk="needs-certificate")

    def claimed(self, target: Target) -> Absence | None:
        """What follows for a name that a found target does not list where another resource claims it, else None."""
        seen = self._told_by_cloudfront(target)
        if seen is not None and seen.exists:
            about = self._finding(rules.DANGLING_UNKNOWN_ACCOUNT, message=_CLAIMED, evidence=seen.evidence)
            return Absence("unknown", (about,))
        return None

    def unclaimed(self, target: Target) -> tuple[Finding, ...]:
        """Why it is not known whether another resource claims a name that a found target does not list; else empty."""
        if self._told_by_cloudfront(target) is not None:
            return ()  # its own answer, which covers every account
        why = self.directory.inventory.unanswered.get((target.kind, self.record.name))
        if why is None and self.pointed.gaps:
            return self.incomplete()
        what = f"whether another account claims {self.record.name.bare} ({why or _TOLD_TO_HOLDERS})"
        return (self._finding(INVESTIGATION_INCOMPLETE, what=what),)

    def claimable(self, target: Target) -> Finding:
        """Of a found target that does not list the name: no other resource does, and who says so."""
        seen = self._told_by_cloudfront(target)
        message = None if seen is None else _UNCLAIMED
        evidence = "" if seen is None else seen.evidence
        return self._finding(rules.DANGLING_TAKEOVER_CLOUDFRONT, message=message, evidence=evidence)

    def _told_by_cloudfront(self, target: Target) -> Sighting | None:
        return self.directory.inventory.sightings.get((target.kind, self.record.name))

    def origin(self, target: Target) -> Absence | None:
        """What follows from a missing bucket behind a found target, or one not asked about; else None."""
        open_: Absence | None = None
        for bucket in target_kind(target.kind).buckets_behind(target):
            why = self.directory.inventory.unanswered.get((BUCKET, bucket))
            if why is not None:
                what = f"whether the bucket {bucket.bare} exists, from which {target.name} serves ({why})"
                open_ = Absence("unknown", (self._finding(INVESTIGATION_INCOMPLETE, what=what),))
            seen = self.directory.inventory.sightings.get((BUCKET, bucket))
            if seen is not None and not seen.exists:
                about = self._finding(
                    rules.DANGLING_TAKEOVER_S3,
                    message=_ORIGIN,
                    remedy=_ORIGIN_REMEDY,
                    bucket=bucket.bare,
                    resource=target.name,
                    evidence=seen.evidence,
                )
                return Absence("takeable", (about,), risk="claimable")
        return open_

    def at(self, target: Target | None) -> Absence | None:
        """What follows from a name that is not listed for a target that was found; None where it exists."""
        seen = self.directory.inventory.sightings.get(("dns", self.pointed.name))
        if target is None or (seen is not None and seen.exists):
            return None
        if seen is None and not target_kind(target.kind).lists_every_name:
            what = f"whether {self.pointed.name.bare} exists, which is not among the names of {target.name}"
            return Absence("unknown", (self._finding(INVESTIGATION_INCOMPLETE, what=what),))
        also = f", and {seen.evidence}" if seen is not None else ""
        names = " or ".join(own.bare for own in target.names)
        where = f": {target.name} has no such name{also}"
        about = self._finding(rules.DANGLING_TARGET, message=_NO_NAME, remedy=_ITS_NAMES, where=where, names=names)
        return Absence("broken", (about,))

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
        if self._open(seen):
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

    def _open(self, seen: Sighting | None) -> bool:
        """Whether a target that was not found, and does not resolve, may exist all the same."""
        if seen is not None and seen.settles:
            return False
        return bool(self.pointed.gaps or self._unanswered("dns"))

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
        """Why a question about the name settles nothing; empty if it does, or there is no one to ask."""
        inventory = self.directory.inventory
        if inventory.offline and self._seen(subject) is None:
            return (_OFFLINE,)
        why = inventory.unanswered.get(self._question(subject))
        return () if why is None else (why,)

    def _seen(self, subject: Subject) -> Sighting | None:
        return self.directory.inventory.sightings.get(self._question(subject))

    def _question(self, subject: Subject) -> tuple[Subject, DnsName]:
        return question(self.record.name, self.pointed.plain, subject)

    def _finding(
        self,
        rule: Rule,
        *,
        severity: Severity | None = None,
        message: str | None = None,
        remedy: str | None = None,
        **values: Any,
    ) -> Finding:
        topic = Topic.of_record(self.zone, self.record, self.pointed.name)
        return topic.finding(rule, severity=severity, message=message, remedy=remedy, **values)
