from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from xalias_tui.sandbox import organisation
from xalias_tui.sandbox.profiles import clashing
from xalias_tui.sandbox.server import Sandbox
from xalias_tui.sandbox.world import World


@dataclass(frozen=True)
class Ran:
    """What a command left behind."""

    status: int
    out: str
    err: str

    @property
    def document(self) -> dict[str, Any]:
        """The one JSON document on standard output."""
        found: dict[str, Any] = json.loads(self.out)
        return found

    @property
    def data(self) -> dict[str, Any]:
        found: dict[str, Any] = self.document["data"]
        return found

    @property
    def error(self) -> dict[str, str]:
        found: dict[str, str] = self.document["error"]
        return found


@dataclass(frozen=True)
class Shell:
    """Runs ``python -m xalias_tui`` with its own home, against a sandbox."""

    home: Path
    variables: dict[str, str]
    sandbox: Sandbox

    def run(self, *words: str, stdin: str = "", **variables: str) -> Ran:
        kept = {name: value for name, value in os.environ.items() if name not in clashing(os.environ)}
        environment = {**kept, "HOME": str(self.home), "XDG_STATE_HOME": str(self.home / "state"), **self.variables}
        done = subprocess.run(
            [sys.executable, "-m", "xalias_tui", *words],
            env={**environment, **variables},
            input=stdin,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        return Ran(done.returncode, done.stdout, done.stderr)

    def both(self, *words: str) -> Ran:
        """Run with the hub as zone side and the shop as target side."""
        return self.run(*words, "--zone-profile", "dns-prod", "--target-profile", "shop-prod")


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
