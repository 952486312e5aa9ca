"""Who the profiles of both sides are."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import TYPE_CHECKING

from xalias_tui.domain.accounts import ENDED, Account
from xalias_tui.domain.lookups import Unscanned
from xalias_tui.tui.screens.base import BaseScreen
from xalias_tui.tui.state.session import Session
from xalias_tui.tui.text.phrases import side_title
from xalias_tui.tui.widgets.bars import AccountBar
from xalias_tui.tui.widgets.targets_pane import TargetsPane
from xalias_tui.tui.widgets.zones_pane import ZonesPane

if TYPE_CHECKING:
    from xalias_tui.jobs.session.workspace import Workspace


class Identities:
    """Asks who the profiles are, and shows it in the titles of the panes and in the bars."""

    def __init__(self, screen: BaseScreen, session: Session) -> None:
        self._screen = screen
        self._session = session

    def ask(self) -> None:
        """Ask who the profiles of both sides are."""
        self._session.ask(
            self._screen, "accounts", identify, self._show, on_failed=lambda error: self.failed(str(error))
        )

    def ask_again(self, profiles: Iterable[str]) -> None:
        """Credentials ended in between: what was known of these profiles does not hold any more."""
        names = tuple(dict.fromkeys(profiles))
        if names:
            self._session.ask(self._screen, "ended", partial(identify_again, names), self._show)

    def ask_of_ended(self, unscanned: Iterable[Unscanned]) -> None:
        """Ask again who they are whose credentials ended, as look-ups that failed tell."""
        self.ask_again(item.profile for item in unscanned if item.code in ENDED)

    def failed(self, message: str) -> None:
        """No account could be read."""
        self._screen.query_one(AccountBar).failed(message)

    def _show(self, accounts: tuple[Account, ...]) -> None:
        workspace = self._session.workspace
        if workspace is None:
            return
        self._session.accounts.update({account.profile: account for account in accounts})
        zones, targets = self._session.zone_side, self._session.side(workspace.target_profiles)
        for_zones, for_targets = self._session.everyone
        self._screen.query_one(ZonesPane).listed.account(side_title(zones, everyone=for_zones))
        self._screen.query_one(TargetsPane).title(side_title(targets, len(workspace.cards), everyone=for_targets))
        self._screen.show_accounts()


def identify(workspace: Workspace, _tell: object) -> tuple[Account, ...]:
    """The identities of the profiles of both sides."""
    from xalias_tui.jobs.session.accounts import who

    return tuple(who(workspace, profile) for profile in workspace.profiles)


def identify_again(profiles: tuple[str, ...], workspace: Workspace, _tell: object) -> tuple[Account, ...]:
    """The identities of profiles, by fresh credentials."""
    from xalias_tui.jobs.session.accounts import who

    return tuple(who(workspace, profile, refresh=True) for profile in profiles)
