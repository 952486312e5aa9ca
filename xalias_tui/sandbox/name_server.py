"""A name server on loopback that answers as the simulated world's DNS does, over UDP and TCP.

Every server of the simulated DNS has the same address; ``dns_answers`` decides which of them a question is for. Name
servers that refuse every question have an address of their own, where the machine has a second one on loopback.

Sources: RFC 1035 (section 4.2: lengths over TCP, truncation over UDP), RFC 6891 (larger datagrams), RFC 7766 (TCP).
"""

from __future__ import annotations

import contextlib
import socketserver
import struct
import threading
from collections.abc import Callable, Iterator
from types import TracebackType
from typing import Final, Self

import dns.exception
import dns.flags
import dns.message
import dns.rcode

from xalias_tui.sandbox.dns_answers import ADDRESS, REFUSING, REGISTRY, Answers
from xalias_tui.sandbox.world import World

__all__ = ["ADDRESS", "REFUSING", "REGISTRY", "NameServer"]

_SMALLEST_DATAGRAM: Final = 512
_LONGEST: Final = 65_535
_ATTEMPTS: Final = 20
_IDLE_SECONDS: Final = 5.0


class NameServer:
    """Serves a world's public zones.

    Args:
        world: Whose zones are served, as they are at each question.

    Attributes:
        asked: How many questions came.
    """

    def __init__(self, world: World) -> None:
        self.asked = 0
        self._answers = Answers(world)
        self._servers = list(_listeners(ADDRESS, 0, self.answer))
        with contextlib.suppress(OSError):  # not every machine has a second address on loopback
            self._servers += _listeners(REFUSING, self.port, _refusal)
        self._threads = [
            threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True) for server in self._servers
        ]

    @property
    def port(self) -> int:
        """Where it listens on 127.0.0.1, over UDP and TCP."""
        return int(self._servers[0].server_address[1])

    def __enter__(self) -> Self:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for server in self._servers:
            server.shutdown()
            server.server_close()

    def answer(self, wire: bytes) -> bytes:
        """The whole answer to a question, both in the wire format.

        Raises:
            dns.exception.DNSException: when it is not a question.
        """
        query = dns.message.from_wire(wire)
        self.asked += 1
        return self._answers.reply(query).to_wire(max_size=_LONGEST)


def _refusal(wire: bytes) -> bytes:
    reply = dns.message.make_response(dns.message.from_wire(wire))
    reply.set_rcode(dns.rcode.REFUSED)
    return reply.to_wire()


_Answer = Callable[[bytes], bytes]


def _listeners(address: str, port: int, answer: _Answer) -> tuple[socketserver.TCPServer, ...]:
    """A TCP and a UDP server on the same port.

    Raises:
        OSError: when the port is taken, or no port is free for both.
    """
    for attempt in range(_ATTEMPTS):
        stream = _Streams((address, port), _stream_handler(answer))
        try:
            return _Datagrams((address, stream.server_address[1]), _datagram_handler(answer)), stream
        except OSError:
            stream.server_close()
            if port or attempt == _ATTEMPTS - 1:
                raise
    raise AssertionError


class _Datagrams(socketserver.ThreadingUDPServer):
    daemon_threads = True
    block_on_close = False


class _Streams(socketserver.ThreadingTCPServer):
    daemon_threads = True
    block_on_close = False


def _fitting(query: bytes, reply: bytes) -> bytes:
    """The reply, or where it is larger than the client takes by UDP, an empty one that sends the client to TCP."""
    asked = dns.message.from_wire(query)
    if len(reply) <= max(_SMALLEST_DATAGRAM, asked.payload if asked.edns >= 0 else 0):
        return reply
    whole = dns.message.from_wire(reply)
    cut = dns.message.make_response(asked)
    cut.flags = whole.flags | dns.flags.TC
    return cut.to_wire()


def _datagram_handler(answer: _Answer) -> type[socketserver.BaseRequestHandler]:
    class Handler(socketserver.BaseRequestHandler):
        """Answers one datagram; what is not a question gets no answer."""

        def handle(self) -> None:
            wire, socket = self.request
            with contextlib.suppress(dns.exception.DNSException):
                socket.sendto(_fitting(wire, answer(wire)), self.client_address)

    return Handler


def _stream_handler(answer: _Answer) -> type[socketserver.BaseRequestHandler]:
    class Handler(socketserver.StreamRequestHandler):
        """Answers the questions of one connection, each preceded by its length."""

        timeout = _IDLE_SECONDS

        def handle(self) -> None:
            with contextlib.suppress(dns.exception.DNSException, OSError):  # the connection ends there
                for wire in self._questions():
                    reply = answer(wire)
                    self.wfile.write(struct.pack("!H", len(reply)) + reply)

        def _questions(self) -> Iterator[bytes]:
            while len(prefix := self.rfile.read(2)) == 2:  # noqa: PLR2004 -- octets of the length
                yield self.rfile.read(struct.unpack("!H", prefix)[0])

    return Handler
