"""Change guardrails: batches that are well-formed and would take names offline.

Source: Route 53 Developer Guide: hosted-zones-change-guardrails. That a refusal names the guardrail is published, its
sentence is not. The two that ask whether a name is still queried are not simulated: no one queries here.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from xalias_tui.sandbox.route53.names import is_inside
from xalias_tui.sandbox.route53.records import Wire
from xalias_tui.sandbox.route53.zones import Draft


def refused(draft: Draft, steps: Sequence[tuple[str, Wire]]) -> Iterator[str]:
    """A sentence for each name and type of a batch that a guardrail of the zone refuses, once the batch is applied."""
    if "ALIAS_TARGET_CHECK" in draft.zone.guardrails:
        deleted = dict.fromkeys((record["Name"], record["Type"]) for action, record in steps if action == "DELETE")
        for name, record_type in deleted:
            if not any(draft.of_type(name, record_type)) and _is_target(draft, name, record_type):
                yield (
                    f"Tried to delete resource record set [name='{name}', type='{record_type}'] that an alias record "
                    "points to (guardrail ALIAS_TARGET_CHECK)"
                )
    if "NS_OCCLUSION_CHECK" in draft.zone.guardrails:
        created = dict.fromkeys((record["Name"], record["Type"]) for action, record in steps if action != "DELETE")
        for name, record_type in created:
            if _is_hidden(draft, name, record_type):
                yield (
                    f"Tried to create resource record set [name='{name}', type='{record_type}'] below a delegation "
                    "(guardrail NS_OCCLUSION_CHECK)"
                )


def _is_target(draft: Draft, name: str, record_type: str) -> bool:
    rows = map(draft.get, draft.zone.from_key(("", "", ""), len(draft.zone)))
    to = [row["AliasTarget"] for row in rows if row and row["Type"] == record_type and "AliasTarget" in row]
    return any((alias["HostedZoneId"], alias["DNSName"]) == (draft.zone.id, name) for alias in to)


def _is_hidden(draft: Draft, name: str, record_type: str) -> bool:
    above = name.partition(".")[2] if record_type in {"NS", "DS"} else name
    while above != draft.zone.name and is_inside(above, draft.zone.name):
        if any(draft.of_type(above, "NS")):
            return True
        above = above.partition(".")[2]
    return False
