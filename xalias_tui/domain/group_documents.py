"""The JSON documents of routing groups, health checks and CIDR collections."""

from __future__ import annotations

from xalias_tui.domain.documents import Document, record_document, routing_document, zone_document
from xalias_tui.domain.groups import Member, RoutingGroup
from xalias_tui.domain.health_checks import CidrCollection, HealthCheck
from xalias_tui.domain.zones import Zone

_PERCENT = 100


def group_document(zone: Zone, group: RoutingGroup) -> Document:
    """The ``data`` of ``group``."""
    shares = {type_: group.shares(type_) for type_ in group.types}
    return {
        "zone": zone_document(zone),
        "name": group.name.text,
        "policy": group.policy,
        "types": list(group.types),
        "members": [
            {
                **_member_document(member),
                "shares": {
                    type_: round(shares[type_][member.set_identifier] * _PERCENT, 1)
                    for type_ in member.types
                    if member.set_identifier is not None and member.set_identifier in shares[type_]
                },
            }
            for member in group.members
        ],
    }


def _member_document(member: Member) -> Document:
    return {
        "set_identifier": member.set_identifier,
        "value": member.value,
        "routing": routing_document(member.routing),
        "types": list(member.types),
        "health_check_id": member.health_check_id,
        "evaluate_target_health": member.evaluate_target_health,
        "records": [record_document(record) for record in member.records],
    }


def health_check_document(check: HealthCheck) -> Document:
    """An element of ``health_checks``."""
    return {
        "id": check.id,
        "account_id": check.account_id,
        "type": check.type,
        "checks": check.checks,
        "disabled": check.disabled,
        "linked_service": check.linked_service,
    }


def cidr_collection_document(collection: CidrCollection) -> Document:
    """An element of ``cidr_collections``."""
    return {
        "id": collection.id,
        "name": collection.name,
        "account_id": collection.account_id,
        "locations": list(collection.locations),
    }
