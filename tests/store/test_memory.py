from __future__ import annotations

import json
import os
import stat
from pathlib import Path
from typing import Any

import pytest

from xalias_tui.domain.errors import UsageError
from xalias_tui.domain.memory import LONGEST, MOST, Listing, Memory
from xalias_tui.store import memory

WHOLE = Memory(
    zone="Z1",
    lists={"zones": Listing("Records", descending=True, hidden=frozenset({"Comment"}))},
    filters={"zones-pane": ("shop", "corp")},
    saved={"audit-pane": ("broken",)},
    names=("www.example.com.",),
    targets=("arn:a",),
    export_format="cdk-python",
    theme="nord",
    program="1.2",
)


def test_everything_is_read_as_it_was_written_and_is_the_operators_alone(tmp_path: Path) -> None:
    file = tmp_path / "state" / memory.FILE_NAME
    before = os.umask(0)
    try:
        memory.save(file, lambda: WHOLE)
    finally:
        os.umask(before)
    assert memory.load(file) == WHOLE
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_nothing_is_remembered_where_there_is_no_file(tmp_path: Path) -> None:
    assert memory.load(tmp_path / "none.json") == Memory()
    assert memory.beside(tmp_path / "journal.jsonl") == tmp_path / "memory.json"


@pytest.mark.parametrize(
    "content",
    [
        "",
        "[]",
        "{",
        "{}",
        '{"version": 2}',
        '{"version": 1, "zone": 3}',
        '{"version": 1, "lists": []}',
        '{"version": 1, "lists": {"zones": {"descending": "yes"}}}',
        '{"version": 1, "recent_names": "www"}',
        '{"version": 1, "saved_filters": {"zones-pane": [1]}}',
        json.dumps({"version": 1, "theme": "x" * (LONGEST + 1)}),
        "[" * 100_000,
    ],
)
def test_what_is_something_else_is_refused_with_the_way_out(tmp_path: Path, content: str) -> None:
    file = tmp_path / "memory.json"
    file.write_text(content, encoding="utf-8")
    with pytest.raises(UsageError) as refused:
        memory.load(file)
    assert refused.value.code == "memory-invalid"
    assert "remove it" in refused.value.remedy


def test_keys_that_a_later_version_adds_are_ignored_and_long_lists_are_cut(tmp_path: Path) -> None:
    file = tmp_path / "memory.json"
    document: dict[str, Any] = {"version": 1, "new": 1, "recent_names": [f"h{at}." for at in range(MOST + 5)]}
    file.write_text(json.dumps(document), encoding="utf-8")
    assert len(memory.load(file).names) == MOST


def test_the_newest_comes_first_and_is_there_once() -> None:
    kept = Memory().named("a.").named("b.").named("a.").filtered("p", "x").filtered("p", "").toggled("p", "x")
    assert kept.names == ("a.", "b.")
    assert kept.filters == {"p": ("x",)}
    assert kept.saved == {"p": ("x",)}
    assert kept.toggled("p", "x").saved == {"p": ()}
    assert Memory().named("x" * (LONGEST + 1)).names == ()
    assert Memory().targeted("t").targets == ("t",)
