"""The explorer with an inventory of 200,000 targets that is kept, without asking anyone::

    python -m tests.bench.bench_kept [ACCOUNTS] [TARGETS OF EACH]

The inventory is written by a process of its own. Everything is measured in the process of the explorer, which runs
without a terminal, 120×40; the floor is the same explorer with one target.
"""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from tests.bench.measure import resident
from tests.bench.organisations import kept_in, targets_of
from tests.tui.driving import WIDE, Driver, PaintedApp
from xalias_tui.domain.accounts import Account
from xalias_tui.domain.documents import account_document, zone_document
from xalias_tui.domain.inventories import InventoryOptions
from xalias_tui.domain.names import DnsName
from xalias_tui.domain.zones import Zone
from xalias_tui.jobs.session.workspace import Options, Workspace
from xalias_tui.store.journal import Journal
from xalias_tui.tui.widgets.row_list import RowList

Figures = dict[str, float]
_TYPED: Final = "service-39-0000000000"


def workspace(folder: Path) -> Workspace:
    """One that has nothing but what is kept."""
    options = Options(("dns",), ("shop",), inventory=InventoryOptions(cached=True), offline=True)
    return Workspace(options, journal=Journal(folder / "journal.jsonl"), inventory_folder=folder)


def write(folder: Path, accounts: int, each: int) -> None:
    """Keep targets of an organisation, as if every kind had been read in each account."""
    kept = workspace(folder).kept
    assert kept is not None
    kept_in(kept, targets_of(accounts, each), datetime.now(UTC), every_kind=True)
    now = datetime.now(UTC)
    account = Account("dns", "999999999999", "arn:aws:iam::999999999999:user/me")
    kept.keep_account("dns", account_document(account), now)
    zone = Zone("Z1", DnsName.parse("example.com"), private=False, account_id=account.account_id, profile="dns")
    kept.keep_zones(account.account_id, [(zone.id, zone_document(zone))], now)
    assert not kept.problem, kept.problem


async def explore(folder: Path) -> Figures:
    """What the explorer costs."""
    app = PaintedApp(lambda: workspace(folder))
    figures: Figures = {}
    async with app.run_test(size=WIDE) as pilot:
        driver = Driver(app, pilot)
        await driver.until(app.painted.is_set)
        painted = time.perf_counter()
        rows = app.screen.query_one("#targets", RowList)
        await driver.until(lambda: len(rows.rows) > 0)
        figures["first rows"] = time.perf_counter() - painted
        await driver.until(lambda: not driver.awaited)
        await pilot.press("tab", "slash")
        for letter in _TYPED:
            began = time.process_time()
            app.screen.query_one("#targets-pane FilterBar").insert_text_at_cursor(letter)  # type: ignore[attr-defined]
            await pilot.pause()
            figures[f"letter {len(figures):02}"] = time.process_time() - began
            if rows._model.unfinished:
                began = time.process_time()
                await driver.until(lambda: not rows._model.unfinished)
                figures["rest"] = max(figures.get("rest", 0), time.process_time() - began)
        figures["matches"] = len(rows.rows)
        await pilot.press("enter", "escape")
        for key in ("G", "o", "o"):
            began = time.process_time()
            await pilot.press(key)
            await pilot.pause()
            figures[f"key {key} {len(figures)}"] = time.process_time() - began
        figures["targets"] = len(rows.all_rows)
        figures["memory"] = resident()
    return figures


def measured(accounts: int, each: int) -> Figures:
    """The figures of an explorer in a process of its own."""
    with tempfile.TemporaryDirectory() as folder:
        own = [sys.executable, "-m", "tests.bench.bench_kept"]
        subprocess.run([*own, "write", folder, str(accounts), str(each)], check=True)
        found: Figures = json.loads(subprocess.run([*own, "explore", folder], check=True, capture_output=True).stdout)
        found["file"] = sum(path.stat().st_size for path in Path(folder).glob("inventory-*")) / 1024**2
        return found


def lines(accounts: int, each: int) -> Iterator[str]:
    """The results, a line each."""
    figures, floor = measured(accounts, each), measured(1, 1)
    letters = [value for name, value in figures.items() if name.startswith("letter")]
    yield f"{int(figures['targets']):,} targets kept, MiB in the file: {figures['file']:.0f}"
    yield f"first rows after the first paint: {figures['first rows']:.3f} s (one: {floor['first rows']:.3f}; goal 0.3)"
    yield f"all matches, once typing rests: {figures.get('rest', 0) * 1000:.0f} ms CPU at most"
    yield f"letters of a filter: {[round(letter * 1000) for letter in letters]} ms CPU (goal 50)"
    own = [value for name, value in floor.items() if name.startswith("letter")]
    yield f"the same with one target: {[round(letter * 1000) for letter in own]}"
    yield f"other keys: { {name: round(value, 3) for name, value in figures.items() if name.startswith('key')} }"
    yield f"memory: {figures['memory']:.0f} MiB (one target: {floor['memory']:.0f}; goal 250)"


def main() -> None:
    """Write, explore, or measure and print."""
    what, *words = sys.argv[1:] or ["5000", "40"]
    if what == "write":
        write(Path(words[0]), int(words[1]), int(words[2]))
    elif what == "explore":
        print(json.dumps(asyncio.run(explore(Path(words[0])))))  # noqa: T201 -- read by who started it
    else:
        for line in lines(int(what), int(words[0])):
            print(line, flush=True)  # noqa: T201 -- the result


if __name__ == "__main__":
    main()
