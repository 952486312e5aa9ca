"""VPC endpoints and what is associated with them. Collections: ``vpc_endpoints``, ``vpc_endpoint_associations``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from xalias_tui.sandbox.calls import Call, Refusal
from xalias_tui.sandbox.services.paging import Item, Pages, present
from xalias_tui.sandbox.world import World

_PAGES = Pages(1_000, bad_token="InvalidParameterValue")  # noqa: S106 -- an error code
_ASSOCIATION_PAGES = Pages(100, bad_token="InvalidParameterValue")  # noqa: S106 -- an error code
_FILTERED = {
    "service-name": "ServiceName",
    "vpc-endpoint-id": "VpcEndpointId",
    "vpc-endpoint-state": "State",
    "vpc-endpoint-type": "VpcEndpointType",
    "vpc-id": "VpcId",
}
"""The filters that are simulated, and the fields they look at."""


def _chosen(world: World, call: Call, collection: str) -> Sequence[Item]:
    known = world.items("ec2", call.account_id, call.region, collection)
    wanted = call.params.get("VpcEndpointIds") or ()
    for endpoint_id in wanted:
        if all(item["VpcEndpointId"] != endpoint_id for item in known):
            raise Refusal("InvalidVpcEndpointId.NotFound", f"The Vpc Endpoint Id '{endpoint_id}' does not exist")
    chosen = [item for item in known if not wanted or item["VpcEndpointId"] in wanted]
    for entry in call.params.get("Filters") or ():
        field = _FILTERED.get(entry["Name"])
        if field is None:
            raise Refusal("InvalidParameterValue", f"The filter '{entry['Name']}' is invalid")
        chosen = [item for item in chosen if item.get(field) in entry["Values"]]
    return chosen


def _describe_vpc_endpoints(world: World, call: Call) -> Mapping[str, Any]:
    found = _chosen(world, call, "vpc_endpoints")
    page, token = _PAGES.cut(found, call.params.get("NextToken"), call.params.get("MaxResults"))
    return {"VpcEndpoints": page, **present(NextToken=token)}


def _describe_vpc_endpoint_associations(world: World, call: Call) -> Mapping[str, Any]:
    found = _chosen(world, call, "vpc_endpoint_associations")
    page, token = _ASSOCIATION_PAGES.cut(found, call.params.get("NextToken"), call.params.get("MaxResults"))
    return {"VpcEndpointAssociations": page, **present(NextToken=token)}


ENDPOINT_OPERATIONS = {
    "DescribeVpcEndpointAssociations": _describe_vpc_endpoint_associations,
    "DescribeVpcEndpoints": _describe_vpc_endpoints,
}
