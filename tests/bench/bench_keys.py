"""How long a key waits while the explorer reads both sides, against the same keys when nothing goes on."""

from __future__ import annotations

import statistics
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from itertools import product
from typing import Final, NamedTuple

from tests.bench.bench_memory import SIDES
from tests.bench.measure import Row, medians, processor, xalias
from tests.bench.worlds import serving
from tests.terminal.real_terminal import Terminal

_PLACEHOLDER: Final = "filter: words"
_LETTER: Final = "x"
_SEARCHING: Final = ("look-ups", "searching", "reading", "starting", "Signing in")
_LEAST: Final = 100
"""Keys when nothing goes on."""
_PAUSE: Final = 0.03
"""Seconds between two keys, as a key that is held down sends them."""
_PERCENTILES: Final = 100


class Waited(NamedTuple):
    """How long a key took, in milliseconds, and what the program used of processors meanwhile."""

    wall: float
    cpu: float


def reading(times: int) -> Iterator[Row]:
    """Milliseconds until a letter that is typed is seen, from the first paint until both sides are read.

    Beside them what the explorer used of processors meanwhile, which other programs on the machine have no part in.
    """
    with serving("demo") as environment:
        found = medians(lambda: _latencies(environment), times)
    for which, unit in product(("worst", "99th percentile", "median"), ("ms", "ms CPU")):
        yield Row(
            f"a key while both sides of the demo are read, {which}",
            "the same when nothing goes on",
            found[f"reading {which} {unit}"],
            found[f"idle {which} {unit}"],
            unit,
            "≤ 50 ms",
        )


def _latencies(environment: Mapping[str, str]) -> Mapping[str, float]:
    with (
        tempfile.TemporaryDirectory() as home,
        Terminal(xalias(*SIDES), {**environment, "HOME": home}, columns=120, lines=40) as terminal,
    ):
        terminal.expect("╭─ Zones", "╭─ Targets")
        terminal.press("/")
        terminal.expect(_PLACEHOLDER)
        line, column = terminal.place_of(_PLACEHOLDER)
        while_reading: list[Waited] = []
        while any(word in terminal.text for word in _SEARCHING):
            while_reading += _typed(terminal, line, column)
        terminal.settle(0.5, 10.0)
        idle: list[Waited] = []
        while len(idle) < _LEAST:
            idle += _typed(terminal, line, column)
    return {**_summed_up("reading", while_reading), **_summed_up("idle", idle)}


def _typed(terminal: Terminal, line: int, column: int) -> Iterator[Waited]:
    """How long it takes until a letter is seen, and until it is gone again."""
    for key, there in ((_LETTER, True), ("backspace", False)):
        used, began = processor(terminal.pid), time.perf_counter()
        terminal.press(key)
        terminal.until(lambda: (terminal.character(line, column) == _LETTER) is there)  # noqa: B023 -- ends in this round
        yield Waited(1_000 * (time.perf_counter() - began), 1_000 * (processor(terminal.pid) - used))
        terminal.settle(_PAUSE, _PAUSE)


def _summed_up(when: str, keys: Sequence[Waited]) -> Mapping[str, float]:
    found: dict[str, float] = {}
    for unit, figures in (("ms", [key.wall for key in keys]), ("ms CPU", [key.cpu for key in keys])):
        percentiles = statistics.quantiles(figures, n=_PERCENTILES, method="inclusive")
        found |= {f"{when} worst {unit}": max(figures), f"{when} 99th percentile {unit}": percentiles[-1]}
        found[f"{when} median {unit}"] = statistics.median(figures)
    return found
