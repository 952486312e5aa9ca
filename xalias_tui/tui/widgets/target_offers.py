"""Targets that were not found but named: recognised offline by their DNS name, or refused."""

from __future__ import annotations

from xalias_tui.domain.targets import Recognition, Target
from xalias_tui.tui.widgets.pane import Pane
from xalias_tui.tui.widgets.row_list import RowList
from xalias_tui.tui.widgets.row_sources import has_key


class TargetOffers:
    """Lists what was named beside what was found.

    Args:
        pane: Says why a name cannot be a target.
        rows: The list of targets.
    """

    def __init__(self, pane: Pane, rows: RowList[Target]) -> None:
        self._pane = pane
        self._rows = rows
        self.offered: tuple[Target, ...] = ()
        self._refused: Target | None = None

    @property
    def refused(self) -> Target | None:
        """What the filter names, where that is no target of an alias but can be reached by a CNAME."""
        return None if self._rows.rows else self._refused

    def forget_refused(self) -> None:
        """Something else is typed."""
        self._refused = None

    def offer(self, recognition: Recognition, target: Target) -> None:
        """A DNS name that matches no target found, recognised offline."""
        self._refused = None if recognition.aliasable else target
        if not recognition.aliasable:
            reason = recognition.reason or "It is not the DNS name of a resource that an alias can point to."
            rule = f" ({recognition.rule_id})" if recognition.rule_id else ""
            remedy = "enter, then a: a CNAME instead · esc removes the filter"
            self._pane.explain("No target matches, and this name cannot be aliased.", reason + rule, remedy)
            return
        if not has_key(self._rows.all_rows, target.key, lambda row: row.key):
            self.offered = (*self.offered, target)
            self._rows.add((target,))
        if not self._rows.rows and target.dns_name is not None:
            self._pane.filter_bar.value = target.dns_name.bare

    def refuse(self, message: str, remedy: str) -> None:
        """What was pasted can't be read as the DNS name of a target."""
        if not self._rows.rows:
            self._pane.explain("No target matches.", message, remedy or "esc removes the filter")
