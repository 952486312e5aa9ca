from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from tests.tui.driving import NARROW, WIDE, FakeDriver, explorer
from tests.tui.fakes import SIDES, SOA, Estate, record, target, zone
from xalias_tui.domain.health_checks import Referable
from xalias_tui.domain.lookups import Unscanned
from xalias_tui.domain.names import DnsName
from xalias_tui.domain.records import RecordSet
from xalias_tui.tui.dialogs.group_editor import GroupEditor
from xalias_tui.tui.dialogs.group_edits import GroupEdits
from xalias_tui.tui.dialogs.group_forms import MemberForm, collections_content, health_options, suggested_value

AT = "www.example.com."
OTHER = "dualstack.other-1.us-east-1.elb.amazonaws.com."
CDN = "d1.cloudfront.net."


def member(
    identifier: str, type_: str = "A", to: str = OTHER, zone_id: str = "Z35SXDOTRQ7X7K", **wire: Any
) -> RecordSet:
    pointed = {"HostedZoneId": zone_id, "DNSName": to, "EvaluateTargetHealth": zone_id != "Z2FDTNDATAQYW2"}
    return RecordSet.from_wire({"Name": AT, "Type": type_, "SetIdentifier": identifier, "AliasTarget": pointed, **wire})


BLUE, BLUE6 = member("blue", Weight=90), member("blue", "AAAA", Weight=90)
GREEN = member("green", to=CDN, zone_id="Z2FDTNDATAQYW2", Weight=10, HealthCheckId="h9")
GROUP = (SOA, BLUE, BLUE6, GREEN, member("green", "AAAA", CDN, "Z2FDTNDATAQYW2", Weight=10, HealthCheckId="h9"))
SIMPLE = (SOA, record(AT, "A", "192.0.2.2"))


async def open_group(driver: FakeDriver, *, key: str = "m") -> None:
    await driver.sees("Checks: ")
    await driver.press("enter")
    await driver.sees("2 zones" if not driver.estate.records else "records")
    await driver.press("G", key)
    await driver.sees("Routing group www.example.com.")


async def test_records_of_a_group_say_which_member_they_are_and_its_share() -> None:
    async with explorer(Estate(records=GROUP)) as driver:
        await driver.sees("Checks: ")
        await driver.press("enter")
        await driver.sees("[blue 90%]", "[green 10%]")


async def test_a_member_is_reweighed_and_the_change_is_sent() -> None:
    async with explorer(Estate(records=GROUP)) as driver:
        await open_group(driver, key="e")
        await driver.sees("weighted routing · A + AAAA", "90%", "Nothing changed yet.")
        await driver.press("home", "enter")
        await driver.sees("Member of the routing group", "Under weighted routing, a weight")
        await driver.press("end", "backspace", "backspace", "3", "0", "enter")
        await driver.sees("changed", "75%", "weighted 30", "Checks: ")
        await driver.press("c")
        await driver.sees("Commit this change?", "A (blue) + AAAA (blue)", "weighted 30")
        await driver.until(lambda: "one moment" not in driver.text)
        await driver.type("www.example.com")
        await driver.press("enter")
        await driver.until(lambda: bool(driver.estate.sent))
        (plan,) = driver.estate.sent
        assert {change.record.set_identifier for change in plan.changes} == {"blue"}
        assert [change.action for change in plan.changes] == ["DELETE", "DELETE", "CREATE", "CREATE"]


async def test_a_target_joins_with_a_health_check_and_leaves_again() -> None:
    async with explorer(Estate(records=GROUP)) as driver:
        await open_group(driver)
        await driver.press("a")
        await driver.sees("Point where?", "A new member of www.example.com.", "shop-web")
        await driver.press("enter")
        await driver.sees("A new member that points to shop-web", "no health check")
        await driver.press("5", "tab", "enter", "down", "enter", "ctrl+s")
        await driver.sees("new", "shop-web", "target + check")
        screen = driver.app.screen
        assert isinstance(screen, GroupEditor)
        await driver.press("end", "d")
        await driver.sees("Nothing changed yet.")


async def test_the_whole_group_changes_its_policy_and_back() -> None:
    async with explorer(Estate(records=GROUP)) as driver:
        await open_group(driver)
        await driver.press("p")
        await driver.sees("Routing policy of the whole group")
        await driver.press("shift+tab", "enter", "down", "down", "enter")
        await driver.sees("failover: PRIMARY or SECONDARY")
        await driver.press("ctrl+s")
        await driver.sees("failover routing", "failover PRIMARY", "failover SECONDARY")
        await driver.press("r")
        await driver.sees("Nothing changed yet.", "weighted routing")


async def test_a_multivalue_group_can_be_given_a_policy_that_takes_aliases() -> None:
    any_of = {"Name": AT, "Type": "A", "TTL": 60, "SetIdentifier": "one", "MultiValueAnswer": True}
    answer = RecordSet.from_wire({**any_of, "ResourceRecords": [{"Value": "192.0.2.9"}]})
    async with explorer(Estate(records=(SOA, answer))) as driver:
        await open_group(driver)
        await driver.press("p")
        await driver.sees("Routing policy of the whole group", "weighted: ")


async def test_a_member_is_pointed_at_a_target_that_is_chosen_from_a_list() -> None:
    async with explorer(Estate(records=GROUP)) as driver:
        await open_group(driver)
        await driver.press("home", "t")
        await driver.sees("Point where?", "blue of www.example.com.", "shop-web")
        await driver.press("escape")
        await driver.until(lambda: "Point where?" not in driver.text)
        await driver.sees("Nothing changed yet.")
        await driver.press("t", "enter")
        await driver.sees("Member of the routing group", "point to shop-web (alb, eu-west-1) instead")
        await driver.press("enter")
        await driver.sees("changed", "+ after   alias → dualstack.shop-web-123")


async def test_a_simple_name_asks_for_a_policy_before_a_target_joins() -> None:
    async with explorer(Estate(records=SIMPLE)) as driver:
        await open_group(driver)
        await driver.sees("simple routing · A", "(simple)")
        await driver.press("a")
        await driver.sees("Point where?", "A new member of www.example.com.", "shop-web")
        await driver.press("enter")
        await driver.sees("the record that is there: 192.0.2.2")
        await driver.press("ctrl+s")
        await driver.sees("needs a set identifier too")
        await driver.type("old")
        await driver.press("tab", "9", "enter")
        await driver.sees("A new member that points to shop-web")
        await driver.press("1", "enter")
        await driver.sees("weighted routing · A", "90%", "10%", "old", "- before")
        await driver.press("home", "s")
        await driver.sees("(simple)", "Nothing changed yet.")


async def test_a_name_without_records_begins_a_group() -> None:
    async with explorer() as driver:
        await driver.sees("shop.example.com.  A + AAAA", "Checks: ")
        await driver.press("tab", "m")
        await driver.sees("Routing group shop.example.com.", "no record yet")
        await driver.press("e")
        await driver.sees("There is no member yet")
        await driver.press("p")
        await driver.sees("There is no member yet")
        await driver.press("c")
        await driver.sees("Nothing would change.")
        await driver.press("a")
        await driver.sees("Point where?", "A new member of shop.example.com.", "shop-web")
        await driver.press("enter")
        await driver.sees("Routing policy of the whole group")
        await driver.press("ctrl+s")
        await driver.sees("A new member that points to shop-web")
        await driver.press("x", "enter")
        await driver.sees("'x' is not a value of weighted routing")
        await driver.press("backspace", "7", "enter")
        await driver.sees("weighted routing · A + AAAA", "100%")


async def test_findings_and_code_are_at_hand_and_escape_changes_nothing() -> None:
    async with explorer(Estate(records=GROUP)) as driver:
        await open_group(driver)
        await driver.press("v")
        await driver.sees("No findings for this change.")
        await driver.press("end", "enter")
        await driver.sees("h9 (not in this account)")
        await driver.press("5", "enter")
        await driver.sees("health-check-missing")
        await driver.press("v")
        await driver.sees("When it applies")
        await driver.press("escape", "x")
        await driver.sees("Export")
        await driver.press("escape", "question_mark")
        await driver.sees("Every record of the name that Route 53 chooses between")
        await driver.press("escape", "escape")
        await driver.until(lambda: "Routing group" not in driver.text)
        assert driver.estate.sent == []


async def test_an_edit_on_a_draft_whose_name_has_a_group_opens_the_group() -> None:
    grouped = tuple(
        RecordSet.from_wire({**row.wire, "Name": "shop.example.com."}) for row in GROUP if row.type != "SOA"
    )
    async with explorer(Estate(records=(SOA, *grouped))) as driver:
        await driver.sees("Checks: ")
        await driver.press("tab", "e")
        await driver.sees("Routing group shop.example.com.")


async def test_an_edit_of_a_simple_draft_meets_no_group() -> None:
    async with explorer() as driver:
        await driver.sees("Checks: ")
        await driver.press("e")
        text = await driver.sees("Edit the record", "simple: one record")
        assert "set identifier" not in text
        assert "read_group" not in driver.estate.asked


async def test_a_read_only_account_is_told() -> None:
    async with explorer(Estate(records=GROUP, sides=replace(SIDES, read_only=True))) as driver:
        await open_group(driver)
        await driver.press("d", "c")
        await driver.sees("read-only here")


@pytest.mark.parametrize("size", [NARROW, WIDE])
async def test_the_group_fits(size: tuple[int, int]) -> None:
    async with explorer(Estate(records=GROUP), size=size) as driver:
        await driver.until(lambda: driver.app.session.desk.preview.complete)
        await driver.press("enter")
        await driver.sees("[blue 90%]")
        await driver.press("G", "m")
        text = await driver.sees("Routing group", "? all", "Points to")
        assert max(len(line) for line in text.splitlines()) <= size[0]


def edits(*records: RecordSet, joining: bool = True) -> GroupEdits:
    joins = target() if joining else None
    read = Estate(records=records).read_group(zone(), DnsName.from_route53(AT), None)
    return GroupEdits(read, joins, read.group)


def test_what_an_edit_asks_and_does() -> None:
    start = edits(*GROUP)
    blue, green = start.group.members
    asked = start.question("weighted", green)
    assert (asked.suggested, asked.evaluates) == (("green", "10"), None), "CloudFront forbids it"
    assert start.question("weighted", None).suggested == ("shop-web", "")
    routing = start.value("weighted", "5")
    renamed = start.with_member(green, MemberForm("red", routing, None, None, leads_here=True))
    red = renamed.group.member("red")
    assert red is not None
    assert (renamed.group.member("green"), red.value, red.health_check_id) == (None, "5", None)
    assert (set(renamed.targets), renamed.question("weighted", None).suggested[0]) == ({"red"}, "shop-web")
    again = renamed.with_member(red, MemberForm("pink", routing, "h1", evaluates=False, leads_here=False))
    assert set(again.targets) == {"pink"}
    pink = again.group.member("pink")
    assert pink is not None
    assert (pink.health_check_id, pink.evaluate_target_health) == ("h1", False)
    assert again.without(pink).targets == {}
    assert again.reset() == start
    assert again.simple(blue).group.policy == "simple"
    assert edits(*GROUP, joining=False).question("weighted", None).suggested[0] == "new"


def test_what_can_be_chosen_is_said_in_words() -> None:
    known = Estate().referable
    assert known.health_checks is not None
    assert [key for _, key in health_options(known.health_checks, "")] == ["", "h1"]
    assert [key for _, key in health_options(known.health_checks, "h9")] == ["", "h1", "h9"]
    assert collections_content(known.cidr_collections).plain == "offices/{berlin,*}"
    assert "could not be read" in collections_content(None).plain
    assert "no CIDR collection" in collections_content(()).plain


def test_values_are_suggested_from_where_a_member_leads() -> None:
    blue = edits(*GROUP).group.members[0]
    assert suggested_value("weighted", 0, blue) == "90"
    assert suggested_value("latency", 0, blue) == "us-east-1"
    assert [suggested_value("failover", at, blue) for at in range(3)] == ["PRIMARY", "SECONDARY", "SECONDARY"]
    assert [suggested_value("geolocation", at, blue) for at in range(2)] == ["*", ""]
    assert suggested_value("geoproximity", 1, None, target()) == "eu-west-1"
    assert suggested_value("cidr", 0, None, None) == ""


async def test_health_checks_that_could_not_be_read_may_be_typed() -> None:
    denied = Unscanned("1", "dns-prod", "", "health-checks", "AccessDenied", "no", "route53:ListHealthChecks")
    async with explorer(Estate(records=GROUP, unscanned=(denied,), referable=Referable())) as driver:
        await open_group(driver)
        await driver.sees("Not read:", "needs the permission route53:ListHealthChecks")
        await driver.press("home", "enter")
        await driver.sees("Health checks could not be read; an id may be typed")
        await driver.press("tab", "h", "7", "enter")
        await driver.sees("health check h7")
