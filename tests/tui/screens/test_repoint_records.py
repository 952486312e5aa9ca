from __future__ import annotations

from tests.tui.driving import explorer
from tests.tui.fakes import SOA, Estate, record, target
from xalias_tui.domain.names import DnsName
from xalias_tui.domain.records import AliasRef, RecordKey, RecordSet

OLD = AliasRef(DnsName.parse("old-1.eu-west-1.elb.amazonaws.com"), "Z32O12XQLNTSW2", evaluate_target_health=False)


def alias(name: str, type_: str = "A") -> RecordSet:
    return RecordSet.alias_record(RecordKey(DnsName.parse(name), type_), OLD)


async def test_an_alias_of_an_open_zone_is_repointed_with_its_other_type() -> None:
    records = (SOA, alias("a.example.com"), alias("a.example.com", "AAAA"), record("b.example.com.", "A", "192.0.2.1"))
    async with explorer(Estate(records=records, targets=(target(),))) as driver:
        await driver.sees("zone id Z32O12XQLNTSW2")
        await driver.press("enter")
        await driver.sees("4 records")
        await driver.press("j", "r")
        await driver.sees("Point where?", "a.example.com. A and 1 other record", "shop-web")
        await driver.press("enter")
        await driver.sees("it replaces a record that exists", "a.example.com.  A + AAAA")
        await driver.press("escape")
        await driver.sees("Nothing was sent")
        await driver.press("end", "r")
        await driver.sees("b.example.com. A is not an alias")


async def test_the_target_that_enter_takes_is_in_sight_on_a_low_terminal() -> None:
    many = tuple(target(f"shop-{at:02}") for at in range(30))
    async with explorer(Estate(records=(SOA, alias("a.example.com")), targets=many), size=(60, 20)) as driver:
        await driver.sees("▸example.com.")
        await driver.press("enter")
        await driver.sees("2 records")
        await driver.press("j", "r")
        await driver.sees("Point where?", "▸alb", "shop-05")
        await driver.press(*["down"] * 14)
        await driver.sees("▸alb           shop-14")
