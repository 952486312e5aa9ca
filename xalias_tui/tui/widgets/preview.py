"""The preview pane: scrolls when its text is longer than the pane."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import datetime
from typing import ClassVar, Final

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from xalias_tui.domain.findings import Severity
from xalias_tui.tui.state.draft import Desk, verdict
from xalias_tui.tui.text.chip import Tone, status
from xalias_tui.tui.text.page import Hanging, Line, Page
from xalias_tui.tui.text.phrases import count
from xalias_tui.tui.text.preview import preview_content
from xalias_tui.tui.widgets.details import lines_below, rows_below, watch_below


def outcome(desk: Desk) -> tuple[str, Tone] | None:
    """What would come of a change, in a word or two; None while there is none to speak of. Pure."""
    plan = desk.plan
    if plan is None:
        return ("NO PLAN", "error") if desk.preview.problem else None
    counts = Counter(finding.severity for finding in plan.findings)
    warnings = count(counts[Severity.WARNING], "warning").upper()
    states: tuple[tuple[object, str, Tone], ...] = (
        (desk.preview.in_place, "IN PLACE", "muted"),
        (counts[Severity.ERROR], "WON'T WORK", "error"),
        (not desk.preview.complete, "CHECKING", "muted"),
        (counts[Severity.WARNING], warnings, "warning"),
        (True, "READY", "success"),
    )
    return next((words, tone) for holds, words, tone in states if holds)


_TRY: Final = (
    ("2", "the audit: every alias, checked; t on a broken one says why, r repairs it"),
    (":", "go to anything: type recreated.example.com, and enter traces it"),
    ("tab", "the targets: choose one, n names the record, c commits, u undoes it"),
    ("?", "what this is for, and every key that works here"),
)


def card_lines() -> list[Line]:
    """What to try first, for whoever has never been here."""
    lines: list[Line] = [Content("Nothing here is real and nothing leaves this machine: try anything.")]
    return [*lines, *(Hanging(Content.styled(f"{key:>5}  ", "bold $text-accent"), Content(does)) for key, does in _TRY)]


class PreviewPane(VerticalScroll):
    """Shows what would be sent for what is highlighted, from the moment that it is."""

    HELP = """\
## Preview

The exact change for the highlighted zone and target: each record before and after, every finding with its remedy, and
where each value came from. `enter` explains the findings. Nothing is sent from here without a confirmation.
"""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("k", "scroll_up", "Up", show=False, id="preview-up", tooltip="Scroll up"),
        Binding("enter", "findings", "Explain", show=False, id="preview-findings", tooltip="Explain the findings"),
        Binding("slash", "screen.filter_list", "Filter", id="preview-filter", tooltip="Filter the list looked at last"),
        Binding("j", "scroll_down", "Down", show=False, id="preview-down", tooltip="Scroll down"),
    ]

    class FindingsAsked(Message):
        """The findings are to be explained."""

    def __init__(self, now: Callable[[], datetime], *, card: bool = False) -> None:
        super().__init__(id="preview", classes="pane")
        self._card = card
        self._now = now
        self._desk = Desk()
        self._batch = False

    def compose(self) -> ComposeResult:
        """One text."""
        yield Static(id="preview-text")

    def on_mount(self) -> None:
        """The age of what is shown moves on by itself."""
        self.show(self._desk)
        watch_below(self, self._say_below)
        self.set_interval(5, self._draw)

    def show(self, desk: Desk) -> None:
        """Another state of what is decided."""
        if (desk.zone, desk.target, desk.name) != (self._desk.zone, self._desk.target, self._desk.name):
            self.scroll_home(animate=False)
        self._desk = desk
        self._draw()

    def action_findings(self) -> None:
        """Have the findings explained."""
        self.post_message(self.FindingsAsked())

    @property
    def shows_batch(self) -> bool:
        """Whether the change batch is shown instead of the reading of it."""
        return self._batch

    def toggle_batch(self) -> None:
        """The change batch, or the reading of it."""
        self._batch = not self._batch
        self.scroll_home(animate=False)
        self._draw()

    @property
    def text(self) -> str:
        """What is shown, as plain text."""
        return preview_content(self._desk, self._now(), batch=self._batch).plain

    def _chip(self) -> tuple[str | Content, ...]:
        """What would come of the change, at a glance."""
        found = outcome(self._desk)
        return ("  ", status(*found)) if found else ()

    def _draw(self) -> None:
        if self._card and self._desk.target is None:
            self.query_one("#preview-text", Static).update(Page(card_lines()))
            self.border_title = Content("Four things to try")
            self._say_below()
            return
        self.query_one("#preview-text", Static).update(preview_content(self._desk, self._now(), batch=self._batch))
        title = "Preview  change batch" if self._batch else "Preview"
        self.border_title = Content.assemble(title, *self._chip())
        self._say_below()

    def _say_below(self) -> None:
        """What the checks found, and how much of it is out of sight."""
        plan = None if self._card and self._desk.target is None else self._desk.plan
        so_far = "" if self._desk.preview.complete else " so far · asking the name servers"
        found = f"{verdict(plan)}{so_far}" if plan else ""
        self.border_subtitle = Content(" · ".join(filter(None, (found, lines_below(rows_below(self))))))
