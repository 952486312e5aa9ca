"""How long a key waits while the explorer reads both sides, against the same keys when nothing goes on."""

from __future__ import annotations

import statistics
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from tests.bench.bench_memory import SIDES
from tests.bench.measure import Row, medians, xalias
from tests.bench.worlds import serving
from tests.terminal.real_terminal import Terminal

_POINTER: Final = "▸"
_COLUMN: Final = 1
"""Of the pointer to the highlighted row: the first inside the frame of the left pane."""
_FOUND: Final = " · read "
_SEARCHING: Final = ("look-ups", "searching", "reading")
_PAUSE: Final = 0.04
"""Seconds between two keys: 25 a second, as a key that is held down sends them."""
_PERCENTILES: Final = 100


def reading(times: int) -> Iterator[Row]:
    """Milliseconds from a key to its effect on the screen, from the first zone until both sides are read."""
    with serving("demo") as environment:
        found = medians(lambda: _latencies(environment), times)
    for which in ("worst", "99th percentile"):
        yield Row(
            f"a key while both sides of the demo are read, {which}",
            "the same when nothing goes on",
            found[f"reading {which}"],
            found[f"idle {which}"],
            "ms",
            "≤ 50 ms",
        )


def _latencies(environment: Mapping[str, str]) -> Mapping[str, float]:
    with (
        tempfile.TemporaryDirectory() as home,
        Terminal(xalias(*SIDES), {**environment, "HOME": home}, columns=120, lines=40) as terminal,
    ):
        terminal.until(lambda: terminal.line_of(_POINTER, column=_COLUMN) is not None)
        while_reading: list[float] = []
        while any(word in terminal.text for word in _SEARCHING):
            while_reading.append(_key(terminal, len(while_reading)))
        terminal.settle(0.5, 10.0)
        idle = [_key(terminal, at + len(while_reading)) for at in range(len(while_reading))]
    return {**_summed_up("reading", while_reading), **_summed_up("idle", idle)}


def _key(terminal: Terminal, number: int) -> float:
    """Milliseconds until the pointer is on the next row, and with the next key back on the one before."""
    before = terminal.line_of(_POINTER, column=_COLUMN)
    began = time.perf_counter()
    terminal.press("k" if number % 2 else "j")
    terminal.until(lambda: terminal.line_of(_POINTER, column=_COLUMN) not in (before, None))
    waited = time.perf_counter() - began
    terminal.settle(_PAUSE, _PAUSE)
    return 1_000 * waited


def _summed_up(when: str, latencies: Sequence[float]) -> Mapping[str, float]:
    percentiles = statistics.quantiles(latencies, n=_PERCENTILES, method="inclusive")
    return {f"{when} worst": max(latencies), f"{when} 99th percentile": percentiles[-1]}
