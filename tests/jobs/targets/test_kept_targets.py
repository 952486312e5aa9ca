"""Targets that are kept are a sequence of which only what is looked at is read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.bench.organisations import kept_in, targets_of
from tests.jobs.audit.test_judge import distribution
from xalias_tui.domain.coverage import Coverage
from xalias_tui.domain.filters import Choice, Term
from xalias_tui.domain.names import DnsName
from xalias_tui.domain.records import RecordSet
from xalias_tui.domain.targets import Target
from xalias_tui.jobs.session.workspace import Options, Workspace
from xalias_tui.jobs.targets.discover import Discovery, Scope
from xalias_tui.jobs.targets.kept import keep, kept_targets, light
from xalias_tui.jobs.targets.kept_rows import Age
from xalias_tui.jobs.targets.kept_targets import MANY as LARGE
from xalias_tui.jobs.targets.kept_targets import KeptTargets
from xalias_tui.jobs.targets.meant import beside, meant_by
from xalias_tui.store.inventory import Inventory
from xalias_tui.store.journal import Journal
from xalias_tui.store.target_table import View
from xalias_tui.targets import kind
from xalias_tui.targets.words import words_pointing_to, words_serving

NOON = datetime(2026, 11, 30, 12, tzinfo=UTC)
AGE = Age(NOON + timedelta(minutes=5), timedelta(minutes=15))
VIEW = View({"alb": ()})
ACCOUNTS, EACH = 40, 30
MANY = ACCOUNTS * EACH


@pytest.fixture(scope="module", params=[True, False], ids=["with an index of letters", "without"])
def kept(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Inventory:
    made = Inventory(tmp_path_factory.mktemp("cache") / "inventory.sqlite", with_letters=request.param)
    kept_in(made, targets_of(ACCOUNTS, EACH), NOON)
    assert not made.problem
    return made


def of(kept: Inventory, age: Age = AGE) -> KeptTargets:
    return KeptTargets.of(kept, VIEW, age)


def cname(value: str) -> RecordSet:
    return RecordSet.from_wire(
        {"Name": "www.example.com.", "Type": "CNAME", "TTL": 300, "ResourceRecords": [{"Value": value}]}
    )


def whole(found: tuple[KeptTargets, Callable[[], KeptTargets] | None]) -> KeptTargets:
    """All matches, also of a search that goes on later."""
    first, rest = found
    every = first if rest is None else rest()
    assert list(first) == list(every[: len(first)]), "the first rows stay where they are"
    return every


def test_they_are_what_was_kept_in_order(kept: Inventory) -> None:
    expected = sorted(targets_of(ACCOUNTS, EACH), key=lambda target: (target.kind, target.name, target.region))
    found = of(kept)
    assert len(found) == MANY
    assert [target.key for target in found] == [target.key for target in expected]
    assert [found[at].key for at in (0, 99, 100, MANY - 1, -1)] == [
        expected[at].key for at in (0, 99, 100, MANY - 1, -1)
    ]
    assert found[3:5] == (found[3], found[4])
    assert found.counts == {"alb": MANY}
    with pytest.raises(IndexError):
        found[MANY]


@pytest.mark.parametrize("letters", [("service-7",), ("elb",), ("zq",), ("e-7", "000012"), ("no such",), ("s",)])
def test_letters_find_what_a_list_in_memory_finds(kept: Inventory, letters: tuple[str, ...]) -> None:
    every = of(kept)
    found = whole(every.holding(letters))
    expected = [
        target.key
        for target in every
        if all(part in f"{target.name} {target.arn} {target.dns_name}" for part in letters)
    ]
    assert [target.key for target in found] == expected


def test_they_can_be_ordered_and_chosen(kept: Inventory) -> None:
    every = of(kept)
    by_owner = every.chosen(Choice(order="owner", descending=True))
    assert by_owner[0].account_id == f"{ACCOUNTS:012}"
    assert [target.name for target in by_owner[:EACH]] == sorted(target.name for target in by_owner[:EACH])
    assert by_owner.place_of(every[0].key) == MANY - EACH
    assert by_owner.place_of("nothing") is None
    assert len(every.chosen(Choice(frozenset({"nlb"})))) == 0
    assert len(every.chosen(Choice(frozenset({"alb"})))) == MANY


def test_they_can_be_ordered_and_filtered_by_how_often_they_are_used(kept: Inventory) -> None:
    every = of(kept)
    counts = {every[7].key: 3, every[3].key: 12, "gone": 9, every[5].key: 0}
    most = every.chosen(Choice(order="count", counts=counts, descending=True))
    assert [target.key for target in most[:3]] == [every[at].key for at in (3, 7, 0)]
    least = every.chosen(Choice(order="count", counts=counts))
    assert [target.key for target in least[-2:]] == [every[at].key for at in (7, 3)]
    used = every.chosen(Choice(counted=(Term("12", "uses"),), counts=counts))
    assert [target.key for target in used] == [every[3].key]
    assert len(every.chosen(Choice(counted=(Term("0", "uses"),), counts=counts))) == MANY - 2


def test_columns_and_what_must_not_be_there_narrow_them(kept: Inventory) -> None:
    every = of(kept)
    of_seven = every.chosen(Choice(terms=(("owner", Term("000000000007", "account")),)))
    assert {target.account_id for target in of_seven} == {f"{7:012}"}
    assert (
        len(every.chosen(Choice(terms=(("owner", Term("0000-0000-0007", "account", negative=True)),)))) == MANY - EACH
    )
    assert len(every.chosen(Choice(terms=(("region", Term("us", "region")),)))) == 0
    assert len(every.chosen(Choice(lacking=("service-1",)))) == MANY - 11 * ACCOUNTS


def test_those_that_a_record_means_are_found_by_their_names(kept: Inventory) -> None:
    every = of(kept)
    meant = every[17]
    assert meant.dns_name is not None
    for name in (meant.dns_name.text, f"dualstack.{meant.dns_name.text}", meant.dns_name.text.upper()):
        assert every.under(words_pointing_to(DnsName.parse(name))) == (meant,)
    assert every.under(words_serving(DnsName.parse("www.example.com"))) == ()


def test_beside_the_target_of_a_plan_are_those_that_claim_its_name(tmp_path: Path) -> None:
    chosen = distribution("E1", "d111111abcdef8")
    rival = distribution("E2", "d222222abcdef8", "www.example.com")
    above = distribution("E3", "d333333abcdef8", "*.example.com")
    other = distribution("E4", "d444444abcdef8", "www.example.org")
    made = Inventory(tmp_path / "inventory.sqlite")
    kept_in(made, (chosen, rival, above, other), NOON, every_kind=True)
    every = KeptTargets.of(made, View({"cloudfront": ()}), AGE)
    found = beside(every, chosen, DnsName.parse("www.example.com"))
    assert {target.name for target in found} == {"E1", "E2", "E3"}
    assert len(beside(tuple(every), chosen, DnsName.parse("www.example.com"))) == len(every), "in memory all are"


def test_of_records_only_the_targets_that_they_may_mean_are_read(kept: Inventory) -> None:
    every = of(kept)
    meant = every[17]
    assert meant.dns_name is not None

    def read(*names: str) -> tuple[Target, ...]:
        return meant_by(every, map(cname, names))

    assert read(meant.dns_name.text) == (meant,)
    assert read("other.example.com.") == every[:1], "one shows where all were read"
    again = read("service-7-99.eu-west-1.elb.amazonaws.com.")
    assert [target.name for target in again] == ["service-7"] * 2, "which of several took its place is not known"
    assert meant_by([meant], ()) == (meant,), "what is in memory stays as it is"


def test_what_they_say_of_their_age(kept: Inventory) -> None:
    young, aged = of(kept)[0], of(kept, Age(NOON + timedelta(hours=1), timedelta(minutes=15)))[0]
    assert (young.source, young.reading and young.reading.doubt) == ("cache", "")
    assert aged.reading is not None
    assert aged.reading.doubt == "aged"
    now = of(kept, Age(NOON, timedelta(minutes=15), since=NOON))[0]
    assert (now.source, now.read_at) == ("live", NOON), "it was read just now, and kept meanwhile"


def test_what_is_written_meanwhile_is_not_met(kept: Inventory) -> None:
    before = of(kept)
    kept_in(kept, targets_of(1, 1), NOON)
    assert sum(1 for target in before if target.name) == MANY
    kept_in(kept, targets_of(ACCOUNTS, EACH), NOON)


def test_what_a_search_found_is_held_where_it_is_little_and_else_read_from_the_file(tmp_path: Path) -> None:
    options = Options(("dns",), ("shop",), kinds=("alb",), offline=True)
    made = Workspace(options, journal=Journal(tmp_path / "journal.jsonl"), inventory_folder=tmp_path)
    few = Discovery(tuple(targets_of(1, 2)), (), 1, 1, ("000000000001",))
    assert light(made, few).targets == few.targets
    accounts = tuple(f"{at:012}" for at in range(1, LARGE // 10 + 2))
    coverage = Coverage(accounts=len(accounts), sources=("live",), oldest_read_at=NOON)
    much = Discovery(tuple(targets_of(len(accounts), 10)), (), 1, 1, accounts, coverage=coverage)
    assert light(made, replace(much, done=0)).targets is much.targets, "a search that was stopped is not kept"
    keep(made, much, Scope(), [kind("alb")])
    found = light(made, much).targets
    assert isinstance(found, KeptTargets)
    assert {target.key for target in found} == {target.key for target in much.targets}
    assert {target.source for target in found[:3]} == {"live"}, "it was read just now"
    of_file = kept_targets(made)
    assert of_file is not None
    assert of_file[0].source == "cache"
