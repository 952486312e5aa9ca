"""Whether the internet asks for judged records at all: what it does not ask for is neither live nor takeable."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Final

from xalias_tui.domain.errors import AwsError
from xalias_tui.domain.findings import Finding, Severity, Topic
from xalias_tui.domain.lookups import LookupFailedError
from xalias_tui.domain.names import DnsName
from xalias_tui.domain.records import RecordSet
from xalias_tui.domain.verdicts import AliasVerdict
from xalias_tui.domain.zone_evidence import Delegation
from xalias_tui.domain.zones import Zone, ZoneRecords
from xalias_tui.jobs.session.threads import Pool
from xalias_tui.jobs.session.workspace import Workspace
from xalias_tui.jobs.zones.delegation import delegation_of, who_is_asked
from xalias_tui.jobs.zones.read import detail
from xalias_tui.rules.delegation import judge_delegation, parents_of
from xalias_tui.rules.zone_choice import RECORD_BELOW_DELEGATION

if TYPE_CHECKING:
    from xalias_tui.jobs.session.probes import Dns

MOST_SILENT: Final = 3
"""Zones whose parents do not answer, after which no further zone is asked about: each may take seconds."""
_AT_THE_CUT: Final = frozenset({"NS", "DS"})
_WORKERS: Final = 8


def as_served(
    workspace: Workspace,
    records: tuple[ZoneRecords, ...],
    verdicts: tuple[AliasVerdict, ...],
    stop: threading.Event | None = None,
    *,
    dns: Dns | None = None,
) -> tuple[AliasVerdict, ...]:
    """The verdicts, ``not-served`` where the internet does not ask for a record, or does not believe the answer.

    What our own delegations hide is known from the records. The parents of the zones are asked at the same time,
    unless only AWS is to be asked; if they do not answer, a verdict stays as it is.

    Args:
        workspace: Whose zones they are.
        records: The zones as they were read.
        verdicts: What follows from their targets.
        stop: Set it to ask nothing more.
        dns: Who is asked; by default whom the options mean.
    """
    judged = {verdict.zone.id for verdict in verdicts}
    zones = tuple(zone.zone for zone in records if zone.zone.id in judged and not zone.zone.private)
    around = tuple(zone.zone for zone in records)
    findings = _Asking(workspace, dns, stop).about(zones, around)
    cuts = {zone.zone.id: frozenset(zone.delegations) for zone in records if not zone.zone.private}
    return tuple(_judged(verdict, cuts.get(verdict.zone.id, frozenset()), findings) for verdict in verdicts)


def _judged(verdict: AliasVerdict, cuts: frozenset[DnsName], findings: Mapping[str, Finding]) -> AliasVerdict:
    cut = hidden_by(verdict.record, cuts)
    if cut is not None:
        about = Topic.of_record(verdict.zone, verdict.record).finding(
            RECORD_BELOW_DELEGATION, delegation=cut.bare, known=""
        )
        return replace(verdict, verdict="not-served", findings=(about,), risk=None)
    of_zone = findings.get(verdict.zone.id)
    if of_zone is None:
        return verdict
    return replace(verdict, verdict="not-served", findings=(replace(of_zone, record=verdict.record.key),), risk=None)


def hidden_by(record: RecordSet, cuts: frozenset[DnsName]) -> DnsName | None:
    """The delegation below the apex that keeps a record from being asked for; None where there is none."""
    if not cuts:
        return None
    name: DnsName | None = record.name
    if record.type in _AT_THE_CUT:
        name = record.name.parent
    found = None
    while name is not None:
        found = name if name in cuts else found
        name = name.parent
    return found


class _Asking:
    """Asks the parents of zones, each name once, and gives up where none of them answers."""

    def __init__(self, workspace: Workspace, dns: Dns | None, stop: threading.Event | None) -> None:
        self._workspace = workspace
        self._dns = dns
        self._stop = stop
        self._lock = threading.Lock()
        self._told: dict[DnsName, Delegation] = {}
        self._silent = 0

    def about(self, zones: tuple[Zone, ...], around: tuple[Zone, ...]) -> dict[str, Finding]:
        """Why a zone is not asked, or not believed, by its id; nothing where it is, or that is not known.

        ``around`` are the zones in which one may be delegated.
        """
        if self._workspace.offline:
            return {}
        of_name = {zone.name: zone for zone in zones}
        Pool(workers=_WORKERS, name="xalias-dns").run(
            [partial(self._ask, zone) for zone in of_name.values()], self._stop
        )
        known = tuple(zone for zone in zones if zone.name in self._told)
        full = self._detailed(known)
        return {zone.id: why for zone in full for why in self._why(zone, full, around)}

    def _ask(self, zone: Zone) -> None:
        with self._lock:
            if self._silent >= MOST_SILENT and not self._told:
                return
        try:
            dns = self._dns or who_is_asked(self._workspace, zone)
        except AwsError:  # its account signed out meanwhile, which reading its records says
            return
        if isinstance(dns, str):
            return
        delegation = delegation_of(dns, zone.name)
        with self._lock:
            if delegation.known:
                self._told[zone.name] = delegation
            else:
                self._silent += 1

    def _detailed(self, zones: tuple[Zone, ...]) -> tuple[Zone, ...]:
        """The zones with their name servers, which only a call for each tells; those left out for which it fails."""
        memory = self._workspace.zone_memory

        def read(zone: Zone) -> None:
            try:
                full = detail(self._workspace, zone)
            except (LookupFailedError, AwsError):  # without its name servers nothing is said of it
                return
            with self._lock:
                memory.details[zone.id] = full

        missing = [partial(read, zone) for zone in zones if zone.id not in memory.details]
        Pool(workers=_WORKERS).run(missing, self._stop)
        with self._lock:
            return tuple(memory.details[zone.id] for zone in zones if zone.id in memory.details)

    def _why(self, zone: Zone, zones: tuple[Zone, ...], around: tuple[Zone, ...]) -> Iterator[Finding]:
        """At most one finding: the first thing for which no record of the zone is served."""
        delegation = self._told[zone.name]
        twins = (other for other in zones if other.name == zone.name and other.id != zone.id)
        live = tuple(other for other in twins if delegation.serves(other))
        for finding in judge_delegation(zone, delegation, live=live, parents=parents_of(zone, around)):
            if finding.severity is Severity.ERROR:
                yield replace(finding, severity=Severity.WARNING)
                return
