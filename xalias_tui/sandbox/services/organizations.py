"""The organisation's members, which only the management account may list."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from xalias_tui.sandbox.calls import Call, Refusal
from xalias_tui.sandbox.members import MANAGEMENT
from xalias_tui.sandbox.services.paging import Item, Pages, present
from xalias_tui.sandbox.world import World

SERVICE = "organizations"

_PAGES = Pages(20, bad_token="InvalidInputException", bad_size="InvalidInputException")  # noqa: S106 -- an error code
_ORGANISATION = "o-exampleorgid"


def _list_accounts(world: World, call: Call) -> Mapping[str, Any]:
    if call.account_id != MANAGEMENT:
        raise Refusal("AccessDeniedException", "You don't have permissions to access this resource.")
    members: list[Item] = [
        {
            "Id": account.id,
            "Arn": f"arn:aws:organizations::{MANAGEMENT}:account/{_ORGANISATION}/{account.id}",
            "Name": account.name,
            "Email": f"{account.alias}@example.com",
            "Status": "ACTIVE",
            "State": "ACTIVE",
            "JoinedMethod": "INVITED" if account.id == MANAGEMENT else "CREATED",
        }
        for account in world.accounts.values()
        if account.partition == world.partition(MANAGEMENT)
    ]
    page, token = _PAGES.cut(members, call.params.get("NextToken"), call.params.get("MaxResults"))
    return {"Accounts": page, **present(NextToken=token)}


OPERATIONS = {"ListAccounts": _list_accounts}
