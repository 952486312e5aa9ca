"""Every text can be read: WCAG AA, computed from what is rendered, in every theme that has colours of its own."""

from __future__ import annotations

import pytest
from rich.segment import Segment
from textual.color import Color
from textual.theme import BUILTIN_THEMES

from tests.tui.driving import FakeDriver, explorer
from tests.tui.fakes import Estate, target
from xalias_tui.domain.findings import Finding, Severity
from xalias_tui.tui.dialogs.base import Dialog
from xalias_tui.tui.terminal.colours import AA, DARK, LIGHT, contrast, legible, variables

FINDINGS = (
    Finding("one", Severity.ERROR, "An error.", "Mend it."),
    Finding("two", Severity.WARNING, "A warning."),
    Finding("three", Severity.INFO, "A note."),
)
TARGETS = (
    target(),
    target("inside", arn="arn:inside", record_types=(), state="lb-gateway"),
    target("new", arn="arn:new", state="provisioning"),
    target("bad", arn="arn:bad", state="failed"),
)
THEMES = (DARK.name, LIGHT.name, *(name for name in BUILTIN_THEMES if "ansi" not in name))
SOME = (DARK.name, LIGHT.name, "nord", "solarized-light", "monokai")


def too_faint(segments: list[Segment]) -> set[str]:
    """The words that are drawn with too little contrast."""
    faint = set()
    for text, style, _ in segments:
        if style is None or not any(letter.isalnum() for letter in text):
            continue
        assert not style.dim, f"how faint {text!r} is is left to the terminal"
        assert style.color is not None
        assert style.bgcolor is not None
        front, back = Color.from_rich_color(style.color), Color.from_rich_color(style.bgcolor)
        if style.reverse:
            front, back = back, front
        if contrast(front, back) < AA:
            faint.add(f"{text.strip()!r} {contrast(front, back):.2f} {front.hex} on {back.hex}")
    return faint


def drawn(driver: FakeDriver) -> list[Segment]:
    """What is drawn; of a dialog what is in its box, because what lies behind is faded on purpose."""
    screen = driver.app.screen
    strips = screen._compositor.render_strips()
    if isinstance(screen, Dialog):
        box = screen.query_one(".dialog").region
        strips = [strip.crop(box.x, box.right) for strip in strips[box.y : box.bottom]]
    return [segment for strip in strips for segment in strip]


async def in_themes(driver: FakeDriver, names: tuple[str, ...]) -> dict[str, set[str]]:
    found = {}
    for name in names:
        driver.app.theme = name
        await driver.pilot.pause()
        found[name] = too_faint(drawn(driver))
    return {name: faint for name, faint in found.items() if faint}


@pytest.mark.parametrize(
    ("keys", "themes"),
    [
        (("tab", "j"), THEMES),
        (("c",), THEMES),
        (("question_mark",), SOME),
        (("2",), SOME),
        (("4",), SOME),
        (("n",), SOME),
        (("e",), SOME),
        (("x",), SOME),
        (("ctrl+p",), SOME),
    ],
)
async def test_every_text_has_enough_contrast(keys: tuple[str, ...], themes: tuple[str, ...]) -> None:
    async with explorer(Estate(findings=FINDINGS, targets=TARGETS)) as driver:
        await driver.until(lambda: driver.app.session.desk.plan is not None)
        await driver.press(*keys)
        await driver.pilot.pause()
        assert await in_themes(driver, themes) == {}


@pytest.mark.parametrize("colour", ["#ff0000", "#777777", "#000000", "#ffffff", "#ba3c5b"])
@pytest.mark.parametrize("back", ["#000000", "#ffffff", "#2e3440", "#eee8d5"])
def test_a_colour_is_moved_until_it_can_be_read(colour: str, back: str) -> None:
    assert contrast(legible(Color.parse(colour), [Color.parse(back)]), Color.parse(back)) >= AA


def test_a_colour_that_can_be_read_stays_what_it_is() -> None:
    red = Color.parse("#ff4d4d")
    assert legible(red, [Color.parse("#11151c")]) == red


def test_black_on_white_is_21_to_1() -> None:
    assert contrast(Color(0, 0, 0), Color(255, 255, 255)) == pytest.approx(21)


def test_a_theme_that_leaves_colours_to_the_terminal_is_left_alone() -> None:
    assert variables({"background": "ansi_default"}) == {}
