"""Repairs of what an audit found, sent and taken back over the wire."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.jobs.fakes import over_wire
from tests.jobs.one_plan import undo
from tests.raised import Raised, raises
from xalias_tui.domain.errors import RefusedError
from xalias_tui.domain.verdicts import AliasVerdict
from xalias_tui.jobs.audit.run import audit
from xalias_tui.jobs.plans.repair import repair_verdicts
from xalias_tui.jobs.sending.commit import Clock, commit
from xalias_tui.jobs.session.workspace import Workspace
from xalias_tui.jobs.targets.discover import Scope, discover
from xalias_tui.sandbox.organisation.public_zone import PUBLIC
from xalias_tui.sandbox.world import World


@pytest.fixture
def propagation_seconds() -> float:
    return 0


@pytest.fixture
def workspace(estate: World, tmp_path: Path) -> Iterator[Workspace]:
    yield over_wire(tmp_path, target_profiles=("shop-prod", "media-prod"), regions=(), kinds=())
    assert estate.defects == []


def judged(workspace: Workspace, *names: str) -> list[AliasVerdict]:
    found = {row.record.name.bare: row for row in audit(workspace).verdicts}
    return [found[name] for name in names]


def targets(estate: World, name: str) -> list[str]:
    return [record["AliasTarget"]["DNSName"] for record in estate.route53.zones[PUBLIC].at(f"{name}.").values()]


@raises("undo-may-be-refused")
def test_what_leads_to_nothing_may_have_no_way_back_and_it_is_said_before(
    workspace: Workspace, estate: World, time: Clock, raised: Raised
) -> None:
    dead, recreated, bucket = judged(workspace, "old.example.com", "recreated.example.com", "takeable.example.com")
    (new,) = (row for row in discover(workspace, scope=Scope(kinds=frozenset({"alb"}))).targets if row.name == "search")
    (removal,) = repair_verdicts(workspace, "delete", [bucket], None)
    assert "undo-may-be-refused" not in {finding.id for finding in removal.findings}  # S3's endpoint stays
    (removal,) = repair_verdicts(workspace, "delete", [dead], None)
    assert "undo-may-be-refused" in {finding.id for finding in removal.findings}
    (plan,) = repair_verdicts(workspace, "repoint", [dead], new)
    raised(estate, plan.findings)
    assert [outcome.state for outcome in commit(workspace, (plan,), allow_errors=True, clock=time)] == ["insync"]
    with pytest.raises(RefusedError) as caught:
        undo(workspace, allow_errors=True, clock=time)
    assert caught.value.code == "alias-target-not-found"
    assert new.dns_name is not None
    assert targets(estate, "old.example.com") == [new.dns_name.text]

    assert recreated.successor is not None
    (plan,) = repair_verdicts(workspace, "repoint", [recreated], None)
    assert commit(workspace, (plan,), allow_errors=True, clock=time)[0].state == "insync"
    assert targets(estate, "recreated.example.com") == [f"{recreated.successor.dns_name}"]


def test_a_repair_of_what_is_still_there_is_taken_back(workspace: Workspace, estate: World, time: Clock) -> None:
    before = targets(estate, "takeable.example.com")
    (plan,) = repair_verdicts(workspace, "delete", judged(workspace, "takeable.example.com"), None)
    assert commit(workspace, (plan,), allow_errors=True, clock=time)[0].state == "insync"
    assert targets(estate, "takeable.example.com") == []
    undo(workspace, allow_errors=True, clock=time)
    assert targets(estate, "takeable.example.com") == before
