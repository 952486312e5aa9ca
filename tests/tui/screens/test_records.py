"""What can be done to records that are there, and CNAMEs where no alias fits."""

from __future__ import annotations

from tests.tui.driving import FakeDriver, explorer
from tests.tui.fakes import NOW, SOA, Estate, record
from xalias_tui.domain.changes import ChangesOfName, Reach, RecordChange
from xalias_tui.domain.custody import Protection
from xalias_tui.domain.errors import AwsError
from xalias_tui.domain.lookups import Unscanned
from xalias_tui.domain.names import DnsName
from xalias_tui.domain.records import AliasRef, RecordKey, RecordSet
from xalias_tui.tui.dialogs.who_changed import changes_content

ALIAS = AliasRef(DnsName.parse("lb.example.net"), "Z32O12XQLNTSW2", evaluate_target_health=False)
STANDING = tuple(
    RecordSet.alias_record(RecordKey(DnsName.parse("www.example.com"), type_), ALIAS) for type_ in ("A", "AAAA")
)


async def on_the_alias(driver: FakeDriver) -> None:
    await driver.sees("Checks: ")
    await driver.press("enter")
    await driver.sees("alias → lb.")
    await driver.press("j")


async def test_an_alias_is_removed_with_its_sister_once_its_name_was_typed() -> None:
    async with explorer(Estate(records=(SOA, *STANDING))) as driver:
        await on_the_alias(driver)
        await driver.press("d")
        await driver.sees("www.example.com.", "no record")
        await driver.type("www.example.com")
        await driver.press("enter")
        await driver.until(lambda: bool(driver.estate.sent))
        assert [(change.action, change.record) for change in driver.estate.sent[0].changes] == [
            ("DELETE", record) for record in STANDING
        ]


async def test_nothing_is_sent_without_the_confirmation() -> None:
    async with explorer(Estate(records=(SOA, *STANDING))) as driver:
        await on_the_alias(driver)
        await driver.press("d")
        await driver.sees("no record")
        await driver.press("escape")
        await driver.sees("Nothing was sent.")
        assert driver.estate.sent == []


async def test_an_alias_becomes_a_cname_in_one_batch() -> None:
    async with explorer(Estate(records=(SOA, *STANDING))) as driver:
        await on_the_alias(driver)
        await driver.press("a")
        await driver.sees("lb.example.net. (TTL 300)")
        await driver.type("www.example.com")
        await driver.press("enter")
        await driver.until(lambda: bool(driver.estate.sent))
        assert [change.action for change in driver.estate.sent[0].changes] == ["DELETE", "DELETE", "CREATE"]


async def test_what_cannot_be_done_to_a_record_is_said() -> None:
    async with explorer(Estate(records=(SOA, record("www.example.com.", "A", "192.0.2.1")))) as driver:
        await driver.sees("Checks: ")
        await driver.press("enter")
        await driver.sees("192.0.2.1")
        await driver.press("j", "d")
        await driver.sees("www.example.com. A is not an alias")
        await driver.press("a")
        await driver.sees("www.example.com. A is neither an alias")
        assert not {"removal", "conversion"} & set(driver.estate.asked)


async def test_the_draft_is_a_cname_after_one_key_and_its_ttl_can_be_chosen() -> None:
    async with explorer() as driver:
        await driver.sees("Checks: ")
        await driver.press("a")
        await driver.sees("CNAME", "that resolvers keep for 300 s", "(TTL 300)")
        await driver.press("e")
        await driver.sees("Seconds that resolvers keep it")
        await driver.press(*["backspace"] * 3)
        await driver.type("soon")
        await driver.press("ctrl+s")
        await driver.sees("The TTL is a whole number of seconds")
        await driver.press(*["backspace"] * 4)
        await driver.type("60")
        await driver.press("ctrl+s")
        await driver.sees("(TTL 60)")
        await driver.press("a")
        await driver.sees("A + AAAA  alias →")


async def test_a_name_that_cannot_be_aliased_is_offered_a_cname() -> None:
    async with explorer() as driver:
        await driver.sees("Checks: ")
        await driver.press("tab", "slash")
        await driver.type("www.example.net")
        await driver.sees("this name cannot be aliased", "a CNAME instead")
        await driver.press("enter", "a", "n")
        await driver.type("db")
        await driver.press("enter")
        await driver.sees("www.example.net. (TTL 300)")
        plan = driver.app.session.desk.plan
        assert plan is not None
        assert [change.record.type for change in plan.changes] == ["CNAME"]


async def test_a_record_is_traced_with_one_key() -> None:
    async with explorer(Estate(records=(SOA, *STANDING), held=frozenset({"tracing"}))) as driver:
        await on_the_alias(driver)
        await driver.press("t")
        await driver.sees("Tracing www.example.com.: reading zones")
        await driver.press("R", "R")
        assert driver.estate.asked.count("trace") == 1
        driver.estate.gate.set()
        await driver.sees(
            "✗ www.example.com.  broken at resource", "✗ resource      broken  lb.example", "– delegation    skipped"
        )
        await driver.press("escape")
        await driver.sees("Checks: ")


async def test_a_trace_that_cannot_be_made_says_why() -> None:
    refusal = AwsError("denied", "Profile dns-prod may not list zones.", "Ask for the permission.")
    async with explorer(Estate(failing={"trace": refusal})) as driver:
        await driver.sees("Checks: ")
        await driver.press("t")
        await driver.sees("may not list zones", "Ask for the permission.")


def changed_by(who: str, agent: str) -> RecordChange:
    www = next(row for row in STANDING if row.name.bare == "www.example.com")
    return RecordChange(
        NOW, www.key, "upsert", after=www, who=who, user_agent=agent, address="192.0.2.9", sources=("cloudtrail",)
    )


async def test_who_changed_a_record_is_one_key_away_and_is_never_markup() -> None:
    known = (changed_by("arn:aws:iam::1:user/[bold]alice[/]", "Terraform/1.13 \x1b[31m"),)
    engine = Estate(records=(SOA, *STANDING), held=frozenset({"asking"}), known_changes=known)
    async with explorer(engine) as driver:
        await on_the_alias(driver)
        await driver.press("w")
        await driver.sees("Who changed www.example.com.: asking CloudTrail")
        engine.gate.set()
        await driver.sees("1 change found", "user/[bold]alice[/], with Terraform from 192.0.2.9", "CloudTrail was read")
        await driver.press("escape")
        await driver.sees("Checks: ")


async def test_who_changed_a_traced_name_is_asked_from_its_trace() -> None:
    async with explorer(Estate(records=(SOA, *STANDING))) as driver:
        await on_the_alias(driver)
        await driver.press("t")
        await driver.sees("broken at resource")
        await driver.press("w")
        await driver.sees("No change to www.example.com found in")
        await driver.press("escape")
        await driver.sees("broken at resource")


async def test_why_it_is_not_known_who_changed_a_record_is_said() -> None:
    refusal = AwsError("denied", "Profile dns-prod may not list zones.", "Ask for the permission.")
    async with explorer(Estate(failing={"changes": refusal})) as driver:
        await driver.sees("Checks: ")
        await driver.press("w")
        await driver.sees("may not list zones", "Ask for the permission.")


def test_sources_that_could_not_be_read_come_with_their_permission() -> None:
    denied = Unscanned("1", "dns-prod", "", "changes", "AccessDenied", "no", "cloudtrail:LookupEvents")
    told = ChangesOfName(DnsName.parse("www.example.com"), (), (Reach("journal"),), (denied,))
    text = changes_content(told).plain
    assert "needs the permission cloudtrail:LookupEvents" in text
    assert "xalias policy zone" in text


async def test_a_protected_record_says_so_in_the_list() -> None:
    protected = (Protection(DnsName.parse("www.example.com"), "A", "ask #dns"),)
    async with explorer(Estate(records=(SOA, *STANDING), protected=protected)) as driver:
        await driver.sees("Checks: ")
        await driver.press("enter")
        await driver.sees("protected · al")
