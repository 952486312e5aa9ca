"""Pages of zones and records."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from xalias_tui.sandbox.calls import Refusal
from xalias_tui.sandbox.route53.names import NameProblem, listed, reversed_name
from xalias_tui.sandbox.route53.records import bare_id
from xalias_tui.sandbox.route53.store import Route53
from xalias_tui.sandbox.route53.zones import Zone

RECORDS_PER_PAGE = 300
ZONES_PER_PAGE = 100


def page_size(params: Mapping[str, Any], limit: int, parameter: str = "MaxItems") -> int:
    """How many items the caller gets: what was requested, at most the API's limit.

    Raises:
        Refusal: ``InvalidInput`` for what is no positive number.
    """
    text = str(params.get(parameter) or limit)
    if not text.isdecimal() or int(text) == 0:
        raise Refusal("InvalidInput", f"Invalid value for {parameter[0].lower()}{parameter[1:]}: '{text}'")
    return min(int(text), limit)


def records_page(zone: Zone, params: Mapping[str, Any]) -> Mapping[str, Any]:
    """One page of ListResourceRecordSets.

    Raises:
        Refusal: ``InvalidInput`` for a start that makes no sense.
    """
    name = params.get("StartRecordName")
    record_type = params.get("StartRecordType")
    identifier = params.get("StartRecordIdentifier")
    if (record_type and not name) or (identifier and not record_type):
        raise Refusal(
            "InvalidInput",
            "The input is not valid: StartRecordType needs StartRecordName, StartRecordIdentifier needs both.",
        )
    size = page_size(params, RECORDS_PER_PAGE)
    start = (reversed_name(listed_name(name)) if name else "", record_type or "", identifier or "")
    found = zone.from_key(start, size + 1)
    page: dict[str, Any] = {
        "ResourceRecordSets": found[:size],
        "IsTruncated": len(found) > size,
        "MaxItems": str(size),
    }
    if len(found) > size:
        following = found[size]
        page |= {"NextRecordName": following["Name"], "NextRecordType": following["Type"]}
        if following.get("SetIdentifier"):
            page["NextRecordIdentifier"] = following["SetIdentifier"]
    return page


def zones_page(route53: Route53, account_id: str, params: Mapping[str, Any]) -> Mapping[str, Any]:
    """One page of ListHostedZones, in the order in which zones were made.

    Raises:
        Refusal: ``InvalidInput`` for a marker that is no zone of the account.
    """
    zones = [zone for zone in route53.zones.values() if zone.account_id == account_id]
    if params.get("HostedZoneType") == "PrivateHostedZone":
        zones = [zone for zone in zones if zone.private]
    marker = params.get("Marker")
    ids = [zone.id for zone in zones]
    if marker and bare_id(marker) not in ids:
        raise Refusal("InvalidInput", f"Unknown marker: {marker}")
    first = ids.index(bare_id(marker)) if marker else 0
    size = page_size(params, ZONES_PER_PAGE)
    page: dict[str, Any] = {
        "HostedZones": [zone_document(zone) for zone in zones[first : first + size]],
        "IsTruncated": len(zones) > first + size,
        "MaxItems": str(size),
        "Marker": marker,
    }
    if page["IsTruncated"]:
        page["NextMarker"] = zones[first + size].id
    return page


def zones_by_name_page(route53: Route53, account_id: str, params: Mapping[str, Any]) -> Mapping[str, Any]:
    """One page of ListHostedZonesByName: by reversed name, then id, from the given one onward.

    Raises:
        Refusal: ``InvalidInput`` for an id without a name.
    """
    name, zone_id = params.get("DNSName"), params.get("HostedZoneId")
    if zone_id and not name:
        raise Refusal("InvalidInput", "If you specify HostedZoneId, you must also specify DNSName.")
    start = (reversed_name(listed_name(name)) if name else "", bare_id(zone_id or ""))
    zones = sorted(
        (zone for zone in route53.zones.values() if zone.account_id == account_id),
        key=lambda zone: (reversed_name(zone.name), zone.id),
    )
    zones = [zone for zone in zones if (reversed_name(zone.name), zone.id) >= start]
    size = page_size(params, ZONES_PER_PAGE)
    page: dict[str, Any] = {
        "HostedZones": [zone_document(zone) for zone in zones[:size]],
        "DNSName": name,
        "HostedZoneId": zone_id,
        "IsTruncated": len(zones) > size,
        "MaxItems": str(size),
    }
    if page["IsTruncated"]:
        page |= {"NextDNSName": zones[size].name, "NextHostedZoneId": zones[size].id}
    return page


def zone_document(zone: Zone) -> dict[str, Any]:
    """A HostedZone as the API shows it."""
    config: dict[str, Any] = {"PrivateZone": zone.private}
    if zone.comment:
        config["Comment"] = zone.comment
    if zone.history is not None:
        config["HostedZoneTier"] = "ADVANCED"
    document: dict[str, Any] = {
        "Id": f"/hostedzone/{zone.id}",
        "Name": zone.name,
        "CallerReference": zone.caller_reference,
        "Config": config,
        "ResourceRecordSetCount": len(zone),
    }
    if zone.linked_service is not None:
        document["LinkedService"] = dict(zone.linked_service)
    if zone.accelerated_recovery:
        document["Features"] = {"AcceleratedRecoveryStatus": zone.accelerated_recovery}
    return document


def listed_name(name: str) -> str:
    """The name that a parameter means, in listing form.

    Raises:
        Refusal: ``InvalidInput`` when it is no domain name.
    """
    try:
        return listed(name)
    except NameProblem as problem:
        raise Refusal("InvalidInput", str(problem)) from problem
