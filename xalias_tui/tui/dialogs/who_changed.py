"""Who changed a name: each change with who made it, with what, and what it did, newest first."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, ClassVar, Final

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from xalias_tui.domain.changes import ChangesOfName, Reach, RecordChange
from xalias_tui.domain.missed import missed_together
from xalias_tui.domain.names import DnsName
from xalias_tui.domain.policies import printing
from xalias_tui.domain.zones import Zone
from xalias_tui.tui.dialogs.base import Dialog
from xalias_tui.tui.state.questions import Tell
from xalias_tui.tui.state.session import Session
from xalias_tui.tui.terminal.untrusted_text import safe
from xalias_tui.tui.text.page import Line, Page, item
from xalias_tui.tui.text.phrases import count

if TYPE_CHECKING:
    from xalias_tui.jobs.session.workspace import Workspace

_LONG: Final = 400
_SOURCES: Final = {"journal": "the journal", "change-history": "Change History", "cloudtrail": "CloudTrail"}


class ChangesDialog(Dialog[None]):
    """Asks by itself, and fills itself."""

    TITLE = "Who changed it"
    HELP = """\
## Who changed it

Who changed the records of a name, when and with what: from the journal, Change History and CloudTrail.
"""
    KEYS: ClassVar[str] = "↑ ↓ scrolls · esc closes · in a shell: xalias changes NAME"

    def __init__(self, session: Session, name: DnsName, zone: Zone | None = None) -> None:
        super().__init__()
        self._session = session
        self._asked = name
        self._zone = zone

    def body(self) -> ComposeResult:
        """One text."""
        with VerticalScroll(classes="dialog-body"):
            yield Static(safe(f"Looking up who changed {self._asked} …"), id="changes", classes="dialog-text")

    def on_mount(self) -> None:
        """Ask; CloudTrail is slow."""
        self._session.ask(
            self,
            "changes",
            partial(changes, self._asked, self._zone),
            lambda changes: self._show(changes_content(changes)),
            on_told=lambda what: self._show(safe(f"Who changed {self._asked}: {what} …")),
            on_failed=lambda error: self._show(safe(str(error), "$text-error", limit=_LONG)),
        )

    def _show(self, content: Content | Page) -> None:
        self.query_one("#changes", Static).update(content)


def changes(name: DnsName, zone: Zone | None, workspace: Workspace, tell: Tell[str]) -> ChangesOfName:
    """Who changed a name, when, and with what; told which source is read."""
    from xalias_tui.jobs.history.who_changed import who_changed

    return who_changed(workspace, name.route53, zone=zone, tell=tell)


def changes_content(found: ChangesOfName) -> Page:
    """The changes, how far back each source goes, and what could not be read. Pure."""
    lines: list[Line]
    if found.changes:
        lines = [Content.assemble(safe(found.name.text, "bold"), f"  {count(len(found.changes), 'change')} found")]
    else:
        lines = [safe(found.nothing, "bold")]
    for change in found.changes:
        lines += _change_lines(change)
    lines.append(Content(""))
    lines += [
        safe(_reach_words(reach), "$text-muted", limit=_LONG) for reach in found.reaches if reach.source != "journal"
    ]
    if found.unscanned:
        lines.append(Content("Some sources could not be read; there may be more changes:"))
        lines += [item(safe(line, limit=_LONG)) for line in missed_together(found.unscanned)]
        lines += [Content(f"  {command}") for command in printing(found.unscanned)]
    return Page(lines)


def _change_lines(change: RecordChange) -> list[Content]:
    member = f" ({change.key.set_identifier})" if change.key.set_identifier else ""
    head = safe(f"{change.at:%Y-%m-%d %H:%M:%S} UTC  {change.action}  {change.key.type}{member}", "bold")
    tool = f"with {change.tool}" if change.tool else "tool unknown"
    origin = f" from {change.address}" if change.address else ""
    journal = f" · entry {change.entry}, {change.status}" if change.entry else ""
    return [
        Content(""),
        head,
        safe(f"  {change.effect()}", limit=_LONG),
        safe(f"  by {change.who or 'unknown'}, {tool}{origin}{journal}", limit=_LONG),
    ]


def _reach_words(reach: Reach) -> str:
    since = f"back to {reach.since:%Y-%m-%d %H:%M} UTC" if reach.since else "as far back as it goes"
    late = " Its events are some minutes late." if reach.source == "cloudtrail" else ""
    return f"{_SOURCES[reach.source]} was read {since}. {reach.note}".strip() + late
