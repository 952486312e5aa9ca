"""Amplify apps and their domains. Collections: ``apps``, ``domains`` (each with ``appId`` beside AWS's own fields)."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from xalias_tui.sandbox.calls import Call, Refusal
from xalias_tui.sandbox.services.paging import Item, Pages, only, present
from xalias_tui.sandbox.world import World

SERVICE = "amplify"

_APP_PAGES = Pages(100, usual=10, bad_token="BadRequestException")  # noqa: S106 -- an error code
_DOMAIN_PAGES = Pages(50, usual=10, bad_token="BadRequestException")  # noqa: S106 -- an error code


def _list_apps(world: World, call: Call) -> Mapping[str, Any]:
    apps = world.items(SERVICE, call.account_id, call.region, "apps")
    page, token = _APP_PAGES.cut(apps, call.params.get("nextToken"), call.params.get("maxResults"))
    return {"apps": page, **present(nextToken=token)}


def _list_domain_associations(world: World, call: Call) -> Mapping[str, Any]:
    app_id = call.params["appId"]
    apps = world.items(SERVICE, call.account_id, call.region, "apps")
    only(apps, "appId", app_id, Refusal("NotFoundException", f"App {app_id} not found.", HTTPStatus.NOT_FOUND))
    domains = world.items(SERVICE, call.account_id, call.region, "domains")
    found = [_now(world, item) for item in domains if item["appId"] == app_id]
    page, token = _DOMAIN_PAGES.cut(found, call.params.get("nextToken"), call.params.get("maxResults"))
    return {"domainAssociations": page, **present(nextToken=token)}


def _now(world: World, item: Item) -> Item:
    """A domain; one that waited is available once the record that proves it is seen."""
    words = str(item.get("certificateVerificationDNSRecord", "")).split()
    if item["domainStatus"] != "PENDING_VERIFICATION" or not words:
        return item
    if not world.proofs.given(item["domainAssociationArn"], [(words[0], words[1], words[2])]):
        return item
    served = [{**host, "verified": True} for host in item["subDomains"]]
    return {**item, "domainStatus": "AVAILABLE", "updateStatus": "UPDATE_COMPLETE", "subDomains": served}


OPERATIONS = {
    "ListApps": _list_apps,
    "ListDomainAssociations": _list_domain_associations,
}
