"""The explorer on a lab's world, in this process and without a terminal."""

from __future__ import annotations

import os
import threading
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager
from unittest import mock

from tests.cases.lab import Lab, SetUpError
from tests.tui.driving import WIDE, Driver
from xalias_tui.jobs.session.workspace import Options, Workspace
from xalias_tui.tui.app import XaliasApp
from xalias_tui.tui.signin.mfa import MfaGate
from xalias_tui.tui.state.engine import WorkspaceEngine


@asynccontextmanager
async def explorer(
    shell: Lab,
    *,
    zones: Iterable[str] = ("dns-prod",),
    targets: Iterable[str] = ("shop-prod",),
    kinds: Iterable[str] = (),
    size: tuple[int, int] = WIDE,
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
    app = XaliasApp(lambda ask: WorkspaceEngine(Workspace(options), MfaGate(ask)))
    with (
        mock.patch.dict(os.environ, {**shell.variables, **variables}, clear=True),
        mock.patch.object(threading, "excepthook"),  # what ends a thread ends no test: what is shown counts
    ):
        async with app.run_test(size=size, notifications=True) as pilot:
            yield Driver(app, pilot)


async def until(driver: Driver, condition: Callable[[], bool]) -> None:
    """Wait for what both a right and a wrong program come to.

    Raises:
        SetUpError: when it does not come about.
    """
    try:
        await driver.until(condition)
    except AssertionError as error:
        raise SetUpError(driver.text) from error
