"""Signing a profile in again: its own answer decides; where its login has ended, that is renewed with its command."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Final

from xalias_tui.domain.accounts import Account
from xalias_tui.domain.commands import joined
from xalias_tui.tui.screens.accounts.survey import Survey
from xalias_tui.tui.screens.base import BaseScreen
from xalias_tui.tui.signin.login_command import Login
from xalias_tui.tui.signin.mfa import MfaGate
from xalias_tui.tui.state.questions import Tell
from xalias_tui.tui.state.session import Session

if TYPE_CHECKING:
    from xalias_tui.jobs.session.workspace import Workspace

_LINES: Final = 12
"""Lines of a login's command that are shown."""


class SigningIn:
    """Signs one profile in at a time.

    Args:
        screen: Asks, and says what came of it.
        session: Shared state; told of who signed in.
        gate: Keeps prompts for multi-factor codes of other profiles away.
        survey: Given the answers.
        changed: Called where the login has printed more, or has ended.
    """

    def __init__(
        self, screen: BaseScreen, session: Session, gate: MfaGate, survey: Survey, changed: Callable[[], None]
    ) -> None:
        self._screen = screen
        self._session = session
        self._gate = gate
        self._survey = survey
        self._changed = changed
        self._login: Login | None = None
        self._said: tuple[str, ...] = ()

    @property
    def under_way(self) -> bool:
        """Whether a command that renews a login runs."""
        return self._login is not None

    def said(self, profile: str) -> tuple[str, ...]:
        """The last lines that the command of this profile printed."""
        return self._said if self._login is not None and self._login.profile == profile else ()

    @property
    def address(self) -> str:
        """The address that a login under way printed last."""
        from xalias_tui.jobs.session.login import address_in

        return next((found for found in map(address_in, reversed(self._said)) if found), "")

    def begin(self, account: Account) -> None:
        """Ask the profile for its credentials again, unless a login is under way."""
        if self._login is None and self._session.workspace is not None:
            self._ask(account.profile, self._asked, f"Signing in {account.called}…")

    def stop(self) -> None:
        """Stop a login that is under way."""
        if self._login is not None:
            self._login.stop()

    def _ask(self, profile: str, on_answer: Callable[[Account], None], saying: str = "") -> None:
        job = partial(sign_in, profile)
        failed = self._survey.fail
        self._session.ask(self._screen, "profile", job, on_answer, on_failed=failed, saying=saying, lasting=True)

    def _asked(self, account: Account) -> None:
        """The profile's own answer decides: the operator may have signed in elsewhere."""
        from xalias_tui.jobs.session.login import command_here, is_far, needs_terminal

        if account.state == "ready" or not account.sign_in or self._login is not None:
            self._signed_in(account)
            return
        self._survey.keep((account,))
        far = is_far()
        by_hand = needs_terminal(account.sign_in, far=far)
        if by_hand:
            words = f"Run '{by_hand}' in another terminal: it asks for a code there. Then press s."
            self._screen.say(words, severity="warning")
            return
        command = command_here(account.sign_in, far=far)
        login = self._login = Login(account.profile, command)
        self._said = (f"$ {joined(*command)}",)
        self._session.ask(
            self._screen, "login", partial(renew, login), self._ended, on_told=self._printed, lasting=True
        )
        self._changed()

    def _printed(self, line: str) -> None:
        """What the command prints, the last lines of it."""
        self._said = (*self._said, line)[-_LINES:]
        self._changed()

    def _ended(self, problem: str) -> None:
        """Ask the profiles that share the login who they are now, or say why the command failed."""
        login, self._login, self._said = self._login, None, ()
        if problem or login is None:
            self._screen.say(problem, severity="warning")
            self._changed()
            return
        self._ask(login.profile, self._signed_in)
        shared = partial(renewed, self._gate, login.profile)
        self._session.ask(self._screen, "renewed", shared, self._survey.keep, lasting=True)

    def _signed_in(self, account: Account) -> None:
        """A profile was asked again, because the operator wants to use it."""
        self._survey.keep((account,))
        if account.state == "ready":
            self._screen.say(f"{account.label} is signed in.")
        else:
            self._screen.say(f"{account.message} {account.remedy}", severity="warning")
        self._session.on_signed_in(account)


def renewed(gate: MfaGate, profile: str, workspace: Workspace, _tell: object) -> tuple[Account, ...]:
    """The identities of the other profiles that share a login; none prompts for an MFA code."""
    from xalias_tui.jobs.session import accounts

    with gate.closed():
        return accounts.renewed(workspace, profile)


def sign_in(profile: str, workspace: Workspace, _tell: object) -> Account:
    """The identity of a profile, with fresh credentials."""
    return workspace.accounts.who(profile, refresh=True)


def renew(login: Login, _workspace: Workspace, tell: Tell[str]) -> str:
    """Run the command that renews a login; why it failed."""
    return login.run(tell)
