"""What a plan must pass before anything of it is journalled or sent."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from xalias_tui.domain.error_rules import STALE_PLAN, WRONG_ACCOUNT, ZONE_GONE
from xalias_tui.domain.errors import AwsError, ConflictError, RefusedError, UsageError, XaliasError
from xalias_tui.domain.findings import Severity
from xalias_tui.domain.hosted_zones import NO_SUCH_ZONE, HostedZones
from xalias_tui.domain.lookups import LookupFailedError
from xalias_tui.domain.plans import Plan
from xalias_tui.domain.policies import what_to_do
from xalias_tui.domain.records import RecordKey, RecordSet
from xalias_tui.domain.ways_in import profile_behind
from xalias_tui.domain.zones import Zone
from xalias_tui.jobs.history.entries import concerned, standing_now
from xalias_tui.jobs.history.reading import STANDING, Entries, find_entry
from xalias_tui.jobs.session.workspace import Workspace
from xalias_tui.jobs.zones.read import read_zones
from xalias_tui.store.journal import Journal

_WITHOUT: Final = "Start without --read-only, XALIAS_READ_ONLY in the environment, and read_only in the configuration."


def admit(workspace: Workspace, plan: Plan, *, allow_errors: bool) -> HostedZones:
    """The zones that a plan may be sent to; everything that can be refused before anything is written.

    Raises:
        UsageError: the plan changes nothing.
        RefusedError: read-only, findings of severity error, or the credentials are another account's.
        ConflictError: the journal says that this very plan was applied already, or what it undoes was undone already.
        AwsError: the profile cannot sign in.
    """
    if not plan.changes:
        raise UsageError("nothing-to-do", f"{plan.name} is already as planned; there is nothing to send.", "")
    if workspace.read_only:
        raise RefusedError("read-only", "This session is read-only; nothing was sent.", _WITHOUT)
    profile = profile_behind(plan.zone.profile)
    if workspace.settings.of(profile).read_only:
        whose = f"The profile {profile} is read-only in the configuration"
        raise RefusedError("read-only", f"{whose}; nothing was sent.", "See 'xalias config' for the file that says so.")
    errors = [finding for finding in plan.findings if finding.severity is Severity.ERROR]
    if errors and not allow_errors:
        more = f" (and {len(errors) - 1} more)" if len(errors) > 1 else ""
        raise RefusedError(
            errors[0].id,
            f"The plan has an error{more}, so nothing was sent: {errors[0].message}",
            errors[0].remedy or "Correct it, or send it all the same with --allow-errors.",
        )
    hosted = workspace.accounts.hosted_zones(plan.zone.profile)
    actual = hosted.account.account_id
    if actual != plan.zone.account_id:
        raise RefusedError.of(WRONG_ACCOUNT, actual=actual, what="the plan's zone", wanted=plan.zone.account_id)
    if plan.undoes and (status := find_entry(workspace.journal, plan.undoes).status) not in STANDING:
        raise ConflictError.of(
            STALE_PLAN,
            remedy="See 'xalias history'.",
            name=plan.name.bare,
            since="this was planned",
            difference=f"entry {plan.undoes}, which the plan undoes, is {status} by now",
        )
    _check_not_applied(workspace.journal, plan)
    return hosted


def _check_not_applied(journal: Journal, plan: Plan) -> None:
    """A plan is sent once, also if its change was undone since; one made from a later reading is another plan."""
    for entry in Entries(journal, plan.digest):
        sent = entry.plan
        same = (sent.digest, sent.made_at, sent.undoes) == (plan.digest, plan.made_at, plan.undoes)
        if same and entry.status in STANDING:
            raise ConflictError(
                "already-applied",
                f"This very plan was applied already (entry {entry.entry}, {entry.at:%Y-%m-%d %H:%M} UTC).",
                "Make a new plan if it is to be made again.",
            )


def addressed(workspace: Workspace, plan: Plan) -> Plan:
    """The plan with the profile that was asked for: of several, the one that reaches the plan's account."""
    asked = workspace.options.zone_profiles
    if not asked:
        return plan
    reached = (profile for profile in asked if workspace.accounts.who(profile).account_id == plan.zone.account_id)
    return replace(plan, zone=replace(plan.zone, profile=next(reached, asked[0])))


def check_unchanged(workspace: Workspace, plan: Plan, hosted: HostedZones) -> None:
    """Compare the records with what the plan was made from, just before it is sent: Route 53 compares once more.

    Raises:
        ConflictError: when they changed, or their zone is gone.
        AwsError: when they can't be read.
    """
    try:
        standing = standing_now(plan, hosted)
    except LookupFailedError as error:
        raise unreadable(workspace, plan, error, "so nothing was written") from error
    now = concerned(plan, standing)
    then = {record.key: record for record in plan.before}
    if now != then:
        difference = _difference(then, now)
        raise ConflictError.of(STALE_PLAN, name=plan.name.bare, since="the plan was made", difference=difference)


def unreadable(workspace: Workspace, plan: Plan, error: LookupFailedError, so: str) -> XaliasError:
    """Why a plan can't be sent whose records can't be read: a conflict where their zone is gone."""
    if error.code == NO_SUCH_ZONE:
        return _zone_gone(workspace, plan.zone)
    remedy = what_to_do(error.code, error.needed, said=error.message)
    return AwsError(error.code, f"{plan.name} could not be read, {so}: {error.message}", remedy)


def _zone_gone(workspace: Workspace, zone: Zone) -> ConflictError:
    try:
        same = [found for found in read_zones(workspace).zones if found.name == zone.name]
    except AwsError:
        same = []
    ids = " and ".join(found.id for found in same)
    instead = f"a zone of that name is now {ids}" if ids else "no zone of that name is in the zone accounts"
    return ConflictError.of(ZONE_GONE, zone_id=zone.id, zone=zone.name.bare, instead=instead)


def _difference(then: dict[RecordKey, RecordSet], now: dict[RecordKey, RecordSet]) -> str:
    for key in sorted({*then, *now}):
        if then.get(key) != now.get(key):
            was = then[key].summary() if key in then else "nothing"
            became = now[key].summary() if key in now else "nothing"
            return f"{key} was {was}, is {became}"
    return "records differ"
