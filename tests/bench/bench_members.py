"""Two hundred accounts asked live through a role each, against the same requests signed, sent and not read.

Each side is a process of its own, and so is the simulated organisation that both ask over HTTP::

    python -m tests.bench.bench_members ours|raw ACCOUNTS

Of all kinds three are asked for: in 17 regions that are 10,200 look-ups of 200 accounts, which take half a minute; all
kinds would take several. Network and TLS are in ``bench_discovery``.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from itertools import product
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlencode

from tests.bench.bench_discovery import CALLS, RAW_THREADS, REGIONS
from tests.bench.measure import Row, medians
from tests.bench.worlds import MEMBER_ROLE, MEMBERS, counting, member_id

KINDS: Final[Mapping[str, str]] = {"alb": "elbv2", "appsync": "appsync", "vpc-endpoint": "ec2"}
"""A kind for each of the SDK's protocols that answer with lists, and the service that it asks."""
FEW: Final = 10
"""Accounts of the side that what further ones take is counted from."""
PROFILE: Final = "org-admin"
_KIB: Final = 1_024


def members(times: int) -> Iterator[Row]:
    """CPU and wall seconds of the process that asks, without its imports, and the memory of each further account."""
    with counting("members") as served:

        def measure() -> Mapping[str, float]:
            few = _side("ours", FEW, served.environment)
            served.calls()
            ours = _side("ours", MEMBERS, served.environment)
            asked = sum(many for call, many in served.calls().items() if call.partition(":")[0] in KINDS.values())
            raw = _side("raw", MEMBERS, served.environment)
            assert ours["found"] == MEMBERS, ours
            further = (ours["memory"] - few["memory"]) / (MEMBERS - FEW)
            sides = {f"{side} {name}": of[name] for side, of in (("ours", ours), ("raw", raw)) for name in of}
            return {**sides, "further": further, "asked": asked}

        found = medians(measure, min(times, 3))
    places = f"{len(KINDS)} kinds × {len(REGIONS)} regions"
    work = f"{MEMBERS} accounts live through roles, {places}: {found['asked']:,.0f} calls"
    raw = "raw signed requests, unread"
    yield Row(work, raw, found["ours cpu"], found["raw cpu"], "s CPU", "≤ 1.7 ×")
    yield Row(work, raw, found["ours wall"], found["raw wall"], "s", "≤ 1.7 ×")
    yield Row("memory of each further account, KiB", "1 MiB", found["further"] * _KIB, _KIB, "KiB", "≤ 1.0 ×")


def _side(side: str, accounts: int, environment: Mapping[str, str]) -> Mapping[str, float]:
    words = [sys.executable, "-m", "tests.bench.bench_members", side, str(accounts)]
    done = subprocess.run(words, env=dict(environment), check=True, stdout=subprocess.PIPE, text=True)
    spent: Mapping[str, float] = json.loads(done.stdout)
    return spent


def _ours(accounts: int) -> Callable[[], int]:
    from xalias_tui.cli.cycles import looked_for_seldom  # noqa: PLC0415 -- a side imports what it needs
    from xalias_tui.domain.members import Organisation  # noqa: PLC0415 -- as above
    from xalias_tui.jobs.session.session_policy import session_policy  # noqa: PLC0415 -- as above
    from xalias_tui.jobs.session.workspace import Options, Workspace  # noqa: PLC0415 -- as above
    from xalias_tui.jobs.targets.search import search  # noqa: PLC0415 -- as above
    from xalias_tui.store.journal import Journal  # noqa: PLC0415 -- as above

    session_policy()  # loads every kind
    ids = tuple(member_id(at) for at in range(accounts))
    options = Options(
        zone_profiles=(PROFILE,),
        regions=REGIONS,
        kinds=tuple(KINDS),
        organisation=Organisation(profile=PROFILE, roles=(MEMBER_ROLE,), accounts=ids),
    )
    workspace = Workspace(options, journal=Journal(Path(os.environ["HOME"], "journal.jsonl")))

    def run() -> int:
        with looked_for_seldom():
            found = search(workspace)
        assert found.unscanned == (), found.unscanned[:3]
        return len({target.account_id for target in found.targets})

    return run


def _raw(accounts: int) -> Callable[[], int]:
    import botocore.serialize  # noqa: PLC0415 -- as above
    import urllib3  # noqa: PLC0415 -- as above
    from botocore.auth import SigV4Auth  # noqa: PLC0415 -- as above
    from botocore.awsrequest import AWSRequest  # noqa: PLC0415 -- as above
    from botocore.credentials import Credentials  # noqa: PLC0415 -- as above
    from botocore.model import ServiceModel  # noqa: PLC0415 -- as above

    from xalias_tui.aws.configuration import configuration  # noqa: PLC0415 -- as above
    from xalias_tui.aws.models import loader  # noqa: PLC0415 -- as above

    asked = {service: CALLS[service] for service in KINDS.values()} | {"sts": "AssumeRole"}
    settings = configuration().profile(PROFILE)
    base = Credentials(settings["aws_access_key_id"], settings["aws_secret_access_key"])
    models: dict[str, Any] = {
        service: ServiceModel(loader().load_service_model(service, "service-2"), service) for service in asked
    }

    def made(service: str, params: Mapping[str, Any]) -> Mapping[str, Any]:
        model = models[service]
        serializer = botocore.serialize.create_serializer(model.protocol, include_validation=False)
        found: Mapping[str, Any] = serializer.serialize_to_request(params, model.operation_model(asked[service]))
        return found

    lists = {service: made(service, {}) for service in KINDS.values()}

    def run() -> int:
        pool = urllib3.PoolManager(maxsize=RAW_THREADS)

        def send(service: str, region: str, credentials: Credentials, request: Mapping[str, Any]) -> bytes:
            body = request["body"]
            if isinstance(body, dict):
                body = urlencode(body)
            url = f"{settings['endpoint_url']}{request['url_path']}"
            signed = AWSRequest(request["method"], url, dict(request["headers"]), body)
            SigV4Auth(credentials, models[service].signing_name, region).add_auth(signed)
            answer = pool.request(request["method"], url, headers=dict(signed.headers), body=body or None)
            assert answer.status == 200, answer.data
            return answer.data

        def enter(at: int) -> Credentials:
            role = f"arn:aws:iam::{member_id(at)}:role/{MEMBER_ROLE}"
            answer = send("sts", "us-east-1", base, made("sts", {"RoleArn": role, "RoleSessionName": "raw"})).decode()
            keys = (re.search(f"<{name}>(.*?)</{name}>", answer) for name in _KEYS)
            return Credentials(*(key[1] for key in keys if key))

        with ThreadPoolExecutor(RAW_THREADS) as threads:
            entered = list(threads.map(enter, range(accounts)))
            jobs = product(REGIONS, lists, entered)
            list(threads.map(lambda job: send(job[1], job[0], job[2], lists[job[1]]), jobs))
        return accounts

    return run


_KEYS: Final = ("AccessKeyId", "SecretAccessKey", "SessionToken")
_SIDES: Final[Mapping[str, Callable[[int], Callable[[], int]]]] = {"ours": _ours, "raw": _raw}


def _child(side: str, accounts: int) -> None:
    """Run a side and print what it took."""
    run = _SIDES[side](accounts)
    wall, cpu = time.perf_counter(), time.process_time()
    found = run()
    spent = {"wall": time.perf_counter() - wall, "cpu": time.process_time() - cpu, "found": found}
    print(json.dumps({**spent, "memory": _memory()}))  # noqa: T201 -- read by who started it


def _memory() -> float:
    """What this process has in memory now, MiB."""
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) / _KIB for line in lines if line.startswith("VmRSS"))


if __name__ == "__main__":
    _child(sys.argv[1], int(sys.argv[2]))
