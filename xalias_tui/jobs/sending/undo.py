"""Undo: the inverse plan, against what exists now, under the same guard as every commit."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from xalias_tui.domain.error_rules import STALE_PLAN
from xalias_tui.domain.errors import ConflictError, UsageError
from xalias_tui.domain.findings import Finding, by_severity
from xalias_tui.domain.lookups import LookupFailedError
from xalias_tui.domain.names import DnsName
from xalias_tui.domain.plans import Change, Draft, Plan, Surroundings
from xalias_tui.domain.records import RecordKey, RecordSet
from xalias_tui.domain.targets import Target
from xalias_tui.jobs.history.conflicts import naming
from xalias_tui.jobs.history.entries import concerned, profile_for, settle_entry, standing_now
from xalias_tui.jobs.history.reading import STANDING, Entries, Entry, find_entry
from xalias_tui.jobs.plans.pipeline import Proposal, Wanted, planned
from xalias_tui.jobs.plans.plan import target_at
from xalias_tui.jobs.plans.repair import around_zone
from xalias_tui.jobs.plans.surroundings import surroundings
from xalias_tui.jobs.sending.admit import unreadable
from xalias_tui.jobs.sending.commit import Clock
from xalias_tui.jobs.session.workspace import Workspace
from xalias_tui.jobs.zones.read import detail, read_records, read_zones


def undo_plan(workspace: Workspace, entry: str | None = None, *, clock: Clock | None = None) -> Plan:
    """The plan that puts back what was there before a change.

    Args:
        workspace: Whose journal and credentials are used.
        entry: The change's id; None for the latest that still stands.
        clock: Time.

    Raises:
        UsageError: when there is no such entry, or nothing to undo.
        ConflictError: when the record was changed since.
        AwsError: when the record could not be read.
    """
    time = clock or Clock()
    return _plan_of(workspace, _undoable(workspace, entry, time), time)


def redo_plan(workspace: Workspace, *, clock: Clock | None = None) -> Plan:
    """The plan that makes the change again that was undone last.

    Raises:
        UsageError: when nothing was undone since the latest change.
        ConflictError: when the record was changed since.
        AwsError: when the record could not be read.
    """
    time = clock or Clock()
    for candidate in Entries(workspace.journal):
        if candidate.undoes and not _is_undo(workspace, candidate):
            continue  # it was made again: an undo before that one may be next
        settled = settle_entry(workspace, candidate, time.now)
        if settled.status in STANDING and settled.undoes:
            return _plan_of(workspace, settled, time)
        if not settled.undoes and settled.status in (*STANDING, "undone"):
            break  # a change of its own: what was undone before it is not made again, also if it was undone since
    nothing = f"Nothing to redo: the latest change in {workspace.journal.path} was not undone."
    raise UsageError("nothing-to-redo", nothing, "'xalias history' lists what was sent from here.")


def makes_again(workspace: Workspace, plan: Plan) -> bool:
    """Whether a plan undoes an undo: it makes a change again instead of putting back what was there before one.

    Raises:
        UsageError: when the journal does not have the entry that the plan undoes.
    """
    return bool(plan.undoes) and _is_undo(workspace, find_entry(workspace.journal, plan.undoes))


def _is_undo(workspace: Workspace, entry: Entry) -> bool:
    """Whether an entry took a change back: what undoes an undo makes the change again."""
    takes_back = False
    while entry.undoes:
        takes_back = not takes_back
        try:
            entry = find_entry(workspace.journal, entry.undoes)
        except UsageError:  # the journal was shortened
            break
    return takes_back


def _undoable(workspace: Workspace, entry: str | None, time: Clock) -> Entry:
    now = time.now
    if entry is not None:
        found = settle_entry(workspace, find_entry(workspace.journal, entry), now)
        if found.status not in STANDING:
            raise UsageError(
                "not-undoable",
                f"Entry {entry} can't be undone: it is {found.status}.",
                "Only changes that were applied and not undone yet can be.",
            )
        return found
    for candidate in Entries(workspace.journal):
        settled = settle_entry(workspace, candidate, now)
        if settled.status in STANDING and not _is_undo(workspace, settled):
            return settled
    nothing = f"Nothing to undo: {workspace.journal.path} holds no change that could be undone."
    raise UsageError("nothing-to-undo", nothing, "'xalias history' lists what was sent from here.")


def _plan_of(workspace: Workspace, entry: Entry, time: Clock) -> Plan:
    inverse, profile = entry.plan.inverse(), profile_for(workspace, entry)
    again = _is_undo(workspace, entry)
    inverse = replace(inverse, zone=replace(inverse.zone, profile=profile), undoes=entry.entry)
    beside = _beside(workspace, profile, entry)
    try:
        standing = standing_now(inverse, workspace.accounts.hosted_zones(profile))
        around = _around(beside, inverse)
    except LookupFailedError as error:
        raise unreadable(beside, inverse, error, f"so nothing was {'redone' if again else 'undone'}") from error
    inverse = replace(inverse, zone=around.records.zone)  # documents lack some of what guards or answers beside it now
    as_read = concerned(inverse, standing)
    now = tuple(as_read.values())
    if as_read != {record.key: record for record in inverse.before}:
        found = "; ".join(f"{record.key} {record.summary()}" for record in now) or "nothing"
        conflict = ConflictError.of(
            STALE_PLAN,
            remedy=f"Plan the change that you want instead of {'making' if again else 'undoing'} this one"
            f"{' again' if again else ''}.",
            name=inverse.name.bare,
            since=f"entry {entry.entry}",
            difference=f"there is now {found}",
        )
        raise naming(beside, inverse, conflict, time)
    undoing = replace(inverse, before=now, changes=tuple(_as_read(change, as_read) for change in inverse.changes))
    findings: dict[Finding, None] = {}
    for name in undoing.names:
        part = planned(beside, _wanted(beside, undoing, name), around).plan
        findings |= dict.fromkeys(part.findings)
    return undoing.judged(by_severity(findings))


def _around(workspace: Workspace, plan: Plan) -> Surroundings:
    if len(plan.names) == 1:
        return surroundings(workspace, plan.zone, plan.name)[0]
    read, zone = read_zones(workspace, plan.zone.id), detail(workspace, plan.zone)
    return around_zone(workspace, read_records(workspace, zone), read.zones, complete=not read.unscanned)


def _wanted(workspace: Workspace, undoing: Plan, name: DnsName) -> Wanted:
    """The very changes of an undo, judged at one name as what they put back: aliases point to their targets again."""
    restored = [change.record for change in undoing.changes if change.action == "CREATE" and change.record.name == name]
    aliases = tuple((record, record.alias.dns_name) for record in restored if record.alias is not None)
    targets = {end: target_at(workspace, end, name) for _, end in aliases}
    types = {record.type for record in (*undoing.before, *undoing.after) if record.name == name}

    def proposed(better: tuple[Target, ...], around: Surroundings) -> Proposal:
        del around
        known = dict(zip(targets, better, strict=True))
        drafts = [_draft(undoing, record, known[end]) for record, end in aliases]
        rest = types - {record.type for record, _ in aliases}
        if rest or not drafts:
            drafts.append(Draft(undoing.zone, name, tuple(sorted(rest)), None, replace=True))
        return Proposal(tuple(drafts), undoing)

    health = any(record.health_check_id for record in restored)
    return Wanted(undoing.zone, name, proposed, targets=tuple(targets.values()), health=health)


def _draft(undoing: Plan, record: RecordSet, target: Target) -> Draft:
    """What an alias that is put back is judged as."""
    return Draft(
        undoing.zone,
        record.name,
        (record.type,),
        target=target,
        evaluate_target_health=record.alias is not None and record.alias.evaluate_target_health,
        routing=record.routing,
        set_identifier=record.set_identifier,
        health_check_id=record.health_check_id,
        replace=True,
    )


def _beside(workspace: Workspace, profile: str, entry: Entry) -> Workspace:
    """A workspace whose zone side has the profile: history goes back further than the sides chosen now.

    Targets are sought where the operator says; where that is not said, in the account of the zone, as ever, and where
    the targets of the change were found.
    """
    zones = workspace.zone_profiles if profile in workspace.zone_profiles else (profile,)
    targets = workspace.target_profiles
    if targets == workspace.zone_profiles:
        targets = tuple(dict.fromkeys((*zones, *_found_by(workspace, entry))))
    same = (zones, targets) == (workspace.zone_profiles, workspace.target_profiles)
    return workspace if same else workspace.on_sides(zones, targets)


def _found_by(workspace: Workspace, entry: Entry) -> Iterator[str]:
    """The profiles that found the targets of a change and of those that it undoes, as far as they reach them still."""
    while True:
        target = entry.plan.target
        if target is not None and target.profile:
            account = workspace.accounts.who(target.profile)
            if account.state == "ready" and account.account_id == target.account_id:
                yield target.profile
        if not entry.undoes:
            return
        try:
            entry = find_entry(workspace.journal, entry.undoes)
        except UsageError:  # the journal was shortened
            return


def _as_read(change: Change, standing: dict[RecordKey, RecordSet]) -> Change:
    """A DELETE must carry exactly what Route 53 returned."""
    if change.action == "DELETE":
        return Change("DELETE", standing[change.record.key])
    return change
