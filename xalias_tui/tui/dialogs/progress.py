"""Shows how far a commit is; closing it does not stop the commit."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, ClassVar, Final

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from xalias_tui.domain.errors import XaliasError
from xalias_tui.domain.plans import Plan
from xalias_tui.domain.traces import TraceStep
from xalias_tui.domain.validations import Progress
from xalias_tui.tui.dialogs.base import Dialog
from xalias_tui.tui.terminal.untrusted_text import safe
from xalias_tui.tui.text.phrases import names_of
from xalias_tui.tui.text.steps import step_lines

if TYPE_CHECKING:
    from xalias_tui.jobs.sending.commit import Outcome, Step

_STEPS: Final = (
    ("journalled", "journalled", "the intent is on disk"),
    ("sent", "sent", "to Route 53"),
    ("pending", "PENDING", "on its way to the authoritative servers"),
    ("insync", "INSYNC", "every authoritative server has it"),
)


class ProgressDialog(Dialog[None]):
    """The steps of one commit."""

    TITLE = "Sending the change"
    KEYS: ClassVar[str] = "esc closes; the change goes on, and stays in the history"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("s", "stop", "Stop watching", show=False, id="progress-stop", tooltip="Look no more; the change stays"),
    ]

    def __init__(self, plan: Plan) -> None:
        super().__init__()
        self._plan = plan
        self._done: dict[str, str] = {}
        self._waiting = ""
        self._end = Content("")
        self._stop: threading.Event | None = None
        self._verifying = False
        self._verified: list[TraceStep] = []
        self._seen: dict[str, tuple[Progress, float]] = {}
        self._why = ""

    def body(self) -> ComposeResult:
        """One text."""
        with VerticalScroll(classes="dialog-body"):
            yield Static(id="steps", classes="dialog-text")

    def on_mount(self) -> None:
        """Nothing is done yet."""
        self._draw()

    def step(self, step: Step) -> None:
        """One step further."""
        if step.name == "waiting":
            self._waiting = step.detail
        else:
            self._done[step.name] = step.detail
            self._waiting = ""
        self._draw()

    def ended(self, outcomes: tuple[Outcome, ...], error: XaliasError | None) -> None:
        """Show the result."""
        self._waiting = ""
        outcome = next(iter(outcomes), None)
        error = error or (outcome.error if outcome else None)
        if error is not None:
            lines = [
                Content(""),
                Content.assemble(("It did not succeed: ", "bold $text-error"), safe(error.message, limit=800)),
                safe(error.remedy, limit=400),
            ]
            self._end = Content("\n").join(lines)
        elif outcome is not None:
            done = "Every authoritative server has it." if outcome.in_sync else "It is not in sync yet: see 3."
            self._end = Content.assemble("\n", ("Done. ", "bold $text-success"), done)
        undo = "u" if hasattr(self.app.screen_stack[0], "action_undo") else "3, then u,"
        self.say_keys("esc closes" if error is not None else f"esc closes; then {undo} takes it back")
        self._draw()

    def verifying(self) -> None:
        """The world is asked about the change from now on."""
        self._verifying = True
        self._draw()

    def verified(self, step: TraceStep) -> None:
        """One thing that it says."""
        self._verified.append(step)
        self._draw()

    def not_verified(self, why: str) -> None:
        """It could not be asked."""
        self.verified(TraceStep("answers", "skip", why))

    def watches(self) -> threading.Event:
        """What the target waits for is followed from now on, until the event is set: by s, and when this closes."""
        self._stop = threading.Event()
        self._draw()
        return self._stop

    def following(self, progress: Progress, waited: float) -> None:
        """How far something is that waits for validation records."""
        self._seen[progress.resource] = (progress, waited)
        self._draw()

    def followed(self, why: str) -> None:
        """It is not followed any more; ``why`` is empty where it came to an end."""
        self._stop, self._why = None, why
        self._draw()

    def action_stop(self) -> None:
        """Look no more."""
        if self._stop is not None:
            self._stop.set()

    def on_unmount(self) -> None:
        """Nobody looks at it any more."""
        self.action_stop()

    def _watched(self) -> list[Content]:
        """What the target waits for, as it was seen last."""
        lines = [Content("")] if self._seen or self._stop is not None else []
        for progress, waited in self._seen.values():
            mark = "✓ done   " if progress.done else ("✗ failed " if progress.failed else "· waits  ")
            detail = f"  {progress.detail}" if progress.detail else ""
            text = f"{progress.state:<20} {progress.resource}{detail}, seen after {waited:.0f} s"
            lines.append(Content.assemble(mark, safe(text, limit=300)))
        if self._stop is not None:
            lines.append(
                Content.styled("         looking until it is issued, half an hour at most; s stops looking", "dim")
            )
        elif self._why:
            lines.append(safe(f"         No longer looked at: {self._why}", limit=400))
        return lines

    def _draw(self) -> None:
        if not self.is_attached or not self.query("#steps"):
            return
        plan = self._plan
        what = f"{names_of(plan)} in {plan.zone.name} ({plan.zone.id})"
        lines = [safe(what, "bold", limit=300), Content("")]
        for name, label, words in _STEPS:
            reached = name in self._done
            mark = "✓ done   " if reached else "· later  "
            detail = self._done.get(name) or words
            style = "" if reached else "dim"
            lines.append(Content.assemble((f"{mark}{label:<12}", style), safe(detail, style, limit=300)))
        if self._waiting:
            lines.append(safe(f"         {self._waiting}", "dim", limit=300))
        for step in self._verified:
            lines += step_lines(step)
        if self._verifying and not {step.step for step in self._verified} & {"http"}:
            lines.append(Content.styled("         asking the name servers, then the address …", "dim"))
        lines.append(self._end)
        lines += self._watched()
        self.query_one("#steps", Static).update(Content("\n").join(lines))
