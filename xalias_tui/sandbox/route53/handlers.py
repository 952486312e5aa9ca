"""Route 53's operations."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from xalias_tui.sandbox.calls import Call, Refusal
from xalias_tui.sandbox.faults import prior_request_not_complete
from xalias_tui.sandbox.route53 import change_history, protections, traffic_policies
from xalias_tui.sandbox.route53.access import location, zone_of
from xalias_tui.sandbox.route53.changes import change_records
from xalias_tui.sandbox.route53.listing import records_page, zone_document, zones_by_name_page, zones_page
from xalias_tui.sandbox.route53.names import NameProblem, listed
from xalias_tui.sandbox.route53.records import bare_id
from xalias_tui.sandbox.route53.referable import OPERATIONS as REFERABLE
from xalias_tui.sandbox.route53.referable import health_check
from xalias_tui.sandbox.route53.store import ChangeInfo, Route53
from xalias_tui.sandbox.route53.zones import Zone
from xalias_tui.sandbox.world import World

SERVICE = "route53"
_MAX_TAGGED_RESOURCES = 10
_MAX_VPCS = 300


def _list_hosted_zones(world: World, call: Call) -> Mapping[str, Any]:
    with world.route53.lock:
        return zones_page(world.route53, call.account_id, call.params)


def _list_hosted_zones_by_name(world: World, call: Call) -> Mapping[str, Any]:
    with world.route53.lock:
        return zones_by_name_page(world.route53, call.account_id, call.params)


def _get_hosted_zone_count(world: World, call: Call) -> Mapping[str, Any]:
    with world.route53.lock:
        return {"HostedZoneCount": sum(zone.account_id == call.account_id for zone in world.route53.zones.values())}


def _get_hosted_zone(world: World, call: Call) -> Mapping[str, Any]:
    zone = zone_of(world, call, call.params["Id"])
    return {"HostedZone": zone_document(zone), **_reach(zone)}


def _create_hosted_zone(world: World, call: Call) -> Mapping[str, Any]:
    params, route53 = call.params, world.route53
    config = params.get("HostedZoneConfig") or {}
    vpc = params.get("VPC")
    with route53.lock:
        _check_new_zone(route53, call)
        zone_id = route53.create_zone(
            call.account_id,
            params["Name"],
            private=bool(config.get("PrivateZone") or vpc),
            comment=config.get("Comment") or "",
            vpcs=(vpc,) if vpc else (),
            caller_reference=params["CallerReference"],
        )
        zone = route53.zones[zone_id]
        change = route53.accepted(zone, None)
    return {
        "HostedZone": zone_document(zone),
        "ChangeInfo": _change_document(route53, change),
        "Location": location(zone, f"hostedzone/{zone_id}"),
        **(_reach(zone) if vpc is None else {"VPC": dict(vpc)}),
    }


def _check_new_zone(route53: Route53, call: Call) -> None:
    """Refuse what CreateHostedZone's reference refuses; that of top-level domains only where the zone is public.

    Private zones such as ``internal.`` are common. Reusable delegation sets are not simulated, so that none exists.
    """
    try:
        name = listed(call.params["Name"])
    except NameProblem as problem:
        raise Refusal("InvalidDomainName", str(problem)) from problem
    vpc, delegation_set = call.params.get("VPC"), call.params.get("DelegationSetId")
    if name.count(".") == 1 and not vpc:
        raise Refusal("InvalidDomainName", f"{name.rstrip('.')} is a top-level domain.")
    if delegation_set:
        raise Refusal("NoSuchDelegationSet", f"No delegation set found with ID: {bare_id(delegation_set)}")
    reference = call.params["CallerReference"]
    mine = [zone for zone in route53.zones.values() if zone.account_id == call.account_id]
    if any(zone.caller_reference == reference for zone in mine):
        raise Refusal(
            "HostedZoneAlreadyExists",
            f"A hosted zone has already been created with the specified caller reference: {reference}",
            409,
        )
    if vpc and any(zone.name == name and vpc in zone.vpcs for zone in route53.zones.values()):
        raise Refusal(
            "ConflictingDomainExists",
            f"The VPC that you chose, {vpc['VPCId']} in region {vpc['VPCRegion']}, is already associated with another "
            f"private hosted zone that has an overlapping name space, {name}",
        )


def _delete_hosted_zone(world: World, call: Call) -> Mapping[str, Any]:
    route53 = world.route53
    with route53.lock:
        zone = zone_of(world, call, call.params["Id"])
        if any(record["Type"] not in {"NS", "SOA"} for record in zone.at(zone.name).values()) or len(zone) > len(
            zone.at(zone.name)
        ):
            raise Refusal(
                "HostedZoneNotEmpty",
                "The specified hosted zone contains non-required resource record sets and so cannot be deleted.",
            )
        if zone.protections:
            raise Refusal("HostedZoneNotEmpty", "The specified hosted zone has record set protections.")
        del route53.zones[zone.id]
        return {"ChangeInfo": _change_document(route53, route53.accepted(zone, None))}


def _list_resource_record_sets(world: World, call: Call) -> Mapping[str, Any]:
    with world.route53.lock:
        return records_page(zone_of(world, call, call.params["HostedZoneId"]), call.params)


def _change_resource_record_sets(world: World, call: Call) -> Mapping[str, Any]:
    route53 = world.route53
    with route53.lock:
        zone = zone_of(world, call, call.params["HostedZoneId"])
        if world.faults.one_change_at_a_time and route53.is_pending(zone):
            refused = prior_request_not_complete()
            raise Refusal(refused.code, refused.message)
        batch = call.params.get("ChangeBatch") or {}
        change = change_records(route53, zone, batch)
        change_history.keep(zone, change, batch, call)
        return {"ChangeInfo": _change_document(route53, change)}


def _get_change(world: World, call: Call) -> Mapping[str, Any]:
    change = world.route53.change(call.account_id, call.params["Id"])
    return {"ChangeInfo": _change_document(world.route53, change)}


def _list_tags_for_resource(world: World, call: Call) -> Mapping[str, Any]:
    return {"ResourceTagSet": _tags(world, call, call.params["ResourceId"])}


def _list_tags_for_resources(world: World, call: Call) -> Mapping[str, Any]:
    ids = call.params["ResourceIds"]
    if len(ids) > _MAX_TAGGED_RESOURCES:
        raise Refusal("InvalidInput", f"At most {_MAX_TAGGED_RESOURCES} resources can be requested at once.")
    return {"ResourceTagSets": [_tags(world, call, resource_id) for resource_id in ids]}


def _tags(world: World, call: Call, resource_id: str) -> Mapping[str, Any]:
    kind = call.params["ResourceType"]
    tags: Mapping[str, str] = {}
    if kind == "hostedzone":
        tags = zone_of(world, call, resource_id).tags
    else:
        health_check(world, call, resource_id)
    return {
        "ResourceType": kind,
        "ResourceId": bare_id(resource_id),
        "Tags": [{"Key": key, "Value": value} for key, value in tags.items()],
    }


def _reach(zone: Zone) -> Mapping[str, Any]:
    """Who can query the zone: the world through name servers, or the machines of some VPCs."""
    if zone.private:
        return {"VPCs": [dict(vpc) for vpc in zone.vpcs]}
    return {"DelegationSet": {"NameServers": list(zone.name_servers)}}


def _get_hosted_zone_limit(world: World, call: Call) -> Mapping[str, Any]:
    zone, kind = zone_of(world, call, call.params["HostedZoneId"]), call.params["Type"]
    if kind == "MAX_RRSETS_BY_ZONE":
        return {"Limit": {"Type": kind, "Value": zone.record_limit}, "Count": len(zone)}
    if kind != "MAX_VPCS_ASSOCIATED_BY_ZONE":
        raise Refusal("InvalidInput", f"Invalid hosted zone limit type: {kind}")
    if not zone.private:
        raise Refusal("HostedZoneNotPrivate", f"The hosted zone {zone.id} is a public hosted zone.")
    return {"Limit": {"Type": kind, "Value": _MAX_VPCS}, "Count": len(zone.vpcs)}


def _get_dnssec(world: World, call: Call) -> Mapping[str, Any]:
    zone = zone_of(world, call, call.params["HostedZoneId"])
    if zone.private:
        raise Refusal("InvalidArgument", "DNSSEC is not supported for private hosted zones.")
    return zone.signing.document


def _change_document(route53: Route53, change: ChangeInfo) -> Mapping[str, Any]:
    document: dict[str, Any] = {
        "Id": f"/change/{change.id}",
        "Status": route53.status(change),
        "SubmittedAt": change.submitted_at,
    }
    if change.comment is not None:
        document["Comment"] = change.comment
    return document


OPERATIONS = {
    **REFERABLE,
    **change_history.OPERATIONS,
    **protections.OPERATIONS,
    **traffic_policies.OPERATIONS,
    "ChangeResourceRecordSets": _change_resource_record_sets,
    "CreateHostedZone": _create_hosted_zone,
    "DeleteHostedZone": _delete_hosted_zone,
    "GetChange": _get_change,
    "GetDNSSEC": _get_dnssec,
    "GetHostedZone": _get_hosted_zone,
    "GetHostedZoneCount": _get_hosted_zone_count,
    "GetHostedZoneLimit": _get_hosted_zone_limit,
    "ListHostedZones": _list_hosted_zones,
    "ListHostedZonesByName": _list_hosted_zones_by_name,
    "ListResourceRecordSets": _list_resource_record_sets,
    "ListTagsForResource": _list_tags_for_resource,
    "ListTagsForResources": _list_tags_for_resources,
}
