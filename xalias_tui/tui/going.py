"""Going to anything: what there is to go to, and the way there from any screen or dialog."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from textual.app import App
from textual.binding import ActiveBinding

from xalias_tui.domain.names import DnsName
from xalias_tui.domain.zones import Zone
from xalias_tui.tui.every_screen import EveryScreen
from xalias_tui.tui.everything import Everything
from xalias_tui.tui.screens.base import BaseScreen
from xalias_tui.tui.screens.changes import Changes
from xalias_tui.tui.screens.sending import Send
from xalias_tui.tui.screens.traces import Traces
from xalias_tui.tui.state.places import AtName, Place
from xalias_tui.tui.state.session import Session
from xalias_tui.tui.widgets.pane import Pane


class Going:
    """Opens the go-to box, and goes where it says.

    Args:
        app: Whose screens.
        screens: Where it goes.
        session: Shared state: what was read.
        send: Sends plans.
    """

    def __init__(self, app: App[Any], screens: EveryScreen, session: Session, send: Send) -> None:
        self._app = app
        self._screens = screens
        self._session = session
        self._send = send
        self._everything = Everything(app, session, screens.explorer)
        self._theme = ""

    # -- the box

    def open(self, text: str = "") -> None:
        """Open the box above whatever is shown."""
        from xalias_tui.tui.dialogs.goto import GotoDialog

        if isinstance(self._app.screen, GotoDialog):
            return
        self._theme = self._app.theme
        everything = self._everything
        known = everything.known()
        dialog = GotoDialog(
            lambda typed: everything.find(typed, known),
            everything.unsearched,
            lambda: everything.read_rest(dialog),
            text=text,
            try_out=self._try_theme,
        )
        self._app.push_screen(dialog, self._chosen)
        everything.index(dialog)

    # -- the way there

    def _try_theme(self, place: Place | None) -> None:
        """Show a theme while it is highlighted."""
        wanted = str(place.subject) if place is not None and place.kind == "theme" else self._theme
        if self._app.theme != wanted:
            self._app.theme = wanted

    def _chosen(self, place: Place | None) -> None:
        kept = str(place.subject) if place is not None and place.kind == "theme" else self._theme
        if self._app.theme != kept:
            self._app.theme = kept
        if place is not None and place.kind == "theme":
            self._session.remember(replace(self._session.memory, theme=kept))
        if place is not None:
            self._app.call_later(self._go, place)

    async def _go(self, place: Place) -> None:
        subject = place.subject
        if isinstance(subject, ActiveBinding):
            await self._app.run_action(subject.binding.action, subject.node)
        elif callable(subject):
            subject()
        elif place.kind != "theme":
            await self._leave_dialogs()
            await self._go_to(place, subject)

    async def _leave_dialogs(self) -> None:
        """Close every dialog without doing anything, as escape does."""
        while len(self._app.screen_stack) > 1:
            await self._app.screen.dismiss(None)

    async def _go_to(self, place: Place, subject: Any) -> None:
        if place.kind == "trace":
            self._session.remember(self._session.memory.named(subject.text))
            self._trace(subject)
        elif place.kind == "filter":
            await self._filter(*subject)
        elif isinstance(subject, str):
            await self._screens.go("audit" if place.kind == "finding" else subject, subject)
        elif place.kind == "account":
            await self._screens.go("accounts", subject.profile)
        elif isinstance(subject, AtName):
            self._session.remember(self._session.memory.named(subject.name.text))
            await self.to_name(subject.zone, subject.name, plan=place.kind == "plan")
        else:
            await self._screens.go("explorer")
            sides = self._screens.explorer.sides
            if isinstance(subject, Zone):
                sides.open_zone(subject)
            else:
                sides.show_target(subject)

    async def to_name(self, zone: Zone, name: DnsName, *, plan: bool) -> None:
        """Show the records of a name in its zone, or plan an alias there."""
        await self._screens.go("explorer")
        sides = self._screens.explorer.sides
        (sides.plan_at if plan else sides.open_zone)(zone, name)

    async def _filter(self, pane: str, text: str) -> None:
        """Filter a pane again as was saved."""
        mode = pane.removesuffix("-pane")
        screen = await self._screens.go("explorer" if mode in ("zones", "targets") else mode)
        for found in screen.query(f"#{pane}").results(Pane):
            found.filter_by(text)

    def _trace(self, name: DnsName) -> None:
        screen = self._app.screen
        if isinstance(screen, BaseScreen):
            Traces(screen, self._session, Changes(screen, self._session, self._send)).open(name)
