"""Each format, read back by a parser of its own language, says what the plan says, and nothing else."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings

from tests.export.readers import READERS, WITHOUT_ZONE, Said, said_of
from tests.export.samples import PLANS, ZONE, hostile_plans
from xalias_tui.domain.plans import Plan
from xalias_tui.export import format_of
from xalias_tui.export.reading import created


def wanted(plan: Plan, name: str) -> list[Said]:
    aliases = [record for record in created(plan) if record.alias is not None]
    return [said_of(plan, record, with_zone=name not in WITHOUT_ZONE) for record in aliases]


def assert_says(name: str, plan: Plan) -> None:
    text = format_of(name).render([plan])
    assert text.endswith("\n")
    assert all(character == "\n" or character.isprintable() for character in text)
    said = list(READERS[name](text))
    if name == "octodns":
        said = [replace(one, target_zone_id=plan.zone.id) if "own" in one.target_zone_id else one for one in said]
    expected = wanted(plan, name)
    assert all(one in expected for one in said)
    assert len(expected) - len(said) <= text.count(" LEFT OUT: ")
    assert len(set(said)) == len(said)


@pytest.mark.parametrize("plan", PLANS.values(), ids=PLANS)
@pytest.mark.parametrize("name", READERS)
def test_the_plans_own_values_are_read_back(name: str, plan: Plan) -> None:
    assert_says(name, plan)


@pytest.mark.parametrize("name", READERS)
@pytest.mark.parametrize("which", ["one alias", "both addresses", "apex", "wildcard", "same zone", "replacement"])
def test_what_every_format_can_say_none_leaves_out(name: str, which: str) -> None:
    text = format_of(name).render([PLANS[which]])
    assert "LEFT OUT" not in text
    assert len(list(READERS[name](text))) == len(created(PLANS[which]))


@pytest.mark.parametrize("name", READERS)
@given(plan=hostile_plans())
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_no_text_of_others_breaks_out_of_its_literal(name: str, plan: Plan) -> None:
    assert_says(name, plan)


@pytest.mark.parametrize("name", READERS)
def test_the_same_plan_gives_the_same_text(name: str) -> None:
    format_ = format_of(name)
    assert format_.render([PLANS["replacement"]]) == format_.render([PLANS["replacement"]])


@pytest.mark.parametrize("name", sorted(WITHOUT_ZONE - {"change-batch"}))
def test_where_a_format_has_no_place_for_the_zone_a_comment_names_it(name: str) -> None:
    assert f"({ZONE.id}) of account {ZONE.account_id}" in format_of(name).render([PLANS["one alias"]])
