"""Renews a login with the operator's own AWS CLI beside the screen: its words are shown, it is given no input."""

from __future__ import annotations

from collections.abc import Callable


class Login:
    """One run of a command that renews a login.

    Args:
        profile: Whose login.
        command: Its words.
    """

    def __init__(self, profile: str, command: tuple[str, ...]) -> None:
        from xalias_tui.jobs.session.login import LoginCommand

        self.profile = profile
        self._command = LoginCommand(command)

    def run(self, tell: Callable[[str], None]) -> str:
        """Run it to its end, on a worker thread; why it failed is returned, empty where it succeeded.

        Args:
            tell: Given each line that the command prints, such as the address to open and the code to enter there.
        """
        return self._command.run(tell)

    def stop(self) -> None:
        """End it where it still runs."""
        self._command.stop()
