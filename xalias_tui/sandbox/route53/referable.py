"""What record sets refer to by id: health checks and CIDR collections, and the operations that list them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from xalias_tui.sandbox.calls import Call, Refusal
from xalias_tui.sandbox.route53.listing import from_marker, page_of
from xalias_tui.sandbox.route53.records import bare_id
from xalias_tui.sandbox.services.tables import Pages, present, shown
from xalias_tui.sandbox.world import World

HEALTH_CHECKS_PER_PAGE: Final = 1_000
_CIDR_PAGES: Final = Pages(100, bad_page="InvalidInput")
_HEALTHY: Final = "Success: HTTP Status Code 200, OK"


def _health_checks(world: World, call: Call) -> Sequence[Mapping[str, Any]]:
    return [shown(check) for check in world.route53.health_checks.values() if check["_account_id"] == call.account_id]


def _list_health_checks(world: World, call: Call) -> Mapping[str, Any]:
    marker = call.params.get("Marker")
    checks = from_marker(_health_checks(world, call), marker, lambda check: str(check["Id"]))
    page, following, said = page_of(checks, call.params, HEALTH_CHECKS_PER_PAGE)
    more = present(NextMarker=following and following["Id"])
    return {"HealthChecks": page, "Marker": marker or "", **said, **more}


def health_check(world: World, call: Call, id_: str) -> Mapping[str, Any]:
    """A health check of the caller's account.

    Raises:
        Refusal: ``NoSuchHealthCheck``.
    """
    for check in _health_checks(world, call):
        if check["Id"] == id_:
            return check
    raise Refusal("NoSuchHealthCheck", f"A health check with ID {id_} does not exist.", 404)


def _get_health_check(world: World, call: Call) -> Mapping[str, Any]:
    return {"HealthCheck": health_check(world, call, call.params["HealthCheckId"])}


def _get_health_check_status(world: World, call: Call) -> Mapping[str, Any]:
    health_check(world, call, call.params["HealthCheckId"])
    report = {"Status": _HEALTHY, "CheckedTime": world.clock()}
    places = (("us-east-1", "192.0.2.200"), ("eu-west-1", "192.0.2.201"))
    return {
        "HealthCheckObservations": [
            {"Region": region, "IPAddress": address, "StatusReport": report} for region, address in places
        ]
    }


def _list_cidr_collections(world: World, call: Call) -> Mapping[str, Any]:
    mine = [shown(each) for each in world.route53.cidr_collections.values() if each["_account_id"] == call.account_id]
    return _CIDR_PAGES.page(call, "CidrCollections", mine)


def _list_cidr_locations(world: World, call: Call) -> Mapping[str, Any]:
    collection = world.route53.cidr_collections.get(bare_id(call.params["CollectionId"]))
    if collection is None or collection["_account_id"] != call.account_id:
        raise Refusal("NoSuchCidrCollectionException", "The CIDR collection you specified, doesn't exist.", 404)
    named = [{"LocationName": name} for name in collection["_locations"]]
    return _CIDR_PAGES.page(call, "CidrLocations", named)


OPERATIONS = {
    "GetHealthCheck": _get_health_check,
    "GetHealthCheckStatus": _get_health_check_status,
    "ListCidrCollections": _list_cidr_collections,
    "ListCidrLocations": _list_cidr_locations,
    "ListHealthChecks": _list_health_checks,
}
