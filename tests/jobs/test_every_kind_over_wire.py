"""Every kind of target, from discovery to the record that strict Route 53 takes, and back from the bare name."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import pytest

from tests.jobs.one_plan import commit, undo
from tests.stage import Stage, accounts_here
from tests.targets.over_wire import assert_recognised
from xalias_tui.aws.accounts import Accounts
from xalias_tui.domain.findings import Severity
from xalias_tui.domain.names import DnsName
from xalias_tui.domain.plans import Plan
from xalias_tui.domain.targets import Target
from xalias_tui.jobs.plans.plan import PlanRequest, make_plan
from xalias_tui.jobs.sending.commit import Clock
from xalias_tui.jobs.session.workspace import Options, Workspace
from xalias_tui.jobs.targets.discover import discover
from xalias_tui.jobs.targets.inspect import inspect
from xalias_tui.sandbox import organisation
from xalias_tui.sandbox.clock import ManualClock
from xalias_tui.sandbox.members import DNS_HUB
from xalias_tui.sandbox.organisation import public_zone
from xalias_tui.sandbox.world import World
from xalias_tui.store.journal import Journal
from xalias_tui.targets import all_kinds

OF_THE_ZONE: Final = {"record", "traffic-policy"}
"""Found in the zone that the alias is for, not by searching accounts."""
FOR_PRIVATE_ZONES: Final = {"apigateway-private", "vpc-endpoint", "vpc-lattice", "vpc-lattice-endpoint"}
PUBLIC: Final = "Z08EVERYKINDPUBLIC00"
PRIVATE: Final = "Z08EVERYKINDPRIVATE0"
DOMAIN: Final = DnsName.parse("example.com")
KEYS: Final = tuple(one.key for one in all_kinds() if one.key not in OF_THE_ZONE)


@dataclass(frozen=True)
class Bench:
    """The demo organisation, asked through one set of accounts."""

    accounts: Accounts
    clock: Clock
    options: Options
    journal: Journal

    def workspace(self, *kinds: str) -> Workspace:
        options = Options(("dns-prod",), ("shop-prod", "media-prod"), kinds=kinds, config=self.options.config)
        return Workspace(options, accounts=self.accounts, journal=self.journal)


@pytest.fixture(scope="module")
def bench(stage: Stage, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bench]:
    folder, time = tmp_path_factory.mktemp("kinds"), ManualClock()
    (folder / "config.toml").touch()
    world = World.empty(clock=time, propagation_seconds=5)
    organisation.build(world)
    world.route53.create_zone(DNS_HUB, "example.com", zone_id=PUBLIC)
    vpcs = [{"VPCRegion": "eu-west-1", "VPCId": "vpc-0123456789abcdef0"}]
    world.route53.create_zone(DNS_HUB, "example.com", zone_id=PRIVATE, private=True, vpcs=vpcs)
    clock = Clock(now=time, sleep=time.advance)
    with stage.shown(world, folder):
        yield Bench(accounts_here(), clock, Options(config=folder / "config.toml"), Journal(folder / "journal"))


def record_name(workspace: Workspace, target: Target) -> DnsName:
    """What the target serves below the domain, wildcards last, else a name made of its own."""
    known = target if target.hostnames else inspect(workspace, target, DOMAIN)
    served = (DnsName.parse(name) for name in known.hostnames if "*" not in name.removeprefix("*."))
    inside = sorted((name for name in served if name.is_inside(DOMAIN)), key=lambda name: name.is_wildcard)
    return inside[0] if inside else DnsName.parse(f"{target.name.lower()}.example.com")


def errors(plan: Plan) -> list[str]:
    return [finding.id for finding in plan.findings if finding.severity is Severity.ERROR]


def judged(workspace: Workspace, target: Target) -> Plan:
    zone = PRIVATE if target.kind in FOR_PRIVATE_ZONES else PUBLIC
    plan, unscanned = make_plan(workspace, PlanRequest(record_name(workspace, target).text, target, zone=zone))
    assert unscanned == ()
    return plan


@pytest.mark.parametrize("key", KEYS)
def test_two_of_every_kind_are_found_planned_committed_and_recognised(bench: Bench, key: str) -> None:
    workspace = bench.workspace(key)
    found = discover(workspace)
    assert found.unscanned == ()
    assert {target.kind for target in found.targets} == {key}
    ways = [plan for target in found.targets if target.aliasable and not errors(plan := judged(workspace, target))]
    assert len(ways) >= 2, {target.name: target.state for target in found.targets}
    for plan in ways:
        assert plan.target is not None
        committed = commit(workspace, plan, allow_errors=False, clock=bench.clock)
        assert committed.state == "insync"
        hosted = workspace.accounts.hosted_zones("dns-prod")
        standing = tuple(record for record in hosted.records_at(plan.zone, plan.name) if record.alias is not None)
        assert standing == plan.after
        aliases = {record.alias and (record.alias.dns_name, record.alias.zone_id) for record in standing}
        assert aliases == {(plan.target.dns_name, plan.target.zone_id)}
        assert_recognised(plan.target)
        undo(workspace, allow_errors=False, clock=bench.clock)


@pytest.mark.parametrize("name", ["bastion.example.com", "mx1.example.com"])
def test_records_of_the_same_zone_are_targets_too(bench: Bench, name: str) -> None:
    workspace = bench.workspace()
    plan, _ = make_plan(workspace, PlanRequest("same-zone.example.com", name, zone=public_zone.PUBLIC))
    assert plan.target is not None
    assert (plan.target.kind, plan.target.zone_id, errors(plan)) == ("record", public_zone.PUBLIC, [])
    assert commit(workspace, plan, allow_errors=False, clock=bench.clock).state == "insync"
    undo(workspace, allow_errors=False, clock=bench.clock)


def test_no_kind_is_left_out() -> None:
    assert {*KEYS, *OF_THE_ZONE} == {one.key for one in all_kinds()}
