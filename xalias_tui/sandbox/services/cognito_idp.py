"""Cognito user pools. Collections: ``pools`` (in the shape of UserPool), ``domains`` (of DomainDescription)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from xalias_tui.sandbox.calls import Call, Refusal
from xalias_tui.sandbox.services.paging import Pages, only, present
from xalias_tui.sandbox.world import World

SERVICE = "cognito-idp"

_PAGES = Pages(60, bad_token="InvalidParameterException", bad_size="InvalidParameterException")  # noqa: S106 -- an error code
_LISTED = ("Id", "Name", "LambdaConfig", "LastModifiedDate", "CreationDate")


def _list_user_pools(world: World, call: Call) -> Mapping[str, Any]:
    pools = world.items(SERVICE, call.account_id, call.region, "pools")
    listed = [{field: item[field] for field in _LISTED} for item in pools]
    page, token = _PAGES.cut(listed, call.params.get("NextToken"), call.params["MaxResults"])
    return {"UserPools": page, **present(NextToken=token)}


def _describe_user_pool(world: World, call: Call) -> Mapping[str, Any]:
    wanted = call.params["UserPoolId"]
    pools = world.items(SERVICE, call.account_id, call.region, "pools")
    refusal = Refusal("ResourceNotFoundException", f"User pool {wanted} does not exist.")
    return {"UserPool": only(pools, "Id", wanted, refusal)}


def _describe_user_pool_domain(world: World, call: Call) -> Mapping[str, Any]:
    """An unknown domain is no error: its description is empty."""
    domains = world.items(SERVICE, call.account_id, call.region, "domains")
    found = (item for item in domains if item["Domain"] == call.params["Domain"])
    return {"DomainDescription": next(found, {})}


OPERATIONS = {
    "DescribeUserPool": _describe_user_pool,
    "DescribeUserPoolDomain": _describe_user_pool_domain,
    "ListUserPools": _list_user_pools,
}
