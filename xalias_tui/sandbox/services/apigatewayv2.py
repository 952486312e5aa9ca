"""The same custom domain names as the API of HTTP and WebSocket APIs lists them: private ones are left out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any

from xalias_tui.sandbox.calls import Call, Refusal
from xalias_tui.sandbox.services.apigateway import SERVICE as REST
from xalias_tui.sandbox.services.paging import Item, only, page_of
from xalias_tui.sandbox.world import World

SERVICE = "apigatewayv2"

_PAGE = 100


def _listed(world: World, call: Call) -> Sequence[Item]:
    domains = world.items(REST, call.account_id, call.region, "domain_names")
    return [item for item in domains if item["endpointConfiguration"]["types"] != ["PRIVATE"]]


def _get_domain_names(world: World, call: Call) -> Mapping[str, Any]:
    wanted = int(call.params["MaxResults"]) if call.params.get("MaxResults") else None
    page, token = page_of(
        _listed(world, call), call.params.get("NextToken"), wanted, _PAGE, invalid="BadRequestException"
    )
    return {"Items": [_translated(item) for item in page], **({"NextToken": token} if token else {})}


def _translated(item: Item) -> Mapping[str, Any]:
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
            }
        )
    return {
        "DomainName": item["domainName"],
        "DomainNameArn": item["domainNameArn"],
        "DomainNameConfigurations": configurations,
        "RoutingMode": item["routingMode"],
        "Tags": item["tags"],
    }


def _domain(world: World, call: Call) -> Item:
    return only(
        _listed(world, call),
        "domainName",
        call.params["DomainName"],
        Refusal("NotFoundException", "Invalid domain name identifier specified", HTTPStatus.NOT_FOUND),
    )


def _get_api_mappings(world: World, call: Call) -> Mapping[str, Any]:
    return {
        "Items": [
            {
                "ApiId": item["api"],
                "ApiMappingId": item["id"],
                "ApiMappingKey": item["path"],
                "Stage": item["stage"],
            }
            for item in _domain(world, call)["_mappings"]
        ]
    }


def _list_routing_rules(world: World, call: Call) -> Mapping[str, Any]:
    _domain(world, call)
    return {"RoutingRules": []}


OPERATIONS = {
    "GetApiMappings": _get_api_mappings,
    "GetDomainNames": _get_domain_names,
    "ListRoutingRules": _list_routing_rules,
}
