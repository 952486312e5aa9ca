"""Somebody between the program and AWS, who sees each request and answer: a proxy, a captive portal, a gateway."""

from __future__ import annotations

import http.client
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Final

from werkzeug.datastructures import Headers

from xalias_tui.sandbox.calls import Refusal
from xalias_tui.sandbox.wire import Request, identify

_LOOPBACK: Final = "127.0.0.1"
_OF_THE_CONNECTION: Final = frozenset({"connection", "content-length", "transfer-encoding", "date", "server"})


@dataclass(frozen=True)
class Answered:
    """An HTTP response."""

    status: int = 200
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=lambda: {"Content-Type": "text/html"})

    def replaced(self, old: bytes, new: bytes) -> Answered:
        """The same with one part of its body replaced, which must be there."""
        if old not in self.body:
            raise KeyError(old, self.body)
        return Answered(self.status, self.body.replace(old, new), self.headers)


class Cut(Exception):  # noqa: N818 -- what happens, not what is wrong
    """The connection is closed without an answer."""


Meddle = Callable[[str, Callable[[], Answered]], Answered]
"""Answers a call, named as in ``route53:ListHostedZones``, itself or by asking AWS; raises ``Cut`` to say nothing."""

PORTAL: Final = b"<html><head><title>Sign in to the network</title></head><body><h1>Welcome</h1></body></html>"
TORN: Final = b"<!doctype html><html lang=en><title>502 Bad Gateway</title><p>Sorry<br>"
"""A web page that is no XML."""


def page(pattern: str, body: bytes = PORTAL, status: int = 200) -> Meddle:
    """Answers calls of this name with a web page, and lets all others through; a ``!`` before it: after they acted."""
    wanted = pattern.removeprefix("!")

    def meddle(called: str, ask: Callable[[], Answered]) -> Answered:
        if called != wanted:
            return ask()
        if wanted != pattern:
            ask()
        return Answered(status, body)

    return meddle


@contextmanager
def between(url: str, meddle: Meddle) -> Iterator[str]:
    """Stand between clients and ``url``; gives the address where clients find it."""
    place = url.removeprefix("http://")

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True
        wbufsize = -1

        def _pass(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            try:
                answered = meddle(self._called(body), lambda: self._ask(body))
            except Cut:
                self.close_connection = True
                return
            self.send_response_only(answered.status)
            for name, value in {**answered.headers, "Content-Length": str(len(answered.body))}.items():
                self.send_header(name, value)
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(answered.body)
            self.wfile.flush()

        do_DELETE = do_GET = do_HEAD = do_POST = do_PUT = _pass  # noqa: N815 -- http.server looks for these names

        def _called(self, body: bytes) -> str:
            path, _, query = self.path.partition("?")
            try:
                found = identify(Request(self.command, path, query, Headers(list(self.headers.items())), body))
            except Refusal:
                return ""
            return f"{found.service}:{found.operation.name}"

        def _ask(self, body: bytes) -> Answered:
            connection = http.client.HTTPConnection(place, timeout=10)
            try:
                connection.request(self.command, self.path, body, dict(self.headers.items()))
                answer = connection.getresponse()
                kept = {name: value for name, value in answer.getheaders() if name.lower() not in _OF_THE_CONNECTION}
                return Answered(answer.status, answer.read(), kept)
            finally:
                connection.close()

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 -- the name that http.server gives it
            """Write nothing."""

    server = ThreadingHTTPServer((_LOOPBACK, 0), Handler)
    server.daemon_threads = True
    server.block_on_close = False
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield f"http://{_LOOPBACK}:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
