from __future__ import annotations

from rich.segment import Segment
from textual._compositor import ChopsUpdate
from textual.app import App, ComposeResult
from textual.geometry import Region
from textual.screen import Screen
from textual.strip import Strip
from textual.widget import Widget

from xalias_tui.tui.dialogs.base import Dialog
from xalias_tui.tui.screens.remembering import Remembering
from xalias_tui.tui.terminal.drawing import DrawnByLine

SIZE = (12, 6)


class Letters(Widget):
    """Every line full of one letter, in a width of its own; says which lines are drawn."""

    letter = "a"

    def __init__(self, name: str) -> None:
        super().__init__(id=name)
        self.drawn: list[Region] = []

    def render_line(self, y: int) -> Strip:
        return Strip([Segment(self.letter * self.size.width)])

    def render_lines(self, crop: Region) -> list[Strip]:
        self.drawn.append(crop)
        return super().render_lines(crop)


class LettersScreen(DrawnByLine[None]):
    def compose(self) -> ComposeResult:
        for name in ("bar", "left", "right", "over", "keys"):
            yield Letters(name)


class LettersApp(App[None]):
    CSS = """
    Letters { height: 4; width: 1fr; } #bar { dock: top; height: 1; } #keys { dock: bottom; height: 1; }
    #over { layer: above; offset: 3 2; width: 4; height: 2; } LettersScreen { layers: below above; layout: horizontal; }
    """

    def get_default_screen(self) -> Screen[None]:
        return LettersScreen()


def update(app: App[None], *widgets: Widget) -> ChopsUpdate:
    """What Textual would send to the terminal for what was refreshed of these widgets."""
    compositor = app.screen._compositor
    compositor.update_widgets(set(widgets))
    found = compositor.render_update()
    assert isinstance(found, ChopsUpdate)
    return found


async def test_a_line_that_changed_is_all_that_is_drawn_of_a_screen() -> None:
    app = LettersApp()
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        widgets = {widget.id: widget for widget in app.screen.query(Letters)}
        for widget in widgets.values():
            widget.drawn.clear()
        left = widgets["left"]
        left.letter = "b"
        left.refresh(Region(0, 2, 6, 1))
        lines = update(app, left).chops

        drawn = {name: widget.drawn for name, widget in widgets.items() if widget.drawn}
        assert drawn == {"left": [Region(0, 2, 6, 1)], "over": [Region(0, 1, 4, 1)]}
        assert {at: strip.text for at, strip in lines[3].items() if strip and at < left.size.width} == {
            0: "bbb",
            3: "aaa",
        }
        assert not any(strip for at in (0, 1, 2, 4, 5) for strip in lines[at].values())


def test_every_screen_and_dialog_is_drawn_so() -> None:
    assert issubclass(Remembering, DrawnByLine)
    assert issubclass(Dialog, DrawnByLine)
