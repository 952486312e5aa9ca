"""The home screen: zones and targets side by side, and a live preview of the change between them."""

from __future__ import annotations

from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from xalias_tui.domain.errors import XaliasError
from xalias_tui.domain.targets import Target
from xalias_tui.domain.zones import Zone
from xalias_tui.tui.screens.base import BaseScreen
from xalias_tui.tui.screens.changes import Changes
from xalias_tui.tui.screens.explorer.both_sides import BothSides
from xalias_tui.tui.screens.explorer.many_rows import ManyRows, is_many_rows
from xalias_tui.tui.screens.explorer.previewing import Previewing
from xalias_tui.tui.screens.explorer.record_keys import RecordKeys
from xalias_tui.tui.screens.explorer.views import Views
from xalias_tui.tui.screens.sending import Send
from xalias_tui.tui.state.session import Session
from xalias_tui.tui.state.sought import Sought
from xalias_tui.tui.widgets.preview import PreviewPane


class ExplorerScreen(BaseScreen):
    """Zones, targets, preview."""

    MODE = "explorer"
    AUTO_FOCUS = "#zones"
    FOOTER = ("choose", "filter", "trace", "commit", "undo", "name", "findings", "edit", "change('removal')")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space", "types", "Types", id="types", tooltip="Next combination of record types"),
        Binding("x", "export", "Export", id="export", tooltip="The change as Terraform, CloudFormation, CDK, …"),
        Binding("P", "paste_rows", "Paste rows", show=False, id="paste-rows", tooltip="Plan many records from rows"),
        Binding(
            "A", "accounts", "Accounts", show=False, id="accounts-of-side", tooltip="Choose the account of the pane"
        ),
        Binding("f", "failures", "Failures", show=False, id="failures", tooltip="The look-ups that failed"),
        Binding(
            "tab", "pane(1)", "Next pane", show=False, id="next-pane", tooltip="The next pane: zones, targets, preview"
        ),
        Binding("shift+tab", "pane(-1)", "Previous pane", show=False, id="previous-pane", tooltip="The pane before"),
    ]

    def __init__(self, session: Session, send: Send) -> None:
        super().__init__(session)
        self.add_class("-at-zones", update=False)  # it starts there; told later, all of it would be styled once more
        self._changes = Changes(self, session, send)
        self._views = Views(self, session)
        self._previewing = Previewing(self, session)
        self._rows = ManyRows(self, session, self._changes)
        self.sides = BothSides(self, session, self._views, self._previewing, self._changes)
        """The two panes, and the ways to what is in them."""

    def body(self) -> ComposeResult:
        """The panes with the keys of the record."""
        yield RecordKeys(self, self.session, self._views, self.sides, self._previewing, self._changes)

    def on_mount(self) -> None:
        """Start at the zones."""
        self._views.show("zones")
        self._previewing.show()

    # -- what happens around it

    def workspace_ready(self) -> None:
        """Read both sides again."""
        self.session.forget_choices()
        self.sides.reading.everything()
        self._previewing.show()

    def start_failed(self, error: XaliasError) -> None:
        """There is no workspace, so nothing can be read."""
        self.sides.reading.impossible(error)

    def signed_in(self, *, zones: bool, targets: bool) -> None:
        """An account of these sides signed in again: read them; what is chosen stays."""
        self.sides.reading.signed_in(zones=zones, targets=targets)

    def landed(self) -> None:
        """A commit ended: what is shown may no longer be what is there."""
        self.sides.reading.zones.read_again()
        self._previewing.show()
        self._previewing.ask()

    # -- views

    def action_pane(self, to: int | str) -> None:
        """Go to the next view (1), the one before (-1), or one by its name."""
        if isinstance(to, int):
            self._views.step(to)
        else:
            self._views.show(to)

    def on_descendant_focus(self) -> None:
        """The view follows the focus, also when it was clicked."""
        view = self._views.of_focus()
        if view == "targets":
            self.sides.visit_targets()
        if view is not None:
            self._views.mark(view)

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
            self.post_message(Sought(event.text.strip()))

    def action_filter_list(self) -> None:
        """From the preview: filter the list that was looked at last."""
        self._views.filter()

    def action_types(self) -> None:
        """Next combination of record types."""
        self._previewing.decide(self.session.desk.next_types())

    def action_export(self) -> None:
        """Show what the preview shows in the formats of other tools."""
        from xalias_tui.tui.dialogs.small import show_export

        plan = self._previewing.plan_or_why()
        if plan is not None:
            show_export(self.app, self.session, plan)

    def action_accounts(self) -> None:
        """Choose the account of the side that the focused pane shows; of the zones from the preview."""
        from xalias_tui.tui.screens.explorer.switching import choose_account

        choose_account(self, self.session, "targets" if self._views.current == "targets" else "zones")

    def action_failures(self) -> None:
        """Show what could not be looked up."""
        from xalias_tui.tui.dialogs.small import FailuresDialog

        missed = (*self.sides.zones.unscanned, *self.sides.targets.listed.unscanned)
        self.app.push_screen(FailuresDialog(missed))

    def read_as(self) -> tuple[str, ...]:
        """What the focused pane shows; a search for targets is stopped by the next."""
        if self._views.current != "zones":
            return ()
        return ("zones",) if self.sides.zones.opened is None else ("records",)

    def read_again(self) -> None:
        """Read the focused pane again, and what the preview was made from."""
        if self._views.current == "targets":
            self.sides.reading.targets.read(again=True)
        elif self._views.current == "zones":
            self.sides.reading.zones.read_again()
        if self.session.workspace is not None:
            self.session.workspace.forget()
        self._previewing.ask_again()

    def resource(self) -> Zone | Target | None:
        """The highlighted target or zone; at the preview what the record points to, else its zone."""
        if self._views.current == "zones":
            return self.sides.zones.choice.zone
        desk = self.session.desk
        return self.sides.targets.target if self._views.current == "targets" else desk.target or desk.zone

    def copied_text(self) -> str:
        """Zone id, record, DNS name, or the preview."""
        if self._views.current == "preview":
            return self.query_one(PreviewPane).text
        if self._views.current == "targets":
            return self.sides.targets.copied_text()
        return self.sides.zones.choice.text
