from __future__ import annotations

import pytest

from xalias_tui.aws.endpoints import base_region, is_global, supports


@pytest.mark.parametrize(
    ("service", "region", "expected"),
    [
        ("elbv2", "eu-west-1", True),
        ("elbv2", "cn-north-1", True),
        ("apprunner", "eu-west-1", True),
        ("apprunner", "me-south-1", False),
        ("apprunner", "cn-north-1", False),
        ("cloudfront", "eu-west-1", True),
        ("globalaccelerator", "eu-west-1", True),
        ("elbv2", "eu-atlantis-7", True),
        ("elbv2", "nowhere", True),
    ],
)
def test_supports(service: str, region: str, expected: bool) -> None:  # noqa: FBT001 -- an expected value
    assert supports(service, region) is expected


@pytest.mark.parametrize("service", ["route53", "cloudfront", "iam", "organizations", "globalaccelerator"])
def test_global_services(service: str) -> None:
    assert is_global(service, "aws")


@pytest.mark.parametrize("service", ["elb", "elbv2", "apigateway", "apigatewayv2", "s3", "acm", "ec2", "opensearch"])
def test_regional_services(service: str) -> None:
    assert not is_global(service, "aws")


@pytest.mark.parametrize(
    ("partition", "region"), [("aws", "us-east-1"), ("aws-cn", "cn-north-1"), ("aws-us-gov", "us-gov-west-1")]
)
def test_base_regions(partition: str, region: str) -> None:
    assert base_region(partition) == region
