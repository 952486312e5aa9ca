from __future__ import annotations

import ast
import re
from pathlib import Path

import boto3
import botocore.session
import pytest
from botocore import xform_name

import xalias_tui
from xalias_tui.aws.guard import READS, is_read, refuse_changes
from xalias_tui.domain.errors import RefusedError

PACKAGE = Path(xalias_tui.__file__).parent
CALLERS = ("aws", "jobs", "targets")
OPERATION = re.compile(r"(?:check|describe|get|head|list|lookup|search|select|test)_[a-z0-9_]+")
"""The SDK's method names of operations, as the package writes them."""
NO_OPERATIONS = frozenset(
    {"check_hostname", "get_available_endpoints", "get_component", "get_config_variable", "get_paginator"}
    | {"get_frozen_token", "get_partition_for_region", "get_provider", "get_scoped_config", "search_paths"}
)
"""Names of the SDK and of what it builds on that ask nothing."""
BY_THE_SDK = ("sso", "sso-oidc", "signin", "sts")
"""What the SDK calls to obtain credentials, and whoever logs in."""


def called() -> dict[str, set[str]]:
    """Every method name of an operation that the package calls, with the files that do."""
    found: dict[str, set[str]] = {}
    for path in (path for folder in CALLERS for path in (PACKAGE / folder).rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            name = node.attr if isinstance(node, ast.Attribute) else getattr(node, "value", None)
            if isinstance(node, ast.Attribute) and "aws" not in path.parts:
                continue
            if isinstance(name, str) and OPERATION.fullmatch(name):
                found.setdefault(name, set()).add(path.name)
    return {name: files for name, files in found.items() if name not in NO_OPERATIONS}


METHODS = {xform_name(operation): operation for operations in READS.values() for operation in operations}


def test_every_operation_that_the_package_calls_is_known_to_read() -> None:
    assert {name: files for name, files in called().items() if name not in METHODS} == {}


def test_no_operation_is_allowed_that_nothing_calls() -> None:
    names = called().keys()
    unused = {
        f"{service}:{operation}"
        for service, operations in READS.items()
        if service not in BY_THE_SDK
        for operation in operations
        if xform_name(operation) not in names
    }
    assert unused == set()


def test_every_allowed_operation_exists() -> None:
    loader = botocore.session.Session().get_component("data_loader")
    for service, operations in READS.items():
        assert operations <= loader.load_service_model(service, "service-2")["operations"].keys(), service


@pytest.mark.parametrize(
    ("service", "operation"),
    [
        ("route53", "ListHostedZones"),
        ("s3", "HeadBucket"),
        ("elbv2", "DescribeLoadBalancers"),
        ("config", "SelectAggregateResourceConfig"),
        ("config", "GetAggregateDiscoveredResourceCounts"),
        ("sts", "AssumeRole"),
        ("sso-oidc", "CreateToken"),
        ("sso-oidc", "RegisterClient"),
        ("sso-oidc", "StartDeviceAuthorization"),
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
        ("iam", "SimulatePrincipalPolicy"),
        ("resource-explorer-2", "Search"),
        ("ec2", "GetConsoleScreenshot"),
        ("s3", "GetBucketAcl"),
        ("unheard-of", "ListHostedZones"),
    ],
)
def test_what_is_not_listed_may_change_something_whatever_its_name(service: str, operation: str) -> None:
    assert not is_read(service, operation)


def test_a_client_with_the_guard_refuses_before_anything_is_sent() -> None:
    client = boto3.Session(region_name="eu-west-1").client(
        "ec2", aws_access_key_id="AKID", aws_secret_access_key="secret", endpoint_url="http://127.0.0.1:9"
    )
    refuse_changes(client.meta.events, "only reads.", "Leave it.")
    with pytest.raises(RefusedError, match=r"ec2:GetConsoleScreenshot was not sent: only reads\.") as refused:
        client.get_console_screenshot(InstanceId="i-1")
    assert (refused.value.code, refused.value.remedy) == ("read-only", "Leave it.")
