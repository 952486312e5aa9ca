"""Why a name works or does not: its way from the registry to the web server, step by step."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from xalias_tui.domain.dataclass import dataclass
from xalias_tui.domain.error_rules import RECORD_NAME_OUTSIDE_ZONE
from xalias_tui.domain.errors import UsageError, XaliasError
from xalias_tui.domain.lookups import LookupFailedError
from xalias_tui.domain.names import DnsName
from xalias_tui.domain.records import RecordSet
from xalias_tui.domain.traces import StepName, Trace, TraceStep
from xalias_tui.domain.verdicts import AliasVerdict
from xalias_tui.domain.zone_evidence import Delegation, ZoneState
from xalias_tui.domain.zones import Zone, answering, best_zones, passes_on
from xalias_tui.jobs.session.accounts import check_sides
from xalias_tui.jobs.session.workspace import Workspace
from xalias_tui.jobs.targets.index import claim_of, shapes
from xalias_tui.jobs.trace.dns import answers_step, delegated_to, delegation_step, resolver_step
from xalias_tui.jobs.trace.records import Follower, below_delegation, delegation_above, record_step
from xalias_tui.jobs.trace.targets import inside
from xalias_tui.jobs.trace.web import web_steps
from xalias_tui.jobs.trace.zone import both, traced_state, zone_judged
from xalias_tui.jobs.zones.read import ZonesRead, choose_zone, detail, read_records, read_zones
from xalias_tui.rules.delegation import parents_of
from xalias_tui.targets.shared.naming import plain_name

if TYPE_CHECKING:
    from xalias_tui.jobs.session.probes import Probes

_ORDER: Final[tuple[StepName, ...]] = (
    "delegation", "zone", "record", "target", "resource", "demands", "certificate", "answers", "tls", "http",
)  # fmt: skip
_OFFLINE: Final = "only AWS was asked"
_NOT_DELEGATED: Final = "no one delegates to a private zone: VPCs are associated with it"
_INSIDE: Final = "a private zone answers inside its VPCs only"

Tell = Callable[[str], None]


def trace(
    workspace: Workspace, text: str, probes: Probes | None, tell: Tell | None = None, *, begin: str = ""
) -> Trace:
    """Follow a name step by step; what a step can't read it says, and the others go on.

    Args:
        workspace: Whose zones are read and whose target side is searched.
        text: The name.
        probes: Ways to ask the world outside AWS; None to ask only AWS.
        tell: Told in words what is looked at.
        begin: Id or name of the zone to begin in, a private one too; empty for the public zone of the name.

    Raises:
        InvalidNameError: when the text is no DNS name.
        UsageError: when there is no such zone, or it does not enclose the name.
        AwsError: when no zone profile could be asked at all.
    """
    name, say = DnsName.looked_up(text), tell or (lambda _: None)
    check_sides(workspace)
    say("reading zones")
    at = _begun(workspace, name, begin, probes, say)
    steps, zone = list(at.steps), at.zone
    if zone is None:
        return _from_outside(name, steps, "there is no zone to look in", probes, say)
    say(f"reading {zone.name.bare}")
    try:
        records = read_records(workspace, zone)
    except (LookupFailedError, XaliasError) as error:
        steps.append(TraceStep("record", "skip", f"The zone's records could not be read: {error}", complete=False))
        return _from_outside(name, steps, "the zone's records are not known", probes, say, zone)
    found = answering(records, name)
    steps[-1] = zone_judged(steps[-1], records, found, name, at.state)
    steps.append(record_step(records, found, name))
    if passes_on(records, name):
        return _passed_on(workspace, name, tuple(steps), at, probes, say)
    cut = delegation_above(records, name)
    if cut is not None and probes is not None:
        say(f"asking the name servers of {cut.bare}")
        steps[-1] = below_delegation(steps[-1], records, cut, delegated_to(probes, cut))
    if not found and not zone.private:
        steps[-1] = _elsewhere(workspace, steps[-1], at.private, name)
    if not found:
        return _ended(name, steps, "there is no record to follow", zone)
    say("following the records")
    ends = Follower(workspace, at.read.zones, records).ends(found)
    more, verdicts, missed = inside(workspace, ends, name, None if probes is None else probes.dns, say)
    steps += more
    if probes is None or zone.private:
        steps += [_skip(step, _OFFLINE if probes is None else _INSIDE) for step in ("answers", "tls", "http")]
    else:
        say("asking the name servers")
        servers = at.servers or zone.name_servers
        delegated = at.parent is None or bool(at.servers)
        answers, addresses = answers_step(probes, records, found, name, servers, delegated=delegated)
        steps += [answers, *web_steps(probes, name, addresses, say)]
    same = _ends(verdicts)
    others = tuple(row for row in records.records if row.name != name and row.leads_to in same)
    return Trace(name, tuple(steps), zone, followed(found), verdicts, (*at.read.unscanned, *missed), others)


def _passed_on(
    workspace: Workspace, name: DnsName, steps: tuple[TraceStep, ...], at: _Beginning, probes: Probes | None, say: Tell
) -> Trace:
    """The trace of a name that a private zone leaves to public DNS: that of the public zone."""
    zone = next(step for step in steps if step.step == "zone")
    zone = replace(zone, detail=f"{zone.detail} It has nothing for {name.bare}, so its public DNS fallback takes over.")
    if not best_zones(name, _public(at.read)):
        begun = [step for step in steps if step.step == "delegation"]
        return _from_outside(name, [*begun, zone], "the public zone is not among those read", probes, say)
    beyond = trace(workspace, name.bare, probes, say)
    return replace(beyond, steps=tuple(both(zone, step) if step.step == "zone" else step for step in beyond.steps))


@dataclass(frozen=True, slots=True)
class _Beginning:
    """Where a name is looked for.

    Attributes:
        steps: The delegation and the zone.
        read: All zones.
        zone: The zone that answers; None where there is none.
        private: Private zones that enclose the name.
        parent: What the parent delegates to; None where it was not asked.
        state: The state of the zone.
    """

    steps: tuple[TraceStep, TraceStep]
    read: ZonesRead
    zone: Zone | None
    private: tuple[Zone, ...]
    parent: Delegation | None
    state: ZoneState

    @property
    def servers(self) -> tuple[str, ...]:
        """The name servers that the parent delegates to."""
        return () if self.parent is None else self.parent.servers


def _begun(workspace: Workspace, name: DnsName, begin: str, probes: Probes | None, say: Tell) -> _Beginning:
    read = read_zones(workspace)
    first = _first(read, begin, name)
    public = (first,) if first is not None else best_zones(name, _public(read))
    zones = tuple(_detailed(workspace, zone) for zone in public if not zone.private)
    private = (first,) if first is not None and first.private else _private(read, name)
    say("asking for the delegation")
    parent = delegated_to(probes, zones[0].name) if probes is not None and zones else None
    zone, choice = _chosen(zones, private, parent.servers if parent else ())
    if first is not None and first.private:
        choice = _Choice(known=True, words="the zone to begin in")
    state = traced_state(workspace, zone)
    way = (
        _skip("delegation", _NOT_DELEGATED if first is not None and first.private else _OFFLINE)
        if probes is None or (first is not None and first.private)
        else delegation_step(parent, zones, name, state.signing, parents_of(zones[0], read.zones) if zones else ())
    )
    return _Beginning((way, _zone_step(choice, zone, private, read)), read, zone, private, parent, state)


def _ends(verdicts: tuple[AliasVerdict, ...]) -> frozenset[DnsName | None]:
    """The names outside the zone at which records end, in every form of the same target; buckets share theirs."""
    names = {verdict.points_to for verdict in verdicts if verdict.points_to is not None}
    ends = {name for name in names if not any(claim_of(form.kind) == "bucket" for form in shapes(name))}
    plain = {plain_name(end) for end in ends}
    return frozenset((*ends, *plain, *(end.child("dualstack") for end in plain)))


def followed(found: tuple[RecordSet, ...]) -> RecordSet:
    """The record that stands for all that answer: an A alias, any alias, else any record."""
    order = {"A": 0, "AAAA": 1, "HTTPS": 2, "CNAME": 3}
    return min(found, key=lambda row: (row.alias is None, order[row.type]))


def _from_outside(
    name: DnsName, steps: list[TraceStep], why: str, probes: Probes | None, say: Tell, zone: Zone | None = None
) -> Trace:
    """A trace whose zone can't be read: what the world sees of the name is looked at all the same."""
    if probes is not None and (zone is None or not zone.private):
        say("asking a resolver")
        answers, addresses = resolver_step(probes, name)
        steps = [*steps, answers, *web_steps(probes, name, addresses, say)]
    return _ended(name, steps, why, zone)


def _ended(name: DnsName, steps: list[TraceStep], why: str, zone: Zone | None = None) -> Trace:
    """A trace without some steps: those that are left out say why."""
    known = {step.step: step for step in steps}
    return Trace(name, tuple(known.get(step) or _skip(step, why) for step in _ORDER), zone)


def _skip(step: StepName, why: str) -> TraceStep:
    return TraceStep(step, "skip", f"{why[0].upper()}{why[1:]}.")


# -- zone


def _first(read: ZonesRead, begin: str, name: DnsName) -> Zone | None:
    if not begin:
        return None
    zone = choose_zone(read, begin)
    if not name.is_inside(zone.name):
        raise UsageError.of(RECORD_NAME_OUTSIDE_ZONE, name=name.bare, zone=zone.name.bare)
    return zone


def _private(read: ZonesRead, name: DnsName) -> tuple[Zone, ...]:
    return best_zones(name, tuple(zone for zone in read.zones if zone.private))


def _elsewhere(workspace: Workspace, step: TraceStep, private: tuple[Zone, ...], name: DnsName) -> TraceStep:
    """The step of a record that the public zone lacks, with the private zone that has it."""
    for zone in private:
        with contextlib.suppress(LookupFailedError, XaliasError):
            if answering(read_records(workspace, zone), name):
                where = f"--zone {zone.id}, in the explorer t on its record"
                there = f"The private zone {zone.name.bare} ({zone.id}) has it: trace it there ({where})."
                return replace(step, detail=f"{step.detail} {there}")
    return step


def _public(read: ZonesRead) -> tuple[Zone, ...]:
    return tuple(zone for zone in read.zones if not zone.private)


def _detailed(workspace: Workspace, zone: Zone) -> Zone:
    """The zone with its name servers, as far as they can be read."""
    try:
        return detail(workspace, zone)
    except (LookupFailedError, XaliasError):
        return zone


@dataclass(frozen=True, slots=True)
class _Choice:
    known: bool
    words: str


def _chosen(
    zones: tuple[Zone, ...], private: tuple[Zone, ...], servers: tuple[str, ...]
) -> tuple[Zone | None, _Choice]:
    """The zone that answers: of twins, the one that the parent delegates to."""
    if not zones:
        inside = private[0] if private else None
        return inside, _Choice(known=True, words="only a private zone has the name" if inside else "")
    live = [zone for zone in zones if set(zone.name_servers) & set(servers)]
    if live:
        twins = f", the live one of {len(zones)} of that name" if len(zones) > 1 else ""
        return live[0], _Choice(known=True, words=f"the parent delegates to its name servers{twins}")
    if len(zones) == 1:
        return zones[0], _Choice(known=True, words="the only public zone of that name here")
    return zones[0], _Choice(known=False, words=f"one of {len(zones)} of that name; which one is live is not known")


def _zone_step(choice: _Choice, zone: Zone | None, private: tuple[Zone, ...], read: ZonesRead) -> TraceStep:
    if zone is None:
        missed = " Not all zone accounts could be read." if read.unscanned else ""
        words = f"No zone of the accounts read encloses the name.{missed}"
        return TraceStep("zone", "skip", f"{words} It may be in another account, or not in Route 53.", complete=False)
    words = f"{zone.name} ({zone.visibility}, {zone.id}) of account {zone.account_id}: {choice.words}."
    hiding = [row for row in private if row.id != zone.id]
    if hiding:
        where = " where it has the name" if hiding[0].falls_back else ""
        words += (
            f" Inside the VPCs of the private zone {hiding[0].name} ({hiding[0].id}) that one answers instead{where}."
        )
    return TraceStep("zone", "ok" if choice.known else "warn", words)
