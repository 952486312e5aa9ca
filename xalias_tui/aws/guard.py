"""What may leave this process: refused at the SDK's event level, so that no caller can forget to ask.

botocore emits ``before-parameter-build`` for every call of every client, before anything is built or signed
(https://boto3.amazonaws.com/v1/documentation/api/latest/guide/events.html).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from botocore.hooks import BaseEventHooks
from botocore.model import OperationModel

from xalias_tui.domain.errors import RefusedError

READS: Final[Mapping[str, frozenset[str]]] = {
    service: frozenset(operations.split())
    for service, operations in {
        "account": "ListRegions",
        "acm": "DescribeCertificate ListCertificates",
        "amplify": "ListApps ListDomainAssociations",
        "apigateway": "GetBasePathMappings GetDomainNameAccessAssociations GetDomainNames",
        "apigatewayv2": "GetApiMappings GetDomainNames ListPortals ListRoutingRules",
        "apprunner": "DescribeCustomDomains DescribeService ListServices",
        "appsync": "GetApiAssociation ListDomainNames",
        "cloudfront": """
            GetConnectionGroup GetDistributionConfig ListConnectionGroups ListDistributionTenants ListDistributions
            ListDomainConflicts
        """,
        "cloudtrail": "LookupEvents",
        "cognito-idp": "DescribeUserPool DescribeUserPoolDomain ListUserPools",
        "config": """
            DescribeConfigurationAggregatorSourcesStatus DescribeConfigurationAggregators
            GetAggregateDiscoveredResourceCounts SelectAggregateResourceConfig
        """,
        "ec2": """
            DescribeAddresses DescribeNetworkInterfaces DescribeRegions DescribeSecurityGroups DescribeVpcAttribute
            DescribeVpcEndpointAssociations DescribeVpcEndpoints
        """,
        "elasticbeanstalk": "CheckDNSAvailability DescribeEnvironments",
        "elb": "DescribeInstanceHealth DescribeLoadBalancers DescribeTags",
        "elbv2": """
            DescribeListenerCertificates DescribeListeners DescribeLoadBalancers DescribeRules
            DescribeTags DescribeTargetGroups DescribeTargetHealth
        """,
        "globalaccelerator": """
            ListAccelerators ListCustomRoutingAccelerators ListCustomRoutingEndpointGroups
            ListCustomRoutingListeners ListEndpointGroups ListListeners
        """,
        "iam": "GetServerCertificate ListAccountAliases",
        "lightsail": """
            GetCertificates GetContainerServices GetDistributions GetLoadBalancerTlsCertificates
            GetLoadBalancers
        """,
        "opensearch": "DescribeDomains ListDomainNames",
        "organizations": "ListAccounts ListDelegatedAdministrators ListOrganizationalUnitsForParent",
        "route53": """
            GetChange GetDNSSEC GetHostedZone GetHostedZoneLimit ListCidrCollections ListCidrLocations
            ListHealthChecks ListHostedZones ListResourceRecordSetChanges ListResourceRecordSetProtections
            ListResourceRecordSets ListTagsForResource
        """,
        "route53resolver": "ListResolverRuleAssociations ListResolverRules",
        "s3": """
            GetBucketLocation GetBucketPolicyStatus GetBucketRequestPayment GetBucketWebsite
            GetPublicAccessBlock HeadBucket ListBuckets
        """,
        "signin": "CreateOAuth2Token",
        "sso": "GetRoleCredentials ListAccountRoles ListAccounts",
        "sso-oidc": "CreateToken CreateTokenWithIAM RegisterClient StartDeviceAuthorization",
        "sts": "AssumeRole AssumeRoleWithSAML AssumeRoleWithWebIdentity GetCallerIdentity",
        "vpc-lattice": "ListServices",
    }.items()
}
"""Operations that change nothing in AWS, by service: those that xalias calls, and those by which the SDK signs in.

The list is closed: an operation that is not in it counts as one that changes something. A name does not tell:
``resource-explorer-2:Search`` may create an index, ``config:SelectAggregateResourceConfig`` only reads.
"""

WRITES: Final[Mapping[str, frozenset[str]]] = {"route53": frozenset({"ChangeResourceRecordSets"})}
"""Operations by which xalias changes something, by service."""


def is_read(service: str, operation: str) -> bool:
    """Whether an operation (``ListHostedZones``) of a service (``route53``) is known to change nothing in AWS."""
    return operation in READS.get(service, frozenset())


def refuse_changes(events: BaseEventHooks, message: str, remedy: str) -> None:
    """Make every client that shares or inherits these event hooks refuse operations that may change something.

    The refused call raises RefusedError with code ``read-only``.
    """

    def refuse(model: OperationModel, **_: Any) -> None:
        service = model.service_model.service_name
        if not is_read(service, model.name):
            raise RefusedError("read-only", f"{service}:{model.name} was not sent: {message}", remedy)

    events.register_first("before-parameter-build", refuse)
