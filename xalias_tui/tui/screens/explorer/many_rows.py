"""From rows that were pasted to one reviewed batch a zone."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from xalias_tui.domain.dataclass import dataclass
from xalias_tui.tui.screens.base import BaseScreen
from xalias_tui.tui.screens.changes import Changes
from xalias_tui.tui.state.questions import Tell
from xalias_tui.tui.state.session import Session
from xalias_tui.tui.text.phrases import count

if TYPE_CHECKING:
    from xalias_tui.domain.plans import Plan
    from xalias_tui.domain.record_rows import Rejected
    from xalias_tui.jobs.session.workspace import Workspace
    from xalias_tui.tui.dialogs.rows import RowsDialog


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
        self._kept = ""

    def open(self, pasted: str = "") -> None:
        """Show rows that were pasted, or ask for them; those that were not sent are still there."""
        from xalias_tui.tui.dialogs.rows import RowsDialog

        self._screen.app.push_screen(RowsDialog(self._plan, self._kept, pasted), self._left)

    def _left(self, text: str | None) -> None:
        """The rows were left without planning them."""
        if text is not None:
            self._kept = text
        if text:
            self._screen.say("The rows are kept: P shows them again.")

    def _plan(self, dialog: RowsDialog, text: str) -> None:
        """The rows stay in sight until they are planned: what is wrong is said beside them."""
        self._kept = text
        planned = partial(self._planned, dialog)
        self._session.ask(
            dialog, "rows", partial(plan_pasted, text), planned, on_told=dialog.progress, on_failed=dialog.fail
        )

    def _planned(self, dialog: RowsDialog, planned: RowsPlanned) -> None:
        if not planned.rejected:
            self._review(dialog, planned)
            return
        from xalias_tui.tui.dialogs.rows import LeftOutDialog

        def answered(goes_on: bool | None) -> None:  # noqa: FBT001 -- Textual's callback
            if goes_on:
                self._review(dialog, planned)
            else:
                dialog.correct(planned.rejected)

        changes = sum(len(plan.changes) for plan in planned.plans)
        self._screen.app.push_screen(LeftOutDialog(planned.rejected, changes, planned.unchanged), answered)

    def _review(self, dialog: RowsDialog, planned: RowsPlanned) -> None:
        dialog.dismiss(None)
        if planned.plans:
            self._changes.confirm_all_if_possible(planned.plans, partial(self._sent, planned))
        else:
            self._sent(planned)
            self._screen.say(f"Nothing would change: {count(planned.unchanged, 'row')} already as wanted.")

    def _sent(self, planned: RowsPlanned) -> None:
        """Rows that were left out are still to be corrected."""
        if not planned.rejected:
            self._kept = ""


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
