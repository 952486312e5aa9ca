"""Commands seldom look for objects that hold each other; whoever calls one, and what runs long, do so as ever."""

from __future__ import annotations

import gc

import pytest

from xalias_tui.cli import main
from xalias_tui.cli.commands import kinds
from xalias_tui.cli.cycles import looked_for_as_usual, looked_for_seldom


def test_a_command_looks_seldom_and_leaves_it_as_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    before, during = gc.get_threshold(), list[int]()
    monkeypatch.setattr(kinds.command, "callback", lambda **_: during.append(gc.get_threshold()[0]))
    assert main(["kinds"]) == 0
    assert during[0] >= 100 * before[0]
    assert gc.get_threshold() == before


def test_what_runs_long_looks_as_ever() -> None:
    usual = gc.get_threshold()
    with looked_for_seldom():
        looked_for_as_usual()
        assert gc.get_threshold() == usual
