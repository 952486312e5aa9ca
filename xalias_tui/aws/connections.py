"""Connections to AWS as many threads make them: little work for each host, and one segment for each request.

urllib3 makes room for all connections that a host may ever have, under a lock for each: 0.08 ms of CPU a host. And it
sends headers and body one after the other, where the standard library and botocore would join them: one more record of
TLS, and one more time that a thread waits for the interpreter.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping
from queue import Empty, Full
from typing import Any, Final

from botocore.awsrequest import (
    AWSHTTPConnection,
    AWSHTTPConnectionPool,
    AWSHTTPSConnection,
    AWSHTTPSConnectionPool,
)


class Idle:
    """What urllib3 keeps unused connections in, the last first; it never blocks. Safe to use from several threads.

    Args:
        maxsize: How many are kept.
    """

    def __init__(self, maxsize: int) -> None:
        self._most = maxsize
        self._kept: deque[Any] = deque()

    def put(self, connection: Any, block: bool = False, timeout: float | None = None) -> None:  # noqa: ARG002, FBT001, FBT002 -- urllib3's own signature
        """Keep a connection; None, which urllib3 holds a place with, takes none.

        Raises:
            queue.Full: when no more are kept.
        """
        if connection is None:
            return
        if len(self._kept) >= self._most:
            raise Full
        self._kept.append(connection)

    def get(self, block: bool = False, timeout: float | None = None) -> Any:  # noqa: ARG002, FBT001, FBT002 -- as above
        """The connection that was used last.

        Raises:
            queue.Empty: when there is none, and urllib3 is to make one.
        """
        try:
            return self._kept.pop()
        except IndexError:
            raise Empty from None

    def qsize(self) -> int:
        """How many are kept."""
        return len(self._kept)


class _Whole:
    """A connection that sends a body together with the headers, where nothing is awaited in between."""

    _body: bytes | None = None

    def request(
        self, method: str, url: str, body: Any = None, headers: Mapping[str, Any] | None = None, **options: Any
    ) -> None:
        """Send a request."""
        known = headers or {}
        if isinstance(body, str):
            body = body.encode()
        if isinstance(body, bytes) and "Content-Length" in known and "Expect" not in known:
            self._body, body = body, None
        try:
            super().request(method, url, body, headers, **options)  # type: ignore[misc] # of what it is mixed with
        finally:
            self._body = None

    def endheaders(self, message_body: bytes | None = None, **options: Any) -> None:
        """Send the headers, and the body with them."""
        super().endheaders(self._body if message_body is None else message_body, **options)  # type: ignore[misc] # as above


def _pool(pool: type, connection: type) -> type:
    whole = type(f"Whole{connection.__name__}", (_Whole, connection), {})
    return type(f"Lean{pool.__name__}", (pool,), {"ConnectionCls": whole, "QueueCls": Idle})


POOLS: Final[Mapping[str, type]] = {
    "http": _pool(AWSHTTPConnectionPool, AWSHTTPConnection),
    "https": _pool(AWSHTTPSConnectionPool, AWSHTTPSConnection),
}
"""What holds the connections to a host, by scheme."""
