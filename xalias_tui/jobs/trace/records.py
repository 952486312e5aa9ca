"""What answers on a name inside the zones that are read, and where it leads: wildcards, CNAMEs from zone to zone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from xalias_tui.domain.commands import joined, within_sentence
from xalias_tui.domain.dataclass import dataclass
from xalias_tui.domain.errors import XaliasError
from xalias_tui.domain.findings import Finding, Topic, by_severity
from xalias_tui.domain.lookups import LookupFailedError
from xalias_tui.domain.names import DnsName
from xalias_tui.domain.records import RecordSet
from xalias_tui.domain.traces import TraceStep
from xalias_tui.domain.zone_evidence import Delegation
from xalias_tui.domain.zones import Zone, ZoneRecords, answering, best_zones, passes_on, stays_inside
from xalias_tui.jobs.session.workspace import Workspace
from xalias_tui.jobs.zones.read import read_records
from xalias_tui.rules.delegation import ZONE_LAME, judge_delegation
from xalias_tui.rules.same_zone import ALIAS_LOOP, SAME_ZONE_ALIAS_CHAIN_BROKEN

MOST_HOPS: Final = 8
"""CNAMEs that are followed one after the other: resolvers give up at about as many."""


@dataclass(frozen=True, slots=True)
class End:
    """Where one way from a name ends, as far as zones can be read.

    Attributes:
        records: Records of the zone in which it ends.
        record: The last record: an alias, plain values, or a CNAME that points out of the zones read.
        member: Set identifier of the record at the name itself; None for simple routing.
        hops: CNAMEs before the last record.
        findings: Why the way does not go on: a loop, or a name without records.
        unread: Why the next zone could not be read; empty where it could.
    """

    records: ZoneRecords
    record: RecordSet
    member: str | None = None
    hops: tuple[RecordSet, ...] = ()
    findings: tuple[Finding, ...] = ()
    unread: str = ""


def record_step(records: ZoneRecords, found: tuple[RecordSet, ...], name: DnsName) -> TraceStep:
    """Whether a record answers on the name, and what shadows it."""
    cut = delegation_above(records, name)
    if cut is not None:
        servers = ", ".join(value.rstrip(".") for row in records.at(cut, "NS") for value in row.values)
        words = f"{cut.bare} is delegated to other name servers, so nothing in this zone answers for {name.bare}."
        return TraceStep("record", "fail", words, evidence=(f"{cut.bare} NS {servers}",))
    if not found:
        words = f"{name.bare} has no A, AAAA, HTTPS or CNAME record: {_why(records, name)}."
        history = f"{within_sentence(joined('xalias', 'changes', name.bare))} shows who removed one, if anyone did."
        return TraceStep("record", "fail", f"{words} {history}")
    first = found[0]
    wild = f" by the wildcard {first.name}" if first.name != name else ""
    group = f", {first.routing.policy} routing, {len(found)} records" if first.routing else ""
    types = " + ".join(dict.fromkeys(row.type for row in found))
    evidence = tuple(_line(row) for row in found) if len(found) > 1 else ()
    return TraceStep("record", "ok", f"{types}{wild}{group}: {first.summary().rstrip('.')}.", evidence=evidence)


def below_delegation(step: TraceStep, records: ZoneRecords, cut: DnsName, delegation: Delegation) -> TraceStep:
    """The step of a record below a delegation, with what the servers of that delegation answer."""
    values = (value.rstrip(".") for row in records.at(cut, "NS") for value in row.values)
    below = replace(records.zone, name=cut, name_servers=tuple(values))
    findings = by_severity(judge_delegation(below, delegation, parents=(records.zone,)))
    lame = tuple(finding for finding in findings if finding.id == ZONE_LAME.id)
    return replace(step, findings=lame, detail=lame[0].message if lame else step.detail)


def delegation_above(records: ZoneRecords, name: DnsName) -> DnsName | None:
    """The name of the zone at which other name servers take over, if any does for this name."""
    return next((cut for cut in records.delegations if name.is_inside(cut)), None)


def _line(record: RecordSet) -> str:
    routing = f" ({record.set_identifier}, {record.routing})" if record.routing else ""
    return f"{record.type}{routing}: {record.summary().rstrip('.')}"


def _why(records: ZoneRecords, name: DnsName) -> str:
    types = ", ".join(dict.fromkeys(row.type for row in records.at(name)))
    below = records.below(name)
    if not types and not below:
        return "nothing there"
    there = f"only {types} there" if types else f"only names below it, such as {below[0].name.bare}"
    hidden = next(iter(records.wildcards_above(name)), None)
    return f"{there}, which also keeps the wildcard {hidden.name} from answering" if hidden is not None else there


class Follower:
    """Follows CNAMEs through the zones of the accounts read; each zone is read once.

    What a private zone points to outside every private one is looked up on the internet.

    Args:
        workspace: Whose zones are read.
        zones: The zones that may be read.
        first: Records that were read already.
    """

    def __init__(self, workspace: Workspace, zones: tuple[Zone, ...], first: ZoneRecords) -> None:
        self._workspace = workspace
        self._zones = tuple(
            zone for zone in zones if zone.private == first.zone.private and zone.name != first.zone.name
        )
        beyond = zones if first.zone.private else ()
        self._beyond = tuple(zone for zone in beyond if not zone.private)
        self._read: dict[str, ZoneRecords | str] = {first.zone.id: first}
        self._first = first

    def ends(self, found: tuple[RecordSet, ...]) -> tuple[End, ...]:
        """Where every record that answers on a name leads."""
        return tuple(end for record in found for end in self._follow(End(self._first, record, record.set_identifier)))

    def _follow(self, at: End) -> Iterator[End]:
        leads_to = at.record.leads_to
        if at.record.type != "CNAME" or at.record.alias is not None or leads_to is None:
            yield at
            return
        way = (*at.hops, at.record)
        if any(row.name == leads_to for row in way) or len(way) > MOST_HOPS:
            chain = " → ".join(name.bare for name in (*(row.name for row in way), leads_to))
            finding = Topic.of_alias(at.records.zone, way[0]).finding(ALIAS_LOOP, chain=chain)
            yield End(at.records, at.record, at.member, at.hops, (finding,))
            return
        records = self._records_of(at.records, leads_to)
        if records is None or isinstance(records, str):
            yield End(at.records, at.record, at.member, at.hops, unread=records or "")
            return
        there = answering(records, leads_to)
        if not there:
            missing = f"{leads_to.bare}, of which the zone {records.zone.name} has no record that answers"
            finding = Topic.of_alias(at.records.zone, at.record).finding(SAME_ZONE_ALIAS_CHAIN_BROKEN, missing=missing)
            yield End(at.records, at.record, at.member, at.hops, (finding,))
        for record in there:
            yield from self._follow(End(records, record, at.member, way))

    def _records_of(self, here: ZoneRecords, name: DnsName) -> ZoneRecords | str | None:
        """Records of the zone that holds a name; why they can't be read; None where no zone that is read holds it."""
        if name.is_inside(here.zone.name) and delegation_above(here, name) is None:
            deeper = best_zones(name, (here.zone, *self._zones))
            if any(zone.id == here.zone.id for zone in deeper) and not passes_on(here, name):
                return here
        for zone in (*best_zones(name, self._zones)[:1], *best_zones(name, self._beyond)[:1]):
            read = self._read_once(zone)
            if isinstance(read, str) or not passes_on(read, name):
                return None if isinstance(read, ZoneRecords) and delegation_above(read, name) is not None else read
        return None

    def _read_once(self, zone: Zone) -> ZoneRecords | str:
        if zone.id not in self._read:
            try:
                self._read[zone.id] = read_records(self._workspace, zone)
            except (LookupFailedError, XaliasError) as error:
                self._read[zone.id] = f"the zone {zone.name} ({zone.id}) could not be read: {error}"
        return self._read[zone.id]


def alias_chain(records: ZoneRecords, record: RecordSet) -> tuple[RecordSet, ...]:
    """An alias and the aliases of its zone that it leads through, in order; a loop ends where it closes."""
    way: list[RecordSet] = []
    at: RecordSet | None = record
    while at is not None and at not in way:
        way.append(at)
        at = next_alias(records, at)
    return tuple(way)


def next_alias(records: ZoneRecords, record: RecordSet) -> RecordSet | None:
    """The record of the same zone and type that an alias points to."""
    alias = record.alias
    if alias is None or not stays_inside(alias, records.zone):
        return None
    there = records.at(alias.dns_name, record.type)
    return next((row for row in there if row.alias is not None), there[0] if there else None)
