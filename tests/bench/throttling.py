"""AWS Config as it throttles: a simulated clock, and the product's own pace and patience for each page.

Pages are asked for one after another and answered at once, which is the hardest pace there is for a limit.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from typing import Any, Final

from botocore.exceptions import ClientError
from botocore.hooks import HierarchicalEmitter

from tests.aws.fakes import FakeClock
from xalias_tui.aws.clients import PACED, pace
from xalias_tui.aws.rate_limit import StepBucket
from xalias_tui.aws.retries import Persistence

GRANTED: Final = 8.0
"""Queries a second at which AWS's own tool asks AWS Config; the rate itself is not published."""
_OPERATION: Final = "SelectAggregateResourceConfig"
_THROTTLED: Final[dict[str, Any]] = {
    "Error": {"Code": "ThrottlingException", "Message": "Rate exceeded"},
    "ResponseMetadata": {"HTTPStatusCode": 400, "RequestId": "00000000-0000-4000-8000-000000000000"},
}


@dataclass(slots=True)
class Throttled:
    """Answers pages up to a rate, in a bucket that holds a second of it, and refuses those above.

    Attributes:
        granted: Pages a second.
        pages: How many were answered.
        at: After how many answered pages each refusal came.
    """

    granted: float = GRANTED
    pages: int = 0
    at: list[int] = field(default_factory=list)
    _clock: FakeClock = field(default_factory=FakeClock)
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _events: HierarchicalEmitter = field(default_factory=HierarchicalEmitter)
    _left: float = 0.0
    _filled_at: float = 0.0

    def __post_init__(self) -> None:
        _, *full = PACED["config"]
        pace(self._events, StepBucket(self._clock).of_another(*full), f"config-service.{_OPERATION}")
        self._left, self._filled_at = self.granted, self._clock.now()

    @property
    def seconds(self) -> float:
        """How long all of it took, on the simulated clock."""
        return sum(self._clock.slept)

    def ask(self) -> None:
        """Ask for a page until it is answered; threads wait for each other, so that no time is counted twice."""
        with self._lock:
            Persistence(self._clock).read(self._once)

    def _once(self) -> None:
        self._events.emit(f"before-sign.config-service.{_OPERATION}")
        now = self._clock.now()
        self._left = min(self.granted, self._left + (now - self._filled_at) * self.granted)
        self._filled_at = now
        refused = self._left < 1
        answer: dict[str, Any] = _THROTTLED if refused else {}
        self._events.emit(f"response-received.config-service.{_OPERATION}", parsed_response=answer)
        if refused:
            self.at.append(self.pages)
            raise ClientError(_THROTTLED, _OPERATION)  # type: ignore[arg-type] # only what botocore reads of it
        self._left -= 1
        self.pages += 1
