"""What using the explorer costs: the processor for each key, and what stays in memory of doing the same again."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Final

from tests.bench.bench_memory import ZONE_SIDE
from tests.bench.measure import Row, medians, processor, python, resident, xalias
from tests.bench.worlds import BIG_ZONE, TARGET_PROFILE, serving
from tests.terminal.real_terminal import Terminal

CYCLES: Final = 200
SETTLED: Final = (20, 100)
"""Cycles after which nothing should grow any more."""
FOUND: Final = "host-0777"
DOWN: Final = 20
TABLE: Final = """\
from textual.app import App
from textual.widgets import DataTable, Input
class Bare(App):
    def compose(self):
        yield DataTable(cursor_type="row")
        yield Input()
    def on_mount(self):
        table = self.query_one(DataTable)
        table.add_columns("Record", "Type", "Points to")
        table.add_rows((f"host-{at:05}.big.example.net.", "A", f"192.0.2.{at % 250} (TTL 60)") for at in range(10_000))
        table.focus()
    def key_slash(self):
        self.query_one(Input).focus()
Bare().run()
"""
"""Textual's own table with as many rows, and its input."""


def cycles(times: int) -> Iterator[Row]:
    """Memory after many cycles of mixed use, against memory after some; takes minutes."""
    with serving("demo") as environment:
        found = medians(lambda: _cycles(environment), min(times, 1))
    for settled in SETTLED:
        yield Row(
            f"explorer after {CYCLES} cycles: a zone of 10,000 opened, filtered and closed, an audit",
            f"itself after {settled}", found[str(CYCLES)], found[str(settled)], "MiB", "flat",
        )  # fmt: skip


def _cycles(environment: Mapping[str, str]) -> Mapping[str, float]:
    found: dict[str, float] = {}
    with Terminal(
        xalias(*ZONE_SIDE, "--target-profile", TARGET_PROFILE), environment, columns=120, lines=40
    ) as terminal:
        _wait_for_all(terminal)
        for at in range(1, CYCLES + 1):
            _open_big_zone(terminal)
            terminal.press("/")
            terminal.expect("filter: words")
            terminal.press(FOUND)
            terminal.expect(f"{FOUND}0")
            terminal.press("escape")
            terminal.settle(0.3)  # what follows at once would be one key with it to a terminal
            terminal.press("backspace")
            terminal.expect(" zones · read ")
            terminal.press("2")
            terminal.expect("takeable")
            terminal.press("R")
            terminal.settle(0.3, 5.0)
            terminal.expect("takeable")
            terminal.press("1")
            terminal.expect("╭─ Zones")
            if at in (*SETTLED, CYCLES):
                found[str(at)] = resident(terminal.pid)
    return found


def keys(times: int) -> Iterator[Row]:
    """Milliseconds of CPU for a key in a list of 10,000 records, and in its filter."""

    def measure() -> Mapping[str, float]:
        ours = xalias(*ZONE_SIDE, "--target-profile", TARGET_PROFILE)
        return {
            **_keys(ours, environment, _open_when_read, "ours"),
            **_keys(python(TABLE), environment, lambda terminal: terminal.expect("host-00010"), "bare"),
        }

    with serving("demo") as environment:
        found = medians(measure, times)
    yield Row(
        "cursor down, 10,000 records", "a bare DataTable", found["ours down"], found["bare down"], "ms CPU", "≤ 1.0 ×"
    )
    yield Row("a letter of the filter", "a bare Input", found["ours letter"], found["bare letter"], "ms CPU", "≤ 40 ms")


def _keys(
    words: Sequence[str], environment: Mapping[str, str], ready: Callable[[Terminal], object], who: str
) -> Mapping[str, float]:
    with Terminal(words, environment, columns=120, lines=40) as terminal:
        ready(terminal)
        terminal.settle()
        down = _cost(terminal, ["down"] * DOWN)
        terminal.press("/")
        terminal.settle()
        letter = _cost(terminal, list(FOUND))
    return {f"{who} down": down, f"{who} letter": letter}


def _cost(terminal: Terminal, pressed: Sequence[str]) -> float:
    """Milliseconds of CPU a key, each pressed when the one before had its effect."""
    before = processor(terminal.pid)
    for key in pressed:
        terminal.press(key)
        terminal.settle()
    return 1_000 * (processor(terminal.pid) - before) / len(pressed)


def _wait_for_all(terminal: Terminal) -> None:
    terminal.expect(" zones · read ", " found · ", " · read ", gone="look-ups")
    terminal.expect(gone="searching")


def _open_big_zone(terminal: Terminal) -> None:
    terminal.press("/")
    terminal.expect("filter: words")
    terminal.press(BIG_ZONE, "enter")
    terminal.expect(f"▸{BIG_ZONE}.")
    terminal.press("enter")
    terminal.expect("10,000 records · read")


def _open_when_read(terminal: Terminal) -> None:
    _wait_for_all(terminal)
    _open_big_zone(terminal)
