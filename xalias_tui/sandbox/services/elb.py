"""Classic Load Balancers (elasticloadbalancing, 2012-06-01).

Collection: ``load_balancers``, each with ``InstanceStates`` and ``Tags`` beside what DescribeLoadBalancers shows.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from xalias_tui.sandbox.calls import Call, Refusal
from xalias_tui.sandbox.services.paging import Item, Pages, present
from xalias_tui.sandbox.world import World

SERVICE = "elb"

_INVALID = "ValidationError"
_PAGES = Pages(400, bad_token=_INVALID, size="pageSize", bad_size=_INVALID)
_TAGGABLE_AT_ONCE = 20
_OWN_FIELDS = ("InstanceStates", "Tags")


def _items(world: World, call: Call) -> Sequence[Item]:
    return world.items(SERVICE, call.account_id, call.region, "load_balancers")


def _named(world: World, call: Call, names: Sequence[str]) -> list[Item]:
    known = {item["LoadBalancerName"]: item for item in _items(world, call)}
    for name in names:
        if name not in known:
            raise Refusal("LoadBalancerNotFound", f"There is no ACTIVE Load Balancer named '{name}'")
    return [known[name] for name in names]


def _described(item: Item) -> Mapping[str, Any]:
    return {key: value for key, value in item.items() if key not in _OWN_FIELDS}


def _describe_load_balancers(world: World, call: Call) -> Mapping[str, Any]:
    names = call.params.get("LoadBalancerNames")
    found = _named(world, call, names) if names else _items(world, call)
    page, marker = _PAGES.cut(found, call.params.get("Marker"), call.params.get("PageSize"))
    return {"LoadBalancerDescriptions": [_described(item) for item in page], **present(NextMarker=marker)}


def _describe_instance_health(world: World, call: Call) -> Mapping[str, Any]:
    (balancer,) = _named(world, call, [call.params["LoadBalancerName"]])
    wanted = {instance["InstanceId"] for instance in call.params.get("Instances") or ()}
    states = [state for state in balancer["InstanceStates"] if not wanted or state["InstanceId"] in wanted]
    if len(states) < len(wanted):
        raise Refusal("InvalidInstance", "Could not find EC2 instance in the load balancer")
    return {"InstanceStates": states}


def _describe_tags(world: World, call: Call) -> Mapping[str, Any]:
    names = call.params["LoadBalancerNames"]
    if len(names) > _TAGGABLE_AT_ONCE:
        raise Refusal(_INVALID, f"Up to {_TAGGABLE_AT_ONCE} load balancers can be described at once")
    named = _named(world, call, names)
    return {"TagDescriptions": [{"LoadBalancerName": item["LoadBalancerName"], "Tags": item["Tags"]} for item in named]}


OPERATIONS = {
    "DescribeInstanceHealth": _describe_instance_health,
    "DescribeLoadBalancers": _describe_load_balancers,
    "DescribeTags": _describe_tags,
}
