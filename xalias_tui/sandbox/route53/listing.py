"""Pages of zones and records."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

from xalias_tui.sandbox.calls import Refusal
from xalias_tui.sandbox.route53.names import NameProblem, listed, reversed_name
from xalias_tui.sandbox.route53.records import bare_id
from xalias_tui.sandbox.route53.store import Route53
from xalias_tui.sandbox.route53.zones import Zone
from xalias_tui.sandbox.services.tables import present

T = TypeVar("T")

RECORDS_PER_PAGE = 300
ZONES_PER_PAGE = 100


def page_of(
    items: Sequence[T], params: Mapping[str, Any], most: int, parameter: str = "MaxItems"
) -> tuple[Sequence[T], T | None, dict[str, Any]]:
    """One page, the first item of the next page (None after the last), and what an answer says of how much it holds.

    A page is as large as was requested, and at most ``most``.

    Raises:
        Refusal: ``InvalidInput`` for a size that is no positive number.
    """
    text = str(params.get(parameter) or most)
    if not text.isdecimal() or int(text) == 0:
        raise Refusal("InvalidInput", f"Invalid value for {parameter[0].lower()}{parameter[1:]}: '{text}'")
    size = min(int(text), most)
    following = items[size] if len(items) > size else None
    return items[:size], following, {"IsTruncated": following is not None, "MaxItems": str(size)}


def from_marker(items: Sequence[T], marker: str | None, id_of: Callable[[T], str]) -> Sequence[T]:
    """The items from the one on whose id the marker is; all without a marker.

    Raises:
        Refusal: ``InvalidInput`` for a marker that is the id of none of them.
    """
    if not marker:
        return items
    for at, item in enumerate(items):
        if id_of(item) == bare_id(marker):
            return items[at:]
    raise Refusal("InvalidInput", f"Unknown marker: {marker}")


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
    start = (reversed_name(listed_name(name)) if name else "", record_type or "", identifier or "")
    found = zone.from_key(start, RECORDS_PER_PAGE + 1)
    page, following, said = page_of(found, params, RECORDS_PER_PAGE)
    if following is not None:
        said |= {"NextRecordName": following["Name"], "NextRecordType": following["Type"]}
        said |= present(NextRecordIdentifier=following.get("SetIdentifier"))
    return {"ResourceRecordSets": page, **said}


def zones_page(route53: Route53, account_id: str, params: Mapping[str, Any]) -> Mapping[str, Any]:
    """One page of ListHostedZones, in the order in which zones were made.

    Raises:
        Refusal: ``InvalidInput`` for a marker that is no zone of the account.
    """
    zones = [zone for zone in route53.zones.values() if zone.account_id == account_id]
    if params.get("HostedZoneType") == "PrivateHostedZone":
        zones = [zone for zone in zones if zone.private]
    marker = params.get("Marker")
    page, following, said = page_of(from_marker(zones, marker, lambda zone: zone.id), params, ZONES_PER_PAGE)
    more = present(NextMarker=following and following.id)
    return {"HostedZones": [zone_document(zone) for zone in page], "Marker": marker, **said, **more}


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
    page, following, said = page_of(zones, params, ZONES_PER_PAGE)
    if following is not None:
        said |= {"NextDNSName": following.name, "NextHostedZoneId": following.id}
    return {"HostedZones": [zone_document(zone) for zone in page], "DNSName": name, "HostedZoneId": zone_id, **said}


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
    guardrails = [{"Name": name, "Status": "ENABLED"} for name in sorted(zone.guardrails)]
    features = {
        "AcceleratedRecoveryStatus": zone.accelerated_recovery,
        "PublicDNSFallbackStatus": zone.public_dns_fallback,
        "ChangeGuardrails": guardrails,
    }
    if any(features.values()):
        document["Features"] = {name: value for name, value in features.items() if value}
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
