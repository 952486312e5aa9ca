"""Rules about custom domain names of API Gateway."""

from __future__ import annotations

from xalias_tui.domain.findings import Rule, Severity

APIGW_NAME_MISMATCH = Rule(
    id="apigw-name-mismatch",
    severity=Severity.ERROR,
    when="The record's name is not the custom domain name, nor covered by it where that is a wildcard (one label).",
    message="{target} serves {domain}, not {name}: requests get 403.",
    remedy="Create a custom domain name called {name}.",
    source='botocore model: route53 AliasTarget.DNSName ("must match a custom domain name"); '
    "API Gateway Developer Guide: how-to-custom-domains; the status 403 is unsourced",
    fix="aws apigatewayv2 create-domain-name --domain-name {name} "
    '--domain-name-configurations CertificateArn="$CERTIFICATE_ARN",EndpointType=REGIONAL {here}',
    stage="demands",
)
APIGW_DEFAULT_ENDPOINT = Rule(
    id="apigw-default-endpoint",
    severity=Severity.ERROR,
    when="The name is <id>.execute-api…, without d- in front of the id.",
    message="The default API endpoint {target} cannot be aliased.",
    remedy="Create a regional custom domain name and alias to its d-….execute-api… name, or write a CNAME.",
    source="aws/aws-cdk#19643, aws/aws-cli#4687",
    stage="demands",
)
APIGW_DOMAIN_NOT_AVAILABLE = Rule(
    id="apigw-domain-not-available",
    severity=Severity.WARNING,
    when="domainNameStatus is not AVAILABLE (error for PENDING_CERTIFICATE_REIMPORT, PENDING_OWNERSHIP_VERIFICATION "
    "and FAILED).",
    message="Custom domain {domain} is {status}{detail}.",
    remedy="Finish the certificate or ownership steps.",
    source="botocore model: apigateway DomainNameStatus",
    stage="resource",
)
APIGW_NO_MAPPING = Rule(
    id="apigw-no-mapping",
    severity=Severity.ERROR,
    when="By its routingMode the domain needs a base path or API mapping, a routing rule, or one of both, "
    "and has none.",
    message="Custom domain {domain} routes to no API ({mode}).",
    remedy="Add a mapping or a routing rule.",
    source="botocore model: apigateway RoutingMode; what visitors get is unsourced",
    fix='aws apigatewayv2 create-api-mapping --domain-name {domain} --api-id "$API_ID" --stage "$STAGE" {here}',
    stage="demands",
    needs=frozenset({"apigateway:GET"}),
)
APIGW_EDGE_REGIONAL_MIXUP = Rule(
    id="apigw-edge-regional-mixup",
    severity=Severity.ERROR,
    when="A regional name with CloudFront's zone id, or the reverse; info for a domain that has both endpoints.",
    message="{target} and {zone_id} mix edge and regional.",
    remedy="Take name and zone id from the same endpoint configuration.",
    source="botocore model: route53 AliasTarget; "
    "API Gateway Developer Guide: apigateway-regional-api-custom-domain-migrate",
    stage="target",
)
APIGW_PRIVATE_IN_PUBLIC_ZONE = Rule(
    id="apigw-private-in-public-zone",
    severity=Severity.ERROR,
    when="A PRIVATE custom domain name: its record is in a private zone and points to an execute-api interface "
    "endpoint with an access association, never at the domain itself.",
    message="A private custom domain needs a private zone, an execute-api endpoint and an access association.",
    remedy="Create what is missing, and alias to the interface endpoint.",
    source="API Gateway Developer Guide: private custom domains; "
    "botocore model: apigateway DomainNameAccessAssociation",
    stage="demands",
)
APIGW_AAAA_IPV4 = Rule(
    id="apigw-aaaa-ipv4",
    severity=Severity.WARNING,
    when="AAAA, and ipAddressType is ipv4.",
    message="{domain} is IPv4 only.",
    remedy="Set its IP address type to dualstack, or drop AAAA.",
    source="botocore model: apigateway EndpointConfiguration.ipAddressType; "
    "Route 53 Developer Guide: resource-record-sets-values-alias (lists A only)",
    fix="aws apigateway update-domain-name --domain-name {domain} "
    "--patch-operations op=replace,path=/endpointConfiguration/ipAddressType,value=dualstack {here}",
    stage="demands",
)
APIGW_CERTIFICATE = Rule(
    id="apigw-certificate",
    severity=Severity.ERROR,
    when="The ACM certificate's region is not that of the API (regional) or us-east-1 (edge).",
    message="The certificate of {domain} is in {found}; it must be in {wanted}.",
    remedy="Reissue it there.",
    source="API Gateway Developer Guide: how-to-specify-certificate-for-custom-domain-name",
    fix="aws acm request-certificate --domain-name {domain} --validation-method DNS --region {wanted} {as_owner}",
    stage="certificate",
)
