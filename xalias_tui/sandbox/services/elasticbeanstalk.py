"""Elastic Beanstalk. Collection: ``environments``, each in the shape of EnvironmentDescription."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from xalias_tui.sandbox.calls import Call, Refusal
from xalias_tui.sandbox.services.tables import Item, Listing, Pages
from xalias_tui.sandbox.world import World

SERVICE = "elasticbeanstalk"

_PAGES = Pages(1000, bad_page="InvalidParameterValue", size="MaxRecords")


def _environments(world: World, call: Call) -> Sequence[Item]:
    known = world.items(SERVICE, call.account_id, call.region, "environments")
    return known if call.params.get("IncludeDeleted", True) else [it for it in known if it["Status"] != "Terminated"]


def _check_dns_availability(world: World, call: Call) -> Mapping[str, Any]:
    """Whether a prefix is free. Those that AWS gives itself are refused (domain-protect/domain-protect#228)."""
    prefix = call.params["CNAMEPrefix"]
    if prefix.startswith("eba-"):
        raise Refusal(
            "InvalidParameterValue",
            f"Value {prefix} at 'CNAMEPrefix' failed to satisfy constraint: "
            "Member Don't start domain name with 'eba-' (reserved).",
        )
    china = world.partition(call.account_id) == "aws-cn"
    name = f"{prefix}.{call.region}.{'eb.amazonaws.com.cn' if china else 'elasticbeanstalk.com'}"
    taken = any(
        str(item.get("CNAME", "")).lower() == name and item["Status"] != "Terminated" for item in world.everything()
    )
    return {"Available": not taken, "FullyQualifiedCNAME": name}


OPERATIONS = {
    "CheckDNSAvailability": _check_dns_availability,
    "DescribeEnvironments": Listing(
        _environments, "Environments", _PAGES, only={"EnvironmentNames": "EnvironmentName"}
    ),
}
