from __future__ import annotations

import threading
from collections.abc import Sequence

import pytest
from textual import events

from tests.tui.driving import NARROW, FakeDriver, explorer
from tests.tui.fakes import SOA, Estate, record, target, zone
from xalias_tui.domain.names import DnsName
from xalias_tui.domain.records import AliasRef, RecordKey, RecordSet
from xalias_tui.domain.targets import Target
from xalias_tui.domain.zones import Zone, ZoneRecords
from xalias_tui.jobs.zones import all_records
from xalias_tui.tui.dialogs.goto import GotoDialog
from xalias_tui.tui.widgets.targets_pane import TargetsPane
from xalias_tui.tui.widgets.zones_pane import ZonesPane


async def go(driver: FakeDriver, text: str, *, opens: str = "ctrl+p") -> None:
    """Open the box and look for something."""
    await driver.sees("zone id Z32O12XQLNTSW2")
    await driver.press(opens)
    await driver.sees("Go to")
    await driver.type(text)


async def gone(driver: FakeDriver) -> None:
    """The box is closed."""
    await driver.until(lambda: not isinstance(driver.app.screen, GotoDialog), "the box closed")


@pytest.mark.parametrize("opens", ["ctrl+p", "colon"])
async def test_letters_of_a_zone_open_it(opens: str) -> None:
    async with explorer() as driver:
        await go(driver, "crpex", opens=opens)
        await driver.sees("zone", "corp.example.com.", "private · Z0PRIVATE")
        await driver.press("enter")
        await driver.sees("› corp.example.com. Z0PRIVATE")


ARN = "arn:aws:elasticloadbalancing:eu-west-1:222222222222:loadbalancer/app/second/1"
CONSOLE = "https://eu-west-1.console.aws.amazon.com/ec2/home?region=eu-west-1#LoadBalancer:loadBalancerArn="


@pytest.mark.parametrize("pasted", [ARN, f"{CONSOLE}{ARN}"])
async def test_a_pasted_arn_or_console_page_finds_its_target(pasted: str) -> None:
    async with explorer(Estate(targets=(target("first", arn="a"), target("second", arn=ARN)))) as driver:
        await driver.sees("second")
        driver.app.screen.post_message(events.Paste(pasted))
        await driver.sees("Go to", "▸target    second")
        await driver.press("enter")
        await driver.sees("▸alb           second")


async def test_a_record_of_a_zone_that_was_read_is_gone_to() -> None:
    records = (SOA, *(record(f"h{at:03}.example.com.", "A", "192.0.2.1") for at in range(400)))
    async with explorer(Estate(records=records)) as driver:
        await driver.sees("Checks: ")
        await driver.press("enter")
        await driver.sees("401 records")
        await driver.press("backspace", "2", "ctrl+p")
        await driver.type("h377")
        await driver.sees("record", "h377.example.com.", "A · in public Z0PUBLIC, example.com")
        await driver.press("enter")
        await driver.sees("› example.com. Z0PUBLIC", "▸h377")


async def test_zones_that_were_not_read_are_read_on_request(monkeypatch: pytest.MonkeyPatch) -> None:
    async with explorer() as driver:
        readings, go_on = [], threading.Event()

        def read(_: object, zones: Sequence[Zone], _tell: object) -> tuple[tuple[ZoneRecords, ...], tuple[()]]:
            readings.append(zones)
            assert go_on.wait(60)
            return tuple(driver.estate.read_records(zone, lambda _: None) for zone in zones), ()

        monkeypatch.setattr(all_records, "read_all_records", read)
        await go(driver, "mail")
        await driver.sees("The names of 2 zones are not searched: ctrl+r reads them.")
        await driver.press("ctrl+r", "ctrl+r")
        go_on.set()
        await driver.sees("mail.example.com.", "A · in private Z0PRIVATE, corp.example.com")
        assert "not searched" not in driver.text
        assert len(readings) == 1, "what is being read is not read beside itself"


async def test_a_host_name_can_be_traced_opened_and_planned() -> None:
    async with explorer() as driver:
        await go(driver, "www.example.com")
        await driver.sees("why it works or not", "  in public Z0PUBLIC", "an alias in public Z0PUBLIC")
        await driver.press("enter")
        await driver.sees("broken at resource")
        await driver.press("escape")
        await go(driver, "www.example.com")
        await driver.press("down", "enter")
        await driver.sees("› example.com. Z0PUBLIC", "▸www")
        await driver.press("backspace", "j")
        await go(driver, "new.example.com")
        await driver.press("down", "down", "enter")
        await driver.sees("new.example.com.  A + AAAA", "example.com.  public, Z0PUBLIC")
        assert driver.app.screen.has_class("-at-targets")


async def test_a_url_is_traced_by_its_host_and_a_name_that_is_not_there_is_said() -> None:
    async with explorer() as driver:
        await go(driver, "")
        driver.app.screen.query_one("#pick").value = "https://gone.example.com/login?x=1"  # type: ignore[attr-defined]
        await driver.sees("trace", "gone.example.com.")
        await driver.press("down", "enter")
        await driver.sees("There is no record gone.example.com. in this zone.")


async def test_what_no_zone_is_called_is_looked_for_everywhere() -> None:
    async with explorer(size=NARROW) as driver:
        await driver.sees("2 zones")
        await driver.press("slash")
        await driver.type("www.example.com")
        await driver.sees("No match here.", "enter looks for it everywhere")
        await driver.press("enter")
        await driver.sees("Go to", "why it works or not")
        await driver.press("enter")
        await driver.sees("broken at resource")
        await driver.press("escape")
        await driver.sees("corp.example.com.")


async def test_a_target_an_account_a_screen_and_a_finding_are_gone_to() -> None:
    gone_to = AliasRef(
        DnsName.parse("old-99.eu-west-1.elb.amazonaws.com"), "Z32O12XQLNTSW2", evaluate_target_health=False
    )
    old = RecordSet.alias_record(RecordKey(DnsName.parse("gone.example.com"), "A"), gone_to)
    targets: tuple[Target, ...] = (target(), target("media", dns_name=DnsName.parse("m-1.eu-west-1.elb.amazonaws.com")))
    async with explorer(Estate(targets=targets, records=(SOA, old))) as driver:
        await go(driver, "media")
        await driver.press("enter")
        await gone(driver)
        await driver.until(lambda: driver.app.screen.query_one(TargetsPane).target == targets[1])
        await go(driver, "dnsprod")
        await driver.press("enter")
        await driver.sees("Profile", "expired", "▸dns-prod")
        await driver.press("colon")
        await driver.type("audit")
        await driver.press("enter")
        await driver.until(lambda: driver.app.session.audit is not None)
        rule = driver.app.session.audit.judged()[0].finding.id  # type: ignore[union-attr]
        await driver.press("1", "colon")
        await driver.type(rule)
        await driver.press("enter")
        await driver.sees("Audit", rule, "gone.example.com.")


async def test_it_works_inside_a_dialog_which_it_leaves_without_doing_anything() -> None:
    async with explorer() as driver:
        await driver.until(lambda: driver.app.session.desk.preview.complete)
        await driver.press("c")
        await driver.sees("enter or y sends it")
        await driver.press("colon")
        await driver.type("corp")
        await driver.press("enter")
        await driver.sees("› corp.example.com.", "Nothing was sent.")
        assert not driver.estate.sent


async def test_commands_of_a_dialog_are_found_in_it() -> None:
    async with explorer() as driver:
        await go(driver, "www.example.com")
        await driver.press("enter")
        await driver.sees("broken at resource")
        await driver.press("ctrl+p")
        await driver.type("trace the name again")
        await driver.press("enter")
        await driver.until(lambda: driver.estate.asked.count("trace") == 2)


async def test_a_theme_is_tried_out_while_it_is_highlighted() -> None:
    async with explorer() as driver:
        before = driver.app.theme
        await go(driver, "theme")
        await driver.sees("theme     nord")
        assert driver.app.theme == before
        await driver.press("down")
        await driver.until(lambda: driver.app.theme != before)
        await driver.press("escape")
        await driver.until(lambda: driver.app.theme == before)
        await go(driver, "nord")
        await driver.press("enter")
        await gone(driver)
        assert driver.app.theme == "nord"


async def test_hostile_names_are_drawn_as_text() -> None:
    hostile = zone("a.example.com.", "Z[/b]\x1b]0;x\x07")
    async with explorer(Estate(zones=(hostile,))) as driver:
        await go(driver, "a.example")
        assert "[/b]" in await driver.sees("zone", "a.example.com.")
        assert "\x1b]0" not in driver.text


async def test_other_accounts_forget_what_was_found() -> None:
    async with explorer() as driver:
        await driver.sees("Checks: ")
        await driver.press("enter")
        await driver.sees("3 records")
        driver.app.session.forget_choices()
        await driver.press("ctrl+p")
        await driver.type("mail")
        await driver.sees("Nothing is called so.")
        assert driver.app._screens.explorer.query_one(ZonesPane).opened is not None
