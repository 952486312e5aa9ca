"""On a real pseudo-terminal: a program that is ended from outside gives the terminal back in order."""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path

import pytest

from tests.terminal.real_terminal import Terminal, environment

PROGRAM = """
import sys, tempfile
from functools import partial
from pathlib import Path
from tests.tui.driving import PaintedApp
from tests.tui.fakes import Estate
estate = Estate()
app = PaintedApp(partial(estate.workspace, Path(tempfile.mkdtemp())), instead=estate.instead)
app.run()
sys.exit(app.return_code)
"""
ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize(("number", "status"), [(signal.SIGTERM, 143), (signal.SIGHUP, 129)])
def test_a_signal_restores_the_terminal(tmp_path: Path, number: signal.Signals, status: int) -> None:
    variables = environment(tmp_path, PYTHONPATH=str(ROOT))
    with Terminal([sys.executable, "-c", PROGRAM], variables, columns=80, lines=24) as terminal:
        terminal.expect("Zones", "▸example.com.")
        terminal.signal(number)
        assert terminal.wait() == status
        assert b"\x1b[?1049h" in terminal.raw
        assert terminal.raw.rindex(b"\x1b[?1049l") > terminal.raw.rindex(b"\x1b[?1049h")
        assert b"\x1b[?1000l" in terminal.raw


def test_colour_can_be_switched_off(tmp_path: Path) -> None:
    variables = environment(tmp_path, PYTHONPATH=str(ROOT), NO_COLOR="1")
    with Terminal([sys.executable, "-c", PROGRAM], variables, columns=120, lines=40) as terminal:
        terminal.expect("▐explorer 1▌", "▸example.com.", "Choose a target on the right")
        terminal.press("tab")
        text = terminal.expect("Checks: ")
        assert "READ-WRITE" in text
        terminal.press("q")
        assert terminal.wait() == os.EX_OK
