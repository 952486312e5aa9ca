from __future__ import annotations

import json
from functools import partial
from pathlib import Path
from typing import Any

from tests.tui.driving import Driver, driving, explorer
from tests.tui.fakes import SOA, Estate, record, zone
from xalias_tui import __version__
from xalias_tui.store.release_notes import releases
from xalias_tui.tui.widgets.arranged_list import ArrangedList
from xalias_tui.tui.widgets.filter_bar import FilterBar

ZONES = (zone("a.example.com.", "ZA", count=5), zone("b.example.com.", "ZB", count=40), zone("c.example.com.", "ZC"))


def names(driver: Driver, list_id: str = "zones") -> list[str]:
    rows: ArrangedList[Any] = driver.app.screen.query_one(f"#{list_id}", ArrangedList)
    return [rows.spec.key(row) for row in rows.rows]


async def test_rows_are_ordered_by_any_column_by_key_and_by_click() -> None:
    async with explorer(Estate(zones=ZONES)) as driver:
        await driver.sees("3 zones")
        await driver.press("o")
        await driver.sees("▲Zone")
        await driver.press("ctrl+o")
        await driver.sees("▼Zone")
        assert names(driver) == ["ZC", "ZB", "ZA"]
        header = "Records"
        line = next(row for row in driver.text.splitlines() if "▼Zone" in row)
        at = line.index(header)
        for arrow, order in (("▲", ["ZC", "ZA", "ZB"]), ("▼", ["ZB", "ZA", "ZC"])):
            await driver.pilot.click(offset=(at, 3))
            await driver.sees(f"{arrow}Recor")
            assert names(driver) == order
        await driver.pilot.click(offset=(at, 3))
        await driver.until(lambda: names(driver) == ["ZA", "ZB", "ZC"])


async def test_marked_rows_are_copied_together_and_counted() -> None:
    records = (SOA, record("a.example.com.", "A", "192.0.2.1"), record("b.example.com.", "A", "192.0.2.2"))
    async with explorer(Estate(records=records)) as driver:
        await driver.sees("zone id Z32O12XQLNTSW2")
        await driver.press("enter")
        await driver.sees("3 records")
        await driver.press("j", "M", "M", "y")
        await driver.sees("2 marked · public · 3 records", "●a", "a.example.com. A", "b.example.com. A")
        await driver.press("asterisk")
        await driver.sees("3 marked")
        await driver.press("asterisk")
        await driver.until(lambda: "marked" not in driver.text.split("Preview")[0])


async def test_columns_are_chosen_and_one_always_stays() -> None:
    async with explorer() as driver:
        await driver.sees("2 zones")
        await driver.press("C")
        await driver.sees("Columns", "X▌ Visibility")
        await driver.press("tab", "space", "ctrl+s")
        await driver.until(lambda: "Visibility" not in driver.text)
        await driver.press("C", "space", "tab", *(["tab", "space"] * 3), "ctrl+s")
        await driver.sees("Leave at least one column.")


async def test_the_keys_of_a_list_move_among_columns() -> None:
    async with explorer() as driver:
        await driver.sees("2 zones")
        await driver.press("C")
        await driver.sees("Columns", "↑ ↓ choose")
        at = []
        for key in ("j", "down", "k", "up", "up", "end", "home", "pagedown", "pageup"):
            await driver.press(key)
            assert driver.app.focused is not None
            at.append(driver.app.focused.id)
        last = "column-4"
        assert at == ["column-1", "column-2", "column-1", "column-0", "column-0", last, "column-0", last, "column-0"]


async def test_what_was_chosen_is_there_in_the_next_run(tmp_path: Path) -> None:
    estate = Estate(zones=ZONES)
    make = partial(estate.workspace, tmp_path)
    async with driving(make, instead=estate.instead) as driver:
        await driver.sees("3 zones")
        await driver.press("o", "o", "slash")
        await driver.type("b.ex")
        await driver.press("ctrl+s")
        await driver.sees("Saved")
        await driver.press("enter", "enter")
        await driver.sees("› b.example.com. ZB")
        kept = tmp_path / "memory.json"
        await driver.until(lambda: kept.exists() and json.loads(kept.read_text())["zone"] == "ZB")
    async with driving(make, instead=estate.instead) as driver:
        await driver.sees("3 zones", "▲Visibility", "▸b.example.com.")
        await driver.press("slash", "up")
        assert driver.app.focused == driver.app.screen.query_one("#zones-pane FilterBar", FilterBar)
        await driver.sees("b.ex")
        await driver.until(lambda: names(driver) == ["ZB"])
        await driver.press("escape", "ctrl+p")
        await driver.type("b.ex")
        await driver.sees("filter    b.ex", "of zones")


async def test_a_memory_that_can_not_be_read_is_said_and_begun_anew(tmp_path: Path) -> None:
    estate = Estate()
    (tmp_path / "memory.json").write_text("{", encoding="utf-8")
    async with driving(partial(estate.workspace, tmp_path), instead=estate.instead) as driver:
        await driver.sees("2 zones")
        (said,) = (notice.message for notice in driver.app._notifications)  # on the screen a long path divides it
        assert "is not a memory of the explorer" in said
        assert "It is begun anew." in said


async def test_an_update_is_said_once_and_its_notes_are_found(tmp_path: Path) -> None:
    estate, kept = Estate(), tmp_path / "memory.json"
    kept.write_text('{"version": 1, "program": "0.0.9"}', encoding="utf-8")
    async with driving(partial(estate.workspace, tmp_path), instead=estate.instead) as driver:
        await driver.sees("2 zones")
        (said,) = (notice.message for notice in driver.app._notifications)
        assert f"xalias {__version__}, after 0.0.9" in said
        await driver.until(lambda: json.loads(kept.read_text())["program"] == __version__)
        await driver.press("colon")
        await driver.type("release notes")
        await driver.press("enter")
        await driver.sees("─ Release notes ─", releases()[0].title)
        await driver.press("colon")
        await driver.type("release notes")
        await driver.press("enter")
        await driver.until(
            lambda: [type(each).__name__ for each in driver.app.screen_stack[1:]] == ["ReleaseNotesDialog"]
        )
        assert len(driver.app.screen.query("*")) < 20, "it is drawn at once"
    async with driving(partial(estate.workspace, tmp_path), instead=estate.instead) as driver:
        await driver.sees("2 zones")
        assert not list(driver.app._notifications)
