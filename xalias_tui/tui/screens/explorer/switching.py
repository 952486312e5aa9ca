"""Another account for a side, without leaving the explorer."""

from __future__ import annotations

from xalias_tui.domain.accounts import Account
from xalias_tui.tui.dialogs.account_picker import AccountChoice, AccountPicker
from xalias_tui.tui.screens.accounts.sides import Side, use
from xalias_tui.tui.screens.base import BaseScreen
from xalias_tui.tui.state.session import SIGNING_IN, Session


def choose_account(screen: BaseScreen, session: Session, side: Side) -> None:
    """Ask which account a side uses from now on; it is read at once."""
    workspace = session.workspace
    if workspace is None:
        screen.say(SIGNING_IN, severity="warning")
        return

    def chosen(choice: AccountChoice | None) -> None:
        if choice is None:
            return
        known: dict[str, Account] = {**session.accounts, choice.account.profile: choice.account}
        why_not = use(session, choice.account.profile, side, choice.how, known.values())
        if why_not:
            screen.say(why_not, severity="warning")

    used = workspace.zone_profiles if side == "zones" else workspace.target_profiles
    screen.app.push_screen(AccountPicker(session, side, used), chosen)
