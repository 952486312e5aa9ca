"""The read clients of one account: one a service, made once, shared by threads, for every region.

A client costs up to 60 ms and 1.3 MB, so one for every service and region of ten accounts would cost seventeen seconds
and a gigabyte. Instead the region of each call is put into the SDK's endpoint rules and signature through its events
``before-endpoint-resolution`` and ``before-sign``; a test compares URL and signature with those of regional clients.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping, MutableMapping
from contextlib import AbstractContextManager, contextmanager
from contextvars import ContextVar
from typing import Any, Final

from botocore.awsrequest import AWSRequest
from botocore.hooks import BaseEventHooks

from xalias_tui.aws.credentials import lends
from xalias_tui.aws.endpoints import home_region, is_global
from xalias_tui.aws.guard import refuse_changes
from xalias_tui.aws.rate_limit import StepBucket
from xalias_tui.aws.retries import THROTTLED, Answer, Persistence
from xalias_tui.aws.session import READ_ATTEMPTS, Session
from xalias_tui.aws.transport import SharedTransport

_REGION: ContextVar[str] = ContextVar("xalias_region", default="")
PACED: Final[Mapping[str, tuple[str, float, float]]] = {
    "organizations": ("", 8.0, 16.0),
    "config": (".SelectAggregateResourceConfig", 7.8, 7.0),
}
"""Operations that are throttled in long listings and whose rates are not published, the rate and how many at once.

AWS's own tool queries AWS Config eight times a second (aws-solutions/workload-discovery-on-aws, awsClient.mjs); this is
a little less, as clocks and networks are not exact.
"""


@contextmanager
def in_region(region: str) -> Iterator[None]:
    """Calls of this thread through the clients below go to a region; global services ignore it."""
    token = _REGION.set(region)
    try:
        yield
    finally:
        _REGION.reset(token)


class Clients:
    """Read clients of one account.

    Args:
        session: The account's own session.
        partition: The account's AWS partition.
        transport: Sends the requests.
        bucket: Paces what goes to Route 53.
    """

    def __init__(self, session: Session, partition: str, transport: SharedTransport, bucket: StepBucket) -> None:
        self._session = session
        self._partition = partition
        self._transport = transport
        self._bucket = bucket
        self._lock = threading.Lock()
        self._clients: dict[str, Any] = {}

    def get(self, service: str) -> Any:
        """The client for a service, whose calls go to the region of ``in_region``."""
        known = self._clients.get(service)
        if known is not None:  # without the lock: those who ask by it need not wait while clients of others are made
            return known
        with self._lock:
            if service not in self._clients:
                self._clients[service] = self.make(service)
            return self._clients[service]

    def make(self, service: str, *, attempts: int = READ_ATTEMPTS) -> Any:
        """A new client that only reads; ``attempts`` counts the first try."""
        self._transport.give_way()  # 8 ms of Python are to come
        paced = PACED.get(service)
        client = self._session.client(
            service, home_region(service, self._partition), attempts=attempts if paced is None else 1
        )
        events = client.meta.events
        refuse_changes(events, "discovery only reads.", "")
        if not is_global(service, self._partition):
            _override_region(events, client.meta.service_model.service_id.hyphenize())
        if service == "route53":
            pace(events, self._bucket)
        elif paced is not None:
            operation, *full = paced
            called = client.meta.service_model.service_id.hyphenize()
            pace(events, self._bucket.of_another(*full), f"{called}{operation}")
        lends(client.meta)
        self._transport.attach(events)
        return client

    def patiently(self, service: str, call: Callable[[], Answer]) -> Answer:
        """The answer to a call that reads; of a paced service asked again until its rate is found."""
        return Persistence(self._bucket.clock).read(call) if service in PACED else call()

    def asked(self, region: str) -> AbstractContextManager[None]:
        """Calls of this thread go to a region; global services ignore it."""
        return in_region(region)


def pace(events: BaseEventHooks, bucket: StepBucket, called: str = "route-53") -> None:
    """Make every attempt of a client, or of one operation, wait for its turn, and the bucket learn of throttling."""

    def turn(**_: Any) -> None:
        bucket.take()

    def learn(parsed_response: MutableMapping[str, Any] | None, **_: Any) -> None:
        if ((parsed_response or {}).get("Error") or {}).get("Code") in THROTTLED:
            bucket.throttled()

    # Before signing, so that a signature does not age while it waits.
    events.register(f"before-sign.{called}", turn)
    events.register(f"response-received.{called}", learn)


def _override_region(events: BaseEventHooks, service_id: str) -> None:
    def resolve(builtins: dict[str, Any], context: dict[str, Any], **_: Any) -> None:
        region = _REGION.get()
        if region:
            builtins["AWS::Region"] = context["client_region"] = region

    def sign(request: AWSRequest, **_: Any) -> None:
        region = _REGION.get()
        if region:
            request.context.setdefault("signing", {}).setdefault("region", region)

    # First, so that S3's redirect to the bucket's own region still has the last word.
    events.register_first(f"before-endpoint-resolution.{service_id}", resolve)
    events.register_first(f"before-sign.{service_id}", sign)
