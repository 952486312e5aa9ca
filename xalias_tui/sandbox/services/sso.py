"""The access portal of IAM Identity Center: what a user is assigned, and keys of those roles, for a bearer token."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Mapping, Sequence
from datetime import timedelta
from http import HTTPStatus
from typing import Any, Final

from xalias_tui.sandbox.calls import Call, Refusal
from xalias_tui.sandbox.clock import wall_clock
from xalias_tui.sandbox.identities import Role
from xalias_tui.sandbox.identity_centre import USER
from xalias_tui.sandbox.services.tables import Item, Listing, Pages
from xalias_tui.sandbox.world import World

SERVICE = "sso"

_PAGES = Pages(
    100,
    usual=20,
    bad_page="InvalidRequestException",
    bad_size="InvalidRequestException",
    marker="nextToken",
    size="maxResults",
)
_LASTS: Final = timedelta(hours=1)


def _check_token(world: World, call: Call) -> None:
    if not world.identity_centre.accepts(call.params["accessToken"]):
        raise Refusal("UnauthorizedException", "Session token not found or invalid", HTTPStatus.UNAUTHORIZED)


def _accounts(world: World, call: Call) -> Sequence[Item]:
    _check_token(world, call)
    accounts = [world.accounts[id_] for id_ in world.identity_centre.assignments]
    return [
        {"accountId": each.id, "accountName": each.name, "emailAddress": f"{each.alias}@example.com"}
        for each in accounts
    ]


def _roles(world: World, call: Call) -> Sequence[Item]:
    _check_token(world, call)
    account_id = call.params["accountId"]
    names = world.identity_centre.of(account_id)
    if not names:
        raise Refusal("ForbiddenException", "No access", HTTPStatus.FORBIDDEN)
    return [{"roleName": name, "accountId": account_id} for name in names]


def _get_role_credentials(world: World, call: Call) -> Mapping[str, Any]:
    """Keys of a role that Identity Center keeps in the account, under a name of its own."""
    _check_token(world, call)
    account_id, name = call.params["accountId"], call.params["roleName"]
    if name not in world.identity_centre.of(account_id):
        raise Refusal("ForbiddenException", "No access", HTTPStatus.FORBIDDEN)
    suffix = hashlib.sha256(f"{account_id}/{name}".encode()).hexdigest()[:16]
    known = world.accounts[account_id].roles.get(name, Role(name))
    role = Role(f"AWSReservedSSO_{name}_{suffix}", known.denied)
    key, _ = world.open_session(account_id, role, USER)
    ends = wall_clock() + _LASTS  # the SDK compares it with the machine's clock
    return {
        "roleCredentials": {
            "accessKeyId": key,
            "secretAccessKey": secrets.token_urlsafe(30),
            "sessionToken": secrets.token_urlsafe(120),
            "expiration": int(ends.timestamp() * 1_000),
        }
    }


def _logout(world: World, call: Call) -> Mapping[str, Any]:
    _check_token(world, call)
    world.identity_centre.sign_out(call.params["accessToken"])
    return {}


OPERATIONS = {
    "GetRoleCredentials": _get_role_credentials,
    "ListAccountRoles": Listing(_roles, "roleList", _PAGES),
    "ListAccounts": Listing(_accounts, "accountList", _PAGES),
    "Logout": _logout,
}
