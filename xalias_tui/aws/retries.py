"""Riding out what passes by itself: throttling, a prior request, a lost connection.

botocore's own retries give up under throttling after three tries and so lose hosted zones; here they are off for
Route 53 and what else is paced, and a bucket decides when the next request may go.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, TypeVar

from botocore.exceptions import ClientError, HTTPClientError
from botocore.exceptions import ConnectionError as SdkConnectionError

from xalias_tui.aws.causes.refused import SERVER_ERROR
from xalias_tui.aws.failures import error_code, is_refusal, status_of
from xalias_tui.aws.rate_limit import Clock

Answer = TypeVar("Answer")

THROTTLED: Final = frozenset({"Throttling", "ThrottlingException", "TooManyRequestsException"})
"""Codes with which Route 53 and AWS Config, and AWS Organizations and IAM Identity Center, ask for a slower pace."""
PRIOR_REQUEST: Final = "PriorRequestNotComplete"
_REASONS: Final = {
    **dict.fromkeys(THROTTLED, "Route 53 is throttling calls of this account"),
    PRIOR_REQUEST: "Route 53 is still processing an earlier change of the zone",
}
PATIENCE: Final = 60.0
"""Seconds after which a call that is still refused for the moment fails."""
_READ_TRIES: Final = 3
_FIRST_PAUSE: Final = 0.1
_LONGEST_PAUSE: Final = 5.0


class Persistence:
    """Repeats calls while that is safe and may help."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    def read(self, call: Callable[[], Answer]) -> Answer:
        """The answer to a call that changes nothing, asked again also after a lost connection or a server error."""
        return self._repeat(call, tries_after_loss=_READ_TRIES)

    def write(self, call: Callable[[], Answer], on_wait: Callable[[str], None]) -> Answer:
        """The answer to a call that may change something, sent again only where AWS refused it for the moment.

        ``on_wait`` is told each time why, and for how long it is waited.
        """
        return self._repeat(call, tries_after_loss=1, on_wait=on_wait)

    def _repeat(
        self, call: Callable[[], Answer], *, tries_after_loss: int, on_wait: Callable[[str], None] = lambda _: None
    ) -> Answer:
        until = self._clock.now() + PATIENCE
        pause, lost = _FIRST_PAUSE, 0
        while True:
            try:
                return call()
            except (ClientError, HTTPClientError, SdkConnectionError) as error:
                lost += not _refused_for_the_moment(error)
                if not _may_pass(error) or lost >= tries_after_loss or self._clock.now() >= until:
                    raise
                on_wait(f"{_REASONS.get(_code(error), 'Route 53 gave no answer')}; trying again in {pause:g} s")
            self._clock.sleep(pause)
            pause = min(_LONGEST_PAUSE, pause * 2)


def _code(error: Exception) -> str:
    return error_code(error) if isinstance(error, ClientError) else ""


def _may_pass(error: Exception) -> bool:
    if isinstance(error, ClientError):
        return _refused_for_the_moment(error) or status_of(error) >= SERVER_ERROR
    return True


def _refused_for_the_moment(error: Exception) -> bool:
    return isinstance(error, ClientError) and is_refusal(error) and error_code(error) in {*THROTTLED, PRIOR_REQUEST}
