"""One port for the worlds of all tests of a process, and accounts that stay signed in from one test to the next.

Making the SDK's clients takes longer than most tests ask. A world of its own costs little, so each test has one.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import pytest

from tests.aws.fakes import FakeClock
from xalias_tui.aws.accounts import Accounts
from xalias_tui.sandbox.profiles import clashing
from xalias_tui.sandbox.server import Sandbox
from xalias_tui.sandbox.world import World

_CONFIG: Final = "AWS_CONFIG_FILE"


class Stage:
    """A running sandbox whose world is changed, between tests only; a context manager that stops it."""

    def __init__(self, folder: Path) -> None:
        self._sandbox = Sandbox.start(World.empty())
        self._variables = self._sandbox.environment(folder)
        self._accounts: dict[bool, Accounts] = {}

    def close(self) -> None:
        self._sandbox.close()

    @contextmanager
    def play(self, world: World) -> Iterator[Sandbox]:
        """Serve a world to the process; sessions that were opened in worlds before it stay known."""
        world._principals = {**self._sandbox.world._principals, **world._principals}
        self._sandbox.world = world
        with pytest.MonkeyPatch.context() as environment:
            for name in clashing(os.environ):
                environment.delenv(name, raising=False)
            for name, value in self._variables.items():
                environment.setenv(name, value)
            yield self._sandbox
        assert world.defects == []

    def accounts(self, *, read_only: bool) -> Accounts:
        """Every account that was asked on this stage."""
        return self._accounts.setdefault(read_only, Accounts(read_only=read_only, clock=FakeClock()))

    def is_entered(self) -> bool:
        """Whether the process's AWS configuration points here."""
        return os.environ.get(_CONFIG) == self._variables[_CONFIG]


_STAGES: Final[list[Stage]] = []


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
