"""Chips: a choice among several, and a status; readable without colour, too."""

from __future__ import annotations

from typing import Literal

from textual.content import Content
from textual.style import Style

Tone = Literal["success", "warning", "error", "muted"]


def choice(text: str, meta: dict[str, str], *, on: bool) -> Content:
    """A clickable choice; one that is on is filled, between half blocks that stay where there is no colour."""
    clicked = Style.from_meta(meta)
    if not on:
        return Content.styled(f" {text} ", clicked)
    edge, filled = "$chip-background", "bold $chip-foreground on $chip-background"
    return Content.assemble(("▐", edge), (text, filled), ("▌", edge)).stylize(clicked)


def status(text: str, tone: Tone) -> Content:
    """What came of something, in capitals."""
    colour = f"$chip-{tone}"
    filled = f"bold $chip-on-{tone} on {colour}"
    return Content.assemble(("▐", colour), (text, filled), ("▌", colour))
