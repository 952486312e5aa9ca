"""What is remembered from one run to the next: read behind the first paint, written whenever it changes."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from textual.app import App

from xalias_tui import __version__
from xalias_tui.domain.errors import UsageError
from xalias_tui.domain.memory import Memory
from xalias_tui.tui.screens.base import BaseScreen
from xalias_tui.tui.state.session import Session

if TYPE_CHECKING:
    from xalias_tui.domain.errors import XaliasError
    from xalias_tui.jobs.session.workspace import Workspace


class Memories:
    """Reads and writes what is remembered.

    Args:
        app: Whose screens list as they were left.
        session: Holds it.
    """

    def __init__(self, app: App[Any], session: Session) -> None:
        self._app = app
        self._session = session
        self._loaded = Memory()
        self._problem = ""

    def load(self, workspace: Workspace) -> None:
        """Read it; for a worker thread. What can't be read is begun anew, which is said."""
        from xalias_tui.store import memory

        try:
            self._loaded = memory.load(memory.beside(workspace.journal.path))
        except UsageError as error:
            self._problem = f"{error.message} It is begun anew."

    def started(self) -> None:
        """Use what was read."""
        self._session.memory = replace(self._loaded, program=__version__)
        self._session.keep = self._keep
        if self._loaded.program not in ("", __version__):
            news = f"xalias {__version__}, after {self._loaded.program}: 'Release notes' (press :) shows what changed."
            self._app.notify(news)
            self._keep()
        if self._problem:
            self._app.notify(self._problem, severity="warning")
        if self._loaded.theme in self._app.available_themes:
            self._app.theme = self._loaded.theme
        if isinstance(self._app.screen, BaseScreen):
            self._app.screen.recall()

    def _keep(self) -> None:
        self._session.ask(
            self._app, "memory", partial(save, self._session), lambda _: None, on_failed=self._failed, lasting=True
        )

    def _failed(self, error: XaliasError) -> None:
        """Say once that nothing can be kept."""
        self._session.keep = lambda: None
        self._app.notify(f"Nothing is remembered: {error.message}", severity="warning")


def save(session: Session, workspace: Workspace, _tell: object) -> None:
    """Write what is remembered by then: of several changes the last one that is written holds all."""
    from xalias_tui.store import memory

    memory.save(memory.beside(workspace.journal.path), lambda: session.memory)
