"""AppSync custom domains. Collection: ``domain_names``, each with ``_association`` beside AWS's own fields."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from xalias_tui.sandbox.calls import Call, Refusal
from xalias_tui.sandbox.services.paging import Pages, only, present
from xalias_tui.sandbox.world import World

SERVICE = "appsync"

_PAGES = Pages(25, usual=10, bad_token="BadRequestException")  # noqa: S106 -- an error code


def _list_domain_names(world: World, call: Call) -> Mapping[str, Any]:
    known = world.items(SERVICE, call.account_id, call.region, "domain_names")
    page, token = _PAGES.cut(known, call.params.get("nextToken"), call.params.get("maxResults"))
    shown = [{key: value for key, value in item.items() if not key.startswith("_")} for item in page]
    return {"domainNameConfigs": shown, **present(nextToken=token)}


def _get_api_association(world: World, call: Call) -> Mapping[str, Any]:
    name = call.params["domainName"]
    known = world.items(SERVICE, call.account_id, call.region, "domain_names")
    unknown = Refusal("NotFoundException", f"Domain name {name} not found.", HTTPStatus.NOT_FOUND)
    item = only(known, "domainName", name, unknown)
    if item["_association"] is None:
        raise Refusal("NotFoundException", f"No API is associated with {name}.", HTTPStatus.NOT_FOUND)
    return {"apiAssociation": item["_association"]}


OPERATIONS = {
    "GetApiAssociation": _get_api_association,
    "ListDomainNames": _list_domain_names,
}
