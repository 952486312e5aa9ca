"""Targets that are known from a target card only: from when it is, and whether it was edited."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Final

from xalias_tui.domain.findings import Finding, Rule, Severity
from xalias_tui.domain.plans import Case
from xalias_tui.rules.checks import Check, about, once_a_name

AGED_AFTER: Final = timedelta(days=7)

TARGET_CARD_EDITED = Rule(
    id="target-card-edited",
    severity=Severity.ERROR,
    when="The content of the target card is not the one that was written: its seal does not match.",
    message="The target card with {target} was changed after it was written: name and zone ID may not be the target's.",
    remedy="Ask the target side for a new card: xalias targets --card FILE.",
    source="tool rule",
    stage="resource",
)
TARGET_CARD_AGED = Rule(
    id="target-card-aged",
    severity=Severity.WARNING,
    when="The target card was written more than 7 days before it was opened.",
    message="What is known of {target} is {days} days old: its card was written on {date}.",
    remedy="Ask the target side for a new card: xalias targets --card FILE.",
    source="tool rule",
    stage="resource",
    drafts_only=True,
)
TARGET_FROM_CARD = Rule(
    id="target-from-card",
    severity=Severity.INFO,
    when="The target is known from a target card; its account was not read.",
    message="{target} was read from a target card of {date}; its account was not read now.",
    remedy="",
    source="tool rule",
    stage="demands",
    drafts_only=True,
)


def card(case: Case) -> Iterator[Finding]:
    """Where the draft's target comes from a card."""
    target = case.draft.target
    if target is None or target.card is None:
        return
    origin = target.card
    date = f"{origin.made_at:%Y-%m-%d %H:%M} UTC"
    for record in once_a_name(case.created):
        if origin.edited:
            yield about(case, record, target.dns_name).finding(TARGET_CARD_EDITED)
        if origin.age > AGED_AFTER:
            yield about(case, record, target.dns_name).finding(TARGET_CARD_AGED, days=origin.age.days, date=date)
        else:
            yield about(case, record, target.dns_name).finding(TARGET_FROM_CARD, date=date)


CHECKS: tuple[Check, ...] = (card,)
