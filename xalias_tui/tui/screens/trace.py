"""Why a name works or not: its way from the registry to the web server, one step below the other."""

from __future__ import annotations

from typing import ClassVar, Final

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from xalias_tui.domain.names import DnsName
from xalias_tui.domain.traces import Trace
from xalias_tui.tui.safe import safe
from xalias_tui.tui.screens.changes import ChangesDialog
from xalias_tui.tui.screens.dialog import Dialog
from xalias_tui.tui.session import Session
from xalias_tui.tui.widgets.step_lines import step_lines

_LONG: Final = 600


class TraceDialog(Dialog[None]):
    """Shows how far a trace is, then the trace."""

    TITLE = "Trace"
    KEYS: ClassVar[str] = "↑ ↓ scrolls · w who changed it · esc closes · xalias trace NAME says the same in a shell"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("w", "changes", "Who changed it", show=False, id="trace-changes", tooltip="Who changed the name, when"),
    ]

    def __init__(self, session: Session, name: DnsName) -> None:
        super().__init__()
        self._session = session
        self.traced = name
        self._content = safe(f"Following {name} …")

    def body(self) -> ComposeResult:
        """One text."""
        with VerticalScroll(classes="dialog-body"):
            yield Static(self._content, id="trace", classes="dialog-text")

    def progress(self, what: str) -> None:
        """What is looked at now."""
        self._show(safe(f"Following {self.traced}: {what} …"))

    def show(self, trace: Trace) -> None:
        """The trace."""
        self._show(trace_content(trace))

    def fail(self, why: str) -> None:
        """There is no trace, and this is why."""
        self._show(safe(why, "$text-error", limit=_LONG))

    def action_changes(self) -> None:
        """Ask who changed the name; the trace stays behind."""
        self.app.push_screen(ChangesDialog(self._session, self.traced))

    def _show(self, content: Content) -> None:
        self._content = content  # an answer may be there before the dialog is
        for text in self.query("#trace").results(Static):
            text.update(content)


def trace_content(trace: Trace) -> Content:
    """The verdict, then each step with its evidence and findings. Pure."""
    broken = trace.broken_at
    if broken is not None:
        headline = safe(f"{trace.name}  is broken at: {broken.step}", "bold $text-error")
    elif trace.verdict == "unknown":
        headline = safe(f"{trace.name}  nothing broken was found, but not everything could be looked at", "bold")
    else:
        headline = safe(f"{trace.name}  nothing is broken", "bold $text-success")
    lines = [headline, Content("")]
    for step in trace.steps:
        lines += step_lines(step)
    return Content("\n").join(lines)
