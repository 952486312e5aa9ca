"""Drives the explorer in tests: waits for what is on the screen instead of for time to pass."""

from __future__ import annotations

import asyncio
import os
import tempfile
import threading
import unicodedata
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any, Final

import pytest
from rich.console import RenderableType
from textual import events
from textual._compositor import Compositor
from textual.cache import LRUCache
from textual.css.stylesheet import Stylesheet
from textual.keys import REPLACED_KEYS, _character_to_key, _get_unicode_name_from_key
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
_QUIET: Final = 2
"""Rounds in which no widget had a message: in the first one a message may still be worked on."""
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


class ParsedOnce(Stylesheet):
    """The style sheet of an explorer: each text of it is parsed once for all explorers of the same colours."""

    _PARSED: Final[dict[tuple[tuple[str, str], ...], LRUCache[Any, Any]]] = {}

    def __init__(self, variables: dict[str, str]) -> None:
        super().__init__(variables=variables)
        self._share()

    def set_variables(self, variables: dict[str, str]) -> None:
        self._parse_cache = LRUCache(1)  # the one that is emptied here
        super().set_variables(variables)
        self._share()

    def reparse(self) -> None:
        self.parse()

    def _share(self) -> None:
        self._parse_cache = self._PARSED.setdefault(tuple(sorted(self._variables.items())), LRUCache(256))


@contextmanager
def nothing_drawn() -> Iterator[None]:
    """Textual draws updates also without a terminal, and drops them: here is only drawn what is looked at."""
    drawn = Compositor.render_update

    def on_demand(compositor: Compositor, full: bool = False, **options: Any) -> Any:  # noqa: FBT001, FBT002 -- Textual's
        compositor._dirty_regions.clear()
        return drawn(compositor, full, **options) if full else None

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Compositor, "render_update", on_demand)
        yield


class PaintedApp(XaliasApp):
    """The explorer, which says whenever it was painted."""

    CSS_PATH = str(Path(app.__file__).with_name("xalias.tcss"))  # Textual looks for it beside the class

    def __init__(self, make: Callable[[], Workspace], *, instead: Instead = lambda job: job, **options: Any) -> None:
        super().__init__(make, **options)
        self.animation_level = "none"
        self.stylesheet = ParsedOnce(self.get_css_variables())
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
        """Subjects of the questions that are still to be answered; those of dialogs that are gone are not."""
        return {question.subject for question in self.app.session.questions.awaited if question.asker.is_running}

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
        """Press keys, as someone who has seen what there is to see: each when the one before has had its effect."""
        await self.settle()
        for key in keys:
            self.app.post_message(_pressed(key))
            await self.settle()

    async def settle(self) -> None:
        """Wait until no message is on its way; answers that a thread still works on are not waited for."""
        quiet = 0
        while quiet < _QUIET and self.app._exception is None:
            await self.pilot._wait_for_screen()
            if not self.app._batch_count:  # a screen that is being made would not be drawn again
                self.app.screen._on_timer_update()  # at once, not with the next frame
            quiet = quiet + 1 if self._is_quiet() else 0

    async def rest(self) -> None:
        """Wait until every question is answered, and nothing is on its way."""
        await self.until(lambda: not self.awaited, "every answer")
        await self.settle()

    def _is_quiet(self) -> bool:
        pumps = (self.app, *self.app.screen.walk_children(with_self=True))
        waits = any(pump._next_callbacks or not pump._message_queue.empty() for pump in pumps)
        return self.app.type_ahead.idle and not waits

    async def type(self, text: str) -> None:
        names = {" ": "space", ".": "full_stop", "-": "minus", "@": "at", "*": "asterisk"}
        await self.press(*(names.get(letter, letter) for letter in text))


def _pressed(key: str) -> events.Key:
    """A key by its name, or the letter that it types."""
    name = _character_to_key(key) if len(key) == 1 and not key.isalnum() else key
    try:
        letter: str | None = unicodedata.lookup(_get_unicode_name_from_key(REPLACED_KEYS.get(name, name)))
    except KeyError:
        letter = name if len(name) == 1 else None
    return events.Key(name, letter)


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
    async with running(app, size=size) as driver:
        yield driver


@asynccontextmanager
async def running(app: PaintedApp, *, size: tuple[int, int] = WIDE) -> AsyncIterator[Driver]:
    """Any explorer, until the test is done with it; what it shows at the end can be drawn."""
    with nothing_drawn():
        async with app.run_test(size=size, notifications=True) as pilot:
            driver = Driver(app, pilot)
            yield driver
            if app.is_running:
                assert driver.text


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
        driven = driving(make, instead=known.instead, size=size, now=now, visited=visited, card=card)
        async with driven as driver:
            try:
                yield FakeDriver(driver.app, driver.pilot, known)
            finally:
                known.gate.set()
                await asyncio.to_thread(driver.app.sender.wait)
