"""Cognito user pools. Collections: ``pools`` (in the shape of UserPool), ``domains`` (of DomainDescription)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from xalias_tui.sandbox.calls import Call
from xalias_tui.sandbox.services.tables import Listing, Lookup, Missing, Pages
from xalias_tui.sandbox.world import World

SERVICE = "cognito-idp"

_PAGES = Pages(60, bad_page="InvalidParameterException", bad_size="InvalidParameterException")
_LISTED = ("Id", "Name", "LambdaConfig", "LastModifiedDate", "CreationDate")
_UNKNOWN = Missing("ResourceNotFoundException", "User pool {} does not exist.")


def _describe_user_pool_domain(world: World, call: Call) -> Mapping[str, Any]:
    """An unknown domain is no error: its description is empty."""
    domains = world.items(SERVICE, call.account_id, call.region, "domains")
    found = (item for item in domains if item["Domain"] == call.params["Domain"])
    return {"DomainDescription": next(found, {})}


OPERATIONS = {
    "DescribeUserPool": Lookup("pools", "UserPoolId", "Id", _UNKNOWN, "UserPool"),
    "DescribeUserPoolDomain": _describe_user_pool_domain,
    "ListUserPools": Listing("pools", "UserPools", _PAGES, shows=_LISTED),
}
