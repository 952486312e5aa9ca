from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from tests.tui.fakes import DEFAULT_RECORDS, NOW, target, zone
from xalias_tui.domain.findings import Finding, Severity
from xalias_tui.domain.names import DnsName
from xalias_tui.domain.plans import Plan, propose
from xalias_tui.domain.records import AliasRef, RecordKey, RecordSet, Routing
from xalias_tui.domain.zones import ZoneRecords
from xalias_tui.tui.state.draft import Desk, consent, verdict, why_no_commit
from xalias_tui.tui.widgets.columns import change_words

SHOP = DnsName.parse("shop.example.com")
WWW = DnsName.parse("www.example.com")


def chosen() -> Desk:
    return Desk().on_zone(zone()).on_target(target()).suggesting((SHOP,), ("A", "AAAA"))


def planned(desk: Desk) -> Plan:
    assert desk.draft is not None
    return propose(desk.draft, ZoneRecords(zone(), DEFAULT_RECORDS))


def ready(desk: Desk | None = None) -> Desk:
    desk = desk or chosen()
    return desk.previewed(planned(desk), (), NOW)


def test_the_first_suggestion_stands_for_the_name_until_one_is_typed() -> None:
    desk = chosen()
    assert desk.name == SHOP
    assert desk.named(WWW).name == WWW
    assert desk.named(WWW).named(None).name == SHOP


def test_a_draft_needs_zone_target_name_and_type() -> None:
    assert Desk().draft is None
    assert chosen().on_zone(None).draft is None
    assert chosen().suggesting((), ("A",)).draft is None
    draft = chosen().draft
    assert draft is not None
    assert (draft.name, draft.types, draft.replace) == (SHOP, ("A", "AAAA"), False)


@pytest.mark.parametrize(
    "change",
    [
        lambda desk: desk.on_zone(zone("other.example.", "Z1")),
        lambda desk: desk.on_target(target("other")),
        lambda desk: desk.named(WWW),
        lambda desk: desk.next_types(),
        lambda desk: desk.with_options(
            evaluate_target_health=True, replace_existing=True, routing=None, set_identifier=None
        ),
    ],
)
def test_every_choice_throws_the_old_plan_away_and_makes_its_answers_stale(change: Callable[[Desk], Desk]) -> None:
    desk = ready()
    changed = change(desk)
    assert changed.plan is None
    assert changed.edition > desk.edition


def test_the_same_target_listed_anew_keeps_the_plan_until_it_is_judged_again() -> None:
    desk = ready()
    anew = desk.on_target(replace(target(), state="draining"))
    assert anew.plan is desk.plan
    assert anew.target is not None
    assert anew.target.state == "draining"
    assert anew.edition == desk.edition
    assert not why_no_commit(anew, read_only=False)
    assert desk.on_target(replace(target(), record_types=("A",))).plan is None


def test_the_same_zone_and_target_change_nothing() -> None:
    desk = ready()
    assert desk.on_zone(zone()) is desk
    assert desk.on_target(target()) is desk


def test_a_typed_name_goes_with_the_zone_only_where_it_lies_inside() -> None:
    desk = chosen().named(WWW)
    assert desk.on_zone(zone("example.com.", "Z2", private=True)).typed_name == WWW
    assert desk.on_zone(zone("example.org.", "Z3")).typed_name is None


def test_consent_to_replace_holds_for_one_name_target_and_zone_only() -> None:
    allowed = chosen().with_options(
        evaluate_target_health=False, replace_existing=True, routing=None, set_identifier=None
    )
    assert allowed.replace
    assert allowed.named(SHOP).replace
    assert not allowed.named(WWW).replace
    assert not allowed.on_target(target("other")).replace
    assert not allowed.on_zone(zone("example.org.", "Z3")).replace


def test_types_go_round() -> None:
    desk = chosen()
    seen = []
    for _ in range(4):
        seen.append(desk.types)
        desk = desk.next_types()
    assert seen == [("A", "AAAA"), ("A",), ("AAAA",), ("A", "AAAA")]


def test_types_are_kept_in_the_order_of_the_target() -> None:
    assert chosen().with_types(("AAAA", "A")).types == ("A", "AAAA")


def test_a_set_identifier_goes_with_a_routing_policy_only() -> None:
    options = {"evaluate_target_health": False, "replace_existing": False, "set_identifier": "blue"}
    assert chosen().with_options(routing=None, **options).set_identifier is None  # type: ignore[arg-type] # as above
    assert chosen().with_options(routing=Routing("weighted", 1), **options).set_identifier == "blue"  # type: ignore[arg-type] # as above


def test_target_health_is_dropped_where_the_kind_forbids_it() -> None:
    desk = chosen().with_options(evaluate_target_health=True, replace_existing=False, routing=None, set_identifier=None)
    forbidding = desk.on_target(target("cf", evaluate_target_health="forbidden")).suggesting((SHOP,), ("A",))
    assert not forbidding.evaluate_target_health


@pytest.mark.parametrize(
    ("desk", "words"),
    [
        (Desk(), "Choose a zone"),
        (Desk().on_zone(zone()), "Choose a target"),
        (chosen().on_target(target(record_types=(), state="lb-x")), "cannot be aliased (lb-x)"),
        (chosen().suggesting((), ("A",)), "press n"),
        (chosen(), "still being read"),
        (replace(chosen(), preview=chosen().preview.failed("It broke.")), "It broke."),
        (ready().committing(planned(chosen())), "in flight"),
    ],
)
def test_why_nothing_can_be_committed(desk: Desk, words: str) -> None:
    assert words in why_no_commit(desk, read_only=False)


def test_a_ready_plan_can_be_committed_unless_read_only() -> None:
    assert why_no_commit(ready(), read_only=False) == ""
    assert "read-only" in why_no_commit(ready(), read_only=True)


def test_what_is_in_place_is_not_sent_again() -> None:
    desk = chosen()
    there = tuple(change.record for change in planned(desk).changes)
    assert desk.draft is not None
    desk = desk.previewed(propose(desk.draft, ZoneRecords(zone(), there)), (), NOW)
    assert desk.preview.in_place
    assert "Nothing to change" in why_no_commit(desk, read_only=False)


def test_a_landed_commit_leaves_no_plan_and_no_consent() -> None:
    desk = ready().committing(planned(chosen())).landed()
    assert (desk.in_flight, desk.plan, desk.replace) == (None, None, False)


def test_a_plain_creation_asks_for_no_name() -> None:
    assert not consent(planned(chosen())).by_name


def test_replacing_an_apex_or_an_error_asks_for_the_name() -> None:
    replacing = replace(chosen().named(WWW), replace=True)
    assert any("replaces" in reason for reason in consent(planned(replacing)).reasons)
    apex = chosen().named(DnsName.parse("example.com"))
    assert any("apex" in reason for reason in consent(planned(apex)).reasons)
    wrong = planned(chosen()).judged([Finding("x", Severity.ERROR, "No.")])
    assert any("1 finding of" in reason for reason in consent(wrong).reasons)
    assert consent(wrong).errors


def test_a_member_that_goes_is_deleted_where_the_others_stay() -> None:
    deleted = planned(chosen()).inverse()
    member = replace(deleted, after=deleted.before)  # listed as it stays, not sent
    assert "it deletes a record that exists" in consent(member).reasons
    assert change_words(member) == "remove AAAA+A"


def test_an_undo_asks_for_no_name_only_because_it_deletes() -> None:
    undo = planned(chosen()).inverse()
    assert consent(undo).by_name
    assert not consent(replace(undo, undoes="1")).by_name


def test_verdicts_are_words() -> None:
    plan = planned(chosen())
    assert verdict(plan) == "no findings"
    findings = [Finding(str(at), severity, "m") for at, severity in enumerate([*Severity, Severity.WARNING])]
    assert verdict(plan.judged(findings)) == "1 error, 2 warnings, 1 note"


def standing(*, health: bool) -> RecordSet:
    """The alias that exists at the name today."""
    pointed = AliasRef(DnsName.parse("old-1.eu-west-1.elb.amazonaws.com"), "Z32O12XQLNTSW2", health)
    return RecordSet.alias_record(RecordKey(DnsName.parse("shop.example.com"), "A"), pointed)


def desk_over(*there: RecordSet) -> Desk:
    """A desk whose preview found records at the name."""
    desk = Desk().on_zone(zone()).on_target(target()).suggesting((DnsName.parse("shop.example.com"),), ("A", "AAAA"))
    assert desk.draft is not None
    return desk.previewed(propose(desk.draft, ZoneRecords(zone(), there)), (), NOW)


def test_an_editor_begins_with_what_exists_at_the_name() -> None:
    today = desk_over(standing(health=True)).as_today()
    assert (today.types, today.evaluate_target_health) == (("A",), True)
    assert desk_over().as_today() == desk_over()


def test_what_the_operator_chose_wins_over_what_exists_until_another_name_is_meant() -> None:
    chosen = desk_over(standing(health=True)).with_options(
        evaluate_target_health=False, replace_existing=True, routing=None, set_identifier=None
    )
    assert chosen.draft is not None
    again = chosen.previewed(propose(chosen.draft, ZoneRecords(zone(), (standing(health=True),))), (), NOW)
    assert again.as_today() == again
    assert not again.named(DnsName.parse("other.example.com")).edited


def test_a_change_that_is_made_again_asks_for_what_it_asked_for_the_first_time() -> None:
    replacing = replace(chosen().named(WWW), replace=True)
    again = replace(planned(replacing), undoes="2")
    assert any("replaces" in reason for reason in consent(again, again=True).reasons)
    assert not consent(replace(planned(chosen()), undoes="2"), again=True).by_name
