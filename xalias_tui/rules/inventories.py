"""Targets that were not read of their account just now: from where they are known, and what their account says."""

from __future__ import annotations

from xalias_tui.domain.findings import Rule, Severity

TARGET_FROM_INVENTORY = Rule(
    id="target-from-inventory",
    severity=Severity.INFO,
    when="The target is known from AWS Config, or from what was kept of an earlier run; its account was not asked.",
    message="{target} was read from {source} at {read_at}; its account was not asked.",
    remedy="Name a role or profile that reaches its account, to have it asked.",
    source="AWS Config Developer Guide: aggregate-data-troubleshooting (delays), stop-start-recorder",
    stage="resource",
)

TARGET_CHANGED_SINCE_INVENTORY = Rule(
    id="target-changed-since-inventory",
    severity=Severity.WARNING,
    when="The target was chosen from an inventory, and its account describes it differently now.",
    message="{target} has changed since {source} was read: {what}. The plan is made from what its account says now.",
    remedy="Read the change again before it is sent.",
    source="tool rule",
    stage="resource",
    drafts_only=True,
)
TARGET_GONE = Rule(
    id="target-gone",
    severity=Severity.ERROR,
    when="The target was chosen from an inventory, and its account no longer lists it.",
    message="{target} is no longer there: {source} lists it as of {read_at}, and its account does not.",
    remedy="{instead}",
    source="AWS Config Developer Guide: stop-start-recorder (one that is turned off notices no deletion)",
    stage="resource",
    drafts_only=True,
)
