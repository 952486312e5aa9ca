from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from xalias_tui.domain.accounts import Account
from xalias_tui.domain.coverage import Coverage
from xalias_tui.domain.lookups import Unscanned
from xalias_tui.tui.widgets.account_tree import in_tree
from xalias_tui.tui.widgets.columns import ACCOUNTS, AccountRow
from xalias_tui.tui.widgets.target_search import TargetSearch

PROD = "o-1/r-exam/ou-exam-00workloads/ou-exam-production0/"
NAMES = {"ou-exam-00workloads": "Workloads", "ou-exam-production0": "Production"}


def row(account: Account, *, on_targets: bool = False) -> AccountRow:
    return AccountRow(account, on_zones=False, on_targets=on_targets)


def first_column(rows: list[AccountRow]) -> list[str]:
    return [ACCOUNTS.columns[0].cell(one) for one in rows]


def unordered(_: AccountRow) -> int:
    return 0


def test_accounts_are_listed_below_their_units_and_profiles_of_the_organisation_among_them() -> None:
    rows = [
        row(Account("organisation:a:2:", "222222222222", origin="organisation", name="shop", ou=PROD)),
        row(Account("outside", "555555555555")),
        row(Account("admin", "999999999999")),
        row(Account("dns", "111111111111")),
    ]
    paths = {"999999999999": "o-1/r-exam/", "111111111111": PROD}
    found = in_tree(rows, paths, NAMES, unordered)
    assert first_column(found) == [
        "outside",
        "▾ Root",
        "  admin",
        "  ▾ Workloads",
        "    ▾ Production",
        "      dns",
        "      shop",
    ]
    assert [one.account.profile for one in found if not one.is_unit] == ["outside", "admin", "dns", "organisation:a:2:"]


def test_units_without_a_known_name_are_called_by_their_id() -> None:
    (root, first, second, _) = first_column(in_tree([row(Account("dns", ou=PROD))], {}, {}, unordered))
    assert (root, first, second) == ("▾ Root", "  ▾ ou-exam-00workloads", "    ▾ ou-exam-production0")


def test_without_an_organisation_there_is_no_tree() -> None:
    rows = [row(Account("b")), row(Account("a"), on_targets=True)]
    assert in_tree(rows, {}, {}, lambda one: not one.on_targets) == [rows[1], rows[0]]


def test_the_targets_pane_says_from_where_and_over_how_many_accounts() -> None:
    coverage = Coverage(accounts=4_987, closed=13, sources=("config", "live"))
    search = TargetSearch(regions=17, done=3, total=3, at=datetime(2026, 11, 30, tzinfo=UTC), coverage=coverage)
    assert search.status(200_134) == "200,134 found · 4,987 accounts (13 closed) · AWS Config + live"
    missed = (Unscanned("*", "", "eu-west-1", "alb", "not-recording", "No recorder runs.", accounts=312),)
    short = replace(search, unscanned=missed, coverage=replace(coverage, places=119_000, covered=118_688))
    assert short.status(200_134).endswith(" · 312 gaps: f")
    live = TargetSearch(regions=17, coverage=Coverage(accounts=3, sources=("live",)))
    assert live.status(7) == "7 found · 17 regions"
