"""SDK documents of what names of networks and served sites lead to, well configured for ``www.example.com``."""

from __future__ import annotations

from typing import Any

from tests.targets.documents import GLOBAL_CERTIFICATE, any_certificate
from tests.targets.fakes import ACCOUNT

Document = dict[str, Any]


def search_domain(**changed: Any) -> Document:
    identity = "search-logs-abcdefghijklmnopqrstuvwxyz"
    return {
        "DomainName": "logs",
        "ARN": f"arn:aws:es:eu-west-1:{ACCOUNT}:domain/logs",
        "Endpoint": f"{identity}.eu-west-1.es.amazonaws.com",
        "EndpointV2": f"{identity}.aos.eu-west-1.on.aws",
        "DomainEndpointV2HostedZoneId": "Z0OPENSEARCH",
        "IPAddressType": "dualstack",
        "DomainEndpointOptions": {"CustomEndpointEnabled": True, "CustomEndpoint": "www.example.com"},
        "DomainProcessingStatus": "Active",
        **changed,
    }


def search_answers(**changed: Any) -> Document:
    return {
        "opensearch.list_domain_names": {"DomainNames": [{"DomainName": "logs", "EngineType": "OpenSearch"}]},
        "opensearch.describe_domains": {"DomainStatusList": [search_domain(**changed)]},
    }


def interface_endpoint(**changed: Any) -> Document:
    stem = "vpce-0123456789abcdef0-abcdefgh"
    service = "vpce-svc-0123456789abcdef0.eu-west-1.vpce.amazonaws.com"
    return {
        "VpcEndpointId": "vpce-0123456789abcdef0",
        "VpcEndpointType": "Interface",
        "ServiceName": "com.amazonaws.vpce.eu-west-1.vpce-svc-0123456789abcdef0",
        "State": "available",
        "IpAddressType": "ipv4",
        "DnsOptions": {"DnsRecordIpType": "ipv4"},
        "DnsEntries": [
            {"DnsName": f"{stem}.{service}", "HostedZoneId": "Z38GZ743OKFT7T"},
            {"DnsName": f"{stem}-eu-west-1a.{service}", "HostedZoneId": "Z38GZ743OKFT7T"},
        ],
        "Tags": [{"Key": "team", "Value": "shop"}, {"Key": "Name", "Value": "payments"}],
        **changed,
    }


def endpoint_answers(**changed: Any) -> Document:
    return {"ec2.describe_vpc_endpoints": {"VpcEndpoints": [interface_endpoint(**changed)]}}


def lattice_service(**changed: Any) -> Document:
    return {
        "id": "svc-0123456789abcdef0",
        "name": "inventory",
        "arn": f"arn:aws:vpc-lattice:eu-west-1:{ACCOUNT}:service/svc-0123456789abcdef0",
        "dnsEntry": {
            "domainName": "inventory-0123456789abcdef0.7d67968.vpc-lattice-svcs.eu-west-1.on.aws",
            "hostedZoneId": "Z0LATTICE",
        },
        "customDomainName": "www.example.com",
        "status": "ACTIVE",
        **changed,
    }


def lattice_answers(**changed: Any) -> Document:
    return {"vpc-lattice.list_services": {"items": [lattice_service(**changed)]}}


def association(**changed: Any) -> Document:
    return {
        "Id": "vpce-rsc-asc-0123456789abcdef0",
        "VpcEndpointId": "vpce-0123456789abcdef0",
        "AssociatedResourceArn": f"arn:aws:vpc-lattice:eu-west-1:{ACCOUNT}:resourceconfiguration/rcfg-1",
        "AssociatedResourceAccessibility": "Accessible",
        "DnsEntry": {
            "DnsName": "vpce-0123456789abcdef0-snra-0123456789abcdef0.7d67968.vpc-lattice-rsc.eu-west-1.on.aws",
            "HostedZoneId": "Z0RESOURCE",
        },
        "Tags": [{"Key": "Name", "Value": "orders-db"}],
        **changed,
    }


def association_answers(endpoint: Document | None = None, **changed: Any) -> Document:
    behind = interface_endpoint(VpcEndpointType="Resource", DnsEntries=[]) | (endpoint or {})
    return {
        "ec2.describe_vpc_endpoint_associations": {"VpcEndpointAssociations": [association(**changed)]},
        "ec2.describe_vpc_endpoints": {"VpcEndpoints": [behind]},
    }


def user_pool(**changed: Any) -> Document:
    return {
        "Id": "eu-west-1_abcdefghi",
        "Name": "customers",
        "Arn": f"arn:aws:cognito-idp:eu-west-1:{ACCOUNT}:userpool/eu-west-1_abcdefghi",
        "CustomDomain": "www.example.com",
        "UserPoolTags": {"team": "identity"},
        **changed,
    }


def pool_answers(domain: Document | None = None, **changed: Any) -> Document:
    described = {
        "Domain": "www.example.com",
        "CloudFrontDistribution": "d333333abcdef8.cloudfront.net",
        "Status": "ACTIVE",
        "CustomDomainConfig": {"CertificateArn": GLOBAL_CERTIFICATE},
    }
    return {
        "acm.describe_certificate": any_certificate,
        "cognito-idp.list_user_pools": {"UserPools": [{"Id": "eu-west-1_abcdefghi", "Name": "customers"}]},
        "cognito-idp.describe_user_pool": {"UserPool": user_pool(**changed)},
        "cognito-idp.describe_user_pool_domain": {"DomainDescription": described | (domain or {})},
    }


def describe_certificate(CertificateArn: str) -> Document:  # noqa: N803 -- the SDK's parameter name
    names = ["www.example.com"]
    certificate = {"CertificateArn": CertificateArn, "DomainName": names[0], "SubjectAlternativeNames": names}
    return {"Certificate": {**certificate, "Status": "ISSUED", "Type": "AMAZON_ISSUED"}}


def sub_domain(prefix: str, *, verified: bool = True, target: str = "d444444abcdef8.cloudfront.net") -> Document:
    setting = {"prefix": prefix, "branchName": "main"}
    return {"subDomainSetting": setting, "verified": verified, "dnsRecord": f"{prefix} CNAME {target}"}


def app_answers(*sub_domains: Document, **changed: Any) -> Document:
    association = {
        "domainAssociationArn": f"arn:aws:amplify:eu-west-1:{ACCOUNT}:apps/d1/domains/example.com",
        "domainName": "example.com",
        "domainStatus": "AVAILABLE",
        "statusReason": "",
        "subDomains": list(sub_domains) or [sub_domain("www")],
        **changed,
    }
    return {
        "amplify.list_apps": {"apps": [{"appId": "d1", "name": "campaign"}]},
        "amplify.list_domain_associations": {"domainAssociations": [association]},
    }
