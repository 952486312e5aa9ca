"""What the explorer reads for its left pane: hosted zones, and the records of the open one."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from xalias_tui.domain.accounts import ENDED, digits
from xalias_tui.domain.errors import XaliasError
from xalias_tui.domain.lookups import Unscanned
from xalias_tui.domain.records import RecordSet
from xalias_tui.domain.zones import Zone, ZoneRecords
from xalias_tui.tui.screens.base import BaseScreen
from xalias_tui.tui.screens.explorer.identities import Identities
from xalias_tui.tui.screens.explorer.verdicts import Verdicts
from xalias_tui.tui.screens.explorer.ways_out import WaysOut
from xalias_tui.tui.state.questions import Tell
from xalias_tui.tui.state.session import Session
from xalias_tui.tui.text.phrases import count
from xalias_tui.tui.widgets.zones_pane import ZonesPane

if TYPE_CHECKING:
    from xalias_tui.domain.custody import Protection
    from xalias_tui.jobs.session.workspace import Workspace
    from xalias_tui.jobs.zones.read import ZonesRead


class ZoneReading:
    """Asks for zones and records, and fills the pane with the answers."""

    def __init__(self, screen: BaseScreen, session: Session, identities: Identities, verdicts: Verdicts) -> None:
        self._screen = screen
        self._session = session
        self._identities = identities
        self._verdicts = verdicts
        self._ways_out = WaysOut(screen, session)

    @property
    def _pane(self) -> ZonesPane:
        return self._screen.query_one(ZonesPane)

    def read_again(self) -> None:
        """Read what the pane shows again: the records of the open zone, or the zones."""
        if self._pane.opened is not None:
            self._pane.opened.loading()
            self.records()
        else:
            self.read()

    def read(self) -> None:
        """Read the hosted zones."""
        if self._session.workspace is not None:
            self._pane.listed.loading()
            self._session.questions.drop(self._screen, "liveness")
            self._session.ask(
                self._screen,
                "zones",
                read_zones,
                self._show_zones,
                on_told=self._add_zones,
                on_failed=self._zones_failed,
            )

    def read_account(self, zone: Zone) -> None:
        """List the zones of a zone's account again; those of all others stay as they are, where they were read."""
        if self._session.zones is None:
            self.read()
            return
        self._session.ask(
            self._screen,
            "zones-again",
            partial(read_zones_of, zone.profile),
            partial(self._show_account, zone),
            on_failed=lambda error: self._screen.say(f"{error.message} {error.remedy}", severity="warning"),
            saying=f"Listing the zones of account {digits(zone.account_id)} again…",
        )

    def _show_account(self, zone: Zone, read: ZonesRead) -> None:
        account, before = zone.account_id, self._session.zones
        others = before is not None and any(each.account_id != account for each in before.zones)
        at = self._pane.listed.read_at if others else None  # the age in the border is that of the oldest list
        self._show_zones(read if before is None else before.with_account(account, read), at)
        failed = f"; {count(len(read.unscanned), 'look-up')} failed" if read.unscanned else ""
        self._screen.say(
            f"{count(len(read.zones), 'zone')} of account {digits(account)}: listed just now{failed}.",
            severity="warning" if failed else "information",
        )

    def _add_zones(self, told: str | tuple[Zone, ...]) -> None:
        if isinstance(told, str):
            workspace = self._session.workspace
            if workspace is not None and not self._session.side(workspace.zone_profiles):
                self._pane.listed.waiting_for(told)
        else:
            self._pane.listed.add(told)

    def _zones_failed(self, error: XaliasError) -> None:
        self._pane.listed.failed(error.message, error.remedy)
        self._ways_out.offer(error)
        workspace = self._session.workspace
        if error.code in ENDED and workspace is not None:
            self._identities.ask_again(workspace.zone_profiles)

    def _show_zones(self, read: ZonesRead, at: datetime | None = None) -> None:
        self._identities.ask_of_ended(read.unscanned)
        zones = tuple(read.zones)
        self._session.zones = read
        self._pane.listed.show(zones, tuple(read.unscanned), at or self._session.now(), self._session.memory.zone)
        if self._pane.listed.has_twins:
            self._session.ask(
                self._screen,
                "liveness",
                partial(liveness, zones),
                self._pane.listed.show_liveness,
                on_failed=lambda error: self._pane.listed.failed(error.message, error.remedy),
            )

    def records(self) -> None:
        """Read the record sets of the open zone, page by page."""
        zone = self._pane.choice.zone
        if self._session.workspace is not None and zone is not None:
            self._verdicts.records_known(None)
            self._session.questions.drop(self._screen, "protections")
            self._session.ask(
                self._screen,
                "records",
                partial(read_records, zone),
                self._show_records,
                on_told=self._add_records,
                on_failed=self._records_failed,
            )

    def _add_records(self, page: tuple[RecordSet, ...]) -> None:
        if self._pane.opened is not None:
            self._pane.opened.add(page)

    def _show_records(self, read: ZoneRecords) -> None:
        if self._pane.opened is not None:
            self._pane.opened.show(read.records, self._session.now(), complete=read.complete)
            if self._pane.opened.absent is not None and read.complete:
                self._screen.say(f"There is no record {self._pane.opened.absent} in this zone.", severity="warning")
            self._verdicts.records_known(read)
            self._ask_protections(read.zone)

    def _ask_protections(self, zone: Zone) -> None:
        """Which records cannot be changed."""
        self._session.ask(
            self._screen,
            "protections",
            partial(protections, zone),
            self._show_protections,
            on_failed=self._records_failed,
        )

    def _show_protections(self, answer: tuple[tuple[Protection, ...], tuple[Unscanned, ...]]) -> None:
        if self._pane.opened is not None:
            self._pane.opened.show_protections(*answer)

    def _records_failed(self, error: XaliasError) -> None:
        opened = self._pane.opened
        if opened is not None:
            if error.code in ENDED:
                self._identities.ask_again((opened.zone.profile,))
            opened.failed(error.message, error.remedy)


def read_zones(workspace: Workspace, tell: Tell[str | tuple[Zone, ...]]) -> ZonesRead:
    """The hosted zones of the zone side, told page by page; before them, who is waited for if that is not AWS."""
    from xalias_tui.jobs.session.accounts import awaited
    from xalias_tui.jobs.zones import read

    tell(awaited(workspace.zone_profiles))
    return read.read_zones(workspace, on_page=tell)


def read_zones_of(profile: str, workspace: Workspace, _tell: object) -> ZonesRead:
    """The hosted zones of one account of the zone side."""
    from xalias_tui.jobs.zones import read

    return read.read_zones(workspace, profiles=(profile,))


def liveness(zones: tuple[Zone, ...], workspace: Workspace, _tell: object) -> Mapping[str, bool]:
    """Of public zones that share their name, by id: whether the internet uses them, where that is known."""
    from xalias_tui.jobs.zones import evidence

    return evidence.liveness(workspace, zones)


def read_records(zone: Zone, workspace: Workspace, tell: Tell[tuple[RecordSet, ...]]) -> ZoneRecords:
    """The record sets of a zone, told page by page."""
    from xalias_tui.jobs.zones import read

    return read.read_records(workspace, zone, tell)


def protections(
    zone: Zone, workspace: Workspace, _tell: object
) -> tuple[tuple[Protection, ...], tuple[Unscanned, ...]]:
    """The protected records of a zone, and the look-up where it failed."""
    from xalias_tui.jobs.zones.ownership import protections_of

    return protections_of(workspace, zone)
