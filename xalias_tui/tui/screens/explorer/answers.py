"""The explorer's panes, what is asked for them and what is answered; its keys are in ``explorer``."""

from __future__ import annotations

import threading
from typing import Final

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.timer import Timer

from xalias_tui.domain.errors import XaliasError
from xalias_tui.tui.screens.explorer.routing_group import GroupingScreen
from xalias_tui.tui.state import messages as said
from xalias_tui.tui.state.draft import Desk, Subject
from xalias_tui.tui.state.session import Session
from xalias_tui.tui.text.phrases import side_title
from xalias_tui.tui.widgets.bars import AccountBar, TabStrip, VerdictLine
from xalias_tui.tui.widgets.preview import PreviewPane
from xalias_tui.tui.widgets.targets_pane import TargetsPane
from xalias_tui.tui.widgets.zones_pane import ZonesPane

_SETTLE_SECONDS: Final = 0.15
"""The cursor must rest this long before anything is asked about what it is on."""


class ExplorerView(GroupingScreen):
    """Zones, targets, preview: asks the engine and shows its answers."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._stop = threading.Event()
        self._settle: Timer | None = None

    def body(self) -> ComposeResult:
        """Two panes and the preview; one of the three on narrow terminals."""
        yield TabStrip()
        with Horizontal(id="panes"):
            yield ZonesPane(self.session.now, id="zones-pane")
            yield TargetsPane(self.session.now, id="targets-pane")
        yield PreviewPane(self.session.now)
        yield VerdictLine()

    @property
    def zones_pane(self) -> ZonesPane:
        """The left pane."""
        return self.query_one(ZonesPane)

    @property
    def targets_pane(self) -> TargetsPane:
        """The right pane."""
        return self.query_one(TargetsPane)

    @property
    def preview_pane(self) -> PreviewPane:
        """The preview."""
        return self.query_one(PreviewPane)

    # -- asking

    def engine_ready(self) -> None:
        """Read both sides anew."""
        self.session.forget_choices()
        self.zones_pane.forget()
        self.targets_pane.forget()
        self._ask_accounts()
        self._ask_zones()
        self._ask_targets()
        self._show_desk()

    def start_failed(self, error: XaliasError) -> None:
        """There is no engine, so nothing can be read."""
        self.query_one(AccountBar).failed(error.message)
        self.zones_pane.failed(error.message, error.remedy)
        self.targets_pane.failed(error.message, error.remedy)

    def signed_in(self, *, zones: bool, targets: bool) -> None:
        """An account can be asked again: read the sides that it is on; what is chosen stays."""
        self._ask_accounts()
        if zones:
            self.read_zone_side()
        if targets:
            self._ask_targets()

    def read_zone_side(self) -> None:
        """Read the open zone's records, or the zones."""
        if self.zones_pane.is_open:
            self.zones_pane.loading_records()
            self._ask_records()
        else:
            self._ask_zones()

    def landed(self) -> None:
        """A commit ended: what is shown may no longer be what is there."""
        self.read_zone_side()
        self._show_desk()
        self._ask_preview()

    def _number(self, subject: Subject) -> int:
        self.session.desk = self.session.desk.asking(subject)
        return self.session.desk.number(subject)

    def _ask_accounts(self) -> None:
        clerk = self.clerk
        if clerk is not None:
            sides = clerk.engine.sides
            clerk.who(self._number("accounts"), tuple(dict.fromkeys((*sides.zones, *sides.targets))))

    def _ask_zones(self) -> None:
        clerk = self.clerk
        if clerk is not None:
            self.zones_pane.loading_zones()
            clerk.zones(self._number("zones"))

    def _ask_targets(self) -> None:
        clerk = self.clerk
        if clerk is not None:
            self._stop.set()
            self._stop = threading.Event()
            self.targets_pane.restart()
            self.targets_known(None)
            clerk.targets(self._number("targets"), self._stop)

    def _ask_records(self) -> None:
        clerk, zone = self.clerk, self.zones_pane.zone
        if clerk is not None and zone is not None:
            self.records_known(None)
            clerk.records(self._number("records"), zone)

    def _decide(self, desk: Desk) -> None:
        """Something was chosen: show it at once, ask about it when the cursor rests."""
        if desk is self.session.desk:
            return
        self.session.desk = desk
        self._show_desk()
        if self._settle is not None:
            self._settle.stop()
        self._settle = self.set_timer(_SETTLE_SECONDS, self._ask_preview)

    def _ask_preview(self) -> None:
        desk, clerk = self.session.desk, self.clerk
        if clerk is None or desk.zone is None or not desk.leads or desk.target is None:
            return
        number = desk.number("preview")
        draft = desk.draft
        if not desk.suggested:
            clerk.suggest(number, desk.target, desk.zone)
        elif draft is not None:
            self.session.desk = desk.reading()
            clerk.preview(number, draft, self.targets_pane.targets)
        self._show_desk()

    def _show_desk(self) -> None:
        self.preview_pane.show(self.session.desk)
        self.query_one(VerdictLine).show(self.session.desk)

    # -- answers

    def on_sides_read(self, event: said.SidesRead) -> None:
        """Who is signed in."""
        if not self.session.desk.awaits("accounts", event.number) or self.session.engine is None:
            return
        self.session.accounts.update({account.profile: account for account in event.accounts})
        sides = self.session.engine.sides
        for pane, profiles, cards in (
            (self.zones_pane, sides.zones, 0),
            (self.targets_pane, sides.targets, sides.cards),
        ):
            pane.account(side_title(self.session.side(profiles), cards))
        self.show_accounts()

    def on_zones_answer(self, event: said.ZonesAnswer) -> None:
        """The hosted zones."""
        if self.session.desk.awaits("zones", event.number):
            self.zones_pane.show_zones(event.zones, event.unscanned, event.at)
            if self.clerk is not None and self.zones_pane.has_twins:
                self.clerk.liveness(event.number, event.zones)

    def on_liveness_known(self, event: said.LivenessKnown) -> None:
        """Which of the twins is live."""
        if self.session.desk.awaits("zones", event.number):
            self.zones_pane.show_liveness(event.live)

    def _shows_records(self, number: int) -> bool:
        """Whether an answer is about the zone that is open."""
        return self.zones_pane.is_open and self.session.desk.awaits("records", number)

    def on_records_page(self, event: said.RecordsPage) -> None:
        """Some records."""
        if self._shows_records(event.number):
            self.zones_pane.add_records(event.records)

    def on_records_answer(self, event: said.RecordsAnswer) -> None:
        """All records."""
        if self._shows_records(event.number):
            self.zones_pane.show_records(event.records.records, event.at, complete=event.records.complete)
            self.records_known(event.records)

    def on_protections_known(self, event: said.ProtectionsKnown) -> None:
        """What nobody may change."""
        if self._shows_records(event.number):
            self.zones_pane.show_protections(event.protections, event.unscanned)

    def on_targets_found(self, event: said.TargetsFound) -> None:
        """More targets."""
        if self.session.desk.awaits("targets", event.number):
            self.targets_pane.found(event.targets)

    def on_targets_missed(self, event: said.TargetsMissed) -> None:
        """A look-up failed."""
        if self.session.desk.awaits("targets", event.number):
            self.targets_pane.missed(event.item)

    def on_targets_progress(self, event: said.TargetsProgress) -> None:
        """The search went on."""
        if self.session.desk.awaits("targets", event.number):
            self.targets_pane.progress(event.done, event.total, event.regions)

    def on_targets_answer(self, event: said.TargetsAnswer) -> None:
        """The search is over."""
        if self.session.desk.awaits("targets", event.number):
            stopped = (event.done, event.total) if event.done < event.total else None
            self.targets_pane.ended(event.targets, event.unscanned, event.at, stopped)
            self.targets_known(None if stopped else (event.targets, event.unscanned))

    def on_recognised(self, event: said.Recognised) -> None:
        """What the pasted name is."""
        typed = self.targets_pane.filter_bar.value.strip()
        if event.text == typed and self.session.desk.awaits("offline", event.number):
            self.targets_pane.offer(event.recognition, event.target)

    def on_suggested(self, event: said.Suggested) -> None:
        """Names and types that fit."""
        if self.session.desk.awaits("preview", event.number):
            self.session.desk = self.session.desk.suggesting(event.names, event.types, event.target)
            self._ask_preview()

    def on_inspecting(self, event: said.Inspecting) -> None:
        """What is asked about the target."""
        if self.session.desk.awaits("preview", event.number):
            words = f"Inspecting {event.target}: {event.what} (call {event.calls}) …"
            self.session.desk = self.session.desk.inspecting(words)
            self._show_desk()

    def on_previewed(self, event: said.Previewed) -> None:
        """The judged plan."""
        if self.session.desk.awaits("preview", event.number):
            self.session.desk = self.session.desk.previewed(
                event.plan, event.unscanned, event.at, event.negative_ttl, event.validated
            )
            self._show_desk()

    def on_failed(self, event: said.Failed) -> None:
        """A question could not be answered."""
        error = event.error
        if not self.session.desk.awaits(event.subject, event.number):
            return
        if event.subject == "zones":
            self.zones_pane.failed(error.message, error.remedy)
        elif event.subject == "records" and self.zones_pane.is_open:
            self.zones_pane.records_failed(error.message, error.remedy)
        elif event.subject == "targets":
            self.targets_pane.failed(error.message, error.remedy)
        elif event.subject == "offline":
            self.targets_pane.refuse(error.message, error.remedy)
        elif event.subject == "preview":
            self.session.desk = self.session.desk.failed(str(error))
            self._show_desk()
        elif event.subject == "accounts":
            self.query_one(AccountBar).failed(str(error))
        else:
            self._failed_beside(event.subject, str(error))

    def _failed_beside(self, subject: Subject, why: str) -> None:
        """What was asked beside the panes could not be answered."""
        if subject == "trace":
            self.trace_failed(why)
        elif subject == "uses":
            self.uses_failed(why)
        elif subject == "verdicts":
            self.say(f"The aliases could not be judged: {why}", severity="warning")
        else:
            self.say(why, severity="error")
