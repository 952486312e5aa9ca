"""CloudFront.

Collections: ``distributions``, as ListDistributions shows them; ``connection_groups``, in the shape of ConnectionGroup;
``tenants``, in that of DistributionTenant.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from http import HTTPStatus
from typing import Any

from xalias_tui.sandbox.calls import GLOBAL_REGION, Call, Refusal
from xalias_tui.sandbox.services.tables import Collection, Item, Listing, Lookup, Missing, Pages, find, present, rows
from xalias_tui.sandbox.world import World

SERVICE = "cloudfront"

_PAGES = Pages(100, bad_page="InvalidArgument", marker="Marker", size="MaxItems", next="NextMarker")
_SHOWN_OF_ID = 6
_ASKING = {"DistributionId": "distributions", "DistributionTenantId": "tenants"}
_NOT_IN_CONFIG = frozenset({"ARN", "AliasICPRecordals", "DomainName", "ETag", "Id", "LastModifiedTime", "Status"})
_NO_DISTRIBUTION = Missing("NoSuchDistribution", "The specified distribution does not exist.", HTTPStatus.NOT_FOUND)
_NO_GROUP = Missing("EntityNotFound", "The specified connection group does not exist.", HTTPStatus.NOT_FOUND)
_NO_ENTITY = Missing("EntityNotFound", "The specified distribution does not exist.", HTTPStatus.NOT_FOUND)
_DISTRIBUTION = Lookup("distributions", "Id", "Id", _NO_DISTRIBUTION)


def _page(call: Call, items: Sequence[Item]) -> dict[str, Any]:
    wanted = int(call.params.get("MaxItems") or _PAGES.most)
    page, marker = _PAGES.cut(items, call.params.get("Marker"), wanted)
    return {"MaxItems": wanted, "Quantity": len(page), **present(Items=page or None, NextMarker=marker)}


def _list_distributions(world: World, call: Call) -> Mapping[str, Any]:
    page = _page(call, rows(world, call, "distributions"))
    truncated = {"Marker": call.params.get("Marker") or "", "IsTruncated": "NextMarker" in page}
    return {"DistributionList": {**page, **truncated}}


def _config(item: Item) -> Mapping[str, Any]:
    """The configuration behind a summary, which writes the HTTP version in capitals."""
    fields = {name: value for name, value in item.items() if name not in _NOT_IN_CONFIG}
    version = str(item.get("HttpVersion", "http2")).lower()
    return {**fields, "CallerReference": f"created-{item['Id']}", "HttpVersion": version}


def _etag(item: Item) -> str:
    return "E" + hashlib.sha256(repr(sorted(item.items())).encode()).hexdigest()[:13].upper()


def _get_distribution(world: World, call: Call) -> Mapping[str, Any]:
    item = _DISTRIBUTION.find(world, call)
    own = {name: item[name] for name in ("Id", "ARN", "Status", "LastModifiedTime", "DomainName") if name in item}
    return {
        "ETag": _etag(item),
        "Distribution": {**own, "InProgressInvalidationBatches": 0, "DistributionConfig": _config(item)},
    }


def _get_distribution_config(world: World, call: Call) -> Mapping[str, Any]:
    item = _DISTRIBUTION.find(world, call)
    return {"ETag": _etag(item), "DistributionConfig": _config(item)}


def _overlap(first: str, second: str) -> bool:
    """Whether one alternate domain name covers the other: a leading ``*`` covers any number of labels."""
    return first == second or any(
        wide.startswith("*.") and narrow.endswith(wide[1:]) for wide, narrow in ((first, second), (second, first))
    )


def _presents(world: World, call: Call, item: Item, alias: str) -> bool:
    """Whether a certificate of a distribution or tenant covers a name: a ``*`` of certificates covers one label only.

    A tenant without one of its own presents that of its distribution.
    """
    own = ((item.get("Customizations") or {}).get("Certificate") or {}).get("Arn")
    arn = own or (item.get("ViewerCertificate") or {}).get("ACMCertificateArn")
    if arn is None:
        behind = [each for each in rows(world, call, "distributions") if each["Id"] == item.get("DistributionId")]
        return any(_presents(world, call, each, alias) for each in behind)
    known = world.items("acm", call.account_id, arn.split(":")[3], "certificates")
    names = next((entry["SubjectAlternativeNames"] for entry in known if entry["CertificateArn"] == arn), ())
    return any(alias in (name, name.replace("*", alias.partition(".")[0], 1)) for name in names)


def _held(world: World, partition: str) -> Iterator[tuple[str, str, str, str]]:
    """Each domain that CloudFront serves: by which sort of resource, of which id, and of which account."""
    for account_id in (account.id for account in world.accounts.values() if account.partition == partition):
        for item in world.items(SERVICE, account_id, GLOBAL_REGION, "distributions"):
            for alias in item["Aliases"].get("Items", ()):
                yield alias, "distribution", item["Id"], account_id
        for item in world.items(SERVICE, account_id, GLOBAL_REGION, "tenants"):
            for domain in item["Domains"]:
                yield domain["Domain"], "distribution-tenant", item["Id"], account_id


def _list_domain_conflicts(world: World, call: Call) -> Mapping[str, Any]:
    """Who holds a domain, or one that overlaps it, in any account; ids come half hidden.

    A distribution or a tenant asks, and its certificate must cover the domain.
    """
    domain, asking = call.params["Domain"].lower(), call.params["DomainControlValidationResource"]
    if len(asking) != 1:
        raise Refusal("InvalidArgument", "Name the distribution or the tenant whose certificate covers the domain.")
    ((what, id_),) = asking.items()
    own = find(rows(world, call, _ASKING[what]), "Id", id_, _NO_ENTITY)
    if not _presents(world, call, own, domain):
        raise Refusal("InvalidArgument", "The specified resource has no certificate attached that covers the domain.")
    found = [
        {"Domain": held, "ResourceType": sort, "ResourceId": _hidden(id_), "AccountId": _hidden(account_id)}
        for held, sort, id_, account_id in _held(world, world.partition(call.account_id))
        if _overlap(domain, held)
    ]
    page = _page(call, found)
    more = {"NextMarker": page["NextMarker"]} if "NextMarker" in page else {}
    return {"DomainConflicts": page.get("Items", []), **more}


def _hidden(identifier: str) -> str:
    return "*" * (len(identifier) - _SHOWN_OF_ID) + identifier[-_SHOWN_OF_ID:]


def _tagged(collection: str) -> Collection:
    """Resources with their entity tags."""
    return lambda world, call: [{**item, "ETag": _etag(item)} for item in rows(world, call, collection)]


def _get_connection_group(world: World, call: Call) -> Mapping[str, Any]:
    wanted = call.params["Identifier"]
    for item in rows(world, call, "connection_groups"):
        if wanted in (item["Id"], item["Name"], item["Arn"]):
            return {"ConnectionGroup": item, "ETag": _etag(item)}
    raise _NO_GROUP.of(wanted)


OPERATIONS = {
    "GetConnectionGroup": _get_connection_group,
    "GetDistribution": _get_distribution,
    "GetDistributionConfig": _get_distribution_config,
    "ListConnectionGroups": Listing(
        _tagged("connection_groups"), "ConnectionGroups", _PAGES, hides=("Ipv6Enabled", "Tags")
    ),
    "ListDistributionTenants": Listing(
        _tagged("tenants"), "DistributionTenantList", _PAGES, hides=("Tags", "Parameters")
    ),
    "ListDistributions": _list_distributions,
    "ListDomainConflicts": _list_domain_conflicts,
}
