"""Whether the operator is asked for codes of multi-factor authentication now."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from xalias_tui.domain.errors import AwsError

AskMfa = Callable[[str], str]


class MfaGate:
    """Lets prompts for MFA codes through, except while every profile is only looked at."""

    def __init__(self, ask_mfa: AskMfa) -> None:
        self._ask_mfa = ask_mfa
        self._closed = False

    def __call__(self, prompt: str) -> str:
        """Ask for a code.

        Raises:
            AwsError: when nobody asked for this profile in particular, or the operator declines.
        """
        if self._closed:
            raise AwsError("cancelled", "It needs a multi-factor code.", "Press s to enter it.")
        return self._ask_mfa(prompt)

    @contextmanager
    def closed(self) -> Iterator[None]:
        """Nothing is asked meanwhile."""
        self._closed = True
        try:
            yield
        finally:
            self._closed = False
