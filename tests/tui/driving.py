"""Drives the explorer in tests: waits for what is on the screen instead of for time to pass."""

from __future__ import annotations

import asyncio
import os
import tempfile
import threading
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

from rich.console import RenderableType
from textual.pilot import Pilot
from textual.screen import Screen

from tests.tui.fakes import NOW, Estate
from tests.tui.screen_text import screen_text
from xalias_tui.jobs.session.workspace import Workspace
from xalias_tui.tui import app
from xalias_tui.tui.app import XaliasApp
from xalias_tui.tui.state.questions import Questions

WIDE = (120, 40)
NARROW = (80, 24)
HUGE = (200, 60)


PATIENCE = float(os.environ.get("XALIAS_PATIENCE", "60"))
"""Seconds after which a test that waits is one that hangs."""
_GLANCE = 0.1
"""Seconds after which a condition that nothing on the screen shows is looked at again."""


Instead = Callable[[Callable[..., Any]], Callable[..., Any]]
"""Gives the job that runs in a test instead of another."""


@dataclass
class AnsweredQuestions(Questions):
    """Questions of which a test may answer some itself."""

    instead: Instead = lambda job: job

    def ask(self, workspace: Any, asker: Any, subject: str, job: Any, on_answer: Any, **options: Any) -> None:
        super().ask(workspace, asker, subject, self.instead(job), on_answer, **options)

    def commit(self, workspace: Any, asker: Any, job: Any, on_answer: Any, **options: Any) -> threading.Thread:
        return super().commit(workspace, asker, self.instead(job), on_answer, **options)


class PaintedApp(XaliasApp):
    """The explorer, which says whenever it was painted."""

    CSS_PATH = str(Path(app.__file__).with_name("xalias.tcss"))  # Textual looks for it beside the class

    def __init__(self, make: Callable[[], Workspace], *, instead: Instead = lambda job: job, **options: Any) -> None:
        super().__init__(make, **options)
        self.painted = asyncio.Event()
        asked = self.session.questions
        self.session.questions = AnsweredQuestions(asked.submit, asked.complain, instead=instead)

    def _display(self, screen: Screen[Any], renderable: RenderableType | None) -> None:
        super()._display(screen, renderable)
        self.painted.set()


class Driver:
    """A running explorer."""

    def __init__(self, app: PaintedApp, pilot: Pilot[Any]) -> None:
        self.app = app
        self.pilot = pilot

    @property
    def text(self) -> str:
        return screen_text(self.app)

    @property
    def awaited(self) -> set[str]:
        """Subjects of the questions that are still to be answered."""
        return {subject for _, subject in self.app.session.questions._latest}

    async def until(self, condition: Callable[[], bool], what: str = "") -> None:
        """Wait until a condition holds: it is looked at whenever something was painted."""
        try:
            async with asyncio.timeout(PATIENCE):
                while not condition():
                    if self.app._exception is not None:
                        raise self.app._exception
                    with suppress(TimeoutError):
                        await asyncio.wait_for(self.app.painted.wait(), _GLANCE)
                    self.app.painted.clear()
        except TimeoutError:
            raise AssertionError(f"{what or 'it'} never came about:\n{self.text}") from None

    async def sees(self, *texts: str) -> str:
        """Wait until all of these texts are on the screen, which is returned."""
        seen = ""

        def all_there() -> bool:
            nonlocal seen
            seen = self.text
            return all(text in seen for text in texts)

        await self.until(all_there, f"{texts}")
        return seen

    async def press(self, *keys: str) -> None:
        await self.pilot.press(*keys)
        await self.pilot.pause()

    async def type(self, text: str) -> None:
        names = {" ": "space", ".": "full_stop", "-": "minus", "@": "at", "*": "asterisk"}
        await self.press(*(names.get(letter, letter) for letter in text))


class FakeDriver(Driver):
    """A running explorer of an estate."""

    def __init__(self, app: PaintedApp, pilot: Pilot[Any], estate: Estate) -> None:
        super().__init__(app, pilot)
        self.estate = estate


@asynccontextmanager
async def driving(
    make: Callable[[], Workspace],
    *,
    instead: Instead = lambda job: job,
    size: tuple[int, int] = WIDE,
    now: Callable[[], datetime] = lambda: NOW,
    visited: bool = True,
    card: bool = False,
) -> AsyncIterator[Driver]:
    """The explorer of any workspace; ``visited`` as if the operator had been at the targets already."""
    app = PaintedApp(make, instead=instead, now=now)
    app.session.targets_visited, app.session.card = visited, card
    async with app.run_test(size=size, notifications=True) as pilot:
        yield Driver(app, pilot)


@asynccontextmanager
async def explorer(
    estate: Estate | None = None,
    *,
    size: tuple[int, int] = WIDE,
    now: Callable[[], datetime] = lambda: NOW,
    visited: bool = True,
    card: bool = False,
) -> AsyncIterator[FakeDriver]:
    """The explorer of an estate."""
    known = estate or Estate()
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        make = partial(known.workspace, Path(folder))
        running = driving(make, instead=known.instead, size=size, now=now, visited=visited, card=card)
        async with running as driver:
            try:
                yield FakeDriver(driver.app, driver.pilot, known)
            finally:
                known.gate.set()
                await asyncio.to_thread(driver.app.sender.wait)
