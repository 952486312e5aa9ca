"""Rules about load balancers."""

from __future__ import annotations

from typing import Final

from xalias_tui.domain.findings import Rule, Severity

SET_CLASSIC_CERTIFICATE: Final = (
    "aws elb set-load-balancer-listener-ssl-certificate --load-balancer-name {resource} --load-balancer-port {port} "
    '--ssl-certificate-id "$CERTIFICATE_ARN" {here}'
)
REGISTER_INSTANCE: Final = (
    'aws elb register-instances-with-load-balancer --load-balancer-name {resource} --instances "$INSTANCE_ID" {here}'
)
OPEN_PORT_TO_SOME: Final = (
    "aws ec2 authorize-security-group-ingress --group-id {group} --protocol {protocol} --port {port} "
    '--cidr "$CLIENTS_CIDR" {here}'
)
ADD_CLASSIC_LISTENER: Final = (
    "aws elb create-load-balancer-listeners --load-balancer-name {resource} --listeners Protocol=HTTPS,"
    'LoadBalancerPort=443,InstanceProtocol=HTTP,InstancePort=80,SSLCertificateId="$CERTIFICATE_ARN" {here}'
)
ENABLE_IPV6: Final = "aws elbv2 set-ip-address-type --load-balancer-arn {arn} --ip-address-type dualstack {here}"

LB_INTERNAL_IN_PUBLIC_ZONE = Rule(
    id="lb-internal-in-public-zone",
    severity=Severity.WARNING,
    when="Scheme is internal (or the name starts with internal-), and the zone is public.",
    message="{target} is internal: the internet will be given private addresses it cannot reach, "
    "and your internal addresses become public.",
    remedy="Create the record in a private zone, or choose an internet-facing load balancer.",
    source="botocore model: elbv2 LoadBalancer.Scheme",
    stage="demands",
)
LB_PUBLIC_IN_PRIVATE_ZONE = Rule(
    id="lb-public-in-private-zone",
    severity=Severity.INFO,
    when="Scheme is internet-facing, and the zone is private.",
    message="Internal clients will leave the VPC to reach {target}.",
    remedy="Use an internal load balancer.",
    source="unsourced",
    stage="demands",
)
LB_NAME_OUTDATED = Rule(
    id="lb-name-outdated",
    severity=Severity.WARNING,
    when="The target was given by its DNS name <name>-<number>, no load balancer found has it, and exactly "
    "one in the same region has <name>-<another number>.",
    message="No load balancer found has the name {target}, but {successor} exists: it may have been recreated.",
    remedy="Use {successor}.",
    source="Form of the names of Elastic Load Balancing",
    stage="demands",
)
EB_USES_ENDPOINT_URL = Rule(
    id="eb-uses-endpoint-url",
    severity=Severity.WARNING,
    when="The load balancer carries the tag elasticbeanstalk:environment-name: it is an environment's EndpointURL.",
    message="{resource} is part of Elastic Beanstalk environment {environment}; the alias breaks when that is rebuilt.",
    remedy="Alias to the environment's CNAME instead: choose the target of kind elasticbeanstalk.",
    source="botocore model: route53 AliasTarget (specify the environment's CNAME); the consequence is unsourced, and a "
    "warning as the alias works until then",
    stage="demands",
)
LB_NOT_ACTIVE = Rule(
    id="lb-not-active",
    severity=Severity.WARNING,
    when="State.Code is provisioning or active_impaired (warning), or failed (error).",
    message="{resource} is {state}.",
    remedy="Wait until it is active.",
    source="botocore model: elbv2 LoadBalancerState",
    stage="resource",
)
FAILED = "Create it anew: it could not be set up."
"""What to do about a load balancer whose state is ``failed``, instead of waiting (elbv2 LoadBalancerStateEnum)."""
LB_NO_LISTENER = Rule(
    id="lb-no-listener",
    severity=Severity.ERROR,
    when="DescribeListeners returns none.",
    message="Nothing listens on {resource}.",
    remedy="Add a listener.",
    source="botocore model: elbv2 DescribeListeners",
    fix="aws elbv2 create-listener --load-balancer-arn {arn} --protocol {protocol} --port 443 "
    '--certificates CertificateArn="$CERTIFICATE_ARN" '
    '--default-actions Type=forward,TargetGroupArn="$TARGET_GROUP_ARN" {here}',
    stage="demands",
    needs=frozenset({"elasticloadbalancing:DescribeListeners"}),
)
LB_NO_HEALTHY_TARGET = Rule(
    id="lb-no-healthy-target",
    severity=Severity.WARNING,
    when="No target of any target group is healthy (info where all are still initial).",
    message="{resource} has no healthy target ({states}).",
    remedy="Register targets that pass their health checks.",
    source="botocore model: elbv2 TargetHealthStateEnum",
    fix='aws elbv2 register-targets --target-group-arn {group} --targets Id="$TARGET_ID" {here}',
    stage="demands",
    needs=frozenset(
        {
            "elasticloadbalancing:DescribeTargetGroups",
            "elasticloadbalancing:DescribeTargetHealth",
            "elasticloadbalancing:DescribeInstanceHealth",
        }
    ),
)
LB_CERTIFICATE_MISMATCH = Rule(
    id="lb-certificate-mismatch",
    severity=Severity.ERROR,
    when="A TLS listener exists, and no certificate of it (default and SNI) covers the name; "
    "a certificate's wildcard covers one label.",
    message="No certificate on {resource} covers {name}; browsers will warn.",
    remedy="Add an SNI certificate for {name} to the listener.",
    source="botocore model: elbv2 DescribeListenerCertificates; "
    "CloudFront Developer Guide: CNAMEs (depth of certificate wildcards)",
    fix="aws elbv2 add-listener-certificates --listener-arn {listener} "
    '--certificates CertificateArn="$CERTIFICATE_ARN" {here}',
    stage="certificate",
    needs=frozenset(
        {
            "elasticloadbalancing:DescribeListeners",
            "elasticloadbalancing:DescribeListenerCertificates",
            "acm:DescribeCertificate",
            "iam:GetServerCertificate",
        }
    ),
)
LB_HOST_RULE_MISSING = Rule(
    id="lb-host-rule-missing",
    severity=Severity.WARNING,
    when="Rules of an ALB listener carry host-header conditions, none of which matches the name, every forwarding "
    "rule has one, and the default action does not forward.",
    message="No rule on {resource} port {port} accepts host {name}; visitors get the default action ({action}).",
    remedy="Add a host-header rule for {name}.",
    source="botocore model: elbv2 RuleCondition, HostHeaderConditionConfig",
    fix="aws elbv2 create-rule --listener-arn {listener} --conditions Field=host-header,Values={name} "
    '--priority "$PRIORITY" --actions Type=forward,TargetGroupArn="$TARGET_GROUP_ARN" {here}',
    stage="demands",
    needs=frozenset({"elasticloadbalancing:DescribeListeners", "elasticloadbalancing:DescribeRules"}),
)
LB_SECURITY_GROUP_CLOSED = Rule(
    id="lb-security-group-closed",
    severity=Severity.WARNING,
    when="No security group of the load balancer admits a listener's port, of TCP, UDP or both by its protocol: from "
    "0.0.0.0/0 or ::/0 where it is internet-facing and the zone public, from anywhere else. Load balancers without "
    "security groups are skipped.",
    message="The security groups of {resource} admit {whom} on port {ports}.",
    remedy="Open what is closed: {ports}.",
    source="botocore model: elbv2 LoadBalancer.SecurityGroups; the check is unsourced",
    fix="aws ec2 authorize-security-group-ingress --group-id {group} --ip-permissions {permissions} {here}",
    stage="demands",
    needs=frozenset({"elasticloadbalancing:DescribeListeners", "ec2:DescribeSecurityGroups"}),
)
LB_GATEWAY_TYPE = Rule(
    id="lb-gateway-type",
    severity=Severity.ERROR,
    when="Type is gateway.",
    message="A Gateway Load Balancer cannot receive DNS traffic: {resource} has no address to resolve.",
    remedy="Choose another target.",
    source="unsourced",
    stage="demands",
)
CLB_LEGACY_ZONE_ID = Rule(
    id="clb-legacy-zone-id",
    severity=Severity.WARNING,
    when="The alias zone id is one of those that Classic Load Balancers had before 2017.",
    message="{zone_id} is the old Classic Load Balancer zone id for {id_region}.",
    remedy="Verify it with DescribeLoadBalancers, and move to {new}.",
    source="codenize-tools/roadworker: table CANONICAL_HOSTED_ZONE_NAME_IDS",
    stage="target",
)
NLB_ZONAL_NAME = Rule(
    id="nlb-zonal-name",
    severity=Severity.WARNING,
    when="The name starts with an Availability Zone.",
    message="This name reaches only zone {az} of {target}.",
    remedy="Use the regional name, without {az} in front.",
    source="unsourced",
    stage="target",
    aliases_only=True,
)
LB_NO_PUBLIC_IPV4 = Rule(
    id="lb-no-public-ipv4",
    severity=Severity.ERROR,
    when="IpAddressType is dualstack-without-public-ipv4, type A, and the zone is public.",
    message="{target} has no public IPv4 address; only an AAAA record is useful on the internet.",
    remedy="Create AAAA only, or change the load balancer's IP address type.",
    source="botocore model: elbv2 LoadBalancer.IpAddressType",
    fix=ENABLE_IPV6,
    stage="demands",
)
DUALSTACK_PREFIX_MISSING = Rule(
    id="dualstack-prefix-missing",
    severity=Severity.INFO,
    when="The name of an Application or Classic Load Balancer without 'dualstack.' (warning for AAAA, info for A).",
    message="Without 'dualstack.' IPv6 clients of {target} get no address.",
    remedy="Alias to dualstack.{target}.",
    source="Route 53 Developer Guide: routing-to-elb-load-balancer and resource-record-sets-values-alias-common "
    "(they contradict each other); aws/aws-cdk README of aws-route53-targets",
    stage="target",
    aliases_only=True,
)
DUALSTACK_PREFIX_ON_NLB = Rule(
    id="dualstack-prefix-on-nlb",
    severity=Severity.ERROR,
    when="The name of a Network Load Balancer begins with 'dualstack.'.",
    message="Network Load Balancers have no 'dualstack.' name.",
    remedy="Remove the prefix.",
    source="botocore model: route53 AliasTarget.DNSName; that the name does not exist is unsourced",
    stage="target",
    aliases_only=True,
)
IPV6_PREFIX_CLB = Rule(
    id="ipv6-prefix-clb",
    severity=Severity.INFO,
    when="The name of a Classic Load Balancer starts with 'ipv6.'.",
    message="'ipv6.' is a Classic Load Balancer relic.",
    remedy="Use 'dualstack.' instead.",
    source="unsourced",
    stage="target",
    aliases_only=True,
)
ETH_EMPTY_TARGET_GROUP = Rule(
    id="eth-empty-target-group",
    severity=Severity.WARNING,
    when="EvaluateTargetHealth is true, and a target group has no targets or only unhealthy ones.",
    message="Route 53 will treat this load balancer as down: target group {group} has no healthy target.",
    remedy="Register a healthy target in {group}, or remove the group.",
    source="botocore model: route53 AliasTarget.EvaluateTargetHealth",
    fix='aws elbv2 register-targets --target-group-arn {group_arn} --targets Id="$TARGET_ID" {here}',
    stage="demands",
    needs=frozenset(
        {
            "elasticloadbalancing:DescribeTargetGroups",
            "elasticloadbalancing:DescribeTargetHealth",
            "elasticloadbalancing:DescribeInstanceHealth",
        }
    ),
)
