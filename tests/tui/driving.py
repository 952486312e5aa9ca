"""Drives the explorer in tests: waits for what is on the screen instead of for time to pass."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Any

from textual.pilot import Pilot

from tests.tui.fakes import NOW, FakeEngine
from tests.tui.screen_text import screen_text
from xalias_tui.tui.app import XaliasApp
from xalias_tui.tui.state.engine import Engine

WIDE = (120, 40)
NARROW = (80, 24)
HUGE = (200, 60)


class Driver:
    """A running explorer."""

    def __init__(self, app: XaliasApp, pilot: Pilot[Any]) -> None:
        self.app = app
        self.pilot = pilot

    @property
    def text(self) -> str:
        return screen_text(self.app)

    async def until(self, condition: Callable[[], bool], what: str = "") -> None:
        for _ in range(400):
            if condition():
                return
            await self.pilot.pause(0.01)
        raise AssertionError(f"{what or 'it'} never came about:\n{self.text}")

    async def sees(self, *texts: str) -> str:
        await self.until(lambda: all(text in self.text for text in texts), f"{texts}")
        return self.text

    async def press(self, *keys: str) -> None:
        await self.pilot.press(*keys)
        await self.pilot.pause()

    async def type(self, text: str) -> None:
        names = {" ": "space", ".": "full_stop", "-": "minus", "@": "at", "*": "asterisk"}
        await self.press(*(names.get(letter, letter) for letter in text))


class FakeDriver(Driver):
    """A running explorer on a fake engine."""

    def __init__(self, app: XaliasApp, pilot: Pilot[Any], engine: FakeEngine) -> None:
        super().__init__(app, pilot)
        self.engine = engine


@asynccontextmanager
async def driving(
    engine: Engine, *, size: tuple[int, int] = WIDE, now: Callable[[], datetime] = lambda: NOW
) -> AsyncIterator[Driver]:
    """The explorer on any engine."""
    app = XaliasApp(lambda _ask: engine, now=now)
    async with app.run_test(size=size, notifications=True) as pilot:
        yield Driver(app, pilot)


@asynccontextmanager
async def explorer(
    engine: FakeEngine | None = None, *, size: tuple[int, int] = WIDE, now: Callable[[], datetime] = lambda: NOW
) -> AsyncIterator[FakeDriver]:
    """The explorer on a fake engine."""
    fake = engine or FakeEngine()
    async with driving(fake, size=size, now=now) as driver:
        try:
            yield FakeDriver(driver.app, driver.pilot, fake)
        finally:
            fake.gate.set()
            await asyncio.to_thread(driver.app.wait_for_commit)
