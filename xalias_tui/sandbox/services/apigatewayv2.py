"""The same custom domain names as the API of HTTP and WebSocket APIs lists them: private ones are left out.

Collection of its own: ``portals``, in the shape of PortalSummary.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from xalias_tui.sandbox.calls import Call
from xalias_tui.sandbox.services.apigateway import SERVICE as REST
from xalias_tui.sandbox.services.apigateway import unknown_domain
from xalias_tui.sandbox.services.paging import Item, Pages, only, present, shown
from xalias_tui.sandbox.world import World

SERVICE = "apigatewayv2"

_PAGES = Pages(100, usual=25, bad_token="BadRequestException")  # noqa: S106 -- an error code


def _listed(world: World, call: Call) -> Sequence[Item]:
    domains = world.items(REST, call.account_id, call.region, "domain_names")
    return [item for item in domains if item["endpointConfiguration"]["types"] != ["PRIVATE"]]


def _page(call: Call, field: str, items: Sequence[Item]) -> Mapping[str, Any]:
    page, token = _PAGES.cut(items, call.params.get("NextToken"), call.params.get("MaxResults"))
    return {field: page, **present(NextToken=token)}


def _get_domain_names(world: World, call: Call) -> Mapping[str, Any]:
    return _page(call, "Items", [_translated(item) for item in _listed(world, call)])


def _translated(item: Item) -> Item:
    configurations = []
    for endpoint in item["endpointConfiguration"]["types"]:
        prefix = "regional" if endpoint == "REGIONAL" else "distribution"
        configurations.append(
            {
                "ApiGatewayDomainName": item[f"{prefix}DomainName"],
                "CertificateArn": item["regionalCertificateArn" if endpoint == "REGIONAL" else "certificateArn"],
                "DomainNameStatus": item["domainNameStatus"],
                "EndpointType": endpoint,
                "HostedZoneId": item[f"{prefix}HostedZoneId"],
                "IpAddressType": item["endpointConfiguration"]["ipAddressType"],
                "SecurityPolicy": item["securityPolicy"],
                **present(DomainNameStatusMessage=item.get("domainNameStatusMessage")),
            }
        )
    return {
        "ApiMappingSelectionExpression": "$request.basepath",
        "DomainName": item["domainName"],
        "DomainNameArn": item["domainNameArn"],
        "DomainNameConfigurations": configurations,
        "RoutingMode": item["routingMode"],
        "Tags": item["tags"],
    }


def _domain(world: World, call: Call) -> Item:
    return only(_listed(world, call), "domainName", call.params["DomainName"], unknown_domain())


def _get_domain_name(world: World, call: Call) -> Mapping[str, Any]:
    return _translated(_domain(world, call))


def _get_api_mappings(world: World, call: Call) -> Mapping[str, Any]:
    mappings = [
        {"ApiId": item["api"], "ApiMappingId": item["id"], "ApiMappingKey": item["path"], "Stage": item["stage"]}
        for item in _domain(world, call)["_mappings"]
    ]
    return _page(call, "Items", mappings)


def _list_routing_rules(world: World, call: Call) -> Mapping[str, Any]:
    return _page(call, "RoutingRules", _domain(world, call).get("_rules", ()))


def _list_portals(world: World, call: Call) -> Mapping[str, Any]:
    known = world.items(SERVICE, call.account_id, call.region, "portals")
    return _page(call, "Items", [shown(item) for item in known])


OPERATIONS = {
    "GetApiMappings": _get_api_mappings,
    "GetDomainName": _get_domain_name,
    "GetDomainNames": _get_domain_names,
    "ListPortals": _list_portals,
    "ListRoutingRules": _list_routing_rules,
}
