"""Whose zone a call may touch, and where its documents are."""

from __future__ import annotations

from xalias_tui.sandbox.calls import Call, Refusal
from xalias_tui.sandbox.route53.records import bare_id
from xalias_tui.sandbox.route53.zones import Zone
from xalias_tui.sandbox.world import World

_HOST = {
    "aws": "route53.amazonaws.com",
    "aws-cn": "route53.amazonaws.com.cn",
    "aws-us-gov": "route53.us-gov.amazonaws.com",
}
"""The endpoint of each partition (botocore data: endpoints.json)."""


def zone_of(world: World, call: Call, zone_id: str) -> Zone:
    """A zone of the caller's account.

    Raises:
        Refusal: ``NoSuchHostedZone``, or ``AccessDenied`` for one of another account.
    """
    zone = world.route53.zones.get(bare_id(zone_id))
    if zone is None or zone.partition != world.partition(call.account_id):
        raise Refusal("NoSuchHostedZone", f"No hosted zone found with ID: {bare_id(zone_id)}", 404)
    if zone.account_id != call.account_id:
        raise Refusal("AccessDenied", f"User: {call.arn} is not authorized to access this resource", 403)
    return zone


def location(zone: Zone, path: str) -> str:
    """The address of a document in the partition of a zone."""
    return f"https://{_HOST[zone.partition]}/2013-04-01/{path}"
