"""The organisation that the demo shows: a shop with a DNS hub, two workload accounts and an acquired one."""

from __future__ import annotations

from collections.abc import Mapping

from xalias_tui.domain.zone_ids import entries, s3_website_host
from xalias_tui.sandbox.organisation import legacy, media, shop, zones
from xalias_tui.sandbox.world import World

MISCONFIGURED: Mapping[str, tuple[str, ...]] = {**shop.MISCONFIGURED, **media.MISCONFIGURED}
"""Resources with exactly one fault, and the findings that it must lead to."""


def build(world: World) -> None:
    """Fill a world that has the organisation's accounts with all that they own."""
    for entry in entries():
        if entry.service == "s3_website":
            world.register_alias_name(s3_website_host(entry.region) or "", entry.zone_id)
    shop.build(world)
    media.build(world)
    legacy.build(world)
    zones.build(world)
