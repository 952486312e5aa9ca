"""What the explorer reads for its two panes: accounts, zones, records, targets."""

from __future__ import annotations

import threading
from datetime import datetime
from typing import TYPE_CHECKING

from xalias_tui.domain.accounts import ENDED, Account
from xalias_tui.domain.custody import Protection
from xalias_tui.domain.errors import XaliasError
from xalias_tui.domain.lookups import Unscanned
from xalias_tui.domain.records import RecordSet
from xalias_tui.domain.targets import Recognition, Target
from xalias_tui.domain.zones import Zone, ZoneRecords
from xalias_tui.tui.screens.base import BaseScreen
from xalias_tui.tui.screens.explorer.verdicts import Verdicts
from xalias_tui.tui.state.engine import Engine
from xalias_tui.tui.state.questions import Tell
from xalias_tui.tui.state.session import Session
from xalias_tui.tui.text.phrases import side_title
from xalias_tui.tui.widgets.bars import AccountBar
from xalias_tui.tui.widgets.targets_pane import TargetsPane
from xalias_tui.tui.widgets.zones_pane import ZonesPane

if TYPE_CHECKING:
    from xalias_tui.jobs.targets.discover import Discovery, DiscoveryEvent
    from xalias_tui.jobs.zones.read import ZonesRead


class Reading:
    """Asks for both sides, and fills the panes with the answers."""

    def __init__(self, screen: BaseScreen, session: Session, verdicts: Verdicts) -> None:
        self._screen = screen
        self._session = session
        self._verdicts = verdicts
        self._stop = threading.Event()

    @property
    def _zones(self) -> ZonesPane:
        return self._screen.query_one(ZonesPane)

    @property
    def _targets(self) -> TargetsPane:
        return self._screen.query_one(TargetsPane)

    def everything(self) -> None:
        """Read both sides; nothing that was read before is valid."""
        self._zones.forget()
        self._targets.forget()
        self.accounts()
        self.zones()
        self.targets()

    def impossible(self, error: XaliasError) -> None:
        """There is no engine, so nothing can be read."""
        self._screen.query_one(AccountBar).failed(error.message)
        self._zones.failed(error.message, error.remedy)
        self._targets.failed(error.message, error.remedy)

    # -- accounts

    def accounts(self) -> None:
        """Ask who the profiles of both sides are."""
        engine = self._session.engine
        if engine is not None:
            profiles = tuple(dict.fromkeys((*engine.sides.zones, *engine.sides.targets)))
            self._session.ask(
                self._screen,
                "accounts",
                lambda engine, _tell: tuple(engine.who(profile) for profile in profiles),
                self._show_accounts,
                on_failed=lambda error: self._screen.query_one(AccountBar).failed(str(error)),
            )

    def _show_accounts(self, accounts: tuple[Account, ...]) -> None:
        engine = self._session.engine
        if engine is None:
            return
        self._session.accounts.update({account.profile: account for account in accounts})
        sides = engine.sides
        self._zones.account(side_title(self._session.side(sides.zones)))
        self._targets.account(side_title(self._session.side(sides.targets), sides.cards))
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
        if self._session.engine is not None:
            self._zones.loading_zones()
            self._session.questions.drop(self._screen, "liveness")
            self._session.ask(
                self._screen,
                "zones",
                self._read_zones,
                self._show_zones,
                on_told=self._add_zones,
                on_failed=self._zones_failed,
            )

    def _read_zones(self, engine: Engine, tell: Tell[str | tuple[Zone, ...]]) -> tuple[ZonesRead, datetime]:
        unknown = tuple(profile for profile in engine.sides.zones if profile not in self._session.accounts)
        tell(engine.awaited(unknown))
        return engine.read_zones(tell), self._session.now()

    def _add_zones(self, told: str | tuple[Zone, ...]) -> None:
        if isinstance(told, str):
            self._zones.waiting_for(told)
        else:
            self._zones.add_zones(told)

    def _zones_failed(self, error: XaliasError) -> None:
        self._zones.failed(error.message, error.remedy)
        engine = self._session.engine
        if error.code in ENDED and engine is not None:
            self._ask_again(engine.sides.zones)

    def _ask_again(self, profiles: tuple[str, ...]) -> None:
        """Credentials ended in between: what was known of their profiles does not hold any more."""
        if profiles:
            self._session.ask(
                self._screen,
                "ended",
                lambda engine, _tell: tuple(engine.who(profile, refresh=True) for profile in profiles),
                self._show_accounts,
            )

    def _show_zones(self, answer: tuple[ZonesRead, datetime]) -> None:
        read, at = answer
        self._ask_again(tuple(dict.fromkeys(item.profile for item in read.unscanned if item.code in ENDED)))
        zones = tuple(read.zones)
        self._zones.show_zones(zones, tuple(read.unscanned), at)
        if self._zones.has_twins:
            self._session.ask(
                self._screen,
                "liveness",
                lambda engine, _tell: engine.liveness(zones),
                self._zones.show_liveness,
                on_failed=lambda error: self._zones.failed(error.message, error.remedy),
            )

    def records(self) -> None:
        """Read the record sets of the open zone, page by page."""
        zone = self._zones.zone
        if self._session.engine is not None and zone is not None:
            self._verdicts.records_known(None)
            self._session.questions.drop(self._screen, "protections")
            self._session.ask(
                self._screen,
                "records",
                lambda engine, tell: (engine.read_records(zone, tell), self._session.now()),
                self._show_records,
                on_told=self._add_records,
                on_failed=self._records_failed,
            )

    def _add_records(self, page: tuple[RecordSet, ...]) -> None:
        if self._zones.opened is not None:
            self._zones.opened.add(page)

    def _show_records(self, answer: tuple[ZoneRecords, datetime]) -> None:
        read, at = answer
        if self._zones.opened is not None:
            self._zones.opened.show(read.records, at, complete=read.complete)
            self._verdicts.records_known(read)
            self._ask_protections(read.zone)

    def _ask_protections(self, zone: Zone) -> None:
        """Which records cannot be changed."""
        self._session.ask(
            self._screen,
            "protections",
            lambda engine, _tell: engine.protections(zone),
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

    def targets(self) -> None:
        """Look for targets."""
        if self._session.engine is not None:
            self.stop()
            stop = self._stop = threading.Event()
            self._targets.restart()
            self._verdicts.targets_known(None)
            self._session.ask(
                self._screen,
                "targets",
                lambda engine, tell: (engine.discover(tell, stop), self._session.now()),
                self._show_targets,
                on_told=self._went_on,
                on_failed=lambda error: self._targets.failed(error.message, error.remedy),
            )

    def stop(self) -> None:
        """Enough was found."""
        self._stop.set()

    def _went_on(self, event: DiscoveryEvent) -> None:
        """More targets, a look-up that failed, or how far the search is."""
        from xalias_tui.jobs.targets.discover import Found, Missed  # noqa: PLC0415 -- behind the first paint

        if isinstance(event, Found):
            self._targets.found(event.targets)
        elif isinstance(event, Missed):
            self._targets.missed(event.unscanned)
        else:
            self._targets.progress(event.done, event.total, event.regions)

    def _show_targets(self, answer: tuple[Discovery, datetime]) -> None:
        found, at = answer
        self._ask_again(tuple(dict.fromkeys(item.profile for item in found.unscanned if item.code in ENDED)))
        stopped = (found.done, found.total) if found.done < found.total else None
        self._targets.ended(found.targets, found.unscanned, at, stopped)
        self._verdicts.targets_known(None if stopped else (tuple(found.targets), tuple(found.unscanned)))

    def recognise(self, text: str) -> None:
        """Say offline what a pasted name is that matches none of the targets found."""

        def offer(answer: tuple[Recognition, Target]) -> None:
            if text == self._targets.filter_bar.value.strip():
                self._targets.offer(*answer)

        self._session.ask(
            self._screen,
            "offline",
            lambda engine, _tell: engine.recognise(text),
            offer,
            on_failed=lambda error: self._targets.refuse(error.message, error.remedy),
        )
