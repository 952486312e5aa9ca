"""The organisation that the demo shows: a shop with a DNS hub, two workload accounts and an acquired one.

A module an account (``shop``, ``media``, ``legacy``) says what it owns, ``network`` and ``sites`` what several own;
``zones`` and ``public_zone`` say what DNS says. How AWS describes such things stands in ``estate``, ``balancers``,
``api_domains`` and ``records``. Everything is derived from names, so that every run shows the same ids.
"""

from __future__ import annotations

from collections.abc import Mapping

from xalias_tui.domain.zone_ids import entries, s3_website_host
from xalias_tui.sandbox.organisation import (
    accelerators,
    legacy,
    lightsail,
    media,
    network,
    public_zone,
    shop,
    sites,
    zones,
)
from xalias_tui.sandbox.world import World

MISCONFIGURED: Mapping[str, tuple[str, ...]] = {
    **shop.MISCONFIGURED,
    **media.MISCONFIGURED,
    **network.MISCONFIGURED,
    **sites.MISCONFIGURED,
    **lightsail.MISCONFIGURED,
    **accelerators.MISCONFIGURED,
}
"""Resources with exactly one fault, and the findings that it must lead to."""

BROKEN: Mapping[str, tuple[str, ...]] = public_zone.BROKEN
"""Names of ``example.com.`` with an alias that broke, and the findings that an investigation must lead to."""


def build(world: World) -> None:
    """Fill a world that has the organisation's accounts with all that they own."""
    for entry in entries():
        host = s3_website_host(entry.region) if entry.service == "s3_website" else None
        if host:
            world.register_alias_name(host, entry.zone_id)
    shop.build(world)
    media.build(world)
    legacy.build(world)
    network.build(world)
    sites.build(world)
    lightsail.build(world)
    accelerators.build(world)
    zones.build(world)
