"""Regions and security groups."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from xalias_tui.sandbox.calls import Call, Refusal
from xalias_tui.sandbox.world import World

SERVICE = "ec2"

ENABLED_REGIONS = ("ap-southeast-2", "eu-central-1", "eu-west-1", "us-east-1")
"""The regions that the simulated organisation uses; the rest is disabled by a policy of the organisation."""

OPT_IN_REGIONS = ("ap-east-1", "me-south-1")


def _describe_regions(world: World, call: Call) -> Mapping[str, Any]:
    del world
    regions = [(name, "opt-in-not-required") for name in ENABLED_REGIONS]
    if call.params.get("AllRegions"):
        regions += [(name, "not-opted-in") for name in OPT_IN_REGIONS]
    wanted = call.params.get("RegionNames")
    listed = [(name, status) for name, status in regions if not wanted or name in wanted]
    if wanted and len(listed) < len(wanted):
        raise Refusal("InvalidParameterValue", f"Invalid region(s): {', '.join(wanted)}")
    return {
        "Regions": [
            {"RegionName": name, "Endpoint": f"ec2.{name}.amazonaws.com", "OptInStatus": status}
            for name, status in listed
        ]
    }


def _describe_security_groups(world: World, call: Call) -> Mapping[str, Any]:
    wanted = call.params.get("GroupIds") or ()
    known = {item["GroupId"]: item for item in world.items(SERVICE, call.account_id, call.region, "security_groups")}
    for group_id in wanted:
        if group_id not in known:
            raise Refusal("InvalidGroup.NotFound", f"The security group '{group_id}' does not exist")
    return {"SecurityGroups": [known[group_id] for group_id in wanted] if wanted else list(known.values())}


OPERATIONS = {
    "DescribeRegions": _describe_regions,
    "DescribeSecurityGroups": _describe_security_groups,
}
