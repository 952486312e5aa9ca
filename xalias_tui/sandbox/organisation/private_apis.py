"""Private domain names and developer portals of API Gateway."""

from __future__ import annotations

from typing import Any, Final

from xalias_tui.sandbox.members import MEDIA, SHOP
from xalias_tui.sandbox.organisation.api_domains import ApiDomain, add_api_domain
from xalias_tui.sandbox.organisation.estate import CREATED, EUROPE, GERMANY, Estate, service_zone_id, stable_id
from xalias_tui.sandbox.organisation.network import Endpoint, add_interface_endpoint
from xalias_tui.sandbox.world import World

_COLOURS: Final = {
    "AccentColor": "#0972d3",
    "BackgroundColor": "#ffffff",
    "ErrorValidationColor": "#d91515",
    "HeaderColor": "#232f3e",
    "NavigationColor": "#ffffff",
    "TextColor": "#000716",
}


def build(world: World) -> None:
    """Add the resources of all accounts."""
    shop, media = Estate(world, SHOP), Estate(world, MEDIA)
    add_private_domain(shop, EUROPE, "orders.inside.example.com", dualstack=True)
    add_private_domain(media, GERMANY, "assets.inside.example.com")
    add_portal(shop, EUROPE, "developers", "developers.example.com")
    add_portal(media, GERMANY, "partners", "partners.example.com")
    add_portal(shop, EUROPE, "portal-other-name", "elsewhere.example.com", finds="apigw-name-mismatch")
    add_portal(
        shop,
        EUROPE,
        "portal-disabled",
        "portal-disabled.example.com",
        status="DISABLED",
        finds="apigw-domain-not-available",
    )


def add_private_domain(estate: Estate, region: str, name: str, *, dualstack: bool = False) -> None:
    """Add a private domain, an endpoint of execute-api, and the association that lets the one reach the other."""
    add_api_domain(estate, ApiDomain(region, name, ("PRIVATE",), ip_address_type="dualstack"))
    label = f"{name.partition('.')[0]}-api"
    address = "dualstack" if dualstack else "ipv4"
    endpoint_id = add_interface_endpoint(estate, Endpoint(region, label, "execute-api", ip_address_type=address))
    number = stable_id(estate.account_id, name, "id", length=10)
    domain = f"{name}+{number}"
    source = f"/domainnameaccessassociations/domainname/{domain}/vpcesource/{endpoint_id}"
    item = {
        "domainNameAccessAssociationArn": estate.arn("apigateway", region, source),
        "domainNameArn": estate.arn("apigateway", region, f"/domainnames/{domain}"),
        "accessAssociationSourceType": "VPCE",
        "accessAssociationSource": endpoint_id,
        "tags": {},
    }
    estate.put("apigateway", region, "access_associations", item)


def add_portal(
    estate: Estate, region: str, name: str, domain: str, *, status: str = "PUBLISHED", finds: str = ""
) -> None:
    """Add a developer portal with a custom domain, whose certificate is one of CloudFront's region."""
    estate.finds(name, finds)
    number = stable_id(estate.account_id, region, name, length=10)
    host = f"p-{number}.apigw-portal.{region}.on.aws"
    zone_id = service_zone_id("apigateway_portal", region)
    item: dict[str, Any] = {
        "Authorization": {"None": {}},
        "EndpointConfiguration": {
            "CertificateArn": estate.certificate("us-east-1", [domain]),
            "DomainName": domain,
            "PortalDefaultDomainName": host,
            "PortalDomainHostedZoneId": zone_id,
        },
        "IncludedPortalProductArns": [],
        "LastModified": CREATED,
        "LastPublished": CREATED,
        "PortalArn": estate.arn("apigateway", region, f"/portals/{number}"),
        "PortalContent": {"DisplayName": name, "Description": "", "Theme": {"CustomColors": _COLOURS}},
        "PortalId": number,
        "PublishStatus": status,
        "Tags": {"team": "api"},
    }
    estate.put("apigatewayv2", region, "portals", {**item, "_name": name})
    estate.world.register_alias_name(host, zone_id)
