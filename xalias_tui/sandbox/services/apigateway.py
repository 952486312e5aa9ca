"""Custom domain names as API Gateway's REST API lists them: those of HTTP APIs and private ones are among them."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from xalias_tui.sandbox.calls import Call, Refusal
from xalias_tui.sandbox.services.paging import Item, only, page_of
from xalias_tui.sandbox.world import World

SERVICE = "apigateway"

_PAGE = 500
_DEFAULT_PAGE = 25


def _domain(world: World, call: Call) -> Item:
    return only(
        world.items(SERVICE, call.account_id, call.region, "domain_names"),
        "domainName",
        call.params["domainName"],
        Refusal("NotFoundException", "Invalid domain name identifier specified", HTTPStatus.NOT_FOUND),
    )


def _get_domain_names(world: World, call: Call) -> Mapping[str, Any]:
    everything = world.items(SERVICE, call.account_id, call.region, "domain_names")
    limit = call.params.get("limit") or _DEFAULT_PAGE
    page, position = page_of(everything, call.params.get("position"), limit, _PAGE, invalid="BadRequestException")
    items = [{key: value for key, value in item.items() if key != "_mappings"} for item in page]
    return {"items": items, **({"position": position} if position else {})}


def _get_domain_name(world: World, call: Call) -> Mapping[str, Any]:
    return {key: value for key, value in _domain(world, call).items() if key != "_mappings"}


def _get_base_path_mappings(world: World, call: Call) -> Mapping[str, Any]:
    rest = [item for item in _domain(world, call)["_mappings"] if item["rest"]]
    return {
        "items": [
            {"basePath": item["path"] or "(none)", "restApiId": item["api"], "stage": item["stage"]} for item in rest
        ]
    }


OPERATIONS = {
    "GetBasePathMappings": _get_base_path_mappings,
    "GetDomainName": _get_domain_name,
    "GetDomainNames": _get_domain_names,
}
