from __future__ import annotations

import os
from pathlib import Path

import pytest

from xalias_tui.domain.errors import UsageError
from xalias_tui.store.files import make_folder, read_json, write_text

DEEP = "[" * 100_000


@pytest.mark.parametrize(("text", "why"), [("nonsense", "it is not JSON"), (DEEP, "nested too deeply")])
def test_a_file_that_is_no_json_is_said(tmp_path: Path, text: str, why: str) -> None:
    file = tmp_path / "plan.json"
    file.write_text(text)
    with pytest.raises(UsageError, match=why) as caught:
        read_json(file, code="not-a-plan", kind="plan", remedy="Make one.")
    assert (caught.value.code, caught.value.remedy) == ("not-a-plan", "Make one.")


@pytest.mark.parametrize("name", ["", ".", "/", "/proc/none/plan.json"])
def test_what_can_not_be_written_is_wrong_usage(name: str) -> None:
    with pytest.raises(UsageError, match="can't be written") as caught:
        write_text(Path(name), "text")
    assert caught.value.code == "out-unwritable"


def test_a_folder_that_can_not_be_made_is_wrong_usage(tmp_path: Path) -> None:
    make_folder(tmp_path / "plans" / "today")
    make_folder(tmp_path / "plans" / "today")
    (tmp_path / "file").touch()
    with pytest.raises(UsageError, match="can't be made") as caught:
        make_folder(tmp_path / "file" / "plans")
    assert caught.value.code == "out-unwritable"


def test_a_draft_of_another_writer_is_left_alone(tmp_path: Path) -> None:
    other = tmp_path / "plan.json.part"
    other.write_text("half")
    write_text(tmp_path / "plan.json", "whole")
    assert other.read_text() == "half"
    assert (tmp_path / "plan.json").read_text() == "whole"


def test_what_can_not_be_written_leaves_no_draft(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    with pytest.raises(UsageError, match="can't be written"):
        write_text(tmp_path / "folder", "text")
    assert [found.name for found in tmp_path.iterdir()] == ["folder"]


def test_a_pipe_is_written_to_and_stays_a_pipe(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with os.fdopen(os.open(pipe, os.O_RDONLY | os.O_NONBLOCK), "rb") as reader:
        write_text(pipe, "text")
        assert reader.read() == b"text"
    assert [found.name for found in tmp_path.iterdir()] == ["pipe"]
    assert pipe.is_fifo()
    with pytest.raises(UsageError, match="can't be written"):  # instead of waiting for a reader
        write_text(pipe, "text")


def test_an_open_file_of_the_shell_is_written_to(tmp_path: Path) -> None:
    with (tmp_path / "redirected").open("w+", encoding="utf-8") as stream:
        write_text(Path(f"/dev/fd/{stream.fileno()}"), "text")
        assert stream.read() == "text"


def test_a_full_device_is_said() -> None:
    with Path("/dev/full").open("w", encoding="utf-8") as stream, pytest.raises(UsageError, match="No space left"):
        write_text(Path(f"/dev/fd/{stream.fileno()}"), "text")  # nothing there can be replaced, whoever runs this
