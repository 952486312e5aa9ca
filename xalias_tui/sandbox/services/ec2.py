"""Regions, security groups, DNS of VPCs, and VPC endpoints with what is associated with them.

Collections: ``addresses``, ``network_interfaces`` (their public address is in ``_public``, too), ``security_groups``,
``vpc_endpoints``, ``vpc_endpoint_associations``, and ``vpcs`` with ``enableDnsSupport`` and ``enableDnsHostnames``
beside their id.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from xalias_tui.sandbox.calls import Call, Refusal
from xalias_tui.sandbox.services.tables import Filters, Item, Listing, Missing, Pages, find
from xalias_tui.sandbox.world import World

SERVICE = "ec2"

ENABLED_REGIONS = ("ap-southeast-2", "eu-central-1", "eu-west-1", "us-east-1")
"""The regions that the simulated organisation uses; a policy of the organisation disables the others."""

OPT_IN_REGIONS = ("af-south-1", "ap-east-1", "eu-south-1", "me-south-1")
"""Regions that an account has to opt in to; no account of the organisation did."""

_ELSEWHERE: Mapping[str, Sequence[str]] = {
    "aws-cn": ("cn-north-1", "cn-northwest-1"),
    "aws-us-gov": ("us-gov-east-1", "us-gov-west-1"),
}
"""Regions of other partitions, none of which needs an opt-in."""

_INVALID = "InvalidParameterValue"
_PAGES, _ASSOCIATION_PAGES = (Pages(most, bad_page=_INVALID) for most in (1_000, 100))
_FEWEST = 5
_UNKNOWN_FILTER = Missing(_INVALID, "The filter '{}' is invalid")
_UNKNOWN_VPC = Missing("InvalidVpcID.NotFound", "The vpc ID '{}' does not exist")
_UNKNOWN_ENDPOINT = Missing("InvalidVpcEndpointId.NotFound", "The Vpc Endpoint Id '{}' does not exist")
_UNKNOWN_GROUP = Missing("InvalidGroup.NotFound", "The security group '{}' does not exist")


def regions_of(partition: str) -> tuple[Sequence[str], Sequence[str]]:
    """The regions that accounts of a partition use, and those that they would have to opt in to."""
    return (ENABLED_REGIONS, OPT_IN_REGIONS) if partition == "aws" else (_ELSEWHERE[partition], ())


def _regions(world: World, call: Call) -> Sequence[Item]:
    partition = world.partition(call.account_id)
    enabled, others = regions_of(partition)
    statuses = dict.fromkeys(enabled, "opt-in-not-required")
    if call.params.get("AllRegions"):
        statuses |= dict.fromkeys(others, "not-opted-in")
    wanted = call.params.get("RegionNames") or ()
    if not statuses.keys() >= set(wanted):
        raise Refusal(_INVALID, f"Invalid region(s): {', '.join(wanted)}")
    end = "amazonaws.com.cn" if partition == "aws-cn" else "amazonaws.com"
    return [
        {"RegionName": name, "Endpoint": f"ec2.{name}.{end}", "OptInStatus": status}
        for name, status in statuses.items()
    ]


def _groups(world: World, call: Call) -> Sequence[Item]:
    """The account's groups; a page size is refused beside ids, and outside 5 to 1,000."""
    size = call.params.get("MaxResults")
    if size is not None and (call.params.get("GroupIds") or not _FEWEST <= size <= _PAGES.most):
        raise Refusal(_INVALID, f"Value ( {size} ) for parameter maxResults is invalid.")
    return world.items(SERVICE, call.account_id, call.region, "security_groups")


def _describe_vpc_attribute(world: World, call: Call) -> Mapping[str, Any]:
    vpc_id, attribute = call.params["VpcId"], call.params["Attribute"]
    if attribute not in ("enableDnsSupport", "enableDnsHostnames"):
        raise Refusal(_INVALID, f"Value ({attribute}) for parameter attribute is invalid.")
    vpc = find(world.items(SERVICE, call.account_id, call.region, "vpcs"), "VpcId", vpc_id, _UNKNOWN_VPC)
    return {"VpcId": vpc_id, attribute[0].upper() + attribute[1:]: {"Value": vpc[attribute]}}


def _endpoints(collection: str, member: str, pages: Pages) -> Listing:
    fields = {
        "service-name": "ServiceName",
        "vpc-endpoint-id": "VpcEndpointId",
        "vpc-endpoint-state": "State",
        "vpc-endpoint-type": "VpcEndpointType",
        "vpc-id": "VpcId",
    }
    by = {"VpcEndpointIds": "VpcEndpointId"}
    return Listing(collection, member, pages, by, _UNKNOWN_ENDPOINT, filters=Filters(fields, _UNKNOWN_FILTER))


OPERATIONS = {
    "DescribeAddresses": Listing("addresses", "Addresses", filters=Filters({"public-ip": "PublicIp"}, _UNKNOWN_FILTER)),
    "DescribeNetworkInterfaces": Listing(
        "network_interfaces",
        "NetworkInterfaces",
        _PAGES,
        filters=Filters({"association.public-ip": "_public"}, _UNKNOWN_FILTER),
    ),
    "DescribeRegions": Listing(
        _regions,
        "Regions",
        only={"RegionNames": "RegionName"},
        filters=Filters(
            {"endpoint": "Endpoint", "opt-in-status": "OptInStatus", "region-name": "RegionName"}, _UNKNOWN_FILTER
        ),
    ),
    "DescribeSecurityGroups": Listing(
        _groups,
        "SecurityGroups",
        _PAGES,
        by={"GroupIds": "GroupId"},
        missing=_UNKNOWN_GROUP,
        filters=Filters({"group-id": "GroupId", "group-name": "GroupName", "vpc-id": "VpcId"}, _UNKNOWN_FILTER),
    ),
    "DescribeVpcAttribute": _describe_vpc_attribute,
    "DescribeVpcEndpointAssociations": _endpoints(
        "vpc_endpoint_associations", "VpcEndpointAssociations", _ASSOCIATION_PAGES
    ),
    "DescribeVpcEndpoints": _endpoints("vpc_endpoints", "VpcEndpoints", _PAGES),
}
