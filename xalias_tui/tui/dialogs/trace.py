"""Why a name works or not: each step from the registry to the web server."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar, Final, Literal

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from xalias_tui.domain.names import DnsName
from xalias_tui.domain.traces import Trace
from xalias_tui.domain.zones import Zone
from xalias_tui.tui.dialogs.base import Dialog
from xalias_tui.tui.dialogs.who_changed import ChangesDialog
from xalias_tui.tui.state.session import Session
from xalias_tui.tui.terminal.untrusted_text import safe
from xalias_tui.tui.text.page import Line, Page
from xalias_tui.tui.text.steps import step_lines

_LONG: Final = 600
_KEY: Final = {"repoint": "r", "delete": "d", "convert": "a"}

Action = Literal["repoint", "delete", "convert", "again"]


class TraceDialog(Dialog[None]):
    """Shows the progress of a trace, then the trace."""

    TITLE = "Trace"
    HELP = """\
## Trace

Why a name works or not: every step that a visitor passes, from the registry to the web server, and what repairs the
first broken one.
"""
    KEYS: ClassVar[str] = "w who changed it · R traces again · esc closes"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "r", "act('repoint')", "Repoint", show=False, id="trace-repoint", tooltip="Point it elsewhere; asks first"
        ),
        Binding("d", "act('delete')", "Delete", show=False, id="trace-delete", tooltip="Delete the alias; asks first"),
        Binding(
            "a", "act('convert')", "Convert", show=False, id="trace-convert", tooltip="To a CNAME, or back; asks first"
        ),
        Binding("w", "changes", "Who changed it", show=False, id="trace-changes", tooltip="Who changed the name, when"),
        Binding("R", "act('again')", "Trace again", show=False, id="trace-again", tooltip="Trace the name again"),
    ]

    def __init__(
        self,
        session: Session,
        name: DnsName,
        act: Callable[[TraceDialog, Action, Trace | None], None],
        zone: Zone | None = None,
    ) -> None:
        super().__init__()
        self._session = session
        self.traced = name
        self.begins_in = zone
        self._act = act
        self._trace: Trace | None = None
        self._keys = self.KEYS
        self._content: Content | Page = safe(f"Tracing {name} …")

    def body(self) -> ComposeResult:
        """One text."""
        with VerticalScroll(classes="dialog-body"):
            yield Static(self._content, id="trace", classes="dialog-text")

    def on_mount(self) -> None:
        """An answer may have come after the body was made, and before it was there."""
        self._show(self._content)

    def progress(self, what: str) -> None:
        """What is looked at now."""
        self._show(safe(f"Tracing {self.traced}: {what} …"))

    def show(self, trace: Trace) -> None:
        """The trace, and what can be done about it."""
        self._trace = trace
        keys = " ".join(dict.fromkeys(_KEY[remedy.action] for remedy in trace.remedies))
        self._keys = f"{keys} repairs · {self.KEYS}" if keys else self.KEYS
        self._show(trace_content(trace))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Only the remedies offered for what is broken are possible."""
        if action != "act" or parameters[0] == "again":
            return super().check_action(action, parameters)
        return self._trace is not None and any(remedy.action == parameters[0] for remedy in self._trace.remedies)

    def action_act(self, action: Action) -> None:
        """Plan a remedy, which is shown before anything is sent, or follow the name again."""
        self._act(self, action, self._trace)

    def fail(self, why: str) -> None:
        """There is no trace, and this is why."""
        self._show(safe(why, "$text-error", limit=_LONG))

    def action_changes(self) -> None:
        """Ask who changed the name; the trace stays behind."""
        self.app.push_screen(ChangesDialog(self._session, self.traced))

    def _show(self, content: Content | Page) -> None:
        self._content = content
        for text in self.query("#trace").results(Static):
            text.update(content)
        self.say_keys(self._keys)


def trace_content(trace: Trace) -> Page:
    """The verdict with its remedies, then each step with its evidence and findings. Pure."""
    broken = trace.broken_at
    style = "bold $text-error" if broken is not None else "bold $text-warning"
    if trace.verdict == "ok" and trace.warned_at is None:
        style = "bold $text-success"
    lines: list[Line] = [Content.assemble(safe(f"{trace.name}  ", "bold"), safe(trace.headline, style, limit=_LONG))]
    lines += [
        Content.assemble((f"  {_KEY[remedy.action]} ", "bold $text-accent"), safe(remedy.words, limit=_LONG))
        for remedy in trace.remedies
    ]
    lines.append(Content(""))
    for step in trace.steps:
        lines += step_lines(step)
    return Page(lines)
