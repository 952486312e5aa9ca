"""The text of a screen: what goldens compare, and what tests wait for.

The public way to it, the screenshot export, draws an SVG picture first, which takes ten times as long.
"""

from __future__ import annotations

from typing import Any

from textual._compositor import LayoutUpdate
from textual.app import App


def screen_text(app: App[Any]) -> str:
    """The screen, a line a row, without trailing blanks."""
    drawn = app.screen._compositor.render_update(full=True, screen_stack=app._background_screens)
    assert isinstance(drawn, LayoutUpdate)
    return "\n".join("".join(strip.text for strip in line).rstrip() for line in drawn.strips)
