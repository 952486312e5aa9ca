"""The one way from what is wanted to a judged plan; each stage knows more than the one before. Nothing is sent here.

Whatever changes a record comes through here: new aliases and their conversion, removals, routing groups, repairs,
validation records and undo.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cached_property
from typing import Final, Literal

from xalias_tui import rules
from xalias_tui.domain.dataclass import dataclass
from xalias_tui.domain.errors import UsageError
from xalias_tui.domain.findings import Finding, Severity, Topic, by_severity
from xalias_tui.domain.health_checks import Referable
from xalias_tui.domain.lookups import Unscanned
from xalias_tui.domain.names import DnsName
from xalias_tui.domain.plans import MOST_TTL, Case, Cname, Draft, Plan, Surroundings, propose, without_name
from xalias_tui.domain.targets import Target
from xalias_tui.domain.zones import Zone
from xalias_tui.jobs.plans.absence import absences
from xalias_tui.jobs.plans.reread import reread_all
from xalias_tui.jobs.plans.surroundings import in_a_zone, surroundings
from xalias_tui.jobs.plans.validation_records import awaited, companions, read_awaited
from xalias_tui.jobs.session.accounts import check_sides
from xalias_tui.jobs.session.workspace import Workspace
from xalias_tui.jobs.targets.inspect import OnCall, inspect
from xalias_tui.jobs.zones.evidence import as_known, gap_findings, with_world
from xalias_tui.jobs.zones.read import ZonesRead
from xalias_tui.jobs.zones.referable import referable
from xalias_tui.rules.dangling import DANGLING_TARGET
from xalias_tui.rules.record_name import judge_text
from xalias_tui.targets import judge as judge_target
from xalias_tui.targets import kind as target_kind
from xalias_tui.targets.shared.naming import plain_name

_NO_SUCH_NAME: Final = "{target} does not exist: {resource} has no such name."

Stage = Literal["surroundings", "target", "validation", "world"]


@dataclass(frozen=True, slots=True)
class Proposal:
    """Changes at one name, unjudged.

    Attributes:
        drafts: What they are judged as: one draft for each target or record.
        plan: All of them together.
    """

    drafts: tuple[Draft, ...]
    plan: Plan


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is wanted at one name.

    Attributes:
        zone: The zone that holds the name.
        name: The name.
        propose: The changes, given the targets as far as they are known and what was read around the name.
        targets: Where records will point, to be inspected for the name; empty for plain records and removals.
        known: What else was found on the target side.
        text: The name as it was typed; empty where it was read.
        health: Whether a health check may be attached.
        cidr: Whether CIDR collections may be referred to.
        read: Zones that were read already.
        unscanned: What could not be asked so far.
    """

    zone: Zone
    name: DnsName
    propose: Callable[[tuple[Target, ...], Surroundings], Proposal]
    targets: tuple[Target, ...] = ()
    known: tuple[Target, ...] = ()
    text: str = ""
    health: bool = False
    cidr: bool = False
    read: ZonesRead | None = None
    unscanned: tuple[Unscanned, ...] = ()

    @staticmethod
    def of(draft: Draft, known: tuple[Target, ...] = (), read: ZonesRead | None = None) -> Wanted:
        """What a draft means whose zone, name and target are chosen."""

        def proposed(targets: tuple[Target, ...], around: Surroundings) -> Proposal:
            target = targets[0] if targets else None
            return proposal(replace(draft, zone=around.records.zone, target=target), around)

        return Wanted(
            zone=draft.zone,
            name=draft.name,
            propose=proposed,
            targets=() if draft.target is None else (draft.target,),
            known=known,
            health=bool(draft.health_check_id),
            cidr=draft.routing is not None and draft.routing.policy == "cidr",
            read=read,
        )


@dataclass(frozen=True)
class Planned:
    """The plan as far as it is known at a stage.

    Attributes:
        stage: What was found out last; a plan is complete at ``world``.
        proposal: The changes, and the drafts that they are judged as.
        around: What was read around the name.
        text: The name as it was typed; empty where it was read.
        unscanned: What could not be asked.
    """

    stage: Stage
    proposal: Proposal
    around: Surroundings
    text: str = ""
    unscanned: tuple[Unscanned, ...] = ()

    @cached_property
    def plan(self) -> Plan:
        """The judged plan."""
        return judged(self.proposal, self.around, self.text)

    @cached_property
    def validated(self) -> Plan | None:
        """The same with the validation records that its zone can be given; None where there are none."""
        if len(self.proposal.drafts) != 1:
            return None
        (draft,) = self.proposal.drafts
        offered = companions(draft, self.around)
        if not offered:
            return None
        return judged(proposal(replace(draft, companions=offered), self.around), self.around, self.text)


def proposal(draft: Draft, around: Surroundings) -> Proposal:
    """The changes that one draft means.

    Raises:
        UsageError: as ``propose``, or when a CNAME's TTL is not valid.
    """
    if draft.cname is not None and draft.target is not None:
        draft = replace(draft, cname=_cname_to(draft.target, draft.name, draft.cname.ttl))
    return Proposal((draft,), propose(draft, around.records))


def _cname_to(target: Target, name: DnsName, ttl: int) -> Cname:
    """The CNAME that points a name at a target.

    Raises:
        UsageError: when the target has no DNS name, or the TTL is not valid.
    """
    if not 0 <= ttl <= MOST_TTL:
        raise UsageError("ttl-invalid", f"{ttl} is not a TTL.", f"Give seconds from 0 to {MOST_TTL}.")
    leads_to = target_kind(target.kind).cname_of(target, name)
    if leads_to is None:
        raise without_name(target)
    return Cname(leads_to, ttl)


def judged(proposed: Proposal, around: Surroundings, text: str = "") -> Plan:
    """The plan with every finding about it; pure.

    Args:
        proposed: The changes.
        around: What was read around their name.
        text: The name as it was typed; empty where it was read.
    """
    findings: dict[Finding, None] = dict.fromkeys(judge_text(text)) if text else {}
    findings |= dict.fromkeys(around.reread)
    waits = list(proposed.plan.awaits)
    for draft in proposed.drafts:
        case = Case(draft, around, proposed.plan.changes)
        findings |= dict.fromkeys((*rules.judge(case), *gap_findings(case), *judge_target(case), *_absent_name(case)))
        if draft.target is not None:
            waits += [record for record in awaited(draft.target, draft.name) if not record.renews]
    if not any(_is_of_the_way(finding) for finding in findings):
        findings |= dict.fromkeys(around.absent)
    return replace(proposed.plan, awaits=tuple(dict.fromkeys(waits))).judged(by_severity(findings))


def _is_of_the_way(finding: Finding) -> bool:
    """Whether a finding says already that a record points to nothing that works."""
    stage = finding.rule.stage if finding.rule is not None else None
    return finding.severity is Severity.ERROR and stage in ("target", "resource")


def _absent_name(case: Case) -> Iterator[Finding]:
    """A target name that has the form of a found resource's names and is not one of them."""
    target = case.draft.target
    if target is None or target.account_id or target.dns_name is None or not target.kind:
        return
    name = target.dns_name
    for found in case.around.targets:
        kind = target_kind(found.kind)
        resource = kind.resource_name(plain_name(name))
        of_resource = any(kind.resource_name(plain_name(own)) == resource for own in found.names)
        if found.account_id and of_resource and not kind.has_name(found, name):
            names = " or ".join(own.bare for own in found.names)
            about = Topic({"target": name.bare, "resource": found.name, "names": names}, target=name.text)
            yield about.finding(DANGLING_TARGET, message=_NO_SUCH_NAME, remedy="Point to {names}.")


def plan_in_stages(
    workspace: Workspace, wanted: Wanted, around: Surroundings | None = None, on_call: OnCall | None = None
) -> Iterator[Planned]:
    """Read what decides, stage by stage, the slowest last; each stage's plan is judged by all that is known by then.

    Args:
        workspace: Who is asked.
        wanted: What is wanted.
        around: What stands around the name, where it was read already.
        on_call: Told before each call of an inspection.

    Raises:
        UsageError: when a side is of several AWS partitions, or the change can't be proposed.
        AwsError: when the zone side could not be asked.
        LookupFailedError: when the zone's records could not be read.
    """
    missed = wanted.unscanned
    if wanted.targets:
        check_sides(workspace)
    if around is None:
        around, more = surroundings(workspace, wanted.zone, wanted.name, read=wanted.read)
        missed = (*missed, *more)
    if around.referable == Referable():
        ids, more = referable(workspace, around.records.zone.profile, health=wanted.health, cidr=wanted.cidr)
        around, missed = replace(around, referable=ids), (*missed, *more)
    targets = tuple(in_a_zone(workspace, target, around) for target in wanted.targets)
    around = replace(around, targets=_together(targets, wanted.known))
    proposed = wanted.propose(targets, around)
    creates = any(change.action == "CREATE" for change in proposed.plan.changes)
    if (targets or creates) and around.state is None:
        around = as_known(workspace, around)
    yield Planned("surroundings", proposed, around, wanted.text, missed)
    if targets:
        targets, said = reread_all(workspace, targets)
        around = replace(around, reread=said)
        targets = tuple(inspect(workspace, target, wanted.name, on_call) for target in targets)
        around = replace(around, targets=_together(targets, wanted.known))
        yield Planned("target", wanted.propose(targets, around), around, wanted.text, missed)
        for target in targets:
            around = read_awaited(workspace, target, wanted.name, around)
        proposed = wanted.propose(targets, around)
        around = replace(around, absent=absences(workspace, proposed.plan, targets, around))
        yield Planned("validation", proposed, around, wanted.text, missed)
    if (targets or creates) and around.world is None:
        around = with_world(workspace, around)
    yield Planned("world", proposed, around, wanted.text, missed)


def planned(workspace: Workspace, wanted: Wanted, around: Surroundings | None = None) -> Planned:
    """The last stage: the plan judged by everything.

    Raises:
        UsageError, AwsError, LookupFailedError: as ``plan_in_stages``.
    """
    *_, last = plan_in_stages(workspace, wanted, around)
    return last


def _together(targets: tuple[Target, ...], known: tuple[Target, ...]) -> tuple[Target, ...]:
    """The targets of a plan, better known than among all that were found."""
    keys = {target.key for target in targets}
    return (*targets, *(target for target in known if target.key not in keys))
