"""Clients that many accounts share: the credentials of the account that is asked are put into each call.

A client costs up to 60 ms and 1.3 MB, so clients of their own would cost an organisation of 5,000 accounts gigabytes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from xalias_tui.aws.clients import Clients
from xalias_tui.aws.credentials import sign_as, signs_as
from xalias_tui.aws.retries import Answer
from xalias_tui.aws.session import READ_ATTEMPTS

Lend = Callable[[], Any]
"""Returns the SDK's credentials of an account, which renew themselves; raises what the SDK raises."""


class LentClients(Clients):
    """Read clients of one of the accounts that share them.

    Args:
        shared: The clients of all of them.
        lend: Returns the account's credentials.
    """

    def __init__(self, shared: Clients, lend: Lend) -> None:
        self._shared = shared
        self._lend = lend

    def patiently(self, service: str, call: Callable[[], Answer]) -> Answer:
        """See ``Clients``."""
        return self._shared.patiently(service, call)

    def get(self, service: str) -> Any:
        """The shared client for a service."""
        return self._shared.get(service)

    def make(self, service: str, *, attempts: int = READ_ATTEMPTS) -> Any:
        """A client of the account's own."""
        client = self._shared.make(service, attempts=attempts)
        signs_as(client.meta, self._lend)
        return client

    @contextmanager
    def asked(self, region: str) -> Iterator[None]:
        """Calls of this thread go to a region, signed with the account's credentials."""
        with super().asked(region), sign_as(self._lend()):
            yield
