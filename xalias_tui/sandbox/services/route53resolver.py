"""Resolver rules and the VPCs they are associated with. Collections: ``resolver_rules``, ``rule_associations``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from xalias_tui.sandbox.calls import Call
from xalias_tui.sandbox.registry import Operation
from xalias_tui.sandbox.services.tables import Filters, Listing, Missing, Pages
from xalias_tui.sandbox.world import World

SERVICE = "route53resolver"

_INVALID = "InvalidParameterException"
_PAGES = Pages(100, usual=10, bad_page="InvalidNextTokenException", bad_size=_INVALID)
_UNKNOWN_FILTER = Missing(_INVALID, "Filter '{}' is not supported.")


def _listing(collection: str, member: str, *fields: str, **others: str) -> Operation:
    """A listing that says how large its pages are; filters are called as the fields that they compare."""
    listing = Listing(
        collection,
        member,
        _PAGES,
        filters=Filters({**dict(zip(fields, fields, strict=True)), **others}, _UNKNOWN_FILTER),
    )

    def answer(world: World, call: Call) -> Mapping[str, Any]:
        return {**listing(world, call), "MaxResults": call.params.get("MaxResults") or _PAGES.usual}

    return answer


OPERATIONS = {
    "ListResolverRuleAssociations": _listing(
        "rule_associations", "ResolverRuleAssociations", "Name", "ResolverRuleId", "Status", "VPCId"
    ),
    "ListResolverRules": _listing(
        "resolver_rules",
        "ResolverRules",
        "DomainName",
        "Name",
        "ResolverEndpointId",
        "Status",
        Type="RuleType",
        TYPE="RuleType",
    ),
}
