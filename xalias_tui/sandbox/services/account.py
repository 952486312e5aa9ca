"""Which regions an account has switched on, according to AWS Account Management."""

from __future__ import annotations

from collections.abc import Sequence

from xalias_tui.sandbox.calls import Call
from xalias_tui.sandbox.services.ec2 import regions_of
from xalias_tui.sandbox.services.tables import Item, Listing, Pages
from xalias_tui.sandbox.world import World

SERVICE = "account"


def _regions(world: World, call: Call) -> Sequence[Item]:
    enabled, others = regions_of(world.partition(call.account_id))
    statuses = dict.fromkeys(enabled, "ENABLED_BY_DEFAULT") | dict.fromkeys(others, "DISABLED")
    return [{"RegionName": name, "RegionOptStatus": status} for name, status in sorted(statuses.items())]


OPERATIONS = {
    "ListRegions": Listing(
        _regions,
        "Regions",
        Pages(50, usual=20, bad_size="ValidationException"),
        only={"RegionOptStatusContains": "RegionOptStatus"},
    )
}
