"""What is printed while it is read: the time until the first of it, and memory that does not grow with the rest."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from tests.bench.bench_audit import RECORDS, ZONE_SIDE
from tests.bench.measure import Row, first_output, medians, python, run, xalias
from tests.bench.worlds import ALIASES, LIMITED_ZONES, counting, serving

_ROW = b'"name"'
"""In rows alone."""


def streams(times: int) -> Iterator[Row]:
    """Memory of the records of all zones, and seconds until the first row of these, and of zones with their details."""

    def measure() -> Mapping[str, float]:
        words = xalias("records", "--all", *ZONE_SIDE, "--json")
        bare = run(python(RECORDS), environment)
        ours = run(words, environment)
        return {"memory": ours.memory, "bare": bare.memory, "cpu": ours.cpu, "bare cpu": bare.cpu, **_timed(words)}

    def _timed(words: list[str]) -> Mapping[str, float]:
        first, last = first_output(words, environment, _ROW)
        return {"first": first, "last": last}

    with serving("aliases") as environment:
        found = medians(measure, min(times, 3))
    work = f"`xalias records --all --json`, {ALIASES:,} records in 4 zones"
    yield Row(work, "boto3 reading the records", found["memory"], found["bare"], "MiB", "≤ 110 MiB")
    yield Row(work, "the same", found["cpu"], found["bare cpu"], "s CPU", "–")
    yield Row(f"{work}: first row", "all rows", found["first"], found["last"], "s", "–")

    def limited() -> Mapping[str, float]:
        with counting("limited") as served:  # a new one each time: its bucket is full
            first, last = first_output(xalias("zones", *ZONE_SIDE, "--json"), served.environment, _ROW)
        return {"first": first, "last": last}

    found = medians(limited, min(times, 3))
    work = f"`xalias zones --json`, {LIMITED_ZONES} zones with name servers and VPCs: first row"
    yield Row(work, "all rows", found["first"], found["last"], "s", "–")
