"""Inspecting picked targets over the wire: how many calls it costs, that it is done once, and what a denial leaves."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.jobs.fakes import over_wire
from xalias_tui.domain.findings import Finding
from xalias_tui.domain.names import DnsName
from xalias_tui.domain.targets import Target
from xalias_tui.jobs.plans.plan import PlanRequest, make_plan
from xalias_tui.jobs.session.workspace import Workspace
from xalias_tui.jobs.targets.discover import Scope, discover
from xalias_tui.jobs.targets.inspect import inspect
from xalias_tui.sandbox.faults import denied
from xalias_tui.sandbox.members import SHOP
from xalias_tui.sandbox.organisation.balancers import Balancer, add_balancer
from xalias_tui.sandbox.organisation.estate import Estate
from xalias_tui.sandbox.organisation.shop import BALANCERS as SHOP_BALANCERS
from xalias_tui.sandbox.world import World
from xalias_tui.targets.shared.evidence import MOST_CALLS

COLLECTIONS = ("listeners", "rules", "listener_certificates", "target_groups")
BALANCERS = frozenset({"alb", "nlb", "clb"})
SHOP_WEB = DnsName.parse("shop.example.com")


@pytest.fixture
def workspace(estate: World, tmp_path: Path) -> Workspace:
    return over_wire(tmp_path, target_profiles=("shop-prod", "media-prod"), kinds=())


def found(workspace: Workspace, *kinds: str) -> dict[str, Target]:
    scope = Scope(kinds=frozenset(kinds))
    return {target.name: target for target in discover(workspace, scope=scope).targets}


class Heard:
    """What an inspection tells."""

    def __init__(self) -> None:
        self.calls: list[int] = []

    def __call__(self, calls: int, what: str) -> None:
        assert what
        self.calls.append(calls)


def asked(estate: World, account_id: str = SHOP) -> list[str]:
    return [call.operation for call in estate.served if call.account_id == account_id and call.service != "sts"]


def test_a_picked_load_balancer_costs_at_most_eight_calls(estate: World, workspace: Workspace) -> None:
    targets = found(workspace, *BALANCERS)
    sound = (row for row in SHOP_BALANCERS if not row.finds)
    healthy = {balancer.name for balancer in sound if balancer.region == "eu-west-1"} | {"old-shop"}
    assert len(healthy & targets.keys()) >= 8
    for name in sorted(healthy):
        estate.served.clear()
        heard = Heard()
        picked = inspect(workspace, targets[name], SHOP_WEB, heard)
        assert picked.inspected
        assert picked.facts is not None
        assert picked.facts.unread == ()
        assert 0 < len(asked(estate)) <= MOST_CALLS, (name, asked(estate))
        assert heard.calls == list(range(1, len(asked(estate)) + 1)), "each call is told before it is made"


def test_planning_on_a_picked_load_balancer_asks_its_account_at_most_eight_times(
    estate: World, workspace: Workspace
) -> None:
    target = found(workspace, "alb")["shop-web"]
    estate.served.clear()
    plan, unscanned = make_plan(workspace, PlanRequest("shop-web-new.example.com", target))
    assert (plan.changes != (), unscanned) == (True, ())
    assert len(asked(estate)) <= MOST_CALLS
    assert Counter(asked(estate)).most_common(1)[0][1] == 1, "nothing is asked twice"


def test_beyond_eight_calls_what_is_left_out_is_said_and_nothing_is_concluded_from_it(
    estate: World, workspace: Workspace
) -> None:
    add_crowded_balancer(estate)
    target = found(workspace, "alb")["crowded"]
    estate.served.clear()
    plan, _ = make_plan(workspace, PlanRequest("crowded.example.com", target))
    assert len(asked(estate)) <= MOST_CALLS, asked(estate)
    assert Counter(asked(estate))["DescribeListeners"] == 1
    of_it = list(of_target(plan.findings, target))
    (left_out,) = [finding.message for finding in of_it if finding.id == "investigation-incomplete"]
    for part in ("rules of port 8443", "certificates of port 9443", "health of target group crowded-1"):
        assert part in left_out
    assert left_out.endswith(f"(left out after {MOST_CALLS} calls).")
    told = {finding.id for finding in of_it} - {"cert-validation-record-gone"}  # the zone has no record of it
    assert told == {"investigation-incomplete", "lb-host-rule-missing", "lb-security-group-closed"}
    (missing,) = [finding for finding in of_it if finding.id == "lb-host-rule-missing"]
    assert "port 443 " in missing.message, "what browsers meet was read first"


def add_crowded_balancer(world: World) -> None:
    """Three listeners of HTTPS with rules and a second certificate each, and three target groups."""
    estate = Estate(world, SHOP)
    names = ("crowded.example.com",)
    add_balancer(
        estate, Balancer("eu-west-1", "crowded", names=names, hosts=("other.example.com",), sni=("m.example.com",))
    )
    items: dict[str, Any] = {name: world.items("elbv2", SHOP, "eu-west-1", name) for name in COLLECTIONS}
    (first,) = [item for item in items["listeners"] if "/crowded/" in item["ListenerArn"] and item["Port"] == 443]
    for port in (8443, 9443):
        arn = f"{first['ListenerArn']}{port}"
        world.put("elbv2", SHOP, "eu-west-1", "listeners", {**first, "ListenerArn": arn, "Port": port})
        for name in ("rules", "listener_certificates"):
            for item in items[name]:
                if item["ListenerArn"] == first["ListenerArn"]:
                    world.put("elbv2", SHOP, "eu-west-1", name, {**item, "ListenerArn": arn})
    group = next(item for item in items["target_groups"] if item["TargetGroupName"] == "crowded-web")
    for at in (1, 2):
        more = {"TargetGroupArn": f"{group['TargetGroupArn']}{at}", "TargetGroupName": f"crowded-{at}"}
        world.put("elbv2", SHOP, "eu-west-1", "target_groups", {**group, **more})


def test_a_load_balancer_is_inspected_once_a_session(estate: World, workspace: Workspace) -> None:
    target = found(workspace, "alb")["shop-web"]
    first = inspect(workspace, target, SHOP_WEB)
    estate.served.clear()
    again = inspect(workspace, target, DnsName.parse("www.example.com"))
    assert (again, again.inspected_at) == (first, first.inspected_at)
    assert inspect(workspace, first, SHOP_WEB) == first
    assert asked(estate) == []
    workspace.inspections.forget()
    assert inspect(workspace, first, SHOP_WEB) == first
    assert len(asked(estate)) == MOST_CALLS


def test_what_depends_on_the_name_is_asked_for_each_name(estate: World, workspace: Workspace) -> None:
    target = next(target for target in found(workspace, "cloudfront").values() if target.label == "Image variants")
    names = [DnsName.parse(f"{label}.images.example.com") for label in ("a", "b", "a")]
    inspected = [inspect(workspace, target, name) for name in names]
    assert inspected[0] is inspected[2]
    operations = [call.operation for call in estate.served]
    assert operations.count("ListDomainConflicts") == 2


def test_what_a_first_inspection_missed_is_no_longer_missing(estate: World, workspace: Workspace) -> None:
    target = found(workspace, "alb")["shop-web"]
    estate.faults.next("elbv2:DescribeRules", denied("elasticloadbalancing:DescribeRules"))
    first = inspect(workspace, target, SHOP_WEB)
    assert first.facts is not None
    assert first.facts.unread == ("elasticloadbalancing:DescribeRules",)
    workspace.inspections.forget()
    second = inspect(workspace, first, SHOP_WEB)
    assert second.facts is not None
    assert second.facts.unread == ()


@pytest.mark.parametrize(
    ("target", "call", "action", "checks"),
    [
        ("lb-wrong-host", "elbv2:DescribeRules", "elasticloadbalancing:DescribeRules", "lb-host-rule-missing"),
        ("lb-silent", "elbv2:DescribeListeners", "elasticloadbalancing:DescribeListeners", "lb-no-listener"),
        ("lb-wrong-cert", "acm:DescribeCertificate", "acm:DescribeCertificate", "lb-certificate-mismatch"),
        ("lb-unhealthy", "elbv2:DescribeTargetHealth", "elasticloadbalancing:DescribeTargetHealth", "lb-no-healthy"),
        ("lb-closed", "ec2:DescribeSecurityGroups", "ec2:DescribeSecurityGroups", "lb-security-group-closed"),
        ("payer.example.com", "s3:GetBucketRequestPayment", "s3:GetBucketRequestPayment", "s3-requester-pays"),
        ("no-policy.example.com", "s3:GetBucketPolicyStatus", "s3:GetBucketPolicyStatus", "s3-not-public"),
    ],
)
def test_a_denied_call_turns_the_checks_that_needed_it_into_a_sentence(
    estate: World, workspace: Workspace, target: str, call: str, action: str, checks: str
) -> None:
    picked = found(workspace, "alb", "s3-website")[target]
    estate.faults.next(call, denied(action))
    plan, _ = make_plan(workspace, PlanRequest(f"{target.partition('.')[0]}.example.com", picked))
    (finding,) = [finding for finding in plan.findings if finding.id == "iam-read-denied"]
    assert f"could not be checked: needs {action}" in finding.message
    assert checks in finding.message
    assert f"Allow {action} there: 'xalias policy target --kind {picked.kind}' prints" in finding.remedy
    assert not any(judged.id.startswith(checks) for judged in of_target(plan.findings, picked))


def of_target(findings: tuple[Finding, ...], target: Target) -> Iterator[Finding]:
    return (finding for finding in findings if finding.target == target.reference)
