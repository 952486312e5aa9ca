"""The three views of the explorer: zones, targets, preview; narrow terminals show one of them at a time."""

from __future__ import annotations

from textual.widget import Widget

from xalias_tui.tui.screens.base import BaseScreen
from xalias_tui.tui.state.session import Session
from xalias_tui.tui.widgets.bars import TabStrip
from xalias_tui.tui.widgets.pane import Pane
from xalias_tui.tui.widgets.preview import PreviewPane
from xalias_tui.tui.widgets.targets_pane import TargetsPane
from xalias_tui.tui.widgets.zones_pane import ZonesPane


class Views:
    """Knows which view is in front, and brings another one there.

    Args:
        screen: The explorer, whose classes say which view is in front.
        session: Says whether a card of things to try is shown.
    """

    def __init__(self, screen: BaseScreen, session: Session) -> None:
        self._screen = screen
        self._session = session
        self._listed = "zones"
        """The list that was looked at last."""

    @property
    def current(self) -> str:
        """The view in front."""
        return next((view for view in TabStrip.VIEWS if self._screen.has_class(f"-at-{view}")), "zones")

    def _pane(self, view: str) -> Pane:
        return self._screen.query_one(ZonesPane if view == "zones" else TargetsPane)

    def show(self, view: str) -> None:
        """Bring a view to the front, with the keyboard on it."""
        self.mark(view)
        if view == "preview":
            self._screen.set_focus(self._screen.query_one(PreviewPane))
        else:
            self._pane(view).focus_rows()

    def step(self, by: int) -> None:
        """Bring the next view to the front."""
        views = TabStrip.VIEWS
        self.show(views[(views.index(self.current) + by) % len(views)])

    def mark(self, view: str) -> None:
        """A view is in front now."""
        self._listed = view if view != "preview" else self._listed
        on_card = self._session.card and not self._session.targets_visited and view == "zones"
        at = {f"-at-{name}": name == view for name in TabStrip.VIEWS}
        self._screen.update_classes({**at, "-card": on_card})  # together: the screen is styled anew once
        self._screen.query_one(TabStrip).show(view)

    def of_focus(self) -> str | None:
        """The view that the keyboard is on."""
        focused = self._screen.focused
        panes: dict[str, Widget] = {
            "zones": self._pane("zones"),
            "targets": self._pane("targets"),
            "preview": self._screen.query_one(PreviewPane),
        }
        within = () if focused is None else focused.ancestors_with_self
        return next((view for view, pane in panes.items() if pane in within), None)

    def filter(self) -> None:
        """Filter the list that was looked at last."""
        self.show(self._listed)
        self._pane(self._listed).action_filter()
