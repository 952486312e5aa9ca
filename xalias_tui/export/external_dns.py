"""Records for external-dns in Kubernetes, as a ``DNSEndpoint`` and, where annotations can say the same, as annotations.

Source: https://kubernetes-sigs.github.io/external-dns/latest/docs/tutorials/aws/ and its provider/aws/aws.go (0.22).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from xalias_tui.domain.plans import Plan
from xalias_tui.domain.records import AliasRef, RecordSet, Routing
from xalias_tui.domain.zones import Zone
from xalias_tui.export.format import Format
from xalias_tui.export.literals import yaml
from xalias_tui.export.reading import about, commented, identifiers, plain_name, removed, replaced, sayable, text_of

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


def render(plan: Plan) -> str:
    """One DNSEndpoint, which says the type of each record set; annotations, which can't, stand in a comment."""
    records = sayable(plan, _obstacle)
    lines = commented("#", [*about(plan, _TITLE, _obstacle), *_remarks(plan)])
    if not records:
        return text_of(lines)
    manifest = {
        "apiVersion": "externaldns.k8s.io/v1alpha1",
        "kind": "DNSEndpoint",
        "metadata": {"name": next(iter(identifiers(records).values())).replace("_", "-")},
        "spec": {"endpoints": [_endpoint(plan.zone, record) for record in records]},
    }
    return text_of([*lines, *_annotations(plan.zone, records), *yaml(manifest)])


def _remarks(plan: Plan) -> list[str]:
    lines = [
        "external-dns must watch DNSEndpoint objects (--source=crd).",
        "aws/hosted-zone-id, which pins the zone, needs external-dns 0.22; before, nothing in here can say the zone:",
        "use --zone-id-filter, or every zone of that name gets the records.",
        "external-dns leaves records alone that it doesn't own: deploy this instead of 'xalias apply', not after it.",
    ]
    if removed(plan) or replaced(plan):
        lines.append("What is replaced or removed it deletes only if it owns it: do that first.")
    return lines


def _obstacle(record: RecordSet) -> str | None:
    if record.routing is not None and record.routing.policy == "cidr":
        return "external-dns has no IP-based routing"
    if not plain_name(record.name):
        return "external-dns has no form for this name"
    if record.traffic_policy_instance_id is not None:
        return "a traffic policy instance owns it"
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


def _annotations(zone: Zone, records: Iterable[RecordSet]) -> list[str]:
    """Comments with the annotations that make external-dns create the same, or why none do."""
    aliases = [record for record in records if record.alias is not None]
    if not aliases:
        return []
    first = aliases[0]
    alike = {tuple(sorted(_annotation_values(zone, record).items())) for record in aliases}
    if {record.type for record in aliases} != _ALIAS_TYPES or len(alike) > 1:
        return commented("#", ["Annotations can't say this: they always make an A and an AAAA, both alike."])
    head = (
        "The same as annotations of a Service or Ingress. Before external-dns 0.22 they begin with",
        f"{_OLD_PREFIX} instead.",
    )
    return [*commented("#", head), *commented("#", yaml({"annotations": _annotation_values(zone, first)}, "  "))]


def _annotation_values(zone: Zone, record: RecordSet) -> dict[str, str]:
    target = {f"{_PREFIX}hostname": record.name.bare}
    if record.alias is not None:
        target[f"{_PREFIX}target"] = record.alias.dns_name.bare
    identity = {} if record.set_identifier is None else {f"{_PREFIX}set-identifier": record.set_identifier}
    properties = {_PREFIX + name.replace("/", "-"): value for name, value in _properties(zone, record).items()}
    return {**target, **identity, **properties}


FORMAT: Final = Format("external-dns", _TITLE, ".yaml", render, _obstacle)
