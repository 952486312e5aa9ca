"""The one thing of IAM that is shown: an account's sign-in alias."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from xalias_tui.sandbox.calls import Call
from xalias_tui.sandbox.world import World

SERVICE = "iam"


def _list_account_aliases(world: World, call: Call) -> Mapping[str, Any]:
    alias = world.accounts[call.account_id].alias
    return {"AccountAliases": [alias] if alias else [], "IsTruncated": False}


OPERATIONS = {"ListAccountAliases": _list_account_aliases}
