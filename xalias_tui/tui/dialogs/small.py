"""Small dialogs that only show or ask one thing: failed look-ups, leaving, an MFA code."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, ClassVar, Final

from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Input, Static

from xalias_tui.domain.lookups import Unscanned
from xalias_tui.domain.missed import helping, missed_together
from xalias_tui.domain.names import DnsName
from xalias_tui.domain.plans import Plan
from xalias_tui.domain.policies import printing
from xalias_tui.tui.dialogs.base import Dialog
from xalias_tui.tui.state.session import Session
from xalias_tui.tui.terminal.untrusted_text import safe
from xalias_tui.tui.text.page import Line, Page, item
from xalias_tui.tui.widgets.problem import Problem

_CODE: Final = re.compile(r"[0-9]{6}\Z")
"""AWS takes six digits (AssumeRole, TokenCode)."""


def show_export(app: App[Any], session: Session, plan: Plan) -> None:
    """Show a plan in the formats of other tools."""
    from xalias_tui.tui.dialogs.export import ExportDialog

    app.push_screen(ExportDialog(session, plan))


class FailuresDialog(Dialog[None]):
    """Every look-up that failed: what is not listed may exist there."""

    TITLE = "Look-ups that failed"
    HELP = """\
## Failed look-ups

What could not be asked, and why: what is missing from the lists may exist there.
"""
    KEYS: ClassVar[str] = "↑ ↓ scrolls · esc closes"

    def __init__(self, items: Sequence[Unscanned]) -> None:
        super().__init__()
        self._items = tuple(items)

    def body(self) -> ComposeResult:
        """One line a failure."""
        if self._items:
            head = Content("These look-ups failed, so resources may exist that are not listed:\n")
            lines: list[Line] = [head, *(item(Content(line)) for line in missed_together(self._items))]
            lines.extend(Content(f"\n{sentence}") for sentence in helping(self._items))
            commands = [Content(f"  {command}") for command in printing(self._items)]
            lines.extend([Content("\nTo print the permissions they need:"), *commands] if commands else [])
        else:
            lines = [Content("Every look-up was answered.")]
        with VerticalScroll(classes="dialog-body"):
            yield Static(Page(lines), classes="dialog-text")


class QuitDialog(Dialog[bool]):
    """Asks before leaving while a change is in flight."""

    TITLE = "A change is in flight"
    HELP = """\
## Leaving

A change is being sent; it is in the journal and will not be stopped.
"""
    KEYS: ClassVar[str] = "y leaves as soon as Route 53 has answered · esc stays"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y", "leave", "Leave", show=False, id="quit-leave", tooltip="Leave once the answer is known"),
    ]

    def __init__(self, name: DnsName) -> None:
        super().__init__()
        self._record_name = name

    def body(self) -> ComposeResult:
        """What would happen."""
        yield Static(
            Content.assemble(
                "The change of ",
                safe(self._record_name.text, "bold"),
                " is being sent. It is in the journal and will not be stopped. xalias exits when the outcome is"
                " known or recorded as unknown.",
            ),
            id="quit-says",
        )

    def commit_landed(self) -> None:
        """Nothing is waited for any more; the operator still decides whether to leave."""
        name = safe(self._record_name.text, "bold")
        says = Content.assemble("The change of ", name, " has ended; History (3) has what became of it.")
        self.query_one("#quit-says", Static).update(says)
        self.query_one(".dialog", Vertical).border_title = Content("Leave?")
        self.say_keys("y leaves · esc stays")

    def action_leave(self) -> None:
        """Leave."""
        self.dismiss(result=True)


class MfaDialog(Dialog[str]):
    """Asks for an MFA code; the code goes to the waiting thread and nowhere else."""

    TITLE = "Multi-factor authentication"
    HELP = """\
## Multi-factor authentication

The role of a profile requires a code of your device. It goes to AWS and is kept nowhere.
"""
    STARTS_WITH_INPUT = True
    KEYS: ClassVar[str] = "enter signs in · esc cancels"

    def __init__(self, prompt: str) -> None:
        super().__init__()
        self._prompt = prompt

    def body(self) -> ComposeResult:
        """The prompt and a masked line."""
        yield Static(safe(self._prompt, limit=300))
        yield Input(password=True, max_length=16, id="mfa")
        yield Problem()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Give the code."""
        event.stop()
        if _CODE.match(event.value.strip()):
            self.dismiss(event.value.strip())
        else:
            self.query_one(Problem).say("A code has six digits.")
