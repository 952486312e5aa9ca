"""Which regions an account has switched on, as AWS Account Management tells it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from xalias_tui.sandbox.calls import Call
from xalias_tui.sandbox.services.ec2 import regions_of
from xalias_tui.sandbox.services.paging import Item, Pages, present
from xalias_tui.sandbox.world import World

SERVICE = "account"

_PAGES = Pages(50, usual=20, bad_size="ValidationException")


def _list_regions(world: World, call: Call) -> Mapping[str, Any]:
    wanted = call.params.get("RegionOptStatusContains")
    enabled, others = regions_of(world.partition(call.account_id))
    statuses = dict.fromkeys(enabled, "ENABLED_BY_DEFAULT") | dict.fromkeys(others, "DISABLED")
    regions: list[Item] = [
        {"RegionName": name, "RegionOptStatus": status}
        for name, status in sorted(statuses.items())
        if not wanted or status in wanted
    ]
    page, token = _PAGES.cut(regions, call.params.get("NextToken"), call.params.get("MaxResults"))
    return {"Regions": page, **present(NextToken=token)}


OPERATIONS = {"ListRegions": _list_regions}
