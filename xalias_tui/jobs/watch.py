"""Looking again and again while something is waited for: propagation, a certificate, a colleague's change."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Final, TypeVar

from xalias_tui.domain.accounts import FOR_A_MOMENT
from xalias_tui.domain.errors import AwsError
from xalias_tui.domain.lookups import LookupFailedError

T = TypeVar("T")
Failure = AwsError | LookupFailedError

EVERY_SECONDS: Final = 15.0
MOST_SECONDS: Final = 1_800.0
"""The longest negative TTL of a usual zone is an hour; most of what is waited for takes minutes."""


def watch(
    look: Callable[[], T],
    on_look: Callable[[T | Failure, bool], None],
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
        on_look: Told of what was seen, or what failed and may be over the next time; and whether that says something
            else than the time before.
        says: What was seen, in a sentence.
        is_done: Whether that is what is waited for.
        every: Seconds from the end of one look to the next.
        seconds: How long at most; one look is taken in any case.
        now: Seconds of a clock that only goes on.
        sleep: Waits so many seconds.

    Raises:
        AwsError, LookupFailedError: when the last look failed, or one that will not go better the next time.
    """
    began = now()
    before = ""
    while True:
        try:
            seen = look()
        except (AwsError, LookupFailedError) as error:
            if error.code not in FOR_A_MOMENT or now() - began + every > seconds:
                raise
            words = str(error)
            on_look(error, words != before)
        else:
            words = says(seen)
            on_look(seen, words != before)
            if is_done(seen) or now() - began + every > seconds:
                return seen
        before = words
        sleep(every)
