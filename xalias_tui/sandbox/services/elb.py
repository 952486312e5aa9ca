"""Classic Load Balancers (elasticloadbalancing, 2012-06-01).

Collection: ``load_balancers``, each with ``InstanceStates`` and ``Tags`` beside what DescribeLoadBalancers shows.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from xalias_tui.sandbox.calls import Call, Refusal
from xalias_tui.sandbox.services.tables import Item, Listing, Lookup, Missing, Pages
from xalias_tui.sandbox.world import World

SERVICE = "elb"

_INVALID = "ValidationError"
_PAGES = Pages(400, bad_page=_INVALID, bad_size=_INVALID, marker="Marker", size="PageSize", next="NextMarker")
_TAGGABLE_AT_ONCE = 20
_UNKNOWN = Missing("LoadBalancerNotFound", "There is no ACTIVE Load Balancer named '{}'")
_BALANCER = Lookup("load_balancers", "LoadBalancerName", "LoadBalancerName", _UNKNOWN)
_BY_NAME = {"LoadBalancerNames": "LoadBalancerName"}


def _describe_instance_health(world: World, call: Call) -> Mapping[str, Any]:
    wanted = {instance["InstanceId"] for instance in call.params.get("Instances") or ()}
    states = [it for it in _BALANCER.find(world, call)["InstanceStates"] if not wanted or it["InstanceId"] in wanted]
    if len(states) < len(wanted):
        raise Refusal("InvalidInstance", "Could not find EC2 instance in the load balancer")
    return {"InstanceStates": states}


def _tags(world: World, call: Call) -> Sequence[Item]:
    if len(call.params["LoadBalancerNames"]) > _TAGGABLE_AT_ONCE:
        raise Refusal(_INVALID, f"Up to {_TAGGABLE_AT_ONCE} load balancers can be described at once")
    balancers = world.items(SERVICE, call.account_id, call.region, "load_balancers")
    return [{"LoadBalancerName": item["LoadBalancerName"], "Tags": item["Tags"]} for item in balancers]


OPERATIONS = {
    "DescribeInstanceHealth": _describe_instance_health,
    "DescribeLoadBalancers": Listing(
        "load_balancers", "LoadBalancerDescriptions", _PAGES, _BY_NAME, _UNKNOWN, hides=("InstanceStates", "Tags")
    ),
    "DescribeTags": Listing(_tags, "TagDescriptions", by=_BY_NAME, missing=_UNKNOWN),
}
