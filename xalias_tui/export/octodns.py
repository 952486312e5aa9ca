"""Records for a zone file of octoDNS with octodns-route53.

Source: https://github.com/octodns/octodns-route53 (``Route53Provider/ALIAS``): one such record a name holds an alias of
each type. octoDNS takes a target for an AWS service by its domain, and any other for a name of the same zone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, Final

from xalias_tui.domain.records import AliasRef, RecordSet
from xalias_tui.domain.zones import Zone
from xalias_tui.export.comments import about, commented, text_of
from xalias_tui.export.format import Format
from xalias_tui.export.reading import Block, Plans, blocks, plain_name, takes_away, unwritten
from xalias_tui.export.yaml_text import yaml_lines

_TITLE: Final = "octoDNS"
_SERVICE_DOMAINS: Final = (
    "amazonaws.com.",
    "cloudfront.net.",
    "elasticbeanstalk.com.",
    "awsglobalaccelerator.com.",
)
"""``Route53AliasRecord.SERVICE_FQDNS`` of octodns-route53 1.3."""
_ONE_VALUE: Final = frozenset({"CNAME"})
_MANY_VALUES: Final = frozenset({"A", "AAAA", "NS", "PTR"})


def render(plans: Plans) -> str:
    """What to add to the zone's file."""
    found = blocks(plans, _obstacle)
    lines = commented("#", [*about(plans, _TITLE, _obstacle), *_remarks(plans, found)])
    if found:
        lines += ["---", *yaml_lines(_zone_file(found[0].zone, [block.record for block in found]))]
    return text_of(lines)


def _remarks(plans: Plans, found: tuple[Block, ...]) -> list[str]:
    zone = plans[0].zone
    lines = [f"To add to {zone.name.text}yaml."]
    if any(block.record.alias is not None for block in found):
        lines.append("octoDNS doesn't notice when evaluate-target-health alone changes.")
    if takes_away(plans):
        lines.append("What is replaced or removed must be taken out of that file: octoDNS deletes what isn't in it.")
    if zone.private:
        lines.append("The provider must be told that this zone is private: octoDNS finds zones by name.")
    return lines


def _obstacle(zone: Zone, record: RecordSet) -> str | None:
    if record.unknown or record.traffic_policy_instance_id is not None:
        return unwritten("octoDNS", record)
    if record.routing is not None or record.health_check_id is not None:
        return "octoDNS has no routing policy or health check for this kind of record"
    if not record.name.is_inside(zone.name) or not plain_name(record.name):
        return "octoDNS has no form for this name"
    if record.alias is not None:
        return _alias_obstacle(zone, record.alias)
    return None if record.type in _ONE_VALUE | _MANY_VALUES else f"xalias writes no {record.type} values for octoDNS"


def _alias_obstacle(zone: Zone, alias: AliasRef) -> str | None:
    if _is_service(alias):
        return None
    if alias.zone_id == zone.id and alias.dns_name.is_inside(zone.name) and plain_name(alias.dns_name):
        return None
    return f"octoDNS would take its target {alias.dns_name} for a name of the zone itself"


def _is_service(alias: AliasRef) -> bool:
    return any(domain in alias.dns_name.text for domain in _SERVICE_DOMAINS)


def _zone_file(zone: Zone, records: Iterable[RecordSet]) -> dict[str, Any]:
    by_name: dict[str, list[RecordSet]] = {}
    for record in records:
        relative = record.name.relative_to(zone.name)
        by_name.setdefault("" if relative == "@" else relative, []).append(record)
    return {name: _entries(zone, by_name[name]) for name in sorted(by_name, key=_natural)}


def _natural(name: str) -> list[str | int]:
    """The order in which octoDNS requires names: numbers by their value, ``a2`` before ``a10``."""
    return [int(part) if part.isdecimal() else part for part in re.split(r"([0-9]+)", name)]


def _entries(zone: Zone, records: list[RecordSet]) -> list[dict[str, Any]]:
    aliases = [_alias(zone, record.type, record.alias) for record in records if record.alias is not None]
    entries: list[dict[str, Any]] = [_plain(record) for record in records if record.alias is None]
    return [*entries, {"type": "Route53Provider/ALIAS", "values": aliases}] if aliases else entries


def _alias(zone: Zone, type_: str, alias: AliasRef) -> dict[str, Any]:
    """Keys are in the order that octoDNS requires."""
    value: dict[str, Any] = {"evaluate-target-health": alias.evaluate_target_health}
    if _is_service(alias):
        return {**value, "hosted-zone-id": alias.zone_id, "name": alias.dns_name.text, "type": type_}
    relative = alias.dns_name.relative_to(zone.name)
    return {**value, "name": "" if relative == "@" else relative, "type": type_}


def _plain(record: RecordSet) -> dict[str, Any]:
    entry: dict[str, Any] = {"ttl": record.ttl, "type": record.type}
    if record.type in _ONE_VALUE:
        return {**entry, "value": "".join(record.values)}
    return {**entry, "values": list(record.values)}


FORMAT: Final = Format("octodns", _TITLE, ".yaml", render, _obstacle, holds="zone")
