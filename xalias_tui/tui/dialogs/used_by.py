"""Every record that points to a target, in every zone."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from xalias_tui.domain.missed import missed_together
from xalias_tui.domain.targets import Target
from xalias_tui.tui.console import look_at
from xalias_tui.tui.dialogs.base import Dialog
from xalias_tui.tui.state.session import Session
from xalias_tui.tui.terminal.untrusted_text import safe
from xalias_tui.tui.text.page import Line, Page, item
from xalias_tui.tui.text.phrases import count

if TYPE_CHECKING:
    from xalias_tui.jobs.audit.used_by import UsedBy


class UsesDialog(Dialog[None]):
    """Filled once every zone was read."""

    TITLE = "Used by"
    HELP = """\
## Used by

Every record of every zone that points to the target, also through other aliases.
"""
    KEYS: ClassVar[str] = "↑ ↓ scrolls · esc closes"

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("O", "console", "Console", show=False, id="uses-console", tooltip="Open the target in the AWS console"),
    ]

    def __init__(self, session: Session, target: Target) -> None:
        super().__init__()
        self._session = session
        self._target = target
        self._content: Content | Page = safe(f"Reading every zone for records that point to {target.name}…", limit=300)

    def body(self) -> ComposeResult:
        """What is being read."""
        with VerticalScroll(classes="dialog-body"):
            yield Static(self._content, classes="dialog-text", id="uses")

    def on_mount(self) -> None:
        """An answer may have come after the body was made, and before it was there."""
        self._show(self._content)

    def show(self, used_by: UsedBy) -> None:
        """The records."""
        self._show(uses_content(used_by))

    def fail(self, message: str) -> None:
        """Why they are not known."""
        self._show(safe(message, limit=400))

    def action_console(self) -> None:
        """Look at the target in the AWS console."""
        look_at(self.app, self._session, self._target)

    def _show(self, content: Content | Page) -> None:
        self._content = content
        for text in self.query("#uses").results(Static):
            text.update(content)


def uses_content(used_by: UsedBy) -> Page:
    """The records, each with the aliases in between; what could not be read below. Pure."""
    many = count(len(used_by.uses), "record")
    verb = "points" if len(used_by.uses) == 1 else "point"
    lines: list[Line] = [Content.assemble(safe(many, "bold"), safe(f" {verb} to {used_by.target.name}", limit=300))]
    for use in used_by.uses:
        through = f" through {' → '.join(str(record.key) for record in use.through)}" if use.through else ""
        zone = f"{use.zone.name} {use.zone.visibility}, {use.zone.id}"
        lines.append(item(safe(f"{use.record.key}{through}  ({zone})", limit=400)))
    if used_by.unscanned:
        lines.append(Content("Some look-ups failed; more records may point to it:"))
        lines += [item(safe(line, limit=400)) for line in missed_together(used_by.unscanned)]
    return Page(lines)
