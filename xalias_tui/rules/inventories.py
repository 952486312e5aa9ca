"""Targets that were not read of their account just now: from where they are known, and what their account says."""

from __future__ import annotations

from xalias_tui.domain.findings import Rule, Severity

TARGET_FROM_INVENTORY = Rule(
    id="target-from-inventory",
    severity=Severity.INFO,
    when="The target is known from AWS Config, or from what was kept of an earlier run; its account was not asked.",
    message="{target} was read from {source} at {read_at}; its account was not asked.",
    remedy="Name a role or profile that reaches its account, to have it asked.",
    source="AWS Config Developer Guide: aggregate-data (delays), select-resources-stopping-recording",
    stage="resource",
)
