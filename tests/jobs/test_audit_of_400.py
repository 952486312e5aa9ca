"""The set on which other tools find 50 of 280 dead aliases, or all of them with all live ones flagged."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.jobs import alias_estate
from xalias_tui.domain.audits import Audit
from xalias_tui.jobs.auditing import audit
from xalias_tui.jobs.workspace import Options, Workspace
from xalias_tui.sandbox.members import MEDIA, MEDIA_KEY
from xalias_tui.sandbox.profiles import clashing
from xalias_tui.sandbox.server import Sandbox
from xalias_tui.sandbox.world import World
from xalias_tui.store.journal import Journal

Estate = tuple[World, dict[str, str]]


@pytest.fixture(scope="module")
def estate(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Estate]:
    world = World.empty(propagation_seconds=0)
    owners = alias_estate.fill(world)
    with Sandbox.start(world) as running, pytest.MonkeyPatch.context() as patch:
        for name in clashing(os.environ):
            patch.delenv(name, raising=False)
        for name, value in running.environment(tmp_path_factory.mktemp("aws")).items():
            patch.setenv(name, value)
        yield world, owners
    assert world.defects == []


def audited(tmp_path: Path) -> Audit:
    options = Options(("dns-prod",), ("shop-prod", "media-prod"))
    return audit(Workspace(options, journal=Journal(tmp_path / "journal.jsonl")))


def test_all_of_the_dead_are_found_and_none_of_the_live_is_flagged(estate: Estate, tmp_path: Path) -> None:
    made = audited(tmp_path)
    dead = {row.record.name.text for row in made.verdicts if row.is_bad}
    live = {row.record.name.text for row in made.verdicts if row.verdict == "live" and not row.findings}
    assert made.unscanned == ()
    assert len(dead) == 280
    assert all(name.startswith("dead-") for name in dead)
    assert live == set(estate[1])
    assert len(live) == 120
    verdicts = Counter(row.verdict for row in made.verdicts)
    assert verdicts == {"live": 120, "broken": 100 + 25, "takeable": 80 + 25 + 50}


def test_of_an_account_that_is_denied_nothing_is_called_broken(estate: Estate, tmp_path: Path) -> None:
    world, owners = estate
    services = ("elasticloadbalancing:*", "cloudfront:*", "s3:*", "elasticbeanstalk:*")
    world.add_user(MEDIA, "media-operator", MEDIA_KEY, denied=services)
    try:
        made = audited(tmp_path)
    finally:
        world.add_user(MEDIA, "media-operator", MEDIA_KEY)
    verdicts = {row.record.name.text: row.verdict for row in made.verdicts}
    unseen = {name for name, owner in owners.items() if owner == MEDIA}
    assert len(unseen) == 60
    assert {verdicts[name] for name in unseen} <= {"unknown", "live"}
    assert {verdicts[name] for name in owners if name not in unseen} == {"live"}
    sites = [verdict for name, verdict in verdicts.items() if name.startswith("dead-site")]
    assert sites == ["takeable"] * 80  # HeadBucket tells without any inventory
    assert {verdict for name, verdict in verdicts.items() if name.startswith(("dead-lb", "dead-cdn"))} == {"unknown"}
