"""What an aggregator holds, and how far it reaches, over the wire."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.aws.fakes import FakeClock, WorldClock
from xalias_tui.aws.accounts import Accounts
from xalias_tui.domain.errors import UsageError
from xalias_tui.domain.inventories import InventoryOptions
from xalias_tui.domain.members import Organisation
from xalias_tui.domain.targets import Target
from xalias_tui.domain.ways_in import WayIn
from xalias_tui.jobs.session.config_source import RECORDER, find_source, zone_side
from xalias_tui.jobs.session.workspace import Options, Workspace
from xalias_tui.jobs.targets.aggregator import gather
from xalias_tui.jobs.targets.discover import Scope, discover
from xalias_tui.jobs.targets.search import search
from xalias_tui.jobs.zones.read import read_zones
from xalias_tui.sandbox.clock import ManualClock
from xalias_tui.sandbox.config.aggregator import Recorder
from xalias_tui.sandbox.members import AUDIT, AUDIT_ROLE, DNS_HUB, LEGACY, MANAGEMENT, MEDIA, SHOP
from xalias_tui.sandbox.world import World
from xalias_tui.store.journal import Journal
from xalias_tui.targets import all_kinds

ORGANISATION = Organisation(profile="org-admin", roles=(AUDIT_ROLE,))
RECORDED = [kind for kind in all_kinds() if kind.recorded is not None]
SAME = ("dns_name", "zone_id", "record_types", "hostnames", "state", "internal", "region")


Make = Callable[..., Workspace]


@pytest.fixture
def make(estate: World, tmp_path: Path) -> Make:
    del estate
    asked = Accounts(clock=FakeClock())

    def made(**options: Any) -> Workspace:
        given = {"organisation": ORGANISATION, "inventory": InventoryOptions(aggregator="auto"), "offline": True}
        accounts, journal = options.pop("accounts", asked), Journal(tmp_path / "journal.jsonl")
        return Workspace(Options(**{**given, **options}), accounts=accounts, journal=journal)

    return made


def test_what_is_recorded_is_what_the_accounts_say_but_for_what_is_unread(make: Make) -> None:
    workspace = make(target_profiles=("shop-prod", "media-prod"))
    recorded = {row.key: row for row in gather(workspace, RECORDED).targets if row.account_id in (SHOP, MEDIA)}
    scope = Scope(kinds=frozenset(kind.key for kind in RECORDED))
    live = {row.key: row for row in discover(workspace, scope=scope, profiles=("shop-prod", "media-prod")).targets}
    twins = [(live[key], row) for key, row in recorded.items() if key in live]
    assert {kind.key for kind in RECORDED} == {row.kind for _, row in twins}
    for asked, row in twins:
        assert row.reading is not None
        differ = {name for name in SAME if getattr(asked, name) != getattr(row, name)}
        assert differ <= {*row.reading.unread}, (row.kind, row.name, differ)
    dual = {row.arn for row in recorded.values() if row.kind == "globalaccelerator"}
    assert {row.arn for key, row in live.items() if key not in recorded} <= dual


def test_the_aggregator_is_found_in_the_account_that_config_is_delegated_to(make: Make) -> None:
    found = find_source(make()).aggregator
    assert (found.account_id, found.region, found.of_organisation) == (AUDIT, "eu-central-1", True)
    with pytest.raises(UsageError, match="no aggregator other in any region"):
        find_source(make(inventory=InventoryOptions(aggregator="other")))
    with pytest.raises(UsageError, match="in eu-west-1"):
        find_source(make(inventory=InventoryOptions(aggregator="auto", aggregator_region="eu-west-1")))


def test_only_accounts_that_config_leaves_something_open_of_are_signed_in_to(make: Make, estate: World) -> None:
    estate.served.clear()
    found = search(make(kinds=("alb",), regions=("eu-west-1",)))
    assert {target.source for target in found.targets} == {"config"}
    assert found.unscanned == ()
    assert found.coverage is not None
    assert (found.coverage.accounts, found.coverage.closed, found.coverage.covered) == (6, 3, 6)
    assumed = {str(call.params["RoleArn"]).split(":")[4] for call in estate.served if call.operation == "AssumeRole"}
    assert assumed <= {AUDIT}


def test_kinds_that_config_does_not_hold_are_asked_first_where_their_precursors_are(make: Make, estate: World) -> None:
    assert estate.aggregator is not None
    searched = make(kinds=("opensearch",), regions=("eu-west-1", "us-east-1"))
    kinds = [kind for kind in all_kinds() if kind.key == "opensearch"]
    found = gather(searched, [], others=kinds).precursors
    holding = {(account, region) for account, region, type_ in found if type_ == "AWS::OpenSearch::Domain"}
    assert holding
    estate.served.clear()
    assert {(row.account_id, row.region) for row in search(searched).targets} <= holding


def test_gaps_of_many_accounts_are_one_row(make: Make, estate: World) -> None:
    assert estate.aggregator is not None
    for account_id in (SHOP, MEDIA, LEGACY, DNS_HUB):
        estate.aggregator.recorders[account_id, "eu-west-1"] = Recorder(recording=False)
    unreached = Organisation(profile="org-admin", roles=("not-there",))
    options = InventoryOptions(
        aggregator="auto", aggregator_profile=WayIn("organisation", "org-admin", AUDIT, (AUDIT_ROLE,)).text
    )
    found = search(make(kinds=("alb",), regions=("eu-west-1",), organisation=unreached, inventory=options))
    (row,) = found.unscanned
    assert (row.account_id, row.accounts, row.kind, row.region, row.code) == (
        "*",
        4,
        "alb",
        "eu-west-1",
        "not-recording",
    )
    assert set(row.account_ids) == {SHOP, MEDIA, LEGACY, DNS_HUB}
    doubted: set[Target] = {target for target in found.targets if target.reading is not None and target.reading.doubt}
    assert doubted == set(found.targets)


def test_queries_are_never_throttled_at_the_known_rate(estate: World, clock: ManualClock, make: Make) -> None:
    estate.faults.limit_rates_of_aws()
    time = WorldClock(clock)
    workspace = make(accounts=Accounts(clock=time))
    for _ in range(2):
        assert gather(workspace, RECORDED).targets
    queries = [call for call in estate.served if call.operation == "SelectAggregateResourceConfig"]
    assert len(queries) > 2 * 8, "fewer would fit into what is granted at once"
    assert time.waited > (len(queries) - 8 - 1) / 8 - 1
    assert estate.faults.throttled["config"] == 0


def test_a_lower_rate_is_found_and_kept_to(estate: World, clock: ManualClock, make: Make) -> None:
    estate.faults.limit_rate(AUDIT, 5, 5, "config", "SelectAggregateResourceConfig")
    workspace = make(accounts=Accounts(clock=WorldClock(clock)))
    source = find_source(workspace)

    def ask(times: int) -> int:
        """How many queries were throttled, of some that go out one after the other."""
        before = estate.faults.throttled["config"]
        for _ in range(times):
            assert list(source.rows(("accountId",), f"resourceType = '{RECORDER}'"))
        return estate.faults.throttled["config"] - before

    assert ask(12) > 0
    assert ask(24) == 0
    assert gather(workspace, RECORDED).evidence.errors == {}, "nothing is lost, however many ask at once"


def test_zones_are_read_of_the_accounts_that_have_any(make: Make, estate: World) -> None:
    workspace = make()
    reached = {way.account_id for text in zone_side(workspace) if (way := WayIn.parse(text)) is not None}
    assert reached == {zone.account_id for zone in estate.route53.zones.values()} - {"555555555555", "666666666666"}
    read = read_zones(workspace)
    assert {zone.account_id for zone in read.zones} >= {DNS_HUB, MEDIA}
    assert estate.aggregator is not None
    estate.aggregator.recorders[MANAGEMENT, "us-east-1"] = Recorder(recording=False)
    again = {way.account_id for text in zone_side(workspace) if (way := WayIn.parse(text)) is not None}
    assert again == reached | {MANAGEMENT}, "of which AWS Config can't tell"
    assert zone_side(make(zone_profiles=("dns-prod",))) == ("dns-prod",)
