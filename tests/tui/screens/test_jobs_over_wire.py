"""What screens ask for on threads, asked of the demo organisation over HTTP: nothing is sent."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.jobs.fakes import over_wire
from tests.stage import Stage
from xalias_tui.domain.names import DnsName
from xalias_tui.jobs.session.workspace import Workspace
from xalias_tui.jobs.targets.discover import discover
from xalias_tui.jobs.zones.read import read_records, read_zones
from xalias_tui.sandbox import organisation
from xalias_tui.sandbox.organisation.public_zone import PUBLIC
from xalias_tui.sandbox.world import World
from xalias_tui.tui.dialogs.zone_difference import compare
from xalias_tui.tui.everything import index_names, read_rest
from xalias_tui.tui.screens.all_records import read_all
from xalias_tui.tui.screens.changes import changing
from xalias_tui.tui.screens.explorer.many_rows import plan_pasted
from xalias_tui.tui.screens.explorer.routing_group import shift_member


@pytest.fixture(scope="module")
def workspace(stage: Stage, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    world = World.empty()
    organisation.build(world)
    with stage.shown(world, tmp_path_factory.mktemp("screens")):
        yield over_wire(tmp_path_factory.mktemp("state"), offline=True)


def test_records_of_every_zone_say_what_they_point_to(workspace: Workspace) -> None:
    said: list[str] = []
    targets = tuple(discover(workspace, None).targets)
    read, ends, missed = read_all(targets, workspace, said.append)
    assert sum(len(records.records) for records in read) > 10_000
    assert not missed
    assert any("zones read" in words for words in said)
    assert {target.name for target in ends.values()} >= {"shop-web"}


def test_names_of_zones_are_indexed(workspace: Workspace) -> None:
    zones = tuple(zone for zone in read_zones(workspace).zones if zone.id == PUBLIC)
    (indexed,) = index_names(read_rest(zones, workspace, lambda _: None), workspace, None)
    best = indexed[1].search("recreated", 5)[0].value()
    assert best.name == "recreated.example.com."


def test_aliases_are_pointed_elsewhere_or_removed_in_one_plan(workspace: Workspace) -> None:
    zone = next(zone for zone in read_zones(workspace).zones if zone.id == PUBLIC)
    records = {str(record.key): record for record in read_records(workspace, zone).records}
    chosen = [records["recreated.example.com. A"], records["old.example.com. A"]]
    places = tuple((zone, record) for record in chosen)
    web = next(target for target in discover(workspace, None).targets if target.name == "shop-web")
    (plan,) = changing(places, web, workspace, None)
    assert [change.action for change in plan.changes] == ["DELETE", "DELETE", "CREATE", "CREATE"]
    (removal,) = changing(places, None, workspace, None)
    assert [change.action for change in removal.changes] == ["DELETE", "DELETE"]


def test_pasted_rows_are_planned_and_those_that_can_not_be_are_named_by_line(workspace: Workspace) -> None:
    text = "name\ttarget\na-new.example.com\tshop-web\nb-new.example.com\tno-such-thing\nc-new.example.com\tshop-web\n"
    planned = plan_pasted(text, workspace, lambda _: None)
    assert [row.line for row in planned.rejected] == [3]
    assert {name.bare for plan in planned.plans for name in plan.names} == {"a-new.example.com", "c-new.example.com"}


def test_a_share_is_shifted_and_two_zones_are_compared(workspace: Workspace) -> None:
    zones = read_zones(workspace).zones
    zone = next(zone for zone in zones if zone.id == PUBLIC)
    weighted = [
        record
        for record in read_records(workspace, zone).records
        if record.routing is not None and record.routing.policy == "weighted" and record.set_identifier
    ]
    member = weighted[0]
    plan = shift_member(zone, member.name, member.set_identifier or "", "5", workspace, None)
    assert {change.record.name for change in plan.changes} == {member.name}
    twins = [zone for zone in zones if zone.name == DnsName.parse("example.org")]
    assert compare(twins[0], twins[1], workspace, None).left == twins[0]
