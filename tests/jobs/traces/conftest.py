"""The demo organisation over HTTP, and its name server over UDP."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.jobs.fakes import over_wire
from xalias_tui.jobs.outside import Probes, probes_by
from xalias_tui.jobs.workspace import Workspace
from xalias_tui.sandbox import organisation
from xalias_tui.sandbox.name_server import NameServer
from xalias_tui.sandbox.server import Sandbox
from xalias_tui.sandbox.world import World


@pytest.fixture
def world() -> World:
    made = World.empty(propagation_seconds=0)
    organisation.build(made)
    return made


@pytest.fixture
def probes(world: World) -> Iterator[Probes]:
    with NameServer(world) as server:
        yield probes_by((("127.0.0.1", server.port),), connects=False)


@pytest.fixture
def workspace(world: World, enter_sandbox: Callable[[Sandbox], None], tmp_path: Path) -> Iterator[Workspace]:
    with Sandbox.start(world) as running:
        enter_sandbox(running)
        yield over_wire(tmp_path, target_profiles=("shop-prod", "media-prod"), regions=(), kinds=())
