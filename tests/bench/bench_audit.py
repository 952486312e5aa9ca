"""What an audit costs: the join from memory, a zone of 2,000 records over the sandbox, 150 zones under a rate limit::

    python -m tests.bench.bench_audit [join|zone|zones]

The join is timed on half the records too: twice the records may cost twice the time, and no more.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from tests.jobs import alias_estate
from xalias_tui.domain.names import DnsName
from xalias_tui.domain.records import RecordSet
from xalias_tui.domain.targets import Target
from xalias_tui.domain.verdicts import Inventory
from xalias_tui.domain.zones import Zone, ZoneRecords
from xalias_tui.jobs.audit.judge import judge_records
from xalias_tui.sandbox.faults import Fault
from xalias_tui.sandbox.members import DNS_HUB
from xalias_tui.sandbox.organisation.records import plain
from xalias_tui.sandbox.profiles import clashing
from xalias_tui.sandbox.server import Sandbox
from xalias_tui.sandbox.world import World
from xalias_tui.targets.shared.load_balancers import LoadBalancerFacts

ACCOUNT: Final = "222222222222"
IRELAND: Final = "Z32O12XQLNTSW2"
ZONES, RATE, BURST = 150, 10.0, 50.0


def main() -> None:
    """Run the benches asked for, all of them by default."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("which", nargs="?", choices=("join", "zone", "zones", "child"), default=None)
    options.add_argument("--read", choices=("audit", "zones"), default="audit", help=argparse.SUPPRESS)
    chosen = options.parse_args()
    if chosen.which == "child":
        _child(chosen.read)
        return
    for name, bench in (("join", join), ("zone", zone), ("zones", zones)):
        if chosen.which in (None, name):
            bench()


def say(text: str) -> None:
    """A line of the result."""
    print(text, flush=True)  # noqa: T201 -- a table is what this prints


# -- the join


def join(records: int = 100_000, targets: int = 10_000) -> None:
    """CPU seconds of judging; half of the records dangle."""
    half = _judge(records // 2, targets)
    whole = _judge(records, targets)
    say(f"join   {records:,} aliases x {targets:,} targets: {whole:.2f} s CPU (limit 3), {half:.2f} s for half of them")


def _judge(records: int, targets: int) -> float:
    read = ZoneRecords(
        Zone("Z1", DnsName.parse("example.com"), private=False, account_id=DNS_HUB, profile="dns"),
        _aliases(records, targets),
    )
    known = Inventory(tuple(_balancer(at) for at in range(targets)), accounts=(ACCOUNT,))
    began = time.process_time()
    verdicts = judge_records([read], known)
    spent = time.process_time() - began
    if sum(row.is_bad for row in verdicts) != records // 2:
        raise AssertionError("the join misjudges")
    return spent


def _balancer(at: int) -> Target:
    return Target(
        kind="alb", name=f"lb{at}", arn=f"arn:aws:elasticloadbalancing:eu-west-1:{ACCOUNT}:loadbalancer/app/lb{at}/1",
        account_id=ACCOUNT, profile="shop", region="eu-west-1",
        dns_name=DnsName.parse(f"dualstack.lb{at}-{at}.eu-west-1.elb.amazonaws.com"), zone_id=IRELAND,
        zone_id_origin="api", record_types=("A", "AAAA"), state="active", internal=False, facts=LoadBalancerFacts(),
    )  # fmt: skip


def _aliases(records: int, targets: int) -> tuple[RecordSet, ...]:
    """Half of them lead to the targets, half to as many names that are gone."""

    def wire(at: int) -> dict[str, Any]:
        number = at // 2 % targets
        name = f"lb{number}-{number}" if at % 2 else f"gone{number}-{number}"
        pointed = {
            "HostedZoneId": IRELAND,
            "DNSName": f"{name}.eu-west-1.elb.amazonaws.com.",
            "EvaluateTargetHealth": False,
        }
        return {"Name": f"r{at}.example.com.", "Type": "A", "AliasTarget": pointed}

    return tuple(RecordSet.from_wire(wire(at)) for at in range(records))


# -- over the sandbox, in a process of its own


def zone() -> None:
    """Wall seconds, memory and calls of auditing one zone of 2,000 records with 400 aliases.

    Once with the targets behind them all, where the limits hold; once with 280 that lead to nothing, each of which must
    be looked for among everything that could have its name.
    """
    for dead in (False, True):
        _zone(dead=dead)


def _zone(*, dead: bool) -> None:
    world = World.empty(propagation_seconds=0)
    alias_estate.fill(world, plain_records=1_600 - 2, dead=dead)
    with _serving(world) as counted:
        result = _run("audit")
        calls = counted()
    pages = -(-2_000 // 300)
    say(
        f"zone   {result['records']:,} records, {result['aliases']} aliases, {result['broken']} broken: "
        f"{result['seconds']:.2f} s wall (limit 5), {result['mebibytes']:.0f} MiB (limit 150), "
        f"{sum(calls.values())} calls, {pages} of them pages of records"
    )
    for name, count in sorted(calls.items(), key=lambda item: -item[1]):
        say(f"         {count:4} {name}")


def zones() -> None:
    """Wall seconds of reading many zones under Route 53's own limit, against the least that the limit allows."""
    world = World.empty(propagation_seconds=0)
    for at in range(ZONES):
        zone_id = world.route53.create_zone(DNS_HUB, f"z{at}.example", zone_id=f"Z0BENCH{at}")
        world.route53.load(
            zone_id,
            [plain(f"www.z{at}.example.", "A", "192.0.2.1")],
        )
    world.faults.limit_rate(DNS_HUB, RATE, BURST)
    with _serving(world) as counted:
        result = _run("zones")
        asked = counted()
        requests = sum(count for name, count in asked.items() if name.startswith("route53"))
    least = (requests - BURST) / RATE
    say(
        f"zones  {result['read']} of {ZONES} zones, {requests} requests in {result['seconds']:.1f} s, "
        f"{result['seconds'] / least:.2f} x the least possible {least:.1f} s (limit 1.1), "
        f"{world.faults.throttled.total()} throttled, {result['missed']} lost"
    )


@contextmanager
def _serving(world: World) -> Iterator[Any]:
    """The world behind a port, with the environment that leads there; gives a function that counts its calls."""
    calls: dict[str, int] = {}
    take = world.faults.take

    def counting(service: str, operation: str) -> Fault | None:
        calls[f"{service}:{operation}"] = calls.get(f"{service}:{operation}", 0) + 1
        return take(service, operation)

    world.faults.take = counting  # type: ignore[method-assign] # every call passes here once
    with Sandbox.start(world) as running, tempfile.TemporaryDirectory() as folder:
        for name in clashing(os.environ):
            os.environ.pop(name, None)
        os.environ |= {**running.environment(Path(folder)), "HOME": folder, "XDG_STATE_HOME": folder}
        yield lambda: dict(calls)


def _run(what: str) -> dict[str, Any]:
    words = [sys.executable, "-m", "tests.bench.bench_audit", "child", "--read", what]
    done = subprocess.run(words, capture_output=True, text=True, check=True)
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def _child(what: str) -> None:
    from xalias_tui.jobs.audit.run import audit, read_everything  # noqa: PLC0415 -- the SDK's load is part of the time
    from xalias_tui.jobs.session.workspace import Options, Workspace  # noqa: PLC0415 -- as above

    began = time.perf_counter()
    if what == "audit":
        made = audit(Workspace(Options(("dns-prod",), ("shop-prod", "media-prod"), regions=alias_estate.REGIONS)))
        result: dict[str, Any] = {"records": made.records, "aliases": len(made.verdicts), **made.counts()}
    else:
        read, records = read_everything(Workspace(Options(("dns-prod",))))
        result = {"read": sum(zone.complete for zone in records), "missed": len(read.unscanned)}
    say(json.dumps({**result, "seconds": time.perf_counter() - began, "mebibytes": _peak()}))


def _peak() -> float:
    """The most memory that this program had resident; ``ru_maxrss`` also counts what its parent had before exec."""
    for line in Path("/proc/self/status").read_text(encoding="utf-8").splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) / 1024
    raise RuntimeError("this kernel does not tell the peak of a process")


if __name__ == "__main__":
    main()
