from __future__ import annotations

from textual.app import ComposeResult
from textual.color import Color
from textual.widgets import Static

from xalias_tui.tui.terminal.colours import DARK, LIGHT, theme_of
from xalias_tui.tui.terminal.themed_app import ThemedApp


class Painted(ThemedApp):
    CSS = "Static { background: $panel; }"

    def compose(self) -> ComposeResult:
        yield Static()

    @property
    def painted(self) -> Color:
        return self.query_one(Static).styles.background


async def test_style_sheets_are_parsed_once_a_theme() -> None:
    app = Painted()
    parsed = app.stylesheet.rules
    async with app.run_test() as pilot:
        assert app.painted == Color.parse(DARK.panel or "")
        read = app.stylesheet.rules
        assert read is not parsed
        app.refresh_css()
        assert app.stylesheet.rules is read
        for theme in (LIGHT, DARK):
            app.theme = theme.name
            await pilot.pause()
            assert app.painted == Color.parse(theme.panel or "")
        assert app.stylesheet.rules is not read


async def test_its_own_themes_are_beside_those_of_textual_and_of_settings() -> None:
    app = Painted()
    assert {DARK.name, LIGHT.name, "nord"} <= set(app.available_themes)
    own = theme_of("own", {"primary": "#ff0000", "panel": "#00ff00"})
    async with app.run_test() as pilot:
        app.register_theme(own)
        app.theme = own.name
        await pilot.pause()
        assert app.painted == Color.parse("#00ff00")
