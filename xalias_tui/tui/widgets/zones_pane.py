"""The left pane: zones, and the records of the zone that was opened."""

from __future__ import annotations

from typing import ClassVar, Literal

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.message import Message

from xalias_tui.domain.lookups import Unscanned
from xalias_tui.domain.names import DnsName
from xalias_tui.domain.records import RecordSet
from xalias_tui.domain.zones import Zone
from xalias_tui.tui.state.sought import Sought
from xalias_tui.tui.widgets.arranged_list import ArrangedList, NamingList, OpeningList
from xalias_tui.tui.widgets.columns import ZONES, ZoneRow, records_of
from xalias_tui.tui.widgets.filter_bar import FilterBar
from xalias_tui.tui.widgets.open_zone import OpenZone
from xalias_tui.tui.widgets.pane import Pane
from xalias_tui.tui.widgets.row_list import RowList
from xalias_tui.tui.widgets.zone_choice import ZoneChoice
from xalias_tui.tui.widgets.zone_list import ZoneList

RecordChange = Literal["removal", "conversion", "repoint"]


class ZonesPane(Pane):
    """Hosted zones of the zone side; enter opens one, backspace closes it."""

    NAME = "Zones"
    HELP = """\
## Zones

Hosted zones of the accounts on the zone side. A *twin* shares its name with another zone: only one of them answers.
For public twins the parent's name servers are queried: *live* is the one the internet uses, *stale* one that it does
not.
A *protected* record cannot be changed until its protection is deleted. `w` shows who changed a record.
`R` reads what is listed again, `ctrl+r` the zones of one account.
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
            "equals_sign",
            "compare",
            "Compare",
            show=False,
            id="zones-compare",
            tooltip="Compare two zones: the marked ones, the marked one and this, or this and its twin",
        ),
        Binding(
            "ctrl+r",
            "again",
            "Read again …",
            show=False,
            id="zones-again",
            tooltip="List the zones of one account again, or of all",
        ),
        Binding(
            "r",
            "change('repoint')",
            "Repoint",
            show=False,
            id="record-repoint",
            tooltip="Point the marked aliases elsewhere, or the highlighted one with those of its name and target",
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
        """A change of the highlighted record is wanted; None where no record is."""

        def __init__(self, zone: Zone, record: RecordSet | None, what: RecordChange) -> None:
            super().__init__()
            self.zone = zone
            self.record = record
            self.what = what

    class CompareAsked(Message):
        """Two zones are to be compared."""

        def __init__(self, left: Zone, right: Zone) -> None:
            super().__init__()
            self.left = left
            self.right = right

    class AgainAsked(Message):
        """The zones of an account, or of all, are to be listed again."""

        def __init__(self, zone: Zone) -> None:
            super().__init__()
            self.zone = zone

    opened: OpenZone | None = None
    """The zone whose records are shown."""

    def lists(self) -> ComposeResult:
        """Both lists; one is shown."""
        self._zones: ArrangedList[ZoneRow] = OpeningList(ZONES, id="zones")
        self._records: ArrangedList[RecordSet] = NamingList(records_of(None), id="records")
        self.listed = ZoneList(self, self._zones)
        self.choice = ZoneChoice(self._zones, self._records, lambda: self.opened)
        yield self._zones
        yield self._records

    def on_mount(self) -> None:
        """No zone is open."""
        self._records.display = False
        self.listed.loading()

    def list_in_front(self) -> RowList[object]:
        """Records while a zone is open."""
        return self.query_one("#records" if self.opened else "#zones", RowList)

    @property
    def unscanned(self) -> tuple[Unscanned, ...]:
        """The look-ups that failed."""
        return (*self.listed.missed, *(self.opened.unscanned if self.opened else ()))

    def forget(self) -> None:
        """Other accounts: none of their zones is known, and none is open."""
        self.listed.forget()
        self.close()

    # -- records

    def open(self, zone: Zone, name: DnsName | None = None) -> None:
        """Show the records of a zone as they arrive, with the cursor on those of a name."""
        self.opened = OpenZone(zone, self, self._records, name)
        self._show_every_row()
        self._zones.display = False
        self.title(f"› {zone.name} {zone.id}")
        self._records.display = True
        self.opened.loading()

    def go_to(self, zone: Zone) -> None:
        """Put the cursor on a zone; no other one stays open."""
        if self.opened is not None and self.opened.zone.id != zone.id:
            self.close()
        if self.opened is None:
            self._show_every_row()
            self._zones.put_cursor(zone.id)

    def _show_every_row(self) -> None:
        """No filter is left on a list that is out of sight."""
        self.filter_bar.remove_filter()
        for rows in (self._zones, self._records):
            rows.filter("")

    def action_back(self) -> None:
        """Close the open zone."""
        self.close()
        self.screen.set_focus(self._zones)

    def close(self) -> None:
        """Show the zones again."""
        if self.opened is None:
            return
        zone, self.opened = self.opened.zone, None
        self._records.display = False
        self._zones.display = True
        self._show_every_row()
        self._zones.put_cursor(zone.id)
        self.listed.came_back()
        self.post_message(self.ZoneHighlighted(self.choice.zone))

    def action_change(self, what: RecordChange) -> None:
        """Ask for a change of the highlighted record."""
        if self.opened is not None:
            self.post_message(self.ChangeAsked(self.opened.zone, self.choice.record, what))

    def action_compare(self) -> None:
        """Compare two zones."""
        pair = self.choice.pair
        if pair is None:
            self.notify("Mark two zones with M, then press = to compare them.")
        else:
            self.post_message(self.CompareAsked(*pair))

    def action_again(self) -> None:
        """Choose whose zones are listed again."""
        if self.choice.zone is not None:
            self.post_message(self.AgainAsked(self.choice.zone))

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
            return self.opened is not None
        return super().check_action(action, parameters) or (action == "unfilter" and self.opened is not None)

    def on_row_list_highlighted(self, event: RowList.Highlighted) -> None:
        """Pass on which zone is meant."""
        event.stop()
        if event.control.id == "zones" and self.opened is None:
            self.post_message(self.ZoneHighlighted(event.row.zone if event.row else None))

    def on_row_list_chosen(self, event: RowList.Chosen) -> None:
        """Enter opens a zone, or takes a record's name."""
        event.stop()
        if event.control.id == "zones":
            self.post_message(self.ZoneOpened(event.row.zone))
        else:
            self.post_message(self.NameChosen(event.row.name))

    def filter_rows(self, text: str) -> None:
        """What no zone and no record of the open one is called may be elsewhere."""
        super().filter_rows(text)
        rows = self.list_in_front()
        if text and not rows.rows and rows.all_rows:
            self.explain("No match here.", rows.hint, "enter looks for it everywhere · esc removes the filter")

    def on_filter_bar_kept(self, event: FilterBar.Kept) -> None:
        """Enter behind a text that nothing here is called: look for it everywhere."""
        if event.text and not self.list_in_front().rows:
            event.stop()
            self.action_unfilter()
            self.post_message(Sought(event.text))
