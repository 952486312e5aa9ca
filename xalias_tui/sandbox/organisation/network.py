"""What is reached by names of OpenSearch, VPC endpoints, VPC Lattice, Cognito and Amplify."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from xalias_tui.sandbox.members import MEDIA, SHOP
from xalias_tui.sandbox.organisation.estate import Estate, stable_id
from xalias_tui.sandbox.world import World

EUROPE: Final = "eu-west-1"
GERMANY: Final = "eu-central-1"
AMERICA: Final = "us-east-1"

MISCONFIGURED: Final[Mapping[str, tuple[str, ...]]] = {
    "os-ipv4-only": ("opensearch-no-v2-endpoint",),
    "os-other-name": ("opensearch-custom-endpoint-mismatch",),
    "os-no-custom": ("opensearch-custom-endpoint-mismatch",),
}
"""What A must find for ``<name>.example.com``, by name of the resource."""


def build(world: World) -> None:
    """Add the resources of all accounts."""
    shop, media = Estate(world, SHOP), Estate(world, MEDIA)
    _add_search_domains(shop, media)


def service_zone_id(service: str, region: str) -> str:
    """The hosted zone id that a service tells only by its API: made up, the same in every run."""
    return "Z0" + stable_id(service, region, length=19).upper()


def _add_search_domains(shop: Estate, media: Estate) -> None:
    add_search_domain(shop, EUROPE, "logs", "logs.example.com")
    add_search_domain(media, GERMANY, "catalogue", "catalogue.example.com", in_vpc=True)
    add_search_domain(shop, EUROPE, "os-ipv4-only", "os-ipv4-only.example.com", dualstack=False)
    add_search_domain(shop, EUROPE, "os-other-name", "elsewhere.example.com")
    add_search_domain(shop, EUROPE, "os-no-custom", "")


def add_search_domain(
    estate: Estate, region: str, name: str, custom: str, *, dualstack: bool = True, in_vpc: bool = False
) -> None:
    """Add an OpenSearch domain; ``custom`` is its custom endpoint, empty for none."""
    identity = f"{'vpc' if in_vpc else 'search'}-{name}-{stable_id(estate.account_id, region, name, length=26)}"
    first, second = f"{identity}.{region}.es.amazonaws.com", f"{identity}.aos.{region}.on.aws"
    options: dict[str, Any] = {
        "EnforceHTTPS": True,
        "TLSSecurityPolicy": "Policy-Min-TLS-1-2-2019-07",
        "CustomEndpointEnabled": bool(custom),
    }
    if custom:
        certificate = estate.certificate(region, [custom])
        options |= {"CustomEndpoint": custom, "CustomEndpointCertificateArn": certificate}
    item: dict[str, Any] = {
        "DomainId": f"{estate.account_id}/{name}",
        "DomainName": name,
        "ARN": estate.arn("es", region, f"domain/{name}"),
        "Created": True,
        "Deleted": False,
        "Processing": False,
        "UpgradeProcessing": False,
        "EngineVersion": "OpenSearch_2.19",
        "ClusterConfig": {"InstanceType": "r6g.large.search", "InstanceCount": 2, "ZoneAwarenessEnabled": True},
        "IPAddressType": "dualstack" if dualstack else "ipv4",
        "DomainEndpointOptions": options,
        "DomainProcessingStatus": "Active",
    }
    if dualstack:
        zone_id = service_zone_id("opensearch", region)
        item["DomainEndpointV2HostedZoneId"] = zone_id
        estate.world.register_alias_name(second, zone_id)
    if in_vpc:
        item["VPCOptions"] = {"VPCId": estate.vpc(region), "SecurityGroupIds": [estate.open_group(region)]}
        item["Endpoints"] = {"vpc": first} | ({"vpcv2": second} if dualstack else {})
    else:
        item["Endpoint"] = first
        item |= {"EndpointV2": second} if dualstack else {}
    estate.put("opensearch", region, "domains", item)
