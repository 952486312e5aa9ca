"""What a trace says of the zone itself: its own NS record, its signing, and the VPCs of a private one."""

from __future__ import annotations

from dataclasses import replace

from xalias_tui.domain.errors import AwsError
from xalias_tui.domain.findings import by_severity
from xalias_tui.domain.lookups import LookupFailedError
from xalias_tui.domain.names import DnsName
from xalias_tui.domain.plans import Case, Change, Draft, Surroundings
from xalias_tui.domain.records import RecordSet
from xalias_tui.domain.traces import Status, TraceStep
from xalias_tui.domain.zone_evidence import Gap, ZoneState
from xalias_tui.domain.zones import Zone, ZoneRecords
from xalias_tui.jobs.session.workspace import Workspace
from xalias_tui.jobs.zones.evidence import state_of
from xalias_tui.jobs.zones.read import detail
from xalias_tui.rules import zone_state

_WORSE: tuple[Status, ...] = ("ok", "skip", "warn", "fail")


def traced_state(workspace: Workspace, zone: Zone | None) -> ZoneState:
    """What AWS reports about the zone that a trace goes through; a gap where it can't be asked."""
    if zone is None:
        return ZoneState()
    try:
        return state_of(workspace, detail(workspace, zone))
    except (AwsError, LookupFailedError) as error:
        return ZoneState(gaps=(Gap(("the state of the zone",), error.message.rstrip(".")),))


def zone_judged(
    step: TraceStep, records: ZoneRecords, found: tuple[RecordSet, ...], name: DnsName, state: ZoneState
) -> TraceStep:
    """The step of the zone with what its records and its state tell; what answers the name is what VPCs ask for."""
    zone = records.zone
    draft = Draft(zone, name, (), None)
    case = Case(draft, Surroundings(records, state=state), tuple(Change("CREATE", row) for row in found[:1]))
    findings = by_severity(
        (
            *zone_state.judge_apex(zone, records),
            *zone_state.judge_signing(zone, state.signing),
            *zone_state.vpcs(case),
        )
    )
    judged = TraceStep.judged("zone", step.detail, findings)
    missed = "".join(f" Not checked: {', '.join(gap.checks)} ({gap.why})." for gap in state.gaps)
    status = max(step.status, judged.status, key=_WORSE.index)
    return replace(judged, status=status, detail=step.detail + missed)


def both(first: TraceStep, second: TraceStep) -> TraceStep:
    """One step of two zones that are asked one after the other."""
    return replace(
        second,
        status=max(first.status, second.status, key=_WORSE.index),
        detail=f"{first.detail} {second.detail}",
        findings=by_severity((*first.findings, *second.findings)),
        complete=first.complete and second.complete,
    )
