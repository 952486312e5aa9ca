from __future__ import annotations

from tests.tui.driving import FakeDriver, explorer
from tests.tui.fakes import FakeEngine
from xalias_tui.tui.widgets.filter_bar import FilterBar


async def at_the_history(driver: FakeDriver) -> None:
    """One change was sent, and is listed."""
    await driver.sees("Judgement")
    await driver.press("c", "enter")
    await driver.sees("Done.")
    await driver.press("escape", "3")
    await driver.sees("1 change")


async def test_a_journal_that_arrives_leaves_the_keyboard_where_it_is() -> None:
    engine = FakeEngine()
    async with explorer(engine) as driver:
        await at_the_history(driver)
        engine.held = frozenset({"history"})
        await driver.press("R", "slash")
        await driver.type("shop")
        engine.sent.append(engine.sent[0])
        engine.gate.set()
        await driver.sees("2 changes")
        assert isinstance(driver.app.focused, FilterBar)
        assert driver.app.focused.value == "shop"
