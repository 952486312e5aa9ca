"""What IAM makes of a recorded call and a policy: the action, the resource and the conditions that AWS documents."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from fnmatch import fnmatchcase
from functools import cache
from typing import Any

import botocore.session

from xalias_tui.domain.names import DnsName
from xalias_tui.sandbox.calls import GLOBAL_REGION, Call

Policy = Mapping[str, Any]

_S3 = {
    "ListBuckets": "ListAllMyBuckets",
    "HeadBucket": "ListBucket",
    "GetPublicAccessBlock": "GetBucketPublicAccessBlock",
}
_PREFIX = {
    "elbv2": "elasticloadbalancing",
    "elb": "elasticloadbalancing",
    "opensearch": "es",
    "apigatewayv2": "apigateway",
}
_HOME = {"cloudfront": "us-east-1", "route53": "us-east-1", "iam": "us-east-1"}
"""The region that ``aws:RequestedRegion`` holds for global services (IAM User Guide)."""

_WITHOUT_RESOURCE = frozenset({"ListHostedZones", "ListHealthChecks", "ListCidrCollections"})
"""Operations of Route 53 that know no resource (Service Authorization Reference: list_amazonroute53)."""


def action_of(call: Call) -> str:
    """The IAM action, from the Service Authorization Reference rather than from the program."""
    if call.service.startswith("apigateway"):
        return f"apigateway:{_http(call)['method']}"
    if call.operation == "ListResourceRecordSetChanges":  # has no action of its own
        return "route53:GetHostedZoneChangeBatch"
    operation = _S3.get(call.operation, call.operation) if call.service == "s3" else call.operation
    return f"{_PREFIX.get(call.service, call.service)}:{operation}"


def allowed_by(policy: Policy, call: Call, partition: str = "aws") -> tuple[str, ...]:
    """Ids of the statements that allow a call."""
    return tuple(
        statement["Sid"]
        for statement in policy["Statement"]
        if action_of(call) in statement["Action"]
        and any(_like(_resource(call, partition), pattern) for pattern in _listed(statement["Resource"]))
        and all(
            _holds(operator, _context(call, key), wanted)
            for operator, keys in statement.get("Condition", {}).items()
            for key, wanted in keys.items()
        )
    )


def actions_of(policy: Policy) -> set[str]:
    """Every action that a policy allows."""
    return {action for statement in policy["Statement"] for action in statement["Action"]}


def _resource(call: Call, partition: str) -> str:
    params = call.params
    if call.service == "route53" and call.operation in _WITHOUT_RESOURCE:
        return "*"
    if call.service == "route53" and call.operation == "ListCidrLocations":
        return f"arn:{partition}:route53:::cidrcollection/{params['CollectionId']}"
    if call.service == "route53":
        zone = str(params.get("HostedZoneId") or params.get("Id") or params.get("ResourceId")).rpartition("/")[2]
        kind = "change" if call.operation == "GetChange" else "hostedzone"
        return f"arn:{partition}:route53:::{kind}/{zone}"
    if call.service == "s3" and "Bucket" in params:
        return f"arn:{partition}:s3:::{params['Bucket']}"
    if call.service.startswith("apigateway"):
        path = _http(call)["requestUri"].removeprefix("/v2")
        path = re.sub(r"\{(\w+)\}", lambda match: _param(params, match[1]), path)
        return f"arn:{partition}:apigateway:{call.region}::{path}"
    return "*"


def _param(params: Mapping[str, Any], name: str) -> str:
    folded = {key.casefold(): value for key, value in params.items()}
    return str(folded[name.replace("_", "").casefold()])


def _context(call: Call, key: str) -> Sequence[str]:
    if key == "aws:RequestedRegion":
        return (_HOME.get(call.service, call.region) if call.region == GLOBAL_REGION else call.region,)
    changes: Sequence[Mapping[str, Any]] = call.params["ChangeBatch"]["Changes"]
    records = [change["ResourceRecordSet"] for change in changes]
    return {
        "route53:ChangeResourceRecordSetsNormalizedRecordNames": [_normalised(record["Name"]) for record in records],
        "route53:ChangeResourceRecordSetsRecordTypes": [record["Type"] for record in records],
        "route53:ChangeResourceRecordSetsActions": [change["Action"] for change in changes],
    }[key]


def _normalised(name: str) -> str:
    return DnsName.from_route53(name).text.rstrip(".").replace("*", "\\052")


def _holds(operator: str, values: Sequence[str], wanted: Sequence[str]) -> bool:
    every, _, compared = operator.rpartition(":")
    assert (every, len(values)) in (("", 1), ("ForAllValues", len(values)))
    equal = {"StringEquals": str.__eq__, "StringLike": _like}[compared]
    return all(any(equal(value, pattern) for pattern in wanted) for value in values)


def _like(value: str, pattern: str) -> bool:
    return fnmatchcase(value, pattern.replace("[", "[[]"))


def _listed(value: str | list[str]) -> Iterator[str]:
    return iter([value] if isinstance(value, str) else value)


def _http(call: Call) -> Mapping[str, str]:
    found: Mapping[str, str] = _model(call.service).operation_model(call.operation).http
    return found


@cache
def _model(service: str) -> Any:
    return botocore.session.get_session().get_service_model(service)
