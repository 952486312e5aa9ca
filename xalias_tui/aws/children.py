"""Programs that are run for credentials: without the terminal, within a time limit, and never longer than we run.

A credential process or a login that could read the terminal would take the operator's keys and write over the screen.
So each gets an empty standard input and a session of its own, in which there is no controlling terminal to open.
"""

from __future__ import annotations

import atexit
import contextlib
import os
import signal
import subprocess
import threading
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final, Self

TIME_LIMIT: Final = 60.0
"""Seconds that a credential process may take."""
_GRACE: Final = 1.0
"""Seconds between asking a program to end and ending it."""

_running: set[subprocess.Popen[Any]] = set()
_lock = threading.Lock()


class TimeLimitError(Exception):
    """A program did not end within its time limit, and was ended.

    Attributes:
        seconds: The limit.
        said: What it had written to standard error.
    """

    def __init__(self, seconds: float, said: str) -> None:
        super().__init__(f"it did not end within {seconds:g} seconds")
        self.seconds = seconds
        self.said = said


class Child:
    """A running program in a session of its own. Use it as a context manager, which waits for its end.

    Args:
        words: Its command line.
        merged: Whether standard error goes where standard output goes.
        variables: What its environment has besides ours.

    Raises:
        OSError: when it cannot be started.
    """

    def __init__(
        self, words: Sequence[str], *, merged: bool = False, variables: Mapping[str, str] | None = None
    ) -> None:
        self.process: subprocess.Popen[bytes] = subprocess.Popen(  # noqa: S603 -- no shell; the operator's own configuration names it
            words,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT if merged else subprocess.PIPE,
            start_new_session=True,
            env={**os.environ, **(variables or {})},
        )
        with _lock:
            _running.add(self.process)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        with self.process:
            end(self.process)
        with _lock:
            _running.discard(self.process)

    def lines(self, on_line: Callable[[str], None]) -> int:
        """Tell every line until it ends; returns its exit status."""
        for line in self.process.stdout or ():
            on_line(line.decode(errors="replace").rstrip("\r\n"))
        return self.process.wait()


def run(words: Sequence[str], *, limit: float = TIME_LIMIT) -> tuple[int, bytes, bytes]:
    """Run a program to its end: exit status, standard output, standard error.

    Raises:
        OSError: when it cannot be started.
        TimeLimitError: when it takes longer than ``limit`` seconds.
    """
    with Child(words) as child:
        try:
            out, said = child.process.communicate(timeout=limit)
        except subprocess.TimeoutExpired:
            end(child.process)
            raise TimeLimitError(limit, _rest(child.process)) from None
        return child.process.returncode, out, said


def end(process: subprocess.Popen[Any]) -> None:
    """End a program and what it started, if it still runs; what a program left behind on purpose is left alone."""
    if process.poll() is None:
        _signal(process, signal.SIGTERM)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(_GRACE)
        _signal(process, signal.SIGKILL)


def end_all() -> None:
    """End everything that still runs: this program ends."""
    with _lock:
        processes = tuple(_running)
    for process in processes:
        _signal(process, signal.SIGTERM)
    for process in processes:
        end(process)


def _rest(process: subprocess.Popen[bytes]) -> str:
    """What a program that was ended had written to standard error, as far as nothing else keeps the pipe open."""
    try:
        return process.communicate(timeout=_GRACE)[1].decode(errors="replace")
    except subprocess.TimeoutExpired as error:
        return (error.stderr or b"").decode(errors="replace")


def _signal(process: subprocess.Popen[Any], number: signal.Signals) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, number)


atexit.register(end_all)
