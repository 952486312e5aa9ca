"""The demo organisation over HTTP, and time that only a test moves."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from tests.stage import Stage
from xalias_tui.jobs.sending.commit import Clock
from xalias_tui.jobs.session.probes import Probes, probes_by
from xalias_tui.jobs.session.workspace import Options
from xalias_tui.sandbox import organisation
from xalias_tui.sandbox.clock import ManualClock
from xalias_tui.sandbox.name_server import NameServer
from xalias_tui.sandbox.server import Sandbox
from xalias_tui.sandbox.world import World


@pytest.fixture
def propagation_seconds() -> float:
    """How long a change stays PENDING; a module whose tests don't wait says 0."""
    return 60


@pytest.fixture
def estate(
    clock: ManualClock, propagation_seconds: float, stage: Stage, enter_sandbox: Callable[[Sandbox], None]
) -> Iterator[World]:
    """The world of the demo organisation, to which the process's AWS configuration points."""
    world = World.empty(clock=clock, propagation_seconds=propagation_seconds)
    organisation.build(world)
    with stage.play(world) as running:
        enter_sandbox(running)
        yield world


@pytest.fixture
def probes(estate: World) -> Iterator[Probes]:
    """Questions to a name server that knows the organisation's zones."""
    with NameServer(estate) as server:
        yield probes_by(Options(resolvers=(("127.0.0.1", server.port),), connects=False))


@pytest.fixture
def time(clock: ManualClock) -> Clock:
    return Clock(now=clock, sleep=clock.advance)
