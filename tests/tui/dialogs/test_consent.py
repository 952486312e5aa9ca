"""Confirmations: what decides comes first, and is sent only after it was in sight."""

from __future__ import annotations

from textual.widgets import Static

from tests.tui.driving import NARROW, FakeDriver, explorer
from tests.tui.fakes import Estate
from xalias_tui.domain.findings import Finding, Severity
from xalias_tui.tui.text.page import Page

NOTES = tuple(Finding(f"note-{at}", Severity.INFO, f"Note {at}.") for at in range(3))
WARNINGS = tuple(Finding(f"warning-{at}", Severity.WARNING, f"Sentence {at}.", "Do something.") for at in range(12))
ERROR = Finding("wrong-zone", Severity.ERROR, "It is the wrong zone.", "Choose another.")


async def asked(driver: FakeDriver) -> None:
    await driver.until(lambda: driver.app.session.desk.plan is not None)
    await driver.press("c")
    await driver.sees("Commit this change?", "esc closes")


def shown(driver: FakeDriver) -> str:
    """What the dialog says, without what lies behind it."""
    page = driver.app.screen.query_one("#consent-text", Static).content
    assert isinstance(page, Page)
    return page.plain


async def test_errors_come_before_warnings_before_the_change_and_notes_are_folded() -> None:
    async with explorer(Estate(findings=(*NOTES, WARNINGS[0], ERROR))) as driver:
        await asked(driver)
        text = shown(driver)
        places = [
            text.index(words)
            for words in (
                "ERROR   wrong",
                "WARNING warning-0",
                "- before",
                "3 notes  note-0, note-1, note-2  ctrl+n shows",
            )
        ]
        assert places == sorted(places)
        assert "Note 1." not in text
        await driver.press("ctrl+n")
        assert "NOTE    note-1  Note 1." in shown(driver)
        await driver.press("ctrl+n")
        assert "Note 1." not in shown(driver)


async def test_nothing_is_sent_before_everything_that_decides_was_in_sight() -> None:
    async with explorer(Estate(findings=WARNINGS), size=NARROW) as driver:
        await asked(driver)
        await driver.sees("change below · pgdn", "enter reads on")
        await driver.press("y")
        await driver.sees("- before")
        assert driver.estate.sent == []
        await driver.press("pagedown")
        await driver.sees("enter or y sends it")
        await driver.press("y")
        await driver.until(lambda: len(driver.estate.sent) == 1)


async def test_what_was_in_sight_counts_for_this_very_question_only() -> None:
    async with explorer(Estate(findings=WARNINGS), size=NARROW) as driver:
        await asked(driver)
        await driver.press("end")
        await driver.sees("enter or y sends it")
        await driver.press("escape")
        await driver.sees("Nothing was sent.")
        await asked(driver)
        await driver.sees("reads on")


async def test_the_thing_to_type_is_the_thing_named() -> None:
    async with explorer(Estate(findings=(ERROR,))) as driver:
        await asked(driver)
        await driver.sees("Type shop.example.com, because it overrides 1 finding", "type shop.example.com, then enter")
        await driver.press("enter")
        await driver.sees("Type shop.example.com first: nothing was sent.")
        await driver.type("example.com")
        await driver.press("enter")
        await driver.sees("example.com is not shop.example.com: nothing was sent.")
        await driver.press(*["backspace"] * 11)
        await driver.type("shop.example.com")
        await driver.press("enter")
        await driver.until(lambda: len(driver.estate.sent) == 1)
