"""Application, Network and Gateway Load Balancers (elasticloadbalancing, 2015-12-01).

Collections: ``load_balancers``, ``listeners``, ``listener_certificates`` (those beside the default one), ``rules``
(with the ``ListenerArn`` they belong to), ``target_groups`` (with ``Health``, the state of each target) and ``tags``.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

from xalias_tui.sandbox.calls import Call, Refusal
from xalias_tui.sandbox.services.paging import Item, Pages, present
from xalias_tui.sandbox.world import World

SERVICE = "elbv2"

_INVALID = "ValidationError"
_PAGES = Pages(400, bad_token=_INVALID, size="pageSize", bad_size=_INVALID)
_TAGGABLE_AT_ONCE = 20
_WHY: Mapping[str, tuple[str, str]] = {
    "draining": ("Target.DeregistrationInProgress", "Target deregistration is in progress"),
    "initial": ("Elb.InitialHealthChecking", "Initial health checks in progress"),
    "unavailable": ("Target.HealthCheckDisabled", "Health checks are disabled for this target group"),
    "unhealthy": ("Target.Timeout", "Request timed out"),
    "unused": (
        "Target.NotInUse",
        "Target group is not configured to receive traffic from the load balancer",
    ),
}
"""Reason and description of each state that has one."""
_TAGGED: Mapping[str, tuple[str, str, str, str]] = {
    "loadbalancer": ("load_balancers", "LoadBalancerArn", "LoadBalancerNotFound", "load balancers"),
    "targetgroup": ("target_groups", "TargetGroupArn", "TargetGroupNotFound", "target groups"),
    "listener": ("listeners", "ListenerArn", "ListenerNotFound", "listeners"),
    "listener-rule": ("rules", "RuleArn", "RuleNotFound", "rules"),
}
"""By the type in an ARN: where such resources are, their ARN's field, and how AWS says that there is none."""


def _items(world: World, call: Call, collection: str) -> Sequence[Item]:
    return world.items(SERVICE, call.account_id, call.region, collection)


def _page(call: Call, field: str, items: Sequence[Item]) -> Mapping[str, Any]:
    page, marker = _PAGES.cut(items, call.params.get("Marker"), call.params.get("PageSize"))
    return {field: page, **present(NextMarker=marker)}


def _asked_for(items: Sequence[Item], call: Call, fields: Mapping[str, str], refusal: Refusal) -> Sequence[Item]:
    """The items that are asked for by a field's value; all of them where no parameter asks.

    Raises:
        Refusal: the one given, where something that is asked for does not exist.
    """
    for parameter, field in fields.items():
        wanted = call.params.get(parameter)
        if wanted:
            items = [item for item in items if item[field] in wanted]
            if len(items) < len(set(wanted)):
                raise refusal
    return items


def _describe_load_balancers(world: World, call: Call) -> Mapping[str, Any]:
    found = _asked_for(
        _items(world, call, "load_balancers"),
        call,
        {"Names": "LoadBalancerName", "LoadBalancerArns": "LoadBalancerArn"},
        Refusal("LoadBalancerNotFound", "One or more load balancers not found"),
    )
    return _page(call, "LoadBalancers", found)


def _need_load_balancer(world: World, call: Call, arn: str) -> None:
    if all(item["LoadBalancerArn"] != arn for item in _items(world, call, "load_balancers")):
        raise Refusal("LoadBalancerNotFound", "One or more load balancers not found")


def _describe_listeners(world: World, call: Call) -> Mapping[str, Any]:
    balancer, wanted = call.params.get("LoadBalancerArn"), call.params.get("ListenerArns")
    if not balancer and not wanted:
        raise Refusal(_INVALID, "You must specify either listener ARNs or a load balancer ARN")
    listeners = _items(world, call, "listeners")
    if balancer:
        _need_load_balancer(world, call, balancer)
        listeners = [item for item in listeners if item["LoadBalancerArn"] == balancer]
    missing = Refusal("ListenerNotFound", "One or more listeners not found")
    return _page(call, "Listeners", _asked_for(listeners, call, {"ListenerArns": "ListenerArn"}, missing))


def _listener(world: World, call: Call) -> Item:
    arn = call.params.get("ListenerArn")
    for item in _items(world, call, "listeners"):
        if item["ListenerArn"] == arn:
            return item
    raise Refusal("ListenerNotFound", "One or more listeners not found")


def _describe_listener_certificates(world: World, call: Call) -> Mapping[str, Any]:
    listener = _listener(world, call)
    default = [{**item, "IsDefault": True} for item in listener.get("Certificates", ())]
    more = [
        {"CertificateArn": item["CertificateArn"], "IsDefault": False}
        for item in _items(world, call, "listener_certificates")
        if item["ListenerArn"] == listener["ListenerArn"]
    ]
    return _page(call, "Certificates", [*default, *more])


def _describe_rules(world: World, call: Call) -> Mapping[str, Any]:
    if call.params.get("RuleArns"):
        missing = Refusal("RuleNotFound", "One or more rules not found")
        found = _asked_for(_items(world, call, "rules"), call, {"RuleArns": "RuleArn"}, missing)
        return _page(call, "Rules", [_without(rule, "ListenerArn") for rule in found])
    if not call.params.get("ListenerArn"):
        raise Refusal(_INVALID, "You must specify either listener rule ARNs or a listener ARN")
    listener = _listener(world, call)
    rules = [item for item in _items(world, call, "rules") if item["ListenerArn"] == listener["ListenerArn"]]
    default = {
        "RuleArn": listener["ListenerArn"].replace(":listener/", ":listener-rule/") + "/0000000000000000",
        "Priority": "default",
        "Conditions": [],
        "Actions": listener["DefaultActions"],
        "IsDefault": True,
    }
    return _page(call, "Rules", [*(_without(rule, "ListenerArn") for rule in rules), default])


def _without(item: Item, field: str) -> Item:
    return {name: value for name, value in item.items() if name != field}


def _describe_target_groups(world: World, call: Call) -> Mapping[str, Any]:
    groups = _items(world, call, "target_groups")
    balancer = call.params.get("LoadBalancerArn")
    if balancer:
        _need_load_balancer(world, call, balancer)
        groups = [group for group in groups if balancer in group["LoadBalancerArns"]]
    found = _asked_for(
        groups,
        call,
        {"Names": "TargetGroupName", "TargetGroupArns": "TargetGroupArn"},
        Refusal("TargetGroupNotFound", "One or more target groups not found"),
    )
    return _page(call, "TargetGroups", [_without(group, "Health") for group in found])


def _describe_target_health(world: World, call: Call) -> Mapping[str, Any]:
    arn = call.params.get("TargetGroupArn")
    for group in _items(world, call, "target_groups"):
        if group["TargetGroupArn"] == arn:
            return {
                "TargetHealthDescriptions": [
                    {
                        "Target": {"Id": _instance_id(group["TargetGroupArn"], at), "Port": group["Port"]},
                        "HealthCheckPort": str(group["Port"]),
                        "TargetHealth": _health(state),
                    }
                    for at, state in enumerate(group["Health"])
                ]
            }
    raise Refusal("TargetGroupNotFound", "One or more target groups not found")


def _instance_id(group: str, at: int) -> str:
    return "i-0" + hashlib.sha256(f"{group}/{at}".encode()).hexdigest()[:16]


def _health(state: str) -> Mapping[str, str]:
    reason, description = _WHY.get(state, (None, None))
    return present(State=state, Reason=reason, Description=description)


def _describe_tags(world: World, call: Call) -> Mapping[str, Any]:
    arns = call.params["ResourceArns"]
    if len(arns) > _TAGGABLE_AT_ONCE:
        raise Refusal(_INVALID, f"Up to {_TAGGABLE_AT_ONCE} resources can be described at once")
    known = {item["ResourceArn"]: item["Tags"] for item in _items(world, call, "tags")}
    for arn in arns:
        _need_tagged(world, call, arn)
    return {"TagDescriptions": [{"ResourceArn": arn, "Tags": known.get(arn, [])} for arn in arns]}


def _need_tagged(world: World, call: Call, arn: str) -> None:
    tagged = _TAGGED.get(arn.rpartition(":")[2].partition("/")[0])
    if tagged is None:
        raise Refusal(_INVALID, f"'{arn}' is not a valid ARN of a resource that has tags")
    collection, field, code, noun = tagged
    if all(item[field] != arn for item in _items(world, call, collection)):
        raise Refusal(code, f"One or more {noun} not found")


OPERATIONS = {
    "DescribeListenerCertificates": _describe_listener_certificates,
    "DescribeListeners": _describe_listeners,
    "DescribeLoadBalancers": _describe_load_balancers,
    "DescribeRules": _describe_rules,
    "DescribeTags": _describe_tags,
    "DescribeTargetGroups": _describe_target_groups,
    "DescribeTargetHealth": _describe_target_health,
}
