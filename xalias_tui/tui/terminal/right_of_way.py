"""Keys have the right of way: threads that read, or load modules, wait while a key takes effect.

Python runs one thread at a time and takes it from a thread that computes only after 5 ms (``sys.getswitchinterval``);
each time that drawing waits for something, a thread that has work may take its place.
"""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Sequence
from importlib.machinery import ModuleSpec
from types import ModuleType
from typing import Final

from textual import events
from textual.driver import Driver
from textual.message import Message

_MOST: Final = 0.1
"""Seconds after a key in which threads wait for its effect: what takes longer has become slow by something else."""
_WHILE_LOADING: Final = 0.03
"""The same before a module is loaded: the key may need one that the thread has begun to load, and wait for it."""


class RightOfWay:
    """Threads call ``give_way`` where they can wait; so do those that load modules, once it is installed."""

    def __init__(self) -> None:
        self._seen = threading.Event()
        self._seen.set()
        self._waiting: set[int] = set()
        self._pressed = 0.0

    def take(self, pressed: float) -> None:
        """A key was pressed at this moment of the monotonic clock."""
        self._pressed = max(self._pressed, pressed)
        self._seen.clear()

    def release(self, pressed: float) -> None:
        """The effect of the key that was pressed then is seen; threads still wait for one that was pressed later."""
        if pressed >= self._pressed:
            self._seen.set()

    @property
    def is_free(self) -> bool:
        """Whether the effect of every key is seen, so that no thread has to wait."""
        return self._seen.is_set()

    @property
    def holds_threads(self) -> bool:
        """Whether threads wait for a key."""
        return bool(self._waiting)

    def give_way(self) -> None:
        """Wait until keys that were pressed have been taken, and their effect is seen; on other threads."""
        self._wait(_MOST)

    def _wait(self, most: float) -> None:
        if self.is_free:
            return
        thread = threading.get_ident()
        self._waiting.add(thread)
        try:
            self._seen.wait(max(0.0, self._pressed + most - time.monotonic()))
        finally:
            self._waiting.discard(thread)

    def install(self) -> None:
        """Let threads that load modules give way, before each of them."""
        sys.meta_path.insert(0, self)

    def remove(self) -> None:
        """Leave it to Python again how modules are loaded; no thread waits any more."""
        self._seen.set()
        sys.meta_path.remove(self)

    def find_spec(
        self,
        fullname: str,  # noqa: ARG002 -- as Python calls it
        path: Sequence[str] | None = None,  # noqa: ARG002 -- as above
        target: ModuleType | None = None,  # noqa: ARG002 -- as above
    ) -> ModuleSpec | None:
        """Before a module is looked for, which others do."""
        if threading.current_thread() is not threading.main_thread():
            self._wait(_WHILE_LOADING)
        return None


def heard_at_once(driver: type[Driver], right_of_way: RightOfWay) -> type[Driver]:
    """A driver whose keys have the right of way from the moment when its own thread reads them."""

    class Heard(driver):  # type: ignore[valid-type,misc] # which driver it is depends on the platform
        def process_message(self, message: Message) -> None:
            if isinstance(message, events.Key):
                right_of_way.take(message.time)
            super().process_message(message)

    return Heard
