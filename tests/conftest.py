from __future__ import annotations

import gc
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Protocol

import boto3
import botocore.loaders
import botocore.session
import pytest
from botocore.config import Config
from hypothesis import HealthCheck, settings

from tests.raised import MARK, Raised, broken_promises
from tests.sandbox.change_batches import crowd
from tests.stage import Stage, one_stage
from xalias_tui.sandbox.clock import ManualClock
from xalias_tui.sandbox.profiles import clashing
from xalias_tui.sandbox.route53.zones import Zone
from xalias_tui.sandbox.server import Sandbox
from xalias_tui.sandbox.world import World

settings.register_profile(
    "any machine", deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much]
)
settings.load_profile("any machine")

_MODELS = botocore.loaders.Loader()
"""Service models are read once for all clients of all tests."""


class MakeClient(Protocol):
    """Makes a plain SDK client of a sandbox profile, without retries and without the SDK's own validation."""

    def __call__(self, profile: str, service: str, region: str = ..., **config: Any) -> Any: ...


def pytest_configure(config: pytest.Config) -> None:
    """Make the mark known, for ``--strict-markers``."""
    config.addinivalue_line("markers", f"{MARK}(*ids): the test raises findings of these ids over the wire")


def pytest_collection_finish() -> None:
    """Leave what all tests share out of every later garbage collection, which took a tenth of their time."""
    gc.collect()
    gc.freeze()


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
def sandbox(world: World) -> Iterator[Sandbox]:
    """The ``world`` behind a real port."""
    with Sandbox.start(world) as running:
        yield running
    assert running.world.defects == []


@pytest.fixture
def organisation() -> Iterator[Sandbox]:
    """The whole demo organisation behind a real port."""
    with Sandbox.start() as running:
        yield running
    assert running.world.defects == []


@pytest.fixture
def enter_sandbox(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[Sandbox], None]:
    """Makes the process's AWS configuration lead to a sandbox, for the rest of the test."""

    def enter(running: Sandbox) -> None:
        for name in clashing(os.environ):
            monkeypatch.delenv(name, raising=False)
        monkeypatch.setenv("HOME", str(tmp_path / "home"))
        for name, value in running.environment(tmp_path / "aws").items():
            monkeypatch.setenv(name, value)

    return enter


@pytest.fixture
def make_client(sandbox: Sandbox, enter_sandbox: Callable[[Sandbox], None]) -> Iterator[MakeClient]:
    enter_sandbox(sandbox)
    made: list[Any] = []

    def make(profile: str, service: str, region: str = "us-east-1", **config: Any) -> Any:
        defaults: dict[str, Any] = {"parameter_validation": False, "retries": {"total_max_attempts": 1}}
        settings = Config(**defaults | config)
        core = botocore.session.Session(profile=profile)
        core.register_component("data_loader", _MODELS)
        session: Any = boto3.Session(botocore_session=core)
        made.append(session.client(service, region_name=region, config=settings))
        return made[-1]

    yield make
    for client in made:
        client.close()


@pytest.fixture
def route53(make_client: MakeClient) -> Any:
    """The DNS hub's Route 53."""
    return make_client("dns-prod", "route53")


@pytest.fixture
def crowded_zone(world: World) -> Zone:
    """A zone of the DNS hub with one record set of each sort, beside another one and a private one."""
    return crowd(world)
