"""Colours that can be read: every text of a theme has the contrast of WCAG 2.2 AA (4.5 to 1) on every background.

Textual derives the colours of texts from a theme by mixing, without a look at the contrast that comes of it: muted
texts of many themes have 3 to 1 and less. Here each is moved towards white or black only as far as it takes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Final

from textual.color import Color, ColorParseError
from textual.theme import Theme

AA: Final = 4.5
"""Least contrast of texts (WCAG 2.2, success criterion 1.4.3)."""
_SAFE: Final = 4.6
"""What is aimed at, because colours are rounded to whole numbers."""
_STEPS: Final = 50
_LINEAR: Final = 0.04045
"""sRGB is linear up to here (WCAG 2.2, relative luminance)."""

DARK: Final = Theme(
    name="xalias-dark",
    primary="#5aa9ff",
    secondary="#8ec5ff",
    accent="#ffc66d",
    warning="#ffb020",
    error="#ff4d4d",
    success="#3ecf6e",
    foreground="#e6e9ef",
    background="#11151c",
    surface="#181d26",
    panel="#222936",
    dark=True,
)
LIGHT: Final = Theme(
    name="xalias-light",
    primary="#0b62c4",
    secondary="#3178c6",
    accent="#8a5300",
    warning="#8a5a00",
    error="#c8102e",
    success="#117a37",
    foreground="#1b2330",
    background="#fcfcfd",
    surface="#f3f5f8",
    panel="#e4e8ee",
    dark=False,
)


def theme_of(name: str, colours: Mapping[str, str | bool]) -> Theme:
    """A theme of the operator's own, as settings hold it."""
    return Theme(name=name, **colours)  # type: ignore[arg-type] # checked where settings are read


_TEXTS: Final[Mapping[str, str]] = {
    "text-error": "error",
    "text-warning": "warning",
    "text-success": "success",
    "text-primary": "primary",
    "text-secondary": "secondary",
    "text-accent": "accent",
    "foreground": "foreground",
    "text": "foreground",
    "link-color": "primary",
    "footer-foreground": "foreground",
    "footer-description-foreground": "foreground",
    "footer-key-foreground": "accent",
    "markdown-h1-color": "primary",
    "markdown-h2-color": "primary",
    "markdown-h3-color": "primary",
    "input-cursor-background": "foreground",
    "border-title": "primary",
}
"""Variables of text colours, each with the colour of the theme that it is meant to be."""
_MUTED: Final = 0.62
_DISABLED: Final = 0.5
_TONES: Final[Mapping[str, str]] = {"success": "success", "warning": "warning", "error": "error", "muted": "panel"}


def contrast(one: Color, other: Color) -> float:
    """The ratio of the luminances of two opaque colours, from 1 to 21 (WCAG 2.2, contrast ratio)."""
    return _ratio(_luminance(one), _luminance(other))


def _ratio(one: float, other: float) -> float:
    """Contrast of two luminances."""
    return (max(one, other) + 0.05) / (min(one, other) + 0.05)


def _luminance(colour: Color) -> float:
    """Relative luminance (WCAG 2.2)."""
    red, green, blue = (
        part / 12.92 if part <= _LINEAR else ((part + 0.055) / 1.055) ** 2.4 for part in colour.normalized
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def legible(colour: Color, backgrounds: Iterable[Color]) -> Color:
    """The colour, or the nearest one towards white or black that can be read on all backgrounds."""
    behind = [_luminance(back) for back in backgrounds]

    def least_contrast(one: Color) -> float:
        luminance = _luminance(one)
        return min(_ratio(luminance, back) for back in behind)

    for step in range(_STEPS + 1):
        candidates = [colour.blend(end, step / _STEPS, alpha=1) for end in (_WHITE, _BLACK)]
        best = max(candidates, key=least_contrast)
        if least_contrast(best) >= _SAFE:
            return best
    return max((_WHITE, _BLACK), key=least_contrast)


_WHITE: Final = Color(255, 255, 255)
_BLACK: Final = Color(0, 0, 0)


def variables(theme: Mapping[str, str]) -> dict[str, str]:
    """The variables of a theme that are to be used instead of its own; none where it leaves colours to the terminal."""
    return dict(_variables(tuple(theme.items())))


@cache
def _variables(items: tuple[tuple[str, str], ...]) -> dict[str, str]:
    """The same; Textual asks several times while it starts, and looking for legible colours takes a while."""
    theme = dict(items)
    try:
        base = {name: Color.parse(theme[name]) for name in ("background", "surface", "panel", "foreground")}
        known = {name: Color.parse(theme[source]) for name, source in _TEXTS.items()}
        tones = {tone: Color.parse(theme[source]) for tone, source in _TONES.items()}
        primary = Color.parse(theme["primary"])
    except (KeyError, ColorParseError):
        return {}
    if any(colour.ansi is not None for colour in (*base.values(), primary)):
        return {}
    cursor = base["background"].blend(base["foreground"], 0.12, alpha=1)
    entry = base["surface"].blend(base["foreground"], 0.08, alpha=1)
    behind = [base["background"], base["surface"], base["panel"], cursor, entry]
    changed = {name: legible(colour, behind) for name, colour in known.items()}
    quiet = base["background"].blend(changed["foreground"], _MUTED, alpha=1)
    quieter = base["background"].blend(changed["foreground"], _DISABLED, alpha=1)
    changed |= {
        "row-cursor": cursor,
        "input-background": entry,
        "text-muted": legible(quiet, behind),
        "text-disabled": legible(quieter, behind),
        "block-cursor-background": primary,
        "block-cursor-foreground": legible(base["background"], [primary]),
        "chip-background": primary,
        "chip-foreground": legible(base["background"], [primary]),
        "scrollbar": base["background"].blend(base["foreground"], 0.35, alpha=1),
        "scrollbar-hover": primary,
        "scrollbar-active": primary,
        "scrollbar-background": base["background"],
        "scrollbar-background-hover": base["background"],
        "scrollbar-background-active": base["background"],
    }
    for tone, colour in tones.items():
        changed |= {f"chip-{tone}": colour, f"chip-on-{tone}": legible(base["background"], [colour])}
    return {name: colour.hex for name, colour in changed.items()}


TERMINALS: Final[Mapping[str, str]] = {
    "row-cursor": "ansi_bright_black",
    "input-background": "ansi_default",
    "chip-background": "ansi_blue",
    "chip-foreground": "ansi_bright_white",
    **{f"chip-{tone}": f"ansi_{colour}" for tone, colour in (
        ("success", "green"), ("warning", "yellow"), ("error", "red"), ("muted", "bright_black"))},
    **{f"chip-on-{tone}": "ansi_black" for tone in ("success", "warning", "muted")},
    "chip-on-error": "ansi_bright_white",
}  # fmt: skip
"""The same variables where colours are left to the terminal."""
