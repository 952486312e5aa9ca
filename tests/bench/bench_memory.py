"""How much memory commands and the explorer take, against the least that the same libraries need."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Final

from tests.bench.bench_start import AGAINST, IMPORTS
from tests.bench.measure import Row, Spent, aws, mebibytes, medians, python, resident, run, xalias
from tests.bench.worlds import BIG_ZONE, RECORDS, TARGET_PROFILE, ZONE_PROFILE, WorldName, serving
from tests.terminal.real_terminal import Terminal

ZONE_SIDE = ("--zone-profile", ZONE_PROFILE)
DEMO_TARGETS = ("--target-profile", "shop-prod", "--target-profile", "media-prod")
SIDES = (*ZONE_SIDE, *DEMO_TARGETS)
PAGES = f"""\
import boto3
client = boto3.Session(profile_name={ZONE_PROFILE!r}).client("route53")
(zone,) = [each["Id"] for each in client.list_hosted_zones()["HostedZones"] if each["Name"] == "{BIG_ZONE}."]
pages = client.get_paginator("list_resource_record_sets").paginate(HostedZoneId=zone)
print(sum(len(page["ResourceRecordSets"]) for page in pages))
"""
"""The records of the big zone, read and thrown away."""
ZONES = f"""\
import boto3
print(boto3.Session(profile_name={ZONE_PROFILE!r}).client("route53").list_hosted_zones())
"""


AWS_CLI: Final[Mapping[str, Sequence[str]]] = {
    "aws elbv2 describe-load-balancers": (
        "elbv2", "describe-load-balancers", "--profile", "shop-prod", "--region", "eu-west-1",
    ),
    "aws route53 list-hosted-zones": ("route53", "list-hosted-zones", "--profile", ZONE_PROFILE),
}  # fmt: skip
PLAN: Final = ("plan", "shop.example.com", "--target", "shop-web", "--offline", *SIDES)
OFFLINE: Final[Mapping[str, tuple[Sequence[str], str, float]]] = {
    "`xalias plan NAME --target NAME --offline`": (PLAN, "aws elbv2 describe-load-balancers", 2.0),
    "`xalias trace NAME --offline`": (
        ("trace", "shop.example.com", "--offline", *SIDES), "aws route53 list-hosted-zones", 1.3,
    ),
    "`xalias zones`": (("zones", *ZONE_SIDE), "aws route53 list-hosted-zones", 1.3),
}  # fmt: skip
"""By what is done: the words, what it is compared with, and the goal."""
USED_BY: Final[Mapping[str, tuple[Sequence[str], str, float]]] = {
    "`xalias usedby NAME`": (
        ("usedby", "web-01", *ZONE_SIDE, "--target-profile", TARGET_PROFILE), "aws route53 list-hosted-zones", 1.3,
    ),
}  # fmt: skip
"""The same; nothing of the small world is looked for in 10,000 records."""


def records(times: int) -> Iterator[Row]:
    """CPU and memory of listing 10,000 records."""

    def measure() -> Mapping[str, float]:
        ours = run(xalias("records", BIG_ZONE, *ZONE_SIDE, "--json"), environment)
        bare = run(python(PAGES), environment)
        return {"cpu": ours.cpu, "bare cpu": bare.cpu, "memory": ours.memory, "bare memory": bare.memory}

    with serving("demo") as environment:
        found = medians(measure, times)
    work, against = "`xalias records ZONE --json`, 10,000 records", "a bare boto3 paginator"
    yield Row(work, against, found["cpu"], found["bare cpu"], "s CPU", "≤ 1.2 ×")
    yield Row(work, against, found["memory"], found["bare memory"], "MiB", "≤ 80 MiB")


COMMANDS: Mapping[str, Sequence[str]] = {
    "`xalias plan NAME --target NAME --offline`": PLAN,
    "`xalias targets`": ("targets", *SIDES),
    "`xalias audit`": ("audit", *SIDES),
}  # fmt: skip


def commands(times: int) -> Iterator[Row]:
    """Memory of commands that ask many services of the demo organisation."""

    def measure() -> Mapping[str, float]:
        found = {work: run(xalias(*words), environment, statuses=(0, 1)).memory for work, words in COMMANDS.items()}
        return {**found, "bare": run(python(ZONES), environment).memory}

    with serving("demo") as environment:
        found = medians(measure, times)
    for work in COMMANDS:
        yield Row(f"{work} of the demo", "boto3 listing the zones", found[work], found["bare"], "MiB", "≤ 110 MiB")


def offline(times: int) -> Iterator[Row]:
    """What commands that ask AWS alone take, against the aws cli's own listing: seconds, and those on processors.

    The former come out high where the simulated organisation and the command have to share processors with others.
    """
    yield from _beside_the_cli("demo", OFFLINE, times)
    yield from _beside_the_cli("small", USED_BY, times)


def _beside_the_cli(
    world: WorldName, commands: Mapping[str, tuple[Sequence[str], str, float]], times: int
) -> Iterator[Row]:
    clis = {cli for _, cli, _ in commands.values()}

    def measure() -> Mapping[str, float]:
        spent = {work: run(xalias(*words), environment, statuses=(0, 1)) for work, (words, *_) in commands.items()}
        spent |= {cli: run(aws(*AWS_CLI[cli]), environment) for cli in clis}
        return {f"{name} {unit}": used for name, one in spent.items() for unit, used in _seconds(one).items()}

    with serving(world) as environment:
        found = medians(measure, times)
    for work, (_, cli, goal) in commands.items():
        for unit in ("s", "s CPU"):
            measured, reference = found[f"{work} {unit}"], found[f"{cli} {unit}"]
            yield Row(f"{work} of the {world} world", f"`{cli}`", measured, reference, unit, f"≤ {goal} ×")


def _seconds(spent: Spent) -> Mapping[str, float]:
    return {"s": spent.wall, "s CPU": spent.cpu}


def explorer(times: int) -> Iterator[Row]:
    """The most memory that the explorer had until everything is read and nothing goes on."""
    yield from _explorer(times, "small", "20 targets", ("--target-profile", TARGET_PROFILE), _read, 110)
    yield from _explorer(times, "demo", "10,000 records", ("--target-profile", TARGET_PROFILE), _open_big_zone, 130)
    yield from _explorer(times, "demo", "the demo's targets", DEMO_TARGETS, _read, 130)


def _explorer(
    times: int, world: WorldName, work: str, targets: Sequence[str], until: Callable[[Terminal], None], goal: int
) -> Iterator[Row]:
    def measure() -> Mapping[str, float]:
        with Terminal(xalias(*ZONE_SIDE, *targets), environment, columns=120, lines=40) as terminal:
            until(terminal)
            terminal.expect(gone="Inspecting")
            terminal.press("q")
            terminal.wait()
        assert terminal.usage is not None
        return {"ours": mebibytes(terminal.usage), "imports": run(python(IMPORTS), environment).memory}

    with serving(world) as environment:
        found = medians(measure, times)
    yield Row(f"explorer, idle: {work}", AGAINST, found["ours"], found["imports"], "MiB", f"≤ {goal} MiB")


def _read(terminal: Terminal) -> None:
    """Wait until all zones and all targets are read."""
    terminal.expect(" zones · read ", " found · ", " · read ", gone="look-ups")
    terminal.expect(gone="searching")


def _open_big_zone(terminal: Terminal) -> None:
    """Open the zone of 10,000 records, and wait until they are read."""
    _read(terminal)
    terminal.press("/")
    terminal.expect("filter: words")
    terminal.press(BIG_ZONE, "enter")
    terminal.expect(f"▸{BIG_ZONE}.")
    terminal.press("enter")
    terminal.expect("10,000 records · read")


LISTED: Final = f"""\
import boto3
def resident():
    return int(open("/proc/self/statm").read().split()[1]) * {os.sysconf("SC_PAGE_SIZE")}
client = boto3.Session(profile_name={ZONE_PROFILE!r}).client("route53")
zones = client.list_hosted_zones()["HostedZones"]
before = resident()
pages = client.get_paginator("list_resource_record_sets")
rows = [row for zone in zones for page in pages.paginate(HostedZoneId=zone["Id"]) for row in page["ResourceRecordSets"]]
print(resident() - before)
"""
"""What records take in a list as the SDK returns them, bytes."""


def listed(times: int) -> Iterator[Row]:
    """What 60,000 records take in the explorer's list of all records, against a list of what the SDK returns."""

    def measure() -> Mapping[str, float]:
        with Terminal(xalias(*ZONE_SIDE), environment, columns=120, lines=40) as terminal:
            terminal.expect(" zones · read ")
            terminal.settle(0.5, 5.0)
            before = resident(terminal.pid)
            terminal.press("5")
            terminal.expect(f"{RECORDS:,} records of ")
            terminal.settle(0.5, 5.0)
            ours = resident(terminal.pid) - before
        said = subprocess.run(python(LISTED), env=environment, capture_output=True, text=True, check=True).stdout
        return {"ours": ours, "list": int(said) / 1024**2}

    with serving("records") as environment:
        found = medians(measure, times)
    work = f"explorer, screen 5: {RECORDS:,} records, memory taken"
    yield Row(work, "a list of what boto3 returns", found["ours"], found["list"], "MiB", "≤ 1.5 ×")
