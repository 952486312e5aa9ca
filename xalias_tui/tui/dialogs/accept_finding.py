"""Asks why a finding is accepted, and until when."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from textual.app import ComposeResult
from textual.widgets import Input, Static

from xalias_tui.domain.dataclass import dataclass
from xalias_tui.tui.dialogs.base import Dialog
from xalias_tui.tui.terminal.untrusted_text import safe
from xalias_tui.tui.widgets.problem import Problem


@dataclass(frozen=True, slots=True)
class Decision:
    """Why, and the last day on which it holds; None for as long as nothing changes."""

    reason: str
    until: date | None


class AcceptDialog(Dialog[Decision]):
    """A reason and a date."""

    TITLE = "Accept what was found"
    HELP = """\
## Accept a finding

Takes a finding as known: it stays in the list as accepted, with who decided it and why, and no longer fails an audit.
"""
    STARTS_WITH_INPUT = True
    KEYS: ClassVar[str] = "enter accepts · tab next line · esc closes"

    def __init__(self, what: str, today: date) -> None:
        super().__init__()
        self._what = what
        self._today = today

    def body(self) -> ComposeResult:
        """Two lines."""
        yield Static(safe(self._what, limit=300))
        yield Input(placeholder="why: who decided it, what happens next", id="reason", max_length=500)
        yield Input(placeholder="until, e.g. 2027-01-31; empty: until the record changes", id="until")
        yield Problem()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Take it, unless something is missing."""
        event.stop()
        reason = self.query_one("#reason", Input).value.strip()
        if not reason:
            self.query_one(Problem).say("Give a reason: it is what the next reader will see.")
            return
        typed = self.query_one("#until", Input).value.strip()
        try:
            until = date.fromisoformat(typed) if typed else None
        except ValueError:
            self.query_one(Problem).say("Write the day as in 2027-01-31.")
            return
        if until is not None and until < self._today:
            self.query_one(Problem).say("That day has passed.")
            return
        self.dismiss(Decision(reason, until))
