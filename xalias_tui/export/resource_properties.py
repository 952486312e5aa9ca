"""The properties of ``AWS::Route53::RecordSet``, which CloudFormation and the CDK share.

They are named as the API names them, except that values are a list of texts and the TTL is a text. Source:
https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-route53-recordset.html
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any, Final

from xalias_tui.domain.records import RecordSet
from xalias_tui.domain.zones import Zone
from xalias_tui.export.reading import Plans, takes_away, unwritten

_ROUTING: Final = (
    "Weight",
    "Region",
    "Failover",
    "GeoLocation",
    "GeoProximityLocation",
    "MultiValueAnswer",
    "CidrRoutingConfig",
)
_DETAILS: Final = frozenset(
    {
        "ContinentCode",
        "CountryCode",
        "SubdivisionCode",
        "AWSRegion",
        "Bias",
        "LocalZoneGroup",
        "Coordinates",
        "Latitude",
        "Longitude",
        "CollectionId",
        "LocationName",
    }
)
"""Properties of routing policies: only these become names in code, whatever a plan file holds."""
CDK_OVERRIDES: Final = ("GeoProximityLocation",)
"""Properties that CloudFormation knows and ``CfnRecordSet`` of the CDK (2.275) has no member for."""
_EVALUATED: Final = ("{{resolve:", "${Token[")
_WORDS: Final = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")


def properties(zone: Zone, record: RecordSet) -> dict[str, Any]:
    """A record set of a zone as properties."""
    wire = record.wire
    found: dict[str, Any] = {"HostedZoneId": zone.id, "Name": record.name.text, "Type": record.type}
    if record.set_identifier is not None:
        found["SetIdentifier"] = record.set_identifier
    found |= {name: _known(wire[name]) for name in _ROUTING if wire.get(name) is not None}
    if record.health_check_id is not None:
        found["HealthCheckId"] = record.health_check_id
    if record.alias is None:
        found["TTL"] = str(record.ttl)
        found["ResourceRecords"] = list(record.values)
    else:
        found["AliasTarget"] = {
            "DNSName": record.alias.dns_name.text,
            "HostedZoneId": record.alias.zone_id,
            "EvaluateTargetHealth": record.alias.evaluate_target_health,
        }
    return found


def _known(value: Any) -> Any:
    if not isinstance(value, Mapping):
        return value
    return {name: _known(item) for name, item in value.items() if name in _DETAILS}


def obstacle(zone: Zone, record: RecordSet) -> str | None:
    """Texts that CloudFormation or the CDK evaluate have no escape, and would be no texts."""
    why = unwritten("CloudFormation", record)
    if why is not None:
        return why
    text = json.dumps([zone.id, record.wire])
    found = next((mark for mark in _EVALUATED if mark in text), None)
    return None if found is None else f"it contains '{found}', which CloudFormation or the CDK would evaluate"


def remarks(plans: Plans) -> list[str]:
    """What CloudFormation does otherwise than the plan."""
    lines = ["CloudFormation creates the records itself and fails where one is there already:"]
    lines.append("deploy this instead of 'xalias apply', not after it.")
    if takes_away(plans):
        lines.append(
            "What is replaced or removed it can't delete, unless a stack of its own manages it: do that first."
        )
    return lines


def snake_case(name: str) -> str:
    """A property as the CDK calls it in Python: ``DNSName`` becomes ``dns_name``."""
    return _WORDS.sub("_", name).lower()


def camel_case(name: str) -> str:
    """A property as the CDK calls it in TypeScript: ``DNSName`` becomes ``dnsName``."""
    first, *others = snake_case(name).split("_")
    return first + "".join(word.capitalize() for word in others)
