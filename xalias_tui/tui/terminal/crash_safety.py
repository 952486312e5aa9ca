"""What keeps the operator's terminal in order: crash reports, signals, and a terminal that goes away."""

from __future__ import annotations

import asyncio
import signal
import threading
from contextlib import suppress
from functools import partial
from typing import IO, Any, Final

from rich.segment import Segments
from textual.app import App
from textual.driver import Driver

from xalias_tui.tui.terminal.untrusted_text import printable

_SIGNALLED: Final = 128
"""Shells add it to the number of the signal that ended a program."""


def restore_on_signals(app: App[Any]) -> None:
    """Being ended from outside is an orderly exit too."""
    if threading.current_thread() is threading.main_thread():
        for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT):
            asyncio.get_running_loop().add_signal_handler(number, partial(app.exit, return_code=_SIGNALLED + number))


def crash_report(app: App[Any]) -> Segments:
    """The exception being handled, without the values of local variables: they may hold what is not ours to print."""
    from rich.traceback import Traceback

    report = Traceback(show_locals=False, width=None)
    return Segments(printable(app.console.render(report, app.console.options)))


class Enduring:
    """The file of a terminal; what is written after the terminal is gone is lost, as no one is left to read it.

    Textual writes on a thread of its own, which ends with the first write that fails; on the way out the program then
    waits for ever until that thread takes what is still queued (8.2.8).
    """

    def __init__(self, file: IO[str]) -> None:
        self._file = file

    def write(self, text: str) -> int:
        """Write, where someone reads."""
        with suppress(OSError):
            self._file.write(text)
        return len(text)

    def flush(self) -> None:
        """Let the terminal have what was written."""
        with suppress(OSError):
            self._file.flush()

    def fileno(self) -> int:
        """The number of the file."""
        return self._file.fileno()

    def isatty(self) -> bool:
        """Whether it is a terminal."""
        return self._file.isatty()


def outlives_terminal(driver: type[Driver]) -> type[Driver]:
    """A driver that ends in order where its terminal is gone."""

    class Outliving(driver):  # type: ignore[valid-type,misc] # which driver it is depends on the platform
        def __init__(self, *given: Any, **options: Any) -> None:
            super().__init__(*given, **options)
            file: IO[str] | None = getattr(self, "_file", None)  # which a driver without a terminal has not
            if file is not None:
                self._file = Enduring(file)

    return Outliving
