"""Verdicts beside the aliases of the open zone, as soon as both sides are known, and what points to a target."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING

from xalias_tui.domain.lookups import Unscanned
from xalias_tui.domain.records import RecordKey
from xalias_tui.domain.targets import Target
from xalias_tui.domain.verdicts import AliasVerdict
from xalias_tui.domain.zones import ZoneRecords
from xalias_tui.tui.screens.base import BaseScreen
from xalias_tui.tui.state.session import Session
from xalias_tui.tui.widgets.targets_pane import TargetsPane
from xalias_tui.tui.widgets.zones_pane import ZonesPane

if TYPE_CHECKING:
    from xalias_tui.jobs.audit.used_by import UsedBy
    from xalias_tui.jobs.session.workspace import Workspace

Found = tuple[Sequence[Target], tuple[Unscanned, ...]]
_Judged = tuple[Mapping[RecordKey, AliasVerdict], Mapping[str, int]]


class Verdicts:
    """Judges the records of the open zone by the targets found."""

    def __init__(self, screen: BaseScreen, session: Session) -> None:
        self._screen = screen
        self._session = session
        self._records: ZoneRecords | None = None
        self._found: Found | None = None

    def records_known(self, records: ZoneRecords | None) -> None:
        """The open zone's records were read, or are being read again."""
        self._records = records
        if records is not None and records.complete:
            self._session.zone_records[records.zone.id] = records
        self._ask()

    def targets_known(self, found: Found | None) -> None:
        """The search for targets ended, or started again."""
        self._found = found
        self._ask()

    def _ask(self) -> None:
        self._session.questions.drop(self._screen, "verdicts")  # those of what was shown before are not awaited
        records, found = self._records, self._found
        if records is None or found is None:
            return
        zones = tuple(self._session.zone_records.values())
        self._session.ask(
            self._screen,
            "verdicts",
            partial(judge, records, found, zones),
            self._show,
            on_failed=lambda error: self._screen.say(f"The aliases could not be checked: {error}", severity="warning"),
        )

    def _show(self, judged: _Judged) -> None:
        verdicts, uses = judged
        opened = self._screen.query_one(ZonesPane).opened
        if opened is not None:
            opened.show_verdicts(verdicts)
        self._screen.query_one(TargetsPane).listed.show_uses(uses)

    def show_uses_of(self, target: Target) -> None:
        """Read every zone for the records that point to a target."""
        from xalias_tui.tui.dialogs.used_by import UsesDialog

        dialog = UsesDialog(self._session, target)
        self._screen.app.push_screen(dialog)
        self._session.ask(
            dialog,
            "uses",
            partial(used_by, target),
            dialog.show,
            on_failed=lambda error: dialog.fail(str(error)),
        )


def judge(
    records: ZoneRecords, found: Found, zones: tuple[ZoneRecords, ...], workspace: Workspace, _tell: object
) -> _Judged:
    """The verdicts of a zone's aliases, and how many records of the zones read point to each target."""
    from xalias_tui.jobs.audit.run import verdicts_of
    from xalias_tui.jobs.audit.used_by import uses_of
    from xalias_tui.jobs.targets.meant import meant_by

    targets, unscanned = found
    meant = meant_by(targets, (record for zone in (*zones, records) for record in zone.records))
    uses = {key: len(rows) for key, rows in uses_of(zones, meant).items()}
    return verdicts_of(workspace, records, meant, unscanned), uses


def used_by(target: Target, workspace: Workspace, _tell: object) -> UsedBy:
    """Every record of every zone that points to a target."""
    from xalias_tui.jobs.audit.used_by import uses_in_all_zones

    return uses_in_all_zones(workspace, target)
