"""Application, Network and Gateway Load Balancers (elasticloadbalancing, 2015-12-01)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from xalias_tui.sandbox.calls import Call, Refusal
from xalias_tui.sandbox.services.paging import Item, page_of
from xalias_tui.sandbox.world import World

SERVICE = "elbv2"

_PAGE = 400
_TAGGABLE_AT_ONCE = 20


def _items(world: World, call: Call, collection: str) -> Sequence[Item]:
    return world.items(SERVICE, call.account_id, call.region, collection)


def _describe_load_balancers(world: World, call: Call) -> Mapping[str, Any]:
    everything = _items(world, call, "load_balancers")
    names, arns = call.params.get("Names"), call.params.get("LoadBalancerArns")
    if names or arns:
        wanted = {*(names or ()), *(arns or ())}
        found = [item for item in everything if {item["LoadBalancerName"], item["LoadBalancerArn"]} & wanted]
        if len(found) < len(wanted):
            raise Refusal("LoadBalancerNotFound", "One or more load balancers not found")
        return {"LoadBalancers": found}
    page, marker = page_of(everything, call.params.get("Marker"), call.params.get("PageSize"), _PAGE)
    return {"LoadBalancers": page, **({"NextMarker": marker} if marker else {})}


def _of_load_balancer(world: World, call: Call, collection: str) -> Sequence[Item]:
    arn = call.params.get("LoadBalancerArn")
    if arn is not None and all(item["LoadBalancerArn"] != arn for item in _items(world, call, "load_balancers")):
        raise Refusal("LoadBalancerNotFound", f"Load balancer '{arn}' not found")
    return [item for item in _items(world, call, collection) if arn is None or _belongs(item, arn)]


def _belongs(item: Item, arn: str) -> bool:
    return arn == item.get("LoadBalancerArn") or arn in item.get("LoadBalancerArns", ())


def _describe_listeners(world: World, call: Call) -> Mapping[str, Any]:
    listeners = _of_load_balancer(world, call, "listeners")
    arns = call.params.get("ListenerArns")
    return {"Listeners": [item for item in listeners if not arns or item["ListenerArn"] in arns]}


def _listener(world: World, call: Call) -> Item:
    arn = call.params.get("ListenerArn")
    for item in _items(world, call, "listeners"):
        if item["ListenerArn"] == arn:
            return item
    raise Refusal("ListenerNotFound", f"Listener '{arn}' not found")


def _describe_listener_certificates(world: World, call: Call) -> Mapping[str, Any]:
    listener = _listener(world, call)
    default = [{**item, "IsDefault": True} for item in listener.get("Certificates", ())]
    more = [
        {"CertificateArn": item["CertificateArn"], "IsDefault": False}
        for item in _items(world, call, "listener_certificates")
        if item["ListenerArn"] == listener["ListenerArn"]
    ]
    return {"Certificates": [*default, *more]}


def _describe_rules(world: World, call: Call) -> Mapping[str, Any]:
    listener = _listener(world, call)
    rules = [item for item in _items(world, call, "rules") if item["ListenerArn"] == listener["ListenerArn"]]
    default = {
        "RuleArn": listener["ListenerArn"].replace(":listener/", ":listener-rule/") + "/0000000000000000",
        "Priority": "default",
        "Conditions": [],
        "Actions": listener["DefaultActions"],
        "IsDefault": True,
    }
    return {
        "Rules": [*({key: value for key, value in rule.items() if key != "ListenerArn"} for rule in rules), default]
    }


def _describe_target_groups(world: World, call: Call) -> Mapping[str, Any]:
    groups = _of_load_balancer(world, call, "target_groups")
    return {"TargetGroups": [{key: value for key, value in group.items() if key != "Health"} for group in groups]}


def _describe_target_health(world: World, call: Call) -> Mapping[str, Any]:
    arn = call.params.get("TargetGroupArn")
    for group in _items(world, call, "target_groups"):
        if group["TargetGroupArn"] == arn:
            return {
                "TargetHealthDescriptions": [
                    {
                        "Target": {"Id": f"i-0{at:016x}", "Port": group["Port"]},
                        "HealthCheckPort": str(group["Port"]),
                        "TargetHealth": {"State": state},
                    }
                    for at, state in enumerate(group["Health"])
                ]
            }
    raise Refusal("TargetGroupNotFound", "One or more target groups not found")


def _describe_tags(world: World, call: Call) -> Mapping[str, Any]:
    arns = call.params["ResourceArns"]
    if len(arns) > _TAGGABLE_AT_ONCE:
        raise Refusal("ValidationError", f"Up to {_TAGGABLE_AT_ONCE} resources can be described")
    known = {item["ResourceArn"]: item["Tags"] for item in _items(world, call, "tags")}
    return {"TagDescriptions": [{"ResourceArn": arn, "Tags": known.get(arn, [])} for arn in arns]}


OPERATIONS = {
    "DescribeListenerCertificates": _describe_listener_certificates,
    "DescribeListeners": _describe_listeners,
    "DescribeLoadBalancers": _describe_load_balancers,
    "DescribeRules": _describe_rules,
    "DescribeTags": _describe_tags,
    "DescribeTargetGroups": _describe_target_groups,
    "DescribeTargetHealth": _describe_target_health,
}
