"""Screen 4 with the accounts of a large organisation, in a process without a terminal, 120×40::

    python -m tests.bench.bench_accounts [ACCOUNTS]

The floor is the same screen with one account.
"""

from __future__ import annotations

import asyncio
import sys
import time
from collections.abc import Awaitable, Callable, Iterator
from typing import Final

from tests.bench.measure import resident
from tests.tui.driving import explorer
from tests.tui.fakes import Estate
from xalias_tui.domain.accounts import Account

_UNITS: Final = 60
_TYPED: Final = "account-49"


def organisation(accounts: int) -> Estate:
    """An estate with members in the units of an organisation."""
    members = (
        Account(
            f"organisation:org:{at:012}:reader:",
            f"{at:012}",
            f"arn:aws:sts::{at:012}:assumed-role/reader/me",
            origin="organisation",
            name=f"account-{at}",
            ou=f"o-1/r-1/ou-1-{at % _UNITS:08}/",
        )
        for at in range(accounts)
    )
    return Estate(accounts=(*Estate().accounts, *members))


async def measured(accounts: int) -> dict[str, float]:
    """CPU seconds of what the operator does, and memory."""
    figures: dict[str, float] = {}

    async def timed(name: str, work: Callable[[], Awaitable[object]]) -> None:
        began = time.process_time()
        await work()
        figures[name] = max(figures.get(name, 0), time.process_time() - began)

    async with explorer(organisation(accounts)) as driver:
        await driver.sees("Checks: ")
        await timed("all answers listed", lambda: _opened(driver))
        for _ in range(5):
            await timed("cursor down", lambda: driver.press("j"))
        await timed("last row", lambda: driver.press("G"))
        await driver.press("slash")
        for letter in _TYPED:
            await timed("letter of a filter, longest", lambda letter=letter: driver.type(letter))  # type: ignore[misc]
        figures["memory"] = resident()
    return figures


async def _opened(driver: object) -> None:
    await driver.press("4")  # type: ignore[attr-defined]
    await driver.until(lambda: not driver.awaited)  # type: ignore[attr-defined]


def lines(accounts: int) -> Iterator[str]:
    """The results, a line each."""
    floor, figures = asyncio.run(measured(1)), asyncio.run(measured(accounts))
    for name, value in figures.items():
        factor, unit = (1, "MiB") if name == "memory" else (1000, "ms CPU")
        yield f"{name}: {value * factor:.0f} {unit} (one account: {floor[name] * factor:.0f})"


if __name__ == "__main__":
    for line in lines(int(sys.argv[1]) if len(sys.argv) > 1 else 5_000):
        print(line, flush=True)  # noqa: T201 -- the result
