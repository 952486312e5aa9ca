"""Amplify apps and their domains. Collections: ``apps``, ``domains`` (each with ``appId`` beside AWS's own fields)."""

from __future__ import annotations

from collections.abc import Sequence
from http import HTTPStatus

from xalias_tui.sandbox.calls import Call
from xalias_tui.sandbox.services.tables import Item, Listing, Missing, Pages, find
from xalias_tui.sandbox.world import World

SERVICE = "amplify"

_UNKNOWN = Missing("NotFoundException", "App {} not found.", HTTPStatus.NOT_FOUND)


def _pages(most: int) -> Pages:
    return Pages(most, usual=10, bad_page="BadRequestException", marker="nextToken", size="maxResults")


def _domains(world: World, call: Call) -> Sequence[Item]:
    app_id = call.params["appId"]
    find(world.items(SERVICE, call.account_id, call.region, "apps"), "appId", app_id, _UNKNOWN)
    domains = world.items(SERVICE, call.account_id, call.region, "domains")
    return [_now(world, item) for item in domains if item["appId"] == app_id]


def _now(world: World, item: Item) -> Item:
    """A domain; a pending one is available once the record that proves it is seen."""
    words = str(item.get("certificateVerificationDNSRecord", "")).split()
    if item["domainStatus"] != "PENDING_VERIFICATION" or not words:
        return item
    if not world.proofs.given(item["domainAssociationArn"], [(words[0], words[1], words[2])]):
        return item
    served = [{**host, "verified": True} for host in item["subDomains"]]
    return {**item, "domainStatus": "AVAILABLE", "updateStatus": "UPDATE_COMPLETE", "subDomains": served}


OPERATIONS = {
    "ListApps": Listing("apps", "apps", _pages(100)),
    "ListDomainAssociations": Listing(_domains, "domainAssociations", _pages(50), hides=("appId",)),
}
