"""When the operator may be asked for a multi-factor code."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from xalias_tui.domain.errors import AwsError

AskMfa = Callable[[str], str]


class MfaGate:
    """Lets prompts for MFA codes through, except of who only looks at every profile.

    Whether it is closed is told by the context, which who asks on several threads carries to them.
    """

    def __init__(self, ask_mfa: AskMfa) -> None:
        self._ask_mfa = ask_mfa
        self._closed: ContextVar[bool] = ContextVar("closed", default=False)

    def __call__(self, prompt: str) -> str:
        """Ask for a code.

        Raises:
            AwsError: when nobody asked for this profile in particular, or the operator declines.
        """
        if self._closed.get():
            raise AwsError("cancelled", "It needs a multi-factor code.", "Press s to enter it.")
        return self._ask_mfa(prompt)

    @contextmanager
    def closed(self) -> Iterator[None]:
        """Nothing is asked in this context, nor in copies of it; other threads may ask meanwhile."""
        token = self._closed.set(True)
        try:
            yield
        finally:
            self._closed.reset(token)
