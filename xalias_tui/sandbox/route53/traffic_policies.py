"""Traffic policies, and the instances by which they own records.

A policy here is one endpoint of plain values: which of several endpoints answers is Route 53's business, and a list of
records does not show it. The record of an instance is listed by name, type and ``TrafficPolicyInstanceId`` alone.
Sources: botocore model, route53 CreateTrafficPolicyInstance, ResourceRecordSet.TrafficPolicyInstanceId, and Route 53
API reference: api-policies-traffic-policy-document-format.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping
from typing import Any

from xalias_tui.sandbox.calls import Call, Refusal
from xalias_tui.sandbox.route53 import coexistence
from xalias_tui.sandbox.route53.access import location, zone_of
from xalias_tui.sandbox.route53.judgement import Attempt
from xalias_tui.sandbox.route53.listing import listed_name, page_of
from xalias_tui.sandbox.route53.names import reversed_name
from xalias_tui.sandbox.route53.records import bare_id
from xalias_tui.sandbox.route53.zones import Draft
from xalias_tui.sandbox.world import World

SERVICE = "route53"
PER_PAGE = 100
_POLICIES, _INSTANCES = "traffic_policies", "traffic_policy_instances"

Item = Mapping[str, Any]


def add_policy(world: World, account_id: str, policy_id: str, name: str, value: str) -> None:
    """Give an account a policy of type A that answers with one address."""
    document = {
        "AWSPolicyFormatVersion": "2015-10-01",
        "RecordType": "A",
        "Endpoints": {"1": {"Type": "value", "Value": value}},
        "StartEndpoint": "1",
    }
    policy = {"Id": policy_id, "Version": 1, "Name": name, "Type": "A", "Document": json.dumps(document)}
    world.put(SERVICE, account_id, "", _POLICIES, policy)


def add_instance(world: World, account_id: str, policy_id: str, zone_id: str, name: str, ttl: int = 60) -> Item:
    """Let a policy own a name of a zone.

    Raises:
        Refusal: as CreateTrafficPolicyInstance does.
    """
    policy = _policy(world, account_id, policy_id, 1)
    zone = world.route53.zones[zone_id]
    key = {"Name": listed_name(name), "Type": policy["Type"]}
    draft = Draft(zone)
    attempt = Attempt(key, draft, world.route53)
    for sentence in (*coexistence.inside_zone(attempt), *coexistence.cname_alone(attempt)):
        raise Refusal("InvalidInput", sentence)
    if list(draft.of_type(key["Name"], key["Type"])):
        raise Refusal(
            "TrafficPolicyInstanceAlreadyExists", f"{key['Name']} {key['Type']} has a record in zone {zone.id}.", 409
        )
    item = {
        "Id": str(uuid.uuid5(uuid.NAMESPACE_DNS, f"{zone_id} {key['Name']} {key['Type']}")),
        "HostedZoneId": zone_id,
        "Name": key["Name"],
        "TTL": ttl,
        "State": "Applied",
        "Message": "",
        "TrafficPolicyId": policy["Id"],
        "TrafficPolicyVersion": policy["Version"],
        "TrafficPolicyType": policy["Type"],
    }
    draft.put({**key, "TrafficPolicyInstanceId": item["Id"]})
    draft.commit()
    world.put(SERVICE, account_id, "", _INSTANCES, item)
    return item


def values_of_instance(world: World, instance_id: str) -> list[str]:
    """What an instance's record answers; nothing where the instance is gone."""
    for account_id in world.accounts:
        for item in _instances(world, account_id):
            if item["Id"] == instance_id:
                document = json.loads(_policy(world, account_id, item["TrafficPolicyId"], 1)["Document"])
                return [document["Endpoints"][document["StartEndpoint"]]["Value"]]
    return []


def _policy(world: World, account_id: str, policy_id: str, version: int) -> Item:
    for policy in world.items(SERVICE, account_id, "", _POLICIES):
        if (policy["Id"], policy["Version"]) == (policy_id, version):
            return policy
    raise Refusal("NoSuchTrafficPolicy", f"No traffic policy exists with Id {policy_id} and version {version}.", 404)


def _instances(world: World, account_id: str) -> list[Item]:
    return list(world.items(SERVICE, account_id, "", _INSTANCES))


def _get_policy(world: World, call: Call) -> Mapping[str, Any]:
    return {"TrafficPolicy": _policy(world, call.account_id, call.params["Id"], int(call.params["Version"]))}


def _list_policies(world: World, call: Call) -> Mapping[str, Any]:
    policies = world.items(SERVICE, call.account_id, "", _POLICIES)
    ids = [policy["Id"] for policy in policies]
    marker = call.params.get("TrafficPolicyIdMarker")
    page, following, said = page_of(policies[ids.index(marker) if marker in ids else 0 :], call.params, PER_PAGE)
    summaries = [
        {"Id": p["Id"], "Name": p["Name"], "Type": p["Type"], "LatestVersion": p["Version"], "TrafficPolicyCount": 1}
        for p in page
    ]
    next_id = "" if following is None else following["Id"]
    return {"TrafficPolicySummaries": summaries, "TrafficPolicyIdMarker": next_id, **said}


def _create_instance(world: World, call: Call) -> Mapping[str, Any]:
    params = call.params
    with world.route53.lock:
        zone = zone_of(world, call, params["HostedZoneId"])
        _policy(world, call.account_id, params["TrafficPolicyId"], int(params["TrafficPolicyVersion"]))
        item = add_instance(
            world, call.account_id, params["TrafficPolicyId"], zone.id, params["Name"], int(params["TTL"])
        )
    return {"TrafficPolicyInstance": item, "Location": location(zone, f"trafficpolicyinstance/{item['Id']}")}


def _instance(world: World, call: Call) -> Item:
    wanted = call.params["Id"]
    for item in _instances(world, call.account_id):
        if item["Id"] == wanted:
            return item
    raise Refusal("NoSuchTrafficPolicyInstance", f"No traffic policy instance exists with Id {wanted}.", 404)


def _get_instance(world: World, call: Call) -> Mapping[str, Any]:
    return {"TrafficPolicyInstance": _instance(world, call)}


def _delete_instance(world: World, call: Call) -> Mapping[str, Any]:
    with world.route53.lock:
        item = _instance(world, call)
        draft = Draft(world.route53.zones[item["HostedZoneId"]])
        for record in list(draft.of_type(item["Name"], item["TrafficPolicyType"])):
            if record.get("TrafficPolicyInstanceId") == item["Id"]:
                draft.remove(record)
        draft.commit()
        world.remove(SERVICE, call.account_id, "", _INSTANCES, item)
    return {}


def _count(world: World, call: Call) -> Mapping[str, Any]:
    return {"TrafficPolicyInstanceCount": len(_instances(world, call.account_id))}


def _list_instances(world: World, call: Call) -> Mapping[str, Any]:
    return _page(_instances(world, call.account_id), call, by_zone=True)


def _list_by_zone(world: World, call: Call) -> Mapping[str, Any]:
    zone = zone_of(world, call, call.params["HostedZoneId"])
    return _page([item for item in _instances(world, call.account_id) if item["HostedZoneId"] == zone.id], call)


def _list_by_policy(world: World, call: Call) -> Mapping[str, Any]:
    policy = _policy(world, call.account_id, call.params["TrafficPolicyId"], int(call.params["TrafficPolicyVersion"]))
    found = [item for item in _instances(world, call.account_id) if item["TrafficPolicyId"] == policy["Id"]]
    return _page(found, call, by_zone=True)


def _page(items: list[Item], call: Call, *, by_zone: bool = False) -> Mapping[str, Any]:
    """One page, from the markers on: zone where several are listed, then name, then type."""
    params = call.params
    ordered = sorted(items, key=_order)
    if params.get("TrafficPolicyInstanceNameMarker"):
        zone_id = bare_id(params.get("HostedZoneIdMarker") or params.get("HostedZoneId") or "")
        name = reversed_name(listed_name(params["TrafficPolicyInstanceNameMarker"]))
        start = (zone_id, name, params.get("TrafficPolicyInstanceTypeMarker") or "")
        ordered = [item for item in ordered if _order(item) >= start]
    page, following, said = page_of(ordered, params, PER_PAGE)
    if following is not None:
        said["TrafficPolicyInstanceNameMarker"] = following["Name"]
        said["TrafficPolicyInstanceTypeMarker"] = following["TrafficPolicyType"]
        if by_zone:
            said["HostedZoneIdMarker"] = following["HostedZoneId"]
    return {"TrafficPolicyInstances": page, **said}


def _order(item: Item) -> tuple[str, str, str]:
    return item["HostedZoneId"], reversed_name(item["Name"]), item["TrafficPolicyType"]


OPERATIONS = {
    "CreateTrafficPolicyInstance": _create_instance,
    "DeleteTrafficPolicyInstance": _delete_instance,
    "GetTrafficPolicy": _get_policy,
    "GetTrafficPolicyInstance": _get_instance,
    "GetTrafficPolicyInstanceCount": _count,
    "ListTrafficPolicies": _list_policies,
    "ListTrafficPolicyInstances": _list_instances,
    "ListTrafficPolicyInstancesByHostedZone": _list_by_zone,
    "ListTrafficPolicyInstancesByPolicy": _list_by_policy,
}
