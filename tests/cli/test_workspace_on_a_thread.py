from __future__ import annotations

import threading
from pathlib import Path

import click
import pytest

from xalias_tui.cli.options import current_invocation
from xalias_tui.cli.root import Called
from xalias_tui.jobs.session.workspace import Workspace


def test_the_explorer_makes_its_workspace_on_a_thread(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    called, made = Called(), list[Workspace]()
    with click.Context(click.Command("xalias"), obj=called):
        invocation = current_invocation()
        thread = threading.Thread(target=lambda: made.append(invocation.workspace(inventory_folder=tmp_path)))
        thread.start()
        thread.join()
    assert made
    assert made[0].kept is not None
    assert called.problem() == made[0].kept.problem
