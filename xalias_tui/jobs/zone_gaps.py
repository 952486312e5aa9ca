"""What could not be checked of a zone, said once: what was denied with the statement it needs, the rest in one note."""

from __future__ import annotations

from collections.abc import Iterator

from xalias_tui.domain.findings import Finding, Severity
from xalias_tui.domain.plans import Case
from xalias_tui.domain.policies import how_to_allow
from xalias_tui.domain.zone_evidence import Gap, WorldView
from xalias_tui.targets.common_rules import IAM_READ_DENIED, INVESTIGATION_INCOMPLETE

_OF_THE_WORLD = "whether the internet asks {zone}, and believes it"


def gap_findings(case: Case) -> Iterator[Finding]:
    """Notes about the zone of a draft that creates something: the records themselves were read."""
    if not case.created:
        return
    state, world = case.around.state, case.around.world
    for gap in state.gaps if state is not None else ():
        yield _denied(case, gap) if gap.action else _unread(case, f"{', '.join(gap.checks)} ({gap.why})")
    why = _unanswered(world) if world is not None else ""
    if why:
        yield _unread(case, f"{_OF_THE_WORLD.format(zone=case.zone.name.bare)} ({why})")


def _unanswered(world: WorldView) -> str:
    if world.not_asked:
        return world.not_asked
    return "" if world.delegation is None else world.delegation.problem.rstrip(".")


def _denied(case: Case, gap: Gap) -> Finding:
    return Finding(
        IAM_READ_DENIED.id,
        Severity.INFO,
        f"{', '.join(gap.checks)} could not be checked: {gap.why}.",
        how_to_allow(gap.action, said=gap.said, side=gap.side),
        record=case.created[0].key,
        zone_id=case.zone.id,
    )


def _unread(case: Case, what: str) -> Finding:
    return Finding(
        INVESTIGATION_INCOMPLETE.id,
        Severity.INFO,
        INVESTIGATION_INCOMPLETE.message.format(what=what),
        record=case.created[0].key,
        zone_id=case.zone.id,
    )
