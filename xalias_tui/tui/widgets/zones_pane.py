"""The left pane: zones, and the records of the zone that was opened."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from types import MappingProxyType
from typing import ClassVar, Literal

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.message import Message

from xalias_tui.domain.custody import Protection
from xalias_tui.domain.lookups import Unscanned
from xalias_tui.domain.names import DnsName
from xalias_tui.domain.records import RecordKey, RecordSet
from xalias_tui.domain.verdicts import AliasVerdict
from xalias_tui.domain.zones import Zone
from xalias_tui.tui.text.phrases import count, missed_together
from xalias_tui.tui.widgets.columns import ZONES, ZoneRow, records_of, shares_of, zone_rows
from xalias_tui.tui.widgets.filter_bar import FilterBar
from xalias_tui.tui.widgets.notice import Notice
from xalias_tui.tui.widgets.pane import Pane
from xalias_tui.tui.widgets.row_list import NamingList, OpeningList, RowList


class ZonesPane(Pane):
    """Hosted zones of the zone side; enter opens one, backspace closes it."""

    NAME = "Zones"
    HELP = """\
## Zones

Hosted zones of the accounts on the zone side. A *twin* shares its name with another zone: only one of them answers.
For public twins the parent's name servers are queried: *live* is the one the internet uses, *stale* one that it does
not.
A *protected* record cannot be changed until its protection is deleted. `w` shows who changed a record.
"""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("backspace,h,left", "back", "Zones", id="zones-back", tooltip="Close the zone, back to all zones"),
        Binding(
            "escape",
            "unfilter",
            "No filter",
            show=False,
            id="zones-escape",
            tooltip="Remove the filter; without one, close the zone",
        ),
        Binding("l,right", "open", "Open", show=False, id="zones-open", tooltip="Open the highlighted zone"),
        Binding(
            "d",
            "change('removal')",
            "Remove",
            id="record-remove",
            tooltip="Remove the highlighted alias, with those of its name that point to the same target; asks first",
        ),
        Binding(
            "a",
            "change('conversion')",
            "CNAME",
            id="record-convert",
            tooltip="The highlighted CNAME as an alias, or the alias as a CNAME, in one batch; asks first",
        ),
    ]

    class ZoneHighlighted(Message):
        """The zone that a record would go to is another one, or none."""

        def __init__(self, zone: Zone | None) -> None:
            super().__init__()
            self.zone = zone

    class ZoneOpened(ZoneHighlighted):
        """The records of a zone are wanted."""

    class NameChosen(Message):
        """An alias is wanted at the name of an existing record."""

        def __init__(self, name: DnsName) -> None:
            super().__init__()
            self.name = name

    class ChangeAsked(Message):
        """A change of an existing record is wanted."""

        def __init__(self, zone: Zone, record: RecordSet, what: Literal["removal", "conversion"]) -> None:
            super().__init__()
            self.zone = zone
            self.record = record
            self.what = what

    unscanned: tuple[Unscanned, ...] = ()
    _open: Zone | None = None
    _verdicts: Mapping[RecordKey, AliasVerdict] = MappingProxyType({})
    _protections: tuple[Protection, ...] = ()
    _read: tuple[Zone, ...] = ()
    _zones_status: tuple[str, datetime | None] = ("", None)
    _account = ""
    _shares: Mapping[RecordKey, float] = MappingProxyType({})
    _again: int | None = None
    """How many records were read again so far; None while they are read for the first time, or not at all."""

    def compose(self) -> ComposeResult:
        """Both lists; one is shown."""
        yield FilterBar("filter: words in any order", self.list_in_front)
        yield OpeningList(ZONES, id="zones")
        yield NamingList(records_of(None), id="records")
        yield Notice()

    def on_mount(self) -> None:
        """No zone is open."""
        self._records.display = False
        self.loading_zones()

    @property
    def _zones(self) -> RowList[ZoneRow]:
        return self.query_one("#zones", RowList)

    @property
    def _records(self) -> RowList[RecordSet]:
        return self.query_one("#records", RowList)

    def list_in_front(self) -> RowList[object]:
        """Records while a zone is open."""
        return self.query_one("#records" if self._open else "#zones", RowList)

    @property
    def is_open(self) -> bool:
        """Whether the records of a zone are shown."""
        return self._open is not None

    @property
    def zone(self) -> Zone | None:
        """The open zone, else the highlighted one."""
        row = self._zones.highlighted
        return self._open or (row.zone if row else None)

    @property
    def record(self) -> RecordSet | None:
        """The highlighted record of the open zone."""
        return self._records.highlighted if self._open else None

    # -- zones

    def account(self, label: str) -> None:
        """Whose zones these are."""
        self._account = label
        if self._open is None:
            self.title(label)

    def forget(self) -> None:
        """Other accounts: none of their zones is known, and none is open."""
        self._zones.show(())
        self._read, self.unscanned, self._zones_status = (), (), ("", None)
        self.close()

    def loading_zones(self) -> None:
        """Zones are being read; what is shown stays until the answer."""
        if self._zones_status[1] is None:
            self._read = ()
        self.status("reading zones…")
        if not self._zones.total:
            self._say("Reading hosted zones…", "The first ones appear as soon as Route 53 answers.")

    def waiting_for(self, whom: str) -> None:
        """Nothing was read yet, and it is not Route 53 that is waited for."""
        if whom and not self._zones.total and self._open is None:
            self._say(whom, "Zones are read as soon as it has given credentials; 4 shows the other profiles.")

    def add_zones(self, zones: Sequence[Zone]) -> None:
        """A page of zones that are read for the first time; what is shown already stays until the answer."""
        if self._zones_status[1] is not None:
            return
        self._read = tuple(sorted((*self._read, *zones), key=lambda zone: (zone.name, zone.private, zone.id)))
        self._zones.show(zone_rows(self._read))
        if self._open is None and self._read:
            self.status(f"{count(len(self._read), 'zone')} so far · reading zones…")
            self._say(None)

    def show_zones(self, zones: Sequence[Zone], unscanned: Sequence[Unscanned], at: datetime) -> None:
        """The zones that were read, and what could not be read."""
        self.unscanned = tuple(unscanned)
        failures = f" · {len(unscanned)} failed: f" if unscanned else ""
        self._zones_status = (count(len(zones), "zone") + failures, at)
        self._zones.show(zone_rows(zones))
        self._read = tuple(zones)
        if self._open is not None:
            return
        self.status(*self._zones_status)
        if zones:
            self._say(None)
        elif unscanned:
            detail = "\n".join(missed_together(unscanned)[:3])
            self._say("No zone could be read.", detail, "4 shows the accounts and signs in again · R reads again")
        else:
            self._say("This account has no hosted zones.", "", "4 chooses another account for the zone side")

    @property
    def has_twins(self) -> bool:
        """Whether public zones share a name."""
        names = [zone.name for zone in self._read if not zone.private]
        return len(names) > len(set(names))

    def show_liveness(self, live: Mapping[str, bool]) -> None:
        """Which of the twins are live, by zone id."""
        self._zones.show(zone_rows(self._read, live))

    def failed(self, message: str, remedy: str) -> None:
        """The zones could not be read."""
        self._zones_status = ("could not be read", None)
        if self._open is None:
            self.status(*self._zones_status)
            self._say("The zones could not be read.", message, remedy or "4 shows the accounts · R reads again")

    def records_failed(self, message: str, remedy: str) -> None:
        """The records of the open zone could not be read: what was shown may not be there any more."""
        self._records.show(())
        self.status("could not be read")
        self._say("The records could not be read.", message, remedy or "R reads again · backspace goes back")

    # -- records

    @property
    def _visibility(self) -> str:
        return f"{self._open.visibility} · " if self._open else ""

    def open(self, zone: Zone) -> None:
        """Show the records of a zone as they arrive."""
        self._open = zone
        self._verdicts, self._protections = {}, ()
        self._show_every_row()
        self._records.list_as(records_of(zone.name))
        self._zones.display = False
        self.title(f"› {zone.name} {zone.id}")
        self._records.display = True
        self.loading_records()

    def _show_every_row(self) -> None:
        """No filter is left on a list that is out of sight."""
        self.filter_bar.remove_filter()
        for rows in (self._zones, self._records):
            rows.filter("")

    def loading_records(self) -> None:
        """Records are being read from the first page; those shown stay, with the cursor on its row, until all are."""
        self._again = 0 if self._records.total else None
        self.status("reading records…")
        self._say("Reading records…")

    def add_records(self, records: Sequence[RecordSet]) -> None:
        """A page of records."""
        if self._again is None:
            self._records.extend(records)
        else:
            self._again += len(records)
        so_far = self._records.total if self._again is None else self._again
        self.status(f"{self._visibility}{count(so_far, 'record')} so far")
        self._say(None)

    def show_records(self, records: Sequence[RecordSet], at: datetime, *, complete: bool) -> None:
        """All records that could be read."""
        self._shares = shares_of(records)
        apex = self._open.name if self._open else None
        spec = records_of(apex, self._verdicts, self._protections, self._shares)
        self._records.show(records, spec)
        incomplete = "" if complete else " · not all could be read"
        self.status(self._visibility + count(len(records), "record") + incomplete, at)
        self._say(None if records else "No record could be read.", "", "R reads again")

    def show_verdicts(self, verdicts: Mapping[RecordKey, AliasVerdict]) -> None:
        """What is known of the open zone's aliases."""
        self._verdicts = verdicts
        self._list_again()

    def show_protections(self, protections: Sequence[Protection], unscanned: Sequence[Unscanned]) -> None:
        """What of the open zone is protected, and the look-up where it failed."""
        self._protections = tuple(protections)
        others = (item for item in self.unscanned if item.kind != "protections")
        self.unscanned = (*others, *unscanned)
        self._list_again()

    def _list_again(self) -> None:
        if self._open is not None:
            spec = records_of(self._open.name, self._verdicts, self._protections, self._shares)
            self._records.list_the_same_as(spec)

    def action_back(self) -> None:
        """Close the open zone."""
        self.close()
        self.screen.set_focus(self._zones)

    def close(self) -> None:
        """Show the zones again."""
        if self._open is None:
            return
        zone, self._open = self._open, None
        self._records.display = False
        self._zones.display = True
        self._show_every_row()
        self._zones.put_cursor(zone.id)
        self.title(self._account)
        self.status(*self._zones_status)
        self._say(None)
        self.post_message(self.ZoneHighlighted(self.zone))

    def action_change(self, what: Literal["removal", "conversion"]) -> None:
        """Ask for a change of the highlighted record."""
        if self._open is not None and self.record is not None:
            self.post_message(self.ChangeAsked(self._open, self.record, what))

    def action_open(self) -> None:
        """Open the highlighted zone."""
        self.list_in_front().action_choose()

    def action_unfilter(self) -> None:
        """Remove the filter; without one, close the zone."""
        if self.filter_bar.value:
            super().action_unfilter()
        else:
            self.action_back()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Back, and changes of records, are possible while a zone is open."""
        if action in ("back", "change"):
            return self._open is not None
        return super().check_action(action, parameters) or (action == "unfilter" and self._open is not None)

    def on_row_list_highlighted(self, event: RowList.Highlighted) -> None:
        """Pass on which zone is meant."""
        event.stop()
        if event.control.id == "zones" and self._open is None:
            self.post_message(self.ZoneHighlighted(event.row.zone if event.row else None))

    def on_row_list_chosen(self, event: RowList.Chosen) -> None:
        """Enter opens a zone, or takes a record's name."""
        event.stop()
        if event.control.id == "zones":
            self.post_message(self.ZoneOpened(event.row.zone))
        else:
            self.post_message(self.NameChosen(event.row.name))

    def on_filter_bar_typed(self, event: FilterBar.Typed) -> None:
        """Filter the list in front."""
        event.stop()
        self.filter_rows(event.text)

    def _say(self, headline: str | None, detail: str = "", remedy: str = "") -> None:
        """A notice instead of the rows, or the rows."""
        rows = self.list_in_front()
        if headline is None or rows.rows:
            self.show_rows()
        else:
            self.explain(headline, detail, remedy)
