"""Connections are kept and used again, and a request with a body leaves in one piece."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from queue import Empty, Full
from typing import Any

import pytest

from xalias_tui.aws.connections import POOLS, Idle

_ANSWER = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"


class _Listener:
    """Answers every piece that it receives, and notes them by connection."""

    def __init__(self) -> None:
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._socket.getsockname()[1]
        self.received: list[list[bytes]] = []
        self._thread = threading.Thread(target=self._serve)
        self._thread.start()

    def _serve(self) -> None:
        while True:
            connection, _ = self._socket.accept()
            with connection:
                if self._closing(connection):
                    return

    def _closing(self, connection: socket.socket) -> bool:
        pieces: list[bytes] = []
        self.received.append(pieces)
        while piece := connection.recv(65_536):
            pieces.append(piece)
            connection.sendall(_ANSWER)
        return not pieces

    def close(self) -> None:
        socket.create_connection(("127.0.0.1", self.port)).close()
        self._thread.join()
        self._socket.close()
        self.received.pop()


@pytest.fixture
def listener() -> Iterator[_Listener]:
    running = _Listener()
    yield running
    running.close()


@pytest.mark.parametrize("body", [b"Action=ListThings", "Action=ListThings"])
def test_headers_and_body_leave_in_one_piece_and_a_connection_is_used_again(listener: _Listener, body: Any) -> None:
    pool = POOLS["http"]("127.0.0.1", listener.port, maxsize=4)
    for _ in range(2):
        answer = pool.urlopen("POST", "/", body, {"Content-Length": "17", "X-Amz-Date": b"20261201T000000Z"})
        assert answer.data == b"ok"
    pool.close()
    (pieces,) = listener.received
    assert len(pieces) == 2
    assert pieces[0] == pieces[1]
    head, _, sent = pieces[0].partition(b"\r\n\r\n")
    assert sent == b"Action=ListThings"
    assert head.startswith(b"POST / HTTP/1.1\r\n")
    assert head.lower().count(b"content-length: 17") == head.lower().count(b"content-length") == 1


def test_a_request_without_a_body_is_sent_as_ever(listener: _Listener) -> None:
    pool = POOLS["http"]("127.0.0.1", listener.port, maxsize=4)
    assert pool.urlopen("GET", "/2013-04-01/hostedzone", headers={"X-Amz-Date": "20261201T000000Z"}).status == 200
    pool.close()
    ((piece,),) = listener.received
    assert piece.startswith(b"GET /2013-04-01/hostedzone HTTP/1.1\r\n")
    assert piece.endswith(b"\r\n\r\n")
    assert b"content-length" not in piece.lower()


def test_as_many_connections_are_kept_as_may_be_and_the_last_is_used_first() -> None:
    idle = Idle(2)
    idle.put(None)
    assert idle.qsize() == 0
    idle.put("first")
    idle.put("second")
    with pytest.raises(Full):
        idle.put("third")
    assert [idle.get(), idle.get()] == ["second", "first"]
    with pytest.raises(Empty):
        idle.get()
