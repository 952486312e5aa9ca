"""Regions, security groups and DNS of VPCs, and what ``ec2_endpoints`` answers.

Collections: ``security_groups``, and ``vpcs`` with ``enableDnsSupport`` and ``enableDnsHostnames`` beside their id.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from xalias_tui.sandbox.calls import Call, Refusal
from xalias_tui.sandbox.services.ec2_endpoints import ENDPOINT_OPERATIONS
from xalias_tui.sandbox.services.paging import Item, Pages, only, present
from xalias_tui.sandbox.world import World

SERVICE = "ec2"

ENABLED_REGIONS = ("ap-southeast-2", "eu-central-1", "eu-west-1", "us-east-1")
"""The regions that the simulated organisation uses; the rest is disabled by a policy of the organisation."""

OPT_IN_REGIONS = ("af-south-1", "ap-east-1", "eu-south-1", "me-south-1")
"""Regions that an account has to ask for; nobody in the organisation did."""

_ELSEWHERE: Mapping[str, Sequence[str]] = {
    "aws-cn": ("cn-north-1", "cn-northwest-1"),
    "aws-us-gov": ("us-gov-east-1", "us-gov-west-1"),
}
"""Regions of other partitions, where none has to be asked for."""


def regions_of(partition: str) -> tuple[Sequence[str], Sequence[str]]:
    """The regions that accounts of a partition use, and those that they would have to ask for."""
    return (ENABLED_REGIONS, OPT_IN_REGIONS) if partition == "aws" else (_ELSEWHERE[partition], ())


_PAGES = Pages(1_000, bad_token="InvalidParameterValue")  # noqa: S106 -- an error code
_FEWEST = 5


def _describe_regions(world: World, call: Call) -> Mapping[str, Any]:
    partition = world.partition(call.account_id)
    enabled, others = regions_of(partition)
    regions = [(name, "opt-in-not-required") for name in enabled]
    if call.params.get("AllRegions"):
        regions += [(name, "not-opted-in") for name in others]
    wanted = call.params.get("RegionNames")
    listed = [(name, status) for name, status in regions if not wanted or name in wanted]
    if wanted and len(listed) < len(wanted):
        raise Refusal("InvalidParameterValue", f"Invalid region(s): {', '.join(wanted)}")
    end = "amazonaws.com.cn" if partition == "aws-cn" else "amazonaws.com"
    described = [
        {"RegionName": name, "Endpoint": f"ec2.{name}.{end}", "OptInStatus": status} for name, status in listed
    ]
    return {"Regions": [region for region in described if _passes(region, call.params.get("Filters") or ())]}


_FILTERED = {
    "endpoint": "Endpoint",
    "group-id": "GroupId",
    "group-name": "GroupName",
    "opt-in-status": "OptInStatus",
    "region-name": "RegionName",
    "vpc-id": "VpcId",
}
"""The filters that are simulated, and the fields they look at."""


def _passes(item: Item, filters: Sequence[Mapping[str, Any]]) -> bool:
    for entry in filters:
        field = _FILTERED.get(entry["Name"])
        if field is None:
            raise Refusal("InvalidParameterValue", f"The filter '{entry['Name']}' is invalid")
        if item.get(field) not in entry["Values"]:
            return False
    return True


def _describe_security_groups(world: World, call: Call) -> Mapping[str, Any]:
    known = world.items(SERVICE, call.account_id, call.region, "security_groups")
    wanted, size = call.params.get("GroupIds") or (), call.params.get("MaxResults")
    if size is not None and (wanted or not _FEWEST <= size <= _PAGES.most):
        raise Refusal("InvalidParameterValue", f"Value ( {size} ) for parameter maxResults is invalid.")
    by_id = {item["GroupId"]: item for item in known}
    for group_id in wanted:
        if group_id not in by_id:
            raise Refusal("InvalidGroup.NotFound", f"The security group '{group_id}' does not exist")
    chosen = [by_id[group_id] for group_id in wanted] if wanted else known
    found = [item for item in chosen if _passes(item, call.params.get("Filters") or ())]
    page, token = _PAGES.cut(found, call.params.get("NextToken"), size)
    return {"SecurityGroups": page, **present(NextToken=token)}


def _describe_vpc_attribute(world: World, call: Call) -> Mapping[str, Any]:
    vpc_id, attribute = call.params["VpcId"], call.params["Attribute"]
    if attribute not in ("enableDnsSupport", "enableDnsHostnames"):
        raise Refusal("InvalidParameterValue", f"Value ({attribute}) for parameter attribute is invalid.")
    unknown = Refusal("InvalidVpcID.NotFound", f"The vpc ID '{vpc_id}' does not exist")
    vpc = only(world.items(SERVICE, call.account_id, call.region, "vpcs"), "VpcId", vpc_id, unknown)
    return {"VpcId": vpc_id, attribute[0].upper() + attribute[1:]: {"Value": vpc[attribute]}}


OPERATIONS = {
    "DescribeRegions": _describe_regions,
    "DescribeSecurityGroups": _describe_security_groups,
    "DescribeVpcAttribute": _describe_vpc_attribute,
    **ENDPOINT_OPERATIONS,
}
