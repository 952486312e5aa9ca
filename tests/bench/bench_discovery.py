"""Discovery through the shared read clients against a client for every service and region, as boto3 is mostly used.

Both ask a server of our own over TLS, in the same run, so only the ratios mean something::

    python -m tests.bench.bench_discovery [--latency 0.1] [--regions 17]
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import ssl
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import boto3

from tests.aws.fakes import KEY, SECRET, made_up_session
from tests.aws.tls import localhost_certificate
from xalias_tui.aws.clients import Clients, in_region
from xalias_tui.aws.rate_limit import StepBucket
from xalias_tui.aws.transport import SharedTransport

CALLS = {
    "acm": "list_certificates",
    "apigateway": "get_domain_names",
    "apigatewayv2": "get_domain_names",
    "apprunner": "list_services",
    "appsync": "list_domain_names",
    "ec2": "describe_vpc_endpoints",
    "lightsail": "get_load_balancers",
    "opensearch": "list_domain_names",
    "vpc-lattice": "list_services",
}
"""Services whose empty answer needs no form of its own."""
Job = tuple[str, str]


def main() -> None:
    """Run both and print a table."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--latency", type=float, default=0.1, help="seconds that the server waits")
    options.add_argument("--regions", type=int, default=17)
    options.add_argument("--threads", type=int, default=16, help="threads of the client-per-region side")
    chosen = options.parse_args()
    regions = boto3.Session().get_available_regions("ec2")[: chosen.regions]
    jobs = [(service, region) for region in regions for service in CALLS]
    with tempfile.TemporaryDirectory() as directory:
        pem, key = localhost_certificate(Path(directory))
        with _server(pem, key, chosen.latency) as port:
            os.environ |= {"AWS_ENDPOINT_URL": f"https://localhost:{port}", "AWS_CA_BUNDLE": str(_with_public(pem))}
            naive = _measure(_client_per_region(), jobs, chosen.threads)
            ours = _measure(_shared_clients(), jobs, 4 * chosen.threads)
    print(f"{len(jobs)} calls, {len(CALLS)} services, {len(regions)} regions, latency {chosen.latency:g} s")  # noqa: T201 -- a table is what this prints
    print(f"{'':24}{'wall s':>8}{'CPU s':>8}")  # noqa: T201
    for name, (wall, cpu) in (("client for each region", naive), ("shared clients", ours)):
        print(f"{name:24}{wall:8.2f}{cpu:8.2f}")  # noqa: T201
    print(f"{'ratio':24}{ours[0] / naive[0]:8.2f}{ours[1] / naive[1]:8.2f}   (target: 0.20 and 0.13)")  # noqa: T201


def _client_per_region() -> Callable[[Job], None]:
    session: Any = boto3.Session(KEY, SECRET)

    def call(job: Job) -> None:
        service, region = job
        getattr(session.client(service, region_name=region), CALLS[service])()

    return call


def _shared_clients() -> Callable[[Job], None]:
    session = made_up_session()
    clients = Clients(session, "aws", SharedTransport(session.ca_bundle), StepBucket())

    def call(job: Job) -> None:
        service, region = job
        with in_region(region):
            getattr(clients.get(service), CALLS[service])()

    return call


def _measure(call: Callable[[Job], None], jobs: list[Job], threads: int) -> tuple[float, float]:
    wall, cpu = time.perf_counter(), time.process_time()
    with ThreadPoolExecutor(threads) as pool:
        list(pool.map(call, jobs))
    return time.perf_counter() - wall, time.process_time() - cpu


def _with_public(pem: Path) -> Path:
    """A bundle of realistic size: the public authorities and our own."""
    import certifi  # noqa: PLC0415 -- only the benchmark needs the public authorities

    bundle = pem.with_name("all.pem")
    bundle.write_bytes(Path(certifi.where()).read_bytes() + pem.read_bytes())
    return bundle


@contextmanager
def _server(pem: Path, key: Path, latency: float) -> Iterator[int]:
    ours, theirs = multiprocessing.Pipe()
    process = multiprocessing.get_context("spawn").Process(target=_serve, args=(theirs, pem, key, latency), daemon=True)
    process.start()
    try:
        yield ours.recv()
    finally:
        process.terminate()
        process.join()


def _serve(parent: Connection, pem: Path, key: Path, latency: float) -> None:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            self.rfile.read(int(self.headers.get("Content-Length") or 0))
            time.sleep(latency)
            body = b"<empty/>" if "urlencoded" in self.headers.get("Content-Type", "") else b"{}"
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        do_GET = do_POST  # noqa: N815 -- http.server looks for this name

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 -- http.server's own name
            """Say nothing."""

    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pem, key)

    class Server(ThreadingHTTPServer):
        request_queue_size = 256
        daemon_threads = True

        def finish_request(self, request: Any, client_address: Any) -> None:
            with context.wrap_socket(request, server_side=True) as wrapped:  # in the connection's own thread
                super().finish_request(wrapped, client_address)

    server = Server(("127.0.0.1", 0), Handler)
    parent.send(server.server_address[1])
    server.serve_forever()


if __name__ == "__main__":
    main()
