"""Renews a login with the operator's own AWS CLI: its output is shown, and it is given no input."""

from __future__ import annotations

import os
import subprocess
import threading
from collections.abc import Callable
from typing import Final

STOPPED: Final = "It was stopped."


class Login:
    """One run of a command that renews a login.

    Args:
        profile: Whose login.
        command: Its words.
    """

    def __init__(self, profile: str, command: tuple[str, ...]) -> None:
        self.profile = profile
        self._command = command
        self._process: subprocess.Popen[str] | None = None
        self._lock = threading.Lock()
        self._stopped = threading.Event()

    def run(self, tell: Callable[[str], None]) -> str:
        """Run it to its end, on a worker thread; why it failed is returned, empty where it succeeded.

        Args:
            tell: Given each line that the command prints, such as the address to open and the code to enter there.
        """
        words = " ".join(self._command)
        try:
            process = self._start()
        except OSError as error:
            return f"'{words}' could not be run here ({error.strerror}); run it in another terminal, then press s."
        if process is None:
            return STOPPED
        last = ""
        with process:
            for line in process.stdout or ():
                last = line.strip() or last
                tell(line.rstrip("\n"))
        if self._stopped.is_set():
            return STOPPED
        status = process.returncode
        return "" if status == 0 else f"'{words}' ended with status {status}: {last or 'no output'}"

    def stop(self) -> None:
        """End it where it still runs."""
        with self._lock:
            self._stopped.set()
            if self._process is not None:
                self._process.terminate()

    def _start(self) -> subprocess.Popen[str] | None:
        """The running command; None when it was stopped before it began."""
        with self._lock:
            if not self._stopped.is_set():
                self._process = subprocess.Popen(  # noqa: S603 -- words of ours and the name of a profile, no shell
                    self._command,
                    stdin=subprocess.DEVNULL,
                    stdout=subprocess.PIPE,
                    stderr=subprocess.STDOUT,
                    text=True,
                    errors="replace",
                    env={**os.environ, "PYTHONUNBUFFERED": "1"},
                )
            return self._process
