"""The real engine over HTTP, where it decides more than which job is asked."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from tests.jobs.fakes import over_wire
from xalias_tui.domain.names import DnsName
from xalias_tui.sandbox.server import Sandbox
from xalias_tui.tui.signin.mfa import MfaGate
from xalias_tui.tui.state.engine import WorkspaceEngine


def test_a_removal_takes_only_what_leads_to_the_same_place(
    organisation: Sandbox, enter_sandbox: Callable[[Sandbox], None], tmp_path: Path
) -> None:
    enter_sandbox(organisation)
    engine = WorkspaceEngine(over_wire(tmp_path), MfaGate(lambda _prompt: ""))
    zones = engine.read_zones().zones
    zone = next(zone for zone in zones if zone.name.bare == "example.com" and not zone.private)
    player = DnsName.parse("player.example.com")
    standing = [row for row in engine.read_records(zone, lambda _page: None).records if row.name == player]
    assert {row.type for row in standing} == {"A", "HTTPS"}
    for row in standing:
        assert [change.record for change in engine.removal(zone, row).changes] == [row]
