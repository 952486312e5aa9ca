"""The steps of a trace inside AWS: what each record points to, the resource, its requirements, its certificate.

Every member of a routing group is looked at, and named by its set identifier.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Final

from xalias_tui.domain.dataclass import dataclass
from xalias_tui.domain.findings import Finding, Severity, Topic, by_severity, worst
from xalias_tui.domain.lookups import Unscanned
from xalias_tui.domain.names import DnsName
from xalias_tui.domain.plans import CNAME_TTL, Case, Cname, Draft, Surroundings
from xalias_tui.domain.rule import Stage
from xalias_tui.domain.targets import Certificate, Target
from xalias_tui.domain.traces import TraceStep
from xalias_tui.domain.verdicts import AliasVerdict, Inventory
from xalias_tui.domain.zone_ids import reverse
from xalias_tui.jobs.audit.judge import ZoneJudge
from xalias_tui.jobs.audit.run import conclude, foreign_ends, hosts_of, look_up
from xalias_tui.jobs.session.threads import Pool
from xalias_tui.jobs.session.workspace import Workspace
from xalias_tui.jobs.targets.index import Directory, claim_of
from xalias_tui.jobs.targets.inspect import inspect
from xalias_tui.jobs.trace.records import End, alias_chain
from xalias_tui.jobs.zones.ways import Ways
from xalias_tui.rules.dangling import ROUTING_GROUP_MEMBER_BROKEN
from xalias_tui.rules.dns_checks import CNAME_TARGET_MISSING
from xalias_tui.targets import judge as judge_target
from xalias_tui.targets import kind as target_kind
from xalias_tui.targets.shared.common_rules import IAM_READ_DENIED
from xalias_tui.targets.shared.validation_records import certificates_in

if TYPE_CHECKING:
    from xalias_tui.jobs.session.probes import Dns

Tell = Callable[[str], None]
_SHOWN_NAMES: Final = 3
_INSPECTORS: Final = 8
"""Members of one name that are inspected at the same time."""


@dataclass(frozen=True, slots=True)
class Member:
    """What answers on a name in one way, and everything that is known of where it leads.

    Attributes:
        end: Where the way ends in the zones that are read.
        types: Record types that point there alike.
        verdict: What the inventory says of it; None if it does not point to an AWS resource.
        target: The resource, inspected; None where none was found.
        judged: What its kind says of the name.
    """

    end: End
    types: tuple[str, ...]
    verdict: AliasVerdict | None = None
    target: Target | None = None
    judged: tuple[Finding, ...] = ()

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Everything that was found about it."""
        of_verdict = self.verdict.findings if self.verdict else ()
        return (*self.end.findings, *of_verdict, *self.judged)

    @property
    def is_foreign(self) -> bool:
        """Whether it is nothing of AWS, so that there is no resource to look at."""
        return self.verdict is None and not self.end.findings and not self.end.unread

    def line(self, words: str) -> str:
        """Words about it, with the member's name before them where it has one."""
        return f"{self.end.member}: {words}" if self.end.member else words


def inside(
    workspace: Workspace, ends: tuple[End, ...], name: DnsName, dns: Dns | None, say: Tell
) -> tuple[list[TraceStep], tuple[AliasVerdict, ...], tuple[Unscanned, ...]]:
    """The steps from the target to its certificate, the verdicts that they come from, and the look-ups that failed.

    Args:
        workspace: Whose target side is asked.
        ends: Where the records at the name lead.
        name: The name that visitors ask for.
        dns: Asked whether names of absent targets resolve; None to ask no one.
        say: Told what is looked at.
    """
    verdicts, missed = _verdicts(workspace, ends, name, dns, say)
    members = _inspected(workspace, tuple(_members(ends, verdicts)), name, say)
    members = _beside_others(tuple(_resolved(member, dns) for member in members))
    steps = [_target_step(members), _resource_step(members), _demands_step(members), _certificate_step(members)]
    own = {id(end.record): verdicts[id(end.record)] for end in ends if id(end.record) in verdicts}
    return steps, tuple(own.values()), missed


def _members(ends: tuple[End, ...], verdicts: dict[int, AliasVerdict]) -> Iterator[Member]:
    """The ways, those of several record types that point to the same place taken together."""
    groups: dict[tuple[object, ...], list[End]] = defaultdict(list)
    for end in ends:
        to = end.record.leads_to or end.record.values
        groups[end.member, end.record.name, to, end.hops, bool(end.findings)].append(end)
    for group in groups.values():
        types = tuple(dict.fromkeys(end.record.type for end in group))
        first = max(group, key=lambda end: len(getattr(verdicts.get(id(end.record)), "findings", ())))
        yield Member(first, types, verdicts.get(id(first.record)))


# -- verdicts


def _verdicts(
    workspace: Workspace, ends: tuple[End, ...], name: DnsName, dns: Dns | None, say: Tell
) -> tuple[dict[int, AliasVerdict], tuple[Unscanned, ...]]:
    """Verdicts by identity of the last records; only what they and their routing groups point to is looked up."""
    standing = tuple(end for end in ends if not end.findings)
    if not standing:
        return {}, ()
    names: dict[DnsName, frozenset[str]] = {}
    for end in standing:
        group = end.records.at(end.record.name)
        for to, zone_ids in foreign_ends(group, end.records).items():
            names[to] = names.get(to, frozenset()) | zone_ids
    hosts = hosts_of(end.records for end in standing) | {name.bare}
    inventory = look_up(workspace, names, say, hosts=hosts)
    settled = conclude(workspace, lambda known: tuple(_judge(standing, name, known).values()), inventory, say, dns=dns)
    return _judge(standing, name, settled.inventory), (*settled.inventory.unscanned, *settled.missed)


def _judge(ends: tuple[End, ...], name: DnsName, inventory: Inventory) -> dict[int, AliasVerdict]:
    """The verdicts of the records at which ways end, by the name that the visitor asks for."""
    directory, found = Directory(inventory), dict[int, AliasVerdict]()
    for end in ends:
        if id(end.record) not in found:
            judge = ZoneJudge(end.records, directory, Ways((end.records,)))
            group = end.records.at(end.record.name)
            found.update((id(verdict.record), verdict) for verdict in judge.of(group, name))
    return found


def _resolved(member: Member, dns: Dns | None) -> Member:
    """A member that ends at a CNAME to a name outside AWS, with whether that name exists."""
    record, to = member.end.record, member.end.record.leads_to
    if dns is None or to is None or record.alias is not None or not member.is_foreign:
        return member
    if dns.ask(to, "A").rcode != "NXDOMAIN":
        return member
    missing = Topic.of_alias(member.end.records.zone, record).finding(CNAME_TARGET_MISSING)
    return replace(member, judged=(*member.judged, missing))


def _beside_others(members: tuple[Member, ...]) -> tuple[Member, ...]:
    """The members; of a routing group behind a CNAME only part of the traffic fails where another member works."""
    working = {member.end.hops for member in members if member.end.hops and not _fails(member)}
    return tuple(_softened(member) if member.end.hops in working and _fails(member) else member for member in members)


def _fails(member: Member) -> bool:
    return any(finding.severity is Severity.ERROR for finding in member.findings)


def _softened(member: Member) -> Member:
    """A member whose errors are warnings, with the reason."""
    record, verdict = member.end.record, member.verdict
    about = Topic.of_alias(member.end.records.zone, record).finding(
        ROUTING_GROUP_MEMBER_BROKEN, member=record.set_identifier or "", policy=record.policy
    )
    return replace(
        member,
        end=replace(member.end, findings=_as_warnings(member.end.findings)),
        verdict=None if verdict is None else replace(verdict, findings=_as_warnings(verdict.findings)),
        judged=(about, *_as_warnings(member.judged)),
    )


def _as_warnings(findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
    return tuple(replace(row, severity=Severity.WARNING) if row.severity is Severity.ERROR else row for row in findings)


# -- inspection


def _inspected(workspace: Workspace, members: tuple[Member, ...], name: DnsName, say: Tell) -> tuple[Member, ...]:
    """Each member's target with the evidence that its kind checks, and its findings."""
    found: dict[int, Member] = {}

    def look(at: int, member: Member, target: Target) -> None:
        say(f"inspecting {target.name}")
        inspected = inspect(workspace, target, name)
        judged = _as_far_as_known(member, _judged(member, inspected, name))
        found[at] = replace(member, target=inspected, judged=judged)

    jobs = [
        partial(look, at, member, member.verdict.target)
        for at, member in enumerate(members)
        if member.verdict is not None and member.verdict.target is not None and not member.verdict.claimed
    ]
    Pool(workers=_INSPECTORS).run(jobs)
    return tuple(found.get(at, member) for at, member in enumerate(members))


def _as_far_as_known(member: Member, judged: Iterable[Finding]) -> tuple[Finding, ...]:
    """Findings of an inspection, as warnings where another distribution may be the one that answers on the name."""
    said = tuple(judged)
    unclaimed = any(finding.rule is not None and finding.rule.name_unclaimed for finding in said)
    if member.verdict is None or member.verdict.verdict != "unknown" or not unclaimed:
        return said
    return _as_warnings(said)


def _judged(member: Member, target: Target, name: DnsName) -> Iterator[Finding]:
    """What the kind of the target says of the name, with the evidence of an inspection."""
    end = member.end
    alias, leads_to = end.record.alias, end.record.leads_to
    draft = Draft(
        end.records.zone,
        name,
        member.types,
        _as_written(member, target),
        evaluate_target_health=alias is not None and alias.evaluate_target_health,
        routing=end.record.routing,
        set_identifier=end.record.set_identifier,
        cname=None if alias is not None or leads_to is None else Cname(leads_to, end.record.ttl or CNAME_TTL),
    )
    yield from judge_target(Case(draft, Surroundings(end.records, targets=(target,)), ()))


def _as_written(member: Member, target: Target) -> Target:
    """The target under the name by which the last record calls it; buckets share theirs."""
    name = alias_chain(member.end.records, member.end.record)[-1].leads_to
    return target if name is None or claim_of(target.kind) == "bucket" else target_kind(target.kind).under(target, name)


# -- steps


def of_stage(stage: Stage, findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """The findings of a step, the most severe first; what is the same for several records is said once."""
    own = (row for row in by_severity(findings) if _stage(row) == stage)
    return by_severity({(row.id, row.message): row for row in own}.values())


def _stage(finding: Finding) -> Stage:
    """The step that reports a finding; a rule without one is reported rather than lost."""
    return (finding.rule.stage if finding.rule is not None else None) or "demands"


def _target_step(members: tuple[Member, ...]) -> TraceStep:
    aliases = [member for member in members if not member.is_foreign]
    findings = of_stage("target", (row for member in members for row in member.findings))
    lines = tuple(member.line(_way(member)) for member in members)
    unread = next((member.end.unread for member in members if member.end.unread), "")
    if not aliases and not findings:
        words = "It does not point to an AWS resource" if members[0].end.record.values else "The record is no alias"
        return TraceStep("target", "skip", f"{words}: {_way(members[0])}.", evidence=lines if len(lines) > 1 else ())
    if unread:
        return TraceStep("target", "skip", f"{unread[0].upper()}{unread[1:]}.", findings, lines, complete=False)
    many = f"{len(members)} ways lead from the name to {len({_end(member) for member in members})} places."
    kind = "CNAME" if members[0].end.record.alias is None else "alias"
    words = many if len(members) > 1 else f"The {kind} points to {_way(members[0])}."
    several = lines if len(members) > 1 else _hops(members[0])
    return TraceStep.judged("target", words, findings, several)


def _end(member: Member) -> str:
    last = alias_chain(member.end.records, member.end.record)[-1]
    return last.leads_to.bare if last.leads_to is not None else ", ".join(last.values)


def _way(member: Member) -> str:
    """Where a way ends, and the names that it goes through."""
    end = member.end
    chain = alias_chain(end.records, end.record)
    last = chain[-1]
    through = [row.leads_to.bare for row in (*end.hops, *chain[:-1]) if row.leads_to is not None]
    by = f", through {', '.join(through)}" if through else ""
    if last.alias is None:
        return f"{_end(member)}{by}"
    zone_id = last.alias.bare_zone_id
    rows = reverse(zone_id)
    of = f": {rows[0].service} in {rows[0].region}" if rows else ""
    return f"{_end(member)} in zone {zone_id}{of}{by}"


def _hops(member: Member) -> tuple[str, ...]:
    """Each record on the way, where there are several."""
    way = (*member.end.hops, *alias_chain(member.end.records, member.end.record))
    return tuple(f"{row.key}: {row.summary().rstrip('.')}" for row in way) if len(way) > 1 else ()


def _resource_step(members: tuple[Member, ...]) -> TraceStep:
    findings = of_stage("resource", (row for member in members for row in member.findings))
    ours = [member for member in members if not member.is_foreign]
    lines = tuple(member.line(_resource(member)) for member in members)
    evidence = lines if len(members) > 1 else ()
    if not ours:
        return TraceStep("resource", "skip", "There is no resource of AWS to look at.")
    found = [member for member in ours if member.target is not None]
    complete = len(found) == len(ours) or all(
        member.target is not None or (member.verdict is not None and member.verdict.is_bad) for member in ours
    )
    if worst(findings) in (Severity.ERROR, Severity.WARNING):
        return TraceStep.judged("resource", findings[0].message, findings, evidence, complete=complete)
    if not found:
        return TraceStep("resource", "skip", _resource(ours[0]), findings, evidence, complete=False)
    words = lines[0] if len(members) == 1 else f"{len(found)} of {len(members)} were found."
    return TraceStep("resource", "ok" if complete else "warn", words, findings, evidence, complete)


def _resource(member: Member) -> str:
    target, verdict = member.target, member.verdict
    if target is not None:
        return f"{target.kind} {target.name} in {target.region} of account {target.account_id}: {target.state}."
    if verdict is not None and verdict.findings:
        return verdict.findings[0].message
    if member.end.unread:
        return f"Not looked at: {member.end.unread}."
    if member.end.findings:
        return "The record chain is broken before the target."
    return f"{_end(member)} is not a name of AWS." if member.is_foreign else "It is in no account that was searched."


def _of_targets(members: tuple[Member, ...], step: Stage) -> tuple[tuple[Member, ...], tuple[Finding, ...]]:
    with_target = tuple(member for member in members if member.target is not None)
    return with_target, of_stage(step, (row for member in members for row in member.findings))


def _demands_step(members: tuple[Member, ...]) -> TraceStep:
    looked, findings = _of_targets(members, "demands")
    if not looked:
        return TraceStep("demands", "skip", "The resource was not found.", findings)
    denied = [row for row in findings if row.id == IAM_READ_DENIED.id]
    words = (
        findings[0].message
        if worst(findings) in (Severity.ERROR, Severity.WARNING)
        else "The target's requirements are met."
    )
    lines = tuple(member.line(_demanded(member)) for member in looked) if len(members) > 1 else ()
    return TraceStep.judged("demands", words, findings, lines, complete=not denied)


def _demanded(member: Member) -> str:
    own = of_stage("demands", member.findings)
    bad = [row.id for row in own if row.severity is not Severity.INFO]
    name = member.target.name if member.target is not None else ""
    return f"{name}: {', '.join(bad) or 'its requirements are met'}"


def _certificate_step(members: tuple[Member, ...]) -> TraceStep:
    looked, findings = _of_targets(members, "certificate")
    shown = [(member, row) for member in looked if member.target for row in certificates_in(member.target.facts)]
    lines = tuple(dict.fromkeys(member.line(_described(row)) for member, row in shown))
    if findings:
        return TraceStep.judged("certificate", findings[0].message, findings, lines)
    if not looked:
        return TraceStep("certificate", "skip", "The resource was not found.")
    if not shown:
        return TraceStep(
            "certificate", "skip", "AWS lists no certificate for this target; see the TLS step for the one it presents."
        )
    return TraceStep("certificate", "ok", "Nothing is wrong with the certificate.", evidence=lines)


def _described(certificate: Certificate) -> str:
    names = certificate.names[:_SHOWN_NAMES]
    hidden = len(certificate.names) - len(names)
    more = f" and {hidden} more" if hidden else ""
    until = f", until {certificate.not_after:%Y-%m-%d}" if certificate.not_after else ""
    status = f", {certificate.status}" if certificate.status else ""
    return f"{', '.join(names) or certificate.arn or 'a certificate'}{more}{status}{until}"
