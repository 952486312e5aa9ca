"""A workspace on the demo organisation, where changes are everywhere at once."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.jobs.fakes import over_wire
from xalias_tui.jobs.session.workspace import Workspace
from xalias_tui.sandbox.world import World


@pytest.fixture
def propagation_seconds() -> float:
    return 0


@pytest.fixture
def world(estate: World) -> World:
    return estate


@pytest.fixture
def workspace(world: World, tmp_path: Path) -> Workspace:
    del world
    return over_wire(tmp_path, target_profiles=("shop-prod", "media-prod"), regions=(), kinds=())
