"""What the explorer reads for its two panes, and when."""

from __future__ import annotations

from xalias_tui.domain.errors import XaliasError
from xalias_tui.tui.screens.base import BaseScreen
from xalias_tui.tui.screens.explorer.identities import Identities
from xalias_tui.tui.screens.explorer.target_reading import TargetReading
from xalias_tui.tui.screens.explorer.verdicts import Verdicts
from xalias_tui.tui.screens.explorer.zone_reading import ZoneReading
from xalias_tui.tui.state.session import Session
from xalias_tui.tui.widgets.targets_pane import TargetsPane
from xalias_tui.tui.widgets.zones_pane import ZonesPane


class Reading:
    """Reads both sides.

    Attributes:
        identities: Who the profiles are.
        zones: The left pane.
        targets: The right pane.
    """

    def __init__(self, screen: BaseScreen, session: Session, verdicts: Verdicts) -> None:
        self._screen = screen
        self.identities = Identities(screen, session)
        self.zones = ZoneReading(screen, session, self.identities, verdicts)
        self.targets = TargetReading(screen, session, self.identities, verdicts)

    def everything(self) -> None:
        """Read both sides; nothing that was read before is valid."""
        self._screen.query_one(ZonesPane).forget()
        self._screen.query_one(TargetsPane).listed.forget()
        self.identities.ask()
        self.zones.read()
        self.targets.read()

    def signed_in(self, *, zones: bool, targets: bool) -> None:
        """An account of these sides signed in again: read them."""
        self.identities.ask()
        if zones:
            self.zones.read_again()
        if targets:
            self.targets.read()

    def impossible(self, error: XaliasError) -> None:
        """There is no workspace, so nothing can be read."""
        self.identities.failed(error.message)
        self._screen.query_one(ZonesPane).listed.failed(error.message, error.remedy)
        self._screen.query_one(TargetsPane).listed.failed(error.message, error.remedy)
