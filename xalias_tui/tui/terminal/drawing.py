"""What is drawn anew of a screen: the lines that changed, of the widgets that are in them.

Textual's compositor draws all lines of every widget whose surroundings overlap what changed, and the surroundings of
what is docked are the whole screen: a key in a list would draw bars, other panes and the preview too.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, TypeVar

from textual._compositor import Compositor
from textual.geometry import Region
from textual.screen import Screen
from textual.strip import Strip

T = TypeVar("T")


class LineCompositor(Compositor):
    """Draws of each widget the lines that are wanted.

    It overrides a method of Textual that is not public: under another name everything would be drawn, as Textual does.
    """

    def _get_renders(self, crop: Region | None = None) -> Iterable[tuple[Region, Region, list[Strip]]]:
        """Widgets from front to back: where each is, which part of that is seen, and the lines of that part."""
        wanted = self.size.region if crop is None else crop
        lines = Region(0, wanted.y, self.size.width, wanted.height)
        for widget, (region, clip) in self.visible_widgets.items():
            part = region.intersection(clip).intersection(lines)
            if part and part.overlaps(wanted):
                yield region, clip.intersection(lines), widget.render_lines(part.translate(-region.offset))


class DrawnByLine(Screen[T]):
    """A screen of which only lines that changed are drawn."""

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self._compositor = LineCompositor()
