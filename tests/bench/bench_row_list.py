"""What a filter keystroke costs at 10,000 rows: our list against Textual's DataTable, in the same run::

    python -m tests.bench.bench_row_list [--rows 10000]

Own work is the time that the call holds the event loop; settled is the time until the screen stands still, which holds
about 20 ms of the test driver's own.
"""

from __future__ import annotations

import argparse
import asyncio
import statistics
import time
from collections.abc import Callable, Sequence
from typing import Any

from textual.app import App, ComposeResult
from textual.pilot import Pilot
from textual.widgets import DataTable

from tests.tui.fakes import record
from xalias_tui.domain.names import DnsName
from xalias_tui.domain.records import RecordSet
from xalias_tui.tui.widgets.columns import record_summary, records_of
from xalias_tui.tui.widgets.row_list import RowList

KEYSTROKES = ("h", "h7", "h77", "h777", "h77", "h7", "h", "")
LIMIT_MS = 16.0


class OursApp(App[None]):
    """Our list."""

    def compose(self) -> ComposeResult:
        """One list."""
        yield RowList(records_of(DnsName.parse("example.com")))

    def fill(self, records: Sequence[RecordSet]) -> None:
        """All rows."""
        self.query_one(RowList).show(records)

    def narrow(self, records: Sequence[RecordSet], text: str) -> None:
        """One keystroke."""
        self.query_one(RowList).filter(text)


class TableApp(App[None]):
    """Textual's table."""

    def compose(self) -> ComposeResult:
        """One table."""
        yield DataTable()

    def fill(self, records: Sequence[RecordSet]) -> None:
        """All rows."""
        table: DataTable[str] = self.query_one(DataTable)
        if not table.columns:
            table.add_columns("Record", "Type", "Points to")
        table.add_rows((one.name.text, one.type, record_summary(one)) for one in records)

    def narrow(self, records: Sequence[RecordSet], text: str) -> None:
        """One keystroke."""
        self.query_one(DataTable).clear()
        self.fill([one for one in records if text in one.name.text])


async def measure(app: OursApp | TableApp, records: Sequence[RecordSet]) -> tuple[list[float], list[float]]:
    """Milliseconds of own work and until settled: filling first, then each keystroke."""
    async with app.run_test(size=(120, 40)) as pilot:
        steps: list[Callable[[], None]] = [lambda: app.fill(records)]
        steps += [lambda text=text: app.narrow(records, text) for text in KEYSTROKES]  # type: ignore[misc] # bound per step
        times = [await _timed(pilot, step) for step in steps]
    return [own for own, _ in times], [settled for _, settled in times]


async def _timed(pilot: Pilot[Any], step: Callable[[], None]) -> tuple[float, float]:
    await pilot.pause()
    begin = time.perf_counter()
    step()
    own = time.perf_counter()
    await pilot.pause()
    return (own - begin) * 1_000, (time.perf_counter() - begin) * 1_000


def _first(times: Sequence[float]) -> float:
    return times[0]


def _median(times: Sequence[float]) -> float:
    return statistics.median(times[1:])


def _worst(times: Sequence[float]) -> float:
    return max(times[1:])


def main() -> int:
    """Print the table; the exit status tells whether a keystroke stays under the limit."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--rows", type=int, default=10_000)
    rows = options.parse_args().rows
    records = [record(f"h{at}.example.com.", "A", "192.0.2.1") for at in range(rows)]
    ours, ours_settled = asyncio.run(measure(OursApp(), records))
    table, table_settled = asyncio.run(measure(TableApp(), records))
    print(f"{rows:,} rows, ms                own work            settled")  # noqa: T201 -- a benchmark prints
    for name, pick in (("fill", _first), ("keystroke, median", _median), ("keystroke, worst", _worst)):
        mine, other = pick(ours), pick(table)
        mine_settled, other_settled = pick(ours_settled), pick(table_settled)
        words = f"{name:18} ours {mine:8.1f}  table {other:8.1f}   ours {mine_settled:8.1f}  table {other_settled:8.1f}"
        print(f"{words}   ratio {mine_settled / other_settled:.3f}")  # noqa: T201 -- as above
    return 0 if max(ours[1:]) < LIMIT_MS else 1


if __name__ == "__main__":
    raise SystemExit(main())
