"""One HTTPS transport for all read clients, with the CA bundle loaded once.

urllib3 loads the bundle again for every connection that is not given a context which already holds it: 35 ms of CPU
each with OpenSSL 3.0, more than all the rest of a call (https://github.com/boto/botocore/issues/3171). botocore lets a
handler of its public event ``before-send`` answer in place of the client's own HTTP session. Four hooks of botocore's
HTTP session are overridden; should a later botocore not call them, connections work as they did, only slower.
"""

from __future__ import annotations

import os
import socket
import ssl
from collections.abc import Callable
from copy import copy
from functools import cache
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit
from urllib.request import getproxies

from botocore.awsrequest import AWSPreparedRequest
from botocore.hooks import BaseEventHooks
from botocore.httpsession import URLLib3Session, create_urllib3_context, get_cert_path
from botocore.utils import get_environ_proxies

from xalias_tui.aws.connections import POOLS
from xalias_tui.domain.accounts import AT_ONCE
from xalias_tui.domain.errors import AwsError

CONNECT_TIMEOUT: Final = 4.0
"""Seconds."""
READ_TIMEOUT: Final = 12.0
"""Seconds."""
_HOSTS: Final = 512
"""Connection pools kept, one a host: services times regions. botocore's own limit of 10 would close most of them."""
_AT_ONCE: Final[Any] = [(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)]
"""What botocore's clients ask of their own sessions: a POST is two segments, and without this the second waits for the
acknowledgement of the first, 40 ms on Linux."""


class SharedTransport:
    """Sends the requests of many clients, through the environment's proxies where they apply to the host asked.

    Args:
        ca_bundle: Path to a bundle, or None for ``REQUESTS_CA_BUNDLE``, else botocore's own.
        give_way: Called on the thread of a request before its client is made, before it is sent, and before its answer
            is read; returns at once, or soon where something more urgent is under way.

    Raises:
        AwsError: ``misconfigured``, when the bundle cannot be loaded.
    """

    def __init__(self, ca_bundle: str | None = None, give_way: Callable[[], None] = lambda: None) -> None:
        verify: Any = ca_bundle or os.environ.get("REQUESTS_CA_BUNDLE") or True
        try:
            self._context = _trusting(str(get_cert_path(verify)))
        except OSError as error:
            raise AwsError(
                "misconfigured",
                f"The CA bundle {get_cert_path(verify)} cannot be loaded: {error.strerror or error}.",
                "Correct ca_bundle, AWS_CA_BUNDLE or REQUESTS_CA_BUNDLE.",
            ) from error
        self._verify = verify
        self.give_way = give_way
        self._proxies = getproxies()
        self._sessions: dict[tuple[tuple[str, str], ...], _Session] = {}
        self._by_host: dict[tuple[str, str], _Session] = {}

    def attach(self, events: BaseEventHooks) -> None:
        """Answer the requests of the client that these events belong to; attached twice, each is sent once."""
        events.register("before-send", self._send, unique_id="xalias-transport")

    def _send(self, request: AWSPreparedRequest, **_: Any) -> Any:
        """Send it by the session of its host; which proxy serves a host is read from the environment once."""
        parts = urlsplit(request.url)
        host = (parts.scheme, parts.netloc)
        if host not in self._by_host:
            # Whether a host is an exception is read from all variables again, and of no interest without a proxy.
            self._by_host[host] = self._session(get_environ_proxies(request.url) if self._proxies else {})
        self.give_way()
        answer = self._by_host[host].send(_plain(request))
        self.give_way()
        return answer

    def _session(self, proxies: dict[str, str]) -> _Session:
        key = tuple(sorted(proxies.items()))
        if key not in self._sessions:  # two threads make two, of which one is used
            self._sessions.setdefault(key, _Session(self._context, self._verify, proxies))
        return self._sessions[key]


def _plain(request: AWSPreparedRequest) -> AWSPreparedRequest:
    """The same request, its headers in a dictionary: botocore's own, which urllib3 copies and goes through, is slow."""
    found = copy(request)
    found.headers = dict(request.headers.items())  # type: ignore[assignment] # the stub knows no plain ones
    return found


def _trusting(bundle: str) -> ssl.SSLContext:
    """A context that trusts a bundle; loaded once for as long as the file stays as it is."""
    status = Path(bundle).stat()
    return _loaded(bundle, status.st_mtime_ns, status.st_size)


@cache
def _loaded(bundle: str, changed: int, size: int) -> ssl.SSLContext:  # noqa: ARG001 -- they tell a file from what it was
    context: ssl.SSLContext = create_urllib3_context()
    context.check_hostname = True  # by OpenSSL; botocore leaves it to urllib3, which does it in Python
    context.hostname_checks_common_name = False
    context.load_verify_locations(bundle)
    return context


class _Session(URLLib3Session):
    def __init__(self, context: ssl.SSLContext, verify: Any, proxies: dict[str, str]) -> None:
        self._context = context
        super().__init__(
            verify=verify,
            proxies=proxies,
            timeout=(CONNECT_TIMEOUT, READ_TIMEOUT),  # type: ignore[arg-type] # the stub knows one number only
            max_pool_connections=AT_ONCE,
            socket_options=_AT_ONCE,
        )
        getattr(self, "_pool_classes_by_scheme", {}).update(POOLS)

    def _get_ssl_context(self) -> ssl.SSLContext:
        return self._context

    def _get_pool_manager_kwargs(self, **extra: Any) -> dict[str, Any]:
        settings: dict[str, Any] = super()._get_pool_manager_kwargs(**extra)  # type: ignore[misc] # not in the stub
        return settings | {"num_pools": _HOSTS}

    def _setup_ssl_cert(self, conn: Any, url: str, verify: Any) -> None:  # noqa: ARG002 -- botocore's own signature
        conn.cert_reqs = "CERT_REQUIRED"
        conn.ca_certs = None
