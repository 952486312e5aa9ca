from __future__ import annotations

import json
import os
import stat
import threading
from pathlib import Path

import pytest

from xalias_tui.domain.errors import RefusedError
from xalias_tui.store.journal import Journal


def event(entry: str, name: str = "intended") -> dict[str, str]:
    return {"entry": entry, "event": name}


def test_events_come_back_in_order(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "deep" / "journal.jsonl")
    assert journal.read().events == ()
    journal.append(event("1"))
    journal.append(event("1", "sent"))
    assert journal.read().events == (event("1"), event("1", "sent"))
    assert stat.S_IMODE(journal.path.stat().st_mode) == 0o600


def test_a_torn_last_line_is_kept_reported_and_never_joined(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "journal.jsonl")
    journal.append(event("1"))
    with journal.path.open("a") as file:
        file.write('{"entry": "2", "eve')
    assert journal.read().torn == (2,)
    journal.append(event("3"))
    reading = journal.read()
    assert [found["entry"] for found in reading.events] == ["1", "3"]
    assert reading.torn == (2,)
    assert '{"entry": "2", "eve\n' in journal.path.read_text()


@pytest.mark.parametrize(
    "line", ["[]", '"text"', '{"event": "x"}', '{"entry": 1, "event": "x"}', '{"entry": "x", "event": []}', "\xff"]
)
def test_lines_that_are_no_event_are_reported(tmp_path: Path, line: str) -> None:
    journal = Journal(tmp_path / "journal.jsonl")
    journal.path.write_bytes(line.encode("latin-1") + b"\n")
    assert (journal.read().events, journal.read().torn) == ((), (1,))


def test_it_is_on_disk_before_append_returns(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    synced: list[int] = []
    real = os.fsync

    def watching(descriptor: int) -> None:
        synced.append(os.fstat(descriptor).st_ino)
        real(descriptor)

    monkeypatch.setattr(os, "fsync", watching)
    journal = Journal(tmp_path / "journal.jsonl")
    journal.append(event("1"))
    assert synced == [journal.path.stat().st_ino, tmp_path.stat().st_ino]
    journal.append(event("2"))
    assert synced[2:] == [journal.path.stat().st_ino]


def test_writers_at_the_same_time_do_not_mix_lines(tmp_path: Path) -> None:
    path = tmp_path / "journal.jsonl"

    def write(number: int) -> None:
        for _ in range(20):
            Journal(path).append({**event(str(number)), "text": "x" * 5_000})

    threads = [threading.Thread(target=write, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    lines = path.read_text().splitlines()
    assert len(lines) == 80
    assert all(len(json.loads(line)["text"]) == 5_000 for line in lines)


def test_a_journal_that_cannot_be_written_refuses(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(RefusedError, match="cannot be written"):
        Journal(tmp_path / "file" / "journal.jsonl").append(event("1"))
    with pytest.raises(RefusedError, match="cannot be read"):
        Journal(tmp_path).read()
