"""A target that was chosen from AWS Config is read of its account before a plan is ready, and before it is sent."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.aws.fakes import FakeClock
from tests.raised import Raised, raises
from xalias_tui.aws.accounts import Accounts
from xalias_tui.domain.errors import ConflictError, RefusedError
from xalias_tui.domain.findings import Severity
from xalias_tui.domain.names import DnsName
from xalias_tui.domain.plans import Draft
from xalias_tui.domain.targets import Reading, Target
from xalias_tui.domain.ways_in import WayIn
from xalias_tui.domain.zones import Zone
from xalias_tui.jobs.plans.pipeline import Planned, Wanted, planned
from xalias_tui.jobs.plans.reread import check_target
from xalias_tui.jobs.session.workspace import Options, Workspace
from xalias_tui.jobs.targets.discover import Scope, discover
from xalias_tui.jobs.zones.read import read_zones
from xalias_tui.sandbox.members import AUDIT_ROLE, SHOP
from xalias_tui.sandbox.world import World
from xalias_tui.store.journal import Journal

WAY = WayIn("organisation", "org-admin", SHOP, (AUDIT_ROLE,)).text
NOON = datetime(2026, 11, 30, 12, tzinfo=UTC)
RECORDED = Reading("config", NOON)
ASKED = Accounts(clock=FakeClock())


@pytest.fixture
def shop(estate: World, tmp_path: Path) -> Workspace:
    del estate
    options = Options(zone_profiles=("dns-prod",), target_profiles=(WAY,), offline=True)
    return Workspace(options, accounts=ASKED, journal=Journal(tmp_path / "journal.jsonl"))


@pytest.fixture
def web(shop: Workspace) -> Target:
    found = discover(shop, scope=Scope(frozenset({"alb"}), "eu-west-1"))
    return next(target for target in found.targets if target.name == "shop-web")


Make = Callable[[Target], Planned]


@pytest.fixture
def make(shop: Workspace) -> Make:
    zone: Zone = next(zone for zone in read_zones(shop).zones if zone.name.bare == "example.com" and not zone.private)

    def plan(target: Target) -> Planned:
        draft = Draft(zone, DnsName.parse("reread.example.com"), ("A",), target, evaluate_target_health=False)
        return planned(shop, Wanted.of(draft))

    return plan


def ids(made: Planned) -> dict[str, Severity]:
    return {row.id: row.severity for row in made.plan.findings}


def delete(world: World, target: Target) -> None:
    held = world.items("elbv2", SHOP, "eu-west-1", "load_balancers")
    world.remove(
        "elbv2",
        SHOP,
        "eu-west-1",
        "load_balancers",
        next(one for one in held if one["LoadBalancerName"] == target.name),
    )


def test_what_is_unchanged_goes_on_as_read_live(web: Target, make: Make) -> None:
    made = make(replace(web, reading=RECORDED))
    assert made.plan.target is not None
    assert (made.plan.target.source, made.plan.target.inspected) == ("live", True)
    assert not {"target-from-inventory", "target-gone", "target-changed-since-inventory"} & ids(made).keys()


@raises("target-changed-since-inventory")
def test_what_has_changed_is_planned_as_it_is_now(estate: World, web: Target, make: Make, raised: Raised) -> None:
    made = make(replace(web, zone_id="Z00OLD", reading=RECORDED))
    raised(estate, made.plan.findings)
    assert made.plan.after[0].alias is not None
    assert made.plan.after[0].alias.zone_id == web.zone_id
    said = next(row for row in made.plan.findings if row.id == "target-changed-since-inventory")
    assert f"its hosted zone id is {web.zone_id}, not Z00OLD" in said.message


@raises("target-gone")
def test_what_is_gone_is_an_error(estate: World, web: Target, make: Make, raised: Raised) -> None:
    delete(estate, web)
    made = make(replace(web, reading=RECORDED))
    raised(estate, made.plan.findings)
    assert ids(made)["target-gone"] is Severity.ERROR


def test_a_profile_that_reaches_another_account_by_now_proves_nothing(web: Target, make: Make) -> None:
    made = make(replace(web, profile="dns-prod", reading=RECORDED))
    assert "target-gone" not in ids(made)
    assert ids(made)["target-from-inventory"] is Severity.WARNING


@raises("target-from-inventory")
@pytest.mark.parametrize(("doubt", "severity"), [("", Severity.WARNING), ("not-recording", Severity.ERROR)])
def test_an_account_that_can_not_be_asked_is_said(
    estate: World, web: Target, make: Make, raised: Raised, doubt: str, severity: Severity
) -> None:
    unreachable = WayIn("organisation", "org-admin", SHOP, ("not-there",)).text
    made = make(replace(web, profile=unreachable, reading=replace(RECORDED, doubt=doubt)))
    raised(estate, made.plan.findings)
    assert ids(made)["target-from-inventory"] is severity
    assert made.plan.target is not None
    assert made.plan.target.source == "config"


def test_before_a_plan_is_sent_the_target_is_read_again_unless_that_was_a_moment_ago(
    estate: World, shop: Workspace, web: Target, make: Make
) -> None:
    plan = make(web).plan
    assert plan.target is not None
    assert plan.target.read_at is not None
    soon, later = (plan.target.read_at + timedelta(minutes=minutes) for minutes in (4, 6))
    delete(estate, web)
    check_target(shop, plan, soon, allow_errors=False)
    with pytest.raises(RefusedError) as caught:
        check_target(shop, plan, later, allow_errors=False)
    assert caught.value.code == "target-gone"
    check_target(shop, plan, later, allow_errors=True)


def test_a_plan_whose_target_changed_is_made_of_what_is_no_longer_so(shop: Workspace, web: Target, make: Make) -> None:
    plan = make(web).plan
    old = replace(plan, target=replace(web, zone_id="Z00OLD", read_at=NOON))
    with pytest.raises(ConflictError) as caught:
        check_target(shop, old, datetime.now(UTC) + timedelta(hours=1), allow_errors=False)
    assert caught.value.code == "target-changed-since-inventory"
