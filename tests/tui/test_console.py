"""``O``: what is highlighted, in the AWS console."""

from __future__ import annotations

import webbrowser
from dataclasses import replace

import pytest

from tests.tui.driving import NARROW, FakeDriver, explorer
from tests.tui.fakes import Estate, target, zone
from xalias_tui.tui.terminal import browser
from xalias_tui.tui.terminal.clipboard import on_the_way

ZONE = "https://console.aws.amazon.com/route53/v2/hostedzones#ListRecordSets/Z0PUBLIC"
TARGET = f"https://console.aws.amazon.com/go/view?arn={target().arn}"


def with_browser(driver: FakeDriver) -> list[str]:
    """A browser that only notes what it is to open."""
    opened: list[str] = []

    def open_page(address: str) -> bool:
        opened.append(address)
        return True

    driver.app.session.browse = open_page
    return opened


async def test_the_page_of_what_is_highlighted_is_opened_on_every_screen() -> None:
    async with explorer() as driver:
        opened = with_browser(driver)
        await driver.sees("Checks: ")
        for keys, page, seen in (
            ((), ZONE, "Checks: "), (("tab",), TARGET, "Checks: "), (("5",), ZONE, "6 records of 2 zones"),
            (("1", "shift+tab", "t"), ZONE, "broken at resource"),
        ):  # fmt: skip
            await driver.press(*keys)
            await driver.sees(seen)
            opened.clear()
            await driver.press("O")
            await driver.until(lambda: bool(opened), str(keys))
            assert opened == [page], keys
        await driver.sees("Opened in the browser: example.com., of account 1111-1111-1111")


async def test_without_a_browser_the_address_is_shown_and_copied() -> None:
    async with explorer(size=NARROW) as driver:
        await driver.sees("Zones  dns-prod")
        await driver.press("O")
        await driver.sees("Copied:", "https://console.aws.amazon.com/route53/")
        assert driver.app.clipboard == ZONE


async def test_the_console_of_the_partition_is_opened_and_what_has_no_page_says_so() -> None:
    chinese = replace(zone(), partition="aws-cn")
    async with explorer(Estate(zones=(chinese,), targets=(target(arn=""),))) as driver:
        opened = with_browser(driver)
        await driver.sees("Checks: ")
        await driver.press("O")
        await driver.until(lambda: bool(opened))
        assert opened == [ZONE.replace("aws.amazon.com", "amazonaws.cn")]
        await driver.press("tab", "O")
        await driver.sees("The AWS console has no page of shop-web.")


@pytest.mark.parametrize(("far", "found"), [(True, webbrowser.BackgroundBrowser("true")), (False, None)])
def test_no_page_is_opened_far_away_or_in_this_very_terminal(
    monkeypatch: pytest.MonkeyPatch, *, far: bool, found: webbrowser.GenericBrowser | None
) -> None:
    monkeypatch.setattr("xalias_tui.jobs.session.login.is_far", lambda: far)
    monkeypatch.setattr(webbrowser, "get", lambda: found or webbrowser.GenericBrowser("w3m"))
    monkeypatch.setattr(webbrowser.GenericBrowser, "open", lambda *_: pytest.fail("it was opened"))
    monkeypatch.setattr(webbrowser.BackgroundBrowser, "open", lambda *_: pytest.fail("it was opened"))
    assert not browser.open_page(ZONE)


def test_inside_tmux_it_is_said_what_copying_needs() -> None:
    assert "set-clipboard on" in on_the_way({"TMUX": "default,1,0"})
    assert on_the_way({}) == ""
