"""Several plans, one for each zone: all are shown before the first is sent."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Input, Static

from xalias_tui.domain.accounts import Account
from xalias_tui.domain.plans import Plan
from xalias_tui.tui.dialogs.base import Dialog
from xalias_tui.tui.state.draft import verdict
from xalias_tui.tui.terminal.untrusted_text import safe
from xalias_tui.tui.text.phrases import count, digits
from xalias_tui.tui.text.preview import change_lines, finding_lines


class ManyDialog(Dialog[bool]):
    """True when all plans must be sent exactly as shown."""

    TITLE = "Commit these changes?"
    STARTS_WITH_INPUT = True
    KEYS: ClassVar[str] = "type the number, then enter sends all · ↑ ↓ scrolls · esc closes without sending"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "scroll(-1)", "Up", show=False, id="many-up", tooltip="Scroll up"),
        Binding("down", "scroll(1)", "Down", show=False, id="many-down", tooltip="Scroll down"),
        Binding("pageup", "scroll(-10)", "Page up", show=False, id="many-page-up", tooltip="Scroll up a page"),
        Binding("pagedown", "scroll(10)", "Page down", show=False, id="many-page-down", tooltip="Scroll down a page"),
    ]

    def __init__(self, plans: tuple[Plan, ...], accounts: Mapping[str, Account]) -> None:
        super().__init__()
        self._plans = plans
        self._accounts = accounts

    @property
    def _changes(self) -> int:
        return sum(len(plan.changes) for plan in self._plans)

    def body(self) -> ComposeResult:
        """What is sent, zone by zone."""
        with VerticalScroll(classes="dialog-body", can_focus=False):
            yield Static(many_content(self._plans, self._accounts), classes="dialog-text")

    def foot(self) -> ComposeResult:
        """The line for the number."""
        why = f"Type {self._changes}, the number of changes, to send them to {count(len(self._plans), 'zone')}."
        yield Static(Content.styled(why, "bold"), id="many-why")
        yield Input(placeholder=str(self._changes), id="many-number", max_length=12)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """The typed number decides."""
        event.stop()
        if event.value.strip().replace(",", "") == str(self._changes):
            self.dismiss(result=True)
        else:
            self.query_one("#many-why", Static).update(
                Content.styled(f"It is not {event.value.strip() or 'nothing'}: nothing was sent.", "$text-error")
            )


def many_content(plans: tuple[Plan, ...], accounts: Mapping[str, Account]) -> Content:
    """Every plan in full, and how it goes on. Pure."""
    zones = count(len({plan.zone.id for plan in plans}), "zone")
    changes = sum(len(plan.changes) for plan in plans)
    lines = [
        Content.styled(f"{count(len(plans), 'request')} to {zones}, {changes} changes.", "bold"),
        Content("Each request is atomic. Undo data for all is saved before the first is sent; if one zone refuses,"),
        Content("the others are still sent. Undo any of them in History (3)."),
    ]
    for at, plan in enumerate(plans, start=1):
        account = accounts.get(plan.zone.profile)
        nickname = f" · {account.nickname}" if account and account.nickname else ""
        owner = f"{digits(plan.zone.account_id)}{nickname}"
        where = f"{at} of {len(plans)}  {plan.zone.name}  {plan.zone.visibility}  {plan.zone.id}  of account {owner}"
        lines += [Content(""), safe(where, "bold", limit=300), *change_lines(plan)]
        lines.append(Content.styled(f"Checks: {verdict(plan)}", "bold"))
        for finding in plan.findings:
            lines += finding_lines(finding)
    return Content("\n").join(lines)
