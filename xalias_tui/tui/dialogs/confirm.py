"""Asks before anything is sent: names account, zone, each record before and after, and what clients will notice."""

from __future__ import annotations

from math import inf
from time import monotonic
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Input, Static

from xalias_tui.domain.accounts import Account
from xalias_tui.domain.errors import InvalidNameError
from xalias_tui.domain.plans import Plan
from xalias_tui.tui.dialogs.base import Dialog
from xalias_tui.tui.state.draft import consent, verdict
from xalias_tui.tui.terminal.untrusted_text import account_style, safe
from xalias_tui.tui.text.phrases import client_effects, digits
from xalias_tui.tui.text.preview import change_lines, finding_lines, offer_lines
from xalias_tui.tui.text.record_name_input import name_in_zone


class ConfirmDialog(Dialog[bool]):
    """True when the plan must be sent exactly as shown."""

    TITLE = "Commit this change?"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y", "agree", "Send it", show=False, id="confirm-send", tooltip="Send exactly what is shown"),
        Binding("enter", "agree", "Send it", show=False, id="confirm-enter", tooltip="Send exactly what is shown"),
        Binding(
            "ctrl+r",
            "other",
            "Validation records",
            show=False,
            id="confirm-validation",
            tooltip="Also create the validation records that the target needs, or leave them out again",
        ),
        Binding("up,k", "scroll(-1)", "Up", show=False, id="confirm-up", tooltip="Scroll up"),
        Binding("down,j", "scroll(1)", "Down", show=False, id="confirm-down", tooltip="Scroll down"),
    ]

    def __init__(
        self,
        plan: Plan,
        account: Account | None,
        negative_ttl: int | None,
        *,
        other: Plan | None = None,
    ) -> None:
        super().__init__()
        self._account = account
        self._negative_ttl = negative_ttl
        self.TITLE = "Undo: put back what was there?" if plan.undoes else self.TITLE  # type: ignore[misc] # the box is titled per instance
        self._ask_about(plan, other)

    def _ask_about(self, plan: Plan, other: Plan | None) -> None:
        """Ask about a plan; ``other`` is the one with, or without, the validation records that are offered."""
        self.plan = plan
        self._other = other
        self._consent = consent(plan)
        self.answers_from = inf
        send = "type the name, then enter sends it" if self._consent.by_name else "enter or y sends it"
        offer = "" if other is None else "ctrl+r validation records · "
        self.KEYS = f"{send} · {offer}esc closes without sending"  # type: ignore[misc] # as above

    def body(self) -> ComposeResult:
        """What is sent."""
        with VerticalScroll(classes="dialog-body", can_focus=not self._consent.by_name):
            text = confirmation(self.plan, self._account, self._negative_ttl, self._other)
            yield Static(text, classes="dialog-text")

    def foot(self) -> ComposeResult:
        """Where the name has to be typed."""
        if self._consent.by_name:
            why = "; ".join(self._consent.reasons)
            yield Static(Content.assemble(("Type the record's name", "bold"), ", because ", why, "."), id="typed-why")
            yield Input(placeholder=self.plan.name.bare, id="typed-name")

    def on_mount(self) -> None:
        """Answers count once everything is painted: a key typed before that does not answer a question not yet seen."""
        self._how_to_answer().update(Content("one moment…"))
        self.call_after_refresh(self._seen)

    def _seen(self) -> None:
        self.answers_from = monotonic()
        self._how_to_answer().update(Content(self.KEYS))

    def _how_to_answer(self) -> Static:
        return self.query_one(".dialog-keys", Static)

    async def action_other(self) -> None:
        """Ask about the change with the validation records that are offered, or without them again."""
        if self._other is None:
            return
        self._ask_about(self._other, self.plan)
        await self.recompose()
        self.set_focus(next(iter(self.query(Input)), None) or self.query_one(VerticalScroll))
        self.on_mount()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """The typed name decides."""
        event.stop()
        self.action_agree()

    def action_agree(self) -> None:
        """Send it, once the name is typed where that is asked for."""
        if self._consent.by_name:
            typed = self.query_one(Input).value
            try:
                same = bool(typed) and name_in_zone(typed, self.plan.zone.name) == self.plan.name
            except InvalidNameError:
                same = False
            if not same:
                self.query_one("#typed-why", Static).update(
                    safe(f"This is not {self.plan.name.bare}: nothing was sent.", "$text-error")
                )
                return
        self.dismiss(result=True)


def confirmation(plan: Plan, account: Account | None, negative_ttl: int | None, other: Plan | None = None) -> Content:
    """The text of the question; ``other`` is offered in it. Pure."""
    zone = plan.zone
    nickname = account.nickname if account else ""
    owner = " · ".join(part for part in (digits(zone.account_id), zone.profile, nickname) if part)
    style = account_style(account) if account else "bold"
    lines = [
        Content.assemble("Account  ", safe(owner, style), safe(f"  as {account.arn}" if account else "", "dim")),
        Content.assemble("Zone     ", safe(f"{zone.name}  {zone.visibility}  {zone.id}", "bold")),
        Content(""),
        *change_lines(plan),
        *offer_lines(plan, other, "ctrl+r"),
        Content(""),
    ]
    lines += [safe(effect) for effect in client_effects(plan, negative_ttl)]
    lines.append(Content.styled(f"Checks: {verdict(plan)}", "bold"))
    for finding in plan.findings:
        lines += finding_lines(finding)
    return Content("\n").join(lines)
