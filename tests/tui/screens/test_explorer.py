from __future__ import annotations

from dataclasses import replace

import pytest

from tests.tui.driving import HUGE, NARROW, WIDE, explorer
from tests.tui.fakes import Estate, record, target, zone
from xalias_tui.domain.errors import AwsError, UsageError
from xalias_tui.domain.findings import Finding, Severity
from xalias_tui.domain.lookups import Unscanned
from xalias_tui.domain.names import DnsName
from xalias_tui.domain.plans import Draft, propose
from xalias_tui.domain.targets import Target
from xalias_tui.domain.zones import ZoneRecords
from xalias_tui.tui.screens.changes import Undoing
from xalias_tui.tui.state.questions import Answered, Question, Reply, Told
from xalias_tui.tui.text.record_name_input import as_typed, name_in_zone
from xalias_tui.tui.widgets.targets_pane import TargetsPane

ALIAS = "dualstack.shop-web-123.eu-west-1.elb.amazonaws.com."
DENIED = Unscanned("222222222222", "shop-prod", "eu-west-1", "nlb", "AccessDenied", "no", "elb:DescribeLoadBalancers")


async def test_the_accounts_are_on_the_screen_before_anything_can_be_changed() -> None:
    async with explorer() as driver:
        text = await driver.sees("Zones  dns-prod · 1111-1111-1111", "Targets  shop-prod · 2222-2222-2222")
        assert "READ-WRITE" in text
        assert "assumed-role/dns/op" in text


async def test_the_preview_is_live_from_the_first_highlighted_rows() -> None:
    async with explorer() as driver:
        await driver.sees("shop.example.com.  A + AAAA", f"alias → {ALIAS}", "from the API", "Checks: no findings")


async def test_enter_opens_a_zone_and_backspace_closes_it() -> None:
    async with explorer() as driver:
        await driver.sees("2 zones")
        await driver.press("enter")
        await driver.sees("› example.com. Z0PUBLIC", "192.0.2.2 (TTL 300)", "3 records")
        await driver.press("backspace")
        assert "2 zones" in await driver.sees("corp.example.com.")


async def test_moving_to_another_zone_judges_anew() -> None:
    async with explorer() as driver:
        await driver.sees("Checks: ")
        await driver.press("j")
        await driver.sees("suggests no name in corp.example.com.", "Press n")
        await driver.press("n")
        await driver.sees("Name of the record", "enter takes the name · esc closes")


async def test_findings_show_severity_in_words_and_remedy() -> None:
    finding = Finding("lb-silent", Severity.WARNING, "No listener answers.", "Add a listener.")
    async with explorer(Estate(findings=(finding,))) as driver:
        await driver.sees("WARNING lb-silent  No listener answers.", "→ Add a listener.", "1 warning")


async def test_b_shows_the_exact_change_batch() -> None:
    async with explorer(size=HUGE) as driver:
        await driver.sees("Checks: ")
        await driver.press("b")
        await driver.sees('"Action": "CREATE"', '"HostedZoneId": "Z32O12XQLNTSW2"', '"EvaluateTargetHealth": false')


async def test_b_without_a_change_says_what_is_missing() -> None:
    async with explorer(Estate(targets=())) as driver:
        await driver.sees("▸example.com.")
        await driver.press("b")
        await driver.until(lambda: len(driver.app._notifications) == 1)
        assert "Preview  change batch" not in driver.text


async def test_n_names_the_record() -> None:
    async with explorer() as driver:
        await driver.sees("Checks: ")
        await driver.press("n")
        await driver.sees("Name of the record", "Suggested by the target")
        await driver.press(*["backspace"] * 4)
        await driver.type("a..b")
        await driver.sees("Not a valid name: There is an empty label")
        await driver.press("enter", "backspace", "backspace", "backspace", "enter")
        await driver.sees("a.example.com.  A + AAAA")


async def test_a_suggestion_can_be_picked() -> None:
    async with explorer(Estate(targets=(target(hostnames=("a.example.com", "b.example.com")),))) as driver:
        await driver.sees("Checks: ")
        await driver.press("n", "down", "down", "enter")
        await driver.sees("b.example.com.  A + AAAA")


async def test_space_goes_through_record_types() -> None:
    async with explorer() as driver:
        await driver.sees("Checks: ")
        await driver.press("space")
        await driver.sees("shop.example.com.  A  alias")


async def test_e_edits_the_record() -> None:
    async with explorer() as driver:
        await driver.sees("Checks: ")
        await driver.press("e")
        await driver.sees("evaluate target health")
        await driver.press("tab", "space", "tab", "space", "tab", "space", "ctrl+s")
        await driver.sees(
            "shop.example.com.  A  alias", "evaluate target health on", "existing records may be replaced"
        )


async def test_commit_is_confirmed_then_sent_exactly_and_undone() -> None:
    async with explorer() as driver:
        await driver.sees("Checks: ")
        plan = driver.app.session.desk.plan
        await driver.press("c")
        await driver.sees(
            "Commit this change?", "1111-1111-1111 · dns-prod", "Z0PUBLIC", "- before  no record", "300 s"
        )
        await driver.press("enter")
        await driver.sees(
            "Done. Every authoritative server has it.", "✓ answers", "✗ tls           broken", "HTTPS 200"
        )
        await driver.sees("enter closes; then u undoes it")
        assert driver.estate.sent == [plan]
        await driver.press("escape")
        await driver.sees("Already in place")
        await driver.press("u")
        await driver.sees("Undo: put back what was there?", "+ after   no record")
        await driver.press("y")
        await driver.sees("Done.")
        assert plan is not None
        assert driver.estate.undone == [replace(plan.inverse(), undoes="1")]
        await driver.press("escape", "U")
        await driver.sees("Redo: change it again?", "- before  no record", "enter or y sends it")
        await driver.press("escape", "3")
        await driver.sees("1 change", "undone", "create A+AAAA", "shop.example.com.")


class Redone(Estate):
    """An estate in which a replacement was undone."""

    def redo_plan(self, _tell: object) -> Undoing:
        draft = Draft(zone(), DnsName.parse("www.example.com"), ("A",), target(), replace=True)
        return replace(propose(draft, ZoneRecords(zone(), self.records)), undoes="2"), True


async def test_a_replacement_that_is_made_again_asks_for_the_name_again() -> None:
    async with explorer(Redone()) as driver:
        await driver.sees("Checks: ")
        await driver.press("U")
        await driver.sees(
            "Redo: change it again?",
            "Type www.example.com, because it replaces a record that exists.",
            "type www.example.com, then enter sends it",
        )
        await driver.press("y", "enter")
        await driver.sees("is not www.example.com: nothing was sent.")
        assert driver.estate.undone == []


async def test_escape_sends_nothing() -> None:
    async with explorer() as driver:
        await driver.sees("Checks: ")
        await driver.press("c", "escape")
        await driver.sees("Nothing was sent.")
        assert driver.estate.sent == []


async def test_replacing_asks_for_the_record_name() -> None:
    engine = Estate(targets=(target(hostnames=("www.example.com",)),))
    async with explorer(engine, size=NARROW) as driver:
        await driver.sees("no findings")
        await driver.press("e", "tab", "tab", "tab", "space", "ctrl+s")
        await driver.until(lambda: driver.app.session.desk.preview.complete and driver.app.session.desk.replace)
        await driver.press("c")
        await driver.sees("Type www.example.com, because it replaces a record that exists", "192.0.2.2 (TTL 300)")
        await driver.type("wwx")
        await driver.press("enter")
        await driver.sees("is not www.example.com: nothing was sent.")
        assert engine.sent == []
        await driver.press("backspace")
        await driver.type("w")
        await driver.press("enter")
        await driver.sees("Done.")
        assert [change.action for change in engine.sent[0].changes] == ["DELETE", "CREATE", "CREATE"]


async def test_a_refusal_is_shown_in_the_operators_words() -> None:
    refused = AwsError("throttled", "AWS is throttling.", "Wait a little.")
    async with explorer(Estate(failing={"commit": refused})) as driver:
        await driver.sees("Checks: ")
        await driver.press("c", "enter")
        await driver.sees("The change failed: AWS is throttling.", "Wait a little.", "–        INSYNC      not reached")
        assert driver.app.session.desk.in_flight is None


async def test_quitting_asks_while_a_commit_is_in_flight() -> None:
    engine = Estate(held=frozenset({"sending"}))
    async with explorer(engine) as driver:
        await driver.sees("Checks: ")
        await driver.press("c", "enter")
        await driver.sees("Sending the change", "journalled")
        await driver.press("escape", "q")
        await driver.sees("A change is in flight", "shop.example.com.")
        await driver.press("escape")
        assert driver.app.is_running
        await driver.press("c")
        await driver.sees("A change of shop.example.com.")
        await driver.press("q")
        await driver.sees("A change is in flight")
        engine.gate.set()
        await driver.sees("The change of shop.example.com. has ended", "y leaves · esc stays", "was applied.")
        assert "being sent" not in driver.text
        await driver.press("escape", "q")
        assert driver.app.return_value == 0


async def test_read_only_sends_nothing() -> None:
    engine = Estate()
    engine.sides = replace(engine.sides, read_only=True)
    async with explorer(engine) as driver:
        await driver.sees("READ-ONLY", "Checks: ")
        await driver.press("c")
        await driver.sees("read-only here: nothing can be sent")
        assert engine.sent == []


async def test_excluded_targets_are_listed_with_their_rule() -> None:
    excluded = target("inside", record_types=(), state="lb-gateway")
    async with explorer(Estate(targets=(excluded,))) as driver:
        await driver.sees("✗ lb-gateway", "inside cannot be aliased: lb-gateway")


THREE_KINDS = (
    target(),
    target("edge", kind="cloudfront", arn="arn:cf"),
    target("site", kind="s3-website", arn="arn:s3"),
)


async def test_arrows_step_through_kinds() -> None:
    async with explorer(Estate(targets=THREE_KINDS)) as driver:
        await driver.sees("edge", "site")
        await driver.press("tab", "l")
        text = await driver.sees("▐alb 1▌", "K other kinds")
        assert "edge" not in text
        await driver.press("h")
        text = await driver.sees("edge")
        assert "▐alb 1▌" not in text  # no row is spent where all are listed


async def test_kinds_are_chosen_from_a_menu() -> None:
    async with explorer(Estate(targets=THREE_KINDS)) as driver:
        await driver.sees("edge", "site")
        await driver.press("tab", "K")
        await driver.sees("Kinds of target", "cloudfront", "esc closes")
        await driver.press("space", "space", "enter")
        text = await driver.sees("▐alb 1▌ ▐cloudfront 1▌", "edge")
        assert "site" not in text
        await driver.press("K", "a")
        await driver.sees("edge", "site")


async def test_the_filter_keeps_rows_with_every_word() -> None:
    engine = Estate(targets=(target("web-blue", arn="a"), target("web-green", arn="b")))
    async with explorer(engine) as driver:
        await driver.sees("web-blue", "web-green")
        await driver.press("tab", "slash")
        await driver.type("green web")
        assert "web-blue" not in (await driver.sees("web-green", "1 shown")).split("Preview")[0]
        await driver.sees("⏎ Keep esc Clear filter ↑ Earlier ^s Save")
        assert "/ Filter" not in driver.text  # it is a letter here
        await driver.press("escape")
        assert "shown" not in await driver.sees("web-blue")


async def test_a_column_that_no_list_has_is_said_beside_those_that_there_are() -> None:
    async with explorer() as driver:
        await driver.sees("2 zones")
        for keys, headline, columns in (
            (("slash",), "No match here.", "zone,"),
            (("escape", "tab", "slash"), "No target matches.", "kind, target,"),
        ):
            await driver.press(*keys)
            await driver.type("colour")
            await driver.press("colon", "x")
            await driver.sees(headline, "There is no column 'colour'.", columns)
        await driver.press(*["backspace"] * 8)
        await driver.type("!shop")
        await driver.sees("No target matches.")


async def test_a_pasted_dns_name_that_matches_nothing_becomes_an_offline_target() -> None:
    async with explorer() as driver:
        await driver.sees("Checks: ")
        await driver.press("tab", "slash")
        await driver.type("x-1.eu-west-1.elb.amazonaws.com")
        await driver.sees("from the published table, no call was made")
        assert driver.app.session.desk.target is not None
        assert driver.app.session.desk.target.facts is None


async def test_a_change_that_cannot_be_verified_is_done_all_the_same() -> None:
    failing = {"verify": AwsError("no-network", "There is no network.", "Check the connection.")}
    async with explorer(Estate(failing=failing)) as driver:
        await driver.sees("Checks: ")
        await driver.press("c")
        await driver.sees("enter or y sends it")
        await driver.press("y")
        await driver.sees("Done. Every authoritative server has it.", "– answers       skipped  There is no network.")


async def test_a_preview_says_how_much_of_it_is_out_of_sight() -> None:
    many = tuple(Finding("alias-private-target", Severity.WARNING, f"Reason {at}.", "Do it.") for at in range(30))
    async with explorer(Estate(findings=many), size=WIDE) as driver:
        await driver.until(lambda: driver.app.session.desk.preview.complete)
        await driver.sees("30 warnings", "lines below")
        await driver.press("tab", "tab", "end")
        await driver.until(lambda: "below" not in driver.text, "all of it was in sight")


async def test_a_preview_knows_everything_that_was_found() -> None:
    found = (target(), target("media-web"))
    async with explorer(Estate(targets=found)) as driver:
        await driver.sees("Checks: ", "media-web")
        assert driver.estate.around is not None
        assert {row.name for row in driver.estate.around.targets} == {"shop-web", "media-web"}


async def test_a_pasted_dns_name_that_cannot_be_aliased_says_why() -> None:
    async with explorer() as driver:
        await driver.sees("Checks: ")
        await driver.press("tab", "slash")
        await driver.type("www.example.net")
        await driver.sees("this name cannot be aliased", "target-shape-unknown")


async def test_what_was_refused_is_forgotten_with_the_text_that_named_it() -> None:
    engine = Estate()
    async with explorer(engine) as driver:
        await driver.sees("Checks: ")
        await driver.press("tab", "slash")
        await driver.type("a.example.net")
        await driver.sees("this name cannot be aliased")
        pane = driver.app.screen.query_one(TargetsPane)
        await driver.until(lambda: pane.listed.offers.refused is not None)
        pane.filter_bar.value = "nosuchthing"
        await driver.until(lambda: pane.listed.offers.refused is None)
        engine.held = frozenset({"recognise"})
        pane.filter_bar.value = "b.example.net"
        await driver.until(lambda: engine.asked.count("recognise") > 1)
        pane.filter_bar.value = "nosuchthing"
        engine.gate.set()
        await driver.press("enter", "a")
        assert pane.listed.offers.refused is None
        assert "cannot be aliased" not in driver.text


@pytest.mark.parametrize(("found", "told"), [((target(),), "1 found"), ((), "The search was stopped.")])
async def test_a_search_that_was_stopped_does_not_look_complete(found: tuple[Target, ...], told: str) -> None:
    engine = Estate(targets=found, held=frozenset({"discover"}))
    async with explorer(engine) as driver:
        await driver.sees("Looking for targets…")
        await driver.press("tab", "S")
        engine.gate.set()
        await driver.sees("stopped at 1/2 look-ups", told)


async def test_a_pasted_arn_is_explained_rather_than_called_no_dns_name() -> None:
    refusal = UsageError("arn-has-no-dns-name", "It names a bucket; no ARN tells its DNS name.", "Paste the DNS name.")
    async with explorer(Estate(failing={"recognise": refusal})) as driver:
        await driver.sees("Checks: ")
        await driver.press("tab", "slash")
        await driver.type("arn:aws:s3:::nothing")
        await driver.sees("No target matches.", "It names a bucket", "Paste the DNS name.")


async def test_failures_are_a_number_that_opens_the_list() -> None:
    async with explorer(Estate(unscanned=(DENIED,))) as driver:
        await driver.sees("1 failed: f")
        await driver.press("f")
        await driver.sees("Look-ups that failed", "nlb in eu-west-1: AccessDenied", "elb:DescribeLoadBalancers")
        await driver.sees("xalias policy target --kind nlb")


async def test_each_side_says_why_it_is_empty_and_what_to_do() -> None:
    failing = {
        "read_zones": AwsError("expired", "The login has expired.", "Press 4, then s."),
        "discover": AwsError("no-network", "There is no network.", "Check the connection."),
    }
    async with explorer(Estate(failing=failing)) as driver:
        await driver.sees("The zones could not be read.", "The login has expired.", "Press 4, then s.")
        await driver.sees("The targets could not be read.", "There is no network.")


async def test_an_empty_account_says_so() -> None:
    async with explorer(Estate(zones=(), targets=())) as driver:
        await driver.sees(
            "This account has no hosted zones.", "No targets in this account.", "A in this pane chooses another account"
        )


async def test_nothing_is_read_twice_for_a_stale_question() -> None:
    async with explorer() as driver:
        await driver.sees("Checks: ")
        desk, screen = driver.app.session.desk, driver.app.screen
        shown: list[object] = []
        for subject in ("zones", "targets", "preview"):
            stale = Question(screen, subject, shown.append, shown.append, shown.append)
            screen.post_message(Reply(stale, Told("stale")))
            screen.post_message(Reply(stale, Answered("stale")))
        await driver.pilot.pause()
        assert shown == []
        assert driver.app.session.desk is desk


async def test_answers_about_the_former_row_are_dropped() -> None:
    engine = Estate(held=frozenset({"preview"}))
    async with explorer(engine) as driver:
        await driver.until(lambda: "preview" in engine.asked)
        await driver.press("n", *["backspace"] * 4, "z", "enter")
        await driver.until(lambda: engine.asked.count("preview") == 2)
        engine.gate.set()
        await driver.sees("z.example.com.  A + AAAA", "Checks: ")
        plan = driver.app.session.desk.plan
        assert plan is not None
        assert plan.name.text == "z.example.com."


async def test_ten_thousand_records_stream_in() -> None:
    many = tuple(record(f"h{at}.example.com.", "A", "192.0.2.1") for at in range(10_000))
    async with explorer(Estate(records=many)) as driver:
        await driver.sees("2 zones")
        await driver.press("enter")
        await driver.sees("10,000 records")
        await driver.press("G")
        await driver.sees("▸h9999 ")
        await driver.press("slash")
        await driver.type("h777")
        await driver.sees("h7779 ")


async def test_enter_on_a_record_takes_its_name() -> None:
    async with explorer() as driver:
        await driver.sees("2 zones")
        await driver.press("enter")
        await driver.sees("192.0.2.2")
        await driver.press("G", "enter")
        await driver.sees("www.example.com.  A + AAAA  alias", "plans its replacement")


async def test_reading_again_asks_again() -> None:
    async with explorer() as driver:
        await driver.sees("Checks: ")
        await driver.press("R")
        await driver.until(lambda: driver.estate.asked.count("read_zones") == 2)
        await driver.press("tab", "R")
        await driver.until(lambda: driver.estate.asked.count("discover") == 2)


async def test_reading_targets_again_keeps_the_row_and_what_was_chosen_for_it() -> None:
    engine = Estate(targets=(target("first", arn="a"), target("second", arn="b"), target("third", arn="c")))
    async with explorer(engine) as driver:
        await driver.sees("Checks: ")
        await driver.press("tab", "j", "space")
        await driver.until(lambda: driver.app.session.desk.types == ("A",) and driver.app.session.desk.preview.complete)
        engine.held = frozenset({"discover"})
        engine.targets = (target("first", arn="a"), replace(engine.targets[1], state="draining"))
        await driver.press("R")
        await driver.until(lambda: engine.asked.count("discover") == 2)
        await driver.sees("▸alb           second", "third")
        engine.gate.set()
        await driver.until(lambda: "third" not in driver.text)
        await driver.sees("▸alb           second", "draining")
        await driver.until(lambda: (known := driver.app.session.desk.target) is not None and known.state == "draining")
        desk = driver.app.session.desk
        assert desk.types == ("A",)
        assert desk.target is not None
        assert desk.target.name == "second"


async def test_reading_records_again_keeps_the_row() -> None:
    engine = Estate()
    async with explorer(engine) as driver:
        await driver.sees("2 zones")
        await driver.press("enter")
        await driver.sees("3 records")
        await driver.press("j")
        await driver.sees("▸mail")
        engine.held = frozenset({"read_records"})
        await driver.press("R")
        await driver.sees("reading records…", "▸mail")
        await driver.press("R")
        await driver.sees("It is being read already.")
        assert engine.asked.count("read_records") == 2
        engine.records = (*engine.records[:1], record("a.example.com."), *engine.records[1:])
        engine.gate.set()
        await driver.sees("4 records", "▸mail")


async def test_records_that_cannot_be_read_again_are_not_shown_as_if_they_were_there() -> None:
    engine = Estate()
    async with explorer(engine) as driver:
        await driver.sees("2 zones")
        await driver.press("enter")
        await driver.sees("3 records")
        engine.failing = {"read_records": AwsError("throttled", "AWS is throttling.", "Wait a little.")}
        await driver.press("R")
        await driver.sees("The records could not be read.", "AWS is throttling.")


async def test_a_filter_does_not_outlive_the_list_that_it_was_typed_for() -> None:
    async with explorer() as driver:
        await driver.sees("2 zones")
        await driver.press("slash")
        await driver.type("corp")
        await driver.press("enter", "enter")
        await driver.sees("› corp.example.com.", "3 records")
        await driver.press("slash")
        await driver.type("www")
        await driver.press("enter", "backspace")
        await driver.sees("2 zones", "▸corp.example.com.", " example.com.")
        await driver.press("k", "enter")
        await driver.sees("3 records", "mail", "www")


async def test_escape_removes_a_kept_filter_before_it_closes_the_zone() -> None:
    async with explorer() as driver:
        await driver.sees("2 zones")
        await driver.press("enter")
        await driver.sees("3 records")
        await driver.press("slash")
        await driver.type("www")
        await driver.press("enter")
        await driver.until(lambda: "mail" not in driver.text)
        await driver.press("escape")
        await driver.sees("› example.com.", "mail")
        await driver.press("escape")
        await driver.sees("2 zones")


def test_a_name_that_repeats_its_zone_stands_in_the_line_so_that_it_is_read_back() -> None:
    zone_name = DnsName.parse("example.com")
    for text in ("www.example.com.example.com", "www.example.com", "example.com", "*.example.com"):
        name = DnsName.parse(text)
        assert name_in_zone(as_typed(name, zone_name), zone_name) == name


async def test_other_accounts_leave_nothing_of_the_old_ones() -> None:
    engine = Estate()
    async with explorer(engine) as driver:
        await driver.sees("Checks: ")
        await driver.press("enter")
        await driver.sees("3 records")
        engine.failing = {"read_zones": AwsError("expired", "The login has expired.")}
        await driver.press("4")
        await driver.sees("expired")
        await driver.press("G", "z", "1")
        text = await driver.sees("The zones could not be read.", "The login has expired.")
        assert "example.com." not in text.split("Targets")[0]
        assert driver.app.session.desk.zone is None
        await driver.press("enter")
        assert "›" not in driver.text


async def test_other_targets_leave_the_zone_that_is_highlighted_the_chosen_one() -> None:
    async with explorer() as driver:
        await driver.sees("Checks: ")
        await driver.press("4")
        await driver.sees("dns-prod")
        await driver.press("g", "T", "1")
        await driver.sees("Checks: ", "▸example.com.")


async def test_records_that_arrive_after_the_zone_was_closed_say_nothing() -> None:
    engine = Estate(held=frozenset({"read_records"}))
    async with explorer(engine) as driver:
        await driver.sees("2 zones")
        await driver.press("enter")
        await driver.sees("Reading records…")
        await driver.press("backspace")
        await driver.sees("2 zones")
        engine.gate.set()
        await driver.until(lambda: "records" not in driver.awaited)
        await driver.pilot.pause()
        assert "2 zones" in driver.text


async def test_copying_shows_the_value() -> None:
    async with explorer() as driver:
        await driver.sees("Checks: ")
        await driver.press("tab", "y")
        assert driver.app.clipboard == ALIAS.rstrip(".")
        await driver.sees("Copied")


async def test_narrow_terminals_show_one_pane_at_a_time() -> None:
    async with explorer(size=NARROW) as driver:
        text = await driver.sees("▐Zones▌", "no findings · shop.example.com. A+AAAA → shop-web")
        assert "─ Targets" not in text
        await driver.press("tab")
        text = await driver.sees("─ Targets", "▐Targets▌")
        assert "─ Zones" not in text
        await driver.press("tab")
        await driver.sees("─ Preview", "▐Preview▌", ALIAS)
        await driver.press("tab")
        await driver.sees("─ Zones")


@pytest.mark.parametrize("size", [NARROW, WIDE, HUGE])
async def test_every_screen_fits(size: tuple[int, int]) -> None:
    async with explorer(size=size) as driver:
        for key, word in (("1", "Zones"), ("3", "History"), ("4", "Accounts")):
            await driver.press(key)
            text = await driver.sees(f"─ {word}", "? help")
            assert max(len(line) for line in text.splitlines()) <= size[0]


async def test_growing_the_terminal_puts_the_panes_side_by_side() -> None:
    async with explorer(size=NARROW) as driver:
        await driver.sees("▐Zones▌")
        await driver.pilot.resize_terminal(*WIDE)
        await driver.sees("─ Zones", "─ Targets", "─ Preview")


async def test_the_keyboard_stays_in_the_pane_while_it_has_no_rows() -> None:
    engine = Estate(held=frozenset({"discover"}))
    async with explorer(engine) as driver:
        await driver.sees("Looking for targets…")
        await driver.press("tab")
        assert driver.app.focused is not None
        assert driver.app.focused.id == "targets"
        engine.gate.set()
        await driver.sees("shop-web")
        await driver.press("slash")
        await driver.type("nothing")
        await driver.press("enter")
        await driver.sees("No target matches.")
        assert driver.app.focused.id == "targets"


async def test_of_twins_the_live_one_is_said_once_the_parent_was_asked() -> None:
    twins = (zone("example.org.", "Z1", count=11), zone("example.org.", "Z2", count=22), zone("example.com.", "Z3"))
    engine = Estate(zones=twins, live={"Z1": False, "Z2": True}, held=frozenset({"liveness"}))
    async with explorer(engine) as driver:
        await driver.sees("public (twin)")
        engine.gate.set()
        text = await driver.sees("public (live)", "public (stale)")
        assert "(twin)" not in text
        stale, live = (next(line for line in text.splitlines() if f"({word})" in line) for word in ("stale", "live"))
        assert " 11 " in stale
        assert " 22 " in live
        await driver.press("slash")
        await driver.type("stale")
        await driver.until(lambda: "(live)" not in driver.text, "the filter")


async def test_nobody_is_asked_where_no_zone_has_a_twin() -> None:
    async with explorer() as driver:
        await driver.sees("2 zones", "Checks: ")
        assert "liveness" not in driver.estate.asked


async def test_the_preview_does_not_wait_for_name_servers_and_then_says_what_they_said() -> None:
    finding = Finding("zone-not-delegated", Severity.ERROR, "The internet does not ask it.", "Use the live one.")
    engine = Estate(findings_of_world=(finding,), held=frozenset({"world"}))
    async with explorer(engine) as driver:
        await driver.sees("Checks: no findings", "no findings so far · asking the name servers")
        await driver.press("c")
        await driver.sees("The name servers are still being asked")
        assert not engine.sent
        assert len(driver.app.screen_stack) == 1
        engine.gate.set()
        await driver.sees("ERROR   zone-not-delegated  The internet does not ask it.", "1 error")
