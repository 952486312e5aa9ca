from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, cast

from textual.app import App, ComposeResult
from textual.pilot import Pilot

from tests.tui.screen_text import screen_text
from xalias_tui.tui.widgets.row_list import RowList
from xalias_tui.tui.widgets.rows import Column, Spec

SPEC: Spec[str] = Spec(
    columns=(
        Column("Name", str, 8, share=1),
        Column("Size", lambda row: str(len(row)), 4),
        Column("Far", str, 4, drops=60),
    ),
    key=str,
    haystack=str.lower,
    kind=lambda row: row.rpartition(" ")[2],
)


class OneList(App[None]):
    def __init__(self) -> None:
        super().__init__()
        self.said: list[object] = []

    def compose(self) -> ComposeResult:
        yield RowList(SPEC)

    @property
    def rows(self) -> RowList[str]:
        return self.query_one(RowList)

    def on_row_list_highlighted(self, event: RowList.Highlighted) -> None:
        self.said.append(event.row)

    def on_row_list_chosen(self, event: RowList.Chosen) -> None:
        self.said.append(("chosen", event.row))


@asynccontextmanager
async def listing(*rows: str, size: tuple[int, int] = (40, 6)) -> AsyncIterator[tuple[OneList, Pilot[Any]]]:
    app = OneList()
    async with app.run_test(size=size) as pilot:
        app.rows.show(rows)
        app.rows.focus()
        await pilot.pause()
        yield app, pilot


async def test_the_header_stays_while_rows_scroll() -> None:
    async with listing(*(f"row{at}" for at in range(50))) as (app, pilot):
        await pilot.press("G")
        await pilot.pause()
        lines = screen_text(app).splitlines()
        assert lines[0].split() == ["Name", "Size"]
        assert "▸row49" in lines[-1]
        await pilot.press("g")
        await pilot.pause()
        assert "▸row0" in screen_text(app).splitlines()[1]


async def test_the_cursor_is_in_sight_when_a_filter_that_left_one_row_is_cleared() -> None:
    async with listing(*(f"row{at}" for at in range(50))) as (app, pilot):
        app.rows.filter("row30")
        await pilot.pause()
        assert screen_text(app).splitlines()[1].split()[0] == "▸row30"
        app.rows.filter("")
        await pilot.pause()
        assert "▸row30" in screen_text(app)


async def test_columns_without_room_are_left_out() -> None:
    async with listing("a", size=(80, 5)) as (app, _):
        assert "Far" in screen_text(app)
    async with listing("a", size=(40, 5)) as (app, _):
        assert "Far" not in screen_text(app)


async def test_the_cursor_follows_its_row_when_rows_are_added_before_it() -> None:
    async with listing("b", "c") as (app, pilot):
        await pilot.press("j")
        app.rows.show(("a", "b", "c"))
        assert app.rows.highlighted == "c"
        await pilot.pause()
        assert app.said == ["b", "c"]


async def test_rows_of_the_same_key_take_the_place_of_those_there() -> None:
    pairs: Spec[tuple[str, int]] = Spec((Column("Pair", str, 8),), lambda row: row[0], str)
    async with listing("a") as (app, _):
        rows = cast("RowList[tuple[str, int]]", app.rows)
        rows.show((("a", 1), ("b", 1)), pairs)
        rows.add((("b", 2), ("c", 1), ("c", 2)))
        assert list(rows.rows) == [("a", 1), ("b", 2), ("c", 2)]
        rows.filter("2")
        assert list(rows.rows) == [("b", 2), ("c", 2)]
        rows.show((("c", 3), ("d", 2)))
        rows.add((("d", 3), ("c", 2)))
        assert list(rows.all_rows) == [("c", 2), ("d", 3)]
        assert list(rows.rows) == [("c", 2)]


async def test_an_empty_list_says_that_nothing_is_highlighted() -> None:
    async with listing("a") as (app, pilot):
        app.rows.show(())
        await pilot.pause()
        assert app.said == ["a", None]


async def test_filters_need_every_word_and_keep_the_cursor() -> None:
    async with listing("Red fish", "blue fish", "red boat") as (app, pilot):
        await pilot.press("G")
        app.rows.filter("RED")
        assert (list(app.rows.rows), app.rows.highlighted) == (["Red fish", "red boat"], "red boat")
        app.rows.filter("fish red")
        assert list(app.rows.rows) == ["Red fish"]
        app.rows.filter("", frozenset({"boat"}))
        assert list(app.rows.rows) == ["red boat"]
        app.rows.add(("new boat",))
        assert list(app.rows.rows) == ["red boat", "new boat"]
        assert len(app.rows.all_rows) == 4


async def test_a_filter_finds_names_in_punycode_as_people_write_them() -> None:
    async with listing("www.xn--bcher-kva.example", "www.example.com") as (app, _):
        for typed in ("büch", "Bücher.example", "xn--bcher"):
            app.rows.filter(typed)
            assert list(app.rows.rows) == ["www.xn--bcher-kva.example"], typed


async def test_clicking_highlights_and_clicking_again_chooses() -> None:
    async with listing("a", "b", "c") as (app, pilot):
        await pilot.click(RowList, offset=(3, 2))
        assert app.rows.highlighted == "b"
        await pilot.click(RowList, offset=(3, 2))
        await pilot.pause()
        assert app.said[-1] == ("chosen", "b")
        await pilot.click(RowList, offset=(3, 0))
        assert app.rows.highlighted == "b"


async def test_enter_chooses_and_pages_move() -> None:
    async with listing(*(f"row{at}" for at in range(50))) as (app, pilot):
        await pilot.press("pagedown", "k", "enter")
        await pilot.pause()
        assert app.said[-1] == ("chosen", "row3")


async def test_wide_characters_keep_the_columns_aligned() -> None:
    async with listing("日本語日本語日本語日本語日本語日本語", "abc") as (app, _):
        lines = screen_text(app).splitlines()
        assert "…" in lines[1]
        assert lines[2].index("3") == lines[0].index("Size")


async def test_until_the_operator_is_there_the_cursor_stays_on_the_first_row() -> None:
    class Unfocused(OneList):
        AUTO_FOCUS = None

    app = Unfocused()
    async with app.run_test(size=(40, 6)) as pilot:
        app.rows.show(["middle"])
        app.rows.show(["first", "middle"])
        await pilot.pause()
        assert app.rows.highlighted == "first"
        app.rows.focus()
        await pilot.pause()
        app.rows.show(["earlier", "first", "middle"])
        assert app.rows.highlighted == "first"


async def test_a_row_that_is_scrolled_back_is_not_drawn_again() -> None:
    drawn: list[str] = []

    def cell(row: str) -> str:
        drawn.append(row)
        return row

    async with listing(*(f"row{at}" for at in range(50))) as (app, pilot):
        app.rows.show(app.rows.all_rows, Spec(columns=(Column("Name", cell, 8),), key=str, haystack=str))
        await pilot.press("G")
        await pilot.pause()
        assert "▸row49" in screen_text(app)
        drawn.clear()
        await pilot.press("k")
        await pilot.pause()
        assert "▸row48" in screen_text(app)
        assert set(drawn) == {"row48", "row49"}


async def test_rows_are_drawn_again_in_another_theme() -> None:
    async with listing("row") as (app, pilot):
        before = app.rows.render_line(1)
        app.theme = "textual-light"
        await pilot.pause()
        assert app.rows.render_line(1) != before
        assert app.rows.render_line(1).text == before.text


async def test_rows_are_drawn_again_on_another_ground() -> None:
    async with listing("row", "other") as (app, pilot):
        before = app.rows.render_line(2)
        app.screen.styles.background = "#123456"
        await pilot.pause()
        assert app.rows.render_line(2) != before
