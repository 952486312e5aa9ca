"""The explorer on a lab's world, in this process and without a terminal."""

from __future__ import annotations

import os
import re
import threading
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager
from unittest import mock

from tests.cases.lab import Lab, SetUpError
from tests.tui.driving import Driver, PaintedApp, running
from xalias_tui.jobs.session.workspace import Options, Workspace


@asynccontextmanager
async def explorer(
    shell: Lab,
    *,
    zones: Iterable[str] = ("dns-prod",),
    targets: Iterable[str] = ("shop-prod",),
    kinds: Iterable[str] = (),
    **variables: str,
) -> AsyncIterator[Driver]:
    """The explorer as a shell would open it with these profiles."""
    address, _, port = shell.resolver.partition(":")
    options = Options(
        zone_profiles=tuple(zones),
        target_profiles=tuple(targets),
        kinds=tuple(kinds),
        resolvers=((address, int(port)),),
        connects=False,
    )
    app = PaintedApp(lambda: Workspace(options))
    with (
        mock.patch.dict(os.environ, {**shell.variables, **variables}, clear=True),
        mock.patch.object(threading, "excepthook"),  # what ends a thread ends no test: what is shown counts
    ):
        async with running(app) as driver:
            yield driver


async def until(driver: Driver, condition: Callable[[], bool]) -> None:
    """Wait for what both a right and a wrong program come to.

    Raises:
        SetUpError: when it does not come about.
    """
    if not await _comes_about(driver, condition, looks=200):
        raise SetUpError(driver.text)


async def soon(driver: Driver, condition: Callable[[], bool]) -> bool:
    """Whether something comes about within a moment, where nothing else has to happen first."""
    return await _comes_about(driver, condition, looks=10)


async def _comes_about(driver: Driver, condition: Callable[[], bool], *, looks: int) -> bool:
    for _ in range(looks):
        if condition():
            return True
        await driver.pilot.pause(0.1)  # a look at the screen costs more than a pause
    return condition()


def cells(driver: Driver, profile: str) -> list[str]:
    """What the list of accounts says of a profile, column by column; empty where it is not listed."""
    lines = (re.split(r"\s{2,}", line.strip("│▸● ")) for line in driver.text.splitlines())
    return next((line for line in lines if line[0] == profile), [])
