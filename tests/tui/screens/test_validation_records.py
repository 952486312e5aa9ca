"""Validation records in the explorer: offered, seen before they are sent, and followed until something is issued."""

from __future__ import annotations

from tests.tui.driving import NARROW, FakeDriver, explorer
from tests.tui.fakes import Estate, target
from xalias_tui.domain.findings import Finding, Severity
from xalias_tui.domain.names import DnsName
from xalias_tui.domain.validations import ValidationRecord
from xalias_tui.tui.dialogs.confirm import ConfirmDialog

ARN = "arn:aws:acm:eu-west-1:222222222222:certificate/1"
WAITS = ValidationRecord(
    DnsName.parse("_a1.shop.example.com"), "CNAME", "_b2.acm-validations.aws.", "shop.example.com", "ACM", ARN
)
PENDING = Finding("cert-pending", Severity.ERROR, "The certificate waits.", "Create its record.")


def waiting(*held: str) -> Estate:
    return Estate(targets=(target(),), waits=(WAITS,), findings=(PENDING,), held=frozenset(held))


def names(engine: Estate) -> set[str]:
    return {change.record.name.bare for change in engine.sent[0].changes}


async def send(driver: FakeDriver) -> None:
    """Answer the confirmation as soon as it may be answered."""
    screen = driver.app.screen
    assert isinstance(screen, ConfirmDialog)
    await driver.until(lambda: screen.answers_from < float("inf"), "the question")
    await driver.press("y")


async def test_what_the_target_waits_for_is_offered_and_not_sent_unless_it_is_taken() -> None:
    async with explorer(waiting()) as driver:
        text = await driver.sees("? offered", "_a1.shop.example.com. CNAME", "p adds it to this change")
        assert "+ after   _b2" not in text
        await driver.press("c")
        await driver.sees("Commit this change?", "? offered", "ctrl+r validation records", "type shop.example.com")
        await driver.type("shop")
        await driver.press("enter")
        await driver.until(lambda: bool(driver.estate.sent), "the commit")
        assert names(driver.estate) == {"shop.example.com"}


async def test_w_takes_it_along_and_leaves_it_out_again() -> None:
    async with explorer(waiting()) as driver:
        await driver.sees("p adds it")
        await driver.press("p")
        text = await driver.sees("p leaves it out", "_b2.acm-validations.aws. (TTL 300)")
        assert "? offered" not in text
        assert "cert-pending" not in text
        await driver.press("p")
        await driver.sees("p adds it", "cert-pending")


async def test_nothing_is_offered_where_nothing_is_waited_for() -> None:
    async with explorer() as driver:
        await driver.sees("+ after")
        await driver.press("p")
        await driver.sees("needs no validation record")


async def test_another_name_is_offered_anew() -> None:
    async with explorer(waiting()) as driver:
        await driver.sees("p adds it")
        await driver.press("p")
        await driver.sees("p leaves it out")
        await driver.press("n")
        await driver.sees("Name of the record")
        await driver.press(*["backspace"] * 20)
        await driver.type("other")
        await driver.press("enter")
        await driver.sees("other.example.com.", "p adds it")


async def test_the_confirmation_takes_it_along_and_it_is_followed_until_it_is_issued() -> None:
    async with explorer(waiting("issued")) as driver:
        await driver.sees("p adds it")
        await driver.press("c")
        await driver.sees("Type shop.example.com, because", "ctrl+r")
        await driver.press("ctrl+r")
        await driver.sees("ctrl+r leaves it out", "enter or y sends it")
        await send(driver)
        await driver.sees("PENDING_VALIDATION", "certificate/1", "s stops")
        assert names(driver.estate) == {"shop.example.com", "_a1.shop.example.com"}
        driver.estate.gate.set()
        text = await driver.sees("ISSUED", "seen after 5 s")
        assert "s stops" not in text
        assert "forget" in driver.estate.asked


async def test_s_stops_looking_and_the_change_stays() -> None:
    async with explorer(waiting("issued"), size=NARROW) as driver:
        await driver.press("tab", "tab")
        await driver.sees("p adds it")
        await driver.press("p", "c")
        await driver.sees("enter or y sends it")
        await send(driver)
        await driver.sees("s stops")
        await driver.press("s")
        driver.estate.gate.set()
        await driver.sees("No longer watched: it was stopped")
        assert len(driver.estate.sent) == 1
