"""Elastic Beanstalk. Collection: ``environments``, each in the shape of EnvironmentDescription."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from xalias_tui.sandbox.calls import Call
from xalias_tui.sandbox.services.paging import Pages, present
from xalias_tui.sandbox.world import World

SERVICE = "elasticbeanstalk"

_PAGES = Pages(1000, bad_token="InvalidParameterValue")  # noqa: S106 -- an error code


def _describe_environments(world: World, call: Call) -> Mapping[str, Any]:
    known = world.items(SERVICE, call.account_id, call.region, "environments")
    if not call.params.get("IncludeDeleted", True):
        known = tuple(item for item in known if item["Status"] != "Terminated")
    names = call.params.get("EnvironmentNames")
    if names:
        known = tuple(item for item in known if item["EnvironmentName"] in names)
    page, token = _PAGES.cut(known, call.params.get("NextToken"), call.params.get("MaxRecords"))
    return {"Environments": page, **present(NextToken=token)}


def _check_dns_availability(world: World, call: Call) -> Mapping[str, Any]:
    prefix = call.params["CNAMEPrefix"]
    china = world.partition(call.account_id) == "aws-cn"
    name = f"{prefix}.{call.region}.{'eb.amazonaws.com.cn' if china else 'elasticbeanstalk.com'}"
    taken = any(
        str(item.get("CNAME", "")).lower() == name and item["Status"] != "Terminated" for item in world.everything()
    )
    return {"Available": not taken, "FullyQualifiedCNAME": name}


OPERATIONS = {
    "CheckDNSAvailability": _check_dns_availability,
    "DescribeEnvironments": _describe_environments,
}
