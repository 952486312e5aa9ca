"""Rules about VPC endpoints."""

from __future__ import annotations

from xalias_tui.domain.findings import Rule, Severity

VPCE_NOT_AVAILABLE = Rule(
    id="vpce-not-available",
    severity=Severity.ERROR,
    when="State of the endpoint, in lower case, is not available.",
    message="Endpoint {resource} is {status}.",
    remedy="Have the owner of the service accept it, or create it anew.",
    source="botocore model: ec2 VpcEndpoint.State",
    stage="resource",
    needs=frozenset({"ec2:DescribeVpcEndpoints"}),
)
VPCE_IN_PUBLIC_ZONE = Rule(
    id="vpce-in-public-zone",
    severity=Severity.WARNING,
    when="The target is a VPC interface endpoint or an OpenSearch domain inside a VPC, and the zone is public.",
    message="{target} answers with private addresses, which the internet cannot reach.",
    remedy="Write the record into a private hosted zone.",
    source="Route 53 Developer Guide: routing-to-vpc-interface-endpoint; botocore model: opensearch "
    "DomainStatus.VPCOptions; the check is a tool rule",
    stage="demands",
)
VPCE_ZONAL_NAME = Rule(
    id="vpce-zonal-name",
    severity=Severity.WARNING,
    when="The name carries an Availability Zone: DnsEntries behind the first one.",
    message="{target} reaches only the Availability Zone {az}.",
    remedy="Use the endpoint's regional name, the first of its DnsEntries.",
    source="aws/aws-cdk: aws-route53-targets README; aws-cli examples: ec2 describe-vpc-endpoints",
    stage="target",
)
VPCE_PRIVATE_DNS_ENTRY = Rule(
    id="vpce-private-dns-entry",
    severity=Severity.ERROR,
    when="Every DnsEntry has the HostedZoneId ZONEIDPENDING or is the service's private DNS name.",
    message="{target} is the private DNS name of the endpoint's service, or its own name is not made yet.",
    remedy="Use the endpoint's name that begins with vpce-, once it is there.",
    source="aws/aws-cdk: aws-route53-targets README; aws-cli examples: ec2 describe-vpc-endpoints",
    stage="demands",
)
VPCE_TLS_NAME = Rule(
    id="vpce-tls-name",
    severity=Severity.WARNING,
    when="ServiceName is a service of AWS (neither vpce-svc-… nor execute-api).",
    message="The certificate of {service} will not match {name}: TLS clients refuse it.",
    remedy="Put a proxy with a certificate of {name} in front, or let clients use the vpce- name.",
    source="unsourced",
    stage="demands",
)
