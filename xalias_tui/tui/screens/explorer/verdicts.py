"""Verdicts beside the aliases of the open zone, as soon as both sides are known, and what leads to a target."""

from __future__ import annotations

from collections.abc import Callable

from textual.message import Message

from xalias_tui.domain.lookups import Unscanned
from xalias_tui.domain.targets import Target
from xalias_tui.domain.zones import ZoneRecords
from xalias_tui.tui.dialogs.used_by import UsesDialog
from xalias_tui.tui.screens.sending_plans import CommittingScreen
from xalias_tui.tui.state import messages as said
from xalias_tui.tui.state.clerk import Clerk
from xalias_tui.tui.widgets.targets_pane import TargetsPane
from xalias_tui.tui.widgets.zones_pane import ZonesPane

Found = tuple[tuple[Target, ...], tuple[Unscanned, ...]]


class JudgingScreen(CommittingScreen):
    """A screen that lists records beside targets."""

    _open_records: ZoneRecords | None = None
    _found: Found | None = None
    _uses: UsesDialog | None = None

    def records_known(self, records: ZoneRecords | None) -> None:
        """The open zone's records were read, or are being read again."""
        self._open_records = records
        if records is not None and records.complete:
            self.session.zone_records[records.zone.id] = records
        self._ask_verdicts()

    def targets_known(self, found: Found | None) -> None:
        """The search for targets is over, or begins anew."""
        self._found = found
        self._ask_verdicts()

    def _ask_verdicts(self) -> None:
        self.session.desk = self.session.desk.asking("verdicts")  # those of what was shown before are not awaited
        records, found = self._open_records, self._found
        if records is None or found is None:
            return
        zones = tuple(self.session.zone_records.values())

        def job(clerk: Clerk, number: int, tell: Callable[[Message], None]) -> None:
            auditor = clerk.engine.auditor
            verdicts = auditor.verdicts(records, *found)
            tell(said.VerdictsKnown(number, verdicts, auditor.uses(zones, found[0])))

        self._work("verdicts", job)

    def on_verdicts_known(self, event: said.VerdictsKnown) -> None:
        """Draw them."""
        if self.session.desk.awaits("verdicts", event.number):
            self.query_one(ZonesPane).show_verdicts(event.verdicts)
            self.query_one(TargetsPane).show_uses(event.uses)

    def on_targets_pane_uses_asked(self, event: TargetsPane.UsesAsked) -> None:
        """Read every zone for what leads to a target."""
        target = event.target
        self._uses = UsesDialog(target)
        self.app.push_screen(self._uses)

        def job(clerk: Clerk, number: int, tell: Callable[[Message], None]) -> None:
            tell(said.UsesFound(number, clerk.engine.auditor.used_by(target, lambda _words: None)))

        self._work("uses", job)

    def on_uses_found(self, event: said.UsesFound) -> None:
        """Show them, if they are still wanted."""
        if self._uses is not None and self.session.desk.awaits("uses", event.number) and self._uses.is_attached:
            self._uses.show(event.used_by)

    def uses_failed(self, message: str) -> None:
        """They could not be read."""
        if self._uses is not None and self._uses.is_attached:
            self._uses.fail(message)
