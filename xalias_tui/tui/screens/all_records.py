"""The records of every zone in one list: by name, type, zone, account, and by the account that they point into."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.message import Message

from xalias_tui.domain.errors import XaliasError
from xalias_tui.domain.lookups import Unscanned
from xalias_tui.tui.screens.base import BaseScreen
from xalias_tui.tui.screens.changes import Changes
from xalias_tui.tui.screens.sending import Send
from xalias_tui.tui.screens.traces import About, Traces
from xalias_tui.tui.state.questions import Tell
from xalias_tui.tui.state.session import Session
from xalias_tui.tui.text.phrases import count
from xalias_tui.tui.widgets.all_rows import ALL_RECORDS, Ends, ZoneRecord, zone_records
from xalias_tui.tui.widgets.arranged_list import ArrangedList, OpeningList
from xalias_tui.tui.widgets.pane import Pane
from xalias_tui.tui.widgets.row_list import RowList

if TYPE_CHECKING:
    from xalias_tui.domain.names import DnsName
    from xalias_tui.domain.targets import Target
    from xalias_tui.domain.zones import Zone, ZoneRecords
    from xalias_tui.jobs.session.workspace import Workspace

AllRead = tuple[tuple["ZoneRecords", ...], Ends, tuple[Unscanned, ...]]


class AllRecordsPane(Pane):
    """Records of every zone."""

    NAME = "All records"
    FILTER = "filter: words, e.g. shop-prod cname, type:mx, !zone:example.net"
    HELP = """\
## All records

The records of every zone of every account on the zone side. *Points into* is the account of the target that a record
ends at, also through other records, as far as targets were found: order by it (`o`, or a click on its title), or filter
by an account, to see what points there. `r` and `d` act on the marked aliases (`M`), one reviewed plan a zone.
Empty zones, which hold only their own NS and SOA, are counted and not listed.
"""

    def lists(self) -> ComposeResult:
        """The list."""
        yield OpeningList(ALL_RECORDS, id="all-records")


class AllRecordsScreen(BaseScreen):
    """Screen 5."""

    MODE = "all"
    AUTO_FOCUS = "#all-records"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "t", "about('trace')", "Trace", id="all-trace", tooltip="Why the record's name works or not, step by step"
        ),
        Binding(
            "w",
            "about('who_changed')",
            "Who",
            show=False,
            id="all-who",
            tooltip="Who changed the record, when, with what",
        ),
        Binding("r", "repoint", "Repoint", id="all-repoint", tooltip="Point the aliases chosen elsewhere; asks first"),
        Binding("d", "remove", "Remove", id="all-remove", tooltip="Remove the aliases chosen; asks first"),
        Binding("n", "plan", "Plan", id="all-plan", tooltip="Plan an alias at the name of the highlighted record"),
        Binding("f", "failures", "Not read", id="all-failures", tooltip="The look-ups that failed"),
    ]

    class Wanted(Message):
        """A record is wanted in the explorer, or an alias at its name."""

        def __init__(self, zone: Zone, name: DnsName, *, plan: bool) -> None:
            super().__init__()
            self.zone = zone
            self.name = name
            self.plan = plan

    _missed: tuple[Unscanned, ...] = ()
    _outdated = True

    def __init__(self, session: Session, send: Send) -> None:
        super().__init__(session)
        self._pane = AllRecordsPane(session.now, id="all-pane")
        self._changes = Changes(self, session, send)
        self._traces = Traces(self, session, self._changes)

    def body(self) -> ComposeResult:
        """The list."""
        yield self._pane

    @property
    def _rows(self) -> ArrangedList[ZoneRecord]:
        return self.query_one("#all-records", ArrangedList)

    # -- reading

    def on_screen_resume(self) -> None:
        """The first look reads every zone; so does one after a change."""
        super().on_screen_resume()
        if self._outdated:
            self.read_again()

    def workspace_ready(self) -> None:
        """Other accounts: nothing that was read holds any more."""
        self.show_accounts()
        self._rows.show(())
        self.landed()

    def landed(self) -> None:
        """A commit ended."""
        self._outdated = True
        if self.is_current:
            self.read_again()

    def read_again(self) -> None:
        """Read every zone; what is shown stays until then."""
        if self.session.workspace is None:
            self._pane.explain("Signing in…", "Zones are read as soon as the accounts are signed in.")
            return
        self._outdated = False
        if not self._rows.all_rows:
            self._pane.explain("Reading every zone…")
        self.session.ask(
            self,
            "all",
            partial(read_all, self.session.targets),
            self._show,
            on_told=lambda words: self._pane.status(f"{words}…"),
            on_failed=self._failed,
        )

    def _show(self, answer: AllRead) -> None:
        read, ends, self._missed = answer
        self.session.zone_records.update({records.zone.id: records for records in read if records.complete})
        rows = zone_records(read, ends)
        self._rows.show(rows)
        failed = f" · {len(self._missed)} not read: f" if self._missed else ""
        known = () if self.session.zones is None else self.session.zones.zones
        listed = {records.zone.id for records in read}
        left_out = sum(zone.id not in listed and not zone.holds_records for zone in known)
        empty = f", {count(left_out, 'empty zone')}" if left_out else ""
        words = f"{count(len(rows), 'record')} of {count(len(read), 'zone')}{empty}{failed}"
        self._pane.status(words, self.session.now())
        self._pane.explain_if_empty("No zone holds records of its own.", "", "f shows what could not be read")

    def _failed(self, error: XaliasError) -> None:
        self._outdated = True
        self._pane.status("could not be read")
        self._pane.explain_if_empty("The zones could not be read.", error.message, error.remedy)

    # -- rows

    def on_row_list_highlighted(self, event: RowList.Highlighted) -> None:
        """It concerns no one else."""
        event.stop()

    def on_row_list_chosen(self, event: RowList.Chosen) -> None:
        """Enter shows the record in its zone."""
        event.stop()
        self.post_message(self.Wanted(event.row.zone, event.row.record.name, plan=False))

    def go_to(self, key: str) -> None:
        """Show the rows that a text finds."""
        self._pane.filter_by(key)

    def copied_text(self) -> str:
        """The chosen records, a line each."""
        return "\n".join(f"{row.record.key} {row.record.summary()}" for row in self._rows.chosen)

    def resource(self) -> Zone | None:
        """The zone of the highlighted record."""
        row = self._rows.highlighted
        return None if row is None else row.zone

    def action_about(self, what: About) -> None:
        """Trace the highlighted record's name in its zone, or show who changed it."""
        row = self.meant(self._rows.highlighted, "record")
        if row is not None:
            self._traces.about(what, row.record.name, row.zone)

    def action_plan(self) -> None:
        """Plan an alias at the highlighted record's name."""
        row = self.meant(self._rows.highlighted, "record")
        if row is not None:
            self.post_message(self.Wanted(row.zone, row.record.name, plan=True))

    def action_repoint(self) -> None:
        """Point what is chosen elsewhere."""
        self._changes.repoint(tuple((row.zone, row.record) for row in self.meant(self._rows.chosen, "record")))

    def action_remove(self) -> None:
        """Remove what is chosen."""
        self._changes.remove(tuple((row.zone, row.record) for row in self.meant(self._rows.chosen, "record")))

    def action_failures(self) -> None:
        """What could not be read."""
        from xalias_tui.tui.dialogs.small import FailuresDialog

        self.app.push_screen(FailuresDialog(self._missed))


def read_all(targets: Sequence[Target], workspace: Workspace, tell: Tell[str]) -> AllRead:
    """The records of every zone, what they point to among the targets found, and what could not be read."""
    from xalias_tui.jobs.audit.used_by import uses_of
    from xalias_tui.jobs.targets.meant import meant_by
    from xalias_tui.jobs.zones.all_records import read_everything

    read, records = read_everything(workspace, tell)
    meant = meant_by(targets, (record for zone in records for record in zone.records))
    by_key = {target.key: target for target in meant}
    ends = {(use.zone.id, use.record.key): by_key[key] for key, uses in uses_of(records, meant).items() for use in uses}
    return records, ends, read.unscanned
