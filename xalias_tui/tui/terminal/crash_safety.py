"""What keeps the operator's terminal in order: drawn octets, crash reports, signals."""

from __future__ import annotations

import asyncio
import signal
import threading
from collections.abc import Sequence
from functools import partial
from typing import Final, Generic, TypeVar

from rich.segment import Segments
from textual.app import App
from textual.filter import LineFilter

from xalias_tui.tui.terminal.untrusted_text import STRIP_CONTROLS, printable

T = TypeVar("T")

_SIGNALLED: Final = 128
"""Shells add it to the number of the signal that ended a program."""


class GuardedApp(App[T], Generic[T]):
    """An app that leaves the terminal as it was, whatever ends it and whatever it was given to draw."""

    def get_line_filters(self) -> Sequence[LineFilter]:
        """Control octets are dropped last of all."""
        return [*super().get_line_filters(), STRIP_CONTROLS]

    def restore_on_signals(self) -> None:
        """Being ended from outside is an orderly exit too."""
        if threading.current_thread() is threading.main_thread():
            for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT):
                asyncio.get_running_loop().add_signal_handler(
                    number, partial(self.exit, return_code=_SIGNALLED + number)
                )

    def _fatal_error(self) -> None:
        """Report a crash without the values of local variables: they may hold what is not ours to print."""
        from rich.traceback import Traceback  # noqa: PLC0415 -- 30 ms that the first paint need not wait for

        self.bell()
        report = Traceback(show_locals=False, width=None)
        self._exit_renderables.append(Segments(printable(self.console.render(report, self.console.options))))
        self._close_messages_no_wait()
