"""Zones and targets side by side: what is read into the two panes, gone to in them, and asked by them."""

from __future__ import annotations

from dataclasses import replace

from textual.app import ComposeResult
from textual.containers import Horizontal

from xalias_tui.domain.accounts import digits
from xalias_tui.domain.names import DnsName
from xalias_tui.domain.targets import Target
from xalias_tui.domain.ways_in import called_as
from xalias_tui.domain.zones import Zone
from xalias_tui.tui.screens.base import BaseScreen
from xalias_tui.tui.screens.changes import Changes
from xalias_tui.tui.screens.explorer.previewing import Previewing
from xalias_tui.tui.screens.explorer.reading import Reading
from xalias_tui.tui.screens.explorer.verdicts import Verdicts
from xalias_tui.tui.screens.explorer.views import Views
from xalias_tui.tui.state.session import Session
from xalias_tui.tui.widgets.targets_pane import TargetsPane
from xalias_tui.tui.widgets.zones_pane import ZonesPane


class BothSides(Horizontal):
    """The two panes; what is chosen in them becomes the draft.

    Args:
        explorer: The screen.
        session: Shared state.
        views: Brings a pane to the front.
        previewing: Changes the draft.
        changes: Works out and sends changes.
    """

    BLANK = True  # nothing of it is seen between the panes, and every key would draw it again

    def __init__(
        self, explorer: BaseScreen, session: Session, views: Views, previewing: Previewing, changes: Changes
    ) -> None:
        super().__init__(id="panes")
        self._explorer = explorer
        self._session = session
        self._views = views
        self._previewing = previewing
        self._changes = changes
        self._verdicts = Verdicts(explorer, session)
        self.reading = Reading(explorer, session, self._verdicts)
        self.zones = ZonesPane(session.now, id="zones-pane")
        self.targets = TargetsPane(session.now, id="targets-pane")

    def compose(self) -> ComposeResult:
        """One beside the other."""
        yield self.zones
        yield self.targets

    # -- going there

    def open_zone(self, zone: Zone, name: DnsName | None = None) -> None:
        """Show a zone's records, with the cursor on those of a name."""
        self._views.show("zones")
        self.zones.open(zone, name)
        self._session.remember(replace(self._session.memory, zone=zone.id))
        self._previewing.decide(self._session.desk.on_zone(zone))
        self.reading.zones.records()

    def show_target(self, target: Target) -> None:
        """Put the cursor on a target."""
        self._views.show("targets")
        self.targets.go_to(target)

    def plan_at(self, zone: Zone, name: DnsName) -> None:
        """Plan an alias at a name of a zone: its target is chosen next."""
        self.zones.go_to(zone)
        self._previewing.decide(self._session.desk.on_zone(zone).named(name))
        self._views.show("targets")

    def visit_targets(self) -> None:
        """From now on the highlighted target is the one that is meant."""
        if not self._session.targets_visited:
            self._session.targets_visited = True
            self._previewing.decide(self._session.desk.on_target(self.targets.target))

    # -- what the zones say

    def on_zones_pane_zone_highlighted(self, event: ZonesPane.ZoneHighlighted) -> None:
        """Another zone is meant."""
        self._previewing.decide(self._session.desk.on_zone(event.zone))

    def on_zones_pane_zone_opened(self, event: ZonesPane.ZoneOpened) -> None:
        """Its records are wanted."""
        if event.zone is not None:
            self.open_zone(event.zone)

    def on_zones_pane_name_chosen(self, event: ZonesPane.NameChosen) -> None:
        """An alias is wanted where a record is."""
        self._previewing.decide(self._session.desk.named(event.name))

    def on_zones_pane_change_asked(self, event: ZonesPane.ChangeAsked) -> None:
        """A record is to be removed, converted or repointed."""
        choice, record = self.zones.choice, self._explorer.meant(event.record, "record")
        if record is None:
            return
        if event.what == "repoint":
            self._changes.repoint(tuple((event.zone, record) for record in choice.alike))
        elif event.what == "removal" and choice.marked:
            self._changes.remove(tuple((event.zone, record) for record in choice.marked))
        else:
            self._changes.of_record(event.zone, record, event.what)

    def on_zones_pane_compare_asked(self, event: ZonesPane.CompareAsked) -> None:
        """Two zones are to be compared."""
        from xalias_tui.tui.dialogs.zone_difference import DifferenceDialog

        self.app.push_screen(DifferenceDialog(self._session, event.left, event.right))

    def on_zones_pane_again_asked(self, event: ZonesPane.AgainAsked) -> None:
        """The zones of one account, or of all, are to be listed again."""
        from xalias_tui.tui.dialogs.read_again import ReadAgainDialog, What

        def chosen(what: What | None) -> None:
            if what == "all":
                self.reading.zones.read()
            elif what is not None:
                self.reading.zones.read_account(event.zone)

        choices: dict[What, str] = {
            "account": f"the zones of account {_owner(event.zone)}",
            "all": "the zones of every account",
        }
        self.app.push_screen(ReadAgainDialog(choices), chosen)

    # -- what the targets say

    def on_targets_pane_target_highlighted(self, event: TargetsPane.TargetHighlighted) -> None:
        """Another target is meant, once the operator has been there: nothing is planned that no one asked for."""
        if self._session.targets_visited:
            self._previewing.decide(self._session.desk.on_target(event.target))

    def on_targets_pane_name_typed(self, event: TargetsPane.NameTyped) -> None:
        """A pasted name that matches no target found."""
        self.reading.targets.recognise(event.text)

    def on_targets_pane_kinds_asked(self, event: TargetsPane.KindsAsked) -> None:
        """Which kinds are listed is chosen from all that were found."""
        from xalias_tui.tui.dialogs.kinds import KindsDialog

        def chosen(kinds: frozenset[str] | None) -> None:
            if kinds is not None:
                self.targets.list_kinds(kinds)

        self.app.push_screen(KindsDialog(event.counts, event.chosen), chosen)

    def on_targets_pane_again_asked(self, event: TargetsPane.AgainAsked) -> None:
        """A target, or its account, is to be read again."""
        from xalias_tui.tui.dialogs.read_again import ReadAgainDialog, What

        def chosen(what: What | None) -> None:
            if what == "all":
                self.reading.targets.read(again=True)
            elif what is not None:
                self.reading.targets.read_again(event.target, what)

        target = event.target
        choices: dict[What, str] = {
            "target": f"target {target.kind} {target.name} in {target.region}",
            "account": f"account {_owner(target)}",
            "all": "everything in this pane",
        }
        self.app.push_screen(ReadAgainDialog(choices), chosen)

    def on_targets_pane_stop_asked(self) -> None:
        """Enough was found."""
        self.reading.targets.stop()

    def on_targets_pane_uses_asked(self, event: TargetsPane.UsesAsked) -> None:
        """What points to a target is wanted."""
        self._verdicts.show_uses_of(event.target)


def _owner(row: Zone | Target) -> str:
    """Whose it is, in words."""
    return f"{called_as(row.profile)} {digits(row.account_id)}".strip()
