"""The targets that were found or named, with how far the search for them is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final

from xalias_tui.domain.coverage import Coverage
from xalias_tui.domain.lookups import Unscanned
from xalias_tui.domain.targets import Recognition, Target
from xalias_tui.tui.widgets.chips import Chips
from xalias_tui.tui.widgets.columns import TARGETS, targets_of
from xalias_tui.tui.widgets.pane import Pane
from xalias_tui.tui.widgets.row_list import RowList
from xalias_tui.tui.widgets.row_sources import Joined
from xalias_tui.tui.widgets.target_offers import TargetOffers
from xalias_tui.tui.widgets.target_search import TargetSearch

_BETWEEN: Final = 0.1
"""Seconds between two drawings while targets are found: hundreds of look-ups may end in one, and keys go first."""


class TargetList:
    """Lists targets in a pane.

    Args:
        pane: Says how far the search is.
        rows: The list.
        chips: Counts the kinds.
        on_known: Called where the highlighted target may be better known now.
    """

    def __init__(self, pane: Pane, rows: RowList[Target], chips: Chips, on_known: Callable[[], None]) -> None:
        self._pane = pane
        self._rows = rows
        self._chips = chips
        self._on_known = on_known
        self._search = TargetSearch()
        self._waiting: list[Target] = []
        self._due = False
        self.offers = TargetOffers(pane, rows)

    @property
    def unscanned(self) -> tuple[Unscanned, ...]:
        """The look-ups that failed."""
        return self._search.unscanned

    @property
    def searching(self) -> bool:
        """Whether targets are being looked for."""
        return self._search.running

    def forget(self) -> None:
        """Other accounts: nothing that was found is there, and no target is meant."""
        self._waiting.clear()
        self._rows.show(())
        self._rows.show(self.offers.offered)

    def restart(self) -> None:
        """A new search starts; what was found before stays, with the cursor on its row, until the search ends."""
        self._search = TargetSearch(running=True)
        self.draw()

    def found(self, targets: Sequence[Target]) -> None:
        """More targets; those already listed are replaced."""
        self._waiting.extend(targets)
        if self._rows.all_rows:
            self._draw_soon()
        else:
            self._draw_found()

    def kept(self, targets: Sequence[Target]) -> None:
        """Very many targets, of which only what is shown is read."""
        self._waiting.clear()
        self.changed(targets, self.unscanned)

    def changed(self, targets: Sequence[Target], unscanned: tuple[Unscanned, ...]) -> None:
        """Some targets were read again, and so many look-ups have failed by now."""
        self._search = replace(self._search, unscanned=unscanned)
        self._list(targets)
        self._on_known()
        self.draw()

    def _list(self, targets: Sequence[Target]) -> None:
        """List other targets, and what was named beside them."""
        self._rows.show(targets)
        if self.offers.offered:
            self._rows.add(self.offers.offered)

    def missed(self, item: Unscanned) -> None:
        """A look-up failed."""
        self._search = replace(self._search, unscanned=(*self._search.unscanned, item))
        self._draw_soon()

    def progress(self, done: int, total: int, regions: int) -> None:
        """The search went on."""
        self._search = replace(self._search, done=done, total=total, regions=regions)
        self._draw_soon()

    def _draw_soon(self) -> None:
        if not self._due:
            self._due = True
            self._pane.set_timer(_BETWEEN, self._draw_due)

    def _draw_due(self) -> None:
        self._due = False
        if self._search.running:
            self._draw_found()

    def _draw_found(self) -> None:
        """List what was found since the last time, and say how far the search is."""
        found, self._waiting = self._waiting, []
        if found:
            self._rows.add(found)
            self._on_known()
        self.draw()

    def ended(
        self,
        targets: Sequence[Target],
        unscanned: Sequence[Unscanned],
        at: datetime,
        stopped: tuple[int, int] | None = None,
        coverage: Coverage | None = None,
    ) -> None:
        """The search is over, or was stopped after so many of so many look-ups: the rows get their order."""
        self._waiting.clear()
        self._list(targets)
        done, total = stopped or (self._search.done, self._search.total)
        self._search = replace(
            self._search,
            running=False,
            stopped=stopped is not None,
            done=done,
            total=total,
            at=at,
            unscanned=tuple(unscanned),
            coverage=coverage,
        )
        self._on_known()
        self.draw()

    def failed(self, message: str, remedy: str) -> None:
        """The search could not start."""
        self._waiting.clear()
        self._search = replace(self._search, running=False)
        self._rows.show(self.offers.offered)
        self._pane.status("could not be read")
        self._pane.explain("The targets could not be read.", message, remedy or "4 shows the accounts · R tries again")

    def offer(self, recognition: Recognition, target: Target) -> None:
        """A DNS name that matches no target found, recognised offline."""
        self.offers.offer(recognition, target)
        if recognition.aliasable:
            self.draw()

    def show_uses(self, uses: Mapping[str, int]) -> None:
        """How many records of the zones read so far point to each target."""
        self._rows.show(self._rows.all_rows, targets_of(uses) if uses else TARGETS)

    def draw(self) -> None:
        """Draw what is around the rows: kinds, counts, and a notice where there are none."""
        every = self._rows.all_rows
        self._chips.show(dict(sorted(_counted(every).items())))
        self._pane.status(self._search.status(len(every)), self._search.at)
        notice = self._search.notice(len(every), self._rows.hint)
        if self._rows.rows:
            self._pane.show_rows()
        elif notice is not None:
            self._pane.explain(*notice)


def _counted(every: Sequence[Target]) -> Mapping[str, int]:
    """How many there are of each kind; in a file they are counted there."""
    if isinstance(every, Joined):
        return Counter(every.kept.counts) + Counter(target.kind for target in every.others)
    return Counter(target.kind for target in every)
