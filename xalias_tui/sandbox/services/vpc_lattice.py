"""VPC Lattice services. Collection: ``services``, each in the shape of GetService."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from xalias_tui.sandbox.calls import Call
from xalias_tui.sandbox.services.tables import Listing, Missing, Pages, find
from xalias_tui.sandbox.world import World

SERVICE = "vpc-lattice"

_PAGES = Pages(100, bad_size="ValidationException", marker="nextToken", size="maxResults")
_SUMMARY = ("id", "name", "arn", "createdAt", "lastUpdatedAt", "dnsEntry", "customDomainName", "status")
_UNKNOWN = Missing("ResourceNotFoundException", "Service {} not found", HTTPStatus.NOT_FOUND)


def _get_service(world: World, call: Call) -> Mapping[str, Any]:
    wanted = call.params["serviceIdentifier"]
    services = world.items(SERVICE, call.account_id, call.region, "services")
    return find(services, "arn" if wanted.startswith("arn:") else "id", wanted, _UNKNOWN)


OPERATIONS = {
    "GetService": _get_service,
    "ListServices": Listing("services", "items", _PAGES, shows=_SUMMARY),
}
