"""Custom domain names as API Gateway's REST API lists them: those of HTTP APIs and private ones are among them.

Collections: ``access_associations``; ``domain_names``, as GetDomainNames shows them, each with ``_mappings`` (``api``,
``id``, ``path``, ``stage``, and whether it is one of a ``rest`` API) and perhaps ``_rules``, as ListRoutingRules shows
them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any

from xalias_tui.sandbox.calls import Call
from xalias_tui.sandbox.services.tables import Item, Listing, Missing, Pages, shown
from xalias_tui.sandbox.world import World

SERVICE = "apigateway"
UNKNOWN_DOMAIN = Missing("NotFoundException", "Invalid domain name identifier specified", HTTPStatus.NOT_FOUND)
"""What both APIs answer to a name that the account does not have."""

_PAGES = Pages(500, usual=25, bad_page="BadRequestException", marker="position", size="limit")


def _domain(world: World, call: Call) -> Item:
    """The domain name of a call; a private one only by its id, because several may have the same name."""
    name, id_ = call.params["domainName"], call.params.get("domainNameId")
    for item in world.items(SERVICE, call.account_id, call.region, "domain_names"):
        if (item["domainName"], item.get("domainNameId")) == (name, id_):
            return item
    raise UNKNOWN_DOMAIN.of(name)


def _owned(world: World, call: Call) -> Sequence[Item]:
    elsewhere = call.params.get("resourceOwner") == "OTHER_ACCOUNTS"
    return () if elsewhere else world.items(SERVICE, call.account_id, call.region, "domain_names")


def _get_base_path_mappings(world: World, call: Call) -> Mapping[str, Any]:
    """An empty page has no list."""
    mappings = [
        {"basePath": item["path"] or "(none)", "restApiId": item["api"], "stage": item["stage"]}
        for item in _domain(world, call)["_mappings"]
        if item["rest"]
    ]
    return _PAGES.page(call, "items", mappings) if mappings else {}


OPERATIONS = {
    "GetBasePathMappings": _get_base_path_mappings,
    "GetDomainName": lambda world, call: shown(_domain(world, call)),
    "GetDomainNameAccessAssociations": Listing("access_associations", "items", _PAGES),
    "GetDomainNames": Listing(_owned, "items", _PAGES),
}
