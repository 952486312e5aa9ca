"""Asks before anything is sent: names account, zone, each record before and after, and what clients will notice."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Input, Static

from xalias_tui.domain.accounts import Account, digits
from xalias_tui.domain.errors import InvalidNameError
from xalias_tui.domain.plans import Plan
from xalias_tui.domain.text import shown
from xalias_tui.domain.ways_in import reached_by
from xalias_tui.tui.dialogs.consent import ConsentDialog, refusal
from xalias_tui.tui.state.draft import consent
from xalias_tui.tui.terminal.untrusted_text import account_style, safe
from xalias_tui.tui.text.page import Line, Page, field
from xalias_tui.tui.text.phrases import client_effects
from xalias_tui.tui.text.preview import change_lines, deciding_lines, note_lines, offer_lines
from xalias_tui.tui.text.record_name_input import name_in_zone


class ConfirmDialog(ConsentDialog):
    """True when the plan must be sent exactly as shown."""

    TITLE = "Commit this change?"
    HELP = """\
## Confirmation

The last look before a change is sent: what speaks against it comes first, then each record before and after. The keys
that send it work once all of that was in sight. Where much is at stake the name has to be typed.
"""
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
    ]

    def __init__(
        self,
        plan: Plan,
        account: Account | None,
        negative_ttl: int | None,
        *,
        other: Plan | None = None,
        title: str = "",
        again: bool = False,
    ) -> None:
        super().__init__()
        self._account = account
        self._again = again
        self._negative_ttl = negative_ttl
        self.TITLE = title or self.TITLE  # type: ignore[misc] # the box is titled per instance
        self._ask_about(plan, other)

    def _ask_about(self, plan: Plan, other: Plan | None) -> None:
        """Ask about a plan; ``other`` is the one with, or without, the validation records that are offered."""
        self.plan = plan
        self._other = other
        self._consent = consent(plan, again=self._again)

    def text(self, *, folded: bool) -> Page:
        """What is sent."""
        key = "ctrl+n" if self._consent.by_name else "n"
        lines = confirmation(self.plan, self._account, self._negative_ttl, self._other)
        return Page([*lines, *note_lines(self.plan.findings, key, folded=folded), *_sender(self._account)])

    @property
    def how_to_answer(self) -> str:
        """With what it is sent, and what is offered."""
        send = f"type {self._to_type}, then enter sends it" if self._consent.by_name else "enter or y sends it"
        return send if self._other is None else f"{send} · ctrl+r validation records"

    @property
    def _to_type(self) -> str:
        return shown(self.plan.name.bare)

    def foot(self) -> ComposeResult:
        """Where the name has to be typed."""
        if self._consent.by_name:
            what = "" if self.plan.name in self.plan.names else ", the zone"
            why = f"{what}, because {'; '.join(self._consent.reasons)}."
            yield Static(Content.assemble("Type ", safe(self._to_type, "bold"), why), id="consent-why")
            yield Input(placeholder=self._to_type, id="typed-name")

    async def action_other(self) -> None:
        """Ask about the change with the validation records that are offered, or without them again."""
        if self._other is None:
            return
        self._ask_about(self._other, self.plan)
        await self.recompose()
        self.set_focus(next(iter(self.query(Input)), None))
        self._watch_body()
        self.begin()

    def why_not(self) -> str:
        """The typed name decides, where one is asked for."""
        if not self._consent.by_name:
            return ""
        typed = self.query_one(Input).value
        try:
            same = bool(typed) and name_in_zone(typed, self.plan.zone.name) == self.plan.name
        except InvalidNameError:
            same = False
        return "" if same else refusal(typed, self._to_type)


def confirmation(
    plan: Plan, account: Account | None, negative_ttl: int | None, other: Plan | None = None
) -> list[Line]:
    """The text of the question but for its notes; ``other`` is offered in it. Pure."""
    zone = plan.zone
    nickname = account.nickname if account else ""
    owner = " · ".join(part for part in (digits(zone.account_id), reached_by(zone.profile), nickname) if part)
    style = account_style(account) if account else "bold"
    deciding = deciding_lines(plan.findings, plan.names)
    return [
        Content.assemble(
            safe(zone.name.text, "bold"), safe(f"  {zone.visibility}  {zone.id}  ", "$text-muted"), safe(owner, style)
        ),
        *([Content(""), *deciding] if deciding else []),
        Content(""),
        *change_lines(plan),
        *offer_lines(plan, other, "ctrl+r"),
        Content(""),
        *(safe(effect, limit=400) for effect in client_effects(plan, negative_ttl)),
        *([] if plan.findings else [Content("No check found anything.")]),
    ]


def _sender(account: Account | None) -> list[Line]:
    """As whom it is sent."""
    if account is None or not account.arn:
        return []
    return [field("sent as", safe(account.arn, "$text-muted", limit=300), 9)]
