"""Staying under Route 53's request rate, which an account shares with its console, its Terraform and its colleagues.

Since July 2026 Route 53 refills 10 requests a second into a bucket of 50 for each account; before, it was 5 a second
(https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/throttling-api-requests.html). We start just under the new
limit and step down when Route 53 says that less is left for us.

Requests that leave in time may arrive together: one that opens a connection comes two round trips later than one that
finds it open. Two requests less at once than are granted make up for 0.2 s of that, at any time; and so that others who
ask the same account now and then don't make it throttle us, we use 2 % less in the long run.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Sequence
from typing import Final, Protocol

from xalias_tui.domain.accounts import GRANTED_RATE
from xalias_tui.domain.dataclass import dataclass

FULL_RATE: Final = 0.98 * GRANTED_RATE
"""Requests a second, in the long run, while Route 53 has not complained."""
FULL_BURST: Final = 48.0
"""Requests that may go at once while Route 53 has not complained."""
_GRANTED_BURST: Final = 50.0
"""Requests that Route 53 lets through at once."""
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


@dataclass(slots=True)
class _Level:
    """A token bucket.

    Attributes:
        rate: Tokens a second.
        burst: The most that there are.
        tokens: What there is; less than none where requests wait.
    """

    rate: float
    burst: float
    tokens: float

    def fill(self, seconds: float) -> None:
        """So much time has passed."""
        self.tokens = min(self.burst, self.tokens + seconds * self.rate)

    def shrink(self, most: float, share: float) -> None:
        """Give at most ``most`` a second, and a share of what may go at once."""
        self.rate = min(self.rate, most)
        self.burst = max(1.0, self.burst * share)
        self.tokens = min(self.tokens, self.burst)


ROUTE_53: Final = ((GRANTED_RATE, FULL_BURST), (FULL_RATE, _GRANTED_BURST))
"""Rates of Route 53, and how many may go at once at each: none of them is exceeded."""


class StepBucket:
    """A token bucket that steps down when a service throttles. Shared by every thread that asks one account.

    Args:
        clock: Time.
        most: Requests a second that are never exceeded; the burst shrinks with it.
        full: Requests a second that the service grants, and how many may go at once, the least rate last.
    """

    def __init__(
        self,
        clock: Clock | None = None,
        *,
        most: float | None = None,
        full: Sequence[tuple[float, float]] = ROUTE_53,
    ) -> None:
        self._clock = clock or SystemClock()
        self._lock = threading.Lock()
        self._levels = [_Level(rate, burst, burst) for rate, burst in full]
        self._most = self._rate = full[-1][0]
        self._filled_at = self._clock.now()
        self._changed_at: float | None = None
        self.limit(most)

    def limit(self, most: float | None) -> None:
        """Never exceed ``most`` requests a second from now on, where that is less than before."""
        with self._lock:
            if most is None or most >= self._most:
                return
            self._fill()
            for level in self._levels:
                level.shrink(most, most / self._most)
            self._most = most
            self._rate = min(self._rate, most)

    def of_another(self, rate: float, burst: float) -> StepBucket:
        """A bucket for another service, which grants so much, by the same clock."""
        return StepBucket(self._clock, full=((rate, burst),))

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
            for level in self._levels:
                level.tokens -= 1
            wait = max(-level.tokens / level.rate for level in self._levels)
        if wait > 0:
            self._clock.sleep(wait)

    def throttled(self) -> None:
        """The service answered ``Throttling``: go slower."""
        with self._lock:
            self._fill()
            now = self._clock.now()
            if self._levels[-1].burst > 1:
                self._rate = min(STEP_RATE, self._most)
                self._levels = [_Level(self._rate, 1.0, -1.0)]
            elif self._changed_at is not None and now - self._changed_at < SLOWER_EVERY:
                return
            else:
                self._go_at(max(LEAST_RATE, self._rate * SLOWER))
            self._changed_at = now

    def _fill(self) -> None:
        now = self._clock.now()
        for level in self._levels:
            level.fill(now - self._filled_at)
        self._filled_at = now
        if self._changed_at is not None and now - self._changed_at >= FASTER_AFTER:
            self._go_at(self._rate * FASTER)
            self._changed_at = now if self._rate < self._most else None

    def _go_at(self, rate: float) -> None:
        """Change the rate of a bucket that has stepped down."""
        self._rate = self._levels[-1].rate = min(self._most, rate)
