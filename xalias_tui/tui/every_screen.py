"""The screens of the explorer, of which one is shown."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

from textual.app import App

from xalias_tui.domain.accounts import Account
from xalias_tui.tui.dialogs.base import Dialog
from xalias_tui.tui.screens.base import BaseScreen
from xalias_tui.tui.screens.explorer.screen import ExplorerScreen
from xalias_tui.tui.screens.sending import Send
from xalias_tui.tui.signin.mfa import MfaGate
from xalias_tui.tui.state.session import Session
from xalias_tui.tui.widgets.bars import SCREENS


class EveryScreen:
    """Makes the screens, goes to them, and tells them what happened.

    Args:
        app: Shows them.
        session: Shared state.
        send: Sends plans.
        gate: Lets prompts for multi-factor codes through.
    """

    def __init__(self, app: App[Any], session: Session, send: Send, gate: MfaGate) -> None:
        self._app = app
        self._session = session
        self._send = send
        self._gate = gate
        self.explorer = ExplorerScreen(session, send)
        self._made: dict[str, BaseScreen] = {"explorer": self.explorer}
        session.on_sides = self.workspace_ready
        session.on_landed = self._landed
        session.on_signed_in = self._signed_in

    def add_modes(self) -> None:
        """Let the app go to each screen, once it shows the first.

        The first is the app's default screen: where tasks begin at once (Python 3.12 and newer), Textual mounts the
        screen of a mode before the mode shows it, and an input that is mounted asks which screen is shown.
        """
        for mode, _key in SCREENS:
            self._app.add_mode(mode, partial(self.screen, mode))

    def screen(self, mode: str) -> BaseScreen:
        """A screen; all but the first are imported and made when they are gone to."""
        if mode not in self._made:
            self._made[mode] = self._make(mode)
        return self._made[mode]

    def _make(self, mode: str) -> BaseScreen:
        if mode == "audit":
            from xalias_tui.tui.screens.audit.screen import AuditScreen

            return AuditScreen(self._session, self._send)
        if mode == "history":
            from xalias_tui.tui.screens.history import HistoryScreen

            return HistoryScreen(self._session, self._send)
        if mode == "all":
            from xalias_tui.tui.screens.all_records import AllRecordsScreen

            return AllRecordsScreen(self._session, self._send)
        from xalias_tui.tui.screens.accounts.screen import AccountsScreen

        return AccountsScreen(self._session, self._gate)

    async def go(self, mode: str, key: str = "") -> BaseScreen:
        """Go to another screen, and there to the row of a key; no dialog is open."""
        if self._app.current_mode != mode:
            await self._app.switch_mode(mode)
        screen = self.screen(mode)
        if key:
            screen.go_to(key)
        return screen

    # -- what happened

    @property
    def _mounted(self) -> Iterator[BaseScreen]:
        return (screen for screen in tuple(self._made.values()) if screen.is_mounted)

    def workspace_ready(self) -> None:
        """The workspace is ready, or other profiles were chosen."""
        for screen in self._mounted:
            screen.workspace_ready()

    def _landed(self) -> None:
        """A commit ended: what is shown may no longer be what is there."""
        for screen in self._mounted:
            screen.landed()
        for dialog in self._app.screen_stack:
            if isinstance(dialog, Dialog):
                dialog.commit_landed()

    def _signed_in(self, account: Account) -> None:
        """Read again what failed because credentials were missing; everything else stays."""
        workspace = self._session.workspace
        if workspace is not None and account.state == "ready":
            zones, targets = workspace.zone_profiles, workspace.target_profiles
            self.explorer.signed_in(zones=account.profile in zones, targets=account.profile in targets)
