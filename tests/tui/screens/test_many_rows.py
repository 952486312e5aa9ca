from __future__ import annotations

import pytest
from textual import events

from tests.tui.driving import FakeDriver, explorer
from tests.tui.fakes import SOA, Estate, target
from xalias_tui.domain.names import DnsName
from xalias_tui.domain.records import AliasRef, RecordKey, RecordSet, Routing
from xalias_tui.domain.traces import TraceStep
from xalias_tui.tui.screens.explorer.many_rows import is_many_rows
from xalias_tui.tui.text.preview import change_lines

ROWS = "name,target\n" + "".join(f"h{at}.example.com,shop-web\n" for at in range(30))


async def paste(driver: FakeDriver, text: str) -> None:
    """What a terminal sends when something is pasted."""
    driver.app.post_message(events.Paste(text))
    await driver.pilot.pause()


async def test_thirty_pasted_rows_become_one_batch() -> None:
    world = tuple(
        TraceStep("answers", "ok", f"h{at}.example.com: 4 name servers and a resolver were asked: 203.0.113.9.")
        for at in range(30)
    )
    async with explorer(Estate(world=world)) as driver:
        await driver.sees("zone id Z32O12XQLNTSW2")
        await paste(driver, ROWS)
        await driver.sees("Many records at once", "h29.example.com,shop-web")
        await driver.press("ctrl+s")
        await driver.sees("it changes records of 30 names")
        lines = change_lines(driver.app.screen.plan)  # type: ignore[attr-defined]
        shown = "\n".join(str(line) for line in lines)
        assert all(f"h{at}.example.com." in shown for at in range(30)), "everything that is sent is named"
        await driver.type("example.com")
        await driver.press("enter", "enter")  # the first one shows what lies below
        await driver.until(lambda: bool(driver.estate.sent))
        (plan,) = driver.estate.sent
        assert len(plan.changes) == 30
        assert "✓ example.com works" not in await driver.sees("✓ 30 names answer as planned")


async def test_rows_that_can_not_be_planned_are_named_by_line_before_the_others_are_reviewed() -> None:
    async with explorer() as driver:
        await driver.sees("zone id Z32O12XQLNTSW2")
        await paste(driver, "name,target\na.example.com,shop-web\nb.example.com\n")
        await driver.press("ctrl+s")
        await driver.sees("Rows that are left out", "line 3", "b.example.com", "enter reviews the other 1 change")
        await driver.press("enter")
        await driver.sees("Commit this change?", "a.example.com.")
        await driver.press("escape")
        await driver.sees("Nothing was sent")


async def test_a_mistake_is_said_beside_the_rows_which_are_kept_until_they_are_sent() -> None:
    async with explorer() as driver:
        await driver.sees("zone id Z32O12XQLNTSW2")
        await driver.press("P")
        await driver.sees("Many records at once", "CSV with a header, or YAML")
        await paste(driver, 'name,target\na.example.com,shop-web\n"b.example.com,shop-web\n')
        await driver.press("ctrl+s")
        await driver.sees("The rows can't be read: line 3 is not CSV", "Correct the quotes", "a.example.com,shop-web")
        assert driver.app.focused.cursor_location == (2, 0)  # type: ignore[union-attr]
        await driver.press("escape")
        await driver.sees("The rows are kept")
        await driver.press("P")
        await driver.sees("Many records at once", '"b.example.com,shop-web')
        await driver.press("up", "delete")  # the cursor begins behind the last row
        await driver.press("ctrl+s")
        await driver.sees("Commit this change?", "b.example.com.")
        await driver.type("example.com")
        await driver.press("enter", "enter")
        await driver.until(lambda: bool(driver.estate.sent))
        await driver.press("P")
        await driver.sees("Many records at once")
        assert driver.app.focused.text == "name,target\n", "what was sent is not offered again"  # type: ignore[union-attr]


async def test_rows_that_are_left_out_are_corrected_where_they_were_typed() -> None:
    async with explorer() as driver:
        await driver.sees("zone id Z32O12XQLNTSW2")
        await paste(driver, "name,target\na.example.com,shop-web\nb.example.com\n")
        await driver.press("ctrl+s")
        await driver.sees("Rows that are left out", "esc goes back to the rows")
        await driver.press("escape")
        await driver.sees("Many records at once", "│ line 3, b.example.com has no target")
        assert driver.app.focused.cursor_location == (2, 0)  # type: ignore[union-attr]
        assert not driver.estate.sent


async def test_pasted_rows_bring_their_own_header_only_where_no_row_was_typed() -> None:
    async with explorer() as driver:
        await driver.sees("zone id Z32O12XQLNTSW2")
        await driver.press("P")
        await driver.sees("Many records at once")
        await paste(driver, "a.example.com,shop-web\n")
        assert driver.app.focused.text == "name,target\na.example.com,shop-web\n"  # type: ignore[union-attr]
        await driver.press("escape")
        await paste(driver, "target;name\nshop-web;b.example.com\n")
        await driver.sees("shop-web;b.example.com")
        await driver.press("ctrl+z")
        await driver.sees("a.example.com,shop-web")


async def test_a_pasted_name_is_gone_to() -> None:
    async with explorer() as driver:
        await driver.sees("zone id Z32O12XQLNTSW2")
        await paste(driver, "https://www.example.com/login\n")
        await driver.sees("Go to", "www.example.com.", "why it works or not")


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        (ROWS, True),
        ("name\ttarget\na\tb", True),
        ("- name: a\n  target: b", True),
        ("www.example.com\n", False),
        ("name,target", False),
        ("", False),
        ("one\ntwo", False),
    ],
)
def test_rows_are_told_from_a_name(text: str, rows: object) -> None:
    assert is_many_rows(text) is rows


def weighted(identifier: str, weight: int) -> RecordSet:
    pointed = AliasRef(DnsName.parse(f"{identifier}-1.eu-west-1.elb.amazonaws.com"), "Z32O12XQLNTSW2", False)  # noqa: FBT003 -- as it is
    key = RecordKey(DnsName.parse("www.example.com"), "A", identifier)
    return RecordSet.alias_record(key, pointed, routing=Routing("weighted", weight))


async def test_a_share_is_shifted_in_one_step() -> None:
    records = (SOA, weighted("blue", 100), weighted("green", 0))
    async with explorer(Estate(records=records, targets=(target(),))) as driver:
        await driver.sees("zone id Z32O12XQLNTSW2")
        await driver.press("enter")
        await driver.sees("3 records")
        await driver.press("percent_sign")
        await driver.sees("has no weighted routing")
        await driver.press("j", "j", "percent_sign")
        await driver.sees("Share of the answers", "green of www.example.com.")
        await driver.type("200")
        await driver.press("enter")
        await driver.sees("'200' is not a share.")
        await driver.press(*["backspace"] * 3)
        await driver.type("10")
        await driver.press("enter")
        await driver.sees("Commit this change?", "weighted 90", "weighted 10")
