"""Draws the main screens of the explorer on the simulated organisation into ``screenshots/``::

    python -m tests.screenshots [DIRECTORY]

The same bytes come out every time: the clock stands still, nothing moves, and ids that Route 53 or the journal would
choose are replaced by fixed ones.
"""

from __future__ import annotations

import asyncio
import os
import sys
import tempfile
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

os.environ["TEXTUAL_ANIMATIONS"] = "none"  # Textual reads it when it is imported

from tests.tui.driving import Driver, driving
from xalias_tui.domain.plans import Plan
from xalias_tui.jobs.history.reading import Entry
from xalias_tui.jobs.session.workspace import Options, Workspace
from xalias_tui.sandbox.name_server import NameServer
from xalias_tui.sandbox.profiles import clashing
from xalias_tui.sandbox.server import Sandbox
from xalias_tui.store.journal import Journal
from xalias_tui.tui.screens.history import history
from xalias_tui.tui.screens.sending import commit

NOW = datetime(2026, 11, 23, 12, 0, 0, tzinfo=UTC)
WIDE = (120, 40)
NARROW = (80, 24)


def still(job: Callable[..., Any]) -> Callable[..., Any]:
    """The same job, with what changes from run to run replaced by what does not."""
    function = job.func if isinstance(job, partial) else job

    def run(workspace: Workspace, tell: Callable[[Any], None]) -> Any:
        if function is commit:
            return job(workspace, lambda step: tell(replace(step, detail="", at=NOW)))
        if function is history:
            read = job(workspace, tell)
            return replace(read, entries=tuple(_still(entry, at) for at, entry in enumerate(read.entries)))
        return job(workspace, tell)

    return run


def _still(entry: Entry, at: int) -> Entry:
    when = NOW.replace(hour=11, minute=50 + at)
    return replace(entry, entry=f"20261123T115{at}00-c0ffee", at=when, change_id=f"C{at}")


async def pick_target(driver: Driver, name: str) -> None:
    """Highlight the one target that a filter leaves, once the search is over."""
    await driver.press("tab")
    await driver.sees("regions ·", "· read")
    await driver.press("slash")
    await driver.type(name)
    await driver.press("escape")
    await driver.until(lambda: (plan := driver.app.session.desk.plan) is not None and _is(plan, name), "the plan")


def _is(plan: Plan, name: str) -> bool:
    return plan.target is not None and plan.target.name == name


async def draw(workspace: Workspace, directory: Path) -> None:
    """Every screen."""

    def keep(driver: Driver, name: str) -> None:
        svg = driver.app.export_screenshot(title="xalias")
        (directory / f"{name}.svg").write_text(svg, encoding="utf-8")

    async with driving(lambda: workspace, instead=still, size=WIDE, now=lambda: NOW) as driver:
        await pick_target(driver, "checkout")
        keep(driver, "explorer")
        await driver.press("shift+tab", "enter")
        await driver.sees("records · read")
        keep(driver, "records")
        await driver.press("c")
        await driver.sees("Commit this change?")
        keep(driver, "confirm")
        await driver.press("enter")
        await driver.sees("Done.")
        await driver.press("escape", "3")
        await driver.sees("1 change")
        keep(driver, "history")
        await driver.press("4")
        await driver.sees("profiles ·", "· read")
        keep(driver, "accounts")
        await driver.press("2")
        await driver.sees("✗ broken", "· read")
        await driver.press("slash")
        await driver.type("recreated")
        await driver.press("escape")
        await driver.sees("The load balancer cart was recreated")
        keep(driver, "audit")
        await driver.press("t")
        await driver.sees("recreated.example.com.  broken at resource")
        keep(driver, "trace")
    async with driving(lambda: workspace, instead=still, size=NARROW, now=lambda: NOW) as driver:
        await pick_target(driver, "lb-wrong-host")
        keep(driver, "narrow-targets")
        await driver.press("tab")
        await driver.sees("Checks: ")
        keep(driver, "narrow-preview")


def main() -> None:
    """Draw into the directory of the command line, by default ``screenshots``."""
    directory = Path(sys.argv[1] if len(sys.argv) > 1 else "screenshots")
    directory.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, Sandbox.start() as sandbox, NameServer(sandbox.world) as names:
        for name in clashing(os.environ):
            os.environ.pop(name, None)
        os.environ.update(sandbox.environment(Path(folder)))
        settings = Path(folder) / "config.toml"
        settings.touch()
        options = Options(
            ("dns-prod",),
            ("shop-prod", "media-prod", "legacy"),
            config=settings,
            resolvers=(("127.0.0.1", names.port),),
            connects=False,
        )
        workspace = Workspace(options, journal=Journal(Path(folder) / "journal.jsonl"))
        asyncio.run(draw(workspace, directory))


if __name__ == "__main__":
    main()
