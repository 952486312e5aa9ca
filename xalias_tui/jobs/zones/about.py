"""Findings about records that stand, with the sentences of their rule filled in."""

from __future__ import annotations

from xalias_tui.domain.findings import Finding, Rule, Severity
from xalias_tui.domain.records import RecordSet
from xalias_tui.domain.zones import Zone


def about(
    rule: Rule,
    zone: Zone,
    record: RecordSet,
    *,
    severity: Severity | None = None,
    message: str | None = None,
    **values: object,
) -> Finding:
    """A finding about a record; ``{name}``, ``{type}`` and ``{target}`` (where it leads to) are always filled in.

    ``message`` is a template that replaces the rule's usual sentence.
    """
    target = record.leads_to
    filled: dict[str, object] = {
        "name": record.name.bare,
        "type": record.type,
        "target": target.bare if target else "",
        **values,
    }
    return Finding(
        id=rule.id,
        severity=severity or rule.severity,
        message=(rule.message if message is None else message).format_map(filled),
        remedy=rule.remedy.format_map(filled),
        record=record.key,
        zone_id=zone.id,
        target=target.text if target else None,
    )
