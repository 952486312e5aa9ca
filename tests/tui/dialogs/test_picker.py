"""The line whose letters find rows, wherever it is: the same keys, the mouse, and a cursor that stays."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from threading import Event
from typing import Any, Final

import pytest

from tests.tui.driving import NARROW, FakeDriver, explorer
from tests.tui.fakes import Estate, target, zone
from xalias_tui.domain.accounts import Account
from xalias_tui.tui.dialogs.picker import Picker, SearchLine
from xalias_tui.tui.dialogs.target_picker import TargetPicker
from xalias_tui.tui.widgets.row_list import RowList

MANY: Final = 40


def account(at: int) -> Account:
    return Account(f"profile-{at:02}", f"{at:012}", origin="profile", state="ready")


@dataclass
class Large(Estate):
    """An estate in which each picker has more rows than it shows."""

    listed: Event = field(default_factory=Event)

    def known_accounts(self, _tell: object) -> Mapping[str, Account]:
        self.listed.wait()
        return {found.profile: found for found in map(account, range(MANY))}


def large() -> Large:
    zones = tuple(zone(f"zone-{at:02}.example.com.", f"ZONE{at:02}") for at in range(MANY))
    return Large(zones=zones, targets=tuple(target(f"target-{at:02}") for at in range(MANY)))


def open_targets(driver: FakeDriver) -> Any:
    return driver.app.push_screen(TargetPicker(driver.app.session, "www.example.com", []))


async def opened(driver: FakeDriver, open_: Callable[[FakeDriver], Any] | str) -> RowList[Any]:
    """A picker with all its rows."""
    estate = driver.estate
    assert isinstance(estate, Large)
    estate.listed.set()
    await driver.rest()
    if isinstance(open_, str):
        await driver.press(open_)
    else:
        open_(driver)
        await driver.settle()
    await driver.rest()
    rows: RowList[Any] = driver.app.screen.query_one(Picker).rows
    assert len(rows.rows) >= MANY
    return rows


PICKERS: Final = pytest.mark.parametrize("open_", ["A", "ctrl+p", open_targets], ids=["account", "goto", "target"])


@PICKERS
async def test_the_same_keys_move_in_each_and_letters_are_typed_meanwhile(
    open_: Callable[[FakeDriver], Any] | str,
) -> None:
    async with explorer(large(), size=NARROW) as driver:
        rows = await opened(driver, open_)
        last = len(rows.rows) - 1
        cursors = []
        for key in ("end", "up", "ctrl+k", "ctrl+j", "home", "down", "pagedown", "pageup", "pageup"):
            await driver.press(key)
            cursors.append(rows.cursor)
        page = cursors[6] - 1
        assert page > 5
        assert cursors == [last, last - 1, last - 2, last - 1, 0, 1, 1 + page, 1, 0]
        await driver.type("j7")
        line = driver.app.screen.query_one(SearchLine)
        assert line.value == "j7"
        await driver.press("ctrl+a", "delete", "ctrl+e", "k")
        assert line.value == "7k", "ctrl+a and ctrl+e go to the ends of the line"


async def test_where_more_is_found_than_is_listed_it_says_how_to_find_the_rest() -> None:
    async with explorer(large(), size=NARROW) as driver:
        await opened(driver, "ctrl+p")
        assert "are listed" not in driver.text
        await driver.type("e")
        await driver.sees("The best 50 are listed: more letters narrow them.")
        await driver.type("07")
        await driver.until(lambda: "are listed" not in driver.text)


@PICKERS
async def test_a_click_highlights_and_the_line_keeps_the_keyboard(open_: Callable[[FakeDriver], Any] | str) -> None:
    async with explorer(large()) as driver:
        rows = await opened(driver, open_)
        await driver.pilot.click(rows, offset=(4, 4))
        await driver.settle()
        assert rows.cursor == 3
        await driver.type("07")
        assert driver.app.screen.query_one(SearchLine).value == "07"
        assert rows.cursor == 0, "letters that find others begin at the first"
        await driver.pilot.click(rows, offset=(4, 1))
        await driver.until(lambda: not driver.app.screen.query(Picker), "the row that was clicked twice is taken")


async def test_help_lists_the_keys_as_moving() -> None:
    async with explorer(large()) as driver:
        await opened(driver, "A")
        await driver.press("f1")
        seen = await driver.sees("Actions", "Moving", "The row above", "First row", "Last row", "One page down")
        actions, moving = seen.split("Moving")
        assert "row" not in actions.split("Actions")[1]
        assert "ctrl+k" in moving or "^k" in moving


async def test_rows_that_arrive_late_do_not_move_the_cursor_off_its_row() -> None:
    async with explorer(large()) as driver:
        await driver.sees("target-00 suggests no name")
        await driver.press("A", "down")
        rows: RowList[Any] = driver.app.screen.query_one(Picker).rows
        chosen = rows.highlighted
        assert chosen is not None
        assert len(rows.rows) < MANY
        assert isinstance(driver.estate, Large)
        driver.estate.listed.set()
        await driver.until(lambda: len(rows.rows) > MANY)
        assert rows.highlighted is not None
        assert rows.highlighted.account == chosen.account


async def test_the_ends_of_a_help_that_is_longer_than_its_box_are_gone_to() -> None:
    async with explorer(large(), size=NARROW) as driver:
        await opened(driver, "A")
        await driver.press("f1")
        await driver.sees("lines below")
        await driver.press("end")
        assert "lines below" not in await driver.sees("Last row"), "the foot covers no line"
        await driver.press("home")
        await driver.sees("Choose an account", "lines below")


@pytest.mark.parametrize("size", [(34, 9), (60, 14), (80, 23)])
@pytest.mark.parametrize("open_", ["A", "ctrl+p", open_targets], ids=["account", "goto", "target"])
async def test_the_highlighted_row_is_in_sight_however_low_the_terminal_is(
    open_: Callable[[FakeDriver], Any] | str, size: tuple[int, int]
) -> None:
    async with explorer(large(), size=size) as driver:
        await opened(driver, open_)
        for key in ("end", "home", "pagedown"):
            await driver.press(key)
            await driver.sees("▸", "esc")


@pytest.mark.parametrize("key", ["K", "ctrl+r"])
async def test_so_it_is_where_a_list_is_all_of_a_dialog(key: str) -> None:
    kinds = ("alb", "nlb", "clb", "cloudfront", "apigateway", "appsync", "amplify", "cognito")
    async with explorer(Estate(targets=tuple(target(kind, kind=kind) for kind in kinds)), size=(34, 9)) as driver:
        await driver.rest()
        await driver.press("tab", key, "end")
        await driver.sees("▸", "esc")
