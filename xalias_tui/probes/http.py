"""One request to a name, as a visitor's browser would send it first."""

from __future__ import annotations

import contextlib
import http.client
import re
import socket
import ssl
import threading
from typing import Final

from xalias_tui.domain.dataclass import dataclass

_METHOD: Final = "GET"


@dataclass(frozen=True, slots=True)
class Reply:
    """What came back.

    Attributes:
        status: HTTP status; 0 where none came.
        server: Header ``Server``; untrusted text.
        location: Header ``Location``; untrusted text.
        error: The error code of AWS in it: ``NoSuchBucket`` of S3, ``ForbiddenException`` of API Gateway; else empty.
        bucket: The bucket that S3 does not know; untrusted text.
        problem: Why none came; empty otherwise.
    """

    status: int = 0
    server: str = ""
    location: str = ""
    error: str = ""
    bucket: str = ""
    problem: str = ""


_ERRORS: Final = frozenset({403, 404})
_MOST_READ: Final = 4_096
_NO_BUCKET: Final = "NoSuchBucket"
_CODE: Final = re.compile(rf"(?:<Code>|Code: ){_NO_BUCKET}\b")
_BUCKET: Final = re.compile(r"(?:<BucketName>|BucketName: )([A-Za-z0-9._-]{3,255})")
"""An error of S3, as XML or as the page of a website endpoint (S3 API Reference: ErrorResponses)."""


def _told(answer: http.client.HTTPResponse) -> tuple[str, str]:
    """The error code of AWS in an answer, and the bucket that it is about; empty where there is none."""
    if answer.status not in _ERRORS:
        return "", ""
    kind = answer.getheader("x-amzn-ErrorType", "").partition(":")[0]
    if kind:
        return kind, ""
    text = answer.read(_MOST_READ).decode("utf-8", "replace")
    if _CODE.search(text) is None:
        return "", ""
    bucket = _BUCKET.search(text)
    return _NO_BUCKET, bucket[1] if bucket is not None else ""


class _Pinned(http.client.HTTPConnection):
    """A connection to one address under a name, in TLS where a context is given; the certificate was judged before."""

    def __init__(self, address: str, port: int, name: str, timeout: float, context: ssl.SSLContext | None) -> None:
        super().__init__(name, port, timeout=timeout)
        self._address = address
        self._context = context
        self.was_cut = False

    def cut(self) -> None:
        """End it from another thread."""
        self.was_cut = True
        if self.sock is not None:
            with contextlib.suppress(OSError):
                self.sock.shutdown(socket.SHUT_RDWR)

    def connect(self) -> None:
        """Connect to the address instead of what the name resolves to."""
        plain = socket.create_connection((self._address, self.port), timeout=self.timeout)
        self.sock = plain if self._context is None else self._context.wrap_socket(plain, server_hostname=self.host)


def status(address: str, name: str, *, port: int, secure: bool, timeout: float = 5.0) -> Reply:
    """Ask an address for ``/`` of a name.

    Args:
        address: IPv4 or IPv6 address.
        name: Header ``Host``, and the server name of TLS.
        port: Where it listens.
        secure: Whether to speak TLS.
        timeout: Seconds for each step; a server that sends drop by drop is cut off after twice as many.
    """
    context = None
    if secure:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    connection = _Pinned(address, port, name, timeout, context)
    watch = threading.Timer(2 * timeout, connection.cut)
    watch.daemon = True
    watch.start()
    try:
        connection.request(_METHOD, "/", headers={"User-Agent": "xalias", "Accept": "*/*"})
        answer = connection.getresponse()
        error, bucket = _told(answer)
        return Reply(answer.status, answer.getheader("Server", ""), answer.getheader("Location", ""), error, bucket)
    except TimeoutError:
        return Reply(problem=f"{address} port {port} did not answer within {timeout:g} s.")
    except (OSError, ValueError, http.client.HTTPException) as error:
        if connection.was_cut:
            return Reply(problem=f"{address} port {port} did not end its answer within {2 * timeout:g} s.")
        return Reply(problem=f"{address} port {port} gave no HTTP answer: {str(error) or type(error).__name__}.")
    finally:
        watch.cancel()
        connection.close()
