"""The same custom domain names as the API of HTTP and WebSocket APIs lists them: private ones are left out.

Collection of its own: ``portals``, in the shape of PortalSummary.
"""

from __future__ import annotations

from collections.abc import Sequence

from xalias_tui.sandbox.calls import Call
from xalias_tui.sandbox.services.apigateway import SERVICE as REST
from xalias_tui.sandbox.services.apigateway import UNKNOWN_DOMAIN
from xalias_tui.sandbox.services.tables import Item, Listing, Lookup, Pages, find, present
from xalias_tui.sandbox.world import World

SERVICE = "apigatewayv2"

_PAGES = Pages(100, usual=25, bad_page="BadRequestException")


def _raw(world: World, call: Call) -> Sequence[Item]:
    domains = world.items(REST, call.account_id, call.region, "domain_names")
    return [item for item in domains if item["endpointConfiguration"]["types"] != ["PRIVATE"]]


def _domains(world: World, call: Call) -> Sequence[Item]:
    return [_translated(item) for item in _raw(world, call)]


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
    return find(_raw(world, call), "domainName", call.params["DomainName"], UNKNOWN_DOMAIN)


def _mappings(world: World, call: Call) -> Sequence[Item]:
    return [
        {"ApiId": item["api"], "ApiMappingId": item["id"], "ApiMappingKey": item["path"], "Stage": item["stage"]}
        for item in _domain(world, call)["_mappings"]
    ]


OPERATIONS = {
    "GetApiMappings": Listing(_mappings, "Items", _PAGES),
    "GetDomainName": Lookup(_domains, "DomainName", "DomainName", UNKNOWN_DOMAIN),
    "GetDomainNames": Listing(_domains, "Items", _PAGES),
    "ListPortals": Listing("portals", "Items", _PAGES),
    "ListRoutingRules": Listing(lambda world, call: _domain(world, call).get("_rules", ()), "RoutingRules", _PAGES),
}
