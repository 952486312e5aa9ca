"""VPC Lattice services. Collection: ``services``, each in the shape of GetService."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from xalias_tui.sandbox.calls import Call, Refusal
from xalias_tui.sandbox.services.paging import Pages, only, present
from xalias_tui.sandbox.world import World

SERVICE = "vpc-lattice"

_PAGES = Pages(100, bad_size="ValidationException")
_SUMMARY = ("id", "name", "arn", "createdAt", "lastUpdatedAt", "dnsEntry", "customDomainName", "status")


def _list_services(world: World, call: Call) -> Mapping[str, Any]:
    services = world.items(SERVICE, call.account_id, call.region, "services")
    summaries = [{field: item[field] for field in _SUMMARY if field in item} for item in services]
    page, token = _PAGES.cut(summaries, call.params.get("nextToken"), call.params.get("maxResults"))
    return {"items": page, **present(nextToken=token)}


def _get_service(world: World, call: Call) -> Mapping[str, Any]:
    wanted = call.params["serviceIdentifier"]
    services = world.items(SERVICE, call.account_id, call.region, "services")
    refusal = Refusal("ResourceNotFoundException", f"Service {wanted} not found", HTTPStatus.NOT_FOUND)
    return only(services, "arn" if wanted.startswith("arn:") else "id", wanted, refusal)


OPERATIONS = {
    "GetService": _get_service,
    "ListServices": _list_services,
}
