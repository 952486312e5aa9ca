"""The organisation that the demo shows: a shop with a DNS hub, two workload accounts and an acquired one.

A module an account (``shop``, ``media``, ``legacy``) says what it owns, a module a service (``network``, ``sites`` …)
what several own; it joins by having ``build``. ``zones`` and ``public_zone`` say what DNS says. How AWS describes such
things is in ``estate``, ``balancers``, ``api_domains`` and ``records``. Everything is derived from names, so that
every run shows the same ids.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from types import ModuleType
from typing import Final

from xalias_tui.domain.zone_ids import entries, s3_website_host
from xalias_tui.sandbox.config.aggregator import Aggregator
from xalias_tui.sandbox.members import AUDIT
from xalias_tui.sandbox.organisation import public_zone, zones
from xalias_tui.sandbox.world import World

_MODULES: Final = tuple(import_module(f"{__name__}.{module.name}") for module in iter_modules(__path__))
_OWNERS: Final[tuple[ModuleType, ...]] = tuple(
    module for module in _MODULES if hasattr(module, "build") and module is not zones
)

BROKEN: Mapping[str, tuple[str, ...]] = public_zone.BROKEN
"""Names of ``example.com.`` with an alias that broke, and the findings that an audit must raise."""


@cache
def faulty(owner: ModuleType | None = None) -> Mapping[str, tuple[str, ...]]:
    """Resources with exactly one fault, and the findings that it must raise; of one module, or of all."""
    world = World.empty()
    for each in _OWNERS if owner is None else (owner,):
        each.build(world)
    return world.faulty


def build(world: World) -> None:
    """Fill a world that has the organisation's accounts with all that they own."""
    for entry in entries():
        host = s3_website_host(entry.region) if entry.service == "s3_website" else None
        if host:
            world.register_alias_name(host, entry.zone_id)
    for owner in _OWNERS:
        owner.build(world)
    zones.build(world)
    world.aggregator = Aggregator(AUDIT, "eu-central-1")
