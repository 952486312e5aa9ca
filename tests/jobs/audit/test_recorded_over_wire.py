"""The audit through an AWS Config aggregator: the verdicts of the live one or *unknown*, whatever is wrong with it."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import pytest

from tests.aws.fakes import FakeClock
from tests.stage import Stage
from xalias_tui.aws.accounts import Accounts
from xalias_tui.domain.inventories import Confirm, InventoryOptions
from xalias_tui.domain.members import Organisation
from xalias_tui.domain.verdicts import AliasVerdict, Inventory
from xalias_tui.domain.zones import ZoneRecords
from xalias_tui.jobs.audit.judge import judge_records
from xalias_tui.jobs.audit.run import Settled, conclude, foreign_names, look_up
from xalias_tui.jobs.session.probes import Dns, probes_by
from xalias_tui.jobs.session.workspace import Options, Workspace
from xalias_tui.jobs.zones.all_records import read_all_records
from xalias_tui.jobs.zones.read import read_zones
from xalias_tui.sandbox import organisation
from xalias_tui.sandbox.config import items
from xalias_tui.sandbox.config.aggregator import Aggregator, Recorder
from xalias_tui.sandbox.identities import Role
from xalias_tui.sandbox.members import ACCOUNTS, AUDIT_ROLE, LEGACY, MANAGEMENT, MEDIA, SHOP
from xalias_tui.sandbox.name_server import NameServer
from xalias_tui.sandbox.world import World
from xalias_tui.store.journal import Journal

ALB = "AWS::ElasticLoadBalancingV2::LoadBalancer"
CDN = "AWS::CloudFront::Distribution"
BUCKET = "AWS::S3::Bucket"
MOST_RECORDS = 1_000
IRELAND = (SHOP, "eu-west-1")
ASKED = Accounts(clock=FakeClock())
"""Signed in once for all tests of this module; the roles are those of every world here."""
Key = tuple[str, str, str, str | None]


@dataclass(frozen=True)
class Bench:
    """An organisation whose every account has the role, its records, and who resolves names."""

    world: World
    folder: Path
    records: tuple[ZoneRecords, ...]
    dns: Dns

    def workspace(self, aggregator: str = "", roles: tuple[str, ...] = (AUDIT_ROLE,)) -> Workspace:
        return workspace(self.folder, aggregator, roles)

    def verdicts(
        self, how: Confirm = "suspects", aggregator: str = "auto", roles: tuple[str, ...] = (AUDIT_ROLE,)
    ) -> tuple[Mapping[Key, AliasVerdict], Inventory]:
        made = self.workspace(aggregator, roles)
        inventory = look_up(made, foreign_names(self.records))
        settled = conclude(made, partial(judge_records, self.records), inventory, dns=self.dns, how=how)
        return keyed(settled), settled.inventory


def workspace(folder: Path, aggregator: str, roles: tuple[str, ...]) -> Workspace:
    # The aggregator's account is reached by the role, so it stays named where no other account has it.
    options = Options(
        zone_profiles=("dns-prod",),
        organisation=Organisation(profile="org-admin", roles=roles, session_policy=False),
        inventory=InventoryOptions(aggregator=aggregator, aggregator_profile="config" if aggregator else None),
    )
    return Workspace(options, accounts=ASKED, journal=Journal(folder / "journal.jsonl"))


def keyed(settled: Settled) -> Mapping[Key, AliasVerdict]:
    return {
        (row.zone.id, row.record.name.text, row.record.type, row.record.set_identifier): row for row in settled.verdicts
    }


@pytest.fixture
def bench(stage: Stage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Bench]:
    world = World.empty()
    organisation.build(world)
    for account in ACCOUNTS:
        if account.id in (LEGACY, MANAGEMENT):
            world.add_account(replace(account, roles={**account.roles, AUDIT_ROLE: Role(AUDIT_ROLE)}))
    with stage.play(world) as running, NameServer(world) as server:
        stage.enter(monkeypatch, tmp_path)
        config = tmp_path / "config"
        config.write_text(
            Path(os.environ["AWS_CONFIG_FILE"]).read_text()
            + f"\n[profile config]\nregion = eu-central-1\nendpoint_url = {running.url}\nsource_profile = org-admin\n"
            "role_arn = arn:aws:iam::777777777777:role/xalias-audit\n"
        )
        monkeypatch.setenv("AWS_CONFIG_FILE", str(config))
        made = workspace(tmp_path, "", (AUDIT_ROLE,))
        zones = tuple(zone for zone in read_zones(made).zones if (zone.record_count or 0) < MOST_RECORDS)
        records, _ = read_all_records(made, zones, lambda _: None)
        dns = probes_by(Options(resolvers=(("127.0.0.1", server.port),), connects=False)).dns
        yield Bench(world, tmp_path, records, dns)


def aggregator_of(world: World) -> Aggregator:
    assert world.aggregator is not None
    return world.aggregator


def balancers(world: World, place: tuple[str, str] = IRELAND) -> list[Mapping[str, object]]:
    return list(world.items("elbv2", *place, "load_balancers"))


def nothing(world: World) -> None:
    """Everything is recorded and up to date."""


def ghosts(world: World) -> None:
    """A recorder stopped, and every load balancer there was deleted since."""
    items.stop(world, aggregator_of(world), IRELAND)
    for item in balancers(world):
        world.remove("elbv2", *IRELAND, "load_balancers", item)


def left_out(world: World) -> None:
    for account in (SHOP, MEDIA, LEGACY):
        for region in ("eu-west-1", "us-east-1", "eu-central-1"):
            aggregator_of(world).recorders[account, region] = Recorder(excluded=frozenset({ALB, CDN, BUCKET}))


def failing(world: World) -> None:
    items.fail(world, aggregator_of(world), IRELAND)
    items.fail(world, aggregator_of(world), (MEDIA, "us-east-1"), "OUTDATED")
    for item in balancers(world)[:5]:
        world.remove("elbv2", *IRELAND, "load_balancers", item)


def silent(world: World) -> None:
    aggregator_of(world).silent |= {ALB, BUCKET}


def unrecorded(world: World) -> None:
    aggregator_of(world).unrecorded |= {ALB, CDN}


def emptied(world: World) -> None:
    aggregator_of(world).emptied = True


def narrow(world: World) -> None:
    aggregator_of(world).types = (ALB, "AWS::Config::ConfigurationRecorder")
    aggregator_of(world).regions = ("eu-west-1",)


def lagging(world: World) -> None:
    """Everything runs, but the deletion of half of the load balancers has not reached the aggregator yet."""
    aggregator = aggregator_of(world)
    aggregator.kept[IRELAND] = items.recorded(world, aggregator, IRELAND)
    for item in balancers(world)[::2]:
        world.remove("elbv2", *IRELAND, "load_balancers", item)


TROUBLE = (
    nothing,
    ghosts,
    failing,
    *(pytest.param(one, marks=pytest.mark.full) for one in (left_out, silent, unrecorded, emptied, narrow)),
)


@pytest.mark.parametrize("trouble", TROUBLE)
def test_where_every_account_can_be_asked_the_verdicts_are_those_of_the_live_audit(
    bench: Bench, trouble: Callable[[World], None]
) -> None:
    trouble(bench.world)
    live, _ = bench.verdicts(aggregator="")
    recorded, inventory = bench.verdicts()
    assert {key: row.verdict for key, row in recorded.items()} == {key: row.verdict for key, row in live.items()}
    if trouble is nothing:
        assert Counter(target.source for target in inventory.targets)["config"] > 10
        assert any("target-from-inventory" in {row.id for row in verdict.findings} for verdict in recorded.values())


@pytest.mark.parametrize("trouble", [*TROUBLE, lagging])
def test_where_no_account_can_be_asked_a_verdict_is_that_of_the_live_audit_or_unknown(
    bench: Bench, trouble: Callable[[World], None]
) -> None:
    trouble(bench.world)
    live, _ = bench.verdicts(aggregator="")
    recorded, _ = bench.verdicts(roles=())
    differ = {
        key: (live[key].verdict, row.verdict) for key, row in recorded.items() if row.verdict != live[key].verdict
    }
    late = {("broken", "live")} if trouble is lagging else set()
    assert {told for _, told in differ.values() if told != "unknown"} <= {told for _, told in late}, differ
    assert not [key for key, row in recorded.items() if row.is_bad and not live[key].is_bad]
