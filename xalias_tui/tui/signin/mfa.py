"""Multi-factor codes: when the operator is prompted for one, and the threads that wait for it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from queue import Queue

from textual.message import Message

from xalias_tui.domain.dataclass import dataclass
from xalias_tui.domain.errors import AwsError

AskMfa = Callable[[str], str]


class MfaGate:
    """Lets prompts for MFA codes through, except while every profile is surveyed.

    A context variable says whether it is closed; threads run in a copy of the context.
    """

    def __init__(self, ask_mfa: AskMfa) -> None:
        self._ask_mfa = ask_mfa
        self._closed: ContextVar[bool] = ContextVar("closed", default=False)

    def __call__(self, prompt: str) -> str:
        """Ask for a code.

        Raises:
            AwsError: when this is a survey of every profile, or the operator declines.
        """
        if self._closed.get():
            raise AwsError("needs-mfa", "It needs a multi-factor code.", "Press s to enter it.")
        return self._ask_mfa(prompt)

    @contextmanager
    def closed(self) -> Iterator[None]:
        """No prompts in this context or copies of it; other threads may still prompt."""
        token = self._closed.set(True)
        try:
            yield
        finally:
            self._closed.reset(token)


@dataclass(eq=False)
class MfaAsked(Message):
    """A worker thread waits for a code; None in ``answer`` says that the operator declined."""

    prompt: str
    answer: Queue[str | None]


class MfaQuestions:
    """Asks for codes on any thread; ``close`` releases every waiting thread.

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
        """The program ends: no more answers."""
        with self._lock:
            self._closed = True
            for answer in self._open:
                answer.put(None)
