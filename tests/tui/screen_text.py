"""The text of a screen, read from the compositor: what a terminal would show, dialogs over what lies behind them."""

from __future__ import annotations

from typing import Any

from textual._context import visible_screen_stack
from textual.app import App


def screen_text(app: App[Any]) -> str:
    """The screen, a line a row, without trailing blanks."""
    visible_screen_stack.set(app._background_screens)  # as Textual does before it paints
    lines = (strip.text.replace("\xa0", " ").rstrip() for strip in app.screen._compositor.render_strips())
    return "\n".join(lines)
