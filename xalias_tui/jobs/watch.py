"""Looking again and again while something is waited for: propagation, a certificate, a colleague's change."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Final, TypeVar

T = TypeVar("T")

EVERY_SECONDS: Final = 15.0
MOST_SECONDS: Final = 1_800.0
"""The longest negative TTL of a usual zone is an hour; most of what is waited for takes minutes."""


def watch(
    look: Callable[[], T],
    on_look: Callable[[T, bool], None],
    *,
    says: Callable[[T], str],
    is_done: Callable[[T], bool],
    every: float = EVERY_SECONDS,
    seconds: float = MOST_SECONDS,
    now: Callable[[], float] = time.monotonic,
    sleep: Callable[[float], object] = time.sleep,
) -> T:
    """Look until what is waited for is there or the time is up; what was seen last.

    Args:
        look: Looks once, at what is there now.
        on_look: Told of what was seen, and whether that says something else than the time before.
        says: What was seen, in a sentence.
        is_done: Whether that is what is waited for.
        every: Seconds from the end of one look to the next.
        seconds: How long at most; one look is taken in any case.
        now: Seconds of a clock that only goes on.
        sleep: Waits so many seconds.
    """
    began = now()
    before = ""
    while True:
        seen = look()
        words = says(seen)
        on_look(seen, words != before)
        before = words
        if is_done(seen) or now() - began + every > seconds:
            return seen
        sleep(every)
