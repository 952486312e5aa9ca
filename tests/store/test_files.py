from __future__ import annotations

from pathlib import Path

import pytest

from xalias_tui.domain.errors import UsageError
from xalias_tui.store.files import write_text


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
