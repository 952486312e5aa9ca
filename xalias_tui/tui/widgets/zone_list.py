"""The hosted zones of the zone side, with how far reading them is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from xalias_tui.domain.lookups import Unscanned
from xalias_tui.domain.zones import Zone
from xalias_tui.tui.text.phrases import count
from xalias_tui.tui.widgets.columns import ZoneRow, zone_rows
from xalias_tui.tui.widgets.pane import Pane
from xalias_tui.tui.widgets.row_list import RowList


class ZoneList:
    """Lists zones in a pane; while a zone is open its records are in front, and nothing is said about zones.

    Args:
        pane: Says how far reading is.
        rows: The list.
    """

    def __init__(self, pane: Pane, rows: RowList[ZoneRow]) -> None:
        self._pane = pane
        self._rows = rows
        self._read: tuple[Zone, ...] = ()
        self._status: tuple[str, datetime | None] = ("", None)
        self._account = ""
        self.missed: tuple[Unscanned, ...] = ()

    @property
    def _in_front(self) -> bool:
        return self._rows.display

    @property
    def read_at(self) -> datetime | None:
        """When the zones were read; None before that."""
        return self._status[1]

    def account(self, label: str) -> None:
        """Whose zones these are."""
        self._account = label
        if self._in_front:
            self._pane.title(label)

    def forget(self) -> None:
        """Other accounts: none of their zones is known."""
        self._rows.show(())
        self._read, self.missed, self._status = (), (), ("", None)

    def came_back(self) -> None:
        """The zone that was open is closed."""
        self._pane.title(self._account)
        self._pane.status(*self._status)
        self._pane.show_rows()

    def loading(self) -> None:
        """Zones are being read; what is shown stays until the answer."""
        if self._status[1] is None:
            self._read = ()
        self._pane.status("reading zones…")
        if not self._rows.all_rows:
            self._pane.explain_if_empty("Reading hosted zones…", "The first ones appear as soon as Route 53 answers.")

    def waiting_for(self, whom: str) -> None:
        """Nothing was read yet, and it is not Route 53 that is waited for."""
        if whom and not self._rows.all_rows:
            self._pane.explain_if_empty(
                whom, "Zones are read as soon as it has given credentials; 4 shows the other profiles."
            )

    def add(self, zones: Sequence[Zone]) -> None:
        """A page of zones that are read for the first time; what is shown already stays until the answer."""
        if self._status[1] is not None:
            return
        self._read = tuple(sorted((*self._read, *zones), key=lambda zone: (zone.name, zone.private, zone.id)))
        self._rows.show(zone_rows(self._read))
        if self._in_front and self._read:
            self._pane.status(f"{count(len(self._read), 'zone')} so far · reading zones…")
            self._pane.show_rows()

    def show(self, zones: Sequence[Zone], unscanned: Sequence[Unscanned], at: datetime, last: str = "") -> None:
        """The zones that were read, and what could not be read; with the cursor on the zone that was opened last."""
        first = self._status[1] is None and not self._rows.cursor
        from xalias_tui.domain.missed import missed_together

        self.missed = tuple(unscanned)
        failures = f" · {len(unscanned)} failed: f" if unscanned else ""
        self._status = (count(len(zones), "zone") + failures, at)
        self._rows.show(zone_rows(zones))
        if first and last:
            self._rows.put_cursor(last)
        self._read = tuple(zones)
        if not self._in_front:
            return
        self._pane.status(*self._status)
        if zones:
            self._pane.show_rows()
        elif unscanned:
            detail = "\n".join(missed_together(unscanned)[:3])
            self._pane.explain_if_empty(
                "No zone could be read.", detail, "4 shows the accounts and signs in again · R reads again"
            )
        else:
            self._pane.explain_if_empty(
                "This account has no hosted zones.", "", "A in this pane chooses another account"
            )

    @property
    def has_twins(self) -> bool:
        """Whether public zones share a name."""
        names = [zone.name for zone in self._read if not zone.private]
        return len(names) > len(set(names))

    def show_liveness(self, live: Mapping[str, bool]) -> None:
        """Which of the twins are live, by zone id."""
        self._rows.show(zone_rows(self._read, live))

    def failed(self, message: str, remedy: str) -> None:
        """The zones could not be read."""
        self._status = ("could not be read", None)
        if self._in_front:
            self._pane.status(*self._status)
            self._pane.explain_if_empty(
                "The zones could not be read.", message, remedy or "4 shows the accounts · R reads again"
            )
