"""Staying under Route 53's request rate, which an account shares with its console, its Terraform and its colleagues.

Since July 2026 Route 53 refills 10 requests a second into a bucket of 50 for each account; before, it was 5 a second
(https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/throttling-api-requests.html). We start just under the new
limit and step down when Route 53 says that less is left for us.
"""

from __future__ import annotations

import threading
import time
from typing import Final, Protocol

from xalias_tui.domain.accounts import GRANTED_RATE

FULL_RATE: Final = 0.98 * GRANTED_RATE
"""Requests a second while Route 53 has not complained."""
FULL_BURST: Final = 48.0
"""Requests that may go at once while Route 53 has not complained."""
STEP_RATE: Final = 4.9
"""Requests a second after the first complaint."""
LEAST_RATE: Final = 0.5
SLOWER: Final = 0.8
FASTER: Final = 1.25
SLOWER_EVERY: Final = 5.0
"""Seconds within which several complaints count as one: they answer requests sent at the same rate."""
FASTER_AFTER: Final = 60.0
"""Seconds without a complaint after which the rate may grow again."""


class Clock(Protocol):
    """Time, so that tests need not wait."""

    def now(self) -> float:
        """Seconds of a clock that never goes back."""

    def sleep(self, seconds: float) -> None:
        """Wait."""


class SystemClock:
    """The machine's own clock."""

    def now(self) -> float:
        """Seconds since some moment."""
        return time.monotonic()

    def sleep(self, seconds: float) -> None:
        """Wait on the calling thread."""
        time.sleep(seconds)


class StepBucket:
    """A token bucket that steps down when a service throttles. Shared by every thread that asks one account.

    Args:
        clock: Time.
        most: Requests a second that are never exceeded; the burst shrinks with it.
        full: Requests a second that the service grants, and how many may go at once; by default those of Route 53.
    """

    def __init__(
        self,
        clock: Clock | None = None,
        *,
        most: float | None = None,
        full: tuple[float, float] = (FULL_RATE, FULL_BURST),
    ) -> None:
        self._clock = clock or SystemClock()
        self._lock = threading.Lock()
        rate, burst = full
        self._most = rate if most is None else min(most, rate)
        self._rate = self._most
        self._burst = max(1.0, burst * self._most / rate)
        self._tokens = self._burst
        self._filled_at = self._clock.now()
        self._changed_at: float | None = None

    def limit(self, most: float | None) -> None:
        """Never exceed ``most`` requests a second from now on, where that is less than before."""
        with self._lock:
            if most is None or most >= self._most:
                return
            self._fill()
            self._burst = max(1.0, self._burst * most / self._most)
            self._most = most
            self._rate = min(self._rate, most)
            self._tokens = min(self._tokens, self._burst)

    def of_another(self, rate: float, burst: float) -> StepBucket:
        """A bucket for another service, which grants so much, by the same clock."""
        return StepBucket(self._clock, full=(rate, burst))

    @property
    def clock(self) -> Clock:
        """Its time."""
        return self._clock

    @property
    def rate(self) -> float:
        """Requests a second at present."""
        return self._rate

    def take(self) -> None:
        """Wait until one more request may go."""
        with self._lock:
            self._fill()
            self._tokens -= 1
            wait = -self._tokens / self._rate if self._tokens < 0 else 0.0
        if wait:
            self._clock.sleep(wait)

    def throttled(self) -> None:
        """The service answered ``Throttling``: go slower."""
        with self._lock:
            self._fill()
            now = self._clock.now()
            if self._burst > 1:
                self._rate, self._burst, self._tokens = min(STEP_RATE, self._most), 1.0, -1.0
            elif self._changed_at is not None and now - self._changed_at < SLOWER_EVERY:
                return
            else:
                self._rate = min(self._most, max(LEAST_RATE, self._rate * SLOWER))
            self._changed_at = now

    def _fill(self) -> None:
        now = self._clock.now()
        self._tokens = min(self._burst, self._tokens + (now - self._filled_at) * self._rate)
        self._filled_at = now
        if self._changed_at is not None and now - self._changed_at >= FASTER_AFTER:
            self._rate = min(self._most, self._rate * FASTER)
            self._changed_at = now if self._rate < self._most else None
