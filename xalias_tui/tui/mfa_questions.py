"""Threads that wait for a multi-factor code, each until it is answered or the program ends."""

from __future__ import annotations

import threading
from collections.abc import Callable
from queue import Queue

from textual.message import Message

from xalias_tui.domain.errors import AwsError
from xalias_tui.tui.messages import MfaAsked


class MfaQuestions:
    """Asks for codes on any thread; ``close`` lets everybody go who waits.

    Args:
        post: Takes the question to the UI thread.
    """

    def __init__(self, post: Callable[[Message], object]) -> None:
        self._post = post
        self._lock = threading.Lock()
        self._open: list[Queue[str | None]] = []
        self._closed = False

    def ask(self, prompt: str) -> str:
        """A code; the thread waits for it.

        Raises:
            AwsError: when the operator declines, or leaves.
        """
        answer: Queue[str | None] = Queue()
        with self._lock:
            if self._closed:
                answer.put(None)
            self._open.append(answer)
        self._post(MfaAsked(prompt, answer))
        code = answer.get()
        with self._lock:
            self._open.remove(answer)
        if code is None:
            raise AwsError("cancelled", "Signing in was cancelled.", "Press s in the accounts (4) to sign in.")
        return code

    def close(self) -> None:
        """The program ends: nobody answers any more."""
        with self._lock:
            self._closed = True
            for answer in self._open:
                answer.put(None)
