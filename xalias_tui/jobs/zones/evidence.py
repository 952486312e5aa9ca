"""What judges a zone itself, gathered for one draft: asked once a session, for the chosen zone only."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace
from functools import partial

from xalias_tui.domain.errors import AwsError
from xalias_tui.domain.findings import Finding, Severity, Topic
from xalias_tui.domain.lookups import LookupFailedError
from xalias_tui.domain.names import DnsName
from xalias_tui.domain.plans import Case, Surroundings
from xalias_tui.domain.policies import how_to_allow
from xalias_tui.domain.zone_evidence import Gap, Twins, WorldView, ZoneState
from xalias_tui.domain.zones import Zone
from xalias_tui.jobs.session.threads import Pool
from xalias_tui.jobs.session.workspace import Workspace
from xalias_tui.jobs.zones.delegation import caa_above, delegation_of, who_is_asked
from xalias_tui.jobs.zones.read import detail
from xalias_tui.jobs.zones.state import is_nearly_full, read_state
from xalias_tui.targets.shared.common_rules import IAM_READ_DENIED, INVESTIGATION_INCOMPLETE

_DENIED = "{checks} could not be checked: {why}."
_OF_THE_WORLD = "whether the internet asks {zone}, and believes it"


def with_state(workspace: Workspace, around: Surroundings) -> Surroundings:
    """The surroundings with what AWS reports about the zone, and the name servers of its twins.

    Raises:
        AwsError: when the zone's profile cannot sign in any more.
    """
    zone = around.records.zone
    state = state_of(workspace, zone)
    twins = {twin.id: twin for twin in _detailed(workspace, _twins_of(zone, around.zones))}
    zones = tuple(twins.get(other.id, other) for other in around.zones)
    return replace(around, zones=zones, state=state)


def state_of(workspace: Workspace, zone: Zone) -> ZoneState:
    """What AWS reports about a zone, asked once a session; again where a call failed and may succeed the next time.

    Raises:
        AwsError: when the zone's profile cannot sign in any more.
    """
    states, key = workspace.zone_memory.states, (zone.id, is_nearly_full(zone))
    known = states.get(key)
    if known is not None:
        return known
    state = read_state(workspace, zone)
    if not any(gap.may_pass for gap in state.gaps):
        states[key] = state
    return state


def as_known(workspace: Workspace, around: Surroundings) -> Surroundings:
    """The surroundings with what AWS reports about the zone, and what name servers answered before in this session.

    Raises:
        AwsError: when the zone's profile cannot sign in any more.
    """
    return replace(with_state(workspace, around), world=_known_world(workspace, around))


def _known_world(workspace: Workspace, around: Surroundings) -> WorldView | None:
    """What the world said of the zone before; None where it has to be asked."""
    return WorldView() if around.records.zone.private else workspace.zone_memory.worlds.get(around.records.zone.name)


def with_world(workspace: Workspace, around: Surroundings) -> Surroundings:
    """The surroundings with what the internet's name servers say of the zone, in a bounded time.

    Raises:
        AwsError: when the zone's profile cannot sign in any more.
    """
    zone = around.records.zone
    world = _known_world(workspace, around)
    if world is None:
        world = _asked(workspace, around)
        if not world.not_asked and world.delegation is not None and world.delegation.known:
            workspace.zone_memory.worlds[zone.name] = world
    return replace(around, world=world)


def twins(workspace: Workspace, zones: tuple[Zone, ...]) -> tuple[Twins, ...]:
    """For each name that several of the zones share, public ones alone: which of them the internet asks."""
    shared: dict[DnsName, list[Zone]] = {}
    for zone in zones:
        if not zone.private:
            shared.setdefault(zone.name, []).append(zone)
    groups = [tuple(group) for group in shared.values() if len(group) > 1]
    found: dict[DnsName, Twins] = {}

    def look(group: tuple[Zone, ...]) -> None:
        try:
            dns = who_is_asked(workspace, group[0])
        except AwsError:  # its account signed out: which one is live stays unknown
            return
        if not isinstance(dns, str):
            delegation = delegation_of(dns, group[0].name)
            found[group[0].name] = Twins(_detailed(workspace, group), delegation)

    Pool(workers=8).run([partial(look, group) for group in groups])
    return tuple(found[name] for name in sorted(found))


def liveness(workspace: Workspace, zones: tuple[Zone, ...]) -> dict[str, bool]:
    """Whether the internet asks a public zone, by zone id; of zones that share their name, where that is known."""
    told = {zone.id: group.is_live(zone) for group in twins(workspace, zones) for zone in group.zones}
    return {id_: live for id_, live in told.items() if live is not None}


def _asked(workspace: Workspace, around: Surroundings) -> WorldView:
    zone = around.records.zone
    dns = who_is_asked(workspace, zone)
    if isinstance(dns, str):
        return WorldView(not_asked=dns)
    delegation = delegation_of(dns, zone.name)
    of_its_own = around.records.at(zone.name, "CAA")  # authorities do not climb above a name that has some
    return WorldView(delegation=delegation, caa=None if of_its_own else caa_above(dns, zone.name))


def _twins_of(zone: Zone, zones: tuple[Zone, ...]) -> tuple[Zone, ...]:
    if zone.private:
        return ()
    return tuple(other for other in zones if other.name == zone.name and not other.private)


def _detailed(workspace: Workspace, zones: tuple[Zone, ...]) -> tuple[Zone, ...]:
    """The zones with their name servers, as far as they can be read; asked once a session."""
    memory, lock = workspace.zone_memory, threading.Lock()

    def read(zone: Zone) -> None:
        try:
            full = detail(workspace, zone)
        except (LookupFailedError, AwsError):  # without its name servers nothing is said of it
            return
        with lock:
            memory.details[zone.id] = full

    alone = len(zones) < 2  # noqa: PLR2004 -- a zone has no twin where it is the only one
    Pool(workers=8).run([partial(read, zone) for zone in zones if not alone and zone.id not in memory.details])
    return tuple(memory.details.get(zone.id, zone) for zone in zones)


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
    finding = Topic.of_zone(case.zone, case.created[0].key).finding(
        IAM_READ_DENIED, severity=Severity.INFO, message=_DENIED, remedy="", checks=", ".join(gap.checks), why=gap.why
    )
    return replace(finding, remedy=how_to_allow(gap.action, said=gap.said, side=gap.side))


def _unread(case: Case, what: str) -> Finding:
    return Topic.of_zone(case.zone, case.created[0].key).finding(INVESTIGATION_INCOMPLETE, remedy="", what=what)
