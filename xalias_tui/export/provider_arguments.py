"""The arguments of ``aws_route53_record``, which Terraform and Pulumi share.

Source: https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/route53_record
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from typing import Any, Final

from xalias_tui.domain.dataclass import dataclass
from xalias_tui.domain.records import Policy, RecordSet, Routing
from xalias_tui.domain.zones import Zone
from xalias_tui.export.reading import unwritten

_VALUE_ARGUMENT: Final[Mapping[Policy, str]] = {"weighted": "weight", "latency": "region", "failover": "type"}
_FIELDS: Final[Mapping[str, str]] = {
    "ContinentCode": "continent",
    "CountryCode": "country",
    "SubdivisionCode": "subdivision",
    "AWSRegion": "aws_region",
    "Bias": "bias",
    "LocalZoneGroup": "local_zone_group",
    "Coordinates": "coordinates",
    "Latitude": "latitude",
    "Longitude": "longitude",
    "CollectionId": "collection_id",
    "LocationName": "location_name",
}


@dataclass(frozen=True, slots=True)
class Arguments:
    """A record set as arguments.

    Attributes:
        plain: Arguments with a value.
        blocks: Nested blocks by name.
    """

    plain: Mapping[str, Any]
    blocks: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)


def arguments(zone: Zone, record: RecordSet) -> Arguments:
    """A record set of a zone as arguments."""
    plain: dict[str, Any] = {"zone_id": zone.id, "name": record.name.bare, "type": record.type}
    blocks: dict[str, Mapping[str, Any]] = {}
    if record.set_identifier is not None:
        plain["set_identifier"] = record.set_identifier
    if record.health_check_id is not None:
        plain["health_check_id"] = record.health_check_id
    if record.routing is not None and record.routing.policy == "multivalue":
        plain["multivalue_answer_routing_policy"] = bool(record.routing.value)
    elif record.routing is not None:
        blocks[f"{record.routing.policy}_routing_policy"] = _policy(record.routing)
    if record.alias is None:
        plain["ttl"] = record.ttl
        plain["records"] = [_value(record.type, value) for value in record.values]
    else:
        blocks["alias"] = {
            "name": record.alias.dns_name.bare,
            "zone_id": record.alias.zone_id,
            "evaluate_target_health": record.alias.evaluate_target_health,
        }
    return Arguments(plain, blocks)


def import_id(zone: Zone, record: RecordSet) -> str:
    """What the provider finds a record set by: zone id, name, type and set identifier, joined by underscores."""
    parts = (zone.id, record.name.bare, record.type, record.set_identifier or "")
    return "_".join(part for part in parts if part)


def obstacle(zone: Zone, record: RecordSet) -> str | None:
    """Why the provider can't create a record set; see ``unwritten``."""
    del zone
    return unwritten("the AWS provider", record)


def _policy(routing: Routing) -> Mapping[str, Any]:
    if routing.policy in _VALUE_ARGUMENT:
        return {_VALUE_ARGUMENT[routing.policy]: _translated(routing.value)}
    found = _translated(routing.value)
    return found if isinstance(found, dict) else {}


def _translated(value: Any) -> Any:
    """Only known fields become names in code, whatever a plan file holds."""
    if not isinstance(value, Mapping):
        return value
    return {_FIELDS[name]: _translated(item) for name, item in value.items() if name in _FIELDS}


def _value(type_: str, value: str) -> str:
    """The provider itself adds the outer quotes of TXT and SPF values."""
    if type_ in ("TXT", "SPF") and len(value) > 1 and value[0] == value[-1] == '"':
        return value[1:-1]
    return value
