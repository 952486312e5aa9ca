from __future__ import annotations

import contextlib
from datetime import UTC, datetime
from typing import Any

import botocore.session
import pytest
from botocore.exceptions import ClientError

from tests.conftest import MakeClient
from xalias_tui.sandbox.identities import Account, Role
from xalias_tui.sandbox.world import World


def _refused(call: Any, **params: Any) -> tuple[str, str, int]:
    with pytest.raises(ClientError) as caught:
        call(**params)
    response = caught.value.response
    return response["Error"]["Code"], response["Error"]["Message"], response["ResponseMetadata"]["HTTPStatusCode"]


@pytest.mark.parametrize(
    ("profile", "arn"),
    [
        ("dns-prod", "arn:aws:iam::111111111111:user/dns-operator"),
        ("shop-prod", "arn:aws:sts::222222222222:assumed-role/operator/operator"),
        ("media-prod", "arn:aws:iam::333333333333:user/media-operator"),
        ("media-process", "arn:aws:iam::333333333333:user/media-operator"),
        ("legacy", "arn:aws:iam::444444444444:user/leftover"),
        ("dns-audit", "arn:aws:sts::111111111111:assumed-role/dns-audit/operator"),
        ("org-admin", "arn:aws:iam::999999999999:user/operator"),
        ("gov-prod", "arn:aws-us-gov:iam::555555555555:user/gov-operator"),
        ("china-prod", "arn:aws-cn:iam::666666666666:user/china-operator"),
    ],
)
def test_each_profile_is_who_it_says(make_client: MakeClient, profile: str, arn: str) -> None:
    region = {"aws-us-gov": "us-gov-west-1", "aws-cn": "cn-north-1"}.get(arn.split(":")[1], "us-east-1")
    identity = make_client(profile, "sts", region).get_caller_identity()
    assert identity["Arn"] == arn
    assert identity["Account"] == arn.split(":")[4]
    assert identity["ResponseMetadata"]["RequestId"]


def test_expired_credentials(make_client: MakeClient) -> None:
    code, message, status = _refused(make_client("expired", "sts").get_caller_identity)
    assert (code, status) == ("ExpiredToken", 403)
    assert message == "The security token included in the request is expired"


@pytest.mark.parametrize(
    ("service", "call", "code"),
    [
        ("sts", "get_caller_identity", "InvalidClientTokenId"),
        ("route53", "list_hosted_zones", "InvalidClientTokenId"),
        ("ec2", "describe_regions", "AuthFailure"),
        ("acm", "list_certificates", "UnrecognizedClientException"),
        ("apigateway", "get_domain_names", "UnrecognizedClientException"),
        ("s3", "list_buckets", "InvalidAccessKeyId"),
    ],
)
def test_nobody_has_this_key(make_client: MakeClient, world: World, service: str, call: str, code: str) -> None:
    client = make_client("dns-prod", service)
    world._principals.clear()
    assert _refused(getattr(client, call)) == (code, "The security token included in the request is invalid.", 403)


@pytest.mark.parametrize(
    "arn",
    [
        "arn:aws:iam::222222222222:role/nobody",
        "arn:aws:iam::222222222222:role/no/such/path/operator",
        "arn:aws:iam::666666666666:role/operator",
        "arn:aws:iam::222222222222:role/operator-mfa",
    ],
)
def test_a_role_that_does_not_trust_the_caller(make_client: MakeClient, arn: str) -> None:
    sts = make_client("org-admin", "sts")
    code, message, status = _refused(sts.assume_role, RoleArn=arn, RoleSessionName="me")
    assert (code, status) == ("AccessDenied", 403)
    assert message == (
        f"User: arn:aws:iam::999999999999:user/operator is not authorized to perform: sts:AssumeRole on resource: {arn}"
    )


@pytest.mark.usefixtures("make_client")
@pytest.mark.parametrize(("code", "accepted"), [("123456", True), ("000000", False)])
def test_mfa_codes(code: str, *, accepted: bool) -> None:
    session = botocore.session.Session(profile="shop-mfa")
    session.get_component("credential_provider").get_provider("assume-role")._prompter = lambda _: code
    client: Any = session.create_client("sts")
    with contextlib.closing(client):
        if accepted:
            assert client.get_caller_identity()["Arn"].endswith(":assumed-role/operator-mfa/operator")
        else:
            with pytest.raises(ClientError, match="failed with invalid MFA one time pass code"):
                client.get_caller_identity()


_LEFTOVER = "User: arn:aws:iam::444444444444:user/leftover is not authorized to perform: "


@pytest.mark.parametrize(
    ("service", "call", "code", "action"),
    [
        ("cloudfront", "list_distributions", "AccessDenied", "cloudfront:ListDistributions"),
        ("s3", "list_buckets", "AccessDenied", "s3:ListAllMyBuckets"),
        ("acm", "list_certificates", "AccessDeniedException", "acm:ListCertificates"),
        ("apigateway", "get_domain_names", "AccessDeniedException", "apigateway:GET"),
        ("apigatewayv2", "get_domain_names", "AccessDeniedException", "apigateway:GET"),
        ("organizations", "list_accounts", "AccessDeniedException", "organizations:ListAccounts"),
    ],
)
def test_denied_in_the_words_of_each_protocol(
    make_client: MakeClient, service: str, call: str, code: str, action: str
) -> None:
    answer = _refused(getattr(make_client("legacy", service), call))
    assert answer == (code, f"{_LEFTOVER}{action} because no identity-based policy allows the {action} action", 403)


def test_denied_by_a_service_control_policy(make_client: MakeClient, world: World) -> None:
    world.add_account(Account("333333333333", "media-prod", "example-media", denied=("elbv2:*", "ec2:*")))
    code, message, _ = _refused(make_client("media-prod", "elbv2").describe_load_balancers)
    assert code == "AccessDenied"
    assert message.endswith(
        "elasticloadbalancing:DescribeLoadBalancers with an explicit deny in a service control policy"
    )
    code, message, _ = _refused(make_client("media-prod", "ec2").describe_regions)
    assert code == "UnauthorizedOperation"
    assert message.startswith("You are not authorized to perform this operation. User: arn:aws:iam::333333333333:")


def test_a_denial_names_the_zone(make_client: MakeClient, world: World) -> None:
    zone = world.route53.create_zone("111111111111", "example.com")
    audit = make_client("dns-audit", "route53")
    assert audit.get_hosted_zone(Id=zone)["HostedZone"]["Name"] == "example.com."
    code, message, _ = _refused(audit.change_resource_record_sets, HostedZoneId=zone, ChangeBatch={})
    assert code == "AccessDenied"
    assert f"route53:ChangeResourceRecordSets on resource: arn:aws:route53:::hostedzone/{zone} because" in message


def test_a_role_can_be_assumed_from_a_role(make_client: MakeClient, world: World) -> None:
    world.accounts["333333333333"].roles["path/deeper"] = Role("deeper")
    sts = make_client("shop-prod", "sts")
    assumed = sts.assume_role(RoleArn="arn:aws:iam::333333333333:role/path/deeper", RoleSessionName="hop")
    assert assumed["AssumedRoleUser"]["Arn"] == "arn:aws:sts::333333333333:assumed-role/deeper/hop"
    assert 3500 < (assumed["Credentials"]["Expiration"] - datetime.now(UTC)).total_seconds() <= 3600
