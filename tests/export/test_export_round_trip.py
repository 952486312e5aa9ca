"""Each format, read back by a parser of its own language, says what the plan says, and nothing else."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings

from tests.export.readers import READERS, WITHOUT_ZONE
from tests.export.said import Said, said_of
from tests.export.samples import LOAD_BALANCER, PLANS, SAME_ZONE, ZONE, alias, hostile_plans, plan_of, unchanged_plan
from xalias_tui.domain.plans import Plan
from xalias_tui.domain.records import RecordSet
from xalias_tui.domain.routing import Routing
from xalias_tui.export import format_of
from xalias_tui.export.reading import created, declared
from xalias_tui.targets import offline_target, recognise


def wanted(plan: Plan, name: str) -> list[Said]:
    records = created(plan) if format_of(name).sends else declared(plan)
    return [said_of(plan, record, with_zone=name not in WITHOUT_ZONE) for record in records]


def read_back(name: str, plan: Plan) -> list[Said]:
    text = format_of(name).render([plan])
    assert text.endswith("\n")
    assert all(character == "\n" or character.isprintable() for character in text)
    return [_with_own_zone(said, plan) for said in READERS[name](text)]


def _with_own_zone(said: Said, plan: Plan) -> Said:
    """octoDNS says 'a name of this zone' where others say the zone's id."""
    wire = said.record.wire
    if wire.get("AliasTarget", {}).get("HostedZoneId") != "the zone's own":
        return said
    wire["AliasTarget"]["HostedZoneId"] = plan.zone.id
    return Said(said.zone_id, RecordSet.from_wire(wire))


@pytest.mark.parametrize("plan", PLANS.values(), ids=PLANS)
@pytest.mark.parametrize("name", READERS)
def test_the_plans_own_records_are_read_back(name: str, plan: Plan) -> None:
    said, expected = read_back(name, plan), wanted(plan, name)
    assert all(one in expected for one in said)
    assert len(expected) - len(said) == format_of(name).render([plan]).count(" LEFT OUT: ")
    assert len(set(map(repr, said))) == len(said)


@pytest.mark.parametrize("name", READERS)
@pytest.mark.parametrize(
    "which", ["one alias", "both addresses", "apex", "wildcard", "same zone", "replacement", "conversion", "companion"]
)
def test_what_every_format_can_say_none_leaves_out(name: str, which: str) -> None:
    said, expected = read_back(name, PLANS[which]), wanted(PLANS[which], name)
    assert sorted(said, key=repr) == sorted(expected, key=repr)  # octoDNS sorts by name


@pytest.mark.parametrize("name", READERS)
@given(plan=hostile_plans())
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_no_text_of_others_breaks_out_of_its_literal(name: str, plan: Plan) -> None:
    said = [one.alias for one in read_back(name, plan)]
    expected = [one.alias for one in wanted(plan, name)]
    assert said in (expected, [])
    assert bool(said) != (" LEFT OUT: " in format_of(name).render([plan]))


@pytest.mark.parametrize("name", sorted(WITHOUT_ZONE - {"change-batch"}))
def test_where_a_format_has_no_place_for_the_zone_a_comment_names_it(name: str) -> None:
    assert f"({ZONE.id}) of account {ZONE.account_id}" in format_of(name).render([PLANS["one alias"]])


def test_a_plan_that_changes_nothing_declares_only_what_was_asked_for() -> None:
    asked = alias(routing=Routing("weighted", 1), set_identifier="ours")
    other = alias(to=SAME_ZONE, routing=Routing("weighted", 1), set_identifier="theirs")
    recognition = recognise(LOAD_BALANCER.dns_name)
    assert recognition is not None
    plan = replace(unchanged_plan(asked, other), target=offline_target(recognition))
    assert declared(plan) == (asked,)
    assert declared(unchanged_plan(asked, other)) == (asked, other)


def test_octodns_gets_names_in_the_order_that_it_demands() -> None:
    text = format_of("octodns").render([plan_of(*(alias(f"{name}.example.com") for name in ("a10", "a2", "a", "b1")))])
    keys = [line.rstrip(":") for line in text.splitlines() if line.endswith(":") and line[:1] not in " #"]
    assert keys == ["a", "a2", "a10", "b1"]
