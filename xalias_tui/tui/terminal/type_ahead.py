"""Keys take effect one after the other, so that what is typed ahead goes where it was meant to go, or nowhere.

Textual sends a key to what is focused when it arrives, and runs its binding when it comes back from there. Keys of one
burst (a slow line, tmux) that follow ``/`` or ``n`` would therefore act as commands of the pane behind, and a backspace
would act after letters that were typed after it. Here a key waits until the one before has come back.
"""

from __future__ import annotations

from functools import partial
from typing import Final, Generic, TypeVar

from textual import events
from textual.message import Message
from textual.timer import Timer

from xalias_tui.tui.dialogs.base import Dialog
from xalias_tui.tui.terminal.crash_safety import GuardedApp

T = TypeVar("T")

_LOST_SECONDS: Final = 0.25
"""A key whose trace got lost, because the widget that had it is gone, holds the next one no longer than this."""


class TypeAheadApp(GuardedApp[T], Generic[T]):
    """An app that takes one key at a time."""

    class Trace(Message):
        """Follows a key through the same queues: where it arrives, the key has had its effect."""

        def __init__(self, number: int) -> None:
            super().__init__()
            self.number = number

    def __init__(self) -> None:
        super().__init__()
        self._held: list[events.Key] = []
        self._key_number = 0
        self._key_timer: Timer | None = None

    async def on_event(self, event: events.Event) -> None:
        """Take a fresh key, or hold it until the one before is done."""
        if isinstance(event, events.Key) and not event.is_forwarded:
            self._held.append(event)
            await self._next()
        else:
            await super().on_event(event)

    async def _next(self) -> None:
        """Take the next key, unless one is under way."""
        while self._held and self._key_timer is None:
            key = self._held.pop(0)
            if isinstance(self.screen, Dialog) and key.time < self.screen.answers_from:
                continue
            self._key_number += 1
            self._key_timer = self.set_timer(_LOST_SECONDS, partial(self._done, self._key_number))
            target = self.focused or self.screen
            await super().on_event(key)
            target.post_message(self.Trace(self._key_number))

    async def on_type_ahead_app_trace(self, event: Trace) -> None:
        """A key has had its effect."""
        event.stop()
        await self._done(event.number)

    async def _done(self, number: int) -> None:
        if number != self._key_number or self._key_timer is None:
            return
        if isinstance(self.screen, Dialog) and self.screen.awaits_typing:
            self.screen.call_after_refresh(self._done, number)
            return
        self._key_timer.stop()
        self._key_timer = None
        await self._next()
