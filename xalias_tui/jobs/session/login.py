"""Renewing a login with the operator's own AWS CLI: which command, and one run of it."""

from __future__ import annotations

import os
import re
import sys
import threading
from collections.abc import Callable
from typing import Final

from xalias_tui.aws.children import Child
from xalias_tui.domain.commands import joined

TIME_LIMIT: Final = 600.0
"""Seconds that a login may take: what a device code of IAM Identity Center lasts."""
_SSO: Final = ("aws", "sso", "login")
_CONSOLE: Final = ("aws", "login")
_FAR: Final = ("--use-device-code", "--no-browser")
"""A browser elsewhere cannot reach the address of this machine that the usual login ends at
(https://docs.aws.amazon.com/cli/latest/userguide/cli-configure-sso.html)."""
_REMOTE: Final = ("SSH_CONNECTION", "SSH_CLIENT", "SSH_TTY")
_ADDRESS: Final = re.compile(r"https?://[!-~]*[^\s.,;:)\]'\"]")


def is_far() -> bool:
    """Whether the operator's browser runs on another machine than this program."""
    windows = any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY"))
    return any(os.environ.get(name) for name in _REMOTE) or (sys.platform.startswith("linux") and not windows)


def command_here(command: tuple[str, ...], *, far: bool) -> tuple[str, ...]:
    """A login's command in the form that works here."""
    return (*command, *_FAR) if far and command[: len(_SSO)] == _SSO else command


def needs_terminal(command: tuple[str, ...], *, far: bool) -> str:
    """The command to run in another terminal where a login asks for a code there; empty where it does not."""
    return joined(*command, "--remote") if far and command[: len(_CONSOLE)] == _CONSOLE else ""


def address_in(line: str) -> str:
    """The address in a line that a login prints; empty where there is none."""
    found = _ADDRESS.search(line)
    return found[0] if found else ""


class LoginCommand:
    """One run of a command that renews a login; it gets neither the terminal nor any input.

    Args:
        command: Its words.
        limit: Seconds after which it is ended.
    """

    def __init__(self, command: tuple[str, ...], limit: float = TIME_LIMIT) -> None:
        self._command = command
        self._limit = limit
        self._child: Child | None = None
        self._lock = threading.Lock()
        self._ended = ""

    def run(self, on_line: Callable[[str], None]) -> str:
        """Run it to its end: what went wrong, or nothing.

        A CLI that does not know device codes by name is run again without: it knows no other way.
        """
        problem, said = self._run(self._command, on_line)
        if problem and "nknown options" in said and _FAR[0] in said:
            older = tuple(word for word in self._command if word != _FAR[0])
            problem, _ = self._run(older, on_line)
        return self._ended or problem

    def stop(self, why: str = "It was stopped.") -> None:
        """End it, if it still runs."""
        with self._lock:
            self._ended = self._ended or why
            if self._child is not None:
                self._child.stop()

    def _run(self, command: tuple[str, ...], on_line: Callable[[str], None]) -> tuple[str, str]:
        words = joined(*command)
        try:
            with self._lock:
                if self._ended:
                    return self._ended, ""
                self._child = Child(command, merged=True, variables={"PYTHONUNBUFFERED": "1"})
        except OSError as error:
            return f"{words} could not be run here ({error.strerror}); run it in another terminal, then press s.", ""
        lines: list[str] = []

        def hear(line: str) -> None:
            lines.append(line.strip())
            on_line(line)

        late = threading.Timer(self._limit, self.stop, (f"It did not end within {self._limit / 60:g} minutes.",))
        late.daemon = True
        late.start()
        try:
            with self._child as child:
                status = child.lines(hear)
        finally:
            late.cancel()
        last = next((line for line in reversed(lines) if line), "it said nothing")
        return ("" if status == 0 else f"{words} ended with status {status}: {last}"), " ".join(lines)
