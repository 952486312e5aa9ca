"""What is protected, owned by a traffic policy or marked by other tools is said before anything is touched."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.jobs.fakes import over_wire
from tests.jobs.one_plan import commit
from tests.raised import Raised, raises
from xalias_tui.domain.errors import RefusedError
from xalias_tui.domain.names import DnsName
from xalias_tui.domain.plans import Plan
from xalias_tui.domain.records import RecordKey
from xalias_tui.jobs.plans import repair as repairs
from xalias_tui.jobs.plans.convert import conversion
from xalias_tui.jobs.plans.plan import PlanRequest, make_plan
from xalias_tui.jobs.sending.commit import Clock
from xalias_tui.jobs.sending.undo import undo_plan
from xalias_tui.jobs.session.workspace import Workspace
from xalias_tui.jobs.zones.read import find_zone
from xalias_tui.sandbox import faults
from xalias_tui.sandbox.organisation.ownership import CHALLENGED, PROTECTED, REASON, STEERED
from xalias_tui.sandbox.organisation.public_zone import PUBLIC
from xalias_tui.sandbox.organisation.records import plain
from xalias_tui.sandbox.world import World

ALB = "shop-web-123.eu-west-1.elb.amazonaws.com"
HERITAGE = '"heritage=external-dns,external-dns/owner=prod,external-dns/resource=ingress/shop/pay"'
OWNED = "record-owned-by-automation"


@pytest.fixture
def propagation_seconds() -> float:
    return 0


@pytest.fixture
def workspace(estate: World, tmp_path: Path) -> Workspace:
    assert estate.route53.zones
    return over_wire(tmp_path)


def planned(workspace: Workspace, name: str, target: str | None = ALB, **options: Any) -> Plan:
    return make_plan(workspace, PlanRequest(name.removesuffix("."), target, **options))[0]


def ids(plan: Plan) -> dict[str, str]:
    return {finding.id: finding.message for finding in plan.findings}


def test_a_protected_record_is_said_and_route_53_refuses_it(workspace: Workspace, time: Clock) -> None:
    plan = planned(workspace, PROTECTED, replace=True, types=("A",))
    (finding,) = (finding for finding in plan.findings if finding.id == "record-protected")
    assert REASON in finding.message
    assert f"--hosted-zone-id {PUBLIC} " in finding.fix
    with pytest.raises(RefusedError) as ours:
        commit(workspace, plan, clock=time)
    assert ours.value.code == "record-protected"
    with pytest.raises(RefusedError) as theirs:
        commit(workspace, plan, allow_errors=True, clock=time)
    assert theirs.value.code == "record-protected"
    assert "A record set protection forbids" in theirs.value.message
    assert REASON in theirs.value.message
    assert theirs.value.remedy.startswith("Ask who protected it")


def test_what_is_protected_is_read_anew_and_the_tags_once(workspace: Workspace, estate: World) -> None:
    assert "record-protected" not in ids(planned(workspace, "new.example.com"))
    estate.route53.zones[PUBLIC].protections["new.example.com.", "AAAA"] = ""
    assert "record-protected" in ids(planned(workspace, "new.example.com", types=("A", "AAAA")))
    asked = [call.operation for call in estate.served if call.service == "route53"]
    assert (asked.count("ListTagsForResource"), asked.count("ListResourceRecordSetProtections")) == (1, 2)


def test_deleting_repointing_converting_and_undoing_are_warned_too(
    workspace: Workspace, estate: World, time: Clock
) -> None:
    estate.route53.load(PUBLIC, [plain("a-pay.example.com.", "TXT", HERITAGE)])
    zone, key = find_zone(workspace, PUBLIC), RecordKey(DnsName.parse("pay.example.com"), "A")
    assert OWNED in ids(planned(workspace, "pay.example.com", None))
    (deleting,) = repairs.repair_all(workspace, [repairs.Place(zone, key)], comment="x")
    assert "external-dns (owner prod)" in ids(deleting)[OWNED]
    request = conversion(workspace, "pay.example.com", zone=PUBLIC)
    assert OWNED in ids(make_plan(workspace, request)[0])
    plan = planned(workspace, "pay.example.com", "shop-web", replace=True, types=("A",))
    new = plan.target
    assert new is not None
    (leading,) = repairs.repair_all(workspace, [repairs.Place(zone, key, new)], comment="x")
    assert OWNED in ids(leading)
    commit(workspace, plan, allow_errors=True, clock=time)
    estate.route53.zones[PUBLIC].protections["pay.example.com.", "A"] = ""
    undoing = ids(undo_plan(workspace))
    assert OWNED in undoing
    assert "record-protected" in undoing


def test_marks_of_tools_challenges_and_policies_are_found(workspace: Workspace) -> None:
    assert "external-dns (owner prod)" in ids(planned(workspace, "k8s.example.com", replace=True, types=("A",)))[OWNED]
    challenged = ids(planned(workspace, CHALLENGED, replace=True, types=("A",)))
    assert "_acme-challenge.vault.example.com" in challenged["acme-challenge-beside"]
    assert "acme-challenge-changed" in ids(planned(workspace, "_acme-challenge.new.example.com"))
    stack = ids(planned(workspace, "new.dev.example.com", zone="dev.example.com"))[OWNED]
    assert "aws:cloudformation:stack-name = dev-zone" in stack


@raises("record-traffic-policy-instance")
def test_a_name_of_a_traffic_policy_is_not_ours_but_a_target(
    estate: World, workspace: Workspace, raised: Raised, time: Clock
) -> None:
    plan = planned(workspace, STEERED, replace=True, types=("A",))
    raised(estate, plan.findings)
    assert "DeleteTrafficPolicyInstance" in ids(plan)["record-traffic-policy-instance"]
    leading = planned(workspace, "leads.example.com", STEERED.removesuffix("."), types=("A",))
    assert leading.target is not None
    assert (leading.target.kind, leading.target.zone_id) == ("traffic-policy", PUBLIC)
    assert not [finding for finding in leading.findings if finding.severity == "error"]
    assert commit(workspace, leading, clock=time).state == "insync"


def test_a_large_zone_is_asked_where_the_marks_are_by_default(workspace: Workspace, estate: World) -> None:
    big = "Z08BIGEXAMPLENET0000"
    estate.route53.load(big, [plain("cname-host-00007.big.example.net.", "TXT", HERITAGE)])
    plan = planned(workspace, "host-00007.big.example.net", replace=True, types=("A",))
    assert "external-dns (owner prod)" in ids(plan)[OWNED]


@pytest.mark.parametrize("operation", ["ListTagsForResource", "ListResourceRecordSetProtections"])
def test_what_may_not_be_read_is_said_and_nothing_follows_from_it(
    workspace: Workspace, estate: World, operation: str
) -> None:
    hub = estate.accounts["111111111111"]
    estate.accounts[hub.id] = replace(hub, denied=(f"route53:{operation}",))
    plan, unscanned = make_plan(workspace, PlanRequest(PROTECTED.removesuffix("."), ALB, replace=True, types=("A",)))
    assert [item.action for item in unscanned] == [f"route53:{operation}"]
    (finding,) = (finding for finding in plan.findings if finding.id == "custody-not-checked")
    assert f"could not be checked: needs route53:{operation}" in finding.message
    assert ("record-protected" in ids(plan)) is (operation == "ListTagsForResource")


def test_a_passing_failure_of_the_tags_is_not_remembered(workspace: Workspace, estate: World) -> None:
    estate.faults.next("route53:ListTagsForResource", faults.denied("route53:ListTagsForResource"))
    assert "custody-not-checked" in ids(planned(workspace, "new.example.com"))
    assert "custody-not-checked" not in ids(planned(workspace, "new.example.com"))


def test_what_concerns_the_whole_zone_is_said_once_for_many_records(workspace: Workspace, estate: World) -> None:
    estate.route53.zones[PUBLIC].tags["ManagedBy"] = "terraform"
    zone = find_zone(workspace, PUBLIC)
    places = [repairs.Place(zone, RecordKey(DnsName.parse("www.example.com"), type_)) for type_ in ("A", "AAAA")]
    places.append(repairs.Place(zone, RecordKey(DnsName.parse("pay.example.com"), "A")))
    (plan,) = repairs.repair_all(workspace, places, comment="x")
    assert len([finding for finding in plan.findings if "terraform" in finding.message]) == 1
