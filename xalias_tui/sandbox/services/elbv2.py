"""Application, Network and Gateway Load Balancers (elasticloadbalancing, 2015-12-01).

Collections: ``load_balancers``, ``listeners``, ``listener_certificates`` (those beside the default one), ``rules``
(with the ``ListenerArn`` they belong to), ``target_groups`` (with ``Health``, the state of each target) and ``tags``.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

from xalias_tui.sandbox.calls import Call, Refusal
from xalias_tui.sandbox.services.tables import Item, Listing, Lookup, Missing, Pages, find, present, rows
from xalias_tui.sandbox.world import World

SERVICE = "elbv2"

_INVALID = "ValidationError"
_PAGES = Pages(400, bad_page=_INVALID, bad_size=_INVALID, marker="Marker", size="PageSize", next="NextMarker")
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
_NO_BALANCER = Missing("LoadBalancerNotFound", "One or more load balancers not found")
_NO_GROUP = Missing("TargetGroupNotFound", "One or more target groups not found")
_NO_LISTENER = Missing("ListenerNotFound", "One or more listeners not found")
_NO_RULE = Missing("RuleNotFound", "One or more rules not found")
_TAGGED: Mapping[str, tuple[str, str, Missing]] = {
    "loadbalancer": ("load_balancers", "LoadBalancerArn", _NO_BALANCER),
    "targetgroup": ("target_groups", "TargetGroupArn", _NO_GROUP),
    "listener": ("listeners", "ListenerArn", _NO_LISTENER),
    "listener-rule": ("rules", "RuleArn", _NO_RULE),
}
"""By the type in an ARN: where such resources are, their ARN's field, and the refusal of an unknown one."""
_LISTENER = Lookup("listeners", "ListenerArn", "ListenerArn", _NO_LISTENER)
_GROUP = Lookup("target_groups", "TargetGroupArn", "TargetGroupArn", _NO_GROUP)


def _of_balancer(world: World, call: Call, collection: str) -> Sequence[Item]:
    """All of a collection, or what belongs to the load balancer that the call names."""
    items, arn = rows(world, call, collection), call.params.get("LoadBalancerArn")
    if not arn:
        return items
    find(rows(world, call, "load_balancers"), "LoadBalancerArn", arn, _NO_BALANCER)
    return [item for item in items if arn in (item.get("LoadBalancerArn"), *item.get("LoadBalancerArns", ()))]


def _listeners(world: World, call: Call) -> Sequence[Item]:
    if not call.params.get("LoadBalancerArn") and not call.params.get("ListenerArns"):
        raise Refusal(_INVALID, "You must specify either listener ARNs or a load balancer ARN")
    return _of_balancer(world, call, "listeners")


def _certificates(world: World, call: Call) -> Sequence[Item]:
    listener = _LISTENER.find(world, call)
    more = [it for it in rows(world, call, "listener_certificates") if it["ListenerArn"] == listener["ListenerArn"]]
    return [
        *({**item, "IsDefault": True} for item in listener.get("Certificates", ())),
        *({"CertificateArn": item["CertificateArn"], "IsDefault": False} for item in more),
    ]


def _rules(world: World, call: Call) -> Sequence[Item]:
    """The rules that are named, or those of a listener and its default one."""
    rules = rows(world, call, "rules")
    if call.params.get("RuleArns"):
        return rules
    if not call.params.get("ListenerArn"):
        raise Refusal(_INVALID, "You must specify either listener rule ARNs or a listener ARN")
    listener = _LISTENER.find(world, call)
    default = {
        "RuleArn": listener["ListenerArn"].replace(":listener/", ":listener-rule/") + "/0000000000000000",
        "Priority": "default",
        "Conditions": [],
        "Actions": listener["DefaultActions"],
        "IsDefault": True,
    }
    return [*(rule for rule in rules if rule["ListenerArn"] == listener["ListenerArn"]), default]


def _health(world: World, call: Call) -> Sequence[Item]:
    group = _GROUP.find(world, call)
    return [
        {
            "Target": {"Id": _instance_id(group["TargetGroupArn"], at), "Port": group["Port"]},
            "HealthCheckPort": str(group["Port"]),
            "TargetHealth": present(State=state, Reason=reason, Description=description),
        }
        for at, state in enumerate(group["Health"])
        for reason, description in [_WHY.get(state, (None, None))]
    ]


def _instance_id(group: str, at: int) -> str:
    return "i-0" + hashlib.sha256(f"{group}/{at}".encode()).hexdigest()[:16]


def _describe_tags(world: World, call: Call) -> Mapping[str, Any]:
    arns = call.params["ResourceArns"]
    if len(arns) > _TAGGABLE_AT_ONCE:
        raise Refusal(_INVALID, f"Up to {_TAGGABLE_AT_ONCE} resources can be described at once")
    known = {item["ResourceArn"]: item["Tags"] for item in rows(world, call, "tags")}
    for arn in arns:
        tagged = _TAGGED.get(arn.rpartition(":")[2].partition("/")[0])
        if tagged is None:
            raise Refusal(_INVALID, f"'{arn}' is not a valid ARN of a resource that has tags")
        collection, field, missing = tagged
        find(rows(world, call, collection), field, arn, missing)
    return {"TagDescriptions": [{"ResourceArn": arn, "Tags": known.get(arn, [])} for arn in arns]}


OPERATIONS = {
    "DescribeListenerCertificates": Listing(_certificates, "Certificates", _PAGES),
    "DescribeListeners": Listing(
        _listeners, "Listeners", _PAGES, by={"ListenerArns": "ListenerArn"}, missing=_NO_LISTENER
    ),
    "DescribeLoadBalancers": Listing(
        "load_balancers",
        "LoadBalancers",
        _PAGES,
        by={"Names": "LoadBalancerName", "LoadBalancerArns": "LoadBalancerArn"},
        missing=_NO_BALANCER,
    ),
    "DescribeRules": Listing(
        _rules, "Rules", _PAGES, by={"RuleArns": "RuleArn"}, missing=_NO_RULE, hides=("ListenerArn",)
    ),
    "DescribeTags": _describe_tags,
    "DescribeTargetGroups": Listing(
        lambda world, call: _of_balancer(world, call, "target_groups"),
        "TargetGroups",
        _PAGES,
        by={"Names": "TargetGroupName", "TargetGroupArns": "TargetGroupArn"},
        missing=_NO_GROUP,
        hides=("Health",),
    ),
    "DescribeTargetHealth": Listing(_health, "TargetHealthDescriptions"),
}
