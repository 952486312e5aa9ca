"""Change History: what Route 53 itself keeps of the changes of a hosted zone of the ADVANCED tier.

Sources: botocore model, route53 ListResourceRecordSetChanges; Route 53 Developer Guide: hosted-zone-change-history.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from xalias_tui.sandbox.calls import Call, Refusal
from xalias_tui.sandbox.route53.access import zone_of
from xalias_tui.sandbox.route53.listing import listed_name
from xalias_tui.sandbox.route53.names import is_inside
from xalias_tui.sandbox.route53.records import Wire, normalised
from xalias_tui.sandbox.route53.store import ChangeInfo
from xalias_tui.sandbox.route53.zones import Zone
from xalias_tui.sandbox.services.tables import Pages
from xalias_tui.sandbox.world import World

_PAGES = Pages(100, bad_page="InvalidPaginationToken")


def keep(zone: Zone, change: ChangeInfo, batch: Mapping[str, Any], call: Call) -> None:
    """Note an applied change batch, where the zone has a history."""
    if zone.history is None:
        return
    for step in batch["Changes"]:
        zone.history.append(
            {
                "ChangeId": change.id,
                "Operation": call.operation,
                "SubmittedAt": change.submitted_at,
                "SubmittedBy": call.arn,
                "RequestId": call.request_id,
                "Action": step["Action"],
                "ResourceRecordSet": normalised(step["ResourceRecordSet"]),
            }
        )


def _list(world: World, call: Call) -> Mapping[str, Any]:
    zone, params = zone_of(world, call, call.params["HostedZoneId"]), call.params
    if zone.history is None:
        raise Refusal("FeatureNotEnabled", f"Change History is not enabled for hosted zone {zone.id}.", 403)
    name, record_type = params.get("RecordName"), params.get("RecordType")
    if bool(name) != bool(record_type):
        raise Refusal("InvalidInput", "RecordName and RecordType must be specified together.")
    with world.route53.lock:
        found = [
            entry for entry in zone.history if not name or _is(entry["ResourceRecordSet"], zone, name, record_type)
        ]
    if params.get("SortOrder") != "ASCENDING":
        found.reverse()
    return _PAGES.page(call, "ResourceRecordSetChanges", found)


def _is(record: Wire, zone: Zone, name: str, record_type: str | None) -> bool:
    wanted = listed_name(name)
    if not is_inside(wanted, zone.name):
        raise Refusal("InvalidInput", f"{wanted} is not in zone {zone.name}")
    return (record["Name"], record["Type"]) == (wanted, record_type)


OPERATIONS = {"ListResourceRecordSetChanges": _list}
