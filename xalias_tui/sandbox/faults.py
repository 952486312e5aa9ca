"""Trouble on demand: lost answers, slow answers, refusals and throttling that a test switches on."""

from __future__ import annotations

import threading
from collections import Counter, deque
from collections.abc import Mapping
from dataclasses import field
from datetime import datetime
from fnmatch import fnmatchcase
from typing import Final

from xalias_tui.domain.dataclass import dataclass
from xalias_tui.sandbox.calls import Refusal
from xalias_tui.sandbox.clock import Clock


@dataclass(frozen=True, slots=True)
class Cut:
    """The request is carried out, then the connection is closed without an answer."""


@dataclass(frozen=True, slots=True)
class Slow:
    """The request waits before it is carried out.

    Attributes:
        reached: Set when a request has arrived and waits.
        release: Lets it go on.
    """

    reached: threading.Event = field(default_factory=threading.Event)
    release: threading.Event = field(default_factory=threading.Event)


@dataclass(frozen=True, slots=True)
class Refuse:
    """The request is not carried out and answered with an error."""

    code: str
    message: str
    status: int = 400


Fault = Cut | Slow | Refuse

RATES: Final[Mapping[str, float]] = {
    "config:BatchGet*": 15.0,
    "config:Select*": 8.0,
    "organizations:*": 1.0,
    "sso:*": 20.0,
}
"""Calls a second: what AWS's own workload-discovery-on-aws keeps to, and for IAM Identity Center its quota."""
_TOO_MANY: Final[Mapping[str, tuple[str, int]]] = {
    "organizations": ("TooManyRequestsException", 400),
    "sso": ("TooManyRequestsException", 429),
}
"""Code and status of services that call throttling otherwise."""


def throttled() -> Refuse:
    """What every service answers beyond its rate."""
    return Refuse("Throttling", "Rate exceeded")


def prior_request_not_complete() -> Refuse:
    """What Route 53 answers to a second change while one of the same zone is being processed."""
    return Refuse(
        "PriorRequestNotComplete", "The request was rejected because Route 53 was still processing a prior request."
    )


def server_error() -> Refuse:
    """A failure on AWS's side."""
    return Refuse("InternalFailure", "We encountered an internal error. Please try again.", 500)


def denied(action: str = "route53:ChangeResourceRecordSets") -> Refuse:
    """A permission that was withdrawn meanwhile."""
    return Refuse("AccessDenied", f"User is not authorized to perform: {action} with an explicit deny", 403)


def expired() -> Refuse:
    """Credentials that ran out between two calls."""
    return Refuse("ExpiredToken", "The security token included in the request is expired", 403)


@dataclass(slots=True)
class _Bucket:
    rate: float
    burst: float
    level: float
    filled_at: datetime


class Faults:
    """The trouble that can be switched on; everything is off at first.

    Attributes:
        one_change_at_a_time: Whether Route 53 refuses a change while an earlier one of the same zone is PENDING.
        empty_first_pages: Whether lists of AWS Organizations begin with an empty page that has a token.
        throttled: How many calls of each service the buckets refused so far.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._next: deque[tuple[str, Fault | None]] = deque()
        self._buckets: dict[tuple[str, str], _Bucket] = {}
        self._rates: dict[str, float] = {}
        self.one_change_at_a_time = False
        self.empty_first_pages = False
        self.throttled: Counter[str] = Counter()

    def next(self, pattern: str, fault: Fault, times: int = 1, *, after: int = 0) -> None:
        """Let ``times`` calls matching ``pattern`` (``route53:Change*``) meet ``fault``, after so many that do not."""
        with self._lock:
            self._next.extend([*[(pattern, None)] * after, *[(pattern, fault)] * times])

    def limit_rate(
        self, account_id: str, rate: float, burst: float, service: str = "route53", operation: str = "*"
    ) -> None:
        """Give an account a token bucket for a service or one operation: ``rate`` calls a second, ``burst`` at once."""
        with self._lock:
            self._buckets[account_id, f"{service}:{operation}"] = _Bucket(rate, burst, burst, self._clock())

    def limit_rates_of_aws(self) -> None:
        """Give each account the rates of the operations whose rates are known (``RATES``)."""
        self._rates.update(RATES)

    def clear(self) -> None:
        """Switch everything off."""
        with self._lock:
            self._next.clear()
            self._buckets.clear()
            self._rates.clear()
        self.one_change_at_a_time = False
        self.empty_first_pages = False

    def take(self, service: str, operation: str) -> Fault | None:
        """The fault that this call meets, taken off the list; None for a quiet day."""
        name = f"{service}:{operation}"
        with self._lock:
            for index, (pattern, fault) in enumerate(self._next):
                if fnmatchcase(name, pattern):
                    del self._next[index]
                    return fault
        return None

    def charge(self, account_id: str, service: str, operation: str) -> None:
        """Take a token for the call out of each bucket that it belongs to.

        Raises:
            Refusal: ``Throttling``, or what the service calls it, when one is empty.
        """
        name = f"{service}:{operation}"
        with self._lock:
            now = self._clock()
            for pattern, rate in self._rates.items():
                self._buckets.setdefault((account_id, pattern), _Bucket(rate, rate, rate, now))
            of_it = [
                bucket
                for (owner, pattern), bucket in self._buckets.items()
                if owner == account_id and fnmatchcase(name, pattern)
            ]
            for bucket in of_it:
                refill = (now - bucket.filled_at).total_seconds() * bucket.rate
                bucket.level = min(bucket.burst, bucket.level + refill)
                bucket.filled_at = now
            if any(bucket.level < 1 for bucket in of_it):
                self.throttled[service] += 1
                code, status = _TOO_MANY.get(service, ("Throttling", 400))
                raise Refusal(code, "Rate exceeded", status)
            for bucket in of_it:
                bucket.level -= 1
