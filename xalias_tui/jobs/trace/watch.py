"""Tracing again and again while something is waited for: propagation, a certificate, a colleague's change."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Final

from xalias_tui.domain.traces import Trace

EVERY_SECONDS: Final = 15.0
MOST_SECONDS: Final = 1_800.0
"""The longest negative TTL of a usual zone is an hour; most of what is waited for takes minutes."""

OnLook = Callable[[Trace, bool], None]
"""Told of each trace, and whether it says something else than the one before."""


def watch(
    look: Callable[[], Trace],
    on_look: OnLook,
    *,
    every: float = EVERY_SECONDS,
    seconds: float = MOST_SECONDS,
    now: Callable[[], float] = time.monotonic,
    sleep: Callable[[float], object] = time.sleep,
) -> Trace:
    """Trace until the name works or the time is up; the last trace.

    Args:
        look: Traces once, from what is there now.
        on_look: Told of each trace.
        every: Seconds from the end of one trace to the next.
        seconds: How long at most; one trace is made in any case.
        now: Seconds of a clock that only goes on.
        sleep: Waits so many seconds.
    """
    began = now()
    before = ""
    while True:
        traced = look()
        on_look(traced, traced.headline != before)
        before = traced.headline
        if traced.verdict == "ok" or now() - began + every > seconds:
            return traced
        sleep(every)
