"""The organisation: its accounts and organizational units, shown to the management account and its delegates.

``Status`` is absent since 9 September 2026 (botocore model: Account.Status). A page may be empty and still have a token
(API reference: ListAccounts); ``Faults.empty_first_pages`` makes it so.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from xalias_tui.sandbox.calls import Call, Refusal
from xalias_tui.sandbox.identities import Account
from xalias_tui.sandbox.members import DELEGATED, MANAGEMENT, ROOT, UNITS
from xalias_tui.sandbox.registry import Operation
from xalias_tui.sandbox.services.tables import Collection, Item, Listing, Missing, Pages
from xalias_tui.sandbox.world import World

SERVICE = "organizations"

_PAGES = Pages(20, bad_page="InvalidInputException", bad_size="InvalidInputException")
_ORGANISATION: Final = "o-exampleorgid"
_ARN: Final = f"arn:aws:organizations::{MANAGEMENT}"
_NO_PARENT = Missing("ParentNotFoundException", "You specified parent that doesn't exist.")
_NO_CHILD = Missing("ChildNotFoundException", "You specified a child that doesn't exist.")


def _members(world: World) -> list[Account]:
    return [account for account in world.accounts.values() if account.partition == world.partition(MANAGEMENT)]


def _parent(id_: str) -> str:
    return UNITS[id_][1]


def _path(unit: str) -> str:
    """A unit's path from the organisation down, with its final slash."""
    return f"{_ORGANISATION}/{ROOT}/" if unit == ROOT else f"{_path(_parent(unit))}{unit}/"


def _account(account: Account) -> Item:
    return {
        "Id": account.id,
        "Arn": f"{_ARN}:account/{_ORGANISATION}/{account.id}",
        "Name": account.name,
        "Email": f"{account.alias or account.name}@example.com",
        "State": account.state,
        "Paths": [f"{_path(account.unit)}{account.id}/"],
        "JoinedMethod": "INVITED" if account.id == MANAGEMENT else "CREATED",
    }


def _unit(id_: str) -> Item:
    arn = f"{_ARN}:ou/{_ORGANISATION}/{id_}"
    return {"Id": id_, "Arn": arn, "Name": UNITS[id_][0], "Path": _path(id_)}


def _parent_of_call(call: Call) -> str:
    parent = str(call.params["ParentId"])
    if parent != ROOT and parent not in UNITS:
        raise _NO_PARENT.of(parent)
    return parent


def _accounts_of_parent(world: World, call: Call) -> Sequence[Item]:
    parent = _parent_of_call(call)
    return [_account(account) for account in _members(world) if account.unit == parent]


def _units_of_parent(_: World, call: Call) -> Sequence[Item]:
    parent = _parent_of_call(call)
    return [_unit(id_) for id_ in UNITS if _parent(id_) == parent]


def _parents(world: World, call: Call) -> Sequence[Item]:
    child = call.params["ChildId"]
    above = {account.id: account.unit for account in _members(world)} | {id_: _parent(id_) for id_ in UNITS}
    if child not in above:
        raise _NO_CHILD.of(child)
    return [{"Id": above[child], "Type": "ROOT" if above[child] == ROOT else "ORGANIZATIONAL_UNIT"}]


def _delegates(world: World, call: Call) -> Sequence[Item]:
    wanted = call.params.get("ServicePrincipal")
    ids = {id_ for principal, id_ in DELEGATED.items() if wanted in (None, principal)}
    return [
        {**_account(account), "DelegationEnabledDate": world.clock()}
        for account in _members(world)
        if account.id in ids
    ]


def _roots(_: World, __: Call) -> Sequence[Item]:
    return [{"Id": ROOT, "Arn": f"{_ARN}:root/{_ORGANISATION}/{ROOT}", "Name": "Root", "PolicyTypes": []}]


def _describe_organization(world: World, call: Call) -> Mapping[str, Any]:
    """Any account of the organisation may call it."""
    _ = world, call
    return {
        "Organization": {
            "Id": _ORGANISATION,
            "Arn": f"{_ARN}:organization/{_ORGANISATION}",
            "FeatureSet": "ALL",
            "MasterAccountId": MANAGEMENT,
            "MasterAccountArn": f"{_ARN}:account/{_ORGANISATION}/{MANAGEMENT}",
            "MasterAccountEmail": "example-organisation@example.com",
        }
    }


def _listing(member: str, collection: Collection) -> Operation:
    """A list for the management account and delegated administrators."""
    listing = Listing(collection, member, _PAGES)

    def answer(world: World, call: Call) -> Mapping[str, Any]:
        if call.account_id not in (MANAGEMENT, *DELEGATED.values()):
            raise Refusal("AccessDeniedException", "You don't have permissions to access this resource.")
        if world.faults.empty_first_pages and not call.params.get("NextToken"):
            return {member: [], "NextToken": "0"}
        return listing(world, call)

    return answer


OPERATIONS = {
    "DescribeOrganization": _describe_organization,
    "ListAccounts": _listing("Accounts", lambda world, _: [_account(account) for account in _members(world)]),
    "ListAccountsForParent": _listing("Accounts", _accounts_of_parent),
    "ListDelegatedAdministrators": _listing("DelegatedAdministrators", _delegates),
    "ListOrganizationalUnitsForParent": _listing("OrganizationalUnits", _units_of_parent),
    "ListParents": _listing("Parents", _parents),
    "ListRoots": _listing("Roots", _roots),
}
