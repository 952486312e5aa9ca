"""Keys take effect one after the other, so that what is typed ahead goes where it was meant to go, or nowhere.

Textual sends a key to what is focused when it arrives, and runs its binding when it comes back from there. Keys of one
burst (a slow line, tmux) that follow ``/`` or ``n`` would therefore act as commands of the pane behind, and a backspace
would act after letters that were typed after it. Here a key waits until the one before has come back.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any, Final

from textual import events
from textual.app import App
from textual.message import Message
from textual.message_pump import MessagePump
from textual.timer import Timer

from xalias_tui.tui.terminal.right_of_way import RightOfWay

_LOOK_SECONDS: Final = 1.0
"""After so long it is looked whether the widget that has a key is gone, and the key with it."""
_LOOKS: Final = 20
"""No key holds the next one longer than so many looks, whatever became of it."""
_WRITTEN: Final = 0.003
"""Seconds in which what was drawn is written to the terminal, where no other thread has work."""


class AnswersKeys:
    """A screen that says which keys are meant for it."""

    answers_from: float = 0.0
    """Keys typed before this moment of the monotonic clock are no answers to it."""

    @property
    def awaits_typing(self) -> bool:
        """Whether it is about to focus a line that keys typed by now are meant for."""
        return False


class KeyTaken(Message):
    """Follows a key through the same queues: where it arrives, the key has had its effect."""

    def __init__(self, number: int) -> None:
        super().__init__()
        self.number = number


class TypeAhead:
    """Takes one key at a time.

    Args:
        app: Whose keys.
        deliver: Textual's own way of a key.
    """

    def __init__(self, app: App[Any], deliver: Callable[[events.Key], Awaitable[None]]) -> None:
        self._app = app
        self._deliver = deliver
        self._held: list[events.Key] = []
        self._number = 0
        self._timer: Timer | None = None
        self._looks_left = 0
        self.right_of_way = RightOfWay()
        self._pressed = 0.0

    @property
    def idle(self) -> bool:
        """Whether every key has had its effect."""
        return not self._held and self._timer is None

    async def take(self, key: events.Key) -> None:
        """Deliver a fresh key, or hold it until the one before is done."""
        self._held.append(key)
        self.right_of_way.take(key.time)
        await self._next()

    async def done(self, number: int) -> None:
        """A key has had its effect."""
        if number != self._number or self._timer is None or not self._app.screen_stack:  # which the program takes along
            return
        screen = self._app.screen
        if isinstance(screen, AnswersKeys) and screen.awaits_typing and self._looks_left > 0:
            screen.call_after_refresh(self.done, number)
            return
        self._timer.stop()
        self._timer = None
        await self._next()

    async def _next(self) -> None:
        """Deliver the next key, unless one is under way."""
        while self._held and self._timer is None:
            key, screen = self._held.pop(0), self._app.screen
            self._pressed = key.time
            if isinstance(screen, AnswersKeys) and key.time < screen.answers_from:
                continue
            self._number += 1
            target = self._app.focused or screen
            self._looks_left = _LOOKS
            self._timer = self._app.set_interval(_LOOK_SECONDS, partial(self._look, self._number, target))
            await self._deliver(key)
            target.post_message(KeyTaken(self._number))
        if self.idle:
            self._app.screen.call_after_refresh(self._release, self._pressed)

    def _release(self, pressed: float) -> None:
        """The effect of a key is drawn; the thread that writes it to the terminal is let go before those that wait."""
        if self.right_of_way.holds_threads:
            asyncio.get_running_loop().call_later(_WRITTEN, self.right_of_way.release, pressed)
        else:
            self.right_of_way.release(pressed)

    async def _look(self, number: int, target: MessagePump) -> None:
        """Go on without a key that the widget it went to has taken away with it; a slow machine is waited for."""
        self._looks_left -= 1
        if self._looks_left <= 0 or not (target.is_running and target.is_attached):
            await self.done(number)
