from __future__ import annotations

import os
import sys

import pytest

from xalias_tui.cli.prompts import confirm_sending


def test_nothing_is_sent_where_its_outcome_can_not_be_printed(monkeypatch: pytest.MonkeyPatch) -> None:
    confirm_sending(yes=True)
    with os.fdopen(os.open(os.devnull, os.O_RDONLY), "w", encoding="utf-8") as closed:
        monkeypatch.setattr(sys, "stdout", closed)
        with pytest.raises(OSError, match="Bad file descriptor"):
            confirm_sending(yes=True)
