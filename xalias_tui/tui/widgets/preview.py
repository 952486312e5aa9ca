"""The preview pane: scrolls when its text is longer than the pane."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from xalias_tui.tui.state.draft import Desk, verdict
from xalias_tui.tui.text.preview import preview_content


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

    def __init__(self, now: Callable[[], datetime]) -> None:
        super().__init__(id="preview", classes="pane")
        self._now = now
        self._desk = Desk()
        self._batch = False

    def compose(self) -> ComposeResult:
        """One text."""
        yield Static(id="preview-text")

    def on_mount(self) -> None:
        """The age of what is shown moves on by itself."""
        self.show(self._desk)
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

    def toggle_batch(self) -> None:
        """The change batch, or the reading of it."""
        self._batch = not self._batch
        self.scroll_home(animate=False)
        self._draw()

    @property
    def text(self) -> str:
        """What is shown, as plain text."""
        return preview_content(self._desk, self._now(), batch=self._batch).plain

    def _draw(self) -> None:
        self.query_one("#preview-text", Static).update(preview_content(self._desk, self._now(), batch=self._batch))
        plan = self._desk.plan
        self.border_title = Content("Preview  change batch" if self._batch else "Preview")
        so_far = "" if self._desk.complete else " so far · asking the name servers"
        self.border_subtitle = Content(verdict(plan) + so_far if plan else "")
