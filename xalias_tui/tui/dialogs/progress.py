"""Progress of sending one plan or several; closing it does not stop the commit."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar, Final

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from xalias_tui.domain.errors import XaliasError
from xalias_tui.domain.plans import Plan
from xalias_tui.domain.text import shown
from xalias_tui.domain.traces import TraceStep
from xalias_tui.domain.validations import Progress
from xalias_tui.tui.dialogs.base import Dialog
from xalias_tui.tui.terminal.untrusted_text import safe
from xalias_tui.tui.text.page import Hanging, Line, Page
from xalias_tui.tui.text.phrases import count, in_order, names_of
from xalias_tui.tui.text.steps import rail, seen

if TYPE_CHECKING:
    from xalias_tui.jobs.sending.commit import Outcome, Step

_STEPS: Final = (
    ("journalled", "journalled", "recorded in the journal"),
    ("sent", "sent", "to Route 53"),
    ("pending", "PENDING", "on its way to the authoritative servers"),
    ("insync", "INSYNC", "every authoritative server has it"),
)
_MARK: Final = {
    "later": "· waiting   ", "sent": "· sent      ", "pending": "· PENDING   ", "insync": "✓ INSYNC    ",
    "refused": "✗ refused   ", "unknown": "? unknown   ", "not-sent": "– not sent  ",
}  # fmt: skip
_MESSAGE: Final = 600
_WAITS: Final = ("· waits  ", "")
"""The mark of a step that is not done, and what is said of it; empty where that is what it does."""
_NOT_REACHED: Final = ("–        ", "not reached")
_NOT_KNOWN: Final = ("?        ", "not known")


class ProgressDialog(Dialog[None]):
    """The steps of one plan, or a line for each of several."""

    TITLE = "Sending the change"
    HELP = """\
## Progress

What became of the change so far: sent, accepted, on every authoritative server, and what visitors get then. Closing
this does not stop the change.
"""
    KEYS: ClassVar[str] = "esc closes; the change goes on, and stays in the history"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "s",
            "stop",
            "Stop watching",
            show=False,
            id="progress-stop",
            tooltip="Stop watching; the change is unaffected",
        ),
        Binding("enter", "done", "Done", show=False, id="progress-done", tooltip="Close it once the change has ended"),
    ]

    def __init__(self, plans: tuple[Plan, ...]) -> None:
        super().__init__()
        self._plans = plans
        if len(plans) > 1:
            self.TITLE = "Sending the changes"  # type: ignore[misc] # the box is titled per instance
            self.KEYS = "esc closes; the changes go on, and stay in the history"  # type: ignore[misc] # as above
        self._steps: dict[int, dict[str, str]] = {at: {} for at in range(len(plans))}
        self._end = Content("")
        self._open = _WAITS
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

    # -- the commit

    def step(self, step: Step) -> None:
        """One plan went one step further."""
        self._steps[step.plan].pop("waiting", None)
        self._steps[step.plan][step.name] = step.detail
        self._draw()

    def ended(self, outcomes: tuple[Outcome, ...], error: XaliasError | None) -> None:
        """Show the result."""
        for at, outcome in enumerate(outcomes):
            self._steps[at].pop("waiting", None)
            if len(outcomes) > 1:
                self._steps[at][outcome.state] = outcome.message
        if len(self._plans) > 1:
            self._end = _all_ended(outcomes, error)
            self.say_keys("enter closes" if error is not None else "enter closes; undo any of them in History (3)")
        else:
            error = error or next((outcome.error for outcome in outcomes), None)
            self._end = _ended(outcomes, error)
            if error is not None:
                unknown = any(outcome.state == "unknown" for outcome in outcomes)
                self._open = _NOT_KNOWN if unknown else _NOT_REACHED
            self.say_keys("enter closes" if error is not None else f"enter closes; then {self._undo_keys()} undoes it")
        self._draw()

    def _undo_keys(self) -> str:
        """What is to be pressed after this is closed; a dialog below, such as a trace, is closed first."""
        screen, *dialogs = self.app.screen_stack
        undo = any(each.binding.action == "undo" for each in screen.active_bindings.values())
        keys = in_order(*["esc"] * (len(dialogs) - 1), *(["u"] if undo else ["3", "u"]))
        return f"{keys}," if "," in keys else keys

    # -- what comes of it

    def verifying(self) -> None:
        """The checks of the sent change begin."""
        self._verifying = True
        self._draw()

    def verified(self, step: TraceStep) -> None:
        """One check of the sent change."""
        self._verified.append(step)
        self._draw()

    def checked(self, why_not: str = "") -> None:
        """The checks of the sent change ended; ``why_not`` says why they could not be made."""
        self._verifying = False
        if why_not:
            self._verified.append(TraceStep("answers", "skip", why_not))
        self._draw()

    def watches(self) -> threading.Event:
        """Watch the pending validation until the event is set: by s, and when this closes."""
        self._stop = threading.Event()
        self._draw()
        return self._stop

    def following(self, progress: Progress, waited: float) -> None:
        """Progress of a resource that needs validation records."""
        self._seen[progress.resource] = (progress, waited)
        self._draw()

    def followed(self, why: str) -> None:
        """Watching ended; ``why`` is empty if validation is complete."""
        self._stop, self._why = None, why
        self._draw()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """It is done once the change has ended."""
        return bool(self._end) if action == "done" else super().check_action(action, parameters)

    def action_done(self) -> None:
        """Nothing is left to see."""
        self.action_cancel()

    def action_stop(self) -> None:
        """Stop watching."""
        if self._stop is not None:
            self._stop.set()

    def on_unmount(self) -> None:
        """The dialog is closed: stop watching."""
        self.action_stop()

    # -- drawing

    def _draw(self) -> None:
        lines = self._all() if len(self._plans) > 1 else self._one()
        for text in self.query("#steps").results(Static):
            text.update(Page(lines))
        self.call_after_refresh(self.action_end, to_bottom=True)  # what came last

    def _all(self) -> list[Line]:
        lines: list[Line] = [Content.styled(count(len(self._plans), "request"), "bold"), Content("")]
        for plan, steps in zip(self._plans, self._steps.values(), strict=True):
            state = next((name for name in reversed(steps) if name in _MARK), "later")
            where = f"{plan.zone.name} ({plan.zone.id}), {len(plan.changes)} changes"
            lines.append(Content.assemble(_MARK[state], safe(where, limit=200)))
            words = next(reversed(steps.values()), "")
            lines += [safe(f"            {words}", "$text-muted", limit=_MESSAGE)] if words else []
        return [*lines, Content(""), self._end]

    def _one(self) -> list[Line]:
        (plan,), (done,) = self._plans, self._steps.values()
        what = f"{names_of(plan)} in {plan.zone.name} ({plan.zone.id})"
        lines: list[Line] = [safe(what, "bold", limit=300), Content("")]
        for name, label, words in _STEPS:
            mark, otherwise = ("✓ done   ", words) if name in done else self._open
            style = "" if name in done else "$text-muted"
            detail = done.get(name) or otherwise or words
            lines.append(Hanging(Content.styled(f"{mark}{label:<12}", style), safe(detail, style, limit=300)))
        if "waiting" in done:
            lines.append(safe(f"         {done['waiting']}", "$text-muted", limit=300))
        lines += rail(self._verified)
        if self._verifying:
            lines.append(Content.styled("         asking the name servers, then the address …", "$text-muted"))
        if self._end:
            lines += [self._end]
            lines += [] if self._verifying else what_was_seen(plan, self._verified)
        return [*lines, *self._watched()]

    def _watched(self) -> list[Content]:
        """The latest state of the pending validation."""
        lines = [Content("")] if self._seen or self._stop is not None else []
        for progress, waited in self._seen.values():
            mark = "✓ done   " if progress.done else ("✗ failed " if progress.failed else "· waiting")
            detail = f"  {progress.detail}" if progress.detail else ""
            text = f"{progress.state:<20} {progress.resource}{detail}, seen after {waited:.0f} s"
            lines.append(Content.assemble(mark, safe(text, limit=300)))
        if self._stop is not None:
            words = "         watching until it is issued, for up to 30 minutes; s stops"
            lines.append(Content.styled(words, "$text-muted"))
        elif self._why:
            lines.append(safe(f"         No longer watched: {self._why}", limit=400))
        return lines


def what_was_seen(plan: Plan, steps: Sequence[TraceStep]) -> list[Line]:
    """The end of a repair: what visitors get now, where everything that was looked at is well."""
    bad = any(step.status in ("warn", "fail") for step in steps)
    found = seen(steps)
    if not found or bad or not plan.after:
        return []
    style = "$text-success"
    if len(plan.names) > 1:  # the steps above say it of each
        untested = "; not everything was tested" if any(step.status == "skip" for step in steps) else ""
        return [Content.styled(f"✓ {len(plan.names)} names answer as planned{untested}", f"bold {style}")]
    label = Content.styled(f"✓ {shown(plan.name.bare)} works  ", f"bold {style}")
    return [Hanging(label, safe(found, style, limit=300))]


def _ended(outcomes: tuple[Outcome, ...], error: XaliasError | None) -> Content:
    """How one plan ended."""
    if error is not None:
        failed = Content.assemble(("The change failed: ", "bold $text-error"), safe(error.message, limit=800))
        return Content("\n").join([Content(""), failed, safe(error.remedy, limit=400)])
    in_sync = all(outcome.in_sync for outcome in outcomes)
    done = "Every authoritative server has it." if in_sync else "It is not in sync yet: see 3."
    return Content.assemble("\n", ("Done. ", "bold $text-success"), done)


def _all_ended(outcomes: tuple[Outcome, ...], error: XaliasError | None) -> Content:
    """How several plans ended, or that none was sent."""
    if error is not None:
        words = safe(str(error), limit=_MESSAGE)
        return Content.assemble(("Nothing was sent: ", "bold $text-error"), words)
    done = sum(outcome.applied for outcome in outcomes)
    style = "bold $text-success" if done == len(outcomes) else "bold $text-error"
    return Content.styled(f"{done} of {len(outcomes)} were applied.", style)
