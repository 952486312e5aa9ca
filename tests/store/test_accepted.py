from __future__ import annotations

import json
import threading
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from xalias_tui.domain.audits import Acceptance
from xalias_tui.domain.errors import UsageError
from xalias_tui.domain.findings import Finding, Severity
from xalias_tui.domain.names import DnsName
from xalias_tui.domain.records import RecordKey
from xalias_tui.store import accepted

RECORD = RecordKey(DnsName.parse("www.example.com"), "A", "blue")
DECISION = Acceptance("dangling-target", "Z1", RECORD, "gone.example.org.", "moves in May", date(2026, 3, 1))


def test_decisions_are_kept_one_for_each_finding_of_a_record(tmp_path: Path) -> None:
    path = accepted.beside(tmp_path / "new" / "config.toml")
    assert accepted.load(path) == ()
    accepted.add(path, DECISION)
    later = replace(DECISION, reason="moves in June", until=date(2026, 6, 30))
    other = replace(DECISION, id="lb-deleted-recreated")
    accepted.add(path, other)
    assert accepted.add(path, later) == (other, later) == accepted.load(path)
    assert accepted.remove(path, later) == (other,) == accepted.load(path)


def test_of_many_who_decide_at_once_each_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "accepted.json"
    decisions = [replace(DECISION, id=f"finding-{at}") for at in range(20)]
    threads = [threading.Thread(target=accepted.add, args=(path, decision)) for decision in decisions]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {decision.id for decision in accepted.load(path)} == {decision.id for decision in decisions}


WRONG: list[dict[str, Any]] = [{"name": 5}, {"target": 5}, {"set_identifier": []}, {"until": 5}, {"at": None}]
WHOLE = {"finding": "f", "zone_id": "Z1", "name": "a.example.com", "type": "A", "reason": "r", "at": "2026-03-01"}


@pytest.mark.parametrize(
    "text",
    [
        "[]",
        "{",
        "null",
        '{"accepted": [{}]}',
        '{"accepted": [{"finding": 1}]}',
        '{"accepted": ["x"]}',
        '{"accepted": {"a": 1}}',
        *(json.dumps({"accepted": [{**WHOLE, **wrong}]}) for wrong in WRONG),
    ],
)
def test_a_file_of_something_else_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "accepted.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(UsageError, match=r"accepted\.json") as caught:
        accepted.load(path)
    assert caught.value.code == "accepted-invalid"


def test_a_decision_holds_for_one_finding_of_one_record_leading_to_one_place_until_its_day() -> None:
    finding = Finding("dangling-target", Severity.ERROR, "", "", RECORD, "Z1", "gone.example.org.")
    ended = replace(DECISION, until=date(2026, 4, 1))
    assert DECISION.covers(finding, date(2030, 1, 1))
    assert ended.covers(finding, date(2026, 4, 1))
    assert not ended.covers(finding, date(2026, 4, 2))
    changes: list[dict[str, Any]] = [
        {"target": "x."},
        {"zone_id": "Z2"},
        {"id": "x"},
        {"record": replace(RECORD, type="AAAA")},
    ]
    for change in changes:
        assert not DECISION.covers(replace(finding, **change), date(2026, 3, 1))
