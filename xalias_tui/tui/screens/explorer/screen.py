"""The home screen: zones and targets side by side, and a live preview of the change between them."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import Binding, BindingType

from xalias_tui.domain.names import DnsName
from xalias_tui.domain.plans import CNAME_TTL
from xalias_tui.tui.dialogs.findings import FindingsDialog, known_rule
from xalias_tui.tui.dialogs.record_name import NameDialog
from xalias_tui.tui.dialogs.record_options import RecordEditor, RecordOptions
from xalias_tui.tui.dialogs.small import FailuresDialog
from xalias_tui.tui.dialogs.who_changed import ChangesDialog
from xalias_tui.tui.screens.explorer.answers import ExplorerView
from xalias_tui.tui.widgets.bars import TabStrip
from xalias_tui.tui.widgets.targets_pane import TargetsPane
from xalias_tui.tui.widgets.zones_pane import ZonesPane


class ExplorerScreen(ExplorerView):
    """Zones, targets, preview."""

    MODE = "explorer"
    AUTO_FOCUS = "#zones"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("n", "name", "Name", id="name", tooltip="Name the record, with suggestions from the target"),
        Binding("a", "form", "CNAME", show=False, id="form", tooltip="A CNAME instead of an alias, and back"),
        Binding("e", "edit", "Edit", id="edit", tooltip="Types, target health, replacing, routing"),
        Binding(
            "p",
            "validation",
            "Validation",
            show=False,
            id="validation",
            tooltip="Also create the validation records that the target waits for, or leave them out again",
        ),
        Binding(
            "m",
            "group",
            "Group",
            show=False,
            id="group",
            tooltip="The routing group of the name: weights, places, failover, health checks of all members together",
        ),
        Binding("b", "batch", "Batch", show=False, id="batch", tooltip="The change batch exactly as it would be sent"),
        Binding("v", "findings", "Verdict", id="findings", tooltip="Explain each finding; the command that fixes it"),
        Binding("c", "commit", "Commit", id="commit", tooltip="Send the change of the preview; asks first"),
        Binding("t", "trace", "Trace", id="trace", tooltip="Why the record's name works or not, step by step"),
        Binding("w", "changes", "Who", show=False, id="changes", tooltip="Who changed the record, when, with what"),
        Binding("u", "undo", "Undo", id="undo", tooltip="Put back what was there before the latest change; asks first"),
        Binding("space", "types", "Types", id="types", tooltip="Next combination of record types"),
        Binding("x", "export", "Export", id="export", tooltip="The change as Terraform, CloudFormation, CDK, …"),
        Binding("f", "failures", "Failures", show=False, id="failures", tooltip="The look-ups that failed"),
        Binding(
            "tab", "pane(1)", "Next pane", show=False, id="next-pane", tooltip="The next pane: zones, targets, preview"
        ),
        Binding("shift+tab", "pane(-1)", "Previous pane", show=False, id="previous-pane", tooltip="The pane before"),
    ]

    def on_mount(self) -> None:
        """Start at the zones."""
        self._view("zones")
        self._show_desk()

    # -- what the panes say

    def on_zones_pane_zone_highlighted(self, event: ZonesPane.ZoneHighlighted) -> None:
        """Another zone is meant."""
        self._decide(self.session.desk.on_zone(event.zone))

    def on_zones_pane_zone_opened(self, event: ZonesPane.ZoneOpened) -> None:
        """Its records are wanted."""
        if event.zone is not None:
            self.zones_pane.open(event.zone)
            self._decide(self.session.desk.on_zone(event.zone))
            self._ask_records()

    def on_zones_pane_name_chosen(self, event: ZonesPane.NameChosen) -> None:
        """An alias is wanted where a record is."""
        self._decide(self.session.desk.named(event.name))

    def on_targets_pane_target_highlighted(self, event: TargetsPane.TargetHighlighted) -> None:
        """Another target is meant."""
        self._decide(self.session.desk.on_target(event.target))

    def on_targets_pane_name_typed(self, event: TargetsPane.NameTyped) -> None:
        """A pasted name that is none of the targets found."""
        clerk = self.clerk
        if clerk is not None:
            clerk.recognise(self._number("offline"), event.text)

    def on_targets_pane_stop_asked(self) -> None:
        """Enough was found."""
        self._stop.set()

    def on_tab_strip_picked(self, event: TabStrip.Picked) -> None:
        """A view was clicked."""
        self._view(event.key)

    # -- actions

    def action_pane(self, by: int) -> None:
        """Go to the next view."""
        views = TabStrip.VIEWS
        at = next((at for at, view in enumerate(views) if self.has_class(f"-at-{view}")), 0)
        self._view(views[(at + by) % len(views)])

    def _view(self, view: str) -> None:
        for name in TabStrip.VIEWS:
            self.set_class(name == view, f"-at-{name}")
        self.query_one(TabStrip).show(view)
        if view == "preview":
            self.set_focus(self.preview_pane)
        else:
            (self.zones_pane if view == "zones" else self.targets_pane).focus_rows()

    def action_name(self) -> None:
        """Name the record."""
        desk = self.session.desk
        if desk.zone is None:
            self.say("Choose a zone first.", severity="warning")
            return
        record = self.zones_pane.record
        names = dict.fromkeys((*desk.suggestions, *((record.name,) if record else ())))
        self.app.push_screen(NameDialog(desk.zone.name, desk.name, tuple(names)), self._named)

    def _named(self, name: DnsName | None) -> None:
        if name is not None:
            self._decide(self.session.desk.named(name))

    def action_types(self) -> None:
        """Next combination of record types."""
        self._decide(self.session.desk.next_types())

    def action_form(self) -> None:
        """A CNAME instead of an alias, and back; of what can't be aliased, a CNAME."""
        desk, refused = self.session.desk, self.targets_pane.refused
        if refused is not None:
            self._decide(desk.on_target(refused).as_cname(CNAME_TTL))
        elif desk.target is None:
            self.say("Choose a target first.", severity="warning")
        else:
            self._decide(desk.as_cname(CNAME_TTL if desk.cname_ttl is None else None))

    def on_zones_pane_change_asked(self, event: ZonesPane.ChangeAsked) -> None:
        """A record shall be removed or converted."""
        self.ask_about(event.zone, event.record, event.what)

    def action_group(self) -> None:
        """Edit the routing group of the highlighted record's name, else of the preview's."""
        record, zone, desk = self.zones_pane.record, self.zones_pane.zone, self.session.desk
        if record is not None and zone is not None and self.has_class("-at-zones"):
            self.ask_group(zone, record.name)
        elif desk.zone is not None and desk.name is not None:
            self.ask_group(desk.zone, desk.name)
        else:
            self.say("Choose a zone and a record first, or name one: press n.", severity="warning")

    def _is_about_a_group(self) -> bool:
        record, plan = self.zones_pane.record, self.session.desk.plan
        if self.has_class("-at-zones") and record is not None:
            return record.routing is not None
        return plan is not None and any(standing.routing for standing in plan.before)

    def action_edit(self) -> None:
        """Edit the record's options; of a name that has a routing group, all its members."""
        if self._is_about_a_group():
            self.action_group()
            return
        if self.session.desk.target is None:
            self.say("Choose a target first.", severity="warning")
            return
        self.app.push_screen(RecordEditor(self.session.desk), self._edited)

    def _edited(self, options: RecordOptions | None) -> None:
        if options is not None:
            desk = self.session.desk.with_types(options.types) if options.types else self.session.desk
            self._decide(
                desk.with_options(
                    evaluate_target_health=options.evaluate_target_health,
                    replace_existing=options.replace_existing,
                    routing=options.routing,
                    set_identifier=options.set_identifier,
                    cname_ttl=options.cname_ttl,
                )
            )

    def action_batch(self) -> None:
        """Switch between reading and batch."""
        self.preview_pane.toggle_batch()
        if self.has_class("-narrow"):
            self._view("preview")

    def action_commit(self) -> None:
        """Ask, then send what the preview shows."""
        desk = self.session.desk
        profile = desk.zone.profile if desk.zone else ""
        why = desk.why_no_commit(read_only=self.session.read_only(profile))
        if why or desk.plan is None:
            self.say(why, severity="warning")
            return
        self.ask_to_send(desk.plan, other=desk.other)

    def action_validation(self) -> None:
        """Take the validation records that are offered into the change, or leave them out again."""
        desk = self.session.desk
        if desk.plan is None:
            self.say(desk.missing() or desk.problem or "The preview is still being read.", severity="warning")
        elif desk.other is None:
            self.say("The target waits for no validation record that this zone could be given.")
        else:
            self.session.desk = desk.validating()
            self._show_desk()

    def action_findings(self) -> None:
        """Explain what stands against the previewed change."""
        desk = self.session.desk
        if desk.plan is None:
            self.say(desk.missing() or desk.problem or "The preview is still being read.", severity="warning")
        elif not desk.plan.findings:
            self.say("Nothing stands against this change.")
        else:
            self.app.push_screen(FindingsDialog(desk.plan.findings, known_rule))

    def on_preview_pane_findings_asked(self) -> None:
        """Enter on the preview."""
        self.action_findings()

    def action_export(self) -> None:
        """Show what the preview shows in the words of other tools."""
        desk = self.session.desk
        if desk.plan is None:
            self.say(desk.missing() or desk.problem or "The preview is still being read.", severity="warning")
            return
        self.show_export(desk.plan)

    def _name_meant(self) -> DnsName | None:
        """The highlighted record's name, else the name of the preview, else that of the zone; says that none is."""
        record, desk = self.zones_pane.record, self.session.desk
        name = desk.name if desk.zone is None or desk.name else desk.zone.name
        if record is not None and self.has_class("-at-zones"):
            name = record.name
        if name is None:
            self.say("Choose a zone first.", severity="warning")
        return name

    def action_trace(self) -> None:
        """Follow the name that is meant."""
        name = self._name_meant()
        if name is not None:
            self.trace(name)

    def action_changes(self) -> None:
        """Who changed the name that is meant."""
        name = self._name_meant()
        if name is not None and self.session.engine is not None:
            self.app.push_screen(ChangesDialog(self.session, name, self.session.desk.zone))

    def action_undo(self) -> None:
        """Undo the latest change."""
        self.ask_to_undo(None)

    def action_failures(self) -> None:
        """Show what could not be looked up."""
        self.app.push_screen(FailuresDialog((*self.zones_pane.unscanned, *self.targets_pane.unscanned)))

    def action_read_again(self) -> None:
        """Read the focused pane again, and what the preview was made from."""
        if self.has_class("-at-targets"):
            self._ask_targets()
        elif self.has_class("-at-zones"):
            self.read_zone_side()
        if self.session.engine is not None:
            self.session.engine.forget_inspections()
        self.session.desk = self.session.desk.asking("preview")
        self._ask_preview()

    def copied_text(self) -> str:
        """Zone id, record, DNS name, or the preview."""
        if self.has_class("-at-preview"):
            return self.preview_pane.text
        if self.has_class("-at-targets"):
            target = self.targets_pane.target
            return "" if target is None else (target.dns_name.bare if target.dns_name else target.name)
        record, zone = self.zones_pane.record, self.zones_pane.zone
        if record is not None:
            return f"{record.key} {record.summary()}"
        return zone.id if zone else ""

    def on_descendant_focus(self) -> None:
        """The view follows the focus, also when it was clicked."""
        focused = self.focused
        if focused is None:
            return
        for view, pane in (("zones", self.zones_pane), ("targets", self.targets_pane), ("preview", self.preview_pane)):
            if focused is pane or pane in focused.ancestors:
                for name in TabStrip.VIEWS:
                    self.set_class(name == view, f"-at-{name}")
                self.query_one(TabStrip).show(view)
