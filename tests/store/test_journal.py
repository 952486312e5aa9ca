from __future__ import annotations

import json
import os
import stat
import tempfile
import threading
import tracemalloc
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xalias_tui.domain.errors import RefusedError
from xalias_tui.store.journal import Journal


def event(entry: str, name: str = "intended") -> dict[str, str]:
    return {"entry": entry, "event": name}


def lines(journal: Journal) -> list[tuple[bytes, int]]:
    return list(journal.newest_first())


def test_lines_come_back_newest_first(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "deep" / "journal.jsonl")
    assert (lines(journal), journal.lines()) == ([], 0)
    journal.append(event("1"))
    journal.append(event("1", "sent"))
    assert [(json.loads(line), at) for line, at in lines(journal)] == [(event("1", "sent"), 0), (event("1"), 1)]
    assert stat.S_IMODE(journal.path.stat().st_mode) == 0o600


def test_a_torn_last_line_is_kept_and_never_joined(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "journal.jsonl")
    journal.append(event("1"))
    with journal.path.open("a") as file:
        file.write('{"entry": "2", "eve')
    assert lines(journal)[0] == (b'{"entry": "2", "eve', 0)
    assert journal.lines() == 2
    journal.append(event("3"))
    assert [at for _, at in lines(journal)] == [0, 1, 2]
    assert lines(journal)[1] == (b'{"entry": "2", "eve', 1)
    assert journal.lines() == 3


@given(st.lists(st.integers(0, 40)), st.booleans(), st.integers(1, 30))
def test_lines_are_the_same_wherever_blocks_end(sizes: list[int], whole: bool, block: int) -> None:  # noqa: FBT001 -- drawn by the library
    wanted = [bytes([ord("a") + at % 26]) * size for at, size in enumerate(sizes)]
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        patch.setattr("xalias_tui.store.journal._BLOCK", block)
        journal = Journal(Path(folder) / "journal.jsonl")
        content = b"\n".join(wanted) + (b"\n" if whole and wanted else b"")
        journal.path.write_bytes(content)
        numbered = list(enumerate(content.split(b"\n"), start=1))
        found = [(line, journal.lines() - at) for line, at in lines(journal)]
    assert found == [(line, number) for number, line in reversed(numbered) if line]


def test_a_line_without_an_end_is_not_held_in_memory(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "journal.jsonl")
    journal.append(event("1"))
    with journal.path.open("ab") as file:
        file.truncate(journal.path.stat().st_size + 40 * 1024 * 1024)
    tracemalloc.start()
    (long, _), (first, _) = lines(journal)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert (len(long) < 1_000_000, json.loads(first)) == (True, event("1"))
    assert peak < 60_000_000


def test_whoever_reads_the_folder_does_not_read_the_journal(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "journal.jsonl")
    journal.path.touch(0o644)
    journal.append(event("1"))
    assert stat.S_IMODE(journal.path.stat().st_mode) == 0o600


def test_a_link_is_not_written_through(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").write_text("kept")
    (tmp_path / "journal.jsonl").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(RefusedError, match="symbolic link"):
        Journal(tmp_path / "journal.jsonl").append(event("1"))
    assert (tmp_path / "elsewhere").read_text() == "kept"


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
        list(Journal(tmp_path).newest_first())
