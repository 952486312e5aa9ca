"""Columns of each list as CSV and TSV: keys of its documents; added at the end, never renamed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

_RECORD: Final = (
    "name", "type", "set_identifier", "ttl", "values", "alias.dns_name", "alias.zone_id",
    "alias.evaluate_target_health", "routing", "health_check_id", "traffic_policy_instance_id",
)  # fmt: skip

COLUMNS: Final[Mapping[str, tuple[str, ...]]] = {
    "accounts": (
        "profile", "account_id", "arn", "partition", "state", "message", "remedy", "read_only", "origin", "via",
        "name", "until", "ou",
    ),
    "changes": (
        "at", "name", "type", "set_identifier", "action", "effect", "who", "tool", "user_agent", "address", "comment",
        "zone_id", "account_id", "change_id", "entry", "status", "sources",
    ),
    "cidr-collections": ("id", "name", "account_id", "locations"),
    "health-checks": ("id", "account_id", "type", "checks", "disabled", "linked_service"),
    "history": (
        "entry", "at", "who", "profile", "account_id", "zone_id", "zone", "changes", "change_id", "status", "message",
        "undoes",
    ),
    "inventory": ("account_id", "region", "kind", "source", "read_at", "targets", "covered", "code"),
    "kinds": ("kind", "title", "scope", "record_types", "evaluate_target_health", "iam_actions"),
    "records": (*_RECORD, "protected", "zone_id", "zone", "account_id", "points_to"),
    "rules": ("id", "severity", "when", "message", "remedy", "source"),
    "targets": (
        "kind", "name", "arn", "account_id", "profile", "region", "dns_name", "zone_id", "zone_id_origin",
        "record_types", "hostnames", "other_names", "state", "internal", "label",
        "source", "read_at", "unchanged_since", "unread",
    ),
    "usedby": (*_RECORD, "zone_id", "zone", "account_id", "through"),
    "zone-ids": ("service", "region", "zone_id", "confidence", "alternates", "sources", "compiled"),
    "zones": (
        "id", "name", "private", "account_id", "profile", "record_count", "comment", "name_servers", "vpcs",
        "linked_service", "partition", "live", "accelerated_recovery", "public_dns_fallback", "guardrails",
    ),
}  # fmt: skip
"""By command."""
