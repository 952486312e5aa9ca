"""What keeps the operator's terminal in order: crash reports and signals."""

from __future__ import annotations

import asyncio
import signal
import threading
from functools import partial
from typing import Any, Final

from rich.segment import Segments
from textual.app import App

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
