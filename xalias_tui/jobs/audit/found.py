"""Aliases whose target was found, and what may be missing: its name, its claim on the host name, its bucket."""

from __future__ import annotations

from typing import Final

from xalias_tui.domain.findings import Finding
from xalias_tui.domain.names import DnsName
from xalias_tui.domain.targets import Target
from xalias_tui.domain.verdicts import Sighting
from xalias_tui.jobs.audit.dangling import BUCKET, Absence
from xalias_tui.jobs.audit.pointing import Pointing
from xalias_tui.jobs.targets.index import claim_of
from xalias_tui.rules import dangling as rules
from xalias_tui.targets import kind as target_kind
from xalias_tui.targets.shared.evidence import covered

_CLAIMED: Final = (
    "{name} is a domain of a distribution or tenant that was not searched: it answers on the name whatever the record "
    "says ({evidence})."
)
_UNCLAIMED: Final = (
    "No distribution of any account claims {name} ({evidence}); anyone who can get a certificate for it could."
)
_TOLD_TO_HOLDERS: Final = "CloudFront says so only to a distribution whose certificate covers the name"
_NOT_ASKED: Final = "CloudFront was not asked"
_ORIGIN: Final = (
    "The bucket {bucket}, from which distribution {resource} serves {name}, does not exist: anyone can create it and "
    "serve content on your domain ({evidence})."
)
_ORIGIN_REMEDY: Final = "Recreate the bucket {bucket} now, or remove it from the origins of {resource}."
_ITS_NAMES: Final = "Repoint the alias to {names}."
_NO_NAME: Final = "{target} does not exist{where}."


def claimed(at: Pointing, target: Target) -> Absence | None:
    """What follows for a name that the target does not list where another resource claims it, else None."""
    seen = told_of_claims(at, target)
    if seen is not None and seen.exists:
        about = at.finding(rules.DANGLING_UNKNOWN_ACCOUNT, message=_CLAIMED, evidence=seen.evidence)
        return Absence("unknown", (about,))
    return None


def unclaimed(at: Pointing, target: Target) -> tuple[Finding, ...]:
    """Why it is not known whether another resource claims a name that the target does not list; else empty."""
    if told_of_claims(at, target) is not None:
        return ()  # its own answer, which covers every account
    name = at.record.name
    why = at.inventory.unanswered.get((target.kind, name))
    if why is None and at.pointed.gaps:
        return at.incomplete()
    return (at.unknown(f"whether another account claims {name.bare} ({why or _TOLD_TO_HOLDERS})"),)


def listed_by_wildcard(name: DnsName, target: Target) -> bool:
    """Whether a more specific claim of another resource would go before the target's own.

    CloudFront Developer Guide, CNAMEs: the most specific alternate domain name serves, whatever DNS says.
    """
    listed = target.hostnames
    return claim_of(target.kind) == "host-name" and name.bare not in listed and covered(name, listed, any_depth=True)


def outdone(at: Pointing, target: Target) -> tuple[Finding, ...]:
    """Why it is not known whether another resource claims a name more specifically than the target; else empty."""
    name = at.record.name
    if not listed_by_wildcard(name, target) or told_of_claims(at, target) is not None:
        return ()
    why = at.inventory.unanswered.get((target.kind, name))
    if why is None and target.reading is None:
        return ()  # CloudFront does not say so to a distribution whose certificate does not cover the name
    return (at.unknown(f"whether another account claims {name.bare} itself ({why or _NOT_ASKED})"),)


def claimable(at: Pointing, target: Target) -> Finding:
    """Of a target that does not list the name: no other resource does, and who says so."""
    seen = told_of_claims(at, target)
    message = None if seen is None else _UNCLAIMED
    evidence = "" if seen is None else seen.evidence
    return at.finding(rules.DANGLING_TAKEOVER_CLOUDFRONT, message=message, evidence=evidence)


def told_of_claims(at: Pointing, target: Target) -> Sighting | None:
    """What AWS told of others that claim the record's name; None where it was not asked, or did not say."""
    return at.inventory.sightings.get((target.kind, at.record.name))


def origin(at: Pointing, target: Target) -> Absence | None:
    """What follows from a missing bucket behind the target, or one not asked about; else None."""
    open_: Absence | None = None
    for bucket in target_kind(target.kind).buckets_behind(target):
        why = at.inventory.unanswered.get((BUCKET, bucket))
        if why is not None:
            what = f"whether the bucket {bucket.bare} exists, from which {target.name} serves ({why})"
            open_ = Absence("unknown", (at.unknown(what),))
        seen = at.inventory.sightings.get((BUCKET, bucket))
        if seen is not None and not seen.exists:
            about = at.finding(
                rules.DANGLING_TAKEOVER_S3,
                message=_ORIGIN,
                remedy=_ORIGIN_REMEDY,
                bucket=bucket.bare,
                resource=target.name,
                evidence=seen.evidence,
            )
            return Absence("takeable", (about,), risk="claimable")
    return open_


def without_name(at: Pointing, target: Target) -> Absence | None:
    """What follows from a name that is not listed for the target; None where it exists."""
    name = at.pointed.name
    seen = at.inventory.sightings.get(("dns", name))
    if seen is not None and seen.exists:
        return None
    if seen is None and not target_kind(target.kind).lists_every_name:
        what = f"whether {name.bare} exists, which is not among the names of {target.name}"
        return Absence("unknown", (at.unknown(what),))
    also = f", and {seen.evidence}" if seen is not None else ""
    names = " or ".join(own.bare for own in target.names)
    where = f": {target.name} has no such name{also}"
    about = at.finding(rules.DANGLING_TARGET, message=_NO_NAME, remedy=_ITS_NAMES, where=where, names=names)
    return Absence("broken", (about,))
