"""What is said of each provider and each way in which it fails, and what helps there."""

from __future__ import annotations

from pathlib import Path

import pytest
from botocore import exceptions as sdk

from tests.aws.fakes import client_error
from xalias_tui.aws.failures import describe

CONFIG = """
[profile sso]
sso_session = corp
sso_account_id = 111111111111
sso_role_name = NotMine
[profile o'neill's]
login_session = arn:aws:iam::111111111111:user/op
[profile helper]
credential_process = helper --prod
[profile web]
role_arn = arn:aws:iam::111111111111:role/x
web_identity_token_file = /token
[profile far]
region = ap-east-1
aws_access_key_id = A
aws_secret_access_key = B
[profile words]
role_arn = arn:aws:iam::111111111111:role/x
source_profile = far
duration_seconds = one hour
[profile address]
aws_access_key_id = A
aws_secret_access_key = B
endpoint_url = localhost
[profile quotes]
credential_process = sh -c 'echo
[sso-session corp]
sso_region = eu-west-1
sso_start_url = https://corp.example.com/start
[prod]
region = eu-west-1
""".replace("[profile o'neill's]", "[profile \"o'neill's\"]")


@pytest.fixture(autouse=True)
def configured(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "config").write_text(CONFIG, encoding="utf-8")
    monkeypatch.setenv("AWS_CONFIG_FILE", str(tmp_path / "config"))
    for name in ("AWS_REGION", "AWS_DEFAULT_REGION"):
        monkeypatch.delenv(name, raising=False)


CASES: list[tuple[str, Exception, str, str, str]] = [
    (
        "sso",
        client_error("ForbiddenException", "No access", 403, "GetRoleCredentials"),
        "denied",
        "no role NotMine in account 111111111111",
        "assignment",
    ),
    (
        "sso",
        client_error("TooManyRequestsException", "HTTP 429", 429, "GetRoleCredentials"),
        "unreachable",
        "asked too often",
        "minute",
    ),
    ("sso", sdk.SSOTokenLoadError(error_msg="x"), "expired", "not signed in", "'aws sso login --profile sso'"),
    (
        "o'neill's",
        sdk.LoginTokenLoadError(error_msg="x"),
        "expired",
        "console login",
        "aws login --profile 'o'\"'\"'neill'\"'\"'s'",
    ),
    ("o'neill's", sdk.MissingDependencyException(msg="crt"), "unsupported", "profile itself is right", "awscrt"),
    (
        "web",
        client_error("ExpiredTokenException", "Token expired", 400, "AssumeRoleWithWebIdentity"),
        "expired",
        "web identity token",
        "EKS",
    ),
    ("web", FileNotFoundError(2, "No such file", "/token"), "misconfigured", "/token", "web_identity_token_file"),
    (
        "web",
        client_error("InvalidIdentityToken", "bad issuer", 400, "AssumeRoleWithWebIdentity"),
        "denied",
        "bad issuer",
        "trust policy",
    ),
    ("helper", FileNotFoundError(2, "No such file", "helper"), "misconfigured", "cannot be started: helper", "PATH"),
    (
        "helper",
        RuntimeError("Credentials were refreshed, but the refreshed credentials are still expired."),
        "expired",
        "already expired",
        "another terminal",
    ),
    ("helper", AttributeError("'list' object has no attribute 'get'"), "misconfigured", "JSON document", "by hand"),
    ("far", client_error("InvalidClientTokenId", "invalid", 403), "denied", "does not accept", "Region ap-east-1"),
    ("far", client_error("RegionDisabledException", "STS is not activated"), "denied", "turned off", "region"),
    ("far", client_error("407", "Proxy Authentication Required", 407), "unreachable", "407", "HTTPS_PROXY"),
    ("words", ValueError("invalid literal for int(): 'one hour'"), "misconfigured", "duration_seconds", "Correct"),
    ("address", ValueError("Invalid endpoint: localhost"), "misconfigured", "endpoint_url", "Correct"),
    ("quotes", ValueError("No closing quotation"), "misconfigured", "quotation mark", "Correct"),
    ("prod", sdk.ProfileNotFound(profile="prod"), "missing", "lacks the word profile", "[profile prod]"),
    ("two words", sdk.ProfileNotFound(profile="two words"), "missing", "two words", "--profile 'two words'"),
    (
        "far",
        sdk.EndpointConnectionError(endpoint_url="https://sts-fips.eu-west-1.amazonaws.com"),
        "unreachable",
        "FIPS",
        "Leave FIPS off",
    ),
    (
        "far",
        sdk.ProxyConnectionError(proxy_url="http://op:pw@proxy:3128", error="Tunnel: 407 Authentication"),
        "unreachable",
        "proxy:3128",
        "password",
    ),
    (
        "far",
        sdk.ProxyConnectionError(proxy_url="http://socks5h://127.0.0.1:9", error="x"),
        "unsupported",
        "SOCKS",
        "HTTP",
    ),
    ("far", sdk.RefreshWithMFAUnsupportedError(), "needs-mfa", "MFA code", "Sign in"),
]


@pytest.mark.parametrize(("profile", "error", "state", "says", "helps"), CASES, ids=lambda value: type(value).__name__)
def test_each_cause_has_its_sentence_and_its_remedy(
    profile: str, error: Exception, state: str, says: str, helps: str
) -> None:
    found = describe(error, profile=profile)
    assert (found.code, says in found.message, helps in found.remedy) == (state, True, True), str(found)
    assert "pw" not in str(found)
    assert not any(word in str(found) for word in ("Error:", "one hour", "localhost", "object has no"))


@pytest.mark.parametrize("variables", [{"AWS_VAULT": "prod"}, {}], ids=["aws-vault", "nothing known"])
def test_credentials_of_the_environment_that_end_need_a_fresh_shell(
    variables: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in {
        "AWS_ACCESS_KEY_ID": "A",
        "AWS_CREDENTIAL_EXPIRATION": "2020-01-01T00:00:00Z",
        **variables,
    }.items():
        monkeypatch.setenv(name, value)
    found = describe(client_error("ExpiredToken", "expired", 403), profile="")
    assert (found.code, "2020-01-01" in found.message) == ("expired", True)
    assert "fresh shell" in found.remedy
    assert ("aws-vault exec prod" in found.remedy) == bool(variables)


def test_a_region_of_the_environment_is_blamed_where_it_is_at_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_DEFAULT_REGION", "nowhere at all")
    found = describe(sdk.InvalidRegionError(region_name="nowhere at all"), profile="far")
    assert "AWS_DEFAULT_REGION" in found.message
    assert "nowhere at all" not in str(found)
