from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tests.tui.driving import NARROW, WIDE, FakeDriver, explorer
from tests.tui.fakes import NOW, SOA, Estate, record, target, zone
from xalias_tui.domain.errors import AwsError
from xalias_tui.domain.lookups import Unscanned
from xalias_tui.domain.names import DnsName
from xalias_tui.domain.records import AliasRef, RecordKey, RecordSet

GONE = "old-99.eu-west-1.elb.amazonaws.com"
RECREATED = "dualstack.shop-web-77.eu-west-1.elb.amazonaws.com"
HERE = "shop-web-123.eu-west-1.elb.amazonaws.com"


def alias(name: str, to: str) -> RecordSet:
    pointed = AliasRef(DnsName.parse(to), "Z32O12XQLNTSW2", evaluate_target_health=False)
    return RecordSet.alias_record(RecordKey(DnsName.parse(name), "A"), pointed)


def engine(*, unscanned: tuple[Unscanned, ...] = ()) -> Estate:
    records = (
        SOA,
        alias("live.example.com", HERE),
        alias("moved.example.com", RECREATED),
        alias("old.example.com", GONE),
        record("www.example.com.", "A", "192.0.2.1"),
    )
    return Estate(records=records, targets=(target(internal=None),), unscanned=unscanned)


async def at_the_audit(driver: FakeDriver) -> None:
    await driver.until(lambda: driver.app.session.desk.preview.complete)
    await driver.press("2")
    await driver.sees("3 aliases", "2 broken", "✓ live        live.example.com.")


@pytest.mark.parametrize("size", [WIDE, NARROW])
async def test_aliases_are_grouped_by_verdict_and_told_in_full(size: tuple[int, int]) -> None:
    async with explorer(engine(), size=size) as driver:
        await at_the_audit(driver)
        rows = [line for line in driver.text.splitlines() if ".example.com" in line and ("✗" in line or "✓" in line)]
        assert ["✗ broken" in row for row in rows[:3]] == [True, True, False]
        await driver.sees("dangling-target", "✓ live", "no longer exists")


async def test_what_could_not_be_asked_makes_it_unknown_and_is_told() -> None:
    missed = Unscanned("333333333333", "media-prod", "eu-west-1", "alb", "AccessDenied", "You may not look.")
    async with explorer(engine(unscanned=(missed,))) as driver:
        await driver.until(lambda: driver.app.session.desk.preview.complete)
        await driver.press("2")
        await driver.sees("? unknown", "1 not checked: f", "Not checked (absence proves nothing", "You may not look.")
        assert "✗ broken" not in driver.text
        await driver.press("f")
        await driver.sees("media-prod", "You may not look.")


async def test_a_recreated_load_balancer_is_repointed_to_after_a_look_at_the_plan() -> None:
    async with explorer(engine()) as driver:
        await at_the_audit(driver)
        await driver.press("slash")
        await driver.type("moved")
        await driver.press("enter")
        await driver.sees("r repoints to")
        await driver.press("r")
        await driver.sees("Point where?", "moved.example.com. A", "took the place of the c")
        await driver.press("enter")
        await driver.sees("it replaces a record that exists")
        assert driver.estate.sent == []
        await driver.type("moved.example.com")
        await driver.press("enter")
        await driver.until(lambda: bool(driver.estate.sent))
        (plan,) = driver.estate.sent
        assert [change.action for change in plan.changes] == ["DELETE", "CREATE"]
        assert plan.after[0].alias == AliasRef(DnsName.parse(f"dualstack.{HERE}"), "Z32O12XQLNTSW2", False)  # noqa: FBT003 -- as it is


async def test_marked_rows_become_one_plan() -> None:
    async with explorer(engine()) as driver:
        await at_the_audit(driver)
        await driver.press("space", "space")
        await driver.sees("2 marked", "●", "r, d and a act on the 2 marked aliases")
        assert "r repoints to" not in driver.text, "r is not about the highlighted row"
        await driver.press("a")
        await driver.sees("2 aliases: they will be shown as accepted")
        await driver.press("escape")
        await driver.press("d")
        await driver.sees("it changes records of 2 names")
        await driver.press("escape")
        await driver.sees("Nothing was sent")
        assert driver.estate.sent == []


async def test_a_finding_is_accepted_with_a_reason_and_a_day_and_taken_back() -> None:
    async with explorer(engine()) as driver:
        await at_the_audit(driver)
        await driver.press("a")
        await driver.sees("Accept what was found")
        await driver.press("enter")
        await driver.sees("Give a reason")
        await driver.type("moves in May")
        await driver.press("tab")
        await driver.type("2020-01-01")
        await driver.press("enter")
        await driver.sees("That day has passed")
        await driver.press(*["backspace"] * 10)
        await driver.type("2027-01-31")
        await driver.press("enter")
        await driver.sees("accepted: dangling-target", "until 2027-01-31: moves in May")
        assert {row.id for row in driver.estate.decisions} == {"dangling-target", "lb-deleted-recreated"}
        driver.app.session.audit = replace(driver.app.session.audit, at=NOW.replace(year=2028))  # type: ignore[type-var]
        driver.app.screen._show()  # type: ignore[attr-defined]
        await driver.sees("was accepted until 2027-01-31: moves in May")
        driver.app.session.audit = replace(driver.app.session.audit, at=NOW)  # type: ignore[type-var]
        driver.app.screen._show()  # type: ignore[attr-defined]
        await driver.sees("until 2027-01-31: moves in May")
        await driver.press("a")
        await driver.until(lambda: driver.estate.decisions == ())
        await driver.until(lambda: "accepted:" not in driver.text)


@pytest.mark.parametrize(
    ("key", "ending", "said"),
    [("h", "html", "<title>Alias audit"), ("c", "csv", "old.example.com."), ("s", "sarif", '"version": "2.1.0"'),
     ("j", "json", '"schema": "xalias/1"')],
)  # fmt: skip
async def test_the_report_is_written_and_its_place_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, key: str, ending: str, said: str
) -> None:
    monkeypatch.chdir(tmp_path)
    async with explorer(engine()) as driver:
        await at_the_audit(driver)
        await driver.press("x")
        await driver.sees("Write the audit", "SARIF 2.1.0")
        await driver.press(key)
        await driver.sees("Written to")
        (file,) = list(tmp_path.iterdir())  # noqa: ASYNC240 -- a folder of one file
        assert file.suffix == f".{ending}"
        assert said in file.read_text(encoding="utf-8")


async def test_rows_can_be_ordered_otherwise() -> None:
    async with explorer(engine()) as driver:
        await at_the_audit(driver)

        def names() -> list[str]:
            lines = [line for line in driver.text.splitlines() if "✗" in line or "✓ live" in line]
            return [name for line in lines for name in ("live", "moved", "old") if f" {name}.example" in line][:3]

        assert names() == ["moved", "old", "live"]
        await driver.press("o", "o")
        await driver.sees("▲Record")
        assert names() == ["live", "moved", "old"]
        await driver.press("o", "o", "o", "o")
        await driver.until(lambda: "▲" not in driver.text)
        assert names() == ["moved", "old", "live"]


async def test_aliases_of_the_open_zone_carry_their_verdict_and_targets_how_many_use_them() -> None:
    async with explorer(engine()) as driver:
        await driver.until(lambda: driver.app.session.desk.preview.complete)
        await driver.press("enter")
        await driver.sees("✗ broken", "✓ live", "Uses")
        await driver.press("tab", "enter")
        await driver.sees("1 record points to shop-web", "live.example.com. A")


async def test_findings_of_several_rows_are_accepted_in_one_go() -> None:
    async with explorer(engine()) as driver:
        await at_the_audit(driver)
        await driver.press("space", "space", "a")
        await driver.sees("2 aliases: they will be shown")
        await driver.type("later")
        await driver.press("enter")
        await driver.until(lambda: len(driver.estate.decisions) > 2)
        assert driver.estate.asked.count("accept") == 1
        assert len(driver.estate.decisions) == 3


async def test_uses_that_could_not_be_read_are_said() -> None:
    fake = replace(engine(), failing={"used_by": AwsError("throttled", "AWS is throttling.", "Wait a little.")})
    async with explorer(fake) as driver:
        await driver.sees("Checks: ")
        await driver.press("tab", "enter")
        await driver.sees("Used by", "AWS is throttling.")


async def test_verdicts_of_the_zone_that_was_open_before_are_not_awaited() -> None:
    fake = engine()
    async with explorer(fake) as driver:
        await driver.until(lambda: driver.app.session.desk.preview.complete)
        await driver.press("enter")
        await driver.sees("✗ broken")
        fake.held = frozenset({"read_records"})
        await driver.press("backspace", "j", "enter")
        await driver.sees("› corp.example.com.")
        assert "verdicts" not in driver.awaited


async def test_nothing_that_was_asked_of_the_accounts_before_is_awaited() -> None:
    async with explorer(replace(engine(), held=frozenset({"audit"}))) as driver:
        await driver.until(lambda: driver.app.session.desk.preview.complete)
        await driver.press("2")
        await driver.until(lambda: "audit" in driver.estate.asked)
        assert "audit" in driver.awaited
        await driver.press("4")
        await driver.sees("expired")
        await driver.press("G", "z")
        await driver.until(lambda: "audit" not in driver.awaited)


async def test_a_change_that_landed_clears_the_marks_and_begins_the_audit_anew_at_once() -> None:
    async with explorer(engine()) as driver:
        await at_the_audit(driver)
        await driver.press("space", "space")
        await driver.sees("2 marked")
        driver.estate.held = frozenset({"audit"})
        await driver.press("d")
        await driver.sees("it changes records of 2 names")
        await driver.type("example.com")
        await driver.press("enter")
        await driver.sees("Done.", "then 3, then u, undoes it")
        await driver.until(lambda: driver.estate.asked.count("audit") == 2)
        assert "2 marked" not in driver.text
        assert "●" not in driver.text
        driver.estate.gate.set()
        await driver.until(lambda: len(driver.app.session.audit.verdicts) == 1)  # type: ignore[union-attr]


async def test_no_verdict_is_drawn_while_the_search_for_targets_goes_on() -> None:
    fake = engine()
    fake.held = frozenset({"discover"})
    async with explorer(fake) as driver:
        await driver.sees("example.com")
        await driver.press("enter")
        await driver.sees("old-99")
        assert "broken" not in driver.text
        fake.gate.set()
        await driver.sees("✗ broken")


@pytest.mark.parametrize("key", ["t", "enter"])
async def test_a_row_is_traced(key: str) -> None:
    async with explorer(engine()) as driver:
        await at_the_audit(driver)
        await driver.press(key)
        await driver.sees("broken at resource", "lb.example.net no longer exists.")
        assert [zone.id for zone in driver.estate.traced_from if zone] == ["Z0PUBLIC"]
        await driver.press("escape")
        await driver.sees("2 broken")


async def test_a_trace_offers_what_repairs_it_and_each_is_shown_before_it_is_sent() -> None:
    async with explorer(engine()) as driver:
        await at_the_audit(driver)
        await driver.press("slash")
        await driver.type("moved")
        await driver.press("enter", "t")
        seen = await driver.sees("point moved.example.com. A to dualstack.shop-web-123", "r d repairs · space details")
        rows = seen.splitlines()
        row = next(at for at, line in enumerate(rows) if "point moved.example.com." in line)
        await driver.pilot.click(offset=(rows[row].index("point moved"), row))
        await driver.sees("Point where?")
        await driver.press("escape")
        await driver.press("r")
        await driver.sees("Point where?", "moved.example.com. A", "took the place of the c")
        await driver.press("enter")
        await driver.sees("it replaces a record that exists")
        assert driver.estate.sent == []
        await driver.press("escape")
        await driver.sees("Nothing was sent", "broken at resource")
        await driver.press("d")
        await driver.sees("it deletes a record that exists")
        await driver.type("moved.example.com")
        await driver.press("enter")
        await driver.until(lambda: len(driver.estate.sent) == 1)
        assert [change.action for change in driver.estate.sent[0].changes] == ["DELETE"]
        await driver.sees("Done.", "enter closes")
        await driver.until(lambda: driver.estate.asked.count("trace") == 2)  # by itself
        await driver.press("enter")
        await driver.until(lambda: "point moved" not in driver.text)  # the alias is gone, and with it its remedies


async def test_a_trace_of_a_time_before_a_change_says_so_until_it_is_made_again() -> None:
    async with explorer(engine()) as driver:
        await at_the_audit(driver)
        await driver.press("slash")
        await driver.type("moved")
        await driver.press("enter", "t")
        await driver.sees("broken at resource")
        await driver.press("d")
        await driver.sees("it deletes a record that exists")
        driver.estate.held = frozenset({"tracing"})
        await driver.type("moved.example.com")
        await driver.press("enter")
        await driver.sees("Done.", "then esc, 3, then u, undoes it")  # from below the trace
        await driver.press("enter")
        await driver.sees("Tracing moved.example.com.", "broken at resource")
        await driver.press("enter")
        await driver.sees("broken at resource")  # it is not done
        driver.estate.gate.set()
        await driver.until(lambda: "Tracing" not in driver.text)


async def test_without_a_target_that_was_found_a_pasted_name_is_recognised() -> None:
    nowhere = replace(engine(), targets=())
    async with explorer(nowhere) as driver:
        await driver.press("2")
        await driver.sees("3 aliases")
        await driver.press("t")
        await driver.sees("to another target")
        await driver.press("r")
        await driver.sees("No target is called so. 0 targets found so far.")
        await driver.press("enter")
        assert "repair" not in driver.estate.asked
        await driver.type("new-1.eu-west-1.elb.amazonaws.com")
        await driver.sees("recognised by its name")
        await driver.press("enter")
        await driver.sees("it replaces a record that exists", "new-1.eu-west-1.elb.amazonaws.com")


async def test_what_is_highlighted_in_the_explorer_is_never_where_records_are_pointed() -> None:
    """Many rows ask for their target, the likeliest first; the row that happens to be highlighted elsewhere is not."""
    web = target("web-9", hostnames=(), dns_name=DnsName.parse("web-9-1.eu-west-1.elb.amazonaws.com"), arn="arn:9")
    first = target("aaa", hostnames=(), dns_name=DnsName.parse("aaa-1.eu-west-1.elb.amazonaws.com"), arn="arn:a")
    gone = alias("old.example.com", "web-9-77.eu-west-1.elb.amazonaws.com")
    other = alias("web-9.example.com", GONE)
    async with explorer(Estate(records=(SOA, gone, other), targets=(first, web))) as driver:
        await driver.until(lambda: driver.app.session.desk.target == first)
        await driver.press("2")
        await driver.sees("2 aliases")
        await driver.press("space", "space", "r")
        text = await driver.sees(
            "Point where?", "and 1 other record", "took the place of the current target, and for 1 more"
        )
        assert text.index("web-9  ") < text.index("aaa  ")
        await driver.press("escape")
        await driver.until(lambda: "Point where?" not in driver.text)
        assert "repair" not in driver.estate.asked


async def test_what_is_filtered_to_is_told_below() -> None:
    async with explorer(engine()) as driver:
        await at_the_audit(driver)
        first = driver.text
        await driver.press("slash")
        await driver.type("live")
        await driver.until(lambda: driver.text.split("Alias ─")[-1] != first.split("Alias ─")[-1])


async def test_a_name_in_order_offers_no_remedy() -> None:
    async with explorer(Estate(records=(SOA, record("www.example.com.", "A", "192.0.2.1")))) as driver:
        await driver.until(lambda: driver.app.session.desk.preview.complete)
        await driver.press("enter")
        await driver.sees("192.0.2.1")
        await driver.press("down", "t")
        await driver.sees("broken at resource", "R traces again")
        assert "r repoint" not in driver.text
        await driver.press("d", "r", "a")
        assert driver.estate.asked[-1] == "trace"


def in_two_zones() -> Estate:
    """The same records stand in two zones, so that a repair of all of them is a plan for each."""
    return replace(engine(), zones=(zone(), zone("example.org.", "Z0OTHER")), halved=True)


async def test_plans_of_several_zones_are_shown_together_and_sent_as_one() -> None:
    async with explorer(in_two_zones()) as driver:
        await at_the_audit(driver)
        await driver.press("space", "space", "d")
        await driver.sees("2 requests to 2 zones, 2 changes", "1 of 2  example.com.", "Type 2, the number of changes")
        await driver.type("3")
        await driver.press("enter")
        await driver.sees("3 is not 2: nothing was sent")
        assert driver.estate.sent == []
        await driver.press("backspace")
        await driver.type("2")
        await driver.press("enter")
        await driver.sees("2 of 2 were applied", "✓ INSYNC")
        assert [plan.zone.id for plan in driver.estate.sent] == ["Z0PUBLIC", "Z0OTHER"]


async def test_a_narrow_dialog_tells_all_its_keys() -> None:
    async with explorer(in_two_zones(), size=NARROW) as driver:
        await at_the_audit(driver)
        await driver.press("space", "space", "d")
        await driver.sees("then enter sends all · esc closes without sending")


async def test_a_zone_that_refuses_is_told_beside_those_that_are_done() -> None:
    async with explorer(replace(in_two_zones(), refusing=frozenset({"Z0PUBLIC"}))) as driver:
        await at_the_audit(driver)
        await driver.press("space", "space", "d")
        await driver.sees("Type 2")
        await driver.type("2")
        await driver.press("enter")
        await driver.sees("1 of 2 were applied", "✗ refused", "Route 53 says no.", "✓ INSYNC")
        await driver.press("escape")
        assert driver.app.session.desk.in_flight is None
        await driver.press("escape")


async def test_many_plans_that_are_not_agreed_to_are_not_sent() -> None:
    async with explorer(in_two_zones()) as driver:
        await at_the_audit(driver)
        await driver.press("space", "space", "d")
        await driver.sees("Type 2")
        await driver.press("escape")
        await driver.sees("Nothing was sent")
        assert driver.estate.sent == []


async def test_what_is_being_read_is_not_read_beside_itself_however_often_it_is_asked_for() -> None:
    async with explorer(replace(engine(), held=frozenset({"audit"}))) as driver:
        await driver.press("2")
        await driver.until(lambda: "audit" in driver.estate.asked)
        await driver.press("R", "R")
        await driver.sees("It is being read already.")
        assert driver.estate.asked.count("audit") == 1
        driver.estate.gate.set()
        await driver.sees("3 aliases")
        await driver.press("R")
        await driver.until(lambda: driver.estate.asked.count("audit") == 2)
