"""The simulated organisation behind a loopback port."""

from __future__ import annotations

import contextlib
import socket
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Self

from werkzeug.datastructures import Headers

from xalias_tui.sandbox.dispatch import answer
from xalias_tui.sandbox.profiles import write_profiles
from xalias_tui.sandbox.wire import Answer, Request
from xalias_tui.sandbox.world import World

_LOOPBACK = "127.0.0.1"


class Sandbox:
    """A running simulated organisation; a context manager that stops it.

    Attributes:
        world: What it simulates; may be changed, or replaced, while it runs.
        url: Where it listens, e.g. ``http://127.0.0.1:40123``.
    """

    def __init__(self, world: World, port: int) -> None:
        """Listen on the loopback address; port 0 takes a free one."""
        self._server = _Server((_LOOPBACK, port), world)
        self.url = f"http://{_LOOPBACK}:{self._server.server_address[1]}"
        self._thread = threading.Thread(
            target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, name="sandbox", daemon=True
        )
        self._thread.start()

    @property
    def world(self) -> World:
        """What it simulates."""
        return self._server.world

    @world.setter
    def world(self, world: World) -> None:
        """Answer from another world from the next request on."""
        self._server.world = world

    @classmethod
    def start(cls, world: World | None = None, port: int = 0) -> Self:
        """Start serving a world, or the whole demo organisation when none is given.

        Raises:
            OSError: when the port is taken.
        """
        if world is None:
            from xalias_tui.sandbox import organisation  # noqa: PLC0415 -- a test's own world needs none of it

            world = World.empty()
            organisation.build(world)
        return cls(world, port)

    def environment(self, directory: Path) -> dict[str, str]:
        """Write AWS configuration files into a directory; returns the variables that make an SDK use them."""
        return write_profiles(directory, self.url)

    def close(self) -> None:
        """Stop listening and hang up."""
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    request_queue_size = 128

    def __init__(self, address: tuple[str, int], world: World) -> None:
        self.world = world
        self._open: set[socket.socket] = set()
        super().__init__(address, _Handler)  # closes itself where the port is taken, which reads what is open

    def process_request(self, request: Any, client_address: Any) -> None:
        self._open.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        self._open.discard(request)
        super().shutdown_request(request)

    def server_close(self) -> None:
        super().server_close()
        for connection in tuple(self._open):
            with contextlib.suppress(OSError):  # the client may have hung up first
                connection.shutdown(socket.SHUT_RDWR)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing about clients that hang up; a defect of the sandbox was answered with status 500."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = -1
    server: _Server

    def _serve(self) -> None:
        path, _, query = self.path.partition("?")
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        response = answer(
            self.server.world, Request(self.command, path, query, Headers(list(self.headers.items())), body)
        )
        if response is None:
            self.close_connection = True
            return
        self._send(response)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 -- the name that http.server gives it
        """Write nothing: the terminal belongs to the program."""

    do_DELETE = do_GET = do_HEAD = do_POST = do_PUT = _serve  # noqa: N815 -- http.server looks for these names

    def _send(self, response: Answer) -> None:
        self.send_response_only(response.status)
        self.send_header("Content-Type", response.content_type)
        self.send_header("Content-Length", str(len(response.body)))
        for name, value in response.headers.items():
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(response.body)
        self.wfile.flush()
