"""Several plans, one for each zone: all are shown before the first is sent, and followed until the last ended."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, ClassVar, Final

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Input, Static

from xalias_tui.domain.accounts import Account
from xalias_tui.domain.errors import XaliasError
from xalias_tui.domain.plans import Plan
from xalias_tui.tui.dialogs.base import Dialog
from xalias_tui.tui.state.draft import verdict
from xalias_tui.tui.terminal.untrusted_text import safe
from xalias_tui.tui.text.phrases import count, digits
from xalias_tui.tui.text.preview import change_lines, finding_lines

if TYPE_CHECKING:
    from xalias_tui.jobs.sending.commit import Outcome, Step

_MARK: Final = {
    "waiting": "· later     ", "sent": "· sent      ", "pending": "· PENDING   ", "insync": "✓ INSYNC    ",
    "refused": "✗ refused   ", "unknown": "? not known ", "not-sent": "– not sent  ",
}  # fmt: skip
_MESSAGE: Final = 600


class ManyDialog(Dialog[bool]):
    """True when all plans shall be sent exactly as shown."""

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

    def action_scroll(self, by: int) -> None:
        """Scroll the text."""
        self.query_one(VerticalScroll).scroll_relative(y=by, animate=False)

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
        Content("Each is applied whole or not at all. The way back of all is on disk before the first is sent; a zone"),
        Content("that refuses does not keep the others from theirs. 3 takes back any of them."),
    ]
    for at, plan in enumerate(plans, start=1):
        account = accounts.get(plan.zone.profile)
        nickname = f" · {account.nickname}" if account and account.nickname else ""
        owner = f"{digits(plan.zone.account_id)}{nickname}"
        where = f"{at} of {len(plans)}  {plan.zone.name}  {plan.zone.visibility}  {plan.zone.id}  of account {owner}"
        lines += [Content(""), safe(where, "bold", limit=300), *change_lines(plan)]
        lines.append(Content.styled(f"Judgement: {verdict(plan)}", "bold"))
        for finding in plan.findings:
            lines += finding_lines(finding)
    return Content("\n").join(lines)


class ManyProgressDialog(Dialog[None]):
    """How far each of several plans is."""

    TITLE = "Sending the changes"
    KEYS: ClassVar[str] = "esc closes; the changes go on, and stay in the history"

    def __init__(self, plans: tuple[Plan, ...]) -> None:
        super().__init__()
        self._plans = plans
        self._states: list[str] = ["waiting"] * len(plans)
        self._words = [""] * len(plans)
        self._end = Content("")

    def body(self) -> ComposeResult:
        """One text."""
        with VerticalScroll(classes="dialog-body"):
            yield Static(id="many-steps", classes="dialog-text")

    def on_mount(self) -> None:
        """Nothing is sent yet."""
        self._draw()

    def step(self, step: Step) -> None:
        """One plan went one step further."""
        if step.name in _MARK:
            self._states[step.plan] = step.name
        self._words[step.plan] = step.detail
        self._draw()

    def ended(self, outcomes: tuple[Outcome, ...], error: XaliasError | None) -> None:
        """All ended, or none was sent."""
        if error is not None:
            self._end = Content.assemble(
                ("Nothing was sent: ", "bold $text-error"), safe(f"{error.message} {error.remedy}", limit=_MESSAGE)
            )
        else:
            self._states = [outcome.state for outcome in outcomes]
            self._words = [outcome.message for outcome in outcomes]
            done = sum(outcome.applied for outcome in outcomes)
            style = "bold $text-success" if done == len(outcomes) else "bold $text-error"
            words = f"{done} of {len(outcomes)} are done."
            self._end = Content.styled(words, style)
        self.say_keys("esc closes" if error is not None else "esc closes; 3 takes back any of them")
        self._draw()

    def _draw(self) -> None:
        lines = [Content.styled(count(len(self._plans), "request"), "bold"), Content("")]
        for plan, state, words in zip(self._plans, self._states, self._words, strict=True):
            where = f"{plan.zone.name} ({plan.zone.id}), {len(plan.changes)} changes"
            lines.append(Content.assemble(_MARK[state], safe(where, limit=200)))
            lines += [safe(f"            {words}", "dim", limit=_MESSAGE)] if words else []
        lines += [Content(""), self._end]
        for text in self.query("#many-steps").results(Static):
            text.update(Content("\n").join(lines))
