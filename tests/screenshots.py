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
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any, Final

import pytest

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


Keep = Callable[[Driver, str], Awaitable[None]]
"""Draws what is on the screen now, under a name."""


async def _wide(driver: Driver, keep: Keep) -> None:
    await pick_target(driver, "checkout")
    await keep(driver, "explorer")
    await driver.press("shift+tab", "enter")
    await driver.sees("records · read")
    await keep(driver, "records")
    await driver.press("c")
    await driver.sees("Commit this change?")
    await keep(driver, "confirm")
    await driver.press("enter")
    await driver.sees("Done.")
    await driver.press("escape", "3")
    await driver.sees("1 change")
    await keep(driver, "history")
    await driver.press("4")
    await driver.sees("profiles ·", "· read")
    await keep(driver, "accounts")
    await driver.press("2")
    await driver.sees("✗ broken", "· read")
    await driver.press("slash")
    await driver.type("recreated")
    await driver.press("escape")
    await driver.sees("The load balancer cart was recreated")
    await keep(driver, "audit")
    await driver.press("t")
    await driver.sees("recreated.example.com.  broken at resource")
    await keep(driver, "trace")


async def _narrow(driver: Driver, keep: Keep) -> None:
    await pick_target(driver, "lb-wrong-host")
    await keep(driver, "narrow-targets")
    await driver.press("tab")
    await driver.sees("Checks: ")
    await keep(driver, "narrow-preview")


@dataclass(frozen=True)
class Scene:
    """What happens in one run of the explorer.

    Attributes:
        size: Columns and rows of the terminal.
        play: Presses the keys, and keeps the pictures.
        pictures: Their names, in order.
    """

    size: tuple[int, int]
    play: Callable[[Driver, Keep], Awaitable[None]]
    pictures: tuple[str, ...]


SCENES: Final = (
    Scene(WIDE, _wide, ("explorer", "records", "confirm", "history", "accounts", "audit", "trace")),
    Scene(NARROW, _narrow, ("narrow-targets", "narrow-preview")),
)


async def play(scene: Scene, workspace: Workspace, keep: Keep) -> None:
    """One run of the explorer; each picture is kept once everything that was asked is answered."""

    async def at_rest(driver: Driver, name: str) -> None:
        await driver.rest()
        await keep(driver, name)

    async with driving(lambda: workspace, instead=still, size=scene.size, now=lambda: NOW) as driver:
        await scene.play(driver, at_rest)


@contextmanager
def workspace_of(sandbox: Sandbox, folder: Path) -> Iterator[Workspace]:
    """The workspace of the scenes on a running sandbox, to which the process's AWS configuration points."""
    settings = folder / "config.toml"
    settings.touch()
    with pytest.MonkeyPatch.context() as environment, NameServer(sandbox.world) as names:
        for name in clashing(os.environ):
            environment.delenv(name, raising=False)
        for name, value in sandbox.environment(folder).items():
            environment.setenv(name, value)
        options = Options(
            ("dns-prod",),
            ("shop-prod", "media-prod", "legacy"),
            config=settings,
            resolvers=(("127.0.0.1", names.port),),
            connects=False,
        )
        yield Workspace(options, journal=Journal(folder / "journal.jsonl"))


def main() -> None:
    """Draw into the directory of the command line, by default ``screenshots``."""
    directory = Path(sys.argv[1] if len(sys.argv) > 1 else "screenshots")
    directory.mkdir(parents=True, exist_ok=True)

    async def draw(driver: Driver, name: str) -> None:
        svg = driver.app.export_screenshot(title="xalias")
        (directory / f"{name}.svg").write_text(svg, encoding="utf-8")

    with (
        tempfile.TemporaryDirectory() as folder,
        Sandbox.start() as sandbox,
        workspace_of(sandbox, Path(folder)) as workspace,
    ):
        for scene in SCENES:
            asyncio.run(play(scene, workspace, draw))


if __name__ == "__main__":
    main()
