"""Why a name works or not: each step from the registry to the web server."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import ClassVar, Final, Literal

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from xalias_tui.domain.names import DnsName
from xalias_tui.domain.traces import Trace
from xalias_tui.domain.zones import Zone
from xalias_tui.tui.console import look_at
from xalias_tui.tui.dialogs.base import Dialog
from xalias_tui.tui.dialogs.who_changed import ChangesDialog
from xalias_tui.tui.state.session import Session
from xalias_tui.tui.terminal.untrusted_text import safe
from xalias_tui.tui.text.page import Hanging, Line, Page
from xalias_tui.tui.text.phrases import ago
from xalias_tui.tui.text.steps import rail, seen

_CLICK: Final = "@click=screen.act('{}')"
"""The style of what does the same as a key when it is clicked."""
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
    KEYS: ClassVar[str] = "space details · w who changed it · R traces again · esc closes"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "r", "act('repoint')", "Repoint", show=False, id="trace-repoint", tooltip="Point it elsewhere; asks first"
        ),
        Binding("d", "act('delete')", "Delete", show=False, id="trace-delete", tooltip="Delete the alias; asks first"),
        Binding(
            "a", "act('convert')", "Convert", show=False, id="trace-convert", tooltip="To a CNAME, or back; asks first"
        ),
        Binding("space", "fold", "Details", show=False, id="trace-fold", tooltip="Show the evidence, or fold it"),
        Binding("w", "changes", "Who changed it", show=False, id="trace-changes", tooltip="Who changed the name, when"),
        Binding("R", "act('again')", "Trace again", show=False, id="trace-again", tooltip="Trace the name again"),
        Binding("O", "console", "Console", show=False, id="trace-console", tooltip="Open its zone in the AWS console"),
        Binding("enter", "done", "Done", show=False, id="trace-done", tooltip="Close a trace of a name that works"),
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
        self._at: datetime | None = None
        self._folded = True
        self._news = f"Tracing {name} …"
        """What is being done now, or why there is no trace; empty where the trace is all there is to say."""
        self._failed = False

    def body(self) -> ComposeResult:
        """One text."""
        with VerticalScroll(classes="dialog-body"):
            yield Static(id="trace", classes="dialog-text")

    def on_mount(self) -> None:
        """An answer may have come after the body was made, and before it was there."""
        self._show()
        self.set_interval(5, self._show_age)

    def progress(self, what: str) -> None:
        """What is looked at now; a trace that is there stays, as one of a time before."""
        self._news, self._failed = f"Tracing {self.traced}: {what} …", False
        self._show()

    def show(self, trace: Trace) -> None:
        """The trace, and what can be done about it."""
        self._trace, self._at, self._news, self._failed = trace, self._session.now(), "", False
        self._show()
        self.action_end(to_bottom=False)

    def commit_landed(self) -> None:
        """A change was sent: what is shown is of a time before, so the name is traced again."""
        self._news = f"Out of date: a change was sent since. Tracing {self.traced} again …"
        self._show()
        self._act(self, "again", self._trace)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Only the remedies offered for what is broken are possible, and only a name that works is done."""
        if action == "done":
            return self._trace is not None and not self._trace.remedies and not self._news
        if action != "act" or parameters[0] == "again":
            return super().check_action(action, parameters)
        return self._trace is not None and any(remedy.action == parameters[0] for remedy in self._trace.remedies)

    def action_act(self, action: Action) -> None:
        """Plan a remedy, which is shown before anything is sent, or follow the name again, unless that is under way."""
        if action == "again":
            if self._news and not self._failed:
                return
            self._news, self._failed = f"Tracing {self.traced} again …", False
            self._show()
        self._act(self, action, self._trace)

    def action_fold(self) -> None:
        """Show the evidence of every step, or fold it."""
        self._folded = not self._folded
        self._show()

    def action_done(self) -> None:
        """Nothing is left to do."""
        self.action_cancel()

    def fail(self, why: str) -> None:
        """There is no trace, and this is why."""
        self._news, self._failed = why, True
        self._show()

    def action_changes(self) -> None:
        """Ask who changed the name; the trace stays behind."""
        self.app.push_screen(ChangesDialog(self._session, self.traced))

    def action_console(self) -> None:
        """Look at the zone that answers in the AWS console."""
        look_at(self.app, self._session, self.begins_in if self._trace is None else self._trace.zone)

    def _show(self) -> None:
        lines: list[Line] = []
        if self._news:
            lines.append(safe(self._news, "$text-error" if self._failed else "bold $text-warning", limit=_LONG))
        if self._trace is not None:
            lines += [*([Content("")] if lines else []), *trace_lines(self._trace, folded=self._folded)]
        for text in self.query("#trace").results(Static):
            text.update(Page(lines))
        keys = [] if self._trace is None else [_KEY[remedy.action] for remedy in self._trace.remedies]
        repairs = f"{' '.join(dict.fromkeys(keys))} repairs · " if keys else ""
        done = "enter closes · " if self.check_action("done", ()) else ""
        self.say_keys(f"{done}{repairs}{self.KEYS}")
        self._show_age()

    def _show_age(self) -> None:
        age = f"  read {ago(self._at, self._session.now())}" if self._at is not None else ""
        for box in self.query(".dialog").results(Vertical):
            box.border_title = Content(f"{self.TITLE}{age}")


def trace_lines(trace: Trace, *, folded: bool = True) -> list[Line]:
    """The verdict with what was seen, or with what repairs it, then each step. Pure."""
    broken, warned = trace.broken_at, trace.warned_at
    mark, style, words = _outcome(trace)
    step = broken or (warned if trace.verdict == "ok" else None)
    where = f" {step.label}" if step is not None else ""
    lines: list[Line] = [
        Content.assemble((f"{mark} ", style), safe(trace.name.text, "bold"), (f"  {words}{where}", style))
    ]
    found = seen(trace.steps) if broken is None else ""
    lines += [Hanging(Content("  "), safe(found, "" if warned else "$text-success", limit=_LONG))] if found else []
    lines += [
        Hanging(
            Content.styled(f"  {_KEY[remedy.action]}  ", "bold $text-accent"),
            safe(remedy.words, _CLICK.format(remedy.action), limit=_LONG),
        )
        for remedy in trace.remedies
    ]
    return [*lines, Content(""), *rail(trace.steps, folded=folded)]


def _outcome(trace: Trace) -> tuple[str, str, str]:
    """Sign, style and words of the verdict; the sentence that explains it is told at its step."""
    if trace.broken_at is not None:
        return "✗", "bold $text-error", "broken at"
    if trace.verdict == "unknown":
        return "?", "bold $text-warning", "nothing broken was found, but not everything could be looked at"
    if trace.warned_at is not None:
        return "!", "bold $text-warning", "works, with a warning at"
    return "✓", "bold $text-success", "works"
