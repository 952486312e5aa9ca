from __future__ import annotations

import json
import re

import pytest
from botocore import exceptions as sdk

from tests.aws.fakes import client_error
from xalias_tui.aws.failures import SDK_ERRORS, describe, lookup_failure, sign_in_command
from xalias_tui.domain.errors import AwsError, RefusedError

URL = "https://sts.eu-west-1.amazonaws.com/"
_BAD_JSON = json.JSONDecodeError("Expecting value", "not json", 0)

SIGN_IN: list[tuple[Exception, str, str, str]] = [
    (sdk.ProfileNotFound(profile="shop"), "missing", "Profile shop does not exist", "xalias accounts"),
    (sdk.NoCredentialsError(), "missing", "Profile shop has no credentials", "aws configure --profile shop"),
    (sdk.PartialCredentialsError(provider="env", cred_var="secret"), "misconfigured", "only half", "aws configure"),
    (sdk.SSOTokenLoadError(error_msg="no token"), "expired", "not signed in", "aws sso login --profile shop"),
    (sdk.UnauthorizedSSOTokenError(), "expired", "has expired", "aws sso login --profile shop"),
    (sdk.TokenRetrievalError(provider="sso", error_msg="x"), "expired", "has expired", "aws sso login --profile shop"),
    (sdk.LoginInsufficientPermissions(), "denied", "insufficient permissions", "Ask"),
    (sdk.LoginRefreshRequired(), "expired", "console login", "aws login --profile shop"),
    (sdk.InvalidConfigError(error_msg="no source"), "misconfigured", "no source", "Correct the AWS configuration"),
    (
        sdk.InfiniteLoopConfigError(source_profile="shop", visited_profiles=["shop"]),
        "misconfigured",
        "circle",
        "Correct the AWS configuration",
    ),
    (sdk.ConfigParseError(path="/home/me/.aws/config"), "misconfigured", "/home/me/.aws/config", "Correct"),
    (sdk.NoRegionError(), "misconfigured", "region of profile shop", "aws configure set region REGION"),
    (sdk.InvalidRegionError(region_name="no region"), "misconfigured", "no region", "aws configure set region REGION"),
    (
        sdk.CredentialRetrievalError(provider="custom-process", error_msg="exit 1"),
        "misconfigured",
        "exit 1",
        "credential_process",
    ),
    (_BAD_JSON, "misconfigured", "credential_process of profile shop", "by hand"),
    (FileNotFoundError(2, "No such file", "/bin/nothing"), "misconfigured", "/bin/nothing", "credential_process"),
    (
        RuntimeError("Credentials were refreshed, but the refreshed credentials are still expired."),
        "expired",
        "already expired",
        "Renew",
    ),
    (RuntimeError("can't start new thread"), "unreachable", "can't start new thread", "again"),
    (
        ValueError("Invalid endpoint: localhost:4566"),
        "misconfigured",
        "cannot be used: a value of its settings",
        "Correct",
    ),
    (EOFError(), "needs-mfa", "asked for input", "AWS CLI"),
    (sdk.EndpointConnectionError(endpoint_url=URL), "unreachable", "sts.eu-west-1.amazonaws.com", "network"),
    (sdk.ConnectTimeoutError(endpoint_url=URL), "unreachable", "did not answer in time", "network"),
    (sdk.ReadTimeoutError(endpoint_url=URL), "unreachable", "did not answer in time", "network"),
    (sdk.ConnectionClosedError(endpoint_url=URL), "unreachable", "cannot be reached", "network"),
    (sdk.SSLError(endpoint_url=URL, error=OSError("self-signed")), "unreachable", "self-signed", "AWS_CA_BUNDLE"),
    (sdk.ProxyConnectionError(proxy_url="http://proxy:3128"), "unreachable", "proxy:3128", "HTTPS_PROXY"),
    (
        client_error("AccessDenied", "User x may not", 403, "AssumeRole"),
        "denied",
        "may not call AssumeRole",
        "role_arn",
    ),
    (
        client_error("AccessDenied", "MultiFactorAuthentication failed with invalid MFA one time pass code.", 403),
        "denied",
        "MFA code",
        "next code",
    ),
    (client_error("ExpiredToken", "The security token has expired", 403), "expired", "have expired", "sign in again"),
    (client_error("InvalidClientTokenId", "token is invalid", 403), "denied", "does not accept", "inactive"),
    (client_error("UnrecognizedClientException", "token is invalid"), "denied", "does not accept", "inactive"),
    (client_error("SignatureDoesNotMatch", "Signature expired: 1 < 2", 403), "misconfigured", "time stamp", "clock"),
    (client_error("SignatureDoesNotMatch", "does not match", 403), "misconfigured", "secret access key", "configure"),
    (client_error("ServiceUnavailable", "try later", 503), "unreachable", "try later", "later"),
    (client_error("ValidationError", "bad role"), "misconfigured", "bad role", "Correct"),
    (sdk.MetadataRetrievalError(error_msg="no role"), "unreachable", "no role", "metadata"),
    (PermissionError(13, "Permission denied", "/home/me/.aws/config"), "misconfigured", "/home/me", "Correct"),
]


@pytest.mark.parametrize(("error", "state", "said", "remedy"), SIGN_IN, ids=lambda value: type(value).__name__)
def test_why_a_profile_cannot_be_used(error: Exception, state: str, said: str, remedy: str) -> None:
    found = describe(error, profile="shop")
    assert found.code == state
    assert said in found.message
    assert remedy in found.remedy
    assert isinstance(error, SDK_ERRORS)
    assert found.message.endswith(".")
    assert "\n" not in str(found)
    assert not re.search(r"[{}]|None", str(found))


def test_the_default_chain_is_not_called_a_profile() -> None:
    found = describe(sdk.NoCredentialsError(), profile="")
    assert "default credential chain" in found.message
    assert "--profile" not in found.remedy


def test_a_missing_profile_is_named_also_where_the_environment_chose_it() -> None:
    assert "Profile gone does not exist" in describe(sdk.ProfileNotFound(profile="gone"), profile="").message


def test_our_own_errors_stay_as_they_are() -> None:
    error = AwsError("cancelled", "No code was given.")
    assert describe(error, profile="shop") is error


@pytest.mark.parametrize(
    ("error", "code", "denied"),
    [
        (client_error("AccessDenied", "not authorized", 403), "AccessDenied", True),
        (client_error("AccessDeniedException", "not authorized"), "AccessDeniedException", True),
        (client_error("UnauthorizedOperation", "not authorized", 403), "UnauthorizedOperation", True),
        (client_error("403", "Forbidden", 403), "403", True),
        (client_error("NoSuchBucket", "The bucket does not exist", 404), "NoSuchBucket", False),
        (client_error("InternalFailure", "oops", 500), "InternalFailure", False),
        (sdk.EndpointConnectionError(endpoint_url=URL), "no-network", False),
        (sdk.ConnectionClosedError(endpoint_url=URL), "no-network", False),
        (sdk.ConnectTimeoutError(endpoint_url=URL), "timeout", False),
        (sdk.ReadTimeoutError(endpoint_url=URL), "timeout", False),
        (sdk.SSLError(endpoint_url=URL, error=OSError("x")), "tls", False),
        (sdk.ParamValidationError(report="bad bucket"), "invalid-request", False),
        (sdk.PaginationError(message="token twice"), "invalid-request", False),
        (sdk.UnauthorizedSSOTokenError(), "expired", False),
        (AwsError("cancelled", "No code was given."), "cancelled", False),
    ],
    ids=lambda value: type(value).__name__,
)
def test_why_a_question_got_no_answer(error: Exception, code: str, denied: bool) -> None:  # noqa: FBT001 -- an expected value
    found = lookup_failure(error, profile="shop", action="x:Y")
    assert (found.code, found.denied, found.action) == (code, denied, "x:Y")
    assert found.message


def test_the_number_of_retries_is_nobodys_business() -> None:
    error = client_error("Throttling", "Rate exceeded (reached max retries: 2)")
    assert lookup_failure(error, profile="shop").message == "Rate exceeded"


def test_a_denial_without_words_names_the_action() -> None:
    error = client_error("403", "403", 403, "HeadBucket")
    assert "s3:ListBucket" in lookup_failure(error, profile="shop", action="s3:ListBucket").message


def test_a_key_that_only_one_region_does_not_know_means_that_the_region_is_off() -> None:
    error = client_error("AuthFailure", "AWS was not able to validate the provided access credentials", 401)
    found = lookup_failure(error, profile="shop", action="ec2:DescribeVpcEndpoints", region="ap-east-1")
    assert found.code == "AuthFailure"
    assert "Region ap-east-1 seems not to be enabled" in found.message


@pytest.mark.parametrize("region", ["us-east-1", "cn-north-1", ""])
def test_a_region_that_no_account_can_turn_off_is_not_called_off(region: str) -> None:
    error = client_error("InvalidClientTokenId", "The security token included in the request is invalid.", 403)
    found = lookup_failure(error, profile="shop", action="ec2:DescribeRegions", region=region)
    assert "not to be enabled" not in found.message
    assert "AWS does not accept the access key of profile shop" in found.message


def test_a_login_that_ends_in_between_says_what_to_do() -> None:
    found = lookup_failure(client_error("ExpiredToken", "expired", 403), profile="shop")
    assert "have expired" in found.message
    assert "sign in again" in found.message


def test_the_guard_is_no_failure_of_aws() -> None:
    with pytest.raises(RefusedError):
        lookup_failure(RefusedError("read-only", "no"), profile="shop")


@pytest.mark.parametrize(
    ("error", "profile", "command"),
    [
        (sdk.SSOTokenLoadError(error_msg="none"), "shop", "aws sso login --profile shop"),
        (sdk.UnauthorizedSSOTokenError(), "", "aws sso login"),
        (sdk.NoCredentialsError(), "shop", ""),
    ],
)
def test_a_login_that_the_aws_cli_can_renew_comes_with_the_command(
    error: Exception, profile: str, command: str
) -> None:
    assert " ".join(sign_in_command(error, profile=profile)) == command
    assert command in describe(error, profile=profile).remedy
