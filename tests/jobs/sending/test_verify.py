"""What the world says of a change that is in sync: over HTTP to the simulated AWS, over UDP to its name server."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tests.jobs.fakes import over_wire
from tests.jobs.one_plan import commit
from tests.jobs.traces.tracing import Leading
from tests.probes.web import Authority, web_server
from xalias_tui.domain.addresses import Reach
from xalias_tui.domain.plans import Plan
from xalias_tui.domain.traces import TraceStep
from xalias_tui.jobs.plans.plan import PlanRequest, make_plan
from xalias_tui.jobs.sending.undo import undo_plan
from xalias_tui.jobs.sending.verify import verify
from xalias_tui.jobs.session.probes import Probes
from xalias_tui.jobs.session.workspace import Workspace
from xalias_tui.sandbox import faults
from xalias_tui.sandbox.world import World

NEW = "verified.example.com"


@pytest.fixture
def propagation_seconds() -> float:
    return 0


@pytest.fixture
def world(estate: World) -> World:
    return estate


@pytest.fixture
def workspace(world: World, tmp_path: Path) -> Workspace:
    del world
    return over_wire(tmp_path)


def committed(workspace: Workspace, name: str = NEW, **wanted: object) -> Plan:
    plan, _ = make_plan(workspace, PlanRequest(name, "shop-web", types=("A",), **wanted))  # type: ignore[arg-type] # tests name real fields
    commit(workspace, plan, allow_errors=True)
    return plan


def told(workspace: Workspace, plan: Plan, probes: Probes | None) -> dict[str, TraceStep]:
    heard: list[TraceStep] = []
    steps = verify(workspace, plan, heard.append, probes)
    assert tuple(heard) == steps
    return {step.step: step for step in steps}


def test_a_new_name_is_answered_by_each_name_server(workspace: Workspace, probes: Probes) -> None:
    steps = told(workspace, committed(workspace), probes)
    assert {name: step.status for name, step in steps.items()} == {"answers": "ok", "tls": "skip", "http": "skip"}
    assert "203.0.113." in steps["answers"].detail


def test_a_name_that_nobody_answers_is_broken(workspace: Workspace, probes: Probes, world: World) -> None:
    plan = committed(workspace)
    target = plan.changes[0].record.alias
    assert target is not None
    world.forget_alias_name(target.dns_name.bare.removeprefix("dualstack."), target.zone_id)
    assert told(workspace, plan, probes)["answers"].status == "fail"


def test_of_several_names_each_is_asked_for(workspace: Workspace, probes: Probes) -> None:
    first, second = committed(workspace), committed(workspace, "verified-too.example.com")
    both = replace(
        first,
        name=first.zone.name,
        before=(*first.before, *second.before),
        after=(*first.after, *second.after),
        changes=(*first.changes, *second.changes),
    )
    steps = [step for step in verify(workspace, both, lambda _: None, probes) if step.step == "answers"]
    assert [step.status for step in steps] == ["ok", "ok"]
    assert {step.detail.partition(":")[0] for step in steps} == {NEW, "verified-too.example.com"}


def test_a_removed_name_is_not_answered_any_more(workspace: Workspace, probes: Probes) -> None:
    committed(workspace)
    back = undo_plan(workspace)
    assert told(workspace, back, probes)["answers"].status == "warn"  # it stands as yet
    commit(workspace, back)
    steps = told(workspace, back, probes)
    assert [step.status for step in steps.values()] == ["ok", "skip", "skip"]


@pytest.mark.parametrize(("served", "tls"), [(NEW, "ok"), ("other.example.com", "fail")])
def test_certificate_and_status_are_looked_at(
    workspace: Workspace, probes: Probes, tmp_path: Path, served: str, tls: str
) -> None:
    authority = Authority()
    plan = committed(workspace)
    with web_server(authority.issue(tmp_path, served)) as port:
        here = Leading(probes, plan.name, "127.0.0.1")
        ours = frozenset[Reach](("nowhere",))
        calls = replace(probes, dns=here, connects=True, calls=ours, https_port=port, authorities=authority.pem)
        steps = told(workspace, plan, calls)
    assert (steps["tls"].status, steps["http"].status) == (tls, "ok")


def test_nothing_is_asked_of_private_zones_nor_where_only_aws_is_asked(workspace: Workspace, probes: Probes) -> None:
    private = committed(workspace, "verified.corp.example.com", zone="Z08CORPEXAMPLECOM000")
    assert {step.status for step in told(workspace, private, probes).values()} == {"skip"}
    workspace.offline = True
    assert {step.status for step in told(workspace, committed(workspace), None).values()} == {"skip"}


def test_unread_name_servers_leave_the_resolver(workspace: Workspace, probes: Probes, world: World) -> None:
    plan = committed(workspace)
    world.faults.next("route53:GetHostedZone", faults.denied("route53:GetHostedZone"))
    bare = replace(plan, zone=replace(plan.zone, detailed=False, name_servers=()))
    assert "203.0.113." in told(workspace, bare, probes)["answers"].detail
