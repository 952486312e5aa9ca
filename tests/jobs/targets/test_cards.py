from __future__ import annotations

import json
import sys
from dataclasses import fields, is_dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Literal, get_args, get_origin, get_type_hints

import pytest

from tests.jobs.fakes import FakeAccounts, balancer, workspace
from tests.jobs.targets.test_discover import MEDIA, SHOP, answering, listed
from tests.targets.fakes import denied
from xalias_tui.domain.accounts import Account
from xalias_tui.domain.errors import AwsError, UsageError
from xalias_tui.domain.given import Given
from xalias_tui.domain.names import DnsName
from xalias_tui.domain.targets import Facts, Target
from xalias_tui.jobs.targets.cards import card_document, full_document, open_cards, read_card, read_full
from xalias_tui.jobs.targets.discover import Discovery, Found, Scope, discover
from xalias_tui.jobs.targets.inspect import inspect
from xalias_tui.jobs.targets.write_card import write_card
from xalias_tui.targets import all_kinds
from xalias_tui.targets.shared.load_balancers import LoadBalancerFacts

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
NAME = DnsName.parse("www.example.com")


def shop(tmp_path: Path, **more: Any) -> Discovery:
    accounts = FakeAccounts({"shop": SHOP}, answers={"shop": answering(listed("web", "api"))}, **more)
    return discover(workspace(tmp_path, accounts, target_profiles=("shop",), kinds=("alb",)))


def written(tmp_path: Path, discovery: Discovery) -> Path:
    file = tmp_path / "shop.card"
    content = card_document(discovery.targets, discovery.unscanned, made_at=NOW)
    file.write_text(json.dumps(content), encoding="utf-8")
    return file


def without_card(target: Target) -> Target:
    return replace(target, card=None, profile="shop")


def test_a_card_holds_the_targets_with_their_evidence_and_its_date(tmp_path: Path) -> None:
    found = shop(tmp_path)
    (card,) = open_cards([written(tmp_path, found)], NOW + timedelta(days=2))
    assert tuple(without_card(target) for target in card.targets) == found.targets
    assert isinstance(card.targets[0].facts, LoadBalancerFacts)
    assert (card.origin.made_at, card.origin.age, card.origin.edited) == (NOW, timedelta(days=2), False)
    assert {target.profile for target in card.targets} == {""}


def test_what_could_not_be_asked_is_on_the_card_too(tmp_path: Path) -> None:
    content = card_document((), shop(tmp_path).unscanned, made_at=NOW)
    assert content["unscanned"] == []
    answers = {**answering(denied("elasticloadbalancing:DescribeLoadBalancers"))}
    answers["cloudfront.list_distributions"] = {"DistributionList": {}}
    accounts = FakeAccounts({"shop": SHOP}, answers={"shop": answers}, regions={"shop": ("eu-west-1",)})
    ws = workspace(tmp_path, accounts, target_profiles=("shop",), kinds=("alb", "cloudfront"))
    missed = discover(ws).unscanned
    assert read_card(card_document((), missed, made_at=NOW), NOW).unscanned == missed


def test_an_edited_card_is_told(tmp_path: Path) -> None:
    file = written(tmp_path, shop(tmp_path))
    content = json.loads(file.read_text(encoding="utf-8"))
    content["data"]["targets"][0]["zone_id"] = "ZEVIL"
    assert read_card(content, NOW).origin.edited
    content = json.loads(file.read_text(encoding="utf-8"))
    content["card"]["made_at"] = "2031-01-01T00:00:00+00:00"
    assert read_card(content, NOW).origin.edited


def test_evidence_in_a_form_that_is_not_known_counts_as_not_read(tmp_path: Path) -> None:
    content = json.loads(written(tmp_path, shop(tmp_path)).read_text(encoding="utf-8"))
    first, second = content["data"]["targets"]
    first["facts"]["form"], second["facts"]["listeners"] = "FactsOfTomorrow", "none"
    first["inspected"] = second["inspected"] = True
    assert [(target.facts, target.inspected) for target in read_card(content, NOW).targets] == [(None, False)] * 2


@pytest.mark.parametrize(
    "text", ["", "no json", "[]", "{}", '{"card": 1}', '{"schema": "xalias/1", "data": {"targets": []}}']
)
def test_what_is_no_card_is_refused(tmp_path: Path, text: str) -> None:
    file = tmp_path / "notes"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(UsageError, match="not a target card") as refused:
        open_cards([file], NOW)
    assert (refused.value.code, "xalias targets --card" in refused.value.remedy) == ("not-a-card", True)


def test_a_card_whose_date_has_no_offset_is_refused(tmp_path: Path) -> None:
    file = written(tmp_path, shop(tmp_path))
    content = json.loads(file.read_text(encoding="utf-8"))
    content["card"]["made_at"] = "2026-01-01T00:00:00"
    file.write_text(json.dumps(content), encoding="utf-8")
    with pytest.raises(UsageError, match="not a target card"):
        open_cards([file], NOW)


def test_with_a_card_no_target_account_is_asked(tmp_path: Path) -> None:
    file = written(tmp_path, shop(tmp_path))
    ws = workspace(tmp_path, FakeAccounts({}), zone_profiles=("dns",), cards=(file,), target_profiles=())
    assert ws.target_profiles == ()
    told: list[object] = []
    found = discover(ws, told.append)
    assert [target.name for target in found.targets] == ["api", "web"]
    assert any(isinstance(event, Found) for event in told)
    assert all(target.card is not None for target in found.targets)
    assert discover(ws, scope=Scope(frozenset({"nlb"}))).targets == ()
    assert inspect(ws, found.targets[0], NAME) == found.targets[0]


def test_what_an_account_answers_now_wins_over_its_card(tmp_path: Path) -> None:
    file = written(tmp_path, shop(tmp_path))
    accounts = FakeAccounts({"shop": SHOP, "media": MEDIA}, answers={"shop": answering(listed("web"))})
    found = discover(workspace(tmp_path, accounts, target_profiles=("shop",), cards=(file,), kinds=("alb",)))
    assert {target.name: target.card is None for target in found.targets} == {"web": True, "api": False}


def test_a_card_of_another_partition_does_not_join_the_side(tmp_path: Path) -> None:
    file = written(tmp_path, shop(tmp_path))
    gov = Account("gov", "555555555555", "arn:aws-us-gov:iam::555555555555:user/x", partition="aws-us-gov")
    with pytest.raises(UsageError, match=r"gov is in GovCloud, the card of 2+ is in commercial AWS"):
        discover(workspace(tmp_path, FakeAccounts({"gov": gov}), target_profiles=("gov",), cards=(file,)))


def test_targets_are_inspected_for_the_planned_name_and_for_no_other(tmp_path: Path) -> None:
    file = tmp_path / "shop.card"
    answers = {**answering(listed("web")), "elbv2.describe_listeners": {"Listeners": []}}
    answers |= {"elbv2.describe_target_groups": {"TargetGroups": []}}
    accounts = FakeAccounts({"shop": SHOP}, answers={"shop": answers})
    ws = workspace(tmp_path, accounts, target_profiles=("shop",), kinds=("alb",))
    write_card(ws, file, discover(ws), NAME)
    reader = workspace(tmp_path, FakeAccounts({}), cards=(file,))
    (target,) = discover(reader).targets
    assert target.inspected
    assert inspect(reader, target, NAME).inspected
    assert not inspect(reader, target, DnsName.parse("other.example.com")).inspected


def test_without_card_and_profile_nothing_can_be_asked(tmp_path: Path) -> None:
    accounts = FakeAccounts({"shop": replace(SHOP, state="expired", message="Its session is over.")})
    with pytest.raises(AwsError, match="session is over"):
        discover(workspace(tmp_path, accounts, target_profiles=("shop",)))


def test_global_targets_are_inspected_where_the_services_of_their_partition_are(tmp_path: Path) -> None:
    accounts = FakeAccounts({"shop": SHOP})
    found = balancer("cdn", kind="cloudfront", account_id=SHOP.account_id, profile="shop", region="global")
    inspect(workspace(tmp_path, accounts, target_profiles=("shop",)), found, NAME)
    inspect(workspace(tmp_path, accounts, target_profiles=("shop",)), replace(found, region="cn-north-1"), NAME)
    assert [ask.region for ask in accounts.asked] == ["", "cn-north-1"]


def forms() -> list[type[Facts]]:
    all_kinds()
    found = [Facts]
    for form in found:
        found += form.__subclasses__()
    # What a class was before it got slots stays among the subclasses until garbage is collected; tests have forms, too.
    ours = (form for form in found if form.__module__.startswith("xalias_tui."))
    return sorted(
        (form for form in ours if getattr(sys.modules[form.__module__], form.__name__) is form),
        key=lambda form: form.__name__,
    )


def filled(type_: Any) -> Any:
    """A value of a type in which nothing is as usual."""
    known = {str: "text", int: 7, bool: True, datetime: NOW}
    if type_ in known:
        return known[type_]
    parts = [part for part in get_args(type_) if part is not type(None)]
    if isinstance(type_, type) and is_dataclass(type_):
        hints = get_type_hints(type_)
        return type_(**{member.name: filled(hints[member.name]) for member in fields(type_)})
    if get_origin(type_) is tuple:
        return tuple(filled(part) for part in parts if part is not Ellipsis)
    return parts[-1] if get_origin(type_) is Literal else filled(parts[0])


@pytest.mark.parametrize("form", forms(), ids=lambda form: form.__name__)
def test_every_form_of_evidence_is_read_back_as_it_was_written(form: type[Facts]) -> None:
    target = replace(balancer("web"), facts=filled(form), inspected=True)
    document = json.loads(json.dumps(full_document(target)))
    assert read_full(Given(document)).facts == target.facts
