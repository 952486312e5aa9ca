"""AppSync custom domains. Collection: ``domain_names``, each with ``_association`` beside AWS's own fields."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from xalias_tui.sandbox.calls import Call
from xalias_tui.sandbox.services.tables import Listing, Lookup, Missing, Pages
from xalias_tui.sandbox.world import World

SERVICE = "appsync"

_PAGES = Pages(25, usual=10, bad_page="BadRequestException", marker="nextToken", size="maxResults")
_UNKNOWN = Missing("NotFoundException", "Domain name {} not found.", HTTPStatus.NOT_FOUND)
_NO_API = Missing("NotFoundException", "No API is associated with {}.", HTTPStatus.NOT_FOUND)
_DOMAIN = Lookup("domain_names", "domainName", "domainName", _UNKNOWN)


def _get_api_association(world: World, call: Call) -> Mapping[str, Any]:
    item = _DOMAIN.find(world, call)
    if item["_association"] is None:
        raise _NO_API.of(item["domainName"])
    return {"apiAssociation": item["_association"]}


OPERATIONS = {
    "GetApiAssociation": _get_api_association,
    "ListDomainNames": Listing("domain_names", "domainNameConfigs", _PAGES),
}
