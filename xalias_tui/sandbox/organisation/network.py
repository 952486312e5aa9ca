"""What is reached by names of OpenSearch, VPC endpoints and VPC Lattice; see ``sites`` for Cognito and Amplify."""

from __future__ import annotations

from typing import Any, Final

from xalias_tui.domain.dataclass import dataclass
from xalias_tui.sandbox.members import MEDIA, SHOP
from xalias_tui.sandbox.organisation.estate import (
    AMERICA,
    CREATED,
    EUROPE,
    GERMANY,
    Estate,
    service_zone_id,
    stable_hex,
    stable_id,
    tag_list,
    told_zone_id,
)
from xalias_tui.sandbox.world import World

_LATTICE_PARTITION: Final = "7d67968"
"""A label in every name of VPC Lattice, as AWS's own examples write it."""


def build(world: World) -> None:
    """Add the resources of all accounts."""
    shop, media = Estate(world, SHOP), Estate(world, MEDIA)
    _add_search_domains(shop, media)
    _add_interface_endpoints(shop, media)
    _add_lattice(shop, media)


def _add_search_domains(shop: Estate, media: Estate) -> None:
    add_search_domain(shop, EUROPE, "logs", "logs.example.com")
    add_search_domain(media, GERMANY, "catalogue", "catalogue.example.com", in_vpc=True)
    add_search_domain(
        shop, EUROPE, "os-ipv4-only", "os-ipv4-only.example.com", dualstack=False, finds="opensearch-no-v2-endpoint"
    )
    add_search_domain(
        shop, EUROPE, "os-other-name", "elsewhere.example.com", finds="opensearch-custom-endpoint-mismatch"
    )
    add_search_domain(shop, EUROPE, "os-no-custom", "", finds="opensearch-custom-endpoint-mismatch")


def add_search_domain(
    estate: Estate,
    region: str,
    name: str,
    custom: str,
    *,
    dualstack: bool = True,
    in_vpc: bool = False,
    finds: str = "",
) -> None:
    """Add an OpenSearch domain; ``custom`` is its custom endpoint, empty for none."""
    estate.finds(name, finds)
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


@dataclass(frozen=True, slots=True)
class Endpoint:
    """A VPC interface endpoint; the defaults make a healthy one of a customer's own endpoint service.

    Attributes:
        region: Its region.
        name: Its tag ``Name``.
        service: Which of AWS's services it is for; empty for a customer's own.
        ip_address_type: ``ipv4``, ``dualstack`` or ``ipv6``; its DNS records are the same.
        state: As the API writes it.
        private_only: Whether it has no entry but that of the private DNS name, still pending.
        finds: Ids of the findings that it must raise; empty for none.
    """

    region: str
    name: str
    service: str = ""
    ip_address_type: str = "ipv4"
    state: str = "available"
    private_only: bool = False
    finds: str = ""


def _add_interface_endpoints(shop: Estate, media: Estate) -> None:
    add_interface_endpoint(shop, Endpoint(EUROPE, "payments"))
    add_interface_endpoint(shop, Endpoint(AMERICA, "partner-api", service="execute-api"))
    add_interface_endpoint(media, Endpoint(GERMANY, "render-farm", ip_address_type="dualstack"))
    add_interface_endpoint(
        shop, Endpoint(EUROPE, "vpce-waiting", state="pendingAcceptance", finds="vpce-not-available")
    )
    add_interface_endpoint(shop, Endpoint(EUROPE, "vpce-of-aws", service="ssm", finds="vpce-tls-name"))
    add_interface_endpoint(
        shop, Endpoint(EUROPE, "vpce-private-only", service="ssm", private_only=True, finds="vpce-private-dns-entry")
    )


def add_interface_endpoint(estate: Estate, endpoint: Endpoint) -> str:
    """Add an interface endpoint with its regional and zonal names; returns its id."""
    estate.finds(endpoint.name, endpoint.finds)
    region = endpoint.region
    endpoint_id = "vpce-0" + stable_hex(estate.account_id, region, endpoint.name, length=16)
    service = endpoint.service or "vpce-svc-0" + stable_hex(region, endpoint.name, length=16)
    zone_id = told_zone_id("vpc_interface_endpoint", region)
    stem = f"{endpoint_id}-{stable_id(region, endpoint.name, length=8)}"
    hosts = [f"{label}.{service}.{region}.vpce.{estate.amazonaws}" for label in (stem, f"{stem}-{region}a")]
    entries = [{"DnsName": host, "HostedZoneId": zone_id} for host in hosts]
    private = [{"DnsName": f"{service}.{region}.{estate.amazonaws}", "HostedZoneId": "ZONEIDPENDING"}]
    item = _endpoint(estate, region, endpoint_id, endpoint.name) | {
        "VpcEndpointType": "Interface",
        "ServiceName": f"com.amazonaws.{'' if endpoint.service else 'vpce.'}{region}.{service}",
        "State": endpoint.state,
        "IpAddressType": endpoint.ip_address_type,
        "DnsOptions": {"DnsRecordIpType": endpoint.ip_address_type},
        "PrivateDnsEnabled": bool(endpoint.service),
        "DnsEntries": private if endpoint.private_only else entries + (private if endpoint.service else []),
    }
    estate.put("ec2", region, "vpc_endpoints", item)
    if not endpoint.private_only:
        for host in hosts:
            estate.world.register_alias_name(host, zone_id)
    return endpoint_id


def _add_lattice(shop: Estate, media: Estate) -> None:
    add_lattice_service(shop, EUROPE, "inventory", "inventory.example.com")
    add_lattice_service(media, AMERICA, "metadata", "metadata.example.com")
    add_lattice_service(
        shop, EUROPE, "lattice-other-name", "elsewhere.example.com", finds="lattice-custom-domain-mismatch"
    )
    add_lattice_service(shop, EUROPE, "lattice-no-custom", "", finds="lattice-custom-domain-mismatch")
    add_lattice_endpoint(shop, EUROPE, "orders-db")
    add_lattice_endpoint(media, GERMANY, "archive", ip_address_type="dualstack")
    add_lattice_endpoint(shop, EUROPE, "lattice-waiting", state="pending", finds="vpce-not-available")


def add_lattice_service(estate: Estate, region: str, name: str, custom: str, *, finds: str = "") -> None:
    """Add a VPC Lattice service; ``custom`` is its custom domain name, empty for none."""
    estate.finds(name, finds)
    number = stable_hex(estate.account_id, region, name, length=17)
    zone_id = service_zone_id("vpc-lattice", region)
    host = f"{name}-{number}.{_LATTICE_PARTITION}.vpc-lattice-svcs.{region}.on.aws"
    item: dict[str, Any] = {
        "id": f"svc-{number}",
        "name": name,
        "arn": estate.arn("vpc-lattice", region, f"service/svc-{number}"),
        "createdAt": CREATED,
        "lastUpdatedAt": CREATED,
        "dnsEntry": {"domainName": host, "hostedZoneId": zone_id},
        "status": "ACTIVE",
        "authType": "NONE",
    }
    if custom:
        item |= {"customDomainName": custom, "certificateArn": estate.certificate(region, [custom])}
    estate.put("vpc-lattice", region, "services", item)
    estate.world.register_alias_name(host, zone_id)


def add_lattice_endpoint(
    estate: Estate, region: str, name: str, *, state: str = "available", ip_address_type: str = "ipv4", finds: str = ""
) -> None:
    """Add a VPC endpoint of the type Resource, and its association with a resource configuration."""
    estate.finds(name, finds)
    number = stable_hex(estate.account_id, region, name, length=16)
    endpoint_id, zone_id = f"vpce-0{number}", service_zone_id("vpc-lattice-rsc", region)
    host = f"{endpoint_id}-snra-0{number}.{_LATTICE_PARTITION}.vpc-lattice-rsc.{region}.on.aws"
    configuration = estate.arn("vpc-lattice", region, f"resourceconfiguration/rcfg-0{number}")
    endpoint = _endpoint(estate, region, endpoint_id, name) | {
        "VpcEndpointType": "Resource",
        "State": state,
        "IpAddressType": ip_address_type,
        "DnsOptions": {"DnsRecordIpType": ip_address_type},
        "PrivateDnsEnabled": False,
        "ResourceConfigurationArn": configuration,
    }
    association = {
        "Id": f"vpce-rsc-asc-0{number}",
        "VpcEndpointId": endpoint_id,
        "AssociatedResourceAccessibility": "Accessible",
        "AssociatedResourceArn": configuration,
        "DnsEntry": {"DnsName": host, "HostedZoneId": zone_id},
        "Tags": tag_list({"Name": name}),
    }
    estate.put("ec2", region, "vpc_endpoints", endpoint)
    estate.put("ec2", region, "vpc_endpoint_associations", association)
    estate.world.register_alias_name(host, zone_id)


def _endpoint(estate: Estate, region: str, endpoint_id: str, name: str) -> dict[str, Any]:
    return {
        "VpcEndpointId": endpoint_id,
        "VpcId": estate.vpc(region),
        "State": "available",
        "SubnetIds": ["subnet-0" + stable_hex(estate.account_id, region, "subnet", length=16)],
        "Groups": [{"GroupId": estate.open_group(region), "GroupName": "web"}],
        "NetworkInterfaceIds": ["eni-0" + stable_hex(endpoint_id, length=16)],
        "RequesterManaged": False,
        "CreationTimestamp": CREATED,
        "OwnerId": estate.account_id,
        "Tags": tag_list({"Name": name}),
    }
