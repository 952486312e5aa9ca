"""Discovery of 12 services in 17 regions over TLS, each host 100 ms away: against clients as boto3 is mostly used.

And against the least that can be done: requests that are signed and sent, and answers that no one reads. Each side is a
process of its own, which asks a server of ours::

    python -m tests.bench.bench_discovery naive|ours|raw PORT BUNDLE
"""

from __future__ import annotations

import json
import multiprocessing
import os
import socket
import ssl
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, Final

from tests.aws.tls import certificate_for
from tests.bench.measure import Row, medians, with_bytecode

CALLS: Final[Mapping[str, str]] = {
    "acm": "ListCertificates",
    "amplify": "ListApps",
    "apigateway": "GetDomainNames",
    "apprunner": "ListServices",
    "appsync": "ListDomainNames",
    "cognito-idp": "ListUserPools",
    "ec2": "DescribeVpcEndpoints",
    "elasticbeanstalk": "DescribeEnvironments",
    "elbv2": "DescribeLoadBalancers",
    "lightsail": "GetLoadBalancers",
    "opensearch": "ListDomainNames",
    "vpc-lattice": "ListServices",
}
PARAMETERS: Final[Mapping[str, Mapping[str, Any]]] = {"cognito-idp": {"MaxResults": 60}}
REGIONS: Final = (
    "ap-northeast-1", "ap-northeast-2", "ap-northeast-3", "ap-south-1", "ap-southeast-1", "ap-southeast-2",
    "ca-central-1", "eu-central-1", "eu-north-1", "eu-west-1", "eu-west-2", "eu-west-3", "sa-east-1", "us-east-1",
    "us-east-2", "us-west-1", "us-west-2",
)  # fmt: skip
LATENCY: Final = 0.1
"""Seconds that the server waits."""
NAIVE_THREADS: Final = 16
"""The best of what was tried for clients as boto3 is mostly used."""
RAW_THREADS: Final = 64
KEY, SECRET = "AKIAMADEUPFORTESTS00", "made-up-secret-of-the-tests-00000000000"
XML: Final = {
    "DescribeVpcEndpoints": "<DescribeVpcEndpointsResponse><vpcEndpointSet/></DescribeVpcEndpointsResponse>",
    "DescribeEnvironments": "<R><DescribeEnvironmentsResult><Environments/></DescribeEnvironmentsResult></R>",
    "DescribeLoadBalancers": "<R><DescribeLoadBalancersResult><LoadBalancers/></DescribeLoadBalancersResult></R>",
}
"""Answers of services that speak XML; all others answer with every list that one of them could want, empty."""
LISTS: Final = (
    "CertificateSummaryList", "apps", "item", "ServiceSummaryList", "domainNameConfigs", "UserPools", "loadBalancers",
    "DomainNames", "items",
)  # fmt: skip
Job = tuple[str, str]
JOBS: Final[Sequence[Job]] = [(service, region) for region in REGIONS for service in CALLS]


def discovery(times: int) -> Iterator[Row]:
    """Wall seconds and CPU of the process that asks, without its imports."""
    with tempfile.TemporaryDirectory() as folder:
        names = [f"*.{region}.amazonaws.com" for region in REGIONS]
        pem, key = certificate_for(names, Path(folder))
        bundle = _with_public(pem)
        with _server(pem, key) as port:

            def measure() -> Mapping[str, float]:
                sides = {side: _side(side, port, bundle) for side in _SIDES}
                return {f"{side} {unit}": spent[unit] for side, spent in sides.items() for unit in spent}

            found = medians(measure, min(times, 3))
    work = f"discovery, {len(CALLS)} services × {len(REGIONS)} regions, TLS, {LATENCY * 1_000:g} ms"
    naive, raw = "a client a service and region", "raw signed requests"
    yield Row(work, naive, found["ours wall"], found["naive wall"], "s", "≤ 0.15 ×")
    yield Row(work, naive, found["ours cpu"], found["naive cpu"], "s CPU", "≤ 0.06 ×")
    yield Row(work, raw, found["ours wall"], found["raw wall"], "s", "≤ 1.7 ×")
    yield Row(work, raw, found["ours cpu"], found["raw cpu"], "s CPU", "≤ 2.5 ×")


def _side(side: str, port: int, bundle: Path) -> Mapping[str, float]:
    words = [sys.executable, "-m", "tests.bench.bench_discovery", side, str(port), str(bundle)]
    variables = {name: value for name, value in os.environ.items() if not name.startswith("AWS_")}
    keys = {"AWS_ACCESS_KEY_ID": KEY, "AWS_SECRET_ACCESS_KEY": SECRET, "AWS_CONFIG_FILE": os.devnull}
    environment = with_bytecode({**variables, **keys, "AWS_CA_BUNDLE": str(bundle)})
    done = subprocess.run(words, env=environment, check=True, capture_output=True, text=True)
    spent: Mapping[str, float] = json.loads(done.stdout)
    return spent


# -- the sides, each in a process of its own; a side's function makes what is imported, and returns what is measured


def _naive() -> Callable[[], None]:
    import boto3  # noqa: PLC0415 -- a side imports what it needs
    from botocore import xform_name  # noqa: PLC0415 -- as above

    session: Any = boto3.Session()

    def call(job: Job) -> None:
        service, region = job
        client = session.client(service, region_name=region)
        getattr(client, xform_name(CALLS[service]))(**PARAMETERS.get(service, {}))

    def run() -> None:
        with ThreadPoolExecutor(NAIVE_THREADS) as pool:
            list(pool.map(call, JOBS))

    return run


def _ours() -> Callable[[], None]:
    from botocore import xform_name  # noqa: PLC0415 -- as above

    from xalias_tui.aws.ask import SdkAsk  # noqa: PLC0415 -- as above
    from xalias_tui.aws.clients import Clients  # noqa: PLC0415 -- as above
    from xalias_tui.aws.rate_limit import StepBucket  # noqa: PLC0415 -- as above
    from xalias_tui.aws.session import open_session  # noqa: PLC0415 -- as above
    from xalias_tui.aws.transport import SharedTransport  # noqa: PLC0415 -- as above
    from xalias_tui.cli.cycles import looked_for_seldom  # noqa: PLC0415 -- as above
    from xalias_tui.domain.accounts import Account  # noqa: PLC0415 -- as above
    from xalias_tui.jobs.session.threads import Pool  # noqa: PLC0415 -- as above

    def run() -> None:
        with looked_for_seldom():
            ask_all()

    def ask_all() -> None:
        session = open_session("", read_only=True, ask_mfa=None)
        clients = Clients(session, "aws", SharedTransport(session.ca_bundle), StepBucket())
        account = Account("", "222222222222")

        def call(service: str, region: str) -> None:
            ask = SdkAsk(account, clients, region)
            list(ask.pages(service, xform_name(CALLS[service]), **PARAMETERS.get(service, {})))

        Pool().run([partial(call, *job) for job in JOBS])

    return run


def _raw() -> Callable[[], None]:
    import botocore.serialize  # noqa: PLC0415 -- as above
    import urllib3  # noqa: PLC0415 -- as above
    from botocore.auth import SigV4Auth  # noqa: PLC0415 -- as above
    from botocore.awsrequest import AWSRequest  # noqa: PLC0415 -- as above
    from botocore.credentials import Credentials  # noqa: PLC0415 -- as above
    from botocore.model import ServiceModel  # noqa: PLC0415 -- as above

    from xalias_tui.aws.models import loader  # noqa: PLC0415 -- as above

    requests: dict[str, tuple[Any, Any]] = {}
    for service, operation in CALLS.items():
        model = ServiceModel(loader().load_service_model(service, "service-2"), service)
        serializer = botocore.serialize.create_serializer(model.protocol, include_validation=False)
        made = serializer.serialize_to_request(PARAMETERS.get(service, {}), model.operation_model(operation))
        requests[service] = (model, made)
    credentials = Credentials(KEY, SECRET)

    def run() -> None:
        context = ssl.create_default_context(cafile=os.environ["AWS_CA_BUNDLE"])
        pool = urllib3.PoolManager(num_pools=len(JOBS), ssl_context=context)

        def call(job: Job) -> None:
            model, made = requests[job[0]]
            body = made["body"]
            if isinstance(body, dict):
                body = "&".join(f"{key}={value}" for key, value in body.items())
            url = f"https://{model.endpoint_prefix}.{job[1]}.amazonaws.com{made['url_path']}"
            request = AWSRequest(made["method"], url, dict(made["headers"]), body)
            SigV4Auth(credentials, model.signing_name, job[1]).add_auth(request)
            answer = pool.request(made["method"], url, headers=dict(request.headers), body=body or None)
            assert answer.status == 200

        with ThreadPoolExecutor(RAW_THREADS) as threads:
            list(threads.map(call, JOBS))

    return run


_SIDES: Final[Mapping[str, Callable[[], Callable[[], None]]]] = {"naive": _naive, "ours": _ours, "raw": _raw}


def _child(side: str, port: int) -> None:
    """Run a side, for which every host is our server, and print what it took."""

    def ours(*_: Any, **__: Any) -> list[Any]:
        return [(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP, "", ("127.0.0.1", port))]

    socket.getaddrinfo = ours
    run = _SIDES[side]()
    wall, cpu = time.perf_counter(), time.process_time()
    run()
    spent = {"wall": time.perf_counter() - wall, "cpu": time.process_time() - cpu}
    print(json.dumps(spent))  # noqa: T201 -- read by who started it


# -- the server


def _with_public(pem: Path) -> Path:
    """A bundle of realistic size: the public authorities and our own."""
    import certifi  # noqa: PLC0415 -- only the benchmark needs the public authorities

    bundle = pem.with_name("all.pem")
    bundle.write_bytes(Path(certifi.where()).read_bytes() + pem.read_bytes())
    return bundle


@contextmanager
def _server(pem: Path, key: Path) -> Iterator[int]:
    ours, theirs = multiprocessing.Pipe()
    process = multiprocessing.get_context("spawn").Process(target=_serve, args=(theirs, pem, key), daemon=True)
    process.start()
    try:
        yield ours.recv()
    finally:
        process.terminate()
        process.join()


def _serve(parent: Connection, pem: Path, key: Path) -> None:
    lists = json.dumps(dict.fromkeys(LISTS, ())).encode()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            asked = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
            time.sleep(LATENCY)
            body = next((text.encode() for action, text in XML.items() if f"Action={action}" in asked), lists)
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
    _child(sys.argv[1], int(sys.argv[2]))
