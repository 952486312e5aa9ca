"""Asks for the share of a member of a weighted group."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.widgets import Input, Static

from xalias_tui.domain.errors import UsageError
from xalias_tui.domain.records import RecordSet
from xalias_tui.domain.weights import read_percent
from xalias_tui.tui.dialogs.base import Dialog
from xalias_tui.tui.terminal.untrusted_text import safe
from xalias_tui.tui.widgets.problem import Problem


class ShareDialog(Dialog[str]):
    """Gives the share as it was typed.

    Args:
        record: The member.
        share: Its share now, as a part of 1; None where that is not known.
    """

    TITLE = "Share of the answers, in percent"
    HELP = """\
## Share of the answers

Percent of the answers that a member of a weighted group gets. The others keep their proportion, and all weights of the
name change in one batch, which is shown before it is sent. `m` edits the whole group.
"""
    STARTS_WITH_INPUT = True
    KEYS: ClassVar[str] = "enter plans it: nothing is sent yet · esc closes"

    def __init__(self, record: RecordSet, share: float | None) -> None:
        super().__init__()
        self._record = record
        self._share = share

    def body(self) -> ComposeResult:
        """Which member, and its share today."""
        record = self._record
        yield Static(safe(f"{record.set_identifier} of {record.name}: {record.summary()}", "bold", limit=300))
        today = "" if self._share is None else f"{round(self._share * 100, 2):g}"
        yield Input(today, placeholder="percent, e.g. 10", compact=True, id="share", select_on_focus=True)
        yield Problem()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Give the share, or say what is wrong."""
        event.stop()
        try:
            read_percent(event.value)
        except UsageError as error:
            self.query_one(Problem).say(str(error))
        else:
            self.dismiss(event.value.strip())
