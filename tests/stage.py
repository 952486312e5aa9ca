"""One port for the worlds of all tests of a process, where accounts and clients stay signed in from test to test.

Making the SDK's clients takes longer than most tests ask. A world of its own costs little, so each test has one.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import botocore.loaders
import botocore.session
import pytest
from botocore.config import Config

from tests.aws.fakes import FakeClock
from xalias_tui.aws.accounts import Accounts
from xalias_tui.sandbox.identities import Principal
from xalias_tui.sandbox.profiles import clashing
from xalias_tui.sandbox.server import Sandbox
from xalias_tui.sandbox.world import World

_CONFIG: Final = "AWS_CONFIG_FILE"
_MODELS: Final = botocore.loaders.Loader()
"""Service models are read once for all clients of all tests."""
_STAGES: Final[list[Stage]] = []


class Stage:
    """A running sandbox whose world each test, or module, replaces with its own.

    Attributes:
        sandbox: The sandbox.
    """

    def __init__(self, folder: Path) -> None:
        """Start it; its AWS configuration is written into the folder."""
        self.sandbox = Sandbox.start(World.empty())
        self._variables = self.sandbox.environment(folder)
        self._sessions: dict[str, Principal] = {}
        self._accounts: dict[bool, Accounts] = {}
        self._clients: dict[str, Any] = {}

    def close(self) -> None:
        """Stop it."""
        for client in self._clients.values():
            client.close()
        self.sandbox.close()

    @contextmanager
    def play(self, world: World) -> Iterator[Sandbox]:
        """Serve a world; sessions that were opened in worlds before it stay known."""
        before = self.sandbox.world._principals
        self._sessions.update({key: who for key, who in before.items() if key.startswith("ASIA")})
        world._principals.update(self._sessions)
        self.sandbox.world = world
        yield self.sandbox
        assert world.defects == []

    @contextmanager
    def shown(self, world: World, folder: Path) -> Iterator[None]:
        """Serve a world to several tests, with the process's AWS configuration pointing here."""
        with self.play(world), pytest.MonkeyPatch.context() as environment:
            self.enter(environment, folder)
            yield

    def enter(self, environment: pytest.MonkeyPatch, folder: Path) -> None:
        """Point the process's AWS configuration here, with a home of its own in a folder."""
        for name in clashing(os.environ):
            environment.delenv(name, raising=False)
        for name, value in {"HOME": str(folder / "home"), **self._variables}.items():
            environment.setenv(name, value)

    def is_entered(self) -> bool:
        """Whether the process's AWS configuration points here."""
        return os.environ.get(_CONFIG) == self._variables[_CONFIG]

    def accounts(self, *, read_only: bool) -> Accounts:
        """Every account that was asked here."""
        return self._accounts.setdefault(read_only, Accounts(read_only=read_only, clock=FakeClock()))

    def client(self, profile: str, service: str, region: str, config: dict[str, Any]) -> Any:
        """A plain SDK client of a profile; S3's are always new, for they remember the regions of buckets."""
        key = repr((profile, service, region, sorted(config.items()), len(self._clients) if service == "s3" else 0))
        if key not in self._clients:
            core: Any = botocore.session.Session(profile=profile)
            core.register_component("data_loader", _MODELS)
            self._clients[key] = core.create_client(service, region_name=region, config=Config(**config))
        return self._clients[key]


@contextmanager
def one_stage(folder: Path) -> Iterator[Stage]:
    """The stage of a process."""
    _STAGES.append(Stage(folder))
    try:
        yield _STAGES[-1]
    finally:
        _STAGES.pop().close()


def accounts_here(*, read_only: bool = False) -> Accounts:
    """Accounts that may be signed in already, where the stage is entered; else new ones."""
    here = [stage for stage in _STAGES if stage.is_entered()]
    return here[0].accounts(read_only=read_only) if here else Accounts(read_only=read_only, clock=FakeClock())
