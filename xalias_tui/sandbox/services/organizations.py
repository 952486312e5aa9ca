"""The organisation's members, which only the management account may list."""

from __future__ import annotations

from collections.abc import Sequence

from xalias_tui.sandbox.calls import Call, Refusal
from xalias_tui.sandbox.members import MANAGEMENT
from xalias_tui.sandbox.services.tables import Item, Listing, Pages
from xalias_tui.sandbox.world import World

SERVICE = "organizations"

_PAGES = Pages(20, bad_token="InvalidInputException", bad_size="InvalidInputException")  # noqa: S106 -- an error code
_ORGANISATION = "o-exampleorgid"


def _accounts(world: World, call: Call) -> Sequence[Item]:
    if call.account_id != MANAGEMENT:
        raise Refusal("AccessDeniedException", "You don't have permissions to access this resource.")
    return [
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


OPERATIONS = {"ListAccounts": Listing(_accounts, "Accounts", _PAGES)}
