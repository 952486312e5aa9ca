"""Commands seldom look for objects that hold each other; whoever calls one, and what runs long, do so as ever."""

from __future__ import annotations

import gc
import subprocess
import sys
from collections.abc import Iterator

import click
import pytest

from tests.jobs.fakes import FakeAccounts
from xalias_tui.cli import main
from xalias_tui.cli.commands import kinds
from xalias_tui.cli.cycles import USUAL, looked_for_as_usual, looked_for_seldom
from xalias_tui.cli.watching import Watching
from xalias_tui.jobs.session.workspace import Options, Workspace


@pytest.fixture(autouse=True)
def _as_without_tests() -> Iterator[None]:
    """The suite itself looks less often than a program does, and not at what all tests share."""
    of_the_suite = gc.get_threshold()
    gc.set_threshold(*USUAL)
    gc.unfreeze()
    yield
    gc.freeze()
    gc.set_threshold(*of_the_suite)


def test_a_command_looks_seldom_and_leaves_it_as_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    before, during = gc.get_threshold(), list[int]()
    monkeypatch.setattr(kinds.command, "callback", lambda **_: during.append(gc.get_threshold()[0]))
    assert main(["kinds"]) == 0
    assert during[0] >= 100 * before[0]
    assert gc.get_threshold() == before


def test_what_a_command_leaves_is_not_looked_through_when_it_ends() -> None:
    looked: list[str] = []
    with looked_for_seldom():
        left = [[] for _ in range(10 * USUAL[0])]  # type: ignore[var-annotated] # empty lists
        gc.callbacks.append(lambda phase, _: looked.append(phase))
    more = [[] for _ in range(USUAL[0] // 2)]  # type: ignore[var-annotated] # as above
    gc.callbacks.pop()
    assert looked == [], f"collected with {len(left)} lists, before {len(more)} more were made"
    gc.collect()
    assert gc.get_freeze_count() == 0


def test_what_was_frozen_before_a_command_stays_so() -> None:
    gc.freeze()
    with looked_for_seldom():
        pass
    assert gc.get_freeze_count() > 0


def test_the_interpreter_ends_without_looking() -> None:
    code = (
        "import atexit, gc\n"
        "atexit.register(lambda: print(len(gc.get_objects()), gc.get_freeze_count() > 1000))\n"
        "from xalias_tui.cli import main\n"
        "main(['--version'])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    left, frozen = done.stdout.splitlines()[-1].split()
    assert (int(left) < USUAL[0], frozen) == (True, "True")


def test_what_runs_long_looks_as_ever() -> None:
    with looked_for_seldom():
        looked_for_as_usual()
        assert gc.get_threshold() == USUAL


def test_what_watches_runs_long() -> None:
    made = Workspace(Options(), accounts=FakeAccounts({}))
    with looked_for_seldom(), click.Context(click.Command("usedby")):
        watching = Watching(watch=True, every=1, within=0)
        assert watching.until(made, lambda _: True, gc.get_threshold, str) == USUAL
        once = Watching(watch=False, every=1, within=0).until(made, lambda _: True, lambda: 1, str)
    assert once == 1
