from __future__ import annotations

import threading
from typing import ClassVar

import pytest
from textual import events
from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.screen import Screen
from textual.widgets import Static

from xalias_tui.tui.terminal import right_of_way
from xalias_tui.tui.terminal.type_ahead import AnswersKeys, KeyTaken, TypeAhead


class Waiting(App[None]):
    """Its key draws something, while a thread gives way."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("a", "draw", "Draw")]

    def __init__(self) -> None:
        super().__init__()
        self.type_ahead = TypeAhead(self, super().on_event)
        self.order: list[str] = []
        self.thread = threading.Thread(target=self.work)

    def compose(self) -> ComposeResult:
        yield Static("before")

    async def on_event(self, event: events.Event) -> None:
        if isinstance(event, events.Key) and not event.is_forwarded:
            await self.type_ahead.take(event)
        else:
            await super().on_event(event)

    async def on_key_taken(self, event: KeyTaken) -> None:
        await self.type_ahead.done(event.number)

    def work(self) -> None:
        self.type_ahead.right_of_way.give_way()
        self.order.append("thread")

    def action_draw(self) -> None:
        self.thread.start()
        self.order.append("key")
        self.query_one(Static).update("after")
        self.call_after_refresh(self.order.append, "seen")


class Question(Screen[None], AnswersKeys):
    """No key that was typed until now is an answer to it."""

    answers_from = float("inf")


@pytest.fixture(autouse=True)
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Threads wait as long as it takes: what comes first is not decided by the clock."""
    monkeypatch.setattr(right_of_way, "_MOST", 60.0)


async def test_threads_wait_until_the_effect_of_a_key_is_seen() -> None:
    app = Waiting()
    async with app.run_test() as pilot:
        app.type_ahead.right_of_way.give_way()  # no key is under way
        await pilot.press("a")
        await pilot.pause()
        app.thread.join()
    assert app.order == ["key", "seen", "thread"]


async def test_threads_do_not_wait_for_a_key_that_is_no_answer() -> None:
    app = Waiting()
    async with app.run_test() as pilot:
        await app.push_screen(Question())
        await pilot.press("a")
        await pilot.pause()
        app.thread.start()
        app.thread.join()
    assert app.order == ["thread"]
