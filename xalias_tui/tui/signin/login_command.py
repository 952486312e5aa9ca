"""Renews a login with the operator's own AWS CLI beside the screen: its words are shown, it is given no input."""

from __future__ import annotations

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
        from xalias_tui.jobs.session.login import LoginCommand  # noqa: PLC0415 -- few ever sign in here

        self.profile = profile
        self._command = LoginCommand(command)
        self._posts = posts

    def run(self) -> None:
        """Run it to its end; for a worker thread."""
        problem = self._command.run(lambda line: self._say(LoginSaid(self.profile, line)))
        self._say(LoginEnded(self.profile, problem))

    def stop(self) -> None:
        """End it where it still runs."""
        self._command.stop()

    def _say(self, message: Message) -> None:
        self._posts.post_message(message)
