from __future__ import annotations

import pytest

from tests.aws.test_aws_region_override import CALLS
from xalias_tui.aws.guard import is_read


@pytest.mark.parametrize(
    ("service", "operation"),
    [
        ("route53", "ListHostedZones"),
        ("route53", "TestDNSAnswer"),
        ("s3", "HeadBucket"),
        ("elbv2", "DescribeLoadBalancers"),
        ("sts", "AssumeRole"),
        ("sso-oidc", "CreateToken"),
    ],
)
def test_reads(service: str, operation: str) -> None:
    assert is_read(service, operation)


@pytest.mark.parametrize(
    ("service", "operation"),
    [
        ("route53", "ChangeResourceRecordSets"),
        ("apigateway", "TestInvokeMethod"),
        ("s3", "PutBucketWebsite"),
        ("ec2", "RunInstances"),
        ("iam", "CreateToken"),
        ("elbv2", "SetSecurityGroups"),
        ("config", "SelectResourceConfig"),
        ("iam", "SimulatePrincipalPolicy"),
    ],
)
def test_changes(service: str, operation: str) -> None:
    assert not is_read(service, operation)


def test_everything_that_discovery_asks_is_a_read() -> None:
    for service, calls in CALLS.items():
        for operation, _ in calls:
            assert is_read(service, "".join(word.capitalize() for word in operation.split("_")))
