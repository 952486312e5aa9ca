"""The explorer's panes, and the keys that are about the record that is drafted or highlighted in them."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical

from xalias_tui.domain.names import DnsName
from xalias_tui.tui.screens.base import BaseScreen
from xalias_tui.tui.screens.changes import Changes
from xalias_tui.tui.screens.explorer.previewing import Previewing
from xalias_tui.tui.screens.explorer.routing_group import RoutingGroups
from xalias_tui.tui.screens.traces import Traces
from xalias_tui.tui.state.draft import why_no_commit
from xalias_tui.tui.state.session import Session
from xalias_tui.tui.widgets.bars import TabStrip, VerdictLine
from xalias_tui.tui.widgets.preview import PreviewPane
from xalias_tui.tui.widgets.targets_pane import TargetsPane
from xalias_tui.tui.widgets.zones_pane import ZonesPane

if TYPE_CHECKING:
    from xalias_tui.tui.dialogs.record_options import RecordOptions


class RecordKeys(Vertical):
    """Zones and targets side by side, the preview below; one of the three on narrow terminals.

    Args:
        explorer: The screen.
        session: Shared state.
        previewing: Changes the draft.
        changes: Works out and sends changes.
    """

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
            tooltip="Also create the validation records that the target needs, or leave them out again",
        ),
        Binding(
            "m",
            "group",
            "Group",
            show=False,
            id="group",
            tooltip="The routing group of the name: weights, places, failover, health checks of all members together",
        ),
        Binding(
            "percent_sign",
            "shift",
            "Share",
            show=False,
            id="shift",
            tooltip="The share of the highlighted weighted record, in percent; the others keep their proportion",
        ),
        Binding(
            "b", "screen.batch", "Batch", show=False, id="batch", tooltip="The change batch exactly as it would be sent"
        ),
        Binding("v", "findings", "Checks", id="findings", tooltip="Explain each finding; the command that fixes it"),
        Binding("c", "commit", "Commit", id="commit", tooltip="Send the change of the preview; asks first"),
        Binding("t", "trace", "Trace", id="trace", tooltip="Why the record's name works or not, step by step"),
        Binding("w", "changes", "Who", show=False, id="changes", tooltip="Who changed the record, when, with what"),
        Binding(
            "u",
            "screen.undo",
            "Undo",
            id="undo",
            tooltip="Put back what was there before the latest change; asks first",
        ),
    ]

    def __init__(self, explorer: BaseScreen, session: Session, previewing: Previewing, changes: Changes) -> None:
        super().__init__()
        self._explorer = explorer
        self._session = session
        self._previewing = previewing
        self._changes = changes
        self._traces = Traces(explorer, session, changes)
        self._groups = RoutingGroups(explorer, session, changes)

    def compose(self) -> ComposeResult:
        """Two panes and the preview."""
        yield TabStrip()
        with Horizontal(id="panes"):
            yield ZonesPane(self._session.now, id="zones-pane")
            yield TargetsPane(self._session.now, id="targets-pane")
        yield PreviewPane(self._session.now, card=self._session.card)
        yield VerdictLine()

    @property
    def _zones(self) -> ZonesPane:
        return self.query_one(ZonesPane)

    # -- what the panes say

    def on_zones_pane_zone_highlighted(self, event: ZonesPane.ZoneHighlighted) -> None:
        """Another zone is meant."""
        self._previewing.decide(self._session.desk.on_zone(event.zone))

    def on_zones_pane_name_chosen(self, event: ZonesPane.NameChosen) -> None:
        """An alias is wanted where a record is."""
        self._previewing.decide(self._session.desk.named(event.name))

    def on_zones_pane_change_asked(self, event: ZonesPane.ChangeAsked) -> None:
        """A record is to be removed, converted or repointed."""
        if event.record is None:
            self._explorer.nothing_highlighted("record")
        elif event.what == "repoint":
            self._changes.repoint(tuple((event.zone, record) for record in self._zones.choice.alike))
        elif event.what == "removal" and self._zones.choice.marked:
            self._changes.remove(tuple((event.zone, record) for record in self._zones.choice.marked))
        else:
            self._changes.of_record(event.zone, event.record, event.what)

    def on_targets_pane_target_highlighted(self, event: TargetsPane.TargetHighlighted) -> None:
        """Another target is meant, once the operator has been there: nothing is planned that no one asked for."""
        if self._session.targets_visited:
            self._previewing.decide(self._session.desk.on_target(event.target))

    def visit_targets(self) -> None:
        """From now on the highlighted target is the one that is meant."""
        if not self._session.targets_visited:
            self._session.targets_visited = True
            self._previewing.decide(self._session.desk.on_target(self.query_one(TargetsPane).target))

    def on_preview_pane_findings_asked(self) -> None:
        """Enter on the preview."""
        self.action_findings()

    # -- the draft

    def action_name(self) -> None:
        """Name the record."""
        from xalias_tui.tui.dialogs.record_name import NameDialog

        desk, record = self._session.desk, self._zones.record
        if desk.zone is None:
            self._explorer.say("Choose a zone first.", severity="warning")
            return
        names = dict.fromkeys((*desk.suggestions, *((record.name,) if record else ())))

        def named(name: DnsName | None) -> None:
            if name is not None:
                self._previewing.decide(self._session.desk.named(name))

        self.app.push_screen(NameDialog(desk.zone.name, desk.name, tuple(names)), named)

    def action_form(self) -> None:
        """A CNAME instead of an alias, and back; of what can't be aliased, a CNAME."""
        from xalias_tui.domain.plans import CNAME_TTL

        desk, refused = self._session.desk, self.query_one(TargetsPane).listed.offers.refused
        if refused is not None:
            self._previewing.decide(desk.on_target(refused).as_cname(CNAME_TTL))
        elif desk.target is None:
            self._explorer.say("Choose a target first.", severity="warning")
        else:
            self._previewing.decide(desk.as_cname(CNAME_TTL if desk.cname_ttl is None else None))

    def action_edit(self) -> None:
        """Edit the record's options; of a name that has a routing group, all its members."""
        from xalias_tui.tui.dialogs.record_options import RecordEditor

        record, desk = self._zones.record if self._at_zones else None, self._session.desk
        previewed = desk.plan.before if desk.plan is not None else ()
        if record.routing if record is not None else any(before.routing for before in previewed):
            self.action_group()
        elif desk.target is None:
            self._explorer.say("Choose a target first.", severity="warning")
        else:
            self.app.push_screen(RecordEditor(desk.as_today()), self._edited)

    def _edited(self, options: RecordOptions | None) -> None:
        if options is not None:
            desk = self._session.desk.with_types(options.types) if options.types else self._session.desk
            self._previewing.decide(
                desk.with_options(
                    evaluate_target_health=options.evaluate_target_health,
                    replace_existing=options.replace_existing,
                    routing=options.routing,
                    set_identifier=options.set_identifier,
                    cname_ttl=options.cname_ttl,
                )
            )

    def action_validation(self) -> None:
        """Take the validation records that are offered into the change, or leave them out again."""
        if self._previewing.plan_or_why() is None:
            return
        if self._session.desk.other is None:
            self._explorer.say("This target needs no validation record in this zone.")
        else:
            self._session.desk = self._session.desk.validating()
            self._previewing.show()

    def action_findings(self) -> None:
        """Explain the findings of the previewed change."""
        from xalias_tui.tui.dialogs.findings import FindingsDialog, known_rule

        plan = self._previewing.plan_or_why()
        if plan is not None and plan.findings:
            self.app.push_screen(FindingsDialog(plan.findings, known_rule))
        elif plan is not None:
            self._explorer.say("No findings for this change.")

    def action_commit(self) -> None:
        """Ask, then send what the preview shows."""
        desk = self._session.desk
        why = why_no_commit(desk, read_only=self._session.read_only(desk.zone.profile if desk.zone else ""))
        if why or desk.plan is None:
            self._explorer.say(why, severity="warning")
        else:
            self._changes.confirm(desk.plan, other=desk.other)

    # -- the name

    @property
    def _at_zones(self) -> bool:
        return self._explorer.has_class("-at-zones")

    def action_group(self) -> None:
        """Edit the routing group of the highlighted record's name, else of the preview's."""
        record, zone, desk = self._zones.record, self._zones.zone, self._session.desk
        if record is not None and zone is not None and self._at_zones:
            self._groups.open(zone, record.name)
        elif desk.zone is not None and desk.name is not None:
            self._groups.open(desk.zone, desk.name)
        else:
            self._explorer.say("Choose a zone and a record first, or name one: press n.", severity="warning")

    def action_shift(self) -> None:
        """Give the highlighted weighted record another share."""
        record, zone = self._zones.record, self._zones.zone
        if record is None or zone is None:
            self._explorer.say("Open a zone and highlight a weighted record first.", severity="warning")
        else:
            self._groups.shift(zone, record)

    def _name_meant(self) -> DnsName | None:
        """The highlighted record's name, else the name of the preview, else that of the zone; says that none is."""
        record, desk = self._zones.record, self._session.desk
        name = desk.name if desk.zone is None or desk.name else desk.zone.name
        if record is not None and self._at_zones:
            name = record.name
        if name is None:
            self._explorer.say("Choose a zone first.", severity="warning")
        return name

    def action_trace(self) -> None:
        """Follow the name that is meant."""
        name = self._name_meant()
        if name is not None:
            opened = self._zones.opened
            at_record = opened is not None and self._zones.record is not None and self._at_zones
            self._traces.open(name, opened.zone if opened is not None and at_record else None)

    def action_changes(self) -> None:
        """Who changed the name that is meant."""
        name = self._name_meant()
        if name is not None:
            self._traces.who_changed(name, self._session.desk.zone)
