from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from tests.cases.lab import Start, lab
from xalias_tui.sandbox.world import World


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    """Runs a world, with a shell in front of it, until the test ends."""
    with ExitStack() as stack:

        def begin(of: World, **more: Any) -> Any:
            return stack.enter_context(lab(of, tmp_path, **more))

        yield begin
