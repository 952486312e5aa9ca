from __future__ import annotations

import pytest

from tests.tui.driving import HUGE, NARROW, FakeDriver, explorer
from tests.tui.fakes import SOA, Estate
from xalias_tui.domain.names import DnsName
from xalias_tui.domain.records import AliasRef, RecordKey, RecordSet
from xalias_tui.jobs.history.entries import JournalRead
from xalias_tui.tui.dialogs.help import keys_of
from xalias_tui.tui.screens import history
from xalias_tui.tui.widgets.details import Details
from xalias_tui.tui.widgets.filter_bar import FilterBar


async def at_the_history(driver: FakeDriver) -> None:
    """One change was sent, and is listed."""
    await driver.until(lambda: driver.app.session.desk.preview.complete)
    await driver.press("c")
    await driver.sees("enter or y sends it")
    await driver.press("enter")
    await driver.sees("Done.")
    await driver.press("escape", "3")
    await driver.sees("1 change")


async def test_a_journal_that_arrives_leaves_the_keyboard_where_it_is() -> None:
    engine = Estate()
    async with explorer(engine) as driver:
        await at_the_history(driver)
        engine.held = frozenset({"history"})
        await driver.press("R", "slash")
        await driver.type("shop")
        engine.sent.append(engine.sent[0])
        engine.gate.set()
        await driver.sees("2 changes")
        assert isinstance(driver.app.focused, FilterBar)
        assert driver.app.focused.value == "shop"


async def test_a_change_of_several_names_is_listed_by_them() -> None:
    gone = AliasRef(DnsName.parse("old-99.eu-west-1.elb.amazonaws.com"), "Z32O12XQLNTSW2", evaluate_target_health=False)
    records = [RecordSet.alias_record(RecordKey(DnsName.parse(f"{at}.example.com"), "A"), gone) for at in ("a", "b")]
    async with explorer(Estate(records=(SOA, *records))) as driver:
        await driver.sees("Checks: ")
        await driver.press("2")
        await driver.sees("2 broken")
        await driver.press("space", "space", "d")
        await driver.sees("it changes records of 2 names")
        await driver.type("example.com")
        await driver.press("enter")
        await driver.sees("Done.", "2 names: a.example.com., b.example.com. in example.com.")
        await driver.press("escape", "3")
        await driver.sees("remove A", "2 names: a.example.com., b")


async def test_a_kept_filter_is_removed_by_escape_and_an_empty_list_says_why() -> None:
    async with explorer() as driver:
        await at_the_history(driver)
        await driver.press("slash")
        await driver.type("nothing")
        await driver.press("enter")
        await driver.sees("No match.", "esc removes the filter")
        await driver.press("t")
        await driver.sees("No change is highlighted: esc removes the filter.")
        await driver.press("escape")
        await driver.sees("shop.example.com.", "create A+AAAA")


async def test_a_key_about_a_row_says_why_there_is_none() -> None:
    async with explorer(Estate(held=frozenset({"audit"}))) as driver:
        await driver.sees("▸example.com.")
        await driver.press("3")
        await driver.sees("No changes yet.")
        await driver.press("t")
        await driver.sees("No change is highlighted. No changes yet.")
        await driver.press("2", "t")
        await driver.sees("No alias is highlighted. The audit reads every zone…")


async def test_what_was_being_read_makes_way_for_the_answer_and_a_dialog_for_none() -> None:
    engine = Estate()
    async with explorer(engine) as driver:
        await at_the_history(driver)
        engine.held = frozenset({"undo_plan"})
        await driver.press("y", "u")
        await driver.sees("Copied: 1", "Reading the current records…")
        engine.gate.set()
        await driver.sees("Undo: put back what was there?")
        assert not list(driver.app._notifications)
        await driver.press("escape", "U")
        await driver.sees("Nothing to redo")
        assert "Reading the current records…" not in driver.text


async def test_of_two_changes_that_are_asked_for_only_the_last_is_shown() -> None:
    engine = Estate()
    async with explorer(engine) as driver:
        await at_the_history(driver)
        engine.held = frozenset({"undo_plan"})
        await driver.press("1", "u", "m")
        await driver.sees("Routing group")
        engine.gate.set()
        await driver.rest()
        assert len(driver.app.screen_stack) == len(("the explorer", "the group"))


async def test_a_batch_has_room_and_the_rows_have_more_than_half_without_it() -> None:
    async with explorer(size=NARROW) as driver:
        await at_the_history(driver)
        details = driver.app.screen.query_one(Details)
        assert details.size.height < driver.app.screen.query_one("#history-pane").size.height
        await driver.press("b")
        await driver.sees("─ Change batch ─", "exactly as it was sent", '"Action": "CREATE"')
        await driver.until(lambda: details.size.height >= 10)
        await driver.press("b")
        await driver.until(lambda: details.size.height == 3)


async def test_the_change_below_is_scrolled_and_nothing_is_said_to_be_chosen() -> None:
    async with explorer(size=NARROW) as driver:
        await at_the_history(driver)
        await driver.press("b")
        await driver.until(lambda: driver.app.screen.query_one(Details).max_scroll_y > 0, "the batch, laid out")
        assert "zone example.com." not in driver.text
        await driver.press(*["J"] * 60)
        await driver.sees("zone example.com.")
        told = {key.does for key in keys_of(driver.app.screen.active_bindings)}
        assert "Scroll what is below" in told
        assert "Choose the highlighted row" not in told


async def test_details_say_that_they_can_be_scrolled_where_they_can() -> None:
    engine = Estate()
    async with explorer(engine, size=NARROW) as driver:
        await at_the_history(driver)
        engine.sent.append(engine.sent[0])
        await driver.press("R", "b")
        await driver.sees("lines below · J scrolls")
        await driver.press("J")
        await driver.press(*["J"] * 60)
        assert "below" not in await driver.sees("K scrolls up")
        await driver.press("j")
        await driver.sees("exactly as it was sent", "below")
        assert "K scrolls up" not in driver.text, "another row begins at its top"
    async with explorer(size=HUGE) as driver:
        await at_the_history(driver)
        assert "scrolls" not in driver.text


async def test_the_list_says_that_there_are_older_changes_and_reads_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(history, "_PAGE", 2)
    monkeypatch.setattr(history.HistoryScreen, "_most", 2)
    estate = Estate()
    async with explorer(estate) as driver:
        await driver.until(lambda: driver.app.session.desk.preview.complete)
        plan = driver.app.session.desk.plan
        assert plan is not None
        estate.sent += [plan] * 3
        await driver.press("3")
        await driver.sees("the newest 2 changes; m reads older ones")
        await driver.press("m")
        text = await driver.sees("3 changes")
        assert "older" not in text
        assert not driver.app.screen.check_action("more", ())


def test_changes_that_can_not_be_read_are_counted() -> None:
    assert history.how_much(JournalRead((), torn=(3,), left_out=("a",))) == "0 changes · 2 that can't be read"


async def test_a_changed_name_is_traced_in_its_zone() -> None:
    async with explorer() as driver:
        await at_the_history(driver)
        await driver.press("t")
        await driver.sees("shop.example.com.  broken at resource")
        assert driver.estate.traced_from == [driver.estate.sent[0].zone]


async def test_who_else_changed_a_name_is_one_key_away() -> None:
    async with explorer() as driver:
        await at_the_history(driver)
        await driver.press("w")
        await driver.sees("Who changed it", "shop.example.com")
        await driver.until(lambda: "changes" in driver.estate.asked)
