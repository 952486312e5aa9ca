"""The organisation's members, which only the management account may list."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from xalias_tui.sandbox.calls import Call, Refusal
from xalias_tui.sandbox.members import MANAGEMENT
from xalias_tui.sandbox.services.paging import page_of
from xalias_tui.sandbox.world import World

SERVICE = "organizations"

_PAGE = 20


def _list_accounts(world: World, call: Call) -> Mapping[str, Any]:
    if call.account_id != MANAGEMENT:
        raise Refusal("AccessDeniedException", "You don't have permissions to access this resource.")
    members = [
        {
            "Id": account.id,
            "Arn": f"arn:aws:organizations::{MANAGEMENT}:account/o-example/{account.id}",
            "Name": account.name,
            "Email": f"{account.alias}@example.com",
            "Status": "ACTIVE",
        }
        for account in world.accounts.values()
    ]
    page, token = page_of(
        members, call.params.get("NextToken"), call.params.get("MaxResults"), _PAGE, invalid="InvalidInputException"
    )
    return {"Accounts": page, **({"NextToken": token} if token else {})}


OPERATIONS = {"ListAccounts": _list_accounts}
