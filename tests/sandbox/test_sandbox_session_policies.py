"""What AWS STS makes of AssumeRole: session policies, external ids, names and chained roles."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError

from tests.conftest import MakeClient
from xalias_tui.sandbox.identities import Role
from xalias_tui.sandbox.members import DNS_HUB
from xalias_tui.sandbox.server import Sandbox
from xalias_tui.sandbox.world import World

ROLE = f"arn:aws:iam::{DNS_HUB}:role/dns-admin"
PARTNER = f"arn:aws:iam::{DNS_HUB}:role/partner"
READ = {"Effect": "Allow", "Action": ["route53:List*", "route53:Get*"], "Resource": "*"}
ALL = {"Effect": "Allow", "Action": "*", "Resource": "*"}
Enter = Callable[..., Any]


def policy(*statements: dict[str, Any]) -> str:
    return json.dumps({"Version": "2012-10-17", "Statement": list(statements)})


def refused(call: Callable[..., Any], **params: Any) -> tuple[str, str]:
    with pytest.raises(ClientError) as caught:
        call(**params)
    error = caught.value.response["Error"]
    return error["Code"], error["Message"]


def let(world: World, *roles: Role) -> None:
    """The hub has these roles; the accounts of all worlds share theirs."""
    world.add_account(replace(world.accounts[DNS_HUB], roles={role.name: role for role in roles}))


@pytest.fixture
def enter(make_client: MakeClient, sandbox: Sandbox) -> Enter:
    """Makes a client of Route 53 by a session of the hub's role that is limited to some statements."""
    sts, core = make_client("org-admin", "sts"), boto3.Session()

    def client(*statements: dict[str, Any]) -> Any:
        keys = sts.assume_role(RoleArn=ROLE, RoleSessionName="reader", Policy=policy(*statements))["Credentials"]
        return core.client(
            "route53",
            "us-east-1",
            endpoint_url=sandbox.url,
            aws_access_key_id=keys["AccessKeyId"],
            aws_secret_access_key=keys["SecretAccessKey"],
            aws_session_token=keys["SessionToken"],
        )

    return client


def test_what_is_allowed_is_the_intersection_of_role_and_session(world: World, enter: Enter) -> None:
    action = "route53:ChangeResourceRecordSets"
    zone, other = (world.route53.create_zone(DNS_HUB, name) for name in ("example.com", "example.org"))
    arn = f"arn:aws:route53:::hostedzone/{zone}"
    reader, writer = enter(READ), enter({"Effect": "Allow", "Action": action, "Resource": arn})
    record = {"Name": "a.example.com", "Type": "TXT", "TTL": 60, "ResourceRecords": [{"Value": '"x"'}]}
    batch = {"Changes": [{"Action": "CREATE", "ResourceRecordSet": record}]}
    assert len(reader.list_hosted_zones()["HostedZones"]) == 2
    code, message = refused(reader.change_resource_record_sets, HostedZoneId=zone, ChangeBatch=batch)
    assert code == "AccessDenied"
    assert message.endswith(f"{action} on resource: {arn} because no session policy allows the {action} action")
    assert refused(writer.list_hosted_zones)[0] == "AccessDenied"
    assert refused(writer.change_resource_record_sets, HostedZoneId=other, ChangeBatch=batch)[0] == "AccessDenied"
    assert writer.change_resource_record_sets(HostedZoneId=zone, ChangeBatch=batch)["ChangeInfo"]
    let(world, Role("dns-admin", ("route53:ListHostedZones",)))
    assert "no identity-based policy allows" in refused(enter(ALL).list_hosted_zones)[1]


def test_what_a_session_policy_denies_is_denied_though_another_statement_allows_it(world: World, enter: Enter) -> None:
    world.route53.create_zone(DNS_HUB, "example.com")
    client = enter(ALL, {"Effect": "Deny", "Action": "route53:listhostedzones", "Resource": "*"})
    assert refused(client.list_hosted_zones)[0] == "AccessDenied"
    assert client.list_health_checks()["HealthChecks"] == []


def test_what_can_be_no_session_is_refused(make_client: MakeClient, world: World) -> None:
    let(world, Role("dns-admin"), Role("partner", external_id="42"))
    sts = make_client("org-admin", "sts")
    whole = {"RoleArn": PARTNER, "RoleSessionName": "reader", "ExternalId": "42", "Policy": policy(ALL)}
    assert sts.assume_role(**whole)["Credentials"]
    cases: list[tuple[str, dict[str, str]]] = [
        ("ValidationError", {"Policy": policy({**ALL, "Action": "*" * 2_048})}),
        ("MalformedPolicyDocument", {"Policy": "none"}),
        ("MalformedPolicyDocument", {"Policy": policy({**ALL, "Effect": "Maybe"})}),
        ("MalformedPolicyDocument", {"Policy": policy({**ALL, "Condition": {}})}),
        ("MalformedPolicyDocument", {"Policy": policy()}),
        ("ValidationError", {"RoleSessionName": "x"}),
        ("ValidationError", {"RoleSessionName": "reader of all"}),
        ("ValidationError", {"ExternalId": "4"}),
        ("AccessDenied", {"ExternalId": "43"}),
    ]
    for code, wrong in cases:
        assert refused(sts.assume_role, **whole | wrong)[0] == code, wrong


def test_a_chained_role_lasts_an_hour_at_most(make_client: MakeClient) -> None:
    asked = {"RoleArn": ROLE, "RoleSessionName": "reader"}
    chained = make_client("shop-prod", "sts").assume_role
    code, message = refused(chained, **asked, DurationSeconds=3_601)
    assert (code, "role chaining" in message) == ("ValidationError", True)
    assert chained(**asked, DurationSeconds=3_600)["Credentials"]
    assert make_client("org-admin", "sts").assume_role(**asked, DurationSeconds=7_200)["Credentials"]
