"""Classic Load Balancers (elasticloadbalancing, 2012-06-01)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from xalias_tui.sandbox.calls import Call, Refusal
from xalias_tui.sandbox.services.paging import Item, page_of
from xalias_tui.sandbox.world import World

SERVICE = "elb"

_PAGE = 400


def _named(world: World, call: Call, names: list[str]) -> list[Item]:
    known = {
        item["LoadBalancerName"]: item for item in world.items(SERVICE, call.account_id, call.region, "load_balancers")
    }
    for name in names:
        if name not in known:
            raise Refusal("LoadBalancerNotFound", f"There is no ACTIVE Load Balancer named '{name}'")
    return [known[name] for name in names]


def _described(item: Item) -> Mapping[str, Any]:
    return {key: value for key, value in item.items() if key not in ("InstanceStates", "Tags")}


def _describe_load_balancers(world: World, call: Call) -> Mapping[str, Any]:
    names = call.params.get("LoadBalancerNames")
    if names:
        return {"LoadBalancerDescriptions": [_described(item) for item in _named(world, call, names)]}
    everything = world.items(SERVICE, call.account_id, call.region, "load_balancers")
    page, marker = page_of(everything, call.params.get("Marker"), call.params.get("PageSize"), _PAGE)
    return {
        "LoadBalancerDescriptions": [_described(item) for item in page],
        **({"NextMarker": marker} if marker else {}),
    }


def _describe_instance_health(world: World, call: Call) -> Mapping[str, Any]:
    (balancer,) = _named(world, call, [call.params["LoadBalancerName"]])
    return {"InstanceStates": balancer["InstanceStates"]}


def _describe_tags(world: World, call: Call) -> Mapping[str, Any]:
    named = _named(world, call, call.params["LoadBalancerNames"])
    return {"TagDescriptions": [{"LoadBalancerName": item["LoadBalancerName"], "Tags": item["Tags"]} for item in named]}


OPERATIONS = {
    "DescribeInstanceHealth": _describe_instance_health,
    "DescribeLoadBalancers": _describe_load_balancers,
    "DescribeTags": _describe_tags,
}
