"""Renews a login with the operator's own AWS CLI beside the screen: its words are shown, it is given no input."""

from __future__ import annotations

import os
import subprocess
import threading
from dataclasses import dataclass
from typing import Protocol

from textual.message import Message


@dataclass(eq=False)
class LoginSaid(Message):
    """The command printed a line, such as the address to open and the code to enter there."""

    profile: str
    line: str


@dataclass(eq=False)
class LoginEnded(Message):
    """The command ended; ``problem`` is empty where it succeeded."""

    profile: str
    problem: str


class Posts(Protocol):
    """What takes messages from any thread: a screen."""

    def post_message(self, message: Message) -> bool:
        """Queue a message."""


class Login:
    """One run of a command that renews a login.

    Args:
        profile: Whose login.
        command: Its words.
        posts: Where its lines go.
    """

    def __init__(self, profile: str, command: tuple[str, ...], posts: Posts) -> None:
        self.profile = profile
        self._command = command
        self._posts = posts
        self._process: subprocess.Popen[str] | None = None
        self._lock = threading.Lock()
        self._stopped = threading.Event()

    def run(self) -> None:
        """Run it to its end; for a worker thread."""
        words = " ".join(self._command)
        try:
            with self._lock:
                if self._stopped.is_set():
                    self._posts.post_message(LoginEnded(self.profile, "It was stopped."))
                    return
                self._process = subprocess.Popen(  # noqa: S603 -- words of ours and the name of a profile, no shell
                    self._command,
                    stdin=subprocess.DEVNULL,
                    stdout=subprocess.PIPE,
                    stderr=subprocess.STDOUT,
                    text=True,
                    errors="replace",
                    env={**os.environ, "PYTHONUNBUFFERED": "1"},
                )
        except OSError as error:
            problem = f"'{words}' could not be run here ({error.strerror}); run it in another terminal, then press s."
            self._posts.post_message(LoginEnded(self.profile, problem))
            return
        last = ""
        with self._process as process:
            for line in process.stdout or ():
                last = line.strip() or last
                self._posts.post_message(LoginSaid(self.profile, line.rstrip("\n")))
        status = process.returncode
        problem = "" if status == 0 else f"'{words}' ended with status {status}: {last or 'it said nothing'}"
        self._posts.post_message(LoginEnded(self.profile, "It was stopped." if self._stopped.is_set() else problem))

    def stop(self) -> None:
        """End it where it still runs."""
        with self._lock:
            self._stopped.set()
            if self._process is not None:
                self._process.terminate()
