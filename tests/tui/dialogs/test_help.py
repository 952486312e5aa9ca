from __future__ import annotations

import inspect
from importlib import import_module
from pkgutil import iter_modules

import pytest

from tests.tui.driving import HUGE, NARROW, explorer
from xalias_tui.tui import dialogs
from xalias_tui.tui.dialogs.base import Dialog


def boxes() -> tuple[type[Dialog[object]], ...]:
    """Every dialog that is opened."""
    modules = (import_module(f"{dialogs.__name__}.{found.name}") for found in iter_modules(dialogs.__path__))
    known = {kind for module in modules for kind in vars(module).values() if isinstance(kind, type)}
    own = (kind for kind in known if issubclass(kind, Dialog) and kind is not Dialog and not inspect.isabstract(kind))
    return tuple(sorted((kind for kind in own if kind.TITLE), key=lambda kind: kind.__name__))


@pytest.mark.parametrize("box", boxes())
def test_every_dialog_says_what_it_is_for(box: type[Dialog[object]]) -> None:
    title, sentence = (box.HELP or "").strip().split("\n\n")[:2]
    assert title.startswith("## ")
    assert sentence.endswith(".")


async def test_help_opens_over_a_dialog_and_goes_back_to_it() -> None:
    async with explorer(size=HUGE) as driver:
        await driver.sees("Checks: ")
        await driver.press("c")
        await driver.sees("enter or y sends it")
        await driver.press("question_mark")
        await driver.sees("The last look before a change is sent", "Send exactly what is shown", "One page down")
        await driver.press("question_mark", "escape")
        await driver.until(lambda: "The last look" not in driver.text)
        await driver.sees("enter or y sends it")
        assert driver.estate.sent == []


async def test_f1_helps_while_a_line_is_typed_in() -> None:
    async with explorer() as driver:
        await driver.sees("Checks: ")
        await driver.press("n", "f1")
        await driver.sees("The name of the record to plan")


async def test_actions_stand_apart_from_moves_and_letters_search_them() -> None:
    async with explorer(size=HUGE) as driver:
        await driver.sees("Checks: ")
        await driver.press("question_mark")
        text = await driver.sees("Actions", "Moving")
        actions, _, moves = text.partition("Moving")
        assert "asks first" in actions
        assert "One row down" in moves
        assert "One row down" not in actions
        await driver.type("latest")
        await driver.sees("Put back what was there before the latest change")
        assert "One row down" not in driver.text
        await driver.type(" nonsense")
        await driver.sees("No key does that here.")


async def test_views_and_hints_of_the_bars_can_be_clicked() -> None:
    async with explorer(size=NARROW) as driver:
        text = await driver.sees("? help", "READ-WRITE", "tab switches")
        strip = next(line for line in text.splitlines() if "tab switches" in line)
        await driver.pilot.click("TabStrip", offset=(strip.index("Targets") + 1, 0))
        await driver.until(lambda: driver.app.screen.has_class("-at-targets"))
        await driver.pilot.click("TopBar", offset=(text.splitlines()[0].index("? help") + 1, 0))
        await driver.sees("Resources that an alias record can point to")


async def test_ctrl_c_names_the_key_that_quits() -> None:
    async with explorer() as driver:
        await driver.sees("Checks: ")
        await driver.press("ctrl+c")
        await driver.sees("Press q to quit.")


async def test_a_slash_in_the_preview_filters_the_list_looked_at_last() -> None:
    async with explorer() as driver:
        await driver.sees("Checks: ")
        await driver.press("tab", "tab", "slash")
        await driver.type("edit")
        await driver.sees("edit", "No target matches.")
        assert len(driver.app.screen_stack) == 1


@pytest.mark.parametrize("key", ["a", "d"])
async def test_a_key_about_a_row_says_that_there_is_none(key: str) -> None:
    async with explorer() as driver:
        await driver.sees("Checks: ")
        await driver.press("enter")
        await driver.sees("mail")
        await driver.press("slash")
        await driver.type("nonsense")
        await driver.press("down", key)
        await driver.sees("No record is highlighted")
