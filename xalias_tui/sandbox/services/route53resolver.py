"""Resolver rules and the VPCs they are associated with. Collections: ``resolver_rules``, ``rule_associations``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from xalias_tui.sandbox.calls import Call, Refusal
from xalias_tui.sandbox.services.paging import Item, Pages, present
from xalias_tui.sandbox.world import World

SERVICE = "route53resolver"

_PAGES = Pages(100, usual=10, bad_token="InvalidNextTokenException", bad_size="InvalidParameterException")  # noqa: S106 -- an error code
_RULES = {"DomainName": "DomainName", "Name": "Name", "ResolverEndpointId": "ResolverEndpointId", "Status": "Status"}
_ASSOCIATIONS = {"Name": "Name", "ResolverRuleId": "ResolverRuleId", "Status": "Status", "VPCId": "VPCId"}


def _passes(item: Item, filters: Sequence[Mapping[str, Any]], fields: Mapping[str, str]) -> bool:
    for entry in filters:
        field = fields.get(entry["Name"])
        if field is None:
            raise Refusal("InvalidParameterException", f"Filter '{entry['Name']}' is not supported.")
        if item.get(field) not in entry["Values"]:
            return False
    return True


def _page(world: World, call: Call, collection: str, member: str, fields: Mapping[str, str]) -> Mapping[str, Any]:
    filters = call.params.get("Filters") or ()
    known = world.items(SERVICE, call.account_id, call.region, collection)
    found = [item for item in known if _passes(item, filters, fields)]
    page, token = _PAGES.cut(found, call.params.get("NextToken"), call.params.get("MaxResults"))
    return {member: page, "MaxResults": call.params.get("MaxResults") or _PAGES.usual, **present(NextToken=token)}


def _list_rules(world: World, call: Call) -> Mapping[str, Any]:
    return _page(world, call, "resolver_rules", "ResolverRules", {**_RULES, "Type": "RuleType", "TYPE": "RuleType"})


def _list_associations(world: World, call: Call) -> Mapping[str, Any]:
    return _page(world, call, "rule_associations", "ResolverRuleAssociations", _ASSOCIATIONS)


OPERATIONS = {
    "ListResolverRuleAssociations": _list_associations,
    "ListResolverRules": _list_rules,
}
