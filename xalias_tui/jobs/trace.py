"""Why a name works or does not: its way from the registry to the web server, step by step."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Final

from xalias_tui.domain.errors import XaliasError
from xalias_tui.domain.findings import Finding, Severity, by_severity, worst
from xalias_tui.domain.lookups import LookupFailedError
from xalias_tui.domain.names import DnsName
from xalias_tui.domain.plans import Case, Draft, Surroundings
from xalias_tui.domain.records import RecordSet
from xalias_tui.domain.targets import Target
from xalias_tui.domain.traces import StepName, Trace, TraceStep
from xalias_tui.domain.verdicts import AliasVerdict, Inventory, Sighting, Subject
from xalias_tui.domain.zones import Zone, ZoneRecords, best_zones
from xalias_tui.jobs.accounts import check_sides
from xalias_tui.jobs.audit import judge_aliases
from xalias_tui.jobs.auditing import foreign_names, take_inventory
from xalias_tui.jobs.confirming import confirm
from xalias_tui.jobs.inspection import inspect
from xalias_tui.jobs.outside import Probes
from xalias_tui.jobs.pointing import Directory, plain_name
from xalias_tui.jobs.trace_outside import answers_step, delegated_to, delegation_step, web_steps
from xalias_tui.jobs.trace_zone import traced_state, zone_judged
from xalias_tui.jobs.workspace import Workspace
from xalias_tui.jobs.zones import ZonesRead, detail, read_records, read_zones
from xalias_tui.targets import kind as target_kind

_ADDRESSES: Final = ("A", "AAAA", "HTTPS")
_OF_THE_TARGET: Final = frozenset(
    {
        "alias-zone-id-mismatch",
        "alias-loop",
        "alias-same-zone-type-mismatch",
        "same-zone-alias-chain-broken",
        "https-record-stale",
    }
)
_OF_THE_RESOURCE: Final = frozenset({"lb-deleted-recreated", "routing-group-member-broken"})
_OFFLINE: Final = "nobody outside AWS was asked"

Tell = Callable[[str], None]


def trace(workspace: Workspace, text: str, probes: Probes | None, tell: Tell | None = None) -> Trace:
    """Follow a name step by step; what a step can't read it says, and the others go on.

    Args:
        workspace: Whose zones are read and whose target side is searched.
        text: The name.
        probes: Ways to ask the world outside AWS; None to ask nobody.
        tell: Told in words what is looked at.

    Raises:
        InvalidNameError: when the text is no DNS name.
        AwsError: when no zone profile could be asked at all.
    """
    name, say = DnsName.parse(text), tell or (lambda _: None)
    check_sides(workspace)
    say("reading zones")
    read = read_zones(workspace)
    zones = tuple(_detailed(workspace, zone) for zone in best_zones(name, _public(read)))
    private = best_zones(name, tuple(zone for zone in read.zones if zone.private))
    say("asking for the delegation")
    parent = delegated_to(probes, zones[0].name) if probes is not None and zones else None
    zone, choice = _chosen(zones, private, parent.servers if parent else ())
    state = traced_state(workspace, zone)
    way = _skip("delegation", _OFFLINE) if probes is None else delegation_step(parent, zones, name, state.signing)
    steps = [way, _zone_step(choice, zone, private, read)]
    if zone is None:
        return _ended(name, [*steps], "there is no zone to look in")
    say(f"reading {zone.name.bare}")
    try:
        records = read_records(workspace, zone)
    except (LookupFailedError, XaliasError) as error:
        steps.append(TraceStep("record", "skip", f"The zone's records could not be read: {error}"))
        return _ended(name, steps, "the zone's records are not known", zone)
    found = _records_at(records, name)
    steps[-1] = zone_judged(steps[-1], records, found, name, state)
    steps.append(_record_step(records, found, name))
    record = _followed(found)
    if record is None:
        return _ended(name, steps, "there is no record to follow", zone)
    steps += _inside(workspace, records, record, name, probes, say)
    if probes is None or zone.private:
        why = _OFFLINE if probes is None else "a private zone answers inside its VPCs only"
        steps += [_skip(step, why) for step in ("answers", "tls", "http")]
    else:
        say("asking the name servers")
        servers = parent.servers if parent and parent.servers else zone.name_servers
        answers, addresses = answers_step(probes, zone, found, name, servers)
        steps += [answers, *web_steps(probes, name, addresses, say)]
    return Trace(name, tuple(steps), zone, record)


def _ended(name: DnsName, steps: list[TraceStep], why: str, zone: Zone | None = None) -> Trace:
    """A trace that can't go on: the steps that are left out say why."""
    done = {step.step for step in steps}
    order: tuple[StepName, ...] = (
        "delegation", "zone", "record", "target", "resource", "demands", "certificate", "answers", "tls", "http",
    )  # fmt: skip
    return Trace(name, (*steps, *(_skip(step, why) for step in order if step not in done)), zone)


def _skip(step: StepName, why: str) -> TraceStep:
    return TraceStep(step, "skip", f"{why[0].upper()}{why[1:]}.")


# -- zone


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
        return TraceStep("zone", "skip" if missed else "fail", words)
    words = f"{zone.name} ({zone.visibility}, {zone.id}) of account {zone.account_id}: {choice.words}."
    hiding = [row for row in private if row.id != zone.id]
    if hiding:
        words += f" Inside the VPCs of the private zone {hiding[0].name} ({hiding[0].id}) that one answers instead."
    return TraceStep("zone", "ok" if choice.known else "warn", words)


# -- record


def _records_at(records: ZoneRecords, name: DnsName) -> tuple[RecordSet, ...]:
    """What answers a name: its own records, else those of the closest wildcard."""
    own = records.at(name)
    above = name.parent
    while not own and above is not None and above.is_inside(records.zone.name):
        own = records.at(above.child("*"))
        if records.at(above) or any(row.name.is_inside(above) for row in records.below(above)):
            break
        above = above.parent
    return tuple(row for row in own if row.type in (*_ADDRESSES, "CNAME"))


def _record_step(records: ZoneRecords, found: tuple[RecordSet, ...], name: DnsName) -> TraceStep:
    shadow = next((cut for cut in records.delegations if name.is_inside(cut)), None)
    if shadow is not None:
        words = f"{shadow.bare} is delegated to other name servers, so nothing in this zone answers for {name.bare}."
        return TraceStep("record", "fail", words)
    if not found:
        types = ", ".join(dict.fromkeys(row.type for row in records.at(name)))
        there = f"only {types} there" if types else "nothing there"
        return TraceStep("record", "fail", f"{name.bare} has no A, AAAA, HTTPS or CNAME record: {there}.")
    first = found[0]
    wild = f" by the wildcard {first.name}" if first.name != name else ""
    group = f", {first.routing.policy} routing, {len(found)} records" if first.routing else ""
    types = " + ".join(dict.fromkeys(row.type for row in found))
    return TraceStep("record", "ok", f"{types}{wild}{group}: {first.summary().rstrip('.')}.")


def _followed(found: tuple[RecordSet, ...]) -> RecordSet | None:
    """The record that the trace follows: an A alias, any alias, else any record."""
    order = {"A": 0, "AAAA": 1, "HTTPS": 2, "CNAME": 3}
    return min(found, key=lambda row: (row.alias is None, order[row.type]), default=None)


# -- target, resource and its demands


def _inside(
    workspace: Workspace, records: ZoneRecords, record: RecordSet, name: DnsName, probes: Probes | None, say: Tell
) -> list[TraceStep]:
    steps: tuple[StepName, ...] = ("target", "resource", "demands", "certificate")
    if record.alias is None:
        return [_skip(step, "the record is no alias") for step in steps]
    members = [row for row in records.at(record.name) if row.alias is not None]
    verdicts = _verdicts(workspace, records, members, probes, say)
    own = next(verdict for verdict in verdicts if verdict.record is record)
    findings = by_severity(dict.fromkeys(finding for verdict in verdicts for finding in verdict.findings))
    of_target = tuple(finding for finding in findings if finding.id in _OF_THE_TARGET)
    of_resource = tuple(
        finding for finding in findings if finding.id in _OF_THE_RESOURCE or finding.id.startswith("dangling-")
    )
    alias = record.alias
    way = f"{alias.dns_name.bare} in zone {alias.zone_id}"
    result = [TraceStep.judged("target", f"The alias leads to {way}.", of_target), _resource_step(own, of_resource)]
    if own.target is None:
        return [*result, *(_skip(step, "the resource was not found") for step in ("demands", "certificate"))]
    say(f"inspecting {own.target.name}")
    judged = _demands(workspace, records, own, name)
    told = dict.fromkeys((*judged, *(row for row in findings if row not in {*of_target, *of_resource})))
    of_certificate = tuple(finding for finding in told if _is_about_certificates(finding))
    rest = tuple(finding for finding in told if finding not in of_certificate)
    words = "What it demands of the name is met." if not rest else f"{len(rest)} findings about what it demands."
    certificate = "The certificate is good for the name." if not of_certificate else "The certificate has findings."
    return [
        *result,
        TraceStep.judged("demands", words, by_severity(rest)),
        TraceStep.judged("certificate", certificate, by_severity(of_certificate)),
    ]


def _verdicts(
    workspace: Workspace, records: ZoneRecords, members: list[RecordSet], probes: Probes | None, say: Tell
) -> tuple[AliasVerdict, ...]:
    """Verdicts of the aliases of one name; only what they and their chains lead to is looked up."""
    chain = ZoneRecords(records.zone, tuple(_chain(records, members)))
    inventory = take_inventory(workspace, (chain,), say)
    sightings = dict(confirm(workspace, _of(members, records, inventory), Directory(inventory), say))
    if probes is not None:
        sightings.update(_resolving(probes, foreign_names((chain,))))
    return _of(members, records, replace(inventory, sightings=sightings))


def _resolving(probes: Probes, names: tuple[DnsName, ...]) -> Iterator[tuple[tuple[Subject, DnsName], Sighting]]:
    """Which names of targets resolve: whoever has them, they exist."""
    for name in names:
        answer = probes.dns.ask(name, "A")
        if answer.values:
            yield ("dns", plain_name(name)), Sighting(exists=True, evidence=f"it resolves to {answer.values[0]}")


def _of(members: list[RecordSet], records: ZoneRecords, inventory: Inventory) -> tuple[AliasVerdict, ...]:
    """Verdicts of some records of a zone; what was not looked up for the others does not matter here."""
    return tuple(row for row in judge_aliases((records,), inventory) if any(row.record is wanted for wanted in members))


def _chain(records: ZoneRecords, members: list[RecordSet]) -> list[RecordSet]:
    """The records at a name and at every name of the zone that they lead to."""
    found: dict[int, RecordSet] = {}
    open_ = list(members)
    while open_:
        row = open_.pop()
        if id(row) in found:
            continue
        found[id(row)] = row
        if row.alias is not None and row.alias.zone_id.rpartition("/")[2] == records.zone.id:
            open_ += records.at(row.alias.dns_name)
    return list(found.values())


def _resource_step(own: AliasVerdict, findings: tuple[Finding, ...]) -> TraceStep:
    target = own.target
    if target is not None:
        words = f"{target.kind} {target.name} in {target.region} of account {target.account_id}: {target.state}."
        if worst(findings) is Severity.ERROR:  # of another member of the group
            words = f"{findings[0].message} {words}"
        return TraceStep.judged("resource", words, findings)
    if findings:
        return TraceStep.judged("resource", findings[0].message, findings)
    why = own.findings[0].message if own.findings else "It is in no account that was searched."
    return TraceStep("resource", "skip", why, findings)


def _demands(workspace: Workspace, records: ZoneRecords, own: AliasVerdict, name: DnsName) -> tuple[Finding, ...]:
    """What the kind of the target says of the name, with the evidence of an inspection."""
    target: Target | None = own.target
    if target is None:
        return ()
    inspected = inspect(workspace, target, name)
    draft = Draft(records.zone, name, (own.record.type,), inspected)
    case = Case(draft, Surroundings(records, targets=(inspected,)), ())
    return tuple(target_kind(inspected.kind).judge(case))


def _is_about_certificates(finding: Finding) -> bool:
    return finding.id.startswith("cert-") or "certificate" in finding.id
