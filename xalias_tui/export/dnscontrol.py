"""Records for DNSControl's ``dnsconfig.js``.

Source: https://docs.dnscontrol.org/language-reference/domain-modifiers/service-provider-specific/amazon-route-53/r53_alias
"""

from __future__ import annotations

from typing import Final

from xalias_tui.domain.records import RecordSet
from xalias_tui.domain.zones import Zone
from xalias_tui.export.comments import about, commented, text_of
from xalias_tui.export.format import Format
from xalias_tui.export.literals import javascript
from xalias_tui.export.reading import Block, Plans, blocks, plain_name, takes_away, unwritten

_TITLE: Final = "DNSControl"
_ALIAS_TYPES: Final = frozenset({"A", "AAAA", "CNAME", "CAA", "MX", "TXT", "PTR", "SPF", "SRV", "NAPTR"})
"""What ``R53_ALIAS`` accepts (validateR53AliasType of DNSControl 4.40)."""
_PLAIN_TYPES: Final = frozenset({"A", "AAAA", "CNAME", "NS", "PTR"})
_HOST_TYPES: Final = frozenset({"CNAME", "NS", "PTR"})
"""Values that DNSControl takes for names below D() unless they end with a dot; Route 53 never does."""


def render(plans: Plans) -> str:
    """A ``D_EXTEND`` a zone, to go after its ``D``."""
    found = blocks(plans, _obstacle)
    lines = commented("//", [*about(plans, _TITLE, _obstacle), *_remarks(plans, found)])
    for zone in dict.fromkeys(block.zone for block in found):
        records = [block.record for block in found if block.zone == zone]
        words = (javascript(zone.name.bare), *(call for record in records for call in _calls(zone, record)))
        *others, last = words
        lines += ["D_EXTEND(", *(f"  {word}," for word in others), f"  {last}", ");"]
    return text_of(lines)


def _remarks(plans: Plans, found: tuple[Block, ...]) -> list[str]:
    lines = ["It goes after the D() of the zone, which an R53_ZONE() with the id above ties to this very zone."]
    if any(plan.zone.private for plan in plans):
        lines.append("Where D() has a tag (as in example.com!private), D_EXTEND must have the same.")
    if any(block.record.routing is not None for block in found):
        lines.append("R53_WEIGHT and R53_HEALTH_CHECK_ID need DNSControl 4.38 or later.")
    if takes_away(plans):
        lines.append(
            "What is replaced or removed must be taken out of dnsconfig.js: DNSControl deletes what isn't there."
        )
    return lines


def _obstacle(zone: Zone, record: RecordSet) -> str | None:
    if not record.name.is_inside(zone.name) or not plain_name(record.name):
        return "DNSControl has no form for this name"
    return _routing_obstacle(record) or _value_obstacle(record)


def _routing_obstacle(record: RecordSet) -> str | None:
    why = unwritten("DNSControl", record)
    if why is not None:
        return why
    if record.routing is None:
        return None if record.health_check_id is None else "DNSControl keeps a health check only with weighted routing"
    return None if record.routing.policy == "weighted" else f"DNSControl has no {record.routing.policy} routing"


def _value_obstacle(record: RecordSet) -> str | None:
    if record.alias is None:
        return None if record.type in _PLAIN_TYPES else f"xalias writes no {record.type} values for DNSControl"
    if not plain_name(record.alias.dns_name):
        return "DNSControl has no form for its target's name"
    return None if record.type in _ALIAS_TYPES else f"R53_ALIAS knows no type {record.type}"


def _calls(zone: Zone, record: RecordSet) -> list[str]:
    name, modifiers = javascript(record.name.relative_to(zone.name)), _routing(record)
    if record.alias is None:
        function = record.type  # one of _PLAIN_TYPES: anything else is left out
        ttl = f"TTL({javascript(record.ttl)})"
        values = (f"{value.removesuffix('.')}." if function in _HOST_TYPES else value for value in record.values)
        return [f"{function}({', '.join((name, javascript(value), ttl, *modifiers))})" for value in values]
    alias = record.alias
    words = (
        name,
        javascript(record.type),
        javascript(alias.dns_name.text),
        f"R53_ZONE({javascript(alias.zone_id)})",
        f"R53_EVALUATE_TARGET_HEALTH({javascript(alias.evaluate_target_health)})",
        *modifiers,
    )
    return [f"R53_ALIAS({', '.join(words)})"]


def _routing(record: RecordSet) -> tuple[str, ...]:
    if record.routing is None:
        return ()
    weight = f"R53_WEIGHT({javascript(record.routing.value)}, {javascript(record.set_identifier or '')})"
    if record.health_check_id is None:
        return (weight,)
    return (weight, f"R53_HEALTH_CHECK_ID({javascript(record.health_check_id)})")


FORMAT: Final = Format("dnscontrol", _TITLE, ".js", render, _obstacle)
