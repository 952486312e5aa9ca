from __future__ import annotations

import gc
from collections.abc import Iterator

import pytest

from tests.tui.driving import explorer
from xalias_tui.tui import collecting


@pytest.fixture
def paused() -> Iterator[None]:
    collecting.pause()
    yield
    gc.enable()


@pytest.mark.usefixtures("paused")
def test_garbage_is_looked_for_again_in_what_is_new() -> None:
    assert not gc.isenabled()
    before = gc.get_freeze_count()
    collecting.resume()
    assert gc.isenabled()
    assert gc.get_freeze_count() > before


def test_what_was_not_paused_is_not_resumed() -> None:
    before = gc.get_freeze_count()
    collecting.resume()
    assert gc.get_freeze_count() <= before  # what is frozen may end meanwhile


@pytest.mark.usefixtures("paused")
async def test_the_explorer_looks_for_garbage_once_it_has_started(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(collecting, "START", 0.01)
    async with explorer() as driven:
        await driven.until(gc.isenabled)
