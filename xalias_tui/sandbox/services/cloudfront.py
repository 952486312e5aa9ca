"""CloudFront distributions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from http import HTTPStatus
from typing import Any

from xalias_tui.sandbox.calls import GLOBAL_REGION, Call, Refusal
from xalias_tui.sandbox.services.paging import Item, page_of
from xalias_tui.sandbox.world import World

SERVICE = "cloudfront"

_PAGE = 100
_SHOWN_OF_ID = 6


def _list_distributions(world: World, call: Call) -> Mapping[str, Any]:
    everything = world.items(SERVICE, call.account_id, call.region, "distributions")
    wanted = int(call.params.get("MaxItems") or _PAGE)
    page, marker = page_of(everything, call.params.get("Marker"), wanted, _PAGE, invalid="InvalidArgument")
    return {
        "DistributionList": {
            "Marker": call.params.get("Marker") or "",
            "MaxItems": wanted,
            "IsTruncated": marker is not None,
            "Quantity": len(page),
            "Items": page,
            **({"NextMarker": marker} if marker else {}),
        }
    }


def _everybodys(world: World) -> Iterator[tuple[str, Item]]:
    for account_id in world.accounts:
        for item in world.items(SERVICE, account_id, GLOBAL_REGION, "distributions"):
            yield account_id, item


def _overlap(first: str, second: str) -> bool:
    """Whether one alternate domain name covers the other: a leading ``*`` covers any number of labels."""
    return first == second or any(
        wide.startswith("*.") and narrow.endswith(wide[1:]) for wide, narrow in ((first, second), (second, first))
    )


def _list_conflicting_aliases(world: World, call: Call) -> Mapping[str, Any]:
    alias = call.params["Alias"].lower()
    own = call.params["DistributionId"]
    known = world.items(SERVICE, call.account_id, call.region, "distributions")
    mine = next((item for item in known if item["Id"] == own), None)
    if mine is None:
        raise Refusal("NoSuchDistribution", "The specified distribution does not exist.", HTTPStatus.NOT_FOUND)
    if mine["ViewerCertificate"].get("CloudFrontDefaultCertificate"):
        raise Refusal(
            "InvalidArgument", "The specified distribution has no certificate attached that covers the alias."
        )
    found = [
        {"Alias": held, "DistributionId": _hidden(item["Id"]), "AccountId": "******" + account_id[-6:]}
        for account_id, item in _everybodys(world)
        for held in item["Aliases"].get("Items", ())
        if _overlap(alias, held)
    ]
    return {
        "ConflictingAliasesList": {
            "MaxItems": call.params.get("MaxItems") or _PAGE,
            "Quantity": len(found),
            "Items": found,
        }
    }


def _hidden(distribution_id: str) -> str:
    return "*" * (len(distribution_id) - _SHOWN_OF_ID) + distribution_id[-_SHOWN_OF_ID:]


OPERATIONS = {
    "ListConflictingAliases": _list_conflicting_aliases,
    "ListDistributions": _list_distributions,
}
