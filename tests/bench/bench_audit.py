"""What audits cost: the join in memory, a zone of 2,000 records, 40,000 aliases as JSON, zones under a rate limit."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from typing import Any, Final

from tests.bench.measure import Row, medians, python, run, xalias
from tests.bench.worlds import (
    ALIASES,
    BURST,
    LIMITED_ZONES,
    RATE,
    TARGET_PROFILE,
    ZONE_PROFILE,
    WorldName,
    counting,
    serving,
)
from tests.jobs import alias_estate
from xalias_tui.cli.cycles import looked_for_seldom
from xalias_tui.domain.names import DnsName
from xalias_tui.domain.records import RecordSet
from xalias_tui.domain.targets import Target
from xalias_tui.domain.verdicts import Inventory
from xalias_tui.domain.zones import Zone, ZoneRecords
from xalias_tui.jobs.audit.judge import judge_records
from xalias_tui.targets.shared.load_balancers import LoadBalancerFacts

ACCOUNT: Final = "222222222222"
IRELAND: Final = "Z32O12XQLNTSW2"
SINGLE: Final = ("s3:HeadBucket", "elasticbeanstalk:CheckDNSAvailability")
"""Questions about one name that nothing has: could someone else take it?"""
ZONE_SIDE: Final = ("--zone-profile", ZONE_PROFILE)
RECORDS: Final = f"""\
import sys
import boto3
client = boto3.Session(profile_name={ZONE_PROFILE!r}).client("route53")
zones = [zone["Id"] for page in client.get_paginator("list_hosted_zones").paginate() for zone in page["HostedZones"]]
pages = client.get_paginator("list_resource_record_sets")
print(sum(len(page["ResourceRecordSets"]) for zone in zones for page in pages.paginate(HostedZoneId=zone)))
"""
"""The records of every zone, read and thrown away."""


def join(times: int) -> Iterator[Row]:
    """CPU of judging 100,000 aliases, half of which dangle, by 10,000 targets; twice as many may cost twice as much."""

    def measure() -> Mapping[str, float]:
        return {"half": _judge(50_000, 10_000), "whole": _judge(100_000, 10_000)}

    found = medians(measure, times)
    work, against = "audit in memory: 100,000 aliases × 10,000 targets", "half of the aliases"
    yield Row(work, against, found["whole"], found["half"], "s CPU", "≤ 2 s")


def _judge(records: int, targets: int) -> float:
    read = ZoneRecords(
        Zone("Z1", DnsName.parse("example.com"), private=False, account_id=ACCOUNT, profile="dns"),
        _aliases(records, targets),
    )
    known = Inventory(tuple(_balancer(at) for at in range(targets)), accounts=(ACCOUNT,))
    with looked_for_seldom():  # as for every command
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


def zone(times: int) -> Iterator[Row]:
    """Seconds, memory and calls of auditing a zone of 2,000 records with 400 aliases, all of which are live.

    And once with 280 that are dead: of each of these it is asked on its own whether someone else could take its name.
    """
    yield from _zone("estate", "400 aliases", times)
    yield from _zone("dead estate", "400 aliases, 280 of them dead", times)


def _zone(world: WorldName, of: str, times: int) -> Iterator[Row]:
    regions = [word for region in alias_estate.REGIONS for word in ("--region", region)]
    words = ("audit", "--offline", *ZONE_SIDE, "--target-profile", "shop-prod", "--target-profile", "media-prod")

    def measure() -> Mapping[str, float]:
        ours = run(xalias(*words, *regions), served.environment, statuses=(0, 1))
        asked = served.calls()
        single = sum(asked[name] for name in SINGLE)
        bare = run(python(RECORDS), served.environment)
        served.calls()
        return {
            "wall": ours.wall, "cpu": ours.cpu, "memory": ours.memory,
            "bare": bare.wall, "bare cpu": bare.cpu, "bare memory": bare.memory,
            "calls": asked.total() - asked["throttled"] - single, "pages": asked["route53:ListResourceRecordSets"],
        }  # fmt: skip

    with counting(world) as served:
        found = medians(measure, times)
    work, against = f"`xalias audit` of 2,000 records, {of}", "boto3 reading the records"
    yield Row(work, against, found["wall"], found["bare"], "s", "≤ 1.5 s")
    yield Row(work, against, found["cpu"], found["bare cpu"], "s CPU", "–")
    yield Row(work, against, found["memory"], found["bare memory"], "MiB", "≤ 110 MiB")
    work = f"{work}; without single questions about names that are gone"
    yield Row(work, "pages of records", found["calls"], found["pages"], "calls", "≤ 60 calls")


def documents(times: int) -> Iterator[Row]:
    """CPU and memory of an audit of 40,000 aliases as JSON."""
    words = ("audit", "--offline", *ZONE_SIDE, "--target-profile", TARGET_PROFILE, "--region", "eu-west-1", "--json")

    def measure() -> Mapping[str, float]:
        ours = run(xalias(*words), environment, statuses=(0, 1))
        bare = run(python(RECORDS), environment)
        return {"cpu": ours.cpu, "bare": bare.cpu, "memory": ours.memory, "bare memory": bare.memory}

    with serving("aliases") as environment:
        found = medians(measure, min(times, 3))
    work, against = f"`xalias audit --json` of {ALIASES:,} aliases", "boto3 reading the records"
    yield Row(work, against, found["cpu"], found["bare"], "s CPU", "≤ 3.0 ×")
    yield Row(work, against, found["memory"], found["bare memory"], "MiB", "–")


def limited(times: int) -> Iterator[Row]:
    """Seconds of reading many zones under Route 53's own limit, against the least that the limit allows."""

    def measure() -> Mapping[str, float]:
        with counting("limited") as served:  # a new one each time: its bucket is full
            ours = run(xalias("records", "--all", *ZONE_SIDE, "--format", "csv"), served.environment)
            asked = served.calls()
        requests = sum(count for name, count in asked.items() if name.startswith("route53:"))
        return {"wall": ours.wall, "least": (requests - BURST) / RATE, "throttled": asked["throttled"]}

    found = medians(measure, min(times, 3))
    limit = f"{RATE:g} requests a second, {BURST:g} at once"
    work = f"reading {LIMITED_ZONES} zones at {limit} ({found['throttled']:g} throttled)"
    yield Row(work, "the least possible", found["wall"], found["least"], "s", "≤ 1.05 ×")
