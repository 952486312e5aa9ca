"""Custom domain names as API Gateway's REST API lists them: those of HTTP APIs and private ones are among them.

Collections: ``access_associations``; ``domain_names``, as GetDomainNames shows them, each with ``_mappings`` (``api``,
``id``, ``path``, ``stage``, and whether it is one of a ``rest`` API) and perhaps ``_rules``, as ListRoutingRules shows
them.
"""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from xalias_tui.sandbox.calls import Call, Refusal
from xalias_tui.sandbox.services.paging import Item, Pages, present, shown
from xalias_tui.sandbox.world import World

SERVICE = "apigateway"

_PAGES = Pages(500, usual=25, bad_token="BadRequestException")  # noqa: S106 -- an error code


def unknown_domain() -> Refusal:
    """What both APIs answer to a name that is none of the account's."""
    return Refusal("NotFoundException", "Invalid domain name identifier specified", HTTPStatus.NOT_FOUND)


def _domain(world: World, call: Call) -> Item:
    """The domain name asked for; a private one only by its id, for several may have the same name."""
    for item in world.items(SERVICE, call.account_id, call.region, "domain_names"):
        if item["domainName"] == call.params["domainName"] and item.get("domainNameId") == call.params.get(
            "domainNameId"
        ):
            return item
    raise unknown_domain()


def _get_domain_names(world: World, call: Call) -> Mapping[str, Any]:
    everything = world.items(SERVICE, call.account_id, call.region, "domain_names")
    own = [] if call.params.get("resourceOwner") == "OTHER_ACCOUNTS" else everything
    page, position = _PAGES.cut(own, call.params.get("position"), call.params.get("limit"))
    return {"items": [shown(item) for item in page], **present(position=position)}


def _get_domain_name(world: World, call: Call) -> Mapping[str, Any]:
    return shown(_domain(world, call))


def _get_base_path_mappings(world: World, call: Call) -> Mapping[str, Any]:
    mappings = [
        {"basePath": item["path"] or "(none)", "restApiId": item["api"], "stage": item["stage"]}
        for item in _domain(world, call)["_mappings"]
        if item["rest"]
    ]
    page, position = _PAGES.cut(mappings, call.params.get("position"), call.params.get("limit"))
    return {**present(items=page or None), **present(position=position)}


def _get_domain_name_access_associations(world: World, call: Call) -> Mapping[str, Any]:
    known = world.items(SERVICE, call.account_id, call.region, "access_associations")
    page, position = _PAGES.cut(known, call.params.get("position"), call.params.get("limit"))
    return {"items": page, **present(position=position)}


OPERATIONS = {
    "GetBasePathMappings": _get_base_path_mappings,
    "GetDomainName": _get_domain_name,
    "GetDomainNameAccessAssociations": _get_domain_name_access_associations,
    "GetDomainNames": _get_domain_names,
}
