"""Aliases whose target is not in the inventory: gone, in another account, or simply not known."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from xalias_tui.domain.dataclass import dataclass
from xalias_tui.domain.findings import Finding, Rule, Severity
from xalias_tui.domain.names import DnsName
from xalias_tui.domain.targets import Target
from xalias_tui.domain.verdicts import Risk, Sighting, Subject, Verdict
from xalias_tui.jobs.audit.pointing import Pointing
from xalias_tui.jobs.targets.index import Pointed, claim_of
from xalias_tui.rules import dangling as rules
from xalias_tui.targets.kinds import elasticbeanstalk, s3_website
from xalias_tui.targets.shared.common_rules import TARGET_SHAPE_UNKNOWN

BUCKET: Final = s3_website.KIND.key
"""How it is found out whether a bucket exists."""
_ENVIRONMENTS: Final = elasticbeanstalk.KIND.key

_NO_BUCKET_NAME: Final = "S3 looks for the bucket {name}, and lets no one create a bucket of that name."
_NOT_BY_S3: Final = "Put CloudFront in front, or do without the record."
_NO_DISTRIBUTION: Final = (
    "No distribution of yours claims {name}, and {evidence}; anyone who can get a certificate for it could."
)
_ANY_BUCKET: Final = (
    "Each name that {name} stands for is answered from the bucket of that name: anyone can create one that does not "
    "exist yet and serve content on your domain."
)
_NO_WILDCARD: Final = "Replace the wildcard by records of the names that have a bucket."
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


def absence(at: Pointing) -> Absence:
    """What follows for a record without a target, graded by kind."""
    if claim_of(at.pointed.kind) == "bucket":
        return _bucket(at)
    if elasticbeanstalk.has_chosen_prefix(at.pointed.plain):
        return _environment(at)
    if claim_of(at.pointed.kind) == "host-name":
        return _distribution(at)
    return _anything(at)


def _bucket(at: Pointing) -> Absence:
    if at.record.name.is_wildcard:
        anyone = at.finding(rules.DANGLING_TAKEOVER_S3, message=_ANY_BUCKET, remedy=_NO_WILDCARD)
        return Absence("takeable", (anyone,), risk="claimable")
    if not s3_website.can_be_bucket(at.record.name):
        nothing = at.finding(rules.DANGLING_TARGET, message=_NO_BUCKET_NAME, remedy=_NOT_BY_S3)
        return Absence("broken", (nothing,))
    seen = at.seen(at.pointed.kind)
    if seen is not None and seen.exists:
        finding = at.finding(rules.DANGLING_UNKNOWN_ACCOUNT, message=_S3_ELSEWHERE, evidence=seen.evidence)
        return Absence("unknown", (finding,))
    if seen is None and at.gaps(at.pointed.kind):
        return _unknown(at, at.pointed.kind)
    message = None if seen is not None else _S3_NOT_ASKED
    risk: Risk | None = "claimable" if seen is not None else None
    return Absence("takeable", (at.finding(rules.DANGLING_TAKEOVER_S3, message=message),), risk=risk)


def _environment(at: Pointing) -> Absence:
    seen = at.seen(_ENVIRONMENTS)
    if seen is not None and seen.reserved:
        return _anything(at)
    if seen is None and not at.pointed.forms:
        return Absence("unknown", (at.finding(TARGET_SHAPE_UNKNOWN),))
    if seen is None:
        open_ = at.gaps(_ENVIRONMENTS)
        return _unknown(at, _ENVIRONMENTS) if open_ else _takeable(at, rules.DANGLING_TAKEOVER_EB)
    if seen.exists:
        taken = at.finding(
            rules.DANGLING_TAKEOVER_EB, message=_EB_TAKEN, severity=Severity.WARNING, evidence=seen.evidence
        )
        return Absence("unknown", (taken, *at.incomplete()))
    free = at.finding(rules.DANGLING_TAKEOVER_EB, message=_EB_FREE, evidence=seen.evidence)
    return Absence("takeable", (free,), risk="claimable")


def _distribution(at: Pointing) -> Absence:
    seen = at.seen("dns")
    if seen is not None and seen.exists:
        return _elsewhere(at, seen)
    if _open(at, seen):
        return _unknown(at, "dns")
    message, evidence = (None, "") if seen is None else (_NO_DISTRIBUTION, seen.evidence)
    about = at.finding(rules.DANGLING_TAKEOVER_CLOUDFRONT, severity=Severity.ERROR, message=message, evidence=evidence)
    return Absence("takeable", (about,), risk="needs-certificate")


def _takeable(at: Pointing, rule: Rule) -> Absence:
    return Absence("takeable", (at.finding(rule, severity=Severity.ERROR),))


def _anything(at: Pointing) -> Absence:
    successor = at.pointed.successor
    recreated = tuple(_recreated(at, successor)) if successor is not None else ()
    seen = at.seen("dns")
    if seen is not None and seen.exists:
        return _elsewhere(at, seen)
    if seen is None and not at.pointed.forms:
        return Absence("unknown", (at.finding(TARGET_SHAPE_UNKNOWN),))
    if _open(at, seen):
        unknown = _unknown(at, "dns")
        return Absence("unknown", (*recreated, *unknown.findings), successor)
    also = f", and {seen.evidence}" if seen is not None else ""
    many = len(at.inventory.accounts)
    searched = f"in none of the {many} accounts" if many != 1 else "not in the account"
    where = f": it is {searched} searched{also}"
    return Absence("broken", (at.finding(rules.DANGLING_TARGET, where=where), *recreated), successor)


def _recreated(at: Pointing, successor: Target) -> Iterator[Finding]:
    if successor.dns_name is not None:
        yield at.finding(rules.LB_DELETED_RECREATED, resource=successor.name, successor=successor.dns_name.bare)


def _elsewhere(at: Pointing, seen: Sighting) -> Absence:
    return Absence("unknown", (at.finding(rules.DANGLING_UNKNOWN_ACCOUNT, evidence=seen.evidence),))


def _open(at: Pointing, seen: Sighting | None) -> bool:
    """Whether a target that was not found, and does not resolve, may exist all the same."""
    if seen is not None and seen.settles:
        return False
    return bool(at.gaps("dns"))


def _unknown(at: Pointing, subject: Subject) -> Absence:
    return Absence("unknown", at.incomplete(subject))
