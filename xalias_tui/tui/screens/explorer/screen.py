"""The home screen: zones and targets side by side, and a live preview of the change between them."""

from __future__ import annotations

from dataclasses import replace
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.widget import Widget

from xalias_tui.domain.errors import XaliasError
from xalias_tui.domain.names import DnsName
from xalias_tui.domain.targets import Target
from xalias_tui.domain.zones import Zone
from xalias_tui.tui.screens.base import BaseScreen
from xalias_tui.tui.screens.changes import Changes
from xalias_tui.tui.screens.explorer.many_rows import ManyRows, is_many_rows
from xalias_tui.tui.screens.explorer.previewing import Previewing
from xalias_tui.tui.screens.explorer.reading import Reading
from xalias_tui.tui.screens.explorer.record_keys import RecordKeys
from xalias_tui.tui.screens.explorer.verdicts import Verdicts
from xalias_tui.tui.screens.sending import Send
from xalias_tui.tui.state.session import Session
from xalias_tui.tui.widgets.bars import TabStrip
from xalias_tui.tui.widgets.preview import PreviewPane
from xalias_tui.tui.widgets.targets_pane import TargetsPane
from xalias_tui.tui.widgets.zones_pane import ZonesPane


class ExplorerScreen(BaseScreen):
    """Zones, targets, preview."""

    MODE = "explorer"
    AUTO_FOCUS = "#zones"
    FOOTER = ("choose", "filter", "trace", "commit", "screen.undo", "name", "findings", "edit", "change('removal')")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space", "types", "Types", id="types", tooltip="Next combination of record types"),
        Binding("x", "export", "Export", id="export", tooltip="The change as Terraform, CloudFormation, CDK, …"),
        Binding("P", "paste_rows", "Paste rows", show=False, id="paste-rows", tooltip="Plan many records from rows"),
        Binding("f", "failures", "Failures", show=False, id="failures", tooltip="The look-ups that failed"),
        Binding(
            "tab", "pane(1)", "Next pane", show=False, id="next-pane", tooltip="The next pane: zones, targets, preview"
        ),
        Binding("shift+tab", "pane(-1)", "Previous pane", show=False, id="previous-pane", tooltip="The pane before"),
    ]

    _listed = "zones"
    """The list that was looked at last."""

    class Pasted(Message):
        """A text was pasted that may be the name of something."""

        def __init__(self, text: str) -> None:
            super().__init__()
            self.text = text

    def __init__(self, session: Session, send: Send) -> None:
        super().__init__(session)
        self._changes = Changes(self, session, send)
        self._verdicts = Verdicts(self, session)
        self._reading = Reading(self, session, self._verdicts)
        self._previewing = Previewing(self, session)
        self._rows = ManyRows(self, session, self._changes)

    def body(self) -> ComposeResult:
        """The panes with the keys of the record."""
        yield RecordKeys(self, self.session, self._previewing, self._changes)

    def on_mount(self) -> None:
        """Start at the zones."""
        self._view("zones")
        self._previewing.show()

    # -- what happens around it

    def workspace_ready(self) -> None:
        """Read both sides again."""
        self.session.forget_choices()
        self._reading.everything()
        self._previewing.show()

    def start_failed(self, error: XaliasError) -> None:
        """There is no workspace, so nothing can be read."""
        self._reading.impossible(error)

    def signed_in(self, *, zones: bool, targets: bool) -> None:
        """An account signed in again: read its sides; what is chosen stays."""
        self._reading.accounts()
        if zones:
            self._reading.zone_side()
        if targets:
            self._reading.targets()

    def landed(self) -> None:
        """A commit ended: what is shown may no longer be what is there."""
        self._reading.zone_side()
        self._previewing.show()
        self._previewing.ask()

    # -- what the panes say

    def on_zones_pane_zone_opened(self, event: ZonesPane.ZoneOpened) -> None:
        """Its records are wanted."""
        if event.zone is not None:
            self.open_zone(event.zone)

    def on_zones_pane_compare_asked(self, event: ZonesPane.CompareAsked) -> None:
        """Two zones are to be compared."""
        from xalias_tui.tui.dialogs.zone_difference import DifferenceDialog

        self.app.push_screen(DifferenceDialog(self.session, event.left, event.right))

    def on_targets_pane_name_typed(self, event: TargetsPane.NameTyped) -> None:
        """A pasted name that matches no target found."""
        self._reading.recognise(event.text)

    def on_targets_pane_kinds_asked(self, event: TargetsPane.KindsAsked) -> None:
        """Which kinds are listed is chosen from all that were found."""
        from xalias_tui.tui.dialogs.kinds import KindsDialog

        def chosen(kinds: frozenset[str] | None) -> None:
            if kinds is not None:
                self.query_one(TargetsPane).list_kinds(kinds)

        self.app.push_screen(KindsDialog(event.counts, event.chosen), chosen)

    def on_targets_pane_stop_asked(self) -> None:
        """Enough was found."""
        self._reading.stop()

    def on_targets_pane_uses_asked(self, event: TargetsPane.UsesAsked) -> None:
        """What points to a target is wanted."""
        self._verdicts.show_uses_of(event.target)

    # -- going there

    @property
    def targets(self) -> tuple[Target, ...]:
        """Everything that was found so far."""
        return self.query_one(TargetsPane).targets if self.is_mounted else ()

    def open_zone(self, zone: Zone, name: DnsName | None = None) -> None:
        """Show a zone's records, with the cursor on those of a name."""
        self._view("zones")
        self.query_one(ZonesPane).open(zone, name)
        self.session.remember(replace(self.session.memory, zone=zone.id))
        self._previewing.decide(self.session.desk.on_zone(zone))
        self._reading.records()

    def show_target(self, target: Target) -> None:
        """Put the cursor on a target."""
        self._view("targets")
        self.query_one(TargetsPane).go_to(target)

    def plan_at(self, zone: Zone, name: DnsName) -> None:
        """Plan an alias at a name of a zone: its target is chosen next."""
        self.query_one(ZonesPane).go_to(zone)
        self._previewing.decide(self.session.desk.on_zone(zone).named(name))
        self._view("targets")

    # -- views

    def on_tab_strip_picked(self, event: TabStrip.Picked) -> None:
        """A view was clicked."""
        self._view(event.key)

    def action_pane(self, by: int) -> None:
        """Go to the next view."""
        views = TabStrip.VIEWS
        at = next((at for at, view in enumerate(views) if self.has_class(f"-at-{view}")), 0)
        self._view(views[(at + by) % len(views)])

    def _view(self, view: str) -> None:
        self._mark(view)
        if view == "preview":
            self.set_focus(self.query_one(PreviewPane))
        else:
            self.query_one(ZonesPane if view == "zones" else TargetsPane).focus_rows()

    def _mark(self, view: str) -> None:
        self._listed = view if view != "preview" else self._listed
        for name in TabStrip.VIEWS:
            self.set_class(name == view, f"-at-{name}")
        self.set_class(self.session.card and not self.session.targets_visited and view == "zones", "-card")
        self.query_one(TabStrip).show(view)

    def on_descendant_focus(self) -> None:
        """The view follows the focus, also when it was clicked."""
        panes: tuple[Widget, ...] = (
            self.query_one(ZonesPane),
            self.query_one(TargetsPane),
            self.query_one(PreviewPane),
        )
        for view, pane in zip(TabStrip.VIEWS, panes, strict=True):
            if self.focused is not None and pane in self.focused.ancestors_with_self:
                if view == "targets":
                    self.query_one(RecordKeys).visit_targets()
                self._mark(view)

    # -- keys

    def action_paste_rows(self) -> None:
        """Plan many records from rows that are pasted."""
        self._rows.open()

    def on_paste(self, event: events.Paste) -> None:
        """Pasted while nothing is typed in: rows are planned together, a name is gone to."""
        event.stop()
        if is_many_rows(event.text):
            self._rows.open(event.text.strip() + "\n")
        elif event.text.strip():
            self.post_message(self.Pasted(event.text.strip()))

    def action_filter_list(self) -> None:
        """From the preview: filter the list that was looked at last."""
        self._view(self._listed)
        self.query_one(ZonesPane if self._listed == "zones" else TargetsPane).action_filter()

    def action_types(self) -> None:
        """Next combination of record types."""
        self._previewing.decide(self.session.desk.next_types())

    def action_export(self) -> None:
        """Show what the preview shows in the formats of other tools."""
        from xalias_tui.tui.dialogs.small import show_export

        plan = self._previewing.plan_or_why()
        if plan is not None:
            show_export(self.app, self.session, plan)

    def action_batch(self) -> None:
        """Switch between reading and batch."""
        self.query_one(PreviewPane).toggle_batch()
        if self.has_class("-narrow"):
            self._view("preview")

    def action_undo(self) -> None:
        """Undo the latest change."""
        self._changes.undo(None)

    def action_failures(self) -> None:
        """Show what could not be looked up."""
        from xalias_tui.tui.dialogs.small import FailuresDialog

        missed = (*self.query_one(ZonesPane).unscanned, *self.query_one(TargetsPane).listed.unscanned)
        self.app.push_screen(FailuresDialog(missed))

    def action_read_again(self) -> None:
        """Read the focused pane again, and what the preview was made from."""
        if self.has_class("-at-targets"):
            self._reading.targets(again=True)
        elif self.has_class("-at-zones"):
            self._reading.zone_side()
        if self.session.workspace is not None:
            self.session.workspace.forget()
        self._previewing.ask_again()

    def resource(self) -> Zone | Target | None:
        """The highlighted target or zone; at the preview what the record points to, else its zone."""
        if self.has_class("-at-zones"):
            return self.query_one(ZonesPane).zone
        desk = self.session.desk
        return self.query_one(TargetsPane).target if self.has_class("-at-targets") else desk.target or desk.zone

    def copied_text(self) -> str:
        """Zone id, record, DNS name, or the preview."""
        if self.has_class("-at-preview"):
            return self.query_one(PreviewPane).text
        if self.has_class("-at-targets"):
            return self.query_one(TargetsPane).copied_text()
        return self.query_one(ZonesPane).choice.text
