from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.shell import Ran, run
from xalias_tui.sandbox import organisation
from xalias_tui.sandbox.organisation.zones import BIG
from xalias_tui.sandbox.profiles import clashing
from xalias_tui.sandbox.server import Sandbox
from xalias_tui.sandbox.world import World


@dataclass(frozen=True)
class Shell:
    """Runs ``xalias`` with its own home, against a sandbox."""

    home: Path
    variables: dict[str, str]
    sandbox: Sandbox

    def run(self, *words: str, stdin: str = "", **variables: str) -> Ran:
        dropped = set(clashing(os.environ))
        kept = {name: value for name, value in os.environ.items() if name not in dropped}
        environment = {**kept, "HOME": str(self.home), "XDG_STATE_HOME": str(self.home / "state"), **self.variables}
        return run(words, {**environment, **variables}, stdin=stdin)

    def both(self, *words: str) -> Ran:
        """Run with the hub as zone side and the shop as target side."""
        return self.run(*words, "--zone-profile", "dns-prod", "--target-profile", "shop-prod")


@contextmanager
def small_organisation() -> Iterator[Sandbox]:
    """The demo organisation without its zone of ten thousand records, in which nothing is found that others lack."""
    world = World.empty(propagation_seconds=0)
    organisation.build(world)
    del world.route53.zones[BIG]
    with Sandbox.start(world) as running:
        yield running
    assert running.world.defects == []


@pytest.fixture(scope="module")
def served() -> Iterator[Sandbox]:
    """The demo organisation, where changes are in sync at once."""
    world = World.empty(propagation_seconds=0)
    organisation.build(world)
    with Sandbox.start(world) as running:
        yield running
    assert running.world.defects == []


@pytest.fixture
def shell(served: Sandbox, tmp_path: Path) -> Shell:
    return Shell(tmp_path, served.environment(tmp_path / "aws"), served)


@pytest.fixture
def fresh_shell(tmp_path: Path) -> Iterator[Shell]:
    """A shell on an organisation of its own, for tests that change or disturb it."""
    world = World.empty(propagation_seconds=0)
    organisation.build(world)
    with Sandbox.start(world) as running:
        yield Shell(tmp_path, running.environment(tmp_path / "aws"), running)
    assert running.world.defects == []


@pytest.fixture
def keys_of() -> Callable[[Sequence[dict[str, Any]]], set[str]]:
    """The keys that every one of some documents has."""
    return lambda documents: set.intersection(*(set(document) for document in documents))
