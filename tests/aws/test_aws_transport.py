"""The shared transport verifies as the SDK does, loads the bundle once, and honours bundles and proxies."""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from botocore.exceptions import ProxyConnectionError, SSLError

from tests.aws.fakes import made_up_session
from tests.aws.tls import localhost_certificate
from xalias_tui.aws.clients import Clients, in_region
from xalias_tui.aws.rate_limit import StepBucket
from xalias_tui.aws.transport import SharedTransport
from xalias_tui.domain.errors import AwsError

_EMPTY_LISTING = (
    b'<DescribeLoadBalancersResponse xmlns="http://elasticloadbalancing.amazonaws.com/doc/2015-12-01/">'
    b"<DescribeLoadBalancersResult><LoadBalancers/></DescribeLoadBalancersResult></DescribeLoadBalancersResponse>"
)


class _Handler(BaseHTTPRequestHandler):
    server: Server

    def do_POST(self) -> None:
        self.server.targets.append(self.path)
        self.rfile.read(int(self.headers["Content-Length"]))
        self.send_response(200)
        self.send_header("Content-Length", str(len(_EMPTY_LISTING)))
        self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(_EMPTY_LISTING)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 -- http.server's own name
        """Say nothing."""


class Server(ThreadingHTTPServer):
    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.targets: list[str] = []

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Clients that do not trust us hang up."""


@pytest.fixture
def server() -> Iterator[Server]:
    running = Server()
    thread = threading.Thread(target=running.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield running
    running.shutdown()
    running.server_close()
    thread.join()


@pytest.fixture
def bundle(server: Server, tmp_path: Path) -> Path:
    """Makes the server speak TLS as ``localhost``; returns the bundle that trusts it."""
    pem, key_pem = localhost_certificate(tmp_path)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pem, key_pem)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    return pem


def _clients(transport: SharedTransport) -> Clients:
    return Clients(made_up_session(), "aws", transport, StepBucket())


def _ask(transport: SharedTransport, region: str = "eu-west-1") -> None:
    with in_region(region):
        assert _clients(transport).get("elbv2").describe_load_balancers()["LoadBalancers"] == []


def _lead_to(server: Server, monkeypatch: pytest.MonkeyPatch, host: str, scheme: str = "https") -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL", f"{scheme}://{host}:{server.server_address[1]}")


def test_the_bundle_is_loaded_once_for_all_connections(
    server: Server, bundle: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    loaded: list[object] = []
    load = ssl.SSLContext.load_verify_locations

    def counting(self: ssl.SSLContext, *args: Any, **kwargs: Any) -> None:
        loaded.append(args or kwargs)
        load(self, *args, **kwargs)

    monkeypatch.setattr(ssl.SSLContext, "load_verify_locations", counting)
    _lead_to(server, monkeypatch, "localhost")
    transport = SharedTransport(str(bundle))
    for _ in range(3):
        _ask(transport)
    assert len(server.targets) == 3
    assert len(loaded) == 1


def test_a_request_gives_way_before_its_client_is_made_it_is_sent_and_its_answer_is_read(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    _lead_to(server, monkeypatch, "127.0.0.1", "http")
    sent: list[int] = []
    _ask(SharedTransport(give_way=lambda: sent.append(len(server.targets))))
    assert sent == [0, 0, 1]


def test_the_body_of_a_request_does_not_wait_for_an_acknowledgement(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    options: list[tuple[Any, ...]] = []
    set_option = socket.socket.setsockopt

    def noting(self: socket.socket, *option: Any) -> None:
        options.append(option)
        set_option(self, *option)

    monkeypatch.setattr(socket.socket, "setsockopt", noting)
    _lead_to(server, monkeypatch, "127.0.0.1", "http")
    _ask(SharedTransport())
    assert options.count((socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)) == 1


def test_a_request_leaves_in_one_piece(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    pieces: list[bytes] = []
    send = socket.socket.sendall

    def noting(self: socket.socket, piece: bytes) -> None:
        pieces.extend([piece] * (b"Action=" in piece or piece.startswith(b"POST ")))
        send(self, piece)

    monkeypatch.setattr(socket.socket, "sendall", noting)
    _lead_to(server, monkeypatch, "127.0.0.1", "http")
    _ask(SharedTransport())
    assert len(pieces) == 1
    assert pieces[0].endswith(b"\r\n\r\nAction=DescribeLoadBalancers&Version=2015-12-01")


def test_an_authority_that_the_bundle_does_not_hold_is_not_trusted(
    server: Server, bundle: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert bundle.exists()
    _lead_to(server, monkeypatch, "localhost")
    with pytest.raises(SSLError, match=r"CERTIFICATE_VERIFY_FAILED"):
        _ask(SharedTransport())
    assert server.targets == []


def test_a_certificate_of_another_host_is_not_trusted(
    server: Server, bundle: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _lead_to(server, monkeypatch, "127.0.0.1")
    with pytest.raises(SSLError, match=r"CERTIFICATE_VERIFY_FAILED.* not valid for '127.0.0.1'"):
        _ask(SharedTransport(str(bundle)))
    assert server.targets == []


def test_the_environment_may_name_the_bundle(server: Server, bundle: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(bundle))
    _lead_to(server, monkeypatch, "localhost")
    _ask(SharedTransport())
    assert len(server.targets) == 1
    monkeypatch.setenv("AWS_CA_BUNDLE", str(bundle))
    assert made_up_session().ca_bundle == str(bundle)


def test_a_bundle_that_cannot_be_loaded_is_named() -> None:
    with pytest.raises(AwsError) as caught:
        SharedTransport("/nowhere/bundle.pem")
    assert "/nowhere/bundle.pem" in caught.value.message


def test_a_proxy_is_used_except_where_it_is_not_to_be(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    proxy = f"http://127.0.0.1:{server.server_address[1]}"
    monkeypatch.setenv("HTTP_PROXY", proxy)
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://elb.example.com")
    transport = SharedTransport()
    _ask(transport)
    assert server.targets == ["http://elb.example.com/"]
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    _lead_to(server, monkeypatch, "127.0.0.1", "http")
    _ask(transport)
    assert server.targets[1:] == ["/"]


def test_a_proxy_that_does_not_answer_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://elb.example.com")
    client = Clients(made_up_session(), "aws", SharedTransport(), StepBucket()).make("elbv2", attempts=1)
    with pytest.raises(ProxyConnectionError):
        client.describe_load_balancers()
