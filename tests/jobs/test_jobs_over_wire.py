"""From discovery to undo over real HTTP, through the SDK, against the strict Route 53 of the sandbox."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from tests.jobs.fakes import over_wire
from tests.jobs.one_plan import commit, undo
from tests.raised import Raised, raises
from xalias_tui.domain.errors import AwsError, ConflictError, OutcomeUnknownError, RefusedError, XaliasError
from xalias_tui.domain.names import DnsName
from xalias_tui.domain.pasted import Pasted
from xalias_tui.domain.plans import Plan
from xalias_tui.domain.records import RecordSet
from xalias_tui.jobs.history.entries import read_journal
from xalias_tui.jobs.plans.plan import PlanRequest, make_plan
from xalias_tui.jobs.sending.commit import Clock, Step
from xalias_tui.jobs.session.workspace import Workspace
from xalias_tui.jobs.targets.cards import open_cards
from xalias_tui.jobs.targets.discover import discover
from xalias_tui.jobs.targets.find import match_target
from xalias_tui.jobs.targets.inspect import inspect
from xalias_tui.jobs.targets.write_card import write_card
from xalias_tui.jobs.zones.read import read_zones
from xalias_tui.sandbox import faults
from xalias_tui.sandbox.world import World
from xalias_tui.targets.shared.arns import read_arn

NEW = DnsName.parse("shop-web-test.example.com")
MakeWorkspace = Callable[..., Workspace]


@pytest.fixture
def open_workspace(estate: World, tmp_path: Path) -> MakeWorkspace:
    def make(**options: Any) -> Workspace:
        return over_wire(tmp_path, **options)

    return make


def plan_of(workspace: Workspace, *, replace: bool = False) -> Plan:
    request = PlanRequest(NEW.bare, "shop-web", types=("A", "AAAA"), replace=replace)
    plan, unscanned = make_plan(workspace, request)
    assert unscanned == ()
    return plan


def standing(workspace: Workspace) -> tuple[RecordSet, ...]:
    public = next(zone for zone in read_zones(workspace).zones if zone.name.bare == "example.com" and not zone.private)
    return workspace.accounts.hosted_zones("dns-prod").records_at(public, NEW)


@raises("change-pending", "change-insync")
def test_from_discovery_to_undo(open_workspace: MakeWorkspace, estate: World, time: Clock, raised: Raised) -> None:
    workspace, steps = open_workspace(), list[Step]()
    found = discover(workspace)
    assert found.unscanned == ()
    assert "shop-web" in {target.name for target in found.targets}
    plan = plan_of(workspace)
    committed = commit(workspace, plan, allow_errors=True, on_step=steps.append, clock=time)
    assert (committed.state, committed.plan.zone.account_id) == ("insync", "111111111111")
    assert [step.name for step in steps][:3] == ["journalled", "sent", "pending"]
    assert steps[-1].name == "insync"
    assert "Accepted; propagating to Route 53 servers (1 s)." in [step.detail for step in steps]
    raised(estate, [step.rule for step in steps])
    assert standing(workspace) == plan.after
    undone = undo(workspace, allow_errors=True, clock=time)
    assert standing(workspace) == ()
    assert [(entry.entry, entry.status) for entry in read_journal(workspace).entries] == [
        (undone.entry, "insync"),
        (committed.entry, "undone"),
    ]


@raises("stale-plan")
def test_a_record_that_somebody_made_meanwhile_is_not_overwritten(
    open_workspace: MakeWorkspace, estate: World, time: Clock, raised: Raised
) -> None:
    workspace = open_workspace()
    plan = plan_of(workspace)
    hosted = workspace.accounts.hosted_zones("dns-prod")
    theirs = {
        "Name": NEW.route53,
        "Type": "A",
        "TTL": 60,
        "ResourceRecords": [{"Value": "192.0.2.99"}],
    }
    hosted.change(plan.zone, {"Changes": [{"Action": "CREATE", "ResourceRecordSet": theirs}]})
    with pytest.raises(ConflictError) as caught:
        commit(workspace, plan, allow_errors=True, clock=time)
    assert (caught.value.code, caught.value.exit_status) == ("stale-plan", 4)
    raised(estate, [caught.value.code])
    assert [record.values for record in standing(workspace)] == [("192.0.2.99",)]
    assert read_journal(workspace).entries == ()


def test_an_answer_cut_off_after_the_change_was_made_is_settled(
    open_workspace: MakeWorkspace, estate: World, time: Clock
) -> None:
    workspace = open_workspace()
    plan = plan_of(workspace)
    estate.faults.next("route53:ChangeResourceRecordSets", faults.Cut())
    committed = commit(workspace, plan, allow_errors=True, clock=time)
    assert (committed.state, committed.change) == ("insync", None)
    assert standing(workspace) == plan.after
    undo(workspace, allow_errors=True, clock=time)
    assert standing(workspace) == ()


def test_throttling_and_a_prior_request_are_ridden_out(
    open_workspace: MakeWorkspace, estate: World, time: Clock
) -> None:
    workspace = open_workspace()
    plan = plan_of(workspace)
    estate.faults.next("route53:ChangeResourceRecordSets", faults.throttled(), times=3)
    estate.faults.next("route53:ChangeResourceRecordSets", faults.prior_request_not_complete(), times=2)
    assert commit(workspace, plan, allow_errors=True, clock=time).state == "insync"
    assert standing(workspace) == plan.after


@raises(column="code")
@pytest.mark.parametrize(
    ("code", "fault"),
    [("throttled", faults.throttled()), ("prior-request-not-complete", faults.prior_request_not_complete())],
)
def test_a_refusal_that_does_not_pass_is_told_and_nothing_is_written(
    open_workspace: MakeWorkspace, estate: World, time: Clock, raised: Raised, code: str, fault: faults.Refuse
) -> None:
    workspace = open_workspace()
    plan = plan_of(workspace)
    estate.faults.next("route53:ChangeResourceRecordSets", fault, times=1_000)
    with pytest.raises(AwsError) as caught:
        commit(workspace, plan, allow_errors=True, clock=time)
    raised(estate, [caught.value.code])
    estate.faults.clear()
    assert standing(workspace) == ()
    assert [entry.status for entry in read_journal(workspace).entries] == ["refused"]


@raises("commit-outcome-unknown")
def test_an_answer_that_is_lost_and_a_record_that_cannot_be_read_back_stay_unknown_until_it_can(
    open_workspace: MakeWorkspace, estate: World, time: Clock, raised: Raised
) -> None:
    workspace = open_workspace()
    plan = plan_of(workspace)
    estate.faults.next("route53:ChangeResourceRecordSets", faults.Cut())
    sent: list[Step] = []

    def withdraw(step: Step) -> None:
        sent.append(step)
        if step.name == "sent":
            estate.faults.next("route53:ListResourceRecordSets", faults.denied(), times=100)

    with pytest.raises(OutcomeUnknownError) as caught:
        commit(workspace, plan, allow_errors=True, on_step=withdraw, clock=time)
    raised(estate, [caught.value.code])
    estate.faults.clear()
    assert standing(workspace) == plan.after
    assert [entry.status for entry in read_journal(workspace).entries] == ["insync"]


@raises("wrong-account")
def test_a_plan_of_one_account_is_not_sent_with_the_credentials_of_another(
    open_workspace: MakeWorkspace, estate: World, time: Clock, raised: Raised
) -> None:
    plan = plan_of(open_workspace())
    elsewhere = replace(plan, zone=replace(plan.zone, profile="media-prod"))
    calls = len(estate.served)
    with pytest.raises(XaliasError) as caught:
        commit(open_workspace(), elsewhere, allow_errors=True, clock=time)
    raised(estate, [caught.value.code])
    assert {call.operation for call in list(estate.served)[calls:]} <= {"GetCallerIdentity"}


def test_read_only_leaves_the_zone_and_the_journal_alone(open_workspace: MakeWorkspace, time: Clock) -> None:
    workspace = open_workspace(read_only=True)
    plan = plan_of(workspace)
    with pytest.raises(RefusedError) as caught:
        commit(workspace, plan, allow_errors=True, clock=time)
    assert (caught.value.code, caught.value.exit_status) == ("read-only", 5)
    assert standing(workspace) == ()
    assert read_journal(workspace).entries == ()


@raises("iam-change-denied")
def test_a_permission_that_is_missing_is_told_and_journalled(
    open_workspace: MakeWorkspace, estate: World, time: Clock, raised: Raised
) -> None:
    workspace = open_workspace()
    plan = plan_of(workspace)
    estate.faults.next("route53:ChangeResourceRecordSets", faults.denied())
    with pytest.raises(RefusedError) as caught:
        commit(workspace, plan, allow_errors=True, clock=time)
    assert caught.value.code == "iam-change-denied"
    raised(estate, [caught.value.code])
    assert [entry.status for entry in read_journal(workspace).entries] == ["refused"]
    assert standing(workspace) == ()


def test_every_target_that_is_found_survives_its_card(tmp_path: Path, open_workspace: MakeWorkspace) -> None:
    workspace = open_workspace(target_profiles=("shop-prod", "media-prod"), regions=(), kinds=())
    found = discover(workspace)
    file = tmp_path / "all.card"
    write_card(workspace, file, found, NEW)
    (card,) = open_cards([file], datetime.now(UTC))
    assert len({target.kind for target in card.targets}) > 10
    for written, read in zip(found.targets, card.targets, strict=True):
        known = inspect(workspace, written, NEW) if written.aliasable else written
        assert replace(read, profile=written.profile, card=None) == known


def test_the_arn_of_every_target_tells_its_kind_and_where_it_is(open_workspace: MakeWorkspace) -> None:
    workspace = open_workspace(target_profiles=("shop-prod", "media-prod"), regions=(), kinds=())
    found = [target for target in discover(workspace).targets if target.arn]
    assert len({target.kind for target in found}) > 10
    for target in found:
        arn = read_arn(target.arn)
        assert arn is not None
        assert target.kind in arn.kinds, target.arn
        assert arn.region in {"", target.region} or target.region == "global"
        if [other.arn for other in found].count(target.arn) == 1:
            assert match_target(Pasted.read(target.arn), found) == target


def test_a_load_balancers_name_of_yesterday_is_told_with_todays(open_workspace: MakeWorkspace) -> None:
    yesterday = "shop-web-1111111111.eu-west-1.elb.amazonaws.com"
    plan, _ = make_plan(open_workspace(), PlanRequest("new.example.com", yesterday))
    (told,) = (finding for finding in plan.findings if finding.id == "lb-name-outdated")
    assert "dualstack.shop-web-6926206466.eu-west-1.elb.amazonaws.com" in told.message
