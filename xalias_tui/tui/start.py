"""The start behind the first paint: the workspace is made on a thread, and what settings and memory say is used."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from textual.app import App

from xalias_tui.domain.errors import XaliasError
from xalias_tui.tui.memories import Memories
from xalias_tui.tui.signin.mfa import MfaGate
from xalias_tui.tui.state.session import Session
from xalias_tui.tui.terminal.colours import theme_of

if TYPE_CHECKING:
    from xalias_tui.jobs.session.workspace import Workspace
    from xalias_tui.store.settings import Settings


class Start:
    """Makes the workspace.

    Args:
        app: Whose keys and theme the settings choose.
        session: Given the workspace.
        make: Makes it; called on a worker thread.
        gate: Lets prompts for multi-factor codes through.
        give_way: Lets keys go before what is read of AWS.
    """

    def __init__(
        self,
        app: App[Any],
        session: Session,
        make: Callable[[], Workspace],
        gate: MfaGate,
        give_way: Callable[[], None],
    ) -> None:
        self._app = app
        self._session = session
        self._make = make
        self._gate = gate
        self._give_way = give_way
        self._memories = Memories(app, session)

    def begin(self, on_started: Callable[[], None], on_failed: Callable[[XaliasError], None]) -> None:
        """Make it, and say when it can be used, or why there is none."""

        def started(workspace: Workspace) -> None:
            self._use(workspace)
            on_started()
            self._session.started()

        def failed(error: XaliasError) -> None:
            on_failed(error)
            self._session.not_started(error)

        self._session.questions.start(self._app, self._made, started, failed)

    def _made(self) -> Workspace:
        """On the thread; with its first use the SDK loads."""
        workspace = self._make()
        self._memories.load(workspace)
        workspace.serve(self._gate, self._give_way)
        self._check(workspace.settings)
        return workspace

    def _check(self, settings: Settings) -> None:
        """Refuse keys and a theme that would be ignored; whoever set none needs not wait for the check."""
        if settings.keys or settings.theme or settings.themes:
            from xalias_tui.tui.keymap import check_keys, check_theme

            check_theme(settings.theme, self._app.available_themes, settings.themes)
            check_keys(settings.keys)

    def _use(self, workspace: Workspace) -> None:
        """Use it, with the keys and the theme of the settings."""
        self._session.workspace = workspace
        for name, colours in workspace.settings.themes.items():
            self._app.register_theme(theme_of(name, colours))
        self._memories.started()
        if workspace.settings.keys:
            self._app.set_keymap(dict(workspace.settings.keys))
        if workspace.settings.theme:
            self._app.theme = workspace.settings.theme
