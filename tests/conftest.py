from __future__ import annotations

import compileall
import gc
import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Protocol

import pytest
from hypothesis import HealthCheck, settings

import xalias_tui
from tests.raised import MARK, Raised, broken_promises
from tests.sandbox.change_batches import crowd
from tests.stage import Stage, one_stage
from xalias_tui.sandbox import organisation as demo
from xalias_tui.sandbox.clock import ManualClock
from xalias_tui.sandbox.route53.zones import Zone
from xalias_tui.sandbox.server import Sandbox
from xalias_tui.sandbox.world import World

MANY_FILES = 300
"""Open files, of which ``select`` takes no more than 1,024."""

settings.register_profile(
    "any machine", deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much]
)
settings.load_profile("any machine")


def pytest_xdist_auto_num_workers() -> int:
    """Two processes a core: tests of screens and of the wire wait for nearly half of their time."""
    return 2 * (os.cpu_count() or 1)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What takes longest begins first: stories on a real terminal, of which none is to be waited for at the end."""
    items.sort(key=lambda item: item.path.parent.name != "terminal")


class MakeClient(Protocol):
    """Makes a plain SDK client of a sandbox profile, without retries and without the SDK's own validation."""

    def __call__(self, profile: str, service: str, region: str = ..., **config: Any) -> Any: ...


def pytest_configure(config: pytest.Config) -> None:
    """Make the mark known, for ``--strict-markers``, and keep what is compiled, whatever the environment says.

    The workers, and each program that a test starts, would else compile everything again.
    """
    config.addinivalue_line("markers", f"{MARK}(*ids): the test raises findings of these ids over the wire")
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    sys.dont_write_bytecode = False
    if not hasattr(config, "workerinput"):
        compileall.compile_dir(str(Path(xalias_tui.__file__).parent), quiet=1)  # once, before the workers begin
    gc.disable()  # until everything is collected: nearly all of it stays


def pytest_collection_finish() -> None:
    """Look for garbage less often, and not in what all tests share: it took a quarter of the time of tests of screens.

    An explorer leaves tens of thousands of objects, nearly all of them at once.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)
    gc.enable()


def pytest_runtest_teardown() -> None:
    """Look for garbage where much of it holds files: commands leave their connections to the end of their process."""
    lowest = os.open(os.devnull, os.O_RDONLY)
    os.close(lowest)
    if lowest > MANY_FILES:
        gc.collect()


@pytest.fixture(autouse=True)
def raised(request: pytest.FixtureRequest) -> Iterator[Raised]:
    """Takes what a test was told over the wire; see ``tests.raised``."""
    failed, told = request.session.testsfailed, Raised()
    yield told
    broken = broken_promises(request.node, told)
    assert not broken or request.session.testsfailed > failed, f"promised, but not raised: {', '.join(sorted(broken))}"


@pytest.fixture(scope="session")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    """Where the worlds of tests are served that aren't about the wire."""
    with one_stage(tmp_path_factory.mktemp("stage")) as made:
        yield made


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock()


@pytest.fixture
def world(clock: ManualClock) -> World:
    """The organisation's accounts without any resource; changes stay PENDING for a minute of the manual clock."""
    return World.empty(clock=clock, propagation_seconds=60)


@pytest.fixture
def sandbox(world: World, stage: Stage) -> Iterator[Sandbox]:
    """The ``world`` behind a real port."""
    with stage.play(world) as running:
        yield running


@pytest.fixture
def organisation(stage: Stage) -> Iterator[Sandbox]:
    """The whole demo organisation behind a real port."""
    world = World.empty()
    demo.build(world)
    with stage.play(world) as running:
        yield running


@pytest.fixture
def enter_sandbox(stage: Stage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[Sandbox], None]:
    """Makes the process's AWS configuration point to the sandbox of the stage, for the rest of the test."""

    def enter_it(running: Sandbox) -> None:
        assert running is stage.sandbox
        stage.enter(monkeypatch, tmp_path)

    return enter_it


@pytest.fixture
def make_client(sandbox: Sandbox, stage: Stage, enter_sandbox: Callable[[Sandbox], None]) -> MakeClient:
    enter_sandbox(sandbox)

    def make(profile: str, service: str, region: str = "us-east-1", **config: Any) -> Any:
        defaults: dict[str, Any] = {"parameter_validation": False, "retries": {"total_max_attempts": 1}}
        return stage.client(profile, service, region, defaults | config)

    return make


@pytest.fixture
def route53(make_client: MakeClient) -> Any:
    """The DNS hub's Route 53."""
    return make_client("dns-prod", "route53")


@pytest.fixture
def crowded_zone(world: World) -> Zone:
    """A zone of the DNS hub with one record set of each sort, beside another one and a private one."""
    return crowd(world)
