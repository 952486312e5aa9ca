from __future__ import annotations

from tests.tui.driving import NARROW, FakeDriver, explorer
from tests.tui.fakes import SOA, Estate, record, target, zone
from xalias_tui.domain.names import DnsName
from xalias_tui.domain.records import AliasRef, RecordKey, RecordSet
from xalias_tui.tui.dialogs.help import keys_of

HERE = AliasRef(
    DnsName.parse("shop-web-123.eu-west-1.elb.amazonaws.com"), "Z32O12XQLNTSW2", evaluate_target_health=False
)


def alias(name: str) -> RecordSet:
    return RecordSet.alias_record(RecordKey(DnsName.parse(name), "A"), HERE)


def estate() -> Estate:
    records = (SOA, alias("shop.example.com"), record("www.example.com.", "CNAME", "shop.example.com."))
    return Estate(records=records, targets=(target(),))


async def at_all_records(driver: FakeDriver) -> None:
    await driver.sees("zone id Z32O12XQLNTSW2")
    await driver.press("5")
    await driver.sees("6 records of 2 zones")


async def test_records_of_every_zone_are_listed_with_the_account_that_they_point_into() -> None:
    async with explorer(estate()) as driver:
        await at_all_records(driver)
        await driver.sees("corp.example.com (p", "dns-prod", "shop-prod")
        await driver.press("slash")
        await driver.type("shop-prod cname public")
        await driver.until(lambda: driver.text.count("www.example.com.") == 1)
        assert "SOA" not in driver.text


async def test_a_record_is_opened_in_its_zone_and_an_alias_planned_at_its_name() -> None:
    async with explorer(estate()) as driver:
        await at_all_records(driver)
        await driver.press("j", "j", "enter")
        await driver.sees("› example.com. Z0PUBLIC", "▸www")
        await driver.press("5", "k", "n")
        await driver.sees("shop.example.com.  A + AAAA")


async def test_marked_aliases_are_repointed_together_and_others_are_not() -> None:
    async with explorer(estate()) as driver:
        await at_all_records(driver)
        await driver.press("j", "M", "M", "r")
        await driver.sees("www.example.com. CNAME is not an alias")
        await driver.press("k", "M", "r")
        await driver.sees("Point where?", "shop.example.com. A")
        await driver.press("escape", "d")
        await driver.sees("it deletes a record that exists")
        await driver.press("escape", "t")
        await driver.sees("broken at resource")
        assert not driver.estate.sent


async def test_two_zones_are_compared_side_by_side() -> None:
    async with explorer(estate()) as driver:
        await driver.sees("2 zones")
        await driver.press("equals_sign")
        await driver.sees("Mark two zones with M")
        await driver.press("M", "equals_sign")
        await driver.sees("Two zones compared", "left   example.com.", "right  corp.example.com.", "only left")


async def test_a_twin_needs_no_mark() -> None:
    twins = (zone(), zone("example.com.", "Z0TWIN", private=True))
    async with explorer(Estate(zones=twins)) as driver:
        await driver.sees("2 zones")
        await driver.press("equals_sign")
        await driver.sees(
            "Two zones compared", "private, Z0TWIN", "1 difference: 1 only left, 0 only right, 0 different."
        )
        await driver.sees("www.example.com.", "192.0.2.2")


async def test_a_difference_that_the_list_cuts_is_below_it_in_full_and_is_not_said_to_be_chosen() -> None:
    long = "v=spf1 " + " ".join(f"include:_spf{at}.example.net" for at in range(5)) + " -all"
    text = record("www.example.com.", "TXT", f'"{long}"')
    twins = (zone(), zone("example.com.", "Z0TWIN", private=True))
    async with explorer(Estate(zones=twins, records=(SOA, text)), size=NARROW) as driver:
        await driver.sees("2 zones")
        await driver.press("equals_sign")
        await driver.sees('left   "v=spf1 include:_spf0.example.net', "_spf4.example.net -all", "right  no record")
        assert "Choose the highlighted row" not in {key.does for key in keys_of(driver.app.screen.active_bindings)}


async def test_empty_zones_are_counted_beside_those_that_are_listed() -> None:
    async with explorer(Estate(zones=(zone(), zone("empty.example.net.", "Z0EMPTY", count=2)))) as driver:
        await driver.sees("2 zones")
        await driver.press("5")
        await driver.sees("of 1 zone, 1 empty zone")
