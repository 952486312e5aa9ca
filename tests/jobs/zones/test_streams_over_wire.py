"""Zones and their records as they are read: in the order of the zones, and without those that fail."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.stage import Stage, accounts_here
from xalias_tui.domain.lookups import Unscanned
from xalias_tui.jobs.session.workspace import Options, Workspace
from xalias_tui.jobs.zones.all_records import read_all_records, records_in_order
from xalias_tui.jobs.zones.read import details, read_zones
from xalias_tui.sandbox import faults
from xalias_tui.sandbox.members import DNS_HUB
from xalias_tui.sandbox.organisation.records import plain
from xalias_tui.sandbox.server import Sandbox
from xalias_tui.sandbox.world import World
from xalias_tui.store.journal import Journal

NAMES = [f"z{at}.example" for at in range(6)]


@pytest.fixture
def world(stage: Stage, enter_sandbox: Callable[[Sandbox], None]) -> Iterator[World]:
    """Six zones, the first of which has two pages of records."""
    made = World.empty(propagation_seconds=0)
    for at, name in enumerate(NAMES):
        rows = [plain(f"h{number}.{name}.", "A", "192.0.2.1") for number in range(3 if at else 310)]
        made.route53.load(made.route53.create_zone(DNS_HUB, name), rows)
    with stage.play(made) as running:
        enter_sandbox(running)
        yield made


@pytest.fixture
def workspace(world: World, tmp_path: Path) -> Workspace:
    del world
    return Workspace(Options(("dns-prod",)), accounts=accounts_here(), journal=Journal(tmp_path / "journal.jsonl"))


def test_records_come_zone_by_zone_as_if_all_had_been_read_first(workspace: Workspace) -> None:
    zones = read_zones(workspace).zones
    missed: list[Unscanned] = []
    told: list[str] = []
    given = [(zone.id, row) for zone, page in records_in_order(workspace, zones, told.append, missed) for row in page]
    whole, _ = read_all_records(workspace, zones, told.append, also_empty=True)
    assert given == [(records.zone.id, row) for records in whole for row in records.records]
    assert len(given) == 310 + 5 * 3 + 6 * 2
    assert missed == []
    assert told[:6] == [f"{at} of 6 zones read" for at in range(6)]


def test_a_zone_that_fails_is_said_and_hides_no_other(workspace: Workspace, world: World) -> None:
    zones = read_zones(workspace).zones
    world.faults.next("route53:ListResourceRecordSets", faults.denied("route53:ListResourceRecordSets"))
    missed: list[Unscanned] = []
    given = {zone.name.bare for zone, _ in records_in_order(workspace, zones, lambda _: None, missed)}
    (row,) = missed
    assert row.kind == "records"
    assert given == {name for name in NAMES if name not in row.message}


def test_details_come_in_order_and_a_zone_without_them_as_it_was(workspace: Workspace, world: World) -> None:
    zones = read_zones(workspace).zones
    world.faults.next("route53:GetHostedZone", faults.denied("route53:GetHostedZone"))
    missed: list[Unscanned] = []
    given = list(details(workspace, zones, missed))
    assert [zone.id for zone in given] == [zone.id for zone in zones]
    assert sum(zone.detailed for zone in given) == len(NAMES) - 1
    assert [row.kind for row in missed] == ["zones"]
