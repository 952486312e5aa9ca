from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Shell


def test_an_id_is_explained_with_its_sources(shell: Shell) -> None:
    ran = shell.run("zone-ids", "Z32O12XQLNTSW2", "--json")
    assert ran.status == 0
    rows = {(entry["service"], entry["region"]): entry for entry in ran.data["entries"]}
    assert set(rows) == {(service, "eu-west-1") for service in ("alb", "clb", "lightsail_load_balancer")}
    assert all(entry["sources"] and entry["compiled"] and entry["confidence"] for entry in rows.values())
    assert "sources" in shell.run("zone-ids", "Z32O12XQLNTSW2").out


def test_an_id_of_nobody_is_a_usage_error(shell: Shell) -> None:
    ran = shell.run("zone-ids", "Z0NOBODY")
    assert (ran.status, "Z0NOBODY" in ran.err) == (2, True)


@pytest.mark.parametrize(
    ("words", "named"),
    [
        (("Z0NOBODY",), "id Z0NOBODY"),
        (("Z32O12XQLNTSW2", "--service", "nlb"), "id Z32O12XQLNTSW2 and service nlb"),
        (("Z32O12XQLNTSW2", "--region", "eu-west-2"), "id Z32O12XQLNTSW2 and region eu-west-2"),
        (("--service", "app_runner", "--region", "cn-north-1"), "service app_runner and region cn-north-1"),
    ],
)
def test_what_the_table_does_not_have_is_named_with_all_that_narrows_it(
    shell: Shell, words: tuple[str, ...], named: str
) -> None:
    ran = shell.run("zone-ids", *words, "--json")
    assert (ran.status, ran.error["message"]) == (2, f"The table has no entry of {named}.")
    assert shell.run("zone-ids", *words).status == 2


@pytest.mark.parametrize("words", [("Z32O12XQLNTSW2",), ("--service", "alb"), ("--region", "eu-west-1")])
def test_a_comparison_is_of_whole_tables(shell: Shell, tmp_path: Path, words: tuple[str, ...]) -> None:
    ran = shell.run("zone-ids", *words, "--against", str(tmp_path / "other.json"), "--json")
    assert (ran.status, ran.error["code"]) == (2, "usage")


def test_another_table_is_compared_and_its_rows_taken_over(shell: Shell, tmp_path: Path) -> None:
    other, out = tmp_path / "other.json", tmp_path / "new.json"
    other.write_text(json.dumps({"alb": {"eu-west-1": "ZANOTHER"}}), encoding="utf-8")
    ran = shell.run("zone-ids", "--against", str(other), "--out", str(out), "--json")
    assert ran.status == 1
    changed = [row for row in ran.data["differences"] if row["standing"] == "other"]
    assert changed == [
        {"service": "alb", "region": "eu-west-1", "here": "Z32O12XQLNTSW2", "there": "ZANOTHER", "standing": "other"}
    ]
    assert json.loads(out.read_text(encoding="utf-8"))["services"]["alb"]["ids"]["eu-west-1"] == "ZANOTHER"
    same = shell.run("zone-ids", "--against", str(_own(shell, tmp_path)), "--json")
    assert (same.status, same.data) == (0, {"differences": []})


def _own(shell: Shell, folder: Path) -> Path:
    entries = shell.run("zone-ids", "--json").data["entries"]
    table: dict[str, dict[str, str]] = {}
    for entry in entries:
        table.setdefault(entry["service"], {})[entry["region"]] = entry["zone_id"]
    path = folder / "own.json"
    path.write_text(json.dumps(table), encoding="utf-8")
    return path


def test_a_file_that_is_no_table_is_said(shell: Shell, tmp_path: Path) -> None:
    notes = tmp_path / "notes.txt"
    notes.write_text("no json", encoding="utf-8")
    assert shell.run("zone-ids", "--against", str(notes), "--json").error["code"] == "not-a-zone-id-table"
    missing = shell.run("zone-ids", "--against", str(tmp_path / "missing"), "--json")
    assert (missing.status, missing.error["code"]) == (2, "file-unreadable")


def test_the_table_is_narrowed_to_regions(shell: Shell) -> None:
    ran = shell.run("zone-ids", "--region", "cn-north-1", "--region", "us-gov-west-1", "--json")
    assert {entry["region"] for entry in ran.data["entries"]} == {"cn-north-1", "us-gov-west-1"}


def test_a_name_tells_its_partition(shell: Shell) -> None:
    ran = shell.run("resolve", "a.cn-northwest-1.eb.amazonaws.com.cn", "--json")
    assert (ran.data["partition"], ran.data["zone_id"]) == ("aws-cn", "ZB5H67MZE5736")
    assert "us-gov-west-1 · GovCloud" in shell.run("resolve", "x-1.us-gov-west-1.elb.amazonaws.com").out
