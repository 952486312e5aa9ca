"""From rows that were pasted to one reviewed batch a zone."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from xalias_tui.tui.screens.base import BaseScreen
from xalias_tui.tui.screens.changes import Changes
from xalias_tui.tui.state.questions import Tell
from xalias_tui.tui.state.session import Session
from xalias_tui.tui.text.phrases import count

if TYPE_CHECKING:
    from xalias_tui.domain.plans import Plan
    from xalias_tui.domain.record_rows import Rejected
    from xalias_tui.jobs.session.workspace import Workspace


@dataclass(frozen=True, slots=True)
class RowsPlanned:
    """What became of pasted rows.

    Attributes:
        plans: One a zone, or several where one request can't carry it.
        rejected: Rows that are left out, in order of their lines.
        unchanged: How many rows are as they should be already.
    """

    plans: tuple[Plan, ...]
    rejected: tuple[Rejected, ...] = ()
    unchanged: int = 0


class ManyRows:
    """Plans rows for one screen.

    Args:
        screen: Asks.
        session: Shared state.
        changes: Shows and sends the plans.
    """

    def __init__(self, screen: BaseScreen, session: Session, changes: Changes) -> None:
        self._screen = screen
        self._session = session
        self._changes = changes

    def open(self, text: str = "") -> None:
        """Show rows that were pasted, or ask for them."""
        from xalias_tui.tui.dialogs.rows import RowsDialog

        self._screen.app.push_screen(RowsDialog(text), self._given)

    def _given(self, text: str | None) -> None:
        if text is not None:
            self._screen.say("Planning the rows…")
            self._session.ask(self._screen, "rows", partial(plan_pasted, text), self._planned, on_told=self._screen.say)

    def _planned(self, planned: RowsPlanned) -> None:
        self._screen.app.clear_notifications()
        if planned.unchanged:
            self._screen.say(f"{count(planned.unchanged, 'row')} of them: already as wanted.")
        if not planned.rejected:
            self._review(planned.plans)
            return
        from xalias_tui.tui.dialogs.rows import LeftOutDialog

        def answered(goes_on: bool | None) -> None:  # noqa: FBT001 -- Textual's callback
            if goes_on:
                self._review(planned.plans)

        changes = sum(len(plan.changes) for plan in planned.plans)
        self._screen.app.push_screen(LeftOutDialog(planned.rejected, changes), answered)

    def _review(self, plans: tuple[Plan, ...]) -> None:
        if plans:
            self._changes.confirm_all_if_possible(plans)
        else:
            self._screen.say("Nothing would change.")


def is_many_rows(text: str) -> bool:
    """Whether a pasted text is rows of records rather than a name."""
    lines = [line for line in text.strip().splitlines() if line.strip()]
    first = lines[0].lower() if lines else ""
    return len(lines) > 1 and "name" in first and ("target" in text.lower() or "delete" in text.lower())


def plan_pasted(text: str, workspace: Workspace, tell: Tell[str]) -> RowsPlanned:
    """One judged plan a zone from rows as they were pasted; told how far it is."""
    from xalias_tui.domain.record_rows import read_rows
    from xalias_tui.jobs.plans.many import plan_rows

    read = read_rows(text.encode())
    made = plan_rows(workspace, read.rows, tell)
    rejected = sorted((*read.rejected, *made.rejected), key=lambda row: row.line)
    return RowsPlanned(tuple(one.plan for one in made.plans), tuple(rejected), len(made.unchanged))
