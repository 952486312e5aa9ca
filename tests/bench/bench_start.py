"""How soon the explorer is there, and what the command line costs before it does anything."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Iterator, Mapping
from itertools import product

from tests.bench.measure import Row, medians, processor, python, run, xalias
from tests.bench.worlds import SMALL_TARGETS, TARGET_PROFILE, ZONE_PROFILE, serving
from tests.terminal.real_terminal import Terminal

IMPORTS = "import textual, boto3"
AGAINST = f"`python -c '{IMPORTS}'`"
STAGES: Mapping[str, tuple[str, ...]] = {
    "first paint": ("╭─ Zones", "╭─ Targets"),
    "first zone": ("▸example.com.",),
    "first target": ("▸alb",),
    "all targets": (f"{SMALL_TARGETS} found",),
}
GOALS = {"first paint": 1.4, "first zone": 2.5, "first target": 3.0, "all targets": 4.0}


def start(times: int) -> Iterator[Row]:
    """Time from the start of ``xalias`` until the panes have titles, a zone, a target and all targets.

    Beside it what it used of processors by then, which other programs on the machine have no part in.
    """
    with serving("small") as environment:
        found = medians(lambda: _start(environment), times)
    for unit, stage in product(("s", "s CPU"), STAGES):
        yield Row(
            f"{stage}, 120×40, two static profiles, empty home",
            AGAINST,
            found[f"{stage} {unit}"],
            found[f"imports {unit}"],
            unit,
            f"≤ {GOALS[stage]} ×",
        )


def _start(environment: Mapping[str, str]) -> Mapping[str, float]:
    imports = run(python(IMPORTS), environment)
    found = {"imports s": imports.wall, "imports s CPU": imports.cpu}
    words = xalias("--zone-profile", ZONE_PROFILE, "--target-profile", TARGET_PROFILE)
    with tempfile.TemporaryDirectory() as home:  # what one run keeps would be the next one's first targets
        began = time.perf_counter()
        with Terminal(words, {**environment, "HOME": home}, columns=120, lines=40) as terminal:
            for stage, texts in STAGES.items():
                terminal.expect(*texts, gone="look-ups" if stage == "all targets" else None)
                found[f"{stage} s"] = time.perf_counter() - began
                found[f"{stage} s CPU"] = processor(terminal.pid)
    return found


def version(times: int) -> Iterator[Row]:
    """CPU seconds of the least that ``xalias`` can do."""
    with serving("small") as environment:
        found = medians(lambda: _version(environment), times)
    yield Row("`xalias --version`", AGAINST, found["version"], found["imports"], "s CPU", "≤ 0.2 ×")


def _version(environment: Mapping[str, str]) -> Mapping[str, float]:
    return {
        "imports": run(python(IMPORTS), environment).cpu,
        "version": run(xalias("--version"), environment).cpu,
    }
