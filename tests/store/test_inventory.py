"""The file in which is kept what was read: whole or not at all, private, and never the reason for a failure."""

from __future__ import annotations

import sqlite3
import stat
import threading
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from xalias_tui.store.inventory import Inventory, file_name
from xalias_tui.store.inventory_tables import SCHEMA, Line, TargetRow
from xalias_tui.store.place_table import Place
from xalias_tui.store.target_table import View

NOON = datetime(2026, 11, 30, 12, tzinfo=UTC)
EVERYWHERE = Place("2" * 12, "alb", "", "live", NOON)
IRELAND = replace(EVERYWHERE, region="eu-west-1")


ALL = View({"alb": (), "nlb": ()})


def line(document: Mapping[str, Any]) -> Line | None:
    name = document.get("name")
    return name and Line(
        name, name, "eu-west-1", "internet", "shop", "active", f"alb {name} eu-west-1", (f"name {name}",)
    )


def row(place: Place, name: str, region: str = "eu-west-1") -> TargetRow:
    document = {"name": name}
    listed = line(document)
    assert listed is not None
    return TargetRow(place.account_id, place.kind, region, document, replace(listed, region=region))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "cache" / "inventory.sqlite"


FIRST = (
    "CREATE TABLE account (id TEXT PRIMARY KEY, doc TEXT NOT NULL, read_at TEXT NOT NULL)",
    (
        "CREATE TABLE place (account TEXT, kind TEXT, region TEXT, source TEXT NOT NULL, read_at TEXT NOT NULL, "
        "covered INTEGER NOT NULL, code TEXT NOT NULL, message TEXT NOT NULL, PRIMARY KEY (account, kind, region))"
    ),
    "CREATE TABLE target (id INTEGER PRIMARY KEY, account TEXT, kind TEXT, region TEXT, doc TEXT NOT NULL)",
    "CREATE INDEX target_place ON target (account, kind, region)",
    "CREATE TABLE zone (id TEXT PRIMARY KEY, account TEXT NOT NULL, doc TEXT NOT NULL, read_at TEXT NOT NULL)",
    "CREATE TABLE records (zone TEXT PRIMARY KEY, doc TEXT NOT NULL, read_at TEXT NOT NULL)",
    "CREATE TABLE regions (account TEXT PRIMARY KEY, names TEXT NOT NULL, read_at TEXT NOT NULL)",
)
"""The tables as the first version made them."""


def names(kept: Inventory) -> list[str]:
    return sorted(row.document["name"] for row in kept.targets.rows(kept.targets.ids(ALL)))


def test_a_place_is_replaced_as_a_whole_and_its_neighbours_stay(path: Path) -> None:
    kept = Inventory(path)
    other = replace(EVERYWHERE, account_id="3" * 12)
    kept.targets.replace(
        [EVERYWHERE, other], [row(EVERYWHERE, "a"), row(EVERYWHERE, "b", "us-east-1"), row(other, "c")]
    )
    kept.targets.replace([IRELAND], [row(IRELAND, "d")])
    assert names(kept) == ["b", "c", "d"]
    assert kept.places.all() == (EVERYWHERE, IRELAND, other)
    kept.targets.replace([EVERYWHERE], [])
    assert names(kept) == ["c"]
    assert kept.places.all() == (EVERYWHERE, other)
    assert kept.targets.counts() == {("3" * 12, "alb", "eu-west-1"): 1}
    assert not kept.targets.ids(View({"nlb": ()}))


def test_what_is_kept_is_read_by_the_next_run_and_by_no_one_else(path: Path) -> None:
    first = Inventory(path)
    first.keep_account("shop", {"account_id": "2" * 12}, NOON)
    first.keep_zones("1" * 12, [("Z1", {"id": "Z1"}), ("Z2", {"id": "Z2"})], NOON)
    first.keep_records("Z1", ['{"Name": "a"}'], NOON)
    first.keep_regions("1" * 12, ("eu-west-1",), NOON)
    first.close()
    second = Inventory(path)
    assert second.accounts() == {"shop": ({"account_id": "2" * 12}, NOON)}
    assert [zone["id"] for zone in second.zones("1" * 12)] == ["Z1", "Z2"]
    assert second.records("Z1") == ([{"Name": "a"}], NOON)
    assert second.records("Z2") is None
    assert second.regions("1" * 12) == (("eu-west-1",), NOON)
    assert second.regions("2" * 12) is None
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    second.keep_zones("1" * 12, [("Z2", {"id": "Z2"})], NOON)
    assert second.records("Z1") is None, "the zone is gone"


def test_accounts_are_forgotten_one_by_one_or_all(path: Path) -> None:
    kept = Inventory(path)
    other = replace(EVERYWHERE, account_id="3" * 12)
    kept.targets.replace([EVERYWHERE, other], [row(EVERYWHERE, "a"), row(other, "c")])
    assert kept.forget(["2" * 12]) == 1
    assert names(kept) == ["c"]
    assert kept.forget() == 1
    assert kept.places.all() == ()


@pytest.mark.parametrize(
    "content", [b"not a database at all, whatever it is" * 40, b"SQLite format 3\0" + b"\xff" * 4_000]
)
def test_a_damaged_file_is_moved_aside(path: Path, content: bytes) -> None:
    path.parent.mkdir()
    path.write_bytes(content)
    kept = Inventory(path)
    kept.targets.replace([EVERYWHERE], [row(EVERYWHERE, "a")])
    assert (names(kept), kept.problem) == (["a"], "")
    assert path.with_name(f"{path.name}.unreadable").read_bytes() == content


def test_a_file_of_another_version_is_moved_aside(path: Path) -> None:
    path.parent.mkdir()
    with sqlite3.connect(path) as base:
        base.execute("CREATE TABLE other (x)")
        base.execute(f"PRAGMA user_version = {SCHEMA + 1}")
    base.close()
    assert Inventory(path).places.all() == ()
    assert path.with_name(f"{path.name}.unreadable").exists()


def test_where_nothing_can_be_written_it_is_said_once_and_all_goes_on(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("")
    kept = Inventory(blocked / "inventory.sqlite")
    kept.targets.replace([EVERYWHERE], [row(EVERYWHERE, "a")])
    assert names(kept) == []
    assert kept.problem.startswith("What was read is not kept: ")


def test_a_full_disk_loses_nothing_that_was_kept(path: Path) -> None:
    kept = Inventory(path)
    kept.targets.replace([EVERYWHERE], [row(EVERYWHERE, "a")])
    base = kept._file._open()
    assert base is not None
    (pages,) = base.execute("PRAGMA page_count").fetchone()
    base.execute(f"PRAGMA max_page_count = {pages}")
    kept.targets.replace([EVERYWHERE], [row(EVERYWHERE, f"{'x' * 100} {at}") for at in range(2_000)])
    assert "full" in kept.problem
    assert names(Inventory(path)) == ["a"]


def test_two_writers_and_a_reader_never_meet_half_of_a_place(path: Path) -> None:
    Inventory(path).targets.replace([EVERYWHERE], [row(EVERYWHERE, f"0 {at}") for at in range(50)])
    seen: set[tuple[str, ...]] = set()
    problems: list[str] = []

    def write(name: str) -> None:
        kept = Inventory(path)
        for _ in range(10):
            kept.targets.replace([EVERYWHERE], [row(EVERYWHERE, f"{name} {at}") for at in range(50)])
        problems.append(kept.problem)

    threads = [threading.Thread(target=write, args=(name,)) for name in "12"]
    for thread in threads:
        thread.start()
    while any(thread.is_alive() for thread in threads):
        reader = Inventory(path).as_now()
        seen.add(tuple(names(reader)))
        reader.close()
    assert problems == ["", ""]
    assert all(len(rows) == 50 and len({name[0] for name in rows}) == 1 for rows in seen)


def test_a_file_is_named_for_what_it_is_of() -> None:
    assert file_name("aws", "o-1") != file_name("aws-cn", "o-1")
    assert file_name("aws", "o-1") == file_name("aws", "o-1")


NAMES = ("shop-web", "shop-api", "pay-web", "Zürich")


@pytest.fixture(params=[True, False], ids=["with an index of letters", "without"])
def listed(path: Path, request: pytest.FixtureRequest) -> Inventory:
    kept = Inventory(path, with_letters=request.param)
    kept.targets.replace([EVERYWHERE], [row(EVERYWHERE, name) for name in NAMES])
    return kept


def found(kept: Inventory, *letters: str) -> set[str]:
    ids = kept.targets.holding(letters, 100)
    if ids is None:
        ids = kept.targets.everywhere(letters)
    assert sorted(ids) == sorted(kept.targets.among(kept.targets.ids(ALL), letters))
    return {each.name for each in kept.targets.rows(ids)}


def test_letters_are_found_with_and_without_an_index(listed: Inventory) -> None:
    assert found(listed, "shop-") == {"shop-web", "shop-api"}
    assert found(listed, "web", "sho") == {"shop-web"}
    assert found(listed, "eb", "eu-west") == {"shop-web", "pay-web"}, "two letters are too few for the index"
    assert found(listed, "p-") == {"shop-web", "shop-api"}
    assert found(listed, "ürich") == {"Zürich"}
    assert found(listed, '"shop') == set()
    assert found(listed, "% OR web") == set()
    assert (listed.targets.holding(("shop",), 100) is None) == (not listed.targets._has_letters())
    assert listed.targets.holding(("shop",), 1) is None, "more than are wanted at once"


def test_what_is_removed_is_not_found_any_more(listed: Inventory) -> None:
    listed.targets.replace([EVERYWHERE], [row(EVERYWHERE, "pay-web")])
    assert found(listed, "web") == {"pay-web"}
    listed.forget(["2" * 12])
    assert found(listed, "web") == set()
    assert not listed.targets.under(["name pay-web"])


def test_a_build_without_the_index_leaves_it_outdated_and_the_next_one_makes_it_anew(path: Path) -> None:
    first = Inventory(path)
    first.targets.replace([EVERYWHERE], [row(EVERYWHERE, "old")])
    first.close()
    second = Inventory(path, with_letters=False)
    second.targets.replace([EVERYWHERE], [row(EVERYWHERE, "new")])
    second.close()
    third = Inventory(path)
    ids = third.targets.holding(["new"], 10)
    assert ids is not None
    assert [each.name for each in third.targets.rows(ids)] == ["new"]
    assert third.targets.holding(["old"], 10) == ids[:0]


def test_what_did_not_change_is_not_written_again(path: Path) -> None:
    kept = Inventory(path)
    kept.targets.replace([EVERYWHERE], [row(EVERYWHERE, "same"), row(EVERYWHERE, "other")])
    (same,) = kept.targets.under(["name same"])
    later = replace(EVERYWHERE, read_at=datetime(2026, 11, 30, 13, tzinfo=UTC))
    kept.targets.replace([later], [row(EVERYWHERE, "same"), row(EVERYWHERE, "changed")])
    assert list(kept.targets.under(["name same"])) == [same]
    assert names(kept) == ["changed", "same"]
    assert {each.read_at for each in kept.targets.rows(kept.targets.ids(ALL))} == {later.read_at}


def test_one_target_is_read_again_by_itself(path: Path) -> None:
    kept = Inventory(path)
    kept.targets.replace([EVERYWHERE], [row(EVERYWHERE, "a"), row(EVERYWHERE, "b")])
    later = datetime(2026, 11, 30, 13, tzinfo=UTC)
    kept.targets.replace_one("name a", replace(row(EVERYWHERE, "a"), document={"name": "a", "state": "new"}), later)
    ages = {each.name: (each.read_at, each.document.get("state")) for each in kept.targets.rows(kept.targets.ids(ALL))}
    assert ages == {"a": (later, "new"), "b": (NOON, None)}
    kept.targets.replace_one("name b", None, later)
    kept.targets.replace_one("name c", row(EVERYWHERE, "c"), later)
    assert names(kept) == ["a"], "what was not kept is not kept by that"


def test_targets_are_listed_in_order(path: Path) -> None:
    kept = Inventory(path)
    other = replace(EVERYWHERE, account_id="3" * 12, kind="nlb")
    rows = [row(EVERYWHERE, "b"), row(EVERYWHERE, "a", "us-east-1"), row(EVERYWHERE, "a"), row(other, "0")]
    kept.targets.replace([EVERYWHERE, other], rows)

    def listed(view: View) -> list[str]:
        return [f"{each.kind} {each.name} {each.region}" for each in kept.targets.rows(kept.targets.ids(view))]

    assert listed(ALL) == ["alb a eu-west-1", "alb a us-east-1", "alb b eu-west-1", "nlb 0 eu-west-1"]
    assert listed(View({"nlb": (), "alb": ("us-east-1",)})) == ["nlb 0 eu-west-1", "alb a us-east-1"]
    assert listed(View({"nlb": (), "alb": ()}, frozenset({"3" * 12}))) == ["nlb 0 eu-west-1"]
    by_name = kept.targets.ordered(kept.targets.ids(ALL), "title", descending=True)
    assert [each.name for each in kept.targets.rows(by_name)] == ["b", "a", "a", "0"]
    assert kept.targets.of_kinds(ALL) == {"alb": 3, "nlb": 1}


def test_a_file_of_the_first_version_is_filed_anew(path: Path) -> None:
    path.parent.mkdir()
    with sqlite3.connect(path) as base:
        for statement in FIRST:
            base.execute(statement)
        for account, kind in (("2" * 12, "alb"), ("3" * 12, "alb")):
            base.execute("INSERT INTO place VALUES (?, ?, '', 'live', ?, 1, '', '')", (account, kind, NOON.isoformat()))
        for account, doc in (("2" * 12, '{"name": "a", "read_at": "x"}'), ("3" * 12, '{"unknown": 1}')):
            values = (account, "alb", "eu-west-1", doc)
            base.execute("INSERT INTO target (account, kind, region, doc) VALUES (?, ?, ?, ?)", values)
        base.execute("PRAGMA user_version = 1")
    base.close()
    kept = Inventory(path, line)
    assert (names(kept), kept.problem) == (["a"], "")
    assert found(kept, "eu-west") == {"a"}
    assert kept.places.all() == (EVERYWHERE,), "of a place that can't be read nothing is kept"
    kept.targets.replace([EVERYWHERE], [row(EVERYWHERE, "a")])
    assert names(kept) == ["a"]


@pytest.mark.parametrize("text", ["half a \ud800 character", "nul\0in it"])
@pytest.mark.parametrize("with_letters", [True, False])
def test_what_sqlite_can_not_hold_keeps_nothing_from_being_kept_or_found(
    path: Path,
    text: str,
    with_letters: bool,  # noqa: FBT001 -- a parameter
) -> None:
    kept = Inventory(path, with_letters=with_letters)
    place = replace(EVERYWHERE, covered=False, code="AccessDenied", message=text)
    kept.targets.replace([place], [row(place, "a"), row(place, text)])
    assert (len(list(kept.targets.rows(kept.targets.ids(ALL)))), kept.problem) == (2, "")
    assert len(kept.targets.everywhere([text])) == 1
    assert with_letters is (kept.targets.holding([text], 10) is not None)
    assert [each.document for each in kept.targets.rows(kept.targets.under([f"name {text}"]))] == [{"name": text}]
    kept.targets.replace([place], [row(place, text)])
    assert (len(kept.targets.ids(ALL)), kept.problem) == (1, "")


@pytest.mark.parametrize("doc", ["{not json", "[]", "null"])
def test_a_document_of_the_first_version_that_is_none_costs_its_place_only(path: Path, doc: str) -> None:
    path.parent.mkdir()
    with sqlite3.connect(path) as base:
        for statement in FIRST:
            base.execute(statement)
        for kind in ("alb", "nlb"):
            base.execute("INSERT INTO place VALUES ('2', ?, '', 'live', ?, 1, '', '')", (kind, NOON.isoformat()))
        for kind, text in (("alb", '{"name": "a"}'), ("alb", doc), ("nlb", '{"name": "b"}')):
            base.execute("INSERT INTO target (account, kind, region, doc) VALUES ('2', ?, '', ?)", (kind, text))
        base.execute("PRAGMA user_version = 1")
    base.close()
    kept = Inventory(path, line)
    assert (names(kept), len(kept.targets.ids(ALL)), kept.problem) == (["b"], 1, "")
    assert [place.kind for place in kept.places.all()] == ["nlb"]


def test_a_file_that_was_read_as_it_was_is_let_go_of_with_its_reader(path: Path) -> None:
    kept = Inventory(path)
    kept.targets.replace([EVERYWHERE], [row(EVERYWHERE, "a")])
    then = kept.as_now()
    ids = then.targets.ids(ALL)
    kept.targets.replace([EVERYWHERE], [row(EVERYWHERE, "b")])
    assert [each.name for each in then.targets.rows(ids)] == ["a"]
    base = then._file._base
    assert base is not None
    del then
    with pytest.raises(sqlite3.ProgrammingError, match="closed database"):
        base.execute("SELECT 1")
    assert names(kept) == ["b"]


def test_a_file_whose_pages_are_damaged_is_moved_aside_once_that_is_met(path: Path) -> None:
    kept = Inventory(path)
    kept.targets.replace([EVERYWHERE], [row(EVERYWHERE, f"name-{at}") for at in range(200)])
    kept.close()
    pages = path.read_bytes()
    half = len(pages) // 2
    path.write_bytes(pages[:half] + b"\xff" * (len(pages) - half))
    damaged = Inventory(path)
    damaged.accounts()
    assert not path.with_name(f"{path.name}.unreadable").exists(), "not met yet"
    list(damaged.targets.rows(damaged.targets.ids(ALL)))
    assert "malformed" in damaged.problem
    assert path.with_name(f"{path.name}.unreadable").exists()
    fresh = Inventory(path)
    fresh.targets.replace([EVERYWHERE], [row(EVERYWHERE, "a")])
    assert (names(fresh), fresh.problem) == (["a"], "")
