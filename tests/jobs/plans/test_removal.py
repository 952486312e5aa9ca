"""Removals as the explorer plans them, over HTTP."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from tests.jobs.fakes import over_wire
from xalias_tui.domain.names import DnsName
from xalias_tui.jobs.plans.plan import plan_removal
from xalias_tui.jobs.zones.read import read_records, read_zones
from xalias_tui.sandbox.server import Sandbox


def test_a_removal_takes_only_what_points_to_the_same_target(
    organisation: Sandbox, enter_sandbox: Callable[[Sandbox], None], tmp_path: Path
) -> None:
    enter_sandbox(organisation)
    workspace = over_wire(tmp_path)
    zones = read_zones(workspace).zones
    zone = next(zone for zone in zones if zone.name.bare == "example.com" and not zone.private)
    player = DnsName.parse("player.example.com")
    current = [row for row in read_records(workspace, zone).records if row.name == player]
    assert {row.type for row in current} == {"A", "HTTPS"}
    for row in current:
        assert [change.record for change in plan_removal(workspace, zone, row).changes] == [row]
