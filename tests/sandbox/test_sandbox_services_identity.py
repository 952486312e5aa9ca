"""Sign-in through IAM Identity Center, the metadata of machines, and the organisation's tree, over the wire."""

from __future__ import annotations

import json
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from datetime import timedelta
from typing import Any
from urllib.error import HTTPError

import boto3
import pytest
from botocore import UNSIGNED
from botocore.config import Config
from botocore.exceptions import ClientError

from tests.conftest import MakeClient
from xalias_tui.sandbox import metadata
from xalias_tui.sandbox.clock import ManualClock
from xalias_tui.sandbox.identities import Machine, Role
from xalias_tui.sandbox.identity_centre import START_URL
from xalias_tui.sandbox.members import AUDIT, CLOSED, DNS_HUB, LEGACY, MANAGEMENT, PENDING, ROOT, SHOP, SUSPENDED
from xalias_tui.sandbox.server import Sandbox
from xalias_tui.sandbox.world import World

Client = Callable[..., Any]
DEVICE = "urn:ietf:params:oauth:grant-type:device_code"


@pytest.fixture
def client(sandbox: Sandbox) -> Iterator[Client]:
    """Makes plain SDK clients that try once; without keys they do not sign."""
    with ExitStack() as stack:

        def make(service: str, **keys: str) -> Any:
            config: dict[str, Any] = {"retries": {"total_max_attempts": 1}}
            if not keys:
                config["signature_version"] = UNSIGNED
            sdk: Any = boto3
            made = sdk.client(
                service, region_name="eu-central-1", endpoint_url=sandbox.url, config=Config(**config), **keys
            )
            return stack.enter_context(closing(made))

        yield make


def refused(call: Callable[..., Any], **params: Any) -> tuple[str, int]:
    with pytest.raises(ClientError) as caught:
        call(**params)
    response = caught.value.response
    return response["Error"]["Code"], response["ResponseMetadata"]["HTTPStatusCode"]


def begin(client: Client) -> tuple[Any, dict[str, str], dict[str, Any]]:
    oidc = client("sso-oidc")
    registered = oidc.register_client(clientName="xalias", clientType="public")
    who = {"clientId": registered["clientId"], "clientSecret": registered["clientSecret"]}
    return oidc, who, oidc.start_device_authorization(**who, startUrl=START_URL)


def token_of(world: World, client: Client) -> str:
    oidc, who, started = begin(client)
    world.identity_centre.approve(started["userCode"])
    granted = oidc.create_token(**who, grantType=DEVICE, deviceCode=started["deviceCode"])
    return str(granted["accessToken"])


def test_a_device_code_is_waited_for_approved_and_used_once(world: World, clock: ManualClock, client: Client) -> None:
    oidc, who, started = begin(client)
    ask = {**who, "grantType": DEVICE, "deviceCode": started["deviceCode"]}
    assert started["userCode"] in started["verificationUriComplete"]
    assert refused(oidc.create_token, **ask) == ("AuthorizationPendingException", 400)
    assert refused(oidc.create_token, **ask) == ("SlowDownException", 400)
    clock.advance(started["interval"])
    world.identity_centre.approve(started["userCode"])
    granted = oidc.create_token(**ask)
    assert (granted["tokenType"], granted["expiresIn"]) == ("Bearer", 28_800)
    assert refused(oidc.create_token, **ask) == ("InvalidGrantException", 400)
    refresh = {**who, "grantType": "refresh_token", "refreshToken": granted["refreshToken"]}
    assert oidc.create_token(**refresh)["accessToken"] != granted["accessToken"]
    assert refused(oidc.create_token, **refresh) == ("InvalidGrantException", 400)


def test_a_device_code_ends(world: World, clock: ManualClock, client: Client) -> None:
    oidc, who, started = begin(client)
    clock.advance(started["expiresIn"])
    world.identity_centre.approve(started["userCode"])
    ask = {**who, "grantType": DEVICE, "deviceCode": started["deviceCode"]}
    assert refused(oidc.create_token, **ask) == ("ExpiredTokenException", 400)


@pytest.mark.parametrize(
    ("operation", "change", "code", "status"),
    [
        (
            "start_device_authorization",
            {"startUrl": "https://other.awsapps.test/start"},
            "InvalidRequestException",
            400,
        ),
        ("start_device_authorization", {"clientSecret": "wrong"}, "InvalidClientException", 401),
        ("create_token", {"grantType": "password"}, "UnsupportedGrantTypeException", 400),
        ("create_token", {"deviceCode": "nobody's"}, "InvalidGrantException", 400),
        ("create_token", {"clientId": "nobody"}, "InvalidClientException", 401),
    ],
)
def test_wrong_sign_ins(client: Client, operation: str, change: dict[str, str], code: str, status: int) -> None:
    oidc, who, started = begin(client)
    params = {**who, "startUrl": START_URL}
    if operation == "create_token":
        params = {**who, "grantType": DEVICE, "deviceCode": started["deviceCode"]}
    assert refused(getattr(oidc, operation), **{**params, **change}) == (code, status)


def test_a_token_shows_accounts_roles_and_keys(world: World, client: Client) -> None:
    token = token_of(world, client)
    portal = client("sso")
    pages = portal.get_paginator("list_accounts").paginate(accessToken=token, PaginationConfig={"PageSize": 2})
    listed = [account["accountId"] for page in pages for account in page["accountList"]]
    assert listed == list(world.identity_centre.assignments)
    roles = portal.list_account_roles(accessToken=token, accountId=DNS_HUB)["roleList"]
    assert [role["roleName"] for role in roles] == ["dns-admin", "dns-audit"]
    given = portal.get_role_credentials(accessToken=token, accountId=DNS_HUB, roleName="dns-audit")["roleCredentials"]
    keys = {
        "aws_access_key_id": given["accessKeyId"],
        "aws_secret_access_key": given["secretAccessKey"],
        "aws_session_token": given["sessionToken"],
    }
    identity = client("sts", **keys).get_caller_identity()
    assert identity["Account"] == DNS_HUB
    assert ":assumed-role/AWSReservedSSO_dns-audit_" in identity["Arn"]
    assert identity["Arn"].endswith("/operator@example.com")


def test_the_portal_refuses_others(world: World, clock: ManualClock, client: Client) -> None:
    token, portal = token_of(world, client), client("sso")
    keys = {"accessToken": token, "accountId": SHOP, "roleName": "dns-admin"}
    assert refused(portal.get_role_credentials, **keys) == ("ForbiddenException", 403)
    assert refused(portal.list_account_roles, accessToken=token, accountId=MANAGEMENT) == ("ForbiddenException", 403)
    assert refused(portal.list_accounts, accessToken="made-up") == ("UnauthorizedException", 401)
    clock.advance(timedelta(hours=8).total_seconds())
    assert refused(portal.list_accounts, accessToken=token) == ("UnauthorizedException", 401)
    again = token_of(world, client)
    portal.logout(accessToken=again)
    assert refused(portal.list_accounts, accessToken=again) == ("UnauthorizedException", 401)


def test_the_portal_answers_twenty_times_a_second(world: World, clock: ManualClock, client: Client) -> None:
    token, portal = token_of(world, client), client("sso")
    world.faults.limit_rates_of_aws()
    for _ in range(20):
        portal.list_account_roles(accessToken=token, accountId=SHOP)
    assert refused(portal.list_account_roles, accessToken=token, accountId=SHOP) == ("TooManyRequestsException", 429)
    clock.advance(1)
    portal.list_account_roles(accessToken=token, accountId=SHOP)


def read(sandbox: Sandbox, path: str, method: str = "GET", **headers: str) -> tuple[int, str]:
    request = urllib.request.Request(sandbox.url + path, method=method)  # noqa: S310 -- the sandbox's own address
    for name, value in headers.items():
        request.add_header(name.replace("_", "-"), value)
    try:
        with urllib.request.urlopen(request, timeout=10) as response:  # noqa: S310 -- the sandbox's own address
            return response.status, response.read().decode()
    except HTTPError as error:
        return error.code, error.read().decode()


def test_a_container_has_the_keys_of_its_role(world: World, sandbox: Sandbox, client: Client) -> None:
    assert read(sandbox, metadata.CONTAINER_PATH, Authorization=metadata.AUTHORIZATION)[0] == 404
    world.machine = Machine(SHOP, Role("task"))
    assert read(sandbox, metadata.CONTAINER_PATH)[0] == 401
    status, text = read(sandbox, metadata.CONTAINER_PATH, Authorization=metadata.AUTHORIZATION)
    given = json.loads(text)
    keys = {"aws_access_key_id": given["AccessKeyId"], "aws_secret_access_key": given["SecretAccessKey"]}
    assert (status, client("sts", **keys).get_caller_identity()["Account"]) == (200, SHOP)


def test_an_instance_gives_keys_to_those_who_show_a_token(world: World, sandbox: Sandbox) -> None:
    world.machine = Machine(SHOP, Role("web"))
    roles = "/latest/meta-data/iam/security-credentials/"
    assert read(sandbox, roles)[0] == 401
    _, token = read(sandbox, "/latest/api/token", "PUT", X_aws_ec2_metadata_token_ttl_seconds="60")
    assert read(sandbox, roles, X_aws_ec2_metadata_token=token) == (200, "web")
    assert json.loads(read(sandbox, f"{roles}web", X_aws_ec2_metadata_token=token)[1])["Code"] == "Success"
    assert read(sandbox, f"{roles}other", X_aws_ec2_metadata_token=token)[0] == 404


def test_the_tree_of_the_organisation(world: World, make_client: MakeClient) -> None:
    organizations = make_client("org-admin", "organizations")
    (root,) = organizations.list_roots()["Roots"]
    found: dict[str, str] = {}
    waiting = [root["Id"]]
    while waiting:
        parent = waiting.pop()
        for account in organizations.list_accounts_for_parent(ParentId=parent)["Accounts"]:
            (above,) = organizations.list_parents(ChildId=account["Id"])["Parents"]
            assert above["Id"] == parent
            assert account["Paths"][0].endswith(f"{parent}/{account['Id']}/")
            found[account["Id"]] = account["State"]
        units = organizations.list_organizational_units_for_parent(ParentId=parent)["OrganizationalUnits"]
        waiting += [unit["Id"] for unit in units]
    assert found.keys() == {account.id for account in world.accounts.values() if account.partition == "aws"}
    assert (found[SUSPENDED], found[PENDING], found[CLOSED], found[LEGACY]) == (
        "SUSPENDED",
        "PENDING_ACTIVATION",
        "CLOSED",
        "ACTIVE",
    )


def test_the_organisation_is_shown_to_its_management_account_and_delegates(
    world: World, make_client: MakeClient, client: Client
) -> None:
    member = make_client("shop-prod", "organizations")
    assert refused(member.list_roots) == ("AccessDeniedException", 400)
    assert member.describe_organization()["Organization"]["MasterAccountId"] == MANAGEMENT
    key, _ = world.open_session(AUDIT, Role("xalias-audit"), "me")
    delegate = client("organizations", aws_access_key_id=key, aws_secret_access_key="made-up")
    assert delegate.list_roots()["Roots"][0]["Id"] == ROOT
    (administrator,) = delegate.list_delegated_administrators(ServicePrincipal="config.amazonaws.com")[
        "DelegatedAdministrators"
    ]
    assert administrator["Id"] == AUDIT


def test_strange_parents_empty_pages_and_rates_of_the_organisation(
    world: World, clock: ManualClock, make_client: MakeClient
) -> None:
    organizations = make_client("org-admin", "organizations", retries={"total_max_attempts": 1})
    assert refused(organizations.list_accounts_for_parent, ParentId="ou-exam-nowhere00")[0] == "ParentNotFoundException"
    assert refused(organizations.list_parents, ChildId="000000000000")[0] == "ChildNotFoundException"
    world.faults.empty_first_pages = True
    first = organizations.list_accounts()
    assert (first["Accounts"], first["NextToken"]) == ([], "0")
    assert organizations.list_accounts(NextToken="0")["Accounts"]
    world.faults.limit_rates_of_aws()
    organizations.list_accounts()
    assert refused(organizations.list_accounts)[0] == "TooManyRequestsException"
    clock.advance(1)
    organizations.list_accounts()
