"""Validation records over real HTTP: from the plan to an issued certificate, and back, against strict Route 53."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.jobs.fakes import over_wire
from tests.jobs.one_plan import commit, undo
from xalias_tui.domain.findings import Severity
from xalias_tui.domain.names import DnsName
from xalias_tui.domain.plans import Plan
from xalias_tui.domain.zones import Zone
from xalias_tui.jobs.plans.plan import PlanRequest, make_plan
from xalias_tui.jobs.plans.surroundings import surroundings
from xalias_tui.jobs.plans.validation import validate
from xalias_tui.jobs.plans.validation_records import awaited, placed, read_awaited
from xalias_tui.jobs.sending.commit import Clock
from xalias_tui.jobs.sending.wait import follow, resources_of
from xalias_tui.jobs.session.workspace import Workspace
from xalias_tui.jobs.zones.read import choose_zone, read_zones
from xalias_tui.sandbox.clock import ManualClock
from xalias_tui.sandbox.faults import Refuse, denied
from xalias_tui.sandbox.members import SHOP
from xalias_tui.sandbox.organisation.balancers import Balancer, add_balancer
from xalias_tui.sandbox.organisation.certificates import OLD_PROOF
from xalias_tui.sandbox.organisation.estate import Estate
from xalias_tui.sandbox.organisation.public_zone import PUBLIC
from xalias_tui.sandbox.organisation.zones import EMPTY
from xalias_tui.sandbox.world import World

MISSING, WRONG, THERE, TWO = "lb-cert-missing", "lb-cert-wrong", "lb-cert-pending", "lb-cert-two-zones"
MakeWorkspace = Callable[..., Workspace]


@pytest.fixture
def open_workspace(estate: World, tmp_path: Path) -> MakeWorkspace:

    def make(*kinds: str, region: str = "eu-west-1") -> Workspace:
        return over_wire(tmp_path, regions=(region,), kinds=kinds)

    return make


def planned(workspace: Workspace, name: str, **options: Any) -> Plan:
    plan, _ = make_plan(workspace, PlanRequest(f"{name}.example.com", name, **options))
    return plan


def severities(plan: Plan) -> dict[str, Severity]:
    return {finding.id: finding.severity for finding in plan.findings}


def created(plan: Plan) -> list[tuple[str, str, str]]:
    return [
        (change.action, change.record.name.bare, change.record.type)
        for change in plan.changes
        if change.record.name.bare.startswith("_")
    ]


def standing(estate: World) -> list[Any]:
    zone = estate.route53.zones[PUBLIC]
    return list(zone.from_key(("", "", ""), len(zone)))


def test_a_plan_names_what_is_missing_and_takes_it_along_only_when_told(open_workspace: MakeWorkspace) -> None:
    workspace = open_workspace("alb")
    without = planned(workspace, MISSING)
    (waits,) = without.awaits
    assert created(without) == []
    assert severities(without)["cert-pending"] is Severity.ERROR
    (finding,) = [finding for finding in without.findings if finding.id == "validation-record-missing"]
    assert f"ACM waits for {waits}, which proves {MISSING}.example.com; zone example.com" in finding.message
    assert "--with-validation" in finding.remedy
    plan = planned(workspace, MISSING, with_validation=True)
    assert created(plan) == [("CREATE", waits.name.bare, "CNAME")]
    assert plan.batch["Changes"][-1]["ResourceRecordSet"]["ResourceRecords"] == [{"Value": waits.value}]
    told = severities(plan)
    assert told["cert-pending"] is Severity.WARNING, "nothing is left to do but to wait"
    assert told["validation-record-planned"] is Severity.INFO
    assert "validation-record-missing" not in told


def test_what_is_there_is_left_alone_and_said(open_workspace: MakeWorkspace) -> None:
    plan = planned(open_workspace("alb"), THERE, with_validation=True)
    assert created(plan) == []
    told = severities(plan)
    assert (told["cert-pending"], told["validation-record-there"]) == (Severity.WARNING, Severity.INFO)


def test_what_is_wrong_is_replaced_only_with_consent_and_comes_back_with_the_undo(
    open_workspace: MakeWorkspace, estate: World, time: Clock
) -> None:
    workspace = open_workspace("alb")
    plan = planned(workspace, WRONG, with_validation=True)
    assert created(plan) == []
    (finding,) = [finding for finding in plan.findings if finding.id == "validation-record-wrong"]
    assert OLD_PROOF in finding.message
    agreed = planned(workspace, WRONG, with_validation=True, replace=True)
    (waits,) = agreed.awaits
    assert created(agreed) == [(action, waits.name.bare, "CNAME") for action in ("DELETE", "CREATE")]
    before = standing(estate)
    commit(workspace, agreed, clock=time)
    assert estate.route53.zones[PUBLIC].at(waits.name.route53) != {}
    assert OLD_PROOF not in str(standing(estate))
    undo(workspace, clock=time)
    assert standing(estate) == before


@pytest.mark.parametrize(
    ("kind", "name", "region", "states"),
    [
        ("alb", MISSING, "eu-west-1", ("PENDING_VALIDATION", "ISSUED")),
        ("apprunner", "run-pending", "eu-west-1", ("PENDING_CERTIFICATE_DNS_VALIDATION", "ACTIVE")),
        ("amplify", "amplify-pending", "eu-west-1", ("PENDING_VERIFICATION", "AVAILABLE")),
        ("lightsail-loadbalancer", "ls-lb-pending", "eu-west-1", ("PENDING_VALIDATION", "ISSUED")),
        ("lightsail-distribution", "ls-cdn-pending", "us-east-1", ("PENDING_VALIDATION", "ISSUED")),
        ("lightsail-container", "ls-box-pending", "eu-west-1", ("PENDING_VALIDATION", "ISSUED")),
    ],
)
def test_from_the_plan_to_what_is_issued_and_back(
    open_workspace: MakeWorkspace,
    estate: World,
    time: Clock,
    kind: str,
    name: str,
    region: str,
    states: tuple[str, str],
) -> None:
    estate.proofs.seconds = 100
    workspace = open_workspace(kind, region=region)
    before = standing(estate)
    plan = planned(workspace, name, with_validation=True)
    assert [action for action, _, _ in created(plan)] == ["CREATE"]
    commit(workspace, plan, allow_errors=True, clock=time)
    seen: list[str] = []
    followed = follow(workspace, resources_of([plan]), on_progress=lambda item, _: seen.append(item.state), clock=time)
    assert (followed.issued, followed.why) == (True, "")
    assert (seen[0], seen[-1], set(seen)) == (*states, set(states))
    workspace.inspections.forget()
    after = planned(workspace, name, replace=True)
    assert after.awaits == ()
    assert "cert-pending" not in severities(after)
    undone = undo(workspace, clock=time)
    assert undone.state == "insync"
    assert standing(estate) == before


def test_following_ends_when_the_time_is_up(open_workspace: MakeWorkspace, time: Clock, clock: ManualClock) -> None:
    workspace = open_workspace("alb")
    plan = planned(workspace, MISSING)
    started = clock()
    followed = follow(workspace, resources_of([plan]), clock=time, seconds=60)
    assert not followed.issued
    assert followed.why.startswith("it is not issued after ")
    assert 60 <= (clock() - started).total_seconds() < 120
    assert [item.state for item in followed.progress] == ["PENDING_VALIDATION"]


def test_following_ends_when_the_operator_stops_it(open_workspace: MakeWorkspace) -> None:
    workspace, stop = open_workspace("alb"), threading.Event()
    plan = planned(workspace, MISSING)
    followed = follow(workspace, resources_of([plan]), on_progress=lambda _item, _waited: stop.set(), stop=stop)
    assert (followed.issued, followed.why) == (False, "it was stopped")


def test_a_denied_look_ends_it_with_the_permission_and_another_failure_does_not(
    open_workspace: MakeWorkspace, estate: World, time: Clock
) -> None:
    workspace = open_workspace("alb")
    plan = planned(workspace, MISSING)
    estate.faults.next("acm:DescribeCertificate", denied("acm:DescribeCertificate"))
    followed = follow(workspace, resources_of([plan]), clock=time)
    assert not followed.issued
    assert "needs acm:DescribeCertificate" in followed.why
    commit(workspace, planned(workspace, MISSING, with_validation=True), clock=time)
    estate.faults.next("acm:DescribeCertificate", Refuse("ValidationException", "Not now."))
    seen: list[str] = []
    assert follow(
        workspace, resources_of([plan]), on_progress=lambda item, _: seen.append(item.state), clock=time
    ).issued
    assert (seen[0], seen[-1]) == ("not known", "ISSUED")


def test_what_nobody_may_ask_is_said(open_workspace: MakeWorkspace, time: Clock) -> None:
    workspace = open_workspace("alb")
    plan = planned(workspace, MISSING)
    assert plan.target is not None
    strange = replace(plan, target=replace(plan.target, account_id="999999999999"))
    followed = follow(workspace, resources_of([strange]), clock=time)
    assert (followed.issued, followed.why) == (False, "no profile given reaches account 999999999999")


def test_of_a_large_zone_only_the_names_that_decide_are_read(
    open_workspace: MakeWorkspace, estate: World, time: Clock
) -> None:
    estate.proofs.seconds = 10_000
    shop = Estate(estate, SHOP)
    shop.certificate("eu-west-1", ("web.big.example.net",), "PENDING_VALIDATION")
    add_balancer(shop, Balancer("eu-west-1", "big-web", names=("web.big.example.net",)))
    workspace = open_workspace("alb")
    plan, _ = make_plan(workspace, PlanRequest("web.big.example.net", "big-web", with_validation=True))
    assert [action for action, _, _ in created(plan)] == ["CREATE"]
    commit(workspace, plan, clock=time)
    workspace.inspections.forget()
    again, _ = make_plan(workspace, PlanRequest("web.big.example.net", "big-web", with_validation=True, replace=True))
    assert severities(again)["validation-record-there"] is Severity.INFO
    operations = [call.operation for call in estate.served if call.service == "route53"]
    assert operations.count("ListResourceRecordSets") < 40, "the zone has 10,000 records"


def test_a_zone_that_cannot_be_read_there_is_said_not_to_be_checked(
    open_workspace: MakeWorkspace, estate: World
) -> None:
    workspace = open_workspace("alb")
    target = planned(workspace, TWO).target
    around, _ = surroundings(workspace, public(workspace), DnsName.parse(f"{TWO}.example.com"))
    estate.faults.next("route53:ListResourceRecordSets", denied("route53:ListResourceRecordSets"))
    read = read_awaited(workspace, target, DnsName.parse(f"{TWO}.example.com"), around)
    assert {item.standing for item in placed(awaited(target, DnsName.parse(f"{TWO}.example.com")), read)} == {
        "missing",
        "unknown",
    }


def test_records_of_several_zones_are_one_plan_a_zone_and_the_certificate_waits_for_both(
    open_workspace: MakeWorkspace, time: Clock
) -> None:
    workspace = open_workspace("alb")
    beside = planned(workspace, TWO, with_validation=True)
    assert [name.partition(".")[2] for _, name, _ in created(beside)] == [f"{TWO}.example.com"]
    assert severities(beside)["cert-pending"] is Severity.ERROR, "the other zone's record is still missing"
    found = validate(workspace, f"{TWO}.example.com", TWO)
    assert [(plan.zone.id, len(plan.changes)) for plan in found.plans] == [(PUBLIC, 1), (EMPTY, 1)]
    here, there = found.plans
    commit(workspace, here, clock=time)
    assert not follow(workspace, found.waits, clock=time, seconds=120).issued
    commit(workspace, there, clock=time)
    assert follow(workspace, found.waits, clock=time).issued


def public(workspace: Workspace) -> Zone:
    return choose_zone(read_zones(workspace), PUBLIC)
