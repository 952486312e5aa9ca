"""Time in the simulated world, so that tests can move it."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

Clock = Callable[[], datetime]
"""Returns the world's present as an aware datetime in UTC."""


def wall_clock() -> datetime:
    """The machine's time."""
    return datetime.now(UTC)


class ManualClock:
    """A clock that does not move until it is moved, by any thread."""

    def __init__(self, start: datetime = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)) -> None:
        self._now = start
        self._lock = threading.Lock()

    def __call__(self) -> datetime:
        """The time it shows."""
        return self._now

    def advance(self, seconds: float) -> None:
        """Move it forward."""
        with self._lock:
            self._now += timedelta(seconds=seconds)
