"""A real pseudo-terminal with a terminal emulator behind it: what the program draws is what an operator would see."""

from __future__ import annotations

import fcntl
import os
import pty
import resource
import select
import signal
import struct
import termios
import time
from collections.abc import Callable, Mapping, Sequence
from types import TracebackType
from typing import Any, Final, Self

import pyte
from rich.cells import cell_len

KEYS: Final[Mapping[str, str]] = {
    "enter": "\r",
    "escape": "\x1b",
    "tab": "\t",
    "backspace": "\x7f",
    "up": "\x1b[A",
    "down": "\x1b[B",
    "ctrl+p": "\x10",
    "ctrl+c": "\x03",
}

_HANGS: Final = 120.0
"""Seconds without what is waited for, also on a crowded machine; ends a hang, decides nothing."""
_NOT_PASSED_ON: Final = ("AWS_", "XDG_", "XALIAS_", "COLUMNS", "LINES")
"""The last two would overrule the size of the terminal."""


class Terminal:
    """A child process on a pseudo-terminal of a given size; use as a context manager.

    Attributes:
        raw: Everything that it wrote.
        usage: What it used of the machine, once it ended and was waited for.
    """

    def __init__(self, command: Sequence[str], environment: Mapping[str, str], *, columns: int, lines: int) -> None:
        self._screen = pyte.Screen(columns, lines)
        self._stream = pyte.ByteStream(self._screen)
        self.raw = bytearray()
        self.usage: resource.struct_rusage | None = None
        self._status: int | None = None
        self._ended = False
        self._pid, self._fd = pty.fork()
        if self._pid == 0:
            os.execvpe(command[0], list(command), dict(environment))  # noqa: S606 -- the child becomes the program under test
        fcntl.ioctl(self._fd, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._status is None:
            os.kill(self._pid, signal.SIGKILL)
            os.waitpid(self._pid, 0)
        os.close(self._fd)

    @property
    def pid(self) -> int:
        """The program's process."""
        return self._pid

    @property
    def text(self) -> str:
        """What is on the screen now."""
        return "\n".join(line.rstrip() for line in self._screen.display)

    def press(self, *keys: str) -> None:
        """Type key names of ``KEYS``, or literal text."""
        for key in keys:
            os.write(self._fd, KEYS.get(key, key).encode())

    def resize(self, columns: int, lines: int) -> None:
        """Change the size of the terminal, as a window manager would."""
        self._screen.resize(lines, columns)
        fcntl.ioctl(self._fd, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))
        os.kill(self._pid, signal.SIGWINCH)

    def signal(self, number: signal.Signals) -> None:
        """Send a signal to the program."""
        os.kill(self._pid, number)

    def expect(self, *texts: str, gone: str | None = None) -> str:
        """Read until all ``texts`` stand on the screen together, without what must be ``gone``; gives the screen."""
        deadline = time.monotonic() + _HANGS
        while True:
            screen = self.text
            missing = [text for text in texts if text not in screen]
            if not missing and (gone is None or gone not in screen):
                return screen
            if not self._read(deadline - time.monotonic()):
                raise AssertionError(f"not on the screen: {missing or f'still there: {gone}'}\n{screen}")

    def place_of(self, text: str) -> tuple[int, int]:
        """Line and column where a text begins that is on the screen, both from 0.

        Raises:
            ValueError: when it is not on the screen.
        """
        for line, drawn in enumerate(self._screen.display):
            if text in drawn:
                return line, cell_len(drawn.partition(text)[0])
        raise ValueError(f"not on the screen: {text}\n{self.text}")

    def character(self, line: int, column: int) -> str:
        """What is in a cell, both from 0."""
        return str(self._screen.buffer[line][column].data)

    def until(self, condition: Callable[[], bool], *, seconds: float = _HANGS) -> bool:
        """Read until a condition holds, which is looked at after each chunk; whether it does."""
        deadline = time.monotonic() + seconds
        while not condition():
            if not self._read(deadline - time.monotonic()):
                return condition()
        return True

    def settle(self, quiet: float = 0.12, most: float = 1.0) -> None:
        """Read until nothing was drawn for ``quiet`` seconds, at most for ``most``: for measurements, not for tests."""
        deadline = time.monotonic() + most
        while time.monotonic() < deadline and self._read(quiet):
            pass

    def wait(self) -> int:
        """Read until the program ends; its exit status (negative for a signal)."""
        deadline = time.monotonic() + _HANGS
        while not self._ended:
            if not self._read(deadline - time.monotonic()) and not self._ended:
                raise AssertionError(f"still running after {_HANGS} s\n{self.text}")
        _, status, self.usage = os.wait4(self._pid, 0)
        self._status = os.waitstatus_to_exitcode(status)
        return self._status

    def _read(self, seconds: float) -> bool:
        """Feed one chunk to the emulator; False at the end of output or when time is up."""
        if seconds <= 0 or not select.select([self._fd], [], [], seconds)[0]:
            return False
        try:
            chunk = os.read(self._fd, 65_536)
        except OSError:  # Linux reports the end of a pseudo-terminal as an input/output error
            chunk = b""
        self._ended = not chunk
        self.raw += chunk
        self._stream.feed(chunk)
        return bool(chunk)


def environment(home: os.PathLike[str] | str, **more: Any) -> dict[str, str]:
    """An environment without the developer's own AWS settings, with its own home."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(_NOT_PASSED_ON)}
    return {**kept, "HOME": str(home), "TERM": "xterm-256color", "AWS_EC2_METADATA_DISABLED": "true", **more}
