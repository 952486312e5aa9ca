"""The explorer's panes, and the keys that are about the record that is drafted or highlighted in them."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical

from xalias_tui.domain.names import DnsName
from xalias_tui.domain.records import RecordSet
from xalias_tui.tui.screens.base import BaseScreen
from xalias_tui.tui.screens.changes import Changes
from xalias_tui.tui.screens.explorer.both_sides import BothSides
from xalias_tui.tui.screens.explorer.previewing import Previewing
from xalias_tui.tui.screens.explorer.routing_group import RoutingGroups
from xalias_tui.tui.screens.explorer.views import Views
from xalias_tui.tui.screens.traces import Traces
from xalias_tui.tui.state.draft import NO_TARGET, why_no_commit
from xalias_tui.tui.state.session import Session
from xalias_tui.tui.widgets.bars import TabStrip, VerdictLine
from xalias_tui.tui.widgets.preview import PreviewPane
from xalias_tui.tui.widgets.zone_choice import ZoneChoice

if TYPE_CHECKING:
    from xalias_tui.tui.dialogs.record_options import RecordOptions


class RecordKeys(Vertical):
    """Zones and targets side by side, the preview below; one of the three on narrow terminals.

    Args:
        explorer: The screen.
        session: Shared state.
        views: Says which of the panes is in front.
        sides: The two panes.
        previewing: Changes the draft.
        changes: Works out and sends changes.
    """

    BLANK = True  # nothing of it is seen between what it holds, and every key would draw it again
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
        Binding("b", "batch", "Batch", show=False, id="batch", tooltip="The change batch exactly as it would be sent"),
        Binding("v", "findings", "Checks", id="findings", tooltip="Explain each finding; the command that fixes it"),
        Binding("c", "commit", "Commit", id="commit", tooltip="Send the change of the preview; asks first"),
        Binding("t", "trace", "Trace", id="trace", tooltip="Why the record's name works or not, step by step"),
        Binding("w", "changes", "Who", show=False, id="changes", tooltip="Who changed the record, when, with what"),
        Binding(
            "u",
            "undo",
            "Undo",
            id="undo",
            tooltip="Put back what was there before the latest change; asks first",
        ),
        Binding("U", "redo", "Redo", show=False, id="redo", tooltip="Make the change again that was undone last"),
    ]

    def __init__(
        self,
        explorer: BaseScreen,
        session: Session,
        views: Views,
        sides: BothSides,
        previewing: Previewing,
        changes: Changes,
    ) -> None:
        super().__init__()
        self._explorer = explorer
        self._session = session
        self._views = views
        self._sides = sides
        self._previewing = previewing
        self._changes = changes
        self._traces = Traces(explorer, session, changes)
        self._groups = RoutingGroups(explorer, session, changes)

    def compose(self) -> ComposeResult:
        """Two panes and the preview."""
        yield TabStrip()
        yield self._sides
        yield PreviewPane(self._session.now, card=self._session.card)
        yield VerdictLine()

    @property
    def _choice(self) -> ZoneChoice:
        """The zones and records that are highlighted."""
        return self._sides.zones.choice

    @property
    def _record(self) -> RecordSet | None:
        """The highlighted record, while the records are in front."""
        return self._choice.record if self._views.current == "zones" else None

    def on_preview_pane_findings_asked(self) -> None:
        """Enter on the preview."""
        self.action_findings()

    # -- the draft

    def action_name(self) -> None:
        """Name the record."""
        from xalias_tui.tui.dialogs.record_name import NameDialog

        desk, zone, record = self._session.desk, self._previewing.zone_or_why(), self._choice.record
        if zone is None:
            return
        names = dict.fromkeys((*desk.suggestions, *((record.name,) if record else ())))

        def named(name: DnsName | None) -> None:
            if name is not None:
                self._previewing.decide(self._session.desk.named(name))

        self.app.push_screen(NameDialog(zone.name, desk.name, tuple(names)), named)

    def action_form(self) -> None:
        """A CNAME instead of an alias, and back; of what can't be aliased, a CNAME."""
        from xalias_tui.domain.plans import CNAME_TTL

        desk, refused = self._session.desk, self._sides.targets.listed.offers.refused
        if refused is not None:
            self._previewing.decide(desk.on_target(refused).as_cname(CNAME_TTL))
        elif desk.target is None:
            self._explorer.say(NO_TARGET, severity="warning")
        else:
            self._previewing.decide(desk.as_cname(CNAME_TTL if desk.cname_ttl is None else None))

    def action_edit(self) -> None:
        """Edit the record's options; of a name that has a routing group, all its members."""
        from xalias_tui.tui.dialogs.record_options import RecordEditor

        record, desk = self._record, self._session.desk
        previewed = desk.plan.before if desk.plan is not None else ()
        if record.routing if record is not None else any(before.routing for before in previewed):
            self.action_group()
        elif desk.target is None:
            self._explorer.say(NO_TARGET, severity="warning")
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
        if self._session.desk.preview.other is None:
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
        desk, zone = self._session.desk, self._previewing.zone_or_why()
        if zone is None:
            return
        why = why_no_commit(desk, read_only=self._session.read_only(zone.profile))
        if why or desk.plan is None:
            self._explorer.say(why, severity="warning")
        else:
            self._changes.confirm(desk.plan, other=desk.preview.other)

    def action_batch(self) -> None:
        """Switch between reading and batch; says why there is none."""
        if not self.query_one(PreviewPane).shows_batch and self._previewing.plan_or_why() is None:
            return
        self.query_one(PreviewPane).toggle_batch()
        if self._explorer.has_class("-narrow"):
            self._views.show("preview")

    def action_redo(self) -> None:
        """Make the change again that was undone last."""
        self._changes.redo()

    def action_undo(self) -> None:
        """Undo the latest change."""
        self._changes.undo(None)

    # -- the name

    def action_group(self) -> None:
        """Edit the routing group of the highlighted record's name, else of the preview's."""
        record, zone, desk = self._record, self._choice.zone, self._session.desk
        if record is not None and zone is not None:
            self._groups.open(zone, record.name)
        elif desk.zone is not None and desk.name is not None:
            self._groups.open(desk.zone, desk.name)
        else:
            self._explorer.say("Choose a zone and a record first, or name one: press n.", severity="warning")

    def action_shift(self) -> None:
        """Give the highlighted weighted record another share."""
        record, zone = self._choice.record, self._choice.zone
        if record is None or zone is None:
            self._explorer.say("Open a zone and highlight a weighted record first.", severity="warning")
        else:
            self._groups.shift(zone, record)

    def _name_meant(self) -> DnsName | None:
        """The highlighted record's name, else the name of the preview, else that of the zone; says that none is."""
        record, desk = self._record, self._session.desk
        name = desk.name if desk.zone is None or desk.name else desk.zone.name
        if record is not None:
            name = record.name
        if name is None:
            self._previewing.zone_or_why()
        return name

    def action_trace(self) -> None:
        """Follow the name that is meant."""
        name = self._name_meant()
        if name is not None:
            opened = self._sides.zones.opened if self._record is not None else None
            self._traces.open(name, None if opened is None else opened.zone)

    def action_changes(self) -> None:
        """Who changed the name that is meant."""
        name = self._name_meant()
        if name is not None:
            self._traces.who_changed(name, self._session.desk.zone)
