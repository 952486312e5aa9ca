"""What can be done where there are no credentials: offered once, and taken."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from xalias_tui.domain.errors import XaliasError
from xalias_tui.tui.screens.base import BaseScreen
from xalias_tui.tui.state.session import Session

if TYPE_CHECKING:
    from xalias_tui.jobs.session.workspace import Workspace
    from xalias_tui.tui.dialogs.no_credentials import WayOut

_NONE_AT_ALL: Final = "missing"
"""Code of a profile that has no credentials, as opposed to one whose login has ended."""


class WaysOut:
    """Offers them for one screen."""

    def __init__(self, screen: BaseScreen, session: Session) -> None:
        self._screen = screen
        self._session = session
        self._offered: tuple[str, ...] | None = None

    def offer(self, error: XaliasError) -> None:
        """Offer the ways out of an error, unless it is another kind, or they were offered for these profiles."""
        workspace = self._session.workspace
        if workspace is None or error.code != _NONE_AT_ALL or workspace.zone_profiles == self._offered:
            return
        self._offered = workspace.zone_profiles
        self._session.ask(
            self._screen,
            "ways-out",
            profiles_found,
            partial(self._show, error),
            on_failed=lambda _: self._show(error, ()),
        )

    def _show(self, error: XaliasError, profiles: tuple[str, ...]) -> None:
        from xalias_tui.tui.dialogs.no_credentials import NoCredentialsDialog

        if self._screen.is_current:  # whoever went on in the meantime is not called back
            self._screen.app.push_screen(NoCredentialsDialog(error, profiles), self._taken)

    def _taken(self, way: WayOut | None) -> None:
        if way is None:
            return
        app = self._screen.app
        if way.kind == "accounts":
            app.call_later(app.run_action, "app.mode('accounts')")
        elif way.kind == "demo":
            app.copy_to_clipboard(way.name)
            self._screen.say(f"Run '{way.name}' in a shell; it needs no account. Copied, if the terminal takes it.")
        else:
            self._session.choose_sides((way.name,), (way.name,))


def profiles_found(workspace: Workspace, _tell: object) -> tuple[str, ...]:
    """Profiles of the AWS configuration other than those that were asked already."""
    from xalias_tui.jobs.session.accounts import configured_profiles

    return tuple(name for name in configured_profiles() if name not in workspace.profiles)
