"""Custom domain names of API Gateway: regional, edge-optimised, both during a migration, and private."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import field
from typing import Any, Final, Literal

from xalias_tui.domain.dataclass import dataclass
from xalias_tui.sandbox.calls import GLOBAL_REGION
from xalias_tui.sandbox.organisation.estate import Estate, alias_zone_id, stable_id, told_zone_id

Endpoint = Literal["REGIONAL", "EDGE", "PRIVATE"]

_EDGE_CERTIFICATES: Final = "us-east-1"
_TAGS: Final[Mapping[str, str]] = {"team": "api"}


@dataclass(frozen=True, slots=True)
class ApiDomain:
    """A custom domain name; the defaults make a healthy regional one of a REST API.

    Attributes:
        region: Its region.
        name: The domain name.
        types: Its endpoints.
        rest: Whether it is mapped to a REST API; otherwise to an HTTP API.
        mapped: Whether it is mapped to anything.
        rules: How many routing rules it has.
        routing_mode: ``BASE_PATH_MAPPING_ONLY``, ``ROUTING_RULE_ONLY`` or ``ROUTING_RULE_THEN_BASE_PATH_MAPPING``.
        status: ``domainNameStatus``.
        status_message: ``domainNameStatusMessage``; empty for none.
        ip_address_type: ``ipv4`` or ``dualstack``.
        certificate_region: Where its certificate is; empty for where it must be.
        tags: Its tags.
        finds: Ids of the findings that it must raise; empty for none.
    """

    region: str
    name: str
    types: Sequence[Endpoint] = ("REGIONAL",)
    rest: bool = True
    mapped: bool = True
    rules: int = 0
    routing_mode: str = "BASE_PATH_MAPPING_ONLY"
    status: str = "AVAILABLE"
    status_message: str = ""
    ip_address_type: str = "ipv4"
    certificate_region: str = ""
    tags: Mapping[str, str] = field(default_factory=lambda: _TAGS)
    finds: str = ""


def endpoint_name(estate: Estate, domain: ApiDomain, endpoint: Endpoint) -> str:
    """The name that an alias to an endpoint points to."""
    parts = (estate.account_id, domain.region, domain.name)
    if endpoint == "EDGE":
        return f"d{stable_id(*parts, 'edge', length=13)}.cloudfront.net"
    return f"d-{stable_id(*parts, length=10)}.execute-api.{domain.region}.{estate.amazonaws}"


def add_api_domain(estate: Estate, domain: ApiDomain) -> None:
    """Add a custom domain name."""
    estate.finds(domain.name, domain.finds)
    api = stable_id(domain.name, "api", length=10)
    stage = "prod" if domain.rest else "$default"
    mapping_id = stable_id(domain.name, "mapping", length=6)
    mapping = {"path": "", "api": api, "stage": stage, "id": mapping_id, "rest": domain.rest}
    estate.put(
        "apigateway",
        domain.region,
        "domain_names",
        {
            "domainName": domain.name,
            "domainNameStatus": domain.status,
            "endpointConfiguration": {"types": list(domain.types), "ipAddressType": domain.ip_address_type},
            "routingMode": domain.routing_mode,
            "securityPolicy": "TLS_1_2",
            "tags": dict(domain.tags),
            "_mappings": [mapping] if domain.mapped else [],
            "_rules": [_rule(estate, domain, at, api, stage) for at in range(domain.rules)],
            **({"domainNameStatusMessage": domain.status_message} if domain.status_message else {}),
            **_arn(estate, domain),
            **_endpoints(estate, domain),
        },
    )


def _arn(estate: Estate, domain: ApiDomain) -> Mapping[str, str]:
    """Private domain names belong to an account and have an id, for many may have the same name."""
    if "PRIVATE" not in domain.types:
        return {"domainNameArn": f"arn:{estate.partition}:apigateway:{domain.region}::/domainnames/{domain.name}"}
    number = stable_id(estate.account_id, domain.name, "id", length=10)
    return {
        "domainNameId": number,
        "domainNameArn": estate.arn("apigateway", domain.region, f"/domainnames/{domain.name}+{number}"),
    }


def _endpoints(estate: Estate, domain: ApiDomain) -> Mapping[str, Any]:
    fields: dict[str, Any] = {}
    if "PRIVATE" in domain.types:
        fields["certificateArn"] = estate.certificate(domain.region, [domain.name])
    if "REGIONAL" in domain.types:
        name, zone_id = endpoint_name(estate, domain, "REGIONAL"), told_zone_id("apigateway_regional", domain.region)
        certificate = estate.certificate(domain.certificate_region or domain.region, [domain.name])
        fields |= {"regionalDomainName": name, "regionalHostedZoneId": zone_id, "regionalCertificateArn": certificate}
        estate.world.register_alias_name(name, zone_id)
    if "EDGE" in domain.types:
        name, zone_id = endpoint_name(estate, domain, "EDGE"), alias_zone_id("apigateway_edge", GLOBAL_REGION)
        certificate = estate.certificate(domain.certificate_region or _EDGE_CERTIFICATES, [domain.name])
        fields |= {"distributionDomainName": name, "distributionHostedZoneId": zone_id, "certificateArn": certificate}
        estate.world.register_alias_name(name, zone_id)
    return fields


def _rule(estate: Estate, domain: ApiDomain, at: int, api: str, stage: str) -> Mapping[str, Any]:
    number = stable_id(domain.name, "rule", str(at), length=6)
    return {
        "Actions": [{"InvokeApi": {"ApiId": api, "Stage": stage}}],
        "Conditions": [{"MatchBasePaths": {"AnyOf": [f"v{at + 1}"]}}],
        "Priority": 100 * (at + 1),
        "RoutingRuleArn": f"arn:{estate.partition}:apigateway:{domain.region}::/domainnames/{domain.name}"
        f"/routingrules/{number}",
        "RoutingRuleId": number,
    }
