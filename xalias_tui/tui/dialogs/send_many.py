"""Several plans, one for each zone: all are shown before the first is sent."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import chain
from typing import Final

from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Input, Static

from xalias_tui.domain.accounts import Account, digits
from xalias_tui.domain.findings import Finding
from xalias_tui.domain.plans import Plan
from xalias_tui.tui.dialogs.consent import ConsentDialog, refusal
from xalias_tui.tui.terminal.untrusted_text import safe
from xalias_tui.tui.text.page import Line, Page
from xalias_tui.tui.text.phrases import count
from xalias_tui.tui.text.preview import change_lines, deciding_lines, note_lines

_ATOMIC: Final = (
    "Each request is atomic. Undo data for all is saved before the first is sent; if one zone refuses, the others are "
    "still sent. Undo any of them in History (3)."
)


class ManyDialog(ConsentDialog):
    """True when all plans must be sent exactly as shown."""

    TITLE = "Commit these changes?"
    HELP = """\
## Confirmation of several changes

The last look before changes of several zones are sent, one request a zone: what speaks against them comes first, then
every record before and after. The number of changes has to be typed once all of that was in sight.
"""
    STARTS_WITH_INPUT = True

    def __init__(self, plans: tuple[Plan, ...], accounts: Mapping[str, Account]) -> None:
        super().__init__()
        self._plans = plans
        self._accounts = accounts

    @property
    def _changes(self) -> int:
        return sum(len(plan.changes) for plan in self._plans)

    def text(self, *, folded: bool) -> Page:
        """What is sent, zone by zone."""
        return Page(
            [*many_lines(self._plans, self._accounts), *note_lines(_findings(self._plans), "ctrl+n", folded=folded)]
        )

    @property
    def how_to_answer(self) -> str:
        """The number is typed."""
        return f"type {self._changes}, then enter sends all"

    def foot(self) -> ComposeResult:
        """The line for the number."""
        why = f"Type {self._changes}, the number of changes, to send them to {count(len(self._plans), 'zone')}."
        yield Static(Content.styled(why, "bold"), id="consent-why")
        yield Input(placeholder=str(self._changes), id="many-number", max_length=12)

    def why_not(self) -> str:
        """The typed number decides."""
        typed = self.query_one(Input).value.strip()
        return "" if typed.replace(",", "") == str(self._changes) else refusal(typed, str(self._changes))


def _findings(plans: tuple[Plan, ...]) -> tuple[Finding, ...]:
    return tuple(chain.from_iterable(plan.findings for plan in plans))


def many_lines(plans: tuple[Plan, ...], accounts: Mapping[str, Account]) -> list[Line]:
    """Every plan in full but for its notes, and how it goes on. Pure."""
    zones = count(len({plan.zone.id for plan in plans}), "zone")
    changes = sum(len(plan.changes) for plan in plans)
    lines: list[Line] = [Content.styled(f"{count(len(plans), 'request')} to {zones}, {changes} changes.", "bold")]
    deciding = deciding_lines(_findings(plans), [name for plan in plans for name in plan.names])
    lines += [Content(""), *deciding] if deciding else []
    for at, plan in enumerate(plans, start=1):
        account = accounts.get(plan.zone.profile)
        nickname = f" · {account.nickname}" if account and account.nickname else ""
        owner = f"{digits(plan.zone.account_id)}{nickname}"
        where = Content.assemble(
            safe(f"{at} of {len(plans)}  {plan.zone.name}", "bold"),
            safe(f"  {plan.zone.visibility}  {plan.zone.id}  of account {owner}", "$text-muted", limit=300),
        )
        lines += [Content(""), where, *change_lines(plan)]
    return [*lines, Content(""), Content(_ATOMIC)]
