"""Records for external-dns in Kubernetes, as a ``DNSEndpoint`` and, where annotations can say the same, as annotations.

Source: https://kubernetes-sigs.github.io/external-dns/latest/docs/tutorials/aws/ and its provider/aws/aws.go (0.22).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from xalias_tui.domain.names import DnsName
from xalias_tui.domain.records import AliasRef, RecordSet, Routing
from xalias_tui.domain.zones import Zone
from xalias_tui.export.comments import about, commented, text_of
from xalias_tui.export.format import Format
from xalias_tui.export.reading import Block, Plans, blocks, plain_name, takes_away, unwritten
from xalias_tui.export.yaml_text import yaml_lines

_TITLE: Final = "external-dns"
_PREFIX: Final = "external-dns.kubernetes.io/"
_OLD_PREFIX: Final = "external-dns.alpha.kubernetes.io/"
_ALIAS_TYPES: Final = frozenset({"A", "AAAA"})
_PLAIN_TYPES: Final = frozenset({"A", "AAAA", "CNAME"})
_VALUE_PROPERTY: Final[Mapping[str, str]] = {
    "weighted": "aws/weight",
    "latency": "aws/region",
    "failover": "aws/failover",
    "multivalue": "aws/multi-value-answer",
}
_PROPERTIES: Final[Mapping[str, str]] = {
    "ContinentCode": "aws/geolocation-continent-code",
    "CountryCode": "aws/geolocation-country-code",
    "SubdivisionCode": "aws/geolocation-subdivision-code",
    "AWSRegion": "aws/geoproximity-region",
    "LocalZoneGroup": "aws/geoproximity-local-zone-group",
    "Bias": "aws/geoproximity-bias",
}


def render(plans: Plans) -> str:
    """One DNSEndpoint, which says the type of each record set; annotations, which can't, are in a comment."""
    found = blocks(plans, _obstacle)
    lines = commented("#", [*about(plans, _TITLE, _obstacle), *_remarks(plans)])
    if not found:
        return text_of(lines)
    manifest = {
        "apiVersion": "externaldns.k8s.io/v1alpha1",
        "kind": "DNSEndpoint",
        "metadata": {"name": found[0].name.replace("_", "-")},
        "spec": {"endpoints": [_endpoint(block.zone, block.record) for block in found]},
    }
    return text_of([*lines, *_annotations(found), *yaml_lines(manifest)])


def _remarks(plans: Plans) -> list[str]:
    lines = [
        "external-dns must watch DNSEndpoint objects (--source=crd).",
        "aws/hosted-zone-id, which pins the zone, needs external-dns 0.22; before, nothing in here can say the zone:",
        "use --zone-id-filter, or every zone of that name gets the records.",
        "external-dns leaves records alone that it doesn't own: deploy this instead of 'xalias apply', not after it.",
    ]
    if takes_away(plans):
        lines.append("What is replaced or removed it deletes only if it owns it: do that first.")
    return lines


def _obstacle(zone: Zone, record: RecordSet) -> str | None:
    del zone
    if record.routing is not None and record.routing.policy == "cidr":
        return "external-dns has no IP-based routing"
    why = unwritten("external-dns", record)
    if why is not None:
        return why
    if not plain_name(record.name):
        return "external-dns has no form for this name"
    if record.alias is None:
        return None if record.type in _PLAIN_TYPES else f"xalias writes no {record.type} values for external-dns"
    return None if record.type in _ALIAS_TYPES else f"external-dns makes aliases of A and AAAA only, not {record.type}"


def _endpoint(zone: Zone, record: RecordSet) -> dict[str, Any]:
    endpoint: dict[str, Any] = {"dnsName": record.name.bare, "recordType": record.type}
    if record.alias is None:
        endpoint["recordTTL"] = record.ttl
        endpoint["targets"] = [value.removesuffix(".") for value in record.values]
    else:
        endpoint["targets"] = [record.alias.dns_name.bare]
    if record.set_identifier is not None:
        endpoint["setIdentifier"] = record.set_identifier
    properties = [{"name": name, "value": value} for name, value in _properties(zone, record).items()]
    return {**endpoint, "providerSpecific": properties}


def _properties(zone: Zone, record: RecordSet) -> dict[str, str]:
    found = {"aws/hosted-zone-id": zone.id}
    if record.alias is not None:
        found |= _alias_properties(record.alias)
    if record.routing is not None:
        found |= _routing_properties(record.routing)
    if record.health_check_id is not None:
        found["aws/health-check-id"] = record.health_check_id
    return found


def _alias_properties(alias: AliasRef) -> dict[str, str]:
    health = "true" if alias.evaluate_target_health else "false"
    return {"alias": "true", "aws/target-hosted-zone": alias.zone_id, "aws/evaluate-target-health": health}


def _routing_properties(routing: Routing) -> dict[str, str]:
    if routing.policy in _VALUE_PROPERTY:
        return {_VALUE_PROPERTY[routing.policy]: "" if routing.policy == "multivalue" else str(routing.value)}
    if not isinstance(routing.value, Mapping):
        return {}
    found = {_PROPERTIES[name]: str(value) for name, value in routing.value.items() if name in _PROPERTIES}
    place = routing.value.get("Coordinates")
    if isinstance(place, Mapping):
        found["aws/geoproximity-coordinates"] = f"{place.get('Latitude')},{place.get('Longitude')}"
    return found


def _annotations(found: Iterable[Block]) -> list[str]:
    """Comments with the annotations that make external-dns create the same, or why none do."""
    by_name: dict[tuple[str, DnsName, str | None], list[Block]] = {}
    for block in found:
        if block.record.alias is not None:
            key = (block.zone.id, block.record.name, block.record.set_identifier)
            by_name.setdefault(key, []).append(block)
    return [line for alike in by_name.values() for line in _annotations_of(alike)]


def _annotations_of(found: list[Block]) -> list[str]:
    values = [_annotation_values(block.zone, block.record) for block in found]
    if {block.record.type for block in found} != _ALIAS_TYPES or any(other != values[0] for other in values):
        reason = "annotations can't say this: they always make an A and an AAAA, both alike."
        return commented("#", [f"{found[0].record.name}: {reason}"])
    head = (
        "The same as annotations of a Service or Ingress. Before external-dns 0.22 they begin with",
        f"{_OLD_PREFIX} instead.",
    )
    return commented("#", [*head, *(f"  {line}" for line in yaml_lines({"annotations": values[0]}))])


def _annotation_values(zone: Zone, record: RecordSet) -> dict[str, str]:
    target = {f"{_PREFIX}hostname": record.name.bare}
    if record.alias is not None:
        target[f"{_PREFIX}target"] = record.alias.dns_name.bare
    identity = {} if record.set_identifier is None else {f"{_PREFIX}set-identifier": record.set_identifier}
    properties = {_PREFIX + name.replace("/", "-"): value for name, value in _properties(zone, record).items()}
    return {**target, **identity, **properties}


FORMAT: Final = Format("external-dns", _TITLE, ".yaml", render, _obstacle)
