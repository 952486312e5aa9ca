from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, ClassVar

import pytest
from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.pilot import Pilot
from textual.screen import Screen

from tests.tui.screen_text import screen_text
from xalias_tui.tui.widgets.key_bar import KeyBar

WIDE = (60, 5)


class KeysScreen(Screen[None]):
    FOOTER = ("third", "first")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("a", "first", "First", tooltip="What is done first"),
        Binding("s,S", "second", "Second"),
        Binding("ctrl+t", "third", "Third"),
        Binding("h", "hidden", "Hidden", show=False),
    ]
    allows = True

    def compose(self) -> ComposeResult:
        yield KeyBar()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        return (self.allows or None) if action == "second" else True

    def action_first(self) -> None:
        self.app.title = "first"

    def action_second(self) -> None:
        self.app.title = "second"


class KeysApp(App[None]):
    CSS = "KeyBar { dock: bottom; height: 1; }"

    def on_mount(self) -> None:
        self.push_screen(KeysScreen())

    def action_help(self) -> None:
        self.title = "help"


@asynccontextmanager
async def keys(size: tuple[int, int] = WIDE) -> AsyncIterator[tuple[KeysApp, Pilot[Any]]]:
    app = KeysApp()
    async with app.run_test(size=size, tooltips=True) as pilot:
        await pilot.pause()
        yield app, pilot


def last_line(app: App[None]) -> str:
    return screen_text(app).splitlines()[-1].rstrip()


async def test_keys_come_in_the_order_of_the_screen_and_each_action_once() -> None:
    async with keys() as (app, _):
        assert last_line(app) == "^t Third a First s Second"


@pytest.mark.parametrize(
    ("width", "line"),
    [(25, "^t Third a First s Second"), (24, "^t Third a First ? more"), (22, "^t Third ? more"), (8, "? more")],
)
async def test_each_key_is_whole_and_where_not_all_fit_the_last_one_shows_all(width: int, line: str) -> None:
    async with keys((width, 5)) as (app, _):
        assert last_line(app) == line


async def test_the_bar_follows_the_width() -> None:
    async with keys() as (app, pilot):
        await pilot.resize_terminal(22, 5)
        await pilot.pause()
        assert last_line(app) == "^t Third ? more"


async def test_a_click_presses_the_key() -> None:
    async with keys() as (app, pilot):
        await pilot.click(KeyBar, offset=(11, 0))
        await pilot.pause()
        assert app.title == "first"
        await pilot.click(KeyBar, offset=(50, 0))
        await pilot.pause()
        assert app.title == "first"


async def test_a_click_on_more_shows_help() -> None:
    async with keys((22, 5)) as (app, pilot):
        await pilot.click(KeyBar, offset=(11, 0))
        await pilot.pause()
        assert app.title == "help"


async def test_a_key_that_does_not_work_now_is_dim_and_does_nothing() -> None:
    async with keys() as (app, pilot):
        screen, bar = app.screen, app.screen.query_one(KeyBar)
        assert isinstance(screen, KeysScreen)
        screen.allows = False
        screen.refresh_bindings()
        await pilot.pause()
        assert isinstance(bar.content, Content)
        assert [bar.content.plain[span.start : span.end] for span in bar.content.spans if span.style == "dim"] == [
            "s Second"
        ]
        await pilot.click(KeyBar, offset=(20, 0))
        await pilot.pause()
        assert app.title != "second"


async def test_the_key_under_the_pointer_is_explained() -> None:
    async with keys() as (app, pilot):
        bar = app.screen.query_one(KeyBar)
        await pilot.hover(KeyBar, offset=(11, 0))
        await pilot.pause()
        assert bar.tooltip == "What is done first"
        await pilot.hover(KeyBar, offset=(50, 0))
        await pilot.pause()
        assert bar.tooltip is None


async def test_the_bar_is_one_widget_whatever_has_the_keyboard() -> None:
    async with keys() as (app, _):
        assert not app.screen.query_one(KeyBar).children
