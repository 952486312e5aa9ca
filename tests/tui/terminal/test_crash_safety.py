from __future__ import annotations

import sys
from io import StringIO

import pytest
from textual.app import App
from textual.drivers._writer_thread import WriterThread
from textual.drivers.linux_driver import LinuxDriver

from xalias_tui.tui.terminal.crash_safety import outlives_terminal


class Gone(StringIO):
    """The file of a terminal whose window was closed."""

    tried = 0

    def write(self, text: str) -> int:
        self.tried += 1
        raise OSError(5, "Input/output error")

    def flush(self) -> None:
        raise OSError(5, "Input/output error")


async def test_what_is_written_to_a_terminal_that_is_gone_ends_no_thread(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = Gone()
    monkeypatch.setattr(sys, "__stderr__", terminal)
    driver = outlives_terminal(LinuxDriver)(App())
    thread = WriterThread(driver._file)  # type: ignore[attr-defined] # of the platform's driver
    thread.start()
    for text in ("a", "b", "c"):
        thread.write(text)
    thread.stop()
    assert terminal.tried == 3
