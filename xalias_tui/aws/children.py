"""Programs that are run for credentials: without the terminal, within a time limit, and never longer than we run.

A credential process or a login that could read the terminal would take the operator's keys and write over the screen.
So each gets an empty standard input and a session of its own, in which there is no controlling terminal to open.
"""

from __future__ import annotations

import atexit
import contextlib
import errno
import os
import signal
import subprocess
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Final, Self

from xalias_tui.domain.errors import AwsError

TIME_LIMIT: Final = 60.0
"""Seconds that a credential process may take."""
_GRACE: Final = 1.0
"""Seconds between asking a program to end and ending it."""

_running: dict[Child, object] = {}
"""Programs that run, each with the group that it was started in."""
_lock = threading.RLock()
"""Held while a program is started: what ends all of them sees each that there is."""
_over = threading.Event()
"""Whether this program ends, so that no other is started any more."""
_GROUP: ContextVar[object] = ContextVar("xalias_children", default=None)


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
        OSError: when it cannot be started, or this program ends.
    """

    def __init__(
        self, words: Sequence[str], *, merged: bool = False, variables: Mapping[str, str] | None = None
    ) -> None:
        self.stopped = False
        with _lock:
            if _over.is_set():
                raise OSError(errno.ECANCELED, os.strerror(errno.ECANCELED))
            self.process: subprocess.Popen[bytes] = subprocess.Popen(  # noqa: S603 -- no shell; the operator's own configuration names it
                words,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT if merged else subprocess.PIPE,
                start_new_session=True,
                env={**os.environ, **(variables or {})},
            )
            _running[self] = _GROUP.get()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        with self.process:
            self._end()
        with _lock:
            _running.pop(self, None)

    def stop(self) -> None:
        """End it and what it started, if it still runs; what it left behind on purpose is left alone."""
        self.stopped = True
        self._end()

    def _end(self) -> None:
        if self.process.poll() is None:
            self.signal(signal.SIGTERM)
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.process.wait(_GRACE)
            self.signal(signal.SIGKILL)

    def signal(self, number: signal.Signals) -> None:
        """Send it, and what it started, a signal."""
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self.process.pid, number)

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
        AwsError: ``cancelled``, when it was stopped.
    """
    with Child(words) as child:
        try:
            out, said = child.process.communicate(timeout=limit)
        except subprocess.TimeoutExpired:
            child.stop()
            raise TimeLimitError(limit, _rest(child.process)) from None
        if child.stopped:
            raise AwsError("cancelled", "Its credential_process was stopped before it gave credentials.", "Read again.")
        return child.process.returncode, out, said


@contextmanager
def grouped() -> Iterator[object]:
    """What is started in this context, or in a copy of it, is one group."""
    group = object()
    token = _GROUP.set(group)
    try:
        yield group
    finally:
        _GROUP.reset(token)


def end_all(group: object = None) -> None:
    """End everything that still runs, or what runs of a group."""
    with _lock:
        children = tuple(child for child, of in _running.items() if group is None or of is group)
    for child in children:
        child.stopped = True
        if child.process.poll() is None:
            child.signal(signal.SIGTERM)
    for child in children:
        child.stop()


def _rest(process: subprocess.Popen[bytes]) -> str:
    """What a program that was ended had written to standard error, as far as nothing else keeps the pipe open."""
    try:
        return process.communicate(timeout=_GRACE)[1].decode(errors="replace")
    except subprocess.TimeoutExpired as error:
        return (error.stderr or b"").decode(errors="replace")


def _end_for_good() -> None:
    with _lock:
        _over.set()
    end_all()


atexit.register(_end_for_good)
