"""The file in which is kept what was read: whole or not at all, private, and never the reason for a failure."""

from __future__ import annotations

import sqlite3
import stat
import threading
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from xalias_tui.store.inventory import SCHEMA, Inventory, Place, file_name

NOON = datetime(2026, 11, 30, 12, tzinfo=UTC)
EVERYWHERE = Place("2" * 12, "alb", "", "live", NOON)
IRELAND = replace(EVERYWHERE, region="eu-west-1")


def row(place: Place, name: str, region: str = "eu-west-1") -> tuple[str, str, str, dict[str, str]]:
    return place.account_id, place.kind, region, {"name": name}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "cache" / "inventory.sqlite"


def names(kept: Inventory) -> list[str]:
    return sorted(document["name"] for document in kept.targets())


def test_a_place_is_replaced_as_a_whole_and_its_neighbours_stay(path: Path) -> None:
    kept = Inventory(path)
    other = replace(EVERYWHERE, account_id="3" * 12)
    kept.replace([EVERYWHERE, other], [row(EVERYWHERE, "a"), row(EVERYWHERE, "b", "us-east-1"), row(other, "c")])
    kept.replace([IRELAND], [row(IRELAND, "d")])
    assert names(kept) == ["b", "c", "d"]
    assert kept.places() == (EVERYWHERE, IRELAND, other)
    kept.replace([EVERYWHERE], [])
    assert names(kept) == ["c"]
    assert kept.places() == (EVERYWHERE, other)
    assert kept.counts() == {("3" * 12, "alb", "eu-west-1"): 1}
    assert list(kept.targets(["nlb"])) == []


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
    kept.replace([EVERYWHERE, other], [row(EVERYWHERE, "a"), row(other, "c")])
    assert kept.forget(["2" * 12]) == 1
    assert names(kept) == ["c"]
    assert kept.forget() == 1
    assert kept.places() == ()


@pytest.mark.parametrize(
    "content", [b"not a database at all, whatever it is" * 40, b"SQLite format 3\0" + b"\xff" * 4_000]
)
def test_a_damaged_file_is_moved_aside(path: Path, content: bytes) -> None:
    path.parent.mkdir()
    path.write_bytes(content)
    kept = Inventory(path)
    kept.replace([EVERYWHERE], [row(EVERYWHERE, "a")])
    assert (names(kept), kept.problem) == (["a"], "")
    assert path.with_name(f"{path.name}.unreadable").read_bytes() == content


def test_a_file_of_another_version_is_moved_aside(path: Path) -> None:
    path.parent.mkdir()
    with sqlite3.connect(path) as base:
        base.execute("CREATE TABLE other (x)")
        base.execute(f"PRAGMA user_version = {SCHEMA + 1}")
    base.close()
    assert Inventory(path).places() == ()
    assert path.with_name(f"{path.name}.unreadable").exists()


def test_where_nothing_can_be_written_it_is_said_once_and_all_goes_on(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("")
    kept = Inventory(blocked / "inventory.sqlite")
    kept.replace([EVERYWHERE], [row(EVERYWHERE, "a")])
    assert names(kept) == []
    assert kept.problem.startswith("What was read is not kept: ")


def test_a_full_disk_loses_nothing_that_was_kept(path: Path) -> None:
    kept = Inventory(path)
    kept.replace([EVERYWHERE], [row(EVERYWHERE, "a")])
    base = kept._open()
    assert base is not None
    (pages,) = base.execute("PRAGMA page_count").fetchone()
    base.execute(f"PRAGMA max_page_count = {pages}")
    kept.replace([EVERYWHERE], [row(EVERYWHERE, "x" * 100) for _ in range(2_000)])
    assert "full" in kept.problem
    assert names(Inventory(path)) == ["a"]


def test_two_writers_and_a_reader_never_meet_half_of_a_place(path: Path) -> None:
    Inventory(path).replace([EVERYWHERE], [row(EVERYWHERE, "0") for _ in range(50)])
    seen: set[tuple[str, ...]] = set()
    problems: list[str] = []

    def write(name: str) -> None:
        kept = Inventory(path)
        for _ in range(10):
            kept.replace([EVERYWHERE], [row(EVERYWHERE, name) for _ in range(50)])
        problems.append(kept.problem)

    threads = [threading.Thread(target=write, args=(name,)) for name in "12"]
    for thread in threads:
        thread.start()
    reader = Inventory(path)
    while any(thread.is_alive() for thread in threads):
        seen.add(tuple(names(reader)))
    assert problems == ["", ""]
    assert all(len(rows) == 50 and len(set(rows)) == 1 for rows in seen)


def test_a_file_is_named_for_what_it_is_of() -> None:
    assert file_name("aws", "o-1") != file_name("aws-cn", "o-1")
    assert file_name("aws", "o-1") == file_name("aws", "o-1")
