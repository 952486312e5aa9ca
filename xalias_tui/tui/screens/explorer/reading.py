"""What the explorer reads for its two panes: accounts, zones, records, targets."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING

from xalias_tui.domain.accounts import ENDED, Account
from xalias_tui.domain.errors import XaliasError
from xalias_tui.domain.lookups import Unscanned
from xalias_tui.domain.pasted import Pasted
from xalias_tui.domain.records import RecordSet
from xalias_tui.domain.targets import Recognition, Target
from xalias_tui.domain.zones import Zone, ZoneRecords
from xalias_tui.tui.screens.base import BaseScreen
from xalias_tui.tui.screens.explorer.verdicts import Verdicts
from xalias_tui.tui.screens.explorer.ways_out import WaysOut
from xalias_tui.tui.state.questions import Tell
from xalias_tui.tui.state.recognising import recognise
from xalias_tui.tui.state.session import Session
from xalias_tui.tui.text.phrases import side_title
from xalias_tui.tui.widgets.bars import AccountBar
from xalias_tui.tui.widgets.targets_pane import TargetsPane
from xalias_tui.tui.widgets.zones_pane import ZonesPane

if TYPE_CHECKING:
    from xalias_tui.domain.custody import Protection
    from xalias_tui.jobs.session.workspace import Workspace
    from xalias_tui.jobs.targets.discover import Discovery, DiscoveryEvent
    from xalias_tui.jobs.zones.read import ZonesRead


class Reading:
    """Asks for both sides, and fills the panes with the answers."""

    def __init__(self, screen: BaseScreen, session: Session, verdicts: Verdicts) -> None:
        self._screen = screen
        self._session = session
        self._verdicts = verdicts
        self._stop = threading.Event()
        self._ways_out = WaysOut(screen, session)

    @property
    def _zones(self) -> ZonesPane:
        return self._screen.query_one(ZonesPane)

    @property
    def _targets(self) -> TargetsPane:
        return self._screen.query_one(TargetsPane)

    def everything(self) -> None:
        """Read both sides; nothing that was read before is valid."""
        self._zones.forget()
        self._targets.listed.forget()
        self.accounts()
        self.zones()
        self.targets()

    def impossible(self, error: XaliasError) -> None:
        """There is no workspace, so nothing can be read."""
        self._screen.query_one(AccountBar).failed(error.message)
        self._zones.listed.failed(error.message, error.remedy)
        self._targets.listed.failed(error.message, error.remedy)

    # -- accounts

    def accounts(self) -> None:
        """Ask who the profiles of both sides are."""
        if self._session.workspace is not None:
            self._session.ask(
                self._screen,
                "accounts",
                identify,
                self._show_accounts,
                on_failed=lambda error: self._screen.query_one(AccountBar).failed(str(error)),
            )

    def _show_accounts(self, accounts: tuple[Account, ...]) -> None:
        workspace = self._session.workspace
        if workspace is None:
            return
        self._session.accounts.update({account.profile: account for account in accounts})
        self._zones.listed.account(side_title(self._session.side(workspace.zone_profiles)))
        self._targets.title(side_title(self._session.side(workspace.target_profiles), len(workspace.cards)))
        self._screen.show_accounts()

    # -- the zone side

    def zone_side(self) -> None:
        """Read the open zone's records, or the zones."""
        if self._zones.opened is not None:
            self._zones.opened.loading()
            self.records()
        else:
            self.zones()

    def zones(self) -> None:
        """Read the hosted zones."""
        if self._session.workspace is not None:
            self._zones.listed.loading()
            self._session.questions.drop(self._screen, "liveness")
            self._session.ask(
                self._screen,
                "zones",
                read_zones,
                self._show_zones,
                on_told=self._add_zones,
                on_failed=self._zones_failed,
            )

    def _add_zones(self, told: str | tuple[Zone, ...]) -> None:
        if isinstance(told, str):
            workspace = self._session.workspace
            if workspace is not None and not self._session.side(workspace.zone_profiles):
                self._zones.listed.waiting_for(told)
        else:
            self._zones.listed.add(told)

    def _zones_failed(self, error: XaliasError) -> None:
        self._zones.listed.failed(error.message, error.remedy)
        self._ways_out.offer(error)
        workspace = self._session.workspace
        if error.code in ENDED and workspace is not None:
            self._ask_again(workspace.zone_profiles)

    def _ask_again(self, profiles: tuple[str, ...]) -> None:
        """Credentials ended in between: what was known of their profiles does not hold any more."""
        if profiles:
            self._session.ask(
                self._screen,
                "ended",
                partial(identify_again, profiles),
                self._show_accounts,
            )

    def _show_zones(self, read: ZonesRead) -> None:
        self._ask_again(tuple(dict.fromkeys(item.profile for item in read.unscanned if item.code in ENDED)))
        zones = tuple(read.zones)
        self._session.zones = read
        self._zones.listed.show(zones, tuple(read.unscanned), self._session.now(), self._session.memory.zone)
        if self._zones.listed.has_twins:
            self._session.ask(
                self._screen,
                "liveness",
                partial(liveness, zones),
                self._zones.listed.show_liveness,
                on_failed=lambda error: self._zones.listed.failed(error.message, error.remedy),
            )

    def records(self) -> None:
        """Read the record sets of the open zone, page by page."""
        zone = self._zones.zone
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
        if self._zones.opened is not None:
            self._zones.opened.add(page)

    def _show_records(self, read: ZoneRecords) -> None:
        if self._zones.opened is not None:
            self._zones.opened.show(read.records, self._session.now(), complete=read.complete)
            if self._zones.opened.absent is not None and read.complete:
                self._screen.say(f"There is no record {self._zones.opened.absent} in this zone.", severity="warning")
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
        if self._zones.opened is not None:
            self._zones.opened.show_protections(*answer)

    def _records_failed(self, error: XaliasError) -> None:
        opened = self._zones.opened
        if opened is not None:
            if error.code in ENDED:
                self._ask_again((opened.zone.profile,))
            opened.failed(error.message, error.remedy)

    # -- the target side

    def targets(self, *, again: bool = False) -> None:
        """Look for targets; what is kept of a moment ago serves unless they are to be read again."""
        if self._session.workspace is not None:
            self._session.workspace.reads_again = again or self._session.workspace.reads_again
            self.stop()
            stop = self._stop = threading.Event()
            self._targets.listed.restart()
            self._verdicts.targets_known(None)
            self._session.ask(
                self._screen,
                "targets",
                partial(discover, stop),
                self._show_targets,
                on_told=self._went_on,
                on_failed=lambda error: self._targets.listed.failed(error.message, error.remedy),
            )

    def stop(self) -> None:
        """Enough was found."""
        self._stop.set()

    def _went_on(self, event: DiscoveryEvent) -> None:
        """More targets, a look-up that failed, or how far the search is."""
        from xalias_tui.jobs.targets.discover import Found, Missed

        if isinstance(event, Found):
            self._targets.listed.found(event.targets)
            self._session.found.update({target.key: target for target in event.targets})
        elif isinstance(event, Missed):
            self._targets.listed.missed(event.unscanned)
        else:
            self._targets.listed.progress(event.done, event.total, event.regions)

    def _show_targets(self, found: Discovery) -> None:
        self._ask_again(tuple(dict.fromkeys(item.profile for item in found.unscanned if item.code in ENDED)))
        self._session.found = {target.key: target for target in found.targets}
        stopped = (found.done, found.total) if found.done < found.total else None
        coverage = found.coverage
        kept = coverage is not None and "cache" in coverage.sources
        at = coverage.oldest_read_at if kept and coverage is not None else None
        self._targets.listed.ended(found.targets, found.unscanned, at or self._session.now(), stopped, coverage)
        self._verdicts.targets_known(None if stopped else (tuple(found.targets), tuple(found.unscanned)))

    def recognise(self, text: str) -> None:
        """Say offline what a pasted name is that matches none of the targets found."""

        def offer(answer: tuple[Recognition, Target]) -> None:
            if text == self._targets.filter_bar.value.strip():
                self._targets.listed.offer(*answer)

        self._session.ask(
            self._screen,
            "offline",
            partial(recognise, Pasted.read(text)),
            offer,
            on_failed=lambda error: self._targets.listed.offers.refuse(error.message, error.remedy),
        )


def identify(workspace: Workspace, _tell: object) -> tuple[Account, ...]:
    """The identities of the profiles of both sides."""
    return tuple(workspace.accounts.who(profile) for profile in workspace.profiles)


def identify_again(profiles: tuple[str, ...], workspace: Workspace, _tell: object) -> tuple[Account, ...]:
    """The identities of profiles, by fresh credentials."""
    return tuple(workspace.accounts.who(profile, refresh=True) for profile in profiles)


def read_zones(workspace: Workspace, tell: Tell[str | tuple[Zone, ...]]) -> ZonesRead:
    """The hosted zones of the zone side, told page by page; before them, who is waited for if that is not AWS."""
    from xalias_tui.jobs.session.accounts import awaited
    from xalias_tui.jobs.zones import read

    tell(awaited(workspace.zone_profiles))
    return read.read_zones(workspace, on_page=tell)


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


def discover(stop: threading.Event, workspace: Workspace, tell: Tell[DiscoveryEvent]) -> Discovery:
    """The targets of the target side, told as they are found: those that are kept, then those that are older."""
    from datetime import timedelta

    from xalias_tui.domain.inventories import USUAL_AGE
    from xalias_tui.jobs.targets.discover import Found
    from xalias_tui.jobs.targets.kept import kept_targets
    from xalias_tui.jobs.targets.search import search

    kept = kept_targets(workspace)
    if kept is not None:
        for batch in kept.batches(100, 2_000):
            tell(Found(batch))
    usual = USUAL_AGE if workspace.inventory.age is None else workspace.inventory.age
    return search(workspace, tell, stop, age=timedelta() if workspace.reads_again else usual)
